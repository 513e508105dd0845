/* Correlated groups of columns whose rank correlation is known. */
#include "../src/statistics/groups.h"
#include "base/nan.h"
#include "holdfast/statistics.h"
#include "unit_test.h"
#include <math.h>

static void assert_groups(const double *x, int64_t samples, int64_t features,
                          const int32_t *expected)
{
    hf_memory memory = {0};
    hf_groups groups;
    assert_int_equal(hf_groups_find(x, samples, features, 1, &memory, &groups, NULL), HF_OK);
    for (int64_t f = 0; f < features; f++) {
        assert_int_equal(groups.group[f], expected[f]);
        assert_int_equal(isnan(groups.chance[f]) != 0, expected[f] < 0);
    }
    hf_memory_free(&memory);
}

/* x; falls as x rises; a constant; x squared about the middle; exp of the second; random. */
static void monotone_columns_are_one_group_whatever_their_sign(void **state)
{
    (void)state;
    enum { SAMPLES = 21, FEATURES = 6 };
    double x[SAMPLES][FEATURES];
    uint32_t random = 5;
    for (int i = 0; i < SAMPLES; i++) {
        const double t = i - 10;
        random = random * 1664525u + 1013904223u;
        const double row[FEATURES] = {t, -t * t * t, 4, t * t, exp(-t), random >> 8};
        for (int f = 0; f < FEATURES; f++)
            x[i][f] = row[f];
    }
    assert_groups(&x[0][0], SAMPLES, FEATURES, (const int32_t[]){0, 0, -1, -1, 0, -1});
}

/* Swapping neighbours at distance s in 1 ... 10 gives rho = 1 - 6 (2 s^2) / 990 for one swap. The
 * three columns: ranks with the ends 1-4 swapped on one side, then on the other too. */
static void groups_are_chains(void **state)
{
    (void)state;
    const double x[10][3] = {{1, 1, 4}, {2, 2, 2},   {3, 3, 3}, {4, 4, 1}, {5, 5, 5},
                             {6, 6, 6}, {7, 10, 10}, {8, 8, 8}, {9, 9, 9}, {10, 7, 7}};
    /* rho(0,1) = rho(1,2) = 1 - 6 x 18 / 990 = 0.891: none; the same with distance 2: 0.952 */
    assert_groups(&x[0][0], 10, 3, (const int32_t[]){-1, -1, -1});
    const double y[10][3] = {{1, 1, 4}, {2, 2, 2}, {3, 3, 3},   {4, 4, 1}, {5, 5, 5},
                             {6, 6, 6}, {7, 7, 7}, {8, 10, 10}, {9, 9, 9}, {10, 8, 8}};
    /* rho(0,1) = 0.952, rho(1,2) = 0.891, rho(0,2) = 0.842 */
    assert_groups(&y[0][0], 10, 3, (const int32_t[]){0, 0, -1});
    const double z[10][3] = {{1, 1, 3}, {2, 2, 2}, {3, 3, 1},   {4, 4, 4}, {5, 5, 7},
                             {6, 6, 6}, {7, 7, 5}, {8, 10, 10}, {9, 9, 9}, {10, 8, 8}};
    /* rho(0,1) = 0.952, rho(1,2) = 0.903, rho(0,2) = 0.855: joined through the second */
    assert_groups(&z[0][0], 10, 3, (const int32_t[]){0, 0, 0});
}

/* 5 samples: sum of squared differences 2 gives rho = 1 - 12 / 120 = 0.9, which is not above. */
static void exactly_the_threshold_is_not_above_it(void **state)
{
    (void)state;
    const double x[5][2] = {{1, 2}, {2, 1}, {3, 3}, {4, 4}, {5, 5}};
    assert_groups(&x[0][0], 5, 2, (const int32_t[]){-1, -1});
}

static void groups_are_numbered_by_their_first_feature(void **state)
{
    (void)state;
    enum { SAMPLES = 12, FEATURES = 5 };
    double x[SAMPLES][FEATURES];
    for (int i = 0; i < SAMPLES; i++) {
        const double a = i, b = (i * 5) % 12;
        const double row[FEATURES] = {(i * i * 7) % 11, b, a, -b, 2 * a};
        for (int f = 0; f < FEATURES; f++)
            x[i][f] = row[f];
    }
    assert_groups(&x[0][0], SAMPLES, FEATURES, (const int32_t[]){-1, 0, 1, 0, 1});
}

static void a_missing_cell_counts_as_the_mean(void **state)
{
    (void)state;
    const double gap = hf_nan_f64(); /* the mean of the others is 3, its rank in the middle */
    const double x[5][2] = {{1, 1}, {2, 2}, {3, gap}, {4, 4}, {5, 5}};
    assert_groups(&x[0][0], 5, 2, (const int32_t[]){0, 0});
}

/* Ranks of more samples take more bits: 0 ... n - 1 against neighbours swapped (rho just below 1),
 * against multiples modulo a prime (about 0), and against its reverse. */
static void groups_do_not_depend_on_the_number_of_samples(void **state)
{
    (void)state;
    static double x[20000 * 4];
    for (int samples = 1000; samples <= 20000; samples *= 2) {
        for (int i = 0; i < samples; i++) {
            const double row[4] = {i, i ^ 1, (double)((int64_t)i * 7919 % 20011), -i};
            for (int f = 0; f < 4; f++)
                x[i * 4 + f] = row[f];
        }
        assert_groups(x, samples, 4, (const int32_t[]){0, 0, -1, 0});
    }
}

static void the_chance_level_counts_combinations(void **state)
{
    (void)state;
    assert_true(fabs(hf_group_chance(4, 2, 2) - 5. / 6) < 1e-15); /* 1 - 1/6 */
    assert_true(fabs(hf_group_chance(30, 3, 5) - (1 - 80730. / 142506)) < 1e-15);
    assert_true(hf_group_chance(10, 10, 1) == 1);
    assert_true(hf_group_chance(10, 6, 5) == 1); /* 4 others are too few for 5 */
}

static void too_many_features_are_not_looked_at(void **state)
{
    (void)state;
    hf_memory memory = {0};
    enum { FEATURES = HF_GROUP_FEATURES_MOST + 1 };
    static double x[2][FEATURES];
    hf_groups groups;
    for (int f = 0; f < FEATURES; f++)
        x[1][f] = 1;
    assert_int_equal(hf_groups_find(&x[0][0], 2, FEATURES, 1, &memory, &groups, NULL), HF_OK);
    assert_int_equal(groups.count, 0);
    assert_int_equal(groups.group[FEATURES - 1], -1);
    hf_memory_free(&memory);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(monotone_columns_are_one_group_whatever_their_sign),
        cmocka_unit_test(groups_are_chains),
        cmocka_unit_test(exactly_the_threshold_is_not_above_it),
        cmocka_unit_test(groups_are_numbered_by_their_first_feature),
        cmocka_unit_test(a_missing_cell_counts_as_the_mean),
        cmocka_unit_test(groups_do_not_depend_on_the_number_of_samples),
        cmocka_unit_test(the_chance_level_counts_combinations),
        cmocka_unit_test(too_many_features_are_not_looked_at),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
