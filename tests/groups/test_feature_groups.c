/* Groups of columns whose rank correlations are known by hand. */
#include "base/nan.h"
#include "holdfast/feature_groups.h"
#include "holdfast/status_codes.h"
#include "unit_test.h"

#include <math.h>
#include <stdio.h>
#include <string.h>

/* levels [feature]: how many; NULL: no feature is a category. */
static void add_levels(const int64_t *levels, hf_text_list lists[], hf_dataset *dataset)
{
    if (levels)
        dataset->levels = lists;
    for (int64_t f = 0; levels && f < dataset->features; f++)
        for (int64_t l = 0; l < levels[f]; l++)
            assert_int_equal(hf_text_list_add(&lists[f], "level", NULL), HF_OK);
}

/* The groups of x [samples, features], whose columns are called f0, f1 ... */
static hf_status make_groups(const int64_t *levels, const char *yaml, const double *x,
                             int64_t samples, int64_t features, hf_feature_groups *groups,
                             hf_error *error)
{
    enum { CATEGORIES_MOST = 8 };
    hf_text_list lists[CATEGORIES_MOST] = {0};
    hf_config config;
    hf_dataset dataset = {.samples = samples, .features = features, .x = (double *)(uintptr_t)x};
    add_levels(levels, lists, &dataset);
    assert_int_equal(hf_config_parse(yaml, NULL, &config, NULL), HF_OK);
    for (int64_t f = 0; f < features; f++) {
        char name[16];
        snprintf(name, sizeof name, "f%lld", (long long)f);
        assert_int_equal(hf_text_list_add(&dataset.feature_names, name, NULL), HF_OK);
    }
    const hf_status status = hf_feature_groups_make(&config, &dataset, groups, error);
    if (status == HF_OK && features > 2)
        assert_non_null(hf_feature_groups_name(&config, &dataset.feature_names, 0));
    for (int f = 0; f < CATEGORIES_MOST; f++)
        hf_text_list_free(&lists[f]);
    hf_text_list_free(&dataset.feature_names);
    hf_config_free(&config);
    return status;
}

static void assert_groups_of(const int64_t *levels, const char *yaml, const double *x,
                             int64_t samples, int64_t features, const int32_t *expected)
{
    hf_feature_groups groups;
    assert_int_equal(make_groups(levels, yaml, x, samples, features, &groups, NULL), HF_OK);
    int64_t members = 0;
    for (int64_t f = 0; f < features; f++)
        assert_int_equal(groups.of[f], expected[f]);
    for (int64_t g = 0; g < groups.count; g++) {
        assert_int_equal(groups.of[groups.first[g]], g);
        members += groups.size[g];
    }
    assert_int_equal(members, features);
    hf_feature_groups_free(&groups);
}

static void assert_groups(const char *yaml, const double *x, int64_t samples, int64_t features,
                          const int32_t *expected)
{
    assert_groups_of(NULL, yaml, x, samples, features, expected);
}

/* x; falls as x rises; a constant; x squared about the middle; exp of the first; random. */
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
    assert_groups("", &x[0][0], SAMPLES, FEATURES, (const int32_t[]){0, 0, 1, 2, 0, 3});
}

/* Ranks with the ends of some rows swapped: rho = 1 - 6 sum d^2 / 990. */
static void linkage_is_by_the_mean(void **state)
{
    (void)state;
    const double x[10][3] = {{1, 1, 3}, {2, 2, 2}, {3, 3, 1},   {4, 4, 4}, {5, 5, 7},
                             {6, 6, 6}, {7, 7, 5}, {8, 10, 10}, {9, 9, 9}, {10, 8, 8}};
    /* rho(0,1) = 0.952, rho(1,2) = 0.903, rho(0,2) = 0.855: of {0, 1} and 2 the mean is 0.879 */
    assert_groups("significance: {group_correlation: 0.9}", &x[0][0], 10, 3,
                  (const int32_t[]){0, 0, 1});
    assert_groups("significance: {group_correlation: 0.88}", &x[0][0], 10, 3,
                  (const int32_t[]){0, 0, 1});
    assert_groups("significance: {group_correlation: 0.87}", &x[0][0], 10, 3,
                  (const int32_t[]){0, 0, 0});
    assert_groups("significance: {group_correlation: 1}", &x[0][0], 10, 3,
                  (const int32_t[]){0, 1, 2});
}

/* |rho| is 0.5 of 0-1 and 1-2, 0 of 0-2: which pair joins first decides, for it is the last. */
static void of_equal_pairs_the_lowest_join(void **state)
{
    (void)state;
    const double x[8][3] = {{0, 0, 0}, {0, 0, 0}, {0, 0, 1}, {1, 0, 0},
                            {0, 1, 1}, {1, 1, 0}, {1, 1, 1}, {1, 1, 1}};
    assert_groups("significance: {group_correlation: 0.4}", &x[0][0], 8, 3,
                  (const int32_t[]){0, 0, 1});
    double reversed[8][3];
    for (int i = 0; i < 8; i++)
        for (int f = 0; f < 3; f++)
            reversed[i][f] = x[i][2 - f];
    assert_groups("significance: {group_correlation: 0.4}", &reversed[0][0], 8, 3,
                  (const int32_t[]){0, 0, 1});
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
    assert_groups("", &x[0][0], SAMPLES, FEATURES, (const int32_t[]){0, 1, 2, 1, 2});
}

static void a_missing_cell_takes_the_mean_rank(void **state)
{
    (void)state;
    const double gap = hf_nan_f64();
    const double x[5][2] = {{1, 1}, {2, 2}, {3, gap}, {4, 400}, {5, 500}};
    assert_groups("", &x[0][0], 5, 2, (const int32_t[]){0, 0});
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
        assert_groups("", x, samples, 4, (const int32_t[]){0, 0, 1, 0});
    }
}

static const double two_rows[2][4] = {{0, 1, 0, 1}, {1, 0, 1, 2}};

static void named_groups_come_first(void **state)
{
    (void)state;
    assert_groups("data: {feature_groups: {size: [f3, f1]}}", &two_rows[0][0], 2, 4,
                  (const int32_t[]){0, 1, 0, 1}); /* 0 and 2 correlate */
    assert_groups("data: {feature_groups: {a: [f1], b: [f2]}}", &two_rows[0][0], 2, 4,
                  (const int32_t[]){0, 1, 2, 0}); /* alone on purpose */
}

/* Columns that all rank alike; the last two are categories, of three and of two levels. */
static void only_categories_of_two_levels_correlate(void **state)
{
    (void)state;
    const double x[6][4] = {{1, 2, 0, 0}, {2, 3, 0, 0}, {3, 5, 1, 0},
                            {4, 6, 1, 1}, {5, 8, 2, 1}, {6, 9, 2, 1}};
    const int64_t levels[4] = {0, 0, 3, 2};
    assert_groups_of(levels, "", &x[0][0], 6, 4, (const int32_t[]){0, 0, 1, 0});
    assert_groups_of(levels, "data: {feature_groups: {a: [f2, f1]}}", &x[0][0], 6, 4,
                     (const int32_t[]){0, 1, 1, 0});
}

static void an_unknown_feature_is_named(void **state)
{
    (void)state;
    hf_feature_groups groups;
    hf_error error = {0};
    assert_int_equal(make_groups(NULL, "data: {feature_groups: {size: [f3, g1]}}", &two_rows[0][0],
                                 2, 4, &groups, &error),
                     HF_BAD_DATA);
    assert_non_null(strstr(error.message, "'g1'"));
    assert_non_null(strstr(error.message, "size"));
}

static void many_features_are_groups_of_their_own(void **state)
{
    (void)state;
    enum { FEATURES = HF_GROUP_FEATURES_MOST + 1 };
    static double x[2][FEATURES];
    hf_feature_groups groups;
    for (int f = 0; f < FEATURES; f++)
        x[1][f] = 1;
    assert_int_equal(make_groups(NULL, "data: {feature_groups: {a: [f7, f9]}}", &x[0][0], 2,
                                 FEATURES, &groups, NULL),
                     HF_OK);
    assert_int_equal(groups.count, FEATURES - 1);
    assert_int_equal(groups.of[9], 7);
    hf_feature_groups_free(&groups);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(monotone_columns_are_one_group_whatever_their_sign),
        cmocka_unit_test(linkage_is_by_the_mean),
        cmocka_unit_test(of_equal_pairs_the_lowest_join),
        cmocka_unit_test(groups_are_numbered_by_their_first_feature),
        cmocka_unit_test(a_missing_cell_takes_the_mean_rank),
        cmocka_unit_test(groups_do_not_depend_on_the_number_of_samples),
        cmocka_unit_test(named_groups_come_first),
        cmocka_unit_test(only_categories_of_two_levels_correlate),
        cmocka_unit_test(an_unknown_feature_is_named),
        cmocka_unit_test(many_features_are_groups_of_their_own),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
