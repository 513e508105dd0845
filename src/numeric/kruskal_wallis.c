/* The test of Kruskal & Wallis on sums of doubled, centred mid-ranks. */
#include "numeric/kruskal_wallis.h"

#include "numeric/tails.h"

double hf_kruskal_wallis(int64_t classes, const int64_t *count, const int64_t *rank_sum,
                         hf_wide squares)
{
    double between = 0;
    int64_t samples = 0, there = 0;
    for (int64_t c = 0; c < classes; c++) {
        if (count[c] == 0)
            continue;
        samples += count[c];
        there++;
        between += (double)rank_sum[c] * (double)rank_sum[c] / (double)count[c];
    }
    if (squares == 0 || there < 2)
        return 1;
    return hf_chi_square_tail((double)(samples - 1) * between / (double)squares, there - 1);
}
