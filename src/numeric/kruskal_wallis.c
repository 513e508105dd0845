/* The test of Kruskal & Wallis on sums of doubled, centred mid-ranks. */
#include "numeric/kruskal_wallis.h"

#include "base/nan.h"
#include "numeric/tails.h"
#include <math.h>

/* The part of the squares that lies between classes; how many samples and classes there are. */
static double between_classes(int64_t classes, const int64_t *count, const int64_t *rank_sum,
                              int64_t *samples, int64_t *there)
{
    double between = 0;
    *samples = *there = 0;
    for (int64_t c = 0; c < classes; c++) {
        if (count[c] == 0)
            continue;
        *samples += count[c];
        ++*there;
        between += (double)rank_sum[c] * (double)rank_sum[c] / (double)count[c];
    }
    return between;
}

double hf_kruskal_wallis(int64_t classes, const int64_t *count, const int64_t *rank_sum,
                         hf_wide squares)
{
    int64_t samples, there;
    const double between = between_classes(classes, count, rank_sum, &samples, &there);
    if (squares == 0 || there < 2)
        return 1;
    return hf_chi_square_tail((double)(samples - 1) * between / (double)squares, there - 1);
}

double hf_kruskal_wallis_effect(int64_t classes, const int64_t *count, const int64_t *rank_sum,
                                hf_wide squares)
{
    int64_t samples, there;
    const double between = between_classes(classes, count, rank_sum, &samples, &there);
    return squares == 0 ? hf_nan_f64() : fmin(1, between / (double)squares);
}
