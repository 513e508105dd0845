/* Stability, overlaps, Kendall's W and percentiles: closed cases, and pairs counted one by one. */
#include "../src/statistics/formulas.h"
#include "statistics/counts/overlaps.h"
#include "unit_test.h"
#include <math.h>
#include <stdbool.h>
#include <string.h>

static void assert_close(double value, double expected)
{
    if (!(fabs(value - expected) <= 1e-13 * fmax(1, fabs(expected))))
        fail_msg("%.17g is not %.17g", value, expected);
}

/* d = 4, k = 2: always the same; two voters without a common feature: s^2 = 1/2 each, over 1/4. */
static void nogueira_is_one_for_equal_sets_and_falls_below_zero_for_disjoint_ones(void **state)
{
    (void)state;
    assert_close(hf_stability((const int64_t[]){7, 0, 7, 0}, 4, 2, 7), 1);
    assert_close(hf_stability((const int64_t[]){1, 1, 1, 1}, 4, 2, 2), -1);
    assert_true(isnan(hf_stability((const int64_t[]){1, 1, 0, 0}, 4, 2, 1)));
    assert_true(isnan(hf_stability((const int64_t[]){5, 5, 5, 5}, 4, 4, 5)));
}

static void kendall_is_one_for_equal_rankings_and_zero_for_opposite_ones(void **state)
{
    (void)state;
    assert_close(hf_kendall_w((const double[]){5, 10, 15}, 3, 5), 1);
    assert_close(hf_kendall_w((const double[]){4, 4, 4}, 3, 2), 0);
    assert_true(isnan(hf_kendall_w((const double[]){1, 2, 3}, 3, 1)));
}

static void overlap_is_scaled_between_chance_and_all(void **state)
{
    (void)state;
    assert_close(hf_overlap_stability(3 * 10, 10, 12, 3), 1);
    assert_close(hf_overlap_stability(0.75 * 10, 10, 12, 3), 0);
    assert_true(isnan(hf_overlap_stability(0, 0, 12, 3)));
    assert_true(isnan(hf_overlap_stability(30, 10, 3, 3)));
}

enum { SEEDS = 4, HIDDENS = 3, SPLITS = 5, REPLICAS = SEEDS * HIDDENS * SPLITS, ITEMS = 6 };

typedef struct pairs {
    double seed, split, hidden, cross[HIDDENS];
} pairs;

/* Ordered pairs of replicas that both have the item, one by one. */
static void count_pairs(const bool *has, const hf_grid *grid, pairs *sum)
{
    for (int a = 0; a < REPLICAS; a++)
        for (int b = 0; b < REPLICAS; b++) {
            const hf_cell x = hf_cell_of(grid, a), y = hf_cell_of(grid, b);
            if (!has[a] || !has[b])
                continue;
            sum->seed += x.seed != y.seed && x.hidden == y.hidden && x.split == y.split;
            sum->split += x.seed == y.seed && x.hidden == y.hidden && x.split != y.split;
            sum->hidden += x.seed == y.seed && x.hidden != y.hidden && x.split == y.split;
            if (x.hidden == y.hidden)
                sum->cross[x.hidden] += x.seed != y.seed && x.split != y.split;
        }
}

static void sums_of_squares_count_the_pairs(void **state)
{
    (void)state;
    hf_memory memory = {0};
    const hf_grid grid = {.splits = SPLITS, .hiddens = HIDDENS, .seeds = SEEDS};
    hf_overlaps overlaps;
    hf_voter_table voters;
    pairs expected = {0};
    double entries[HIDDENS] = {0}, squares[HIDDENS] = {0};
    uint32_t random = 7;
    const int32_t nobody = 0;
    assert_int_equal(hf_overlaps_make(&grid, &memory, &overlaps, NULL), HF_OK);
    assert_int_equal(hf_voter_table_make(&grid, &nobody, 0, &memory, &voters, NULL), HF_OK);
    for (int item = 0; item < ITEMS; item++) {
        bool has[REPLICAS];
        int32_t number[REPLICAS], of_hidden[HIDDENS] = {0};
        int64_t count = 0;
        for (int i = 0; i < REPLICAS; i++) {
            random = random * 1664525u + 1013904223u;
            has[i] = (random >> 16) % 3 < 2;
            if (!has[i])
                continue;
            number[count++] = i;
            of_hidden[hf_cell_of(&grid, i).hidden]++;
        }
        count_pairs(has, &grid, &expected);
        hf_overlaps_add(&overlaps, number, count, &voters);
        for (int h = 0; h < HIDDENS; h++) {
            entries[h] += of_hidden[h];
            squares[h] += (double)of_hidden[h] * of_hidden[h];
        }
    }
    assert_true(expected.seed > 0 && expected.split > 0 && expected.hidden > 0);
    assert_true(hf_overlaps_seed(&overlaps, entries) == expected.seed);
    assert_true(hf_overlaps_split(&overlaps, entries) == expected.split);
    assert_true(hf_overlaps_hidden(&overlaps, entries) == expected.hidden);
    for (int h = 0; h < HIDDENS; h++)
        assert_true(hf_overlaps_cross(&overlaps, h, entries[h], squares[h]) == expected.cross[h]);
    hf_memory_free(&memory);
}

static void percentiles_are_interpolated(void **state)
{
    (void)state;
    double eleven[11] = {10, 3, 7, 1, 9, 0, 5, 4, 8, 2, 6};
    const hf_interval tenth = hf_percentiles(eleven, 11, 0, 0.75); /* 12.5 % of 10 steps */
    assert_close(tenth.low, 1.25);
    assert_close(tenth.high, 8.75);
    const hf_interval one = hf_percentiles((double[]){3}, 1, 0, 0.95);
    assert_true(one.low == 3 && one.high == 3);
}

static void too_many_draws_without_voters_leave_no_interval(void **state)
{
    (void)state;
    double values[18] = {0};
    assert_true(hf_percentiles(values, 18, 2, 0.9).low == 0); /* a tenth is not more than that */
    assert_true(isnan(hf_percentiles(values, 17, 2, 0.9).low));
    assert_true(isnan(hf_percentiles(values, 0, 0, 0.9).high));
}

static void the_limit_of_a_frequency_of_zero_is_a_root(void **state)
{
    (void)state;
    assert_close(hf_limit_of_zero(0.95, 1), 0.975);
    assert_close(hf_limit_of_zero(0.95, 2), 1 - sqrt(0.025));
    assert_close(hf_limit_of_zero(0.5, 1), 0.75);
    for (int64_t units = 3; units < 3000000; units = units * 5 / 2)
        for (int i = 0; i < 3; i++) {
            const double confidence = (const double[]){0.5, 0.95, 0.999}[i];
            const double expected = 1 - pow((1 - confidence) / 2, 1 / (double)units);
            assert_true(fabs(hf_limit_of_zero(confidence, (double)units) - expected) < 1e-15);
        }
    for (double units = 1.01; units < 1000; units *= 1.37)
        assert_true(fabs(hf_limit_of_zero(0.95, units) - (1 - pow(0.025, 1 / units))) < 1e-14);
}

/* 12 seeds of which 3 have voters: 19 of them, 7 + 6 + 6 or, were that possible, equally many. */
static void units_without_voters_do_not_count(void **state)
{
    static const int64_t unequal[12] = {0, 7, 0, 0, 6, 0, 0, 0, 6, 0, 0, 0};
    static const int64_t equal[12] = {0, 0, 0, 0, 9, 0, 9, 0, 0, 0, 0, 9};
    (void)state;
    assert_true(hf_voting_units(equal, 12, 1) == 3);
    assert_close(hf_voting_units(unequal, 12, 1), 361. / 121);
    assert_true(fabs(hf_limit_of_zero(0.95, hf_voting_units(equal, 12, 1)) - 0.708) < 5e-4);
    assert_true(fabs(hf_limit_of_zero(0.95, hf_voting_units(unequal, 12, 1)) -
                     (1 - pow(0.025, 121. / 361))) < 1e-14);
    assert_true(hf_voting_units(equal, 12, 6) == 1.8); /* 18 and 9 */
    assert_true(isnan(hf_voting_units(equal, 4, 1)));
}

static void equal_numbers_of_voters_count_their_units(void **state)
{
    int64_t voters[97];
    (void)state;
    for (int64_t each = 1; each < 1000000000; each = each * 7 + 2) {
        for (int i = 0; i < 97; i++)
            voters[i] = each;
        assert_true(hf_voting_units(voters, 97, 1) == 97);
        assert_true(hf_voting_units(voters, 96, 2) == 48);
    }
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(nogueira_is_one_for_equal_sets_and_falls_below_zero_for_disjoint_ones),
        cmocka_unit_test(kendall_is_one_for_equal_rankings_and_zero_for_opposite_ones),
        cmocka_unit_test(overlap_is_scaled_between_chance_and_all),
        cmocka_unit_test(sums_of_squares_count_the_pairs),
        cmocka_unit_test(percentiles_are_interpolated),
        cmocka_unit_test(too_many_draws_without_voters_leave_no_interval),
        cmocka_unit_test(the_limit_of_a_frequency_of_zero_is_a_root),
        cmocka_unit_test(units_without_voters_do_not_count),
        cmocka_unit_test(equal_numbers_of_voters_count_their_units),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
