/* Variance components of small tables, worked by hand. */
#include "../src/statistics/formulas.h"
#include "unit_test.h"
#include <math.h>

/* y [seed, split] */
static hf_square_sums sums_of(const int64_t *y, int64_t seeds, int64_t splits)
{
    hf_square_sums sums = {0};
    for (int64_t s = 0; s < seeds; s++) {
        int64_t sum = 0;
        for (int64_t p = 0; p < splits; p++)
            sum += y[s * splits + p];
        sums.seeds += sum * sum;
        sums.total += sum;
    }
    for (int64_t p = 0; p < splits; p++) {
        int64_t sum = 0;
        for (int64_t s = 0; s < seeds; s++)
            sum += y[s * splits + p];
        sums.splits += sum * sum;
    }
    for (int64_t i = 0; i < seeds * splits; i++)
        sums.cells += y[i] * y[i];
    return sums;
}

static void assert_components(hf_components found, double seed, double split, double interaction)
{
    assert_true(found.seed == seed);
    assert_true(found.split == split);
    assert_true(found.interaction == interaction);
}

/* Means 3; 1.5, 4.5; 2, 4: MS_seed 2 x 4.5 = 9, MS_split 2 x 2 = 4, residuals +-0.5: MS_e 1. */
static void a_table_is_split_into_its_components(void **state)
{
    (void)state;
    const hf_square_sums sums = sums_of((const int64_t[]){1, 2, 3, 6}, 2, 2);
    const hf_components found = hf_anova(&sums, 2, 2);
    assert_components(found, 4, 1.5, 1);
    assert_components(hf_components_shares(found), 4 / 6.5, 1.5 / 6.5, 1 / 6.5);
}

/* 3 seeds x 2 splits: y = 10 s + p. MS_split 3 x 2 x 0.25 / 1, MS_seed 2 x 200 / 2, no residual. */
static void sums_of_two_effects_have_no_interaction(void **state)
{
    (void)state;
    const hf_square_sums sums = sums_of((const int64_t[]){0, 1, 10, 11, 20, 21}, 3, 2);
    assert_components(hf_anova(&sums, 3, 2), 100, 0.5, 0);
}

static void a_component_below_zero_is_zero(void **state)
{
    (void)state;
    const hf_square_sums sums = sums_of((const int64_t[]){1, 0, 0, 1}, 2, 2);
    assert_components(hf_anova(&sums, 2, 2), 0, 0, 1);
}

static void what_does_not_vary_has_no_shares(void **state)
{
    (void)state;
    const hf_square_sums sums = sums_of((const int64_t[]){7, 7, 7, 7, 7, 7}, 2, 3);
    const hf_components found = hf_anova(&sums, 2, 3);
    assert_components(found, 0, 0, 0);
    const hf_components shares = hf_components_shares(found);
    assert_true(isnan(shares.seed) && isnan(shares.split) && isnan(shares.interaction));
}

static void one_line_is_not_enough(void **state)
{
    (void)state;
    const hf_square_sums sums = sums_of((const int64_t[]){1, 2, 3}, 1, 3);
    assert_true(isnan(hf_anova(&sums, 1, 3).interaction));
    assert_true(isnan(hf_anova(&sums, 3, 1).seed));
    assert_true(isnan(hf_components_shares(hf_anova(&sums, 1, 3)).split));
}

/* A common shift of a million changes nothing, to the last bit: the sums are integers. */
static void a_shift_changes_nothing(void **state)
{
    (void)state;
    int64_t y[20];
    for (int i = 0; i < 20; i++)
        y[i] = (i * 7919 + i * i * 31) % 97;
    const hf_square_sums low = sums_of(y, 4, 5);
    for (int i = 0; i < 20; i++)
        y[i] += 1000000;
    const hf_square_sums high = sums_of(y, 4, 5);
    const hf_components expected = hf_anova(&low, 4, 5);
    assert_components(hf_anova(&high, 4, 5), expected.seed, expected.split, expected.interaction);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(a_table_is_split_into_its_components),
        cmocka_unit_test(sums_of_two_effects_have_no_interaction),
        cmocka_unit_test(a_component_below_zero_is_zero),
        cmocka_unit_test(what_does_not_vary_has_no_shares),
        cmocka_unit_test(one_line_is_not_enough),
        cmocka_unit_test(a_shift_changes_nothing),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
