/* What statistics read of a file of format 1, which does not hold the newer ones: their place, as
 * large as it would be, with NaN and 0 in it. */
#include "statistics/groups.h"
#include "statistics/tables.h"
#include "unit_test.h"
#include <math.h>

/* Of its 4 features (iris) the last two are a correlated group. */
enum { FEATURES = 4, CLASSES = 3 };

static hf_results *open_it(void)
{
    hf_results *results;
    assert_int_equal(hf_results_open(FORMAT_1, false, &results, NULL), HF_OK);
    assert_true(hf_results_is_older(results));
    assert_int_equal(hf_results_config(results)->significance.conditional_draws, 0);
    return results;
}

static void newer_statistics_are_not_known(void **state)
{
    (void)state;
    hf_results *results = open_it();
    hf_univariate by_itself = {0};
    hf_conditional beyond = {0};
    assert_int_equal(hf_members_read(results, &hf_members_of_univariate, 0, &by_itself, NULL),
                     HF_OK);
    assert_int_equal(hf_members_read(results, &hf_members_of_conditional, 0, &beyond, NULL), HF_OK);
    for (int f = 0; f < FEATURES; f++) {
        assert_true(isnan(by_itself.effect[f]) && isnan(by_itself.q_value[f]));
        assert_true(isnan(beyond.p_value[f]) && isnan(beyond.own_variation[f]));
        assert_int_equal(beyond.reason[f], 0);
        assert_int_equal(beyond.draws[f], 0);
    }
    for (int g = 0; g < FEATURES; g++) { /* at most so many groups */
        assert_true(isnan(beyond.group_p_value[g]));
        assert_int_equal(beyond.group_reason[g], 0);
    }
    assert_int_equal(beyond.networks, 0);
    hf_members_free(&hf_members_of_univariate, &by_itself);
    hf_members_free(&hf_members_of_conditional, &beyond);
    hf_results_close(&results, NULL);
}

static void what_is_across_methods_is_read_as_far_as_it_is_there(void **state)
{
    (void)state;
    hf_results *results = open_it();
    hf_across_methods across = {0};
    assert_int_equal(hf_members_read(results, &hf_members_of_across, 0, &across, NULL), HF_OK);
    assert_true(isnan(across.score) && isnan(across.score_low) && isnan(across.score_high));
    for (int i = 0; i < CLASSES * FEATURES; i++)
        assert_true(isnan(across.direction[i]));
    assert_true(across.agreement[0] == 1);
    assert_int_equal(across.seed_units, 3);
    hf_members_free(&hf_members_of_across, &across);
    hf_results_close(&results, NULL);
}

static void a_feature_may_be_in_no_group(void **state)
{
    (void)state;
    static const int32_t expected[FEATURES] = {-1, -1, 0, 0};
    hf_results *results = open_it();
    hf_groups groups;
    hf_memory memory = {0};
    assert_int_equal(hf_groups_read(results, &memory, &groups, NULL), HF_OK);
    assert_int_equal(groups.count, 1);
    for (int f = 0; f < FEATURES; f++) {
        assert_int_equal(groups.group[f], expected[f]);
        assert_int_equal(isnan(groups.chance[f]), expected[f] < 0);
    }
    assert_true(fabs(groups.chance[2] - (1 - 1.0 / 6)) < 1e-15); /* 1 - C(2, 2)/C(4, 2) */
    hf_memory_free(&memory);
    hf_results_close(&results, NULL);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(newer_statistics_are_not_known),
        cmocka_unit_test(what_is_across_methods_is_read_as_far_as_it_is_there),
        cmocka_unit_test(a_feature_may_be_in_no_group)};
    return cmocka_run_group_tests(tests, NULL, NULL);
}
