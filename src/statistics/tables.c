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

static const hf_member of_univariate[] = {
#define UNIVARIATE_TABLE(id, name, ...) {HF_UNIVARIATE_##id, false, offsetof(hf_univariate, name)},
#include "holdfast/fields.def"
};
const hf_members hf_members_of_univariate = MEMBERS(of_univariate);

static const hf_member of_conditional[] = {
#define CONDITIONAL_NUMBER(id, name, ...)                                                          \
    {HF_CONDITIONAL_##id, true, offsetof(hf_conditional, name)},
#define CONDITIONAL_TABLE(id, name, ...)                                                           \
    {HF_CONDITIONAL_##id, false, offsetof(hf_conditional, name)},
#include "holdfast/fields.def"
};
const hf_members hf_members_of_conditional = MEMBERS(of_conditional);

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
        if (!hf_results_has(results, field, variant))
            continue; /* newer than the file */
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
        if (!hf_results_has(sink->into ? sink->into : sink->results, field, variant))
            continue; /* newer than the file */
        HF_TRY(sink->into ? hf_results_write(sink->into, field, variant, 0, entries, values, error)
                          : hf_results_compare(sink->results, field, variant, 0, entries, values,
                                               sink->difference, error));
    }
    return HF_OK;
}

const void *hf_frequencies_values(const hf_frequencies *frequencies, hf_field field)
{
    const hf_members *members = &hf_members_of_frequencies;
    for (int64_t i = 0; i < members->count; i++)
        if (members->list[i].field == field)
            return values_of(&members->list[i], frequencies);
    return NULL;
}

#define AT_MOST(list)                                                                              \
    _Static_assert(sizeof list <= HF_NAMED_TABLES * sizeof *list, "room for every table")
AT_MOST(of_frequencies);
AT_MOST(of_across);
AT_MOST(of_labels);
AT_MOST(of_labels_method);
AT_MOST(of_probes);

int64_t hf_members_list(const hf_results *results, const hf_members *members, int64_t variant,
                        const void *of, hf_named_table tables[HF_NAMED_TABLES])
{
    for (int64_t i = 0; i < members->count; i++) {
        const hf_field field = members->list[i].field;
        const hf_field_row *row = &hf_field_table[field];
        const size_t bytes = hf_results_entry_bytes(results, field, variant);
        tables[i] = (hf_named_table){.name = strrchr(row->path, '/') + 1,
                                     .field = field,
                                     .axes = row->axes,
                                     .rows = hf_results_entries(results, field, variant),
                                     .columns = (int64_t)(bytes / hf_type_bytes(row->type)),
                                     .type = row->type,
                                     .values = values_of(&members->list[i], of)};
    }
    return members->count;
}

double hf_named_value(const hf_named_table *table, int64_t index)
{
    switch (table->type) {
    case HF_TYPE_F64:
        return ((const double *)table->values)[index];
    case HF_TYPE_I32:
        return ((const int32_t *)table->values)[index];
    default:
        return ((const uint8_t *)table->values)[index];
    }
}
