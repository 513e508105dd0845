/* The test's results from one file into another of the same networks. */
#include "conditional_stage.h"

#include <string.h>

static hf_status same_groups(const hf_results *a, const hf_results *b, bool *same, hf_error *error)
{
    const int64_t features = hf_results_features(a)->count;
    hf_memory memory = {0};
    int32_t *x, *y;
    hf_status status;
    HF_TRY_CLEANUP(hf_memory_allocate(&memory, &x, features, sizeof *x, error));
    HF_TRY_CLEANUP(hf_memory_allocate(&memory, &y, features, sizeof *y, error));
    HF_TRY_CLEANUP(hf_results_read(a, HF_SIGNIFICANCE_GROUP, 0, 0, features, x, error));
    HF_TRY_CLEANUP(hf_results_read(b, HF_SIGNIFICANCE_GROUP, 0, 0, features, y, error));
    *same = memcmp(x, y, (size_t)features * sizeof *x) == 0;
cleanup:
    hf_memory_free(&memory);
    return status;
}

static hf_status copy_field(const hf_results *from, hf_results *into, hf_field field,
                            hf_error *error)
{
    const int64_t entries = hf_results_entries(from, field, 0);
    unsigned char *values;
    HF_TRY(hf_allocate(&values, entries, hf_results_entry_bytes(from, field, 0), error));
    hf_status status = hf_results_read(from, field, 0, 0, entries, values, error);
    if (status == HF_OK)
        status = hf_results_write(into, field, 0, 0, entries, values, error);
    hf_free(&values);
    return status;
}

hf_status hf_conditional_copy(const hf_results *from, hf_results *into, hf_error *error)
{
    const hf_config *a = hf_results_config(from), *b = hf_results_config(into);
    uint8_t state;
    bool same;
    HF_TRY(hf_results_read(from, HF_PROVENANCE_STATE, 0, 0, 1, &state, error));
    if (a->format < 2 || state != HF_STATE_COMPLETE ||
        a->significance.conditional_draws != b->significance.conditional_draws ||
        a->significance.conditional_seeds != b->significance.conditional_seeds ||
        a->significance.seed != b->significance.seed)
        return HF_OK;
    HF_TRY(same_groups(from, into, &same, error));
    for (hf_field field = HF_CONDITIONAL_P_VALUE; same && field <= HF_CONDITIONAL_NETWORKS; field++)
        HF_TRY(copy_field(from, into, field, error));
    return HF_OK;
}
