/* Ranks and counts of one feature: all sums are of integers. */
#include "statistics/across/association.h"

#include "base/nan.h"
#include "base/wide.h"
#include "holdfast/stop.h"
#include "numeric/contingency.h"
#include "numeric/kruskal_wallis.h"
#include "numeric/spearman.h"
#include "random/random.h"
#include <math.h>
#include <stdlib.h>
#include <string.h>

static hf_association undefined(void)
{
    return (hf_association){hf_nan_f64(), hf_nan_f64(), -1, false};
}

/* ---- ranks: doubled and about their mean, so that they are integers ---- */

static int by_value(const void *a, const void *b)
{
    const double x = ((const hf_pair *)a)->value, y = ((const hf_pair *)b)->value;
    return (x > y) - (x < y);
}

/* The end of the run of equal values that begins at `first`, of sorted pairs. */
static int64_t end_of_ties(const hf_pair *pair, int64_t count, int64_t first)
{
    int64_t end = first + 1;
    while (end < count && pair[end].value == pair[first].value)
        end++;
    return end;
}

/* Samples and sums of ranks by `other`, a class or a level; returns the sum of squares, 0: the
 * values are all equal. */
static hf_wide sum_ranks(const hf_feature_column *f, int64_t classes)
{
    hf_pair *pair = f->pair;
    const int64_t n = f->samples;
    hf_wide squares = 0;
    qsort(pair, (size_t)n, sizeof *pair, by_value);
    for (int64_t c = 0; c < classes; c++)
        f->count[c] = f->rank_sum[c] = 0;
    for (int64_t first = 0, end; first < n; first = end) {
        end = end_of_ties(pair, n, first);
        const int64_t middle = first + end - n; /* of the ranks first + 1 ... end */
        for (int64_t i = first; i < end; i++) {
            f->count[(int64_t)pair[i].other]++;
            f->rank_sum[(int64_t)pair[i].other] += middle;
        }
        squares += (hf_wide)(end - first) * middle * middle;
    }
    return squares;
}

static void swap(hf_pair *pair, int64_t count)
{
    for (int64_t i = 0; i < count; i++)
        pair[i] = (hf_pair){pair[i].other, pair[i].value};
}

static int64_t how_many(const int64_t *count, int64_t classes)
{
    int64_t there = 0;
    for (int64_t c = 0; c < classes; c++)
        there += count[c] > 0;
    return there;
}

/* ---- a number with classes ---- */

/* 1/2 + rank_sum / (2 n m), n samples of the class and m others. */
static double auc(const hf_feature_column *f, int64_t class)
{
    const int64_t n = f->count[class], m = f->samples - n;
    return (double)(n * m + f->rank_sum[class]) / (double)(2 * n * m);
}

/* Is |AUC - 1/2| of class a larger than that of b? */
static bool is_farther(const hf_feature_column *f, int64_t a, int64_t b)
{
    const hf_wide of_a = llabs(f->rank_sum[a]), of_b = llabs(f->rank_sum[b]);
    return of_a * (f->count[b] * (f->samples - f->count[b])) >
           of_b * (f->count[a] * (f->samples - f->count[a]));
}

static int64_t farthest_class(const hf_feature_column *f)
{
    int64_t farthest = -1;
    for (int64_t c = 0; c < f->classes; c++)
        if (f->count[c] > 0 && (farthest < 0 || is_farther(f, c, farthest)))
            farthest = c;
    return farthest;
}

static hf_association number_with_classes(const hf_feature_column *f)
{
    hf_association found = undefined();
    const hf_wide squares = sum_ranks(f, f->classes);
    if (squares == 0 || how_many(f->count, f->classes) < 2)
        return found;
    const int64_t class = f->classes == 2 ? 1 : farthest_class(f);
    found.effect = auc(f, class);
    if (f->classes > 2)
        found.class_ = (int32_t) class;
    if (!f->effect_only)
        found.p_value = hf_kruskal_wallis(f->classes, f->count, f->rank_sum, squares);
    return found;
}

/* ---- a category with classes ---- */

static void count_cells(const hf_feature_column *f, const int64_t *label)
{
    memset(f->table, 0, (size_t)(f->levels * f->classes) * sizeof *f->table);
    for (int64_t i = 0; i < f->samples; i++)
        f->table[(int64_t)f->pair[i].value * f->classes + label[i]]++;
}

/* The share of permutations of the classes that reach the data's chi-square; NaN: stopped. Their
 * tables have the same sums by row and column. */
static double permuted_tail(const hf_feature_column *f, const hf_contingency *table, double data)
{
    int64_t *label = f->label, *permuted = f->label + f->samples, reached = 0;
    const double enough = data * (1 - 1e-10); /* sums of the same terms in another order differ */
    for (uint32_t b = 1; b <= HF_TABLE_PERMUTATIONS; b++) {
        if (hf_stop_requested())
            return hf_nan_f64();
        hf_stream stream = hf_stream_make(HF_PURPOSE_TABLE, f->seed, f->feature, b, 0);
        memcpy(permuted, label, (size_t)f->samples * sizeof *label);
        hf_stream_shuffle(&stream, permuted, f->samples);
        count_cells(f, permuted);
        reached += hf_contingency_chi_square(table) >= enough;
    }
    return (double)(1 + reached) / (double)(1 + HF_TABLE_PERMUTATIONS);
}

static hf_association category_with_classes(const hf_feature_column *f)
{
    hf_contingency table = {.rows = f->levels,
                            .columns = f->classes,
                            .count = f->table,
                            .row_sum = f->rank_sum,
                            .column_sum = f->count};
    hf_association found = undefined();
    for (int64_t i = 0; i < f->samples; i++)
        f->label[i] = (int64_t)f->pair[i].other;
    count_cells(f, f->label);
    hf_contingency_sum(&table);
    if (table.rows_there < 2 || table.columns_there < 2)
        return found;
    const double data = hf_contingency_chi_square(&table);
    found.effect = hf_contingency_effect(&table, data);
    if (!f->effect_only)
        found.p_value = hf_contingency_is_sparse(&table) ? permuted_tail(f, &table, data)
                                                         : hf_contingency_tail(&table, data);
    found.stopped = !f->effect_only && isnan(found.p_value);
    return found;
}

/* ---- with a measured outcome ---- */

/* Ranks of the values in their place, from sorted pairs; returns the sum of squares. */
static hf_wide set_ranks(hf_pair *pair, int64_t count)
{
    hf_wide squares = 0;
    for (int64_t first = 0, end; first < count; first = end) {
        end = end_of_ties(pair, count, first);
        const int64_t middle = first + end - count;
        for (int64_t i = first; i < end; i++)
            pair[i].value = (double)middle;
        squares += (hf_wide)(end - first) * middle * middle;
    }
    return squares;
}

/* Spearman's rho is Pearson's of the ranks. */
static hf_association number_with_outcome(const hf_feature_column *f)
{
    const int64_t n = f->samples;
    hf_wide squares[2], product = 0;
    hf_association found = undefined();
    for (int i = 0; i < 2; i++) {
        qsort(f->pair, (size_t)n, sizeof *f->pair, by_value);
        squares[i] = set_ranks(f->pair, n);
        swap(f->pair, n);
    }
    if (n < 3)
        return found;
    for (int64_t i = 0; i < n; i++)
        product += (hf_wide)f->pair[i].value * (hf_wide)f->pair[i].other;
    const hf_correlation rank = hf_spearman_of_sums(product, squares[0], squares[1], n);
    found.effect = rank.rho;
    if (!f->effect_only)
        found.p_value = rank.p_value;
    return found;
}

static hf_association category_with_outcome(const hf_feature_column *f)
{
    hf_association found = undefined();
    swap(f->pair, f->samples); /* levels in the place of classes */
    const hf_wide squares = sum_ranks(f, f->levels);
    if (squares == 0 || how_many(f->count, f->levels) < 2)
        return found;
    found.effect = hf_kruskal_wallis_effect(f->levels, f->count, f->rank_sum, squares);
    if (!f->effect_only)
        found.p_value = hf_kruskal_wallis(f->levels, f->count, f->rank_sum, squares);
    return found;
}

hf_association hf_associate(const hf_feature_column *column)
{
    static hf_association (*const kinds[2][2])(const hf_feature_column *) = {
        {number_with_outcome, number_with_classes},
        {category_with_outcome, category_with_classes},
    };
    return kinds[column->levels > 0][column->classes > 0](column);
}
