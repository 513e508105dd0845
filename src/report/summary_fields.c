/* The datasets of /significance by their names, for CSV and JSON. */
#include "summary_fields.h"

#include <string.h>

int64_t hf_list_tables(const hf_frequencies *f, hf_named_table tables[HF_NAMED_TABLES_MOST])
{
    const int64_t d = f->features, sizes = f->hiddens;
#define TABLE(name, id, axis, rows, columns, is_matrix, reals, integers)                           \
    {                                                                                              \
#        name, HF_SIGNIFICANCE_##id, axis, rows, columns, is_matrix, reals, integers               \
    }
#define REALS(name, id, axis, rows) TABLE(name, id, axis, rows, 1, false, f->name, NULL)
#define INTEGERS(name, id, axis, rows) TABLE(name, id, axis, rows, 1, false, NULL, f->name)
#define BY_FEATURE(name, id, axis, rows) TABLE(name, id, axis, rows, d, true, f->name, NULL)
#define REAL(name, id) TABLE(name, id, HF_OF_METHOD, 1, 1, false, &f->name, NULL)
#define INTEGER(name, id) TABLE(name, id, HF_OF_METHOD, 1, 1, false, NULL, &f->name)
    const hf_named_table list[] = {
        INTEGER(voters, VOTERS),
        REALS(frequency, FREQUENCY, HF_OF_FEATURE, d),
        REALS(frequency_low, FREQUENCY_LOW, HF_OF_FEATURE, d),
        REALS(frequency_high, FREQUENCY_HIGH, HF_OF_FEATURE, d),
        REALS(mean_rank, MEAN_RANK, HF_OF_FEATURE, d),
        REALS(mean_importance, MEAN_IMPORTANCE, HF_OF_FEATURE, d),
        REALS(group_frequency, GROUP_FREQUENCY, HF_OF_FEATURE, d),
        REALS(half_sample_frequency, HALF_SAMPLE_FREQUENCY, HF_OF_FEATURE, d),
        REALS(plan_variance_seed, PLAN_VARIANCE_SEED, HF_OF_FEATURE, d),
        REALS(plan_variance_split, PLAN_VARIANCE_SPLIT, HF_OF_FEATURE, d),
        REALS(plan_variance_interaction, PLAN_VARIANCE_INTERACTION, HF_OF_FEATURE, d),
        REAL(stability, STABILITY),
        REAL(stability_cross, STABILITY_CROSS),
        REAL(stability_cross_low, STABILITY_CROSS_LOW),
        REAL(stability_cross_high, STABILITY_CROSS_HIGH),
        REAL(stability_seed, STABILITY_SEED),
        REAL(stability_split, STABILITY_SPLIT),
        REAL(stability_hidden, STABILITY_HIDDEN),
        REAL(kendall_w, KENDALL_W),
        INTEGER(draws_skipped, DRAWS_SKIPPED),
        INTEGER(stability_cross_draws_skipped, STABILITY_CROSS_DRAWS_SKIPPED),
        INTEGER(half_samples, HALF_SAMPLES),
        REALS(error_bound, ERROR_BOUND, HF_OF_THRESHOLD, HF_THRESHOLDS),
        REALS(error_bound_unimodal, ERROR_BOUND_UNIMODAL, HF_OF_THRESHOLD, HF_THRESHOLDS),
        INTEGERS(voters_by_hidden, VOTERS_BY_HIDDEN, HF_OF_HIDDEN, sizes),
        REALS(stability_by_hidden, STABILITY_BY_HIDDEN, HF_OF_HIDDEN, sizes),
        REALS(stability_cross_by_hidden, STABILITY_CROSS_BY_HIDDEN, HF_OF_HIDDEN, sizes),
        REALS(kendall_w_by_hidden, KENDALL_W_BY_HIDDEN, HF_OF_HIDDEN, sizes),
        REALS(stability_by_k, STABILITY_BY_K, HF_OF_RANK, f->ranks),
        BY_FEATURE(frequency_by_hidden, FREQUENCY_BY_HIDDEN, HF_OF_HIDDEN, sizes),
        BY_FEATURE(variance_seed, VARIANCE_SEED, HF_OF_HIDDEN, sizes),
        BY_FEATURE(variance_split, VARIANCE_SPLIT, HF_OF_HIDDEN, sizes),
        BY_FEATURE(variance_interaction, VARIANCE_INTERACTION, HF_OF_HIDDEN, sizes),
        INTEGERS(variance_seeds_used, VARIANCE_SEEDS_USED, HF_OF_HIDDEN, sizes),
        INTEGERS(voters_by_split, VOTERS_BY_SPLIT, HF_OF_SPLIT, f->splits),
        BY_FEATURE(frequency_by_split, FREQUENCY_BY_SPLIT, HF_OF_SPLIT, f->splits),
        TABLE(rank_count, RANK_COUNT, HF_OF_FEATURE, d, f->ranks, true, NULL, f->rank_count),
    };
#undef TABLE
#undef REALS
#undef INTEGERS
#undef BY_FEATURE
#undef REAL
#undef INTEGER
    _Static_assert(sizeof list <= HF_NAMED_TABLES_MOST * sizeof *list, "room for every table");
    memcpy(tables, list, sizeof list);
    return sizeof list / sizeof *list;
}

double hf_named_value(const hf_named_table *table, int64_t index)
{
    return table->reals ? table->reals[index] : (double)table->integers[index];
}
