/* Where two methods put the same feature first. */
#include "holdfast/statistics.h"

#include "holdfast/memory.h"

typedef struct block {
    uint8_t *status;
    float *a, *b; /* importances by the two methods */
    int32_t *rank, *order;
    int64_t size;
} block;

static hf_status block_make(int64_t replicas, int64_t features, block *made, hf_error *error)
{
    made->size = hf_block_replicas(replicas, (size_t)features * sizeof(float));
    HF_TRY(hf_allocate(&made->status, made->size, 1, error));
    HF_TRY(hf_allocate(&made->a, made->size * features, sizeof *made->a, error));
    HF_TRY(hf_allocate(&made->b, made->size * features, sizeof *made->b, error));
    HF_TRY(hf_allocate(&made->rank, features, sizeof *made->rank, error));
    return hf_allocate(&made->order, features, sizeof *made->order, error);
}

static void block_free(block *freed)
{
    hf_free(&freed->status);
    hf_free(&freed->a);
    hf_free(&freed->b);
    hf_free(&freed->rank);
    hf_free(&freed->order);
}

static void compare(const block *read, int64_t count, int64_t features, hf_first_agreement *result)
{
    for (int64_t i = 0; i < count; i++) {
        if (read->status[i] != HF_DONE ||
            !hf_rank_features(read->a + i * features, features, read->rank, read->order))
            continue;
        const int32_t first = read->order[0];
        if (!hf_rank_features(read->b + i * features, features, read->rank, read->order))
            continue;
        result->compared++;
        result->same += read->order[0] == first;
    }
}

hf_status hf_first_agreement_count(const hf_results *results, int64_t a, int64_t b,
                                   hf_first_agreement *agreement, hf_error *error)
{
    const int64_t replicas = hf_grid_replicas(hf_results_grid(results));
    const int64_t features = hf_results_features(results)->count;
    block read = {0};
    hf_status status;
    *agreement = (hf_first_agreement){0};
    HF_TRY_CLEANUP(block_make(replicas, features, &read, error));
    for (int64_t first = 0; first < replicas; first += read.size) {
        int64_t count = replicas - first < read.size ? replicas - first : read.size;
        HF_TRY_CLEANUP(
            hf_results_read(results, HF_REPLICAS_STATUS, 0, first, count, read.status, error));
        HF_TRY_CLEANUP(hf_results_read(results, HF_IMPORTANCE, a, first, count, read.a, error));
        HF_TRY_CLEANUP(hf_results_read(results, HF_IMPORTANCE, b, first, count, read.b, error));
        compare(&read, count, features, agreement);
    }
cleanup:
    block_free(&read);
    return status;
}
