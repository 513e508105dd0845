/* From counts to frequencies, to the file and back. */
#include "holdfast/statistics.h"

#include "holdfast/memory.h"
#include "ratio.h"
#include <string.h>

/* One row a dataset of /significance/<method>. */
typedef struct table {
    hf_field field;
    int64_t entries; /* of the first dimension */
    int64_t values;
    size_t size;
    void *data;  /* where it is; for memory: `place` */
    void *place; /* the member of hf_frequencies that points to it */
} table;

enum { TABLES = 6 };

static void list_tables(hf_frequencies *f, table tables[TABLES])
{
    const int64_t d = f->features;
#define TABLE(field, entries, columns, member)                                                     \
    {                                                                                              \
        field, entries, (entries) * (columns), sizeof *f->member, f->member, &f->member            \
    }
    const table list[TABLES] = {
        TABLE(HF_SIGNIFICANCE_FREQUENCY, d, 1, frequency),
        TABLE(HF_SIGNIFICANCE_MEAN_RANK, d, 1, mean_rank),
        TABLE(HF_SIGNIFICANCE_MEAN_IMPORTANCE, d, 1, mean_importance),
        TABLE(HF_SIGNIFICANCE_RANK_COUNT, d, f->ranks, rank_count),
        TABLE(HF_SIGNIFICANCE_FREQUENCY_BY_HIDDEN, f->hiddens, d, frequency_by_hidden),
        TABLE(HF_SIGNIFICANCE_FREQUENCY_BY_SPLIT, f->splits, d, frequency_by_split),
    };
#undef TABLE
    memcpy(tables, list, sizeof list);
}

static hf_status frequencies_make(const hf_results *results, hf_frequencies *f, hf_error *error)
{
    const hf_grid *grid = hf_results_grid(results);
    const int64_t features = hf_results_features(results)->count;
    table tables[TABLES];
    *f = (hf_frequencies){.features = features,
                          .hiddens = grid->hiddens,
                          .splits = grid->splits,
                          .ranks = features < HF_RANKS_KEPT ? features : HF_RANKS_KEPT};
    list_tables(f, tables);
    for (int i = 0; i < TABLES; i++) {
        hf_status status = hf_allocate(tables[i].place, tables[i].values, tables[i].size, error);
        if (status != HF_OK) {
            hf_frequencies_free(f);
            return status;
        }
    }
    return HF_OK;
}

void hf_frequencies_free(hf_frequencies *frequencies)
{
    table tables[TABLES];
    list_tables(frequencies, tables);
    for (int i = 0; i < TABLES; i++)
        hf_free(tables[i].place);
    *frequencies = (hf_frequencies){0};
}

static void set_frequencies(const hf_significance *s, hf_frequencies *f)
{
    const int64_t d = f->features;
    f->voters = (int32_t)s->voters;
    for (int64_t i = 0; i < d; i++) {
        f->frequency[i] = hf_ratio((double)s->selected[i], s->voters);
        f->mean_rank[i] = hf_ratio(s->rank_sum[i], s->voters);
        f->mean_importance[i] = hf_ratio(s->importance_sum[i], s->voters);
    }
    for (int64_t i = 0; i < f->hiddens * d; i++)
        f->frequency_by_hidden[i] =
            hf_ratio((double)s->selected_by_hidden[i], s->voters_by_hidden[i / d]);
    for (int64_t i = 0; i < f->splits * d; i++)
        f->frequency_by_split[i] =
            hf_ratio((double)s->selected_by_split[i], s->voters_by_split[i / d]);
    memcpy(f->rank_count, s->rank_count, (size_t)(d * f->ranks) * sizeof *f->rank_count);
}

static hf_status count_frequencies(const hf_results *results, int64_t method_index,
                                   hf_frequencies *f, hf_error *error)
{
    hf_significance significance = {0};
    hf_status status;
    if (hf_grid_replicas(hf_results_grid(results)) > INT32_MAX)
        return hf_fail(error, HF_BAD_CONFIG,
                       "%s: voters are counted in 32 bits: at most %d "
                       "replicas; use fewer seeds, hidden sizes or splits",
                       hf_results_path(results), INT32_MAX);
    HF_TRY_CLEANUP(
        hf_significance_make(hf_results_config(results), f->features, &significance, error));
    HF_TRY_CLEANUP(hf_significance_add_file(&significance, results, method_index, error));
    set_frequencies(&significance, f);
cleanup:
    hf_significance_free(&significance);
    return status;
}

static hf_status read_tables(const hf_results *results, int64_t method_index, hf_frequencies *f,
                             hf_error *error)
{
    table tables[TABLES];
    list_tables(f, tables);
    for (int i = 0; i < TABLES; i++)
        HF_TRY(hf_results_read(results, tables[i].field, method_index, 0, tables[i].entries,
                               tables[i].data, error));
    return hf_results_read(results, HF_SIGNIFICANCE_VOTERS, method_index, 0, 1, &f->voters, error);
}

static hf_status write_tables(hf_results *results, int64_t method_index, hf_frequencies *f,
                              hf_error *error)
{
    table tables[TABLES];
    list_tables(f, tables);
    for (int i = 0; i < TABLES; i++)
        HF_TRY(hf_results_write(results, tables[i].field, method_index, 0, tables[i].entries,
                                tables[i].data, error));
    return hf_results_write(results, HF_SIGNIFICANCE_VOTERS, method_index, 0, 1, &f->voters, error);
}

hf_status hf_frequencies_read(const hf_results *results, int64_t method_index,
                              hf_frequencies *frequencies, hf_error *error)
{
    uint8_t state;
    HF_TRY(hf_results_read(results, HF_PROVENANCE_STATE, 0, 0, 1, &state, error));
    HF_TRY(frequencies_make(results, frequencies, error));
    hf_status status = state == HF_STATE_COMPLETE
                           ? read_tables(results, method_index, frequencies, error)
                           : count_frequencies(results, method_index, frequencies, error);
    if (status != HF_OK)
        hf_frequencies_free(frequencies);
    return status;
}

hf_status hf_aggregate(hf_results *results, hf_error *error)
{
    const int64_t methods = hf_results_config(results)->significance.methods.count;
    hf_frequencies frequencies;
    hf_status status = HF_OK;
    HF_TRY(frequencies_make(results, &frequencies, error));
    for (int64_t method = 0; method < methods; method++) {
        HF_TRY_CLEANUP(count_frequencies(results, method, &frequencies, error));
        HF_TRY_CLEANUP(write_tables(results, method, &frequencies, error));
    }
cleanup:
    hf_frequencies_free(&frequencies);
    return status;
}
