/* Memory, reading and writing of the structs of statistics, by the one list of fields. */
#include "tables.h"

#include "base/nan.h"
#include "holdfast/memory.h"
#include "holdfast/status_codes.h"
#include "statistics/null/null_statistics.h"
#include <string.h>

#define MEMBERS(list)                                                                              \
    {                                                                                              \
        list, sizeof list / sizeof *list                                                           \
    }

static const hf_member of_frequencies[] = {
#define METHOD_NUMBER(id, name, ...) {HF_SIGNIFICANCE_##id, true, offsetof(hf_frequencies, name)},
#define METHOD_TABLE(id, name, ...) {HF_SIGNIFICANCE_##id, false, offsetof(hf_frequencies, name)},
#include "holdfast/fields.def"
};
const hf_members hf_members_of_frequencies = MEMBERS(of_frequencies);

static const hf_member of_across[] = {
#define ACROSS_NUMBER(id, name, ...)                                                               \
    {HF_SIGNIFICANCE_##id, true, offsetof(hf_across_methods, name)},
#define ACROSS_TABLE(id, name, ...)                                                                \
    {HF_SIGNIFICANCE_##id, false, offsetof(hf_across_methods, name)},
#include "holdfast/fields.def"
};
const hf_members hf_members_of_across = MEMBERS(of_across);

static const hf_member of_labels[] = {
#define LABELS_NUMBER(id, name, ...)                                                               \
    {HF_NULL_TEST_LABELS_##id, true, offsetof(hf_null_labels, name)},
#define LABELS_TABLE(id, name, ...)                                                                \
    {HF_NULL_TEST_LABELS_##id, false, offsetof(hf_null_labels, name)},
#include "holdfast/fields.def"
};
const hf_members hf_members_of_labels = MEMBERS(of_labels);

static const hf_member of_labels_method[] = {
#define LABELS_METHOD_TABLE(id, name, ...)                                                         \
    {HF_NULL_TEST_LABELS_METHOD_##id, false, offsetof(hf_null_labels_method, name)},
#include "holdfast/fields.def"
};
const hf_members hf_members_of_labels_method = MEMBERS(of_labels_method);

static const hf_member of_probes[] = {
#define PROBES_METHOD_TABLE(id, name, ...)                                                         \
    {HF_NULL_TEST_PROBES_METHOD_##id, false, offsetof(hf_null_probes, name)},
#include "holdfast/fields.def"
};
const hf_members hf_members_of_probes = MEMBERS(of_probes);

static void *values_of(const hf_member *member, const void *of)
{
    void *values = (char *)of + member->place;
    if (!member->is_number)
        memcpy(&values, values, sizeof values);
    return values;
}

static hf_status make_member(const hf_results *results, const hf_member *member, int64_t variant,
                             void *of, hf_error *error)
{
    const int64_t entries = hf_results_entries(results, member->field, variant);
    const size_t bytes = hf_results_entry_bytes(results, member->field, variant);
    if (bytes == 0)
        return hf_fail(error, HF_INTERNAL, "%s does not hold %s", hf_results_path(results),
                       hf_field_table[member->field].path);
    if (!member->is_number)
        HF_TRY(hf_allocate((char *)of + member->place, entries, bytes, error));
    if (hf_field_table[member->field].type == HF_TYPE_F64)
        hf_fill_nan_f64(values_of(member, of), entries * (int64_t)(bytes / sizeof(double)));
    return HF_OK;
}

hf_status hf_members_make(const hf_results *results, const hf_members *members, int64_t variant,
                          void *of, hf_error *error)
{
    hf_status status = HF_OK;
    for (int64_t i = 0; i < members->count && status == HF_OK; i++)
        status = make_member(results, &members->list[i], variant, of, error);
    if (status != HF_OK)
        hf_members_free(members, of);
    return status;
}

hf_status hf_members_read(const hf_results *results, const hf_members *members, int64_t variant,
                          void *of, hf_error *error)
{
    hf_status status = hf_members_make(results, members, variant, of, error);
    for (int64_t i = 0; i < members->count && status == HF_OK; i++) {
        const hf_field field = members->list[i].field;
        status =
            hf_results_read(results, field, variant, 0, hf_results_entries(results, field, variant),
                            values_of(&members->list[i], of), error);
    }
    if (status != HF_OK)
        hf_members_free(members, of);
    return status;
}

void hf_members_free(const hf_members *members, void *of)
{
    for (int64_t i = 0; i < members->count; i++)
        if (!members->list[i].is_number)
            hf_free((char *)of + members->list[i].place);
}

hf_status hf_is_complete(const hf_results *results, bool *complete, hf_error *error)
{
    uint8_t state;
    HF_TRY(hf_results_read(results, HF_PROVENANCE_STATE, 0, 0, 1, &state, error));
    *complete = state == HF_STATE_COMPLETE;
    return HF_OK;
}

hf_status hf_members_put(const hf_sink *sink, const hf_members *members, int64_t variant,
                         const void *of, hf_error *error)
{
    for (int64_t i = 0; i < members->count; i++) {
        const hf_field field = members->list[i].field;
        const int64_t entries = hf_results_entries(sink->results, field, variant);
        const void *values = values_of(&members->list[i], of);
        HF_TRY(sink->into ? hf_results_write(sink->into, field, variant, 0, entries, values, error)
                          : hf_results_compare(sink->results, field, variant, 0, entries, values,
                                               sink->difference, error));
    }
    return HF_OK;
}

static int64_t axis_size(const hf_frequencies *f, hf_axis axis)
{
    switch (axis) {
    case HF_AXIS_FEATURE:
        return f->features;
    case HF_AXIS_HIDDEN:
        return f->hiddens;
    case HF_AXIS_SPLIT:
        return f->splits;
    case HF_AXIS_RANK:
        return f->ranks;
    case HF_AXIS_THRESHOLD:
        return HF_THRESHOLDS;
    default:
        return 1; /* a scalar, or no second axis */
    }
}

/* [place in the JSON - 1]; the compiler finds a place that is given twice or left out. */
static const struct {
    const char *name;
    hf_member member;
} by_place[] = {
#define METHOD_NUMBER(id, name, type, place, undefined, text)                                      \
    [(place)-1] = {#name, {HF_SIGNIFICANCE_##id, true, offsetof(hf_frequencies, name)}},
#define METHOD_TABLE(id, name, type, a, b, place, undefined, text)                                 \
    [(place)-1] = {#name, {HF_SIGNIFICANCE_##id, false, offsetof(hf_frequencies, name)}},
#include "holdfast/fields.def"
};
_Static_assert(sizeof by_place / sizeof *by_place == HF_NAMED_TABLES, "each place once");

static hf_named_table table_of(const hf_frequencies *f, int place)
{
    const hf_field field = by_place[place].member.field;
    const hf_field_row *row = &hf_field_table[field];
    const bool is_real = row->type == HF_TYPE_F64;
    const void *values = values_of(&by_place[place].member, f);
    return (hf_named_table){.name = by_place[place].name,
                            .field = field,
                            .axes = row->axes,
                            .rows = axis_size(f, row->axes[0]),
                            .columns = axis_size(f, row->axes[1]),
                            .is_matrix = row->axes[1] != HF_AXIS_NONE,
                            .reals = is_real ? values : NULL,
                            .integers = is_real ? NULL : values};
}

void hf_list_tables(const hf_frequencies *frequencies, hf_named_table tables[HF_NAMED_TABLES])
{
    for (int place = 0; place < HF_NAMED_TABLES; place++)
        tables[place] = table_of(frequencies, place);
}

bool hf_find_table(const hf_frequencies *frequencies, hf_field field, hf_named_table *table)
{
    for (int place = 0; place < HF_NAMED_TABLES; place++)
        if (by_place[place].member.field == field) {
            *table = table_of(frequencies, place);
            return true;
        }
    return false;
}

double hf_named_value(const hf_named_table *table, int64_t index)
{
    return table->reals ? table->reals[index] : (double)table->integers[index];
}
