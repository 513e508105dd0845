/* Normal quantiles in buckets: the index of a score is found in about one step, exactly. */
#include "model.h"

#include "numeric/normal.h"

enum { BUCKETS_PER_THRESHOLD = 4, BUCKETS_MOST = 1 << 24 };

/* Rounding keeps the order (z <= t: bucket(z) <= bucket(t)), so that a threshold in a lower bucket
 * than z's is below z. */
static int32_t bucket_of(const hf_quantiles *q, double z)
{
    const double bucket = (z - q->low) * q->buckets_per_one;
    if (!(bucket > 0))
        return 0;
    return bucket < (double)q->buckets ? (int32_t)bucket : q->buckets - 1;
}

hf_status hf_quantiles_make(int64_t count, hf_memory *memory, hf_quantiles *q, hf_error *error)
{
    const int64_t thresholds = count > 1 ? count - 1 : 0;
    const int64_t buckets = BUCKETS_PER_THRESHOLD * thresholds + 1;
    *q = (hf_quantiles){.count = count,
                        .buckets = (int32_t)(buckets < BUCKETS_MOST ? buckets : BUCKETS_MOST)};
    HF_TRY(hf_memory_allocate(memory, &q->threshold, thresholds, sizeof *q->threshold, error));
    HF_TRY(hf_memory_allocate(memory, &q->start, q->buckets, sizeof *q->start, error));
    for (int64_t k = 0; k < thresholds; k++)
        q->threshold[k] = hf_normal_quantile((double)(k + 1) / (double)count);
    if (thresholds > 1) {
        q->low = q->threshold[0];
        q->buckets_per_one = (double)q->buckets / (q->threshold[thresholds - 1] - q->low);
    }
    int64_t k = 0;
    for (int32_t b = 0; b < q->buckets; b++) {
        while (k < thresholds && bucket_of(q, q->threshold[k]) < b)
            k++;
        q->start[b] = (int32_t)k;
    }
    return HF_OK;
}

int64_t hf_quantiles_below(const hf_quantiles *q, double z)
{
    int64_t k = q->start[bucket_of(q, z)];
    while (k < q->count - 1 && q->threshold[k] <= z)
        k++;
    return k;
}
