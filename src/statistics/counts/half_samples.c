/* Selection by half-samples, for the error bounds. */
#include "half_samples.h"

#include "base/nan.h"
#include "holdfast/memory.h"

bool hf_half_samples_apply(const hf_config *config, int64_t method_index)
{
    const hf_method method = (hf_method)config->significance.methods.items[method_index];
    const bool halves = config->splits.method == HF_SPLITS_COMPLEMENTARY_PAIRS ||
                        (config->splits.method == HF_SPLITS_STRATIFIED_SHUFFLE &&
                         config->splits.train_fraction == 0.5);
    return halves && config->training.validation_fraction == 0 &&
           hf_method_is(method, HF_METHOD_BOUNDED);
}

hf_status hf_half_samples_make(int64_t features, int64_t top, hf_memory *memory,
                               hf_half_samples *halves, hf_error *error)
{
    *halves = (hf_half_samples){.features = features, .top = top};
    HF_TRY(hf_memory_allocate(memory, &halves->rank_sum, features, sizeof(int64_t), error));
    HF_TRY(hf_memory_allocate(memory, &halves->best, top, sizeof(int64_t), error));
    return hf_memory_allocate(memory, &halves->selected, features, sizeof(int64_t), error);
}

/* Is feature a ahead of feature b: a smaller sum of ranks, the lower index on ties? */
static bool leads(const hf_half_samples *halves, int64_t a, int64_t b)
{
    const int64_t sum_a = halves->rank_sum[a], sum_b = halves->rank_sum[b];
    return sum_a < sum_b || (sum_a == sum_b && a < b);
}

/* Lets best[at] sink in the heap of `count` whose root is the last of the best. */
static void sink(hf_half_samples *halves, int64_t at, int64_t count)
{
    int64_t *best = halves->best;
    for (int64_t child = 2 * at + 1; child < count; child = 2 * at + 1) {
        if (child + 1 < count && leads(halves, best[child], best[child + 1]))
            child++;
        if (!leads(halves, best[at], best[child]))
            return;
        const int64_t feature = best[at];
        best[at] = best[child];
        best[child] = feature;
        at = child;
    }
}

void hf_half_samples_close(hf_half_samples *halves)
{
    if (halves->replicas == 0)
        return;
    for (int64_t f = 0; f < halves->top; f++)
        halves->best[f] = f;
    for (int64_t at = halves->top / 2 - 1; at >= 0; at--)
        sink(halves, at, halves->top);
    for (int64_t f = halves->top; f < halves->features; f++)
        if (leads(halves, f, halves->best[0])) {
            halves->best[0] = f;
            sink(halves, 0, halves->top);
        }
    for (int64_t i = 0; i < halves->top; i++)
        halves->selected[halves->best[i]]++;
    for (int64_t f = 0; f < halves->features; f++)
        halves->rank_sum[f] = 0;
    halves->count++;
    halves->replicas = 0;
}

void hf_half_samples_add(hf_half_samples *halves, const hf_replica_place *place,
                         const int32_t *rank)
{
    if (place->split != halves->split)
        hf_half_samples_close(halves);
    halves->split = place->split;
    halves->replicas++;
    for (int64_t f = 0; f < halves->features; f++)
        halves->rank_sum[f] += rank[f];
}

/* Thresholds are tenths: 2 pi - 1 = excess / 5 with excess = tenths - 5. */
static double excess_of(int64_t index)
{
    return (double)(index + 1);
}

double hf_error_bound(int64_t features, int64_t top, int64_t index)
{
    const double d = (double)features, k = (double)top;
    return k * k / (excess_of(index) / 5 * d);
}

double hf_error_bound_unimodal(int64_t features, int64_t top, int64_t pairs, int64_t index)
{
    const double d = (double)features, k = (double)top, b = (double)pairs;
    const double e = excess_of(index);                   /* pi - 1/2 = e / 10 */
    const bool above_smaller = e * d * d > 10 * k * k || /* e/10 > theta^2 */
                               2 * e * b * d * d > 10 * d * d + 15 * b * k * k;
    if (3 * k * k > d * d || e * b < 10 || !above_smaller)
        return hf_nan_f64();
    const double u =
        2 * e <= 5 ? 2 * (e / 5 - 1 / (2 * b)) : (1 + 1 / b) / (4 * ((5 - e) / 10 + 1 / (2 * b)));
    return k * k / d / u;
}
