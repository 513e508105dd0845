/* Memory, reading and writing of /significance by one table. */
#include "tables.h"

#include "base/nan.h"
#include "holdfast/memory.h"
#include "holdfast/status_codes.h"
#include <string.h>

typedef enum kind { INTEGERS, REALS } kind;

/* One row a dataset of /significance/<method>. */
typedef struct table {
    hf_field field;
    kind kind;
    int64_t rows, columns;
    bool scalar;
    void *place; /* the member: a number, or the pointer to them */
} table;

enum { TABLES_MOST = 48 };

static int64_t list_tables(hf_frequencies *f, table tables[TABLES_MOST])
{
    const int64_t d = f->features, hiddens = f->hiddens;
#define FIELD(name) HF_SIGNIFICANCE_##name
#define TABLE(name, rows, columns, member)                                                           \
    {                                                                                                \
        FIELD(name), _Generic(f->member, double * : REALS, int32_t * : INTEGERS), rows, columns,   \
            false, &f->member \
    }
#define SCALAR(name, member)                                                                       \
    {                                                                                              \
        FIELD(name),                                                                               \
            _Generic(f->member, double                                                             \
                     : REALS, int32_t                                                              \
                     : INTEGERS),                                                                  \
            1, 1, true, &f->member                                                                 \
    }
    const table list[] = {
        TABLE(FREQUENCY, d, 1, frequency),
        TABLE(FREQUENCY_LOW, d, 1, frequency_low),
        TABLE(FREQUENCY_HIGH, d, 1, frequency_high),
        TABLE(MEAN_RANK, d, 1, mean_rank),
        TABLE(MEAN_IMPORTANCE, d, 1, mean_importance),
        TABLE(RANK_COUNT, d, f->ranks, rank_count),
        TABLE(FREQUENCY_BY_HIDDEN, hiddens, d, frequency_by_hidden),
        TABLE(FREQUENCY_BY_SPLIT, f->splits, d, frequency_by_split),
        SCALAR(VOTERS, voters),
        TABLE(VOTERS_BY_HIDDEN, hiddens, 1, voters_by_hidden),
        TABLE(VOTERS_BY_SPLIT, f->splits, 1, voters_by_split),
        SCALAR(DRAWS_SKIPPED, draws_skipped),
        TABLE(VARIANCE_SEED, hiddens, d, variance_seed),
        TABLE(VARIANCE_SPLIT, hiddens, d, variance_split),
        TABLE(VARIANCE_INTERACTION, hiddens, d, variance_interaction),
        TABLE(VARIANCE_SEEDS_USED, hiddens, 1, variance_seeds_used),
        TABLE(PLAN_VARIANCE_SEED, d, 1, plan_variance_seed),
        TABLE(PLAN_VARIANCE_SPLIT, d, 1, plan_variance_split),
        TABLE(PLAN_VARIANCE_INTERACTION, d, 1, plan_variance_interaction),
        SCALAR(STABILITY, stability),
        TABLE(STABILITY_BY_HIDDEN, hiddens, 1, stability_by_hidden),
        TABLE(STABILITY_BY_K, f->ranks, 1, stability_by_k),
        SCALAR(STABILITY_CROSS, stability_cross),
        SCALAR(STABILITY_CROSS_LOW, stability_cross_low),
        SCALAR(STABILITY_CROSS_HIGH, stability_cross_high),
        SCALAR(STABILITY_CROSS_DRAWS_SKIPPED, stability_cross_draws_skipped),
        TABLE(STABILITY_CROSS_BY_HIDDEN, hiddens, 1, stability_cross_by_hidden),
        SCALAR(STABILITY_SEED, stability_seed),
        SCALAR(STABILITY_SPLIT, stability_split),
        SCALAR(STABILITY_HIDDEN, stability_hidden),
        SCALAR(KENDALL_W, kendall_w),
        TABLE(KENDALL_W_BY_HIDDEN, hiddens, 1, kendall_w_by_hidden),
        SCALAR(HALF_SAMPLES, half_samples),
        TABLE(HALF_SAMPLE_FREQUENCY, d, 1, half_sample_frequency),
        TABLE(ERROR_BOUND, HF_THRESHOLDS, 1, error_bound),
        TABLE(ERROR_BOUND_UNIMODAL, HF_THRESHOLDS, 1, error_bound_unimodal),
        TABLE(GROUP_FREQUENCY, d, 1, group_frequency),
    };
#undef FIELD
#undef TABLE
#undef SCALAR
    _Static_assert(sizeof list <= TABLES_MOST * sizeof *list, "room for every table");
    memcpy(tables, list, sizeof list);
    return sizeof list / sizeof *list;
}

static void *values_of(const table *t)
{
    void *values = t->place;
    if (!t->scalar)
        memcpy(&values, t->place, sizeof values);
    return values;
}

static size_t size_of(const table *t)
{
    return t->kind == REALS ? sizeof(double) : sizeof(int32_t);
}

static hf_status make_table(const table *t, hf_error *error)
{
    size_t count;
    if (!hf_multiply((size_t)t->rows, (size_t)t->columns, &count) || count > INT64_MAX)
        return hf_fail(error, HF_INTERNAL, "a table of %lld x %lld numbers cannot be addressed",
                       (long long)t->rows, (long long)t->columns);
    if (!t->scalar)
        HF_TRY(hf_allocate(t->place, (int64_t)count, size_of(t), error));
    if (t->kind == REALS)
        hf_fill_nan_f64(values_of(t), (int64_t)count);
    return HF_OK;
}

hf_status hf_frequencies_make(const hf_config *config, int64_t features,
                              hf_frequencies *frequencies, hf_error *error)
{
    const hf_grid grid = hf_grid_of(config);
    table tables[TABLES_MOST];
    *frequencies = (hf_frequencies){.features = features,
                                    .hiddens = grid.hiddens,
                                    .splits = grid.splits,
                                    .ranks = features < HF_RANKS_KEPT ? features : HF_RANKS_KEPT};
    const int64_t count = list_tables(frequencies, tables);
    for (int64_t i = 0; i < count; i++) {
        const hf_status status = make_table(&tables[i], error);
        if (status != HF_OK) {
            hf_frequencies_free(frequencies);
            return status;
        }
    }
    return HF_OK;
}

void hf_frequencies_free(hf_frequencies *frequencies)
{
    table tables[TABLES_MOST];
    const int64_t count = list_tables(frequencies, tables);
    for (int64_t i = 0; i < count; i++)
        if (!tables[i].scalar)
            hf_free(tables[i].place);
    *frequencies = (hf_frequencies){0};
}

hf_status hf_frequencies_load(const hf_results *results, int64_t method_index,
                              hf_frequencies *frequencies, hf_error *error)
{
    table tables[TABLES_MOST];
    const int64_t count = list_tables(frequencies, tables);
    for (int64_t i = 0; i < count; i++)
        HF_TRY(hf_results_read(results, tables[i].field, method_index, 0, tables[i].rows,
                               values_of(&tables[i]), error));
    return HF_OK;
}

hf_status hf_frequencies_store(hf_results *results, int64_t method_index,
                               hf_frequencies *frequencies, hf_error *error)
{
    table tables[TABLES_MOST];
    const int64_t count = list_tables(frequencies, tables);
    for (int64_t i = 0; i < count; i++)
        HF_TRY(hf_results_write(results, tables[i].field, method_index, 0, tables[i].rows,
                                values_of(&tables[i]), error));
    return HF_OK;
}

bool hf_frequencies_value(const hf_frequencies *frequencies, hf_field field, int64_t index,
                          double *value, int64_t *columns)
{
    hf_frequencies view = *frequencies; /* the list is of places that can be written to */
    table tables[TABLES_MOST];
    const int64_t count = list_tables(&view, tables);
    for (int64_t i = 0; i < count; i++)
        if (tables[i].field == field && tables[i].kind == REALS) {
            *value = ((const double *)values_of(&tables[i]))[index];
            *columns = tables[i].columns;
            return true;
        }
    return false;
}
