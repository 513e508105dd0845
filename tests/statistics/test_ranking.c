/* Ranks, checked against their definition by counting. */
#include "holdfast/statistics.h"
#include "unit_test.h"
#include <math.h>
#include <stdlib.h>

static void the_largest_importance_has_rank_one(void **state)
{
    (void)state;
    const float importance[5] = {0.5f, -3, 7, 0, 0.25f};
    const int32_t expected[5] = {2, 5, 1, 4, 3}, expected_order[5] = {2, 0, 4, 3, 1};
    int32_t rank[5], order[5];
    assert_true(hf_rank_features(importance, 5, rank, order));
    assert_memory_equal(rank, expected, sizeof rank);
    assert_memory_equal(order, expected_order, sizeof order);
}

static void ties_go_to_the_lower_index(void **state)
{
    (void)state;
    const float importance[6] = {1, 2, 2, 0.0f, -0.0f, 2};
    const int32_t expected[6] = {4, 1, 2, 5, 6, 3};
    int32_t rank[6], order[6];
    assert_true(hf_rank_features(importance, 6, rank, order));
    assert_memory_equal(rank, expected, sizeof rank);
}

static void what_ranks_nothing_has_no_vote(void **state)
{
    (void)state;
    int32_t rank[3], order[3];
    assert_false(hf_rank_features((const float[]){2, 2, 2}, 3, rank, order));
    assert_false(hf_rank_features((const float[]){0.0f, -0.0f, 0}, 3, rank, order));
    assert_false(hf_rank_features((const float[]){1, NAN, 2}, 3, rank, order));
    assert_false(hf_rank_features((const float[]){1, 2, INFINITY}, 3, rank, order));
    assert_false(hf_rank_features((const float[]){-INFINITY, 2, 1}, 3, rank, order));
    assert_false(hf_rank_features((const float[]){1}, 1, rank, order));
    assert_true(hf_rank_features((const float[]){2, 2, 2.0000002f}, 3, rank, order));
}

/* rank = 1 + how many are larger, or equal with a lower index. */
static void ranks_follow_their_definition_for_any_number_of_features(void **state)
{
    (void)state;
    enum { MOST = 300 };
    float importance[MOST];
    int32_t rank[MOST], order[MOST];
    uint32_t random = 1;
    for (int features = 2; features <= MOST; features += 1 + features / 20) {
        for (int values = 2; values <= 1000; values *= 8) { /* few values: many ties */
            for (int f = 0; f < features; f++) {
                random = random * 1664525u + 1013904223u;
                importance[f] = (float)((random >> 8) % (uint32_t)values) - 3;
            }
            importance[0] = 5000; /* never all equal */
            assert_true(hf_rank_features(importance, features, rank, order));
            for (int f = 0; f < features; f++) {
                int expected = 1;
                for (int g = 0; g < features; g++)
                    expected +=
                        importance[g] > importance[f] || (importance[g] == importance[f] && g < f);
                assert_int_equal(rank[f], expected);
                assert_int_equal(order[expected - 1], f);
            }
        }
    }
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(the_largest_importance_has_rank_one),
        cmocka_unit_test(ties_go_to_the_lower_index),
        cmocka_unit_test(what_ranks_nothing_has_no_vote),
        cmocka_unit_test(ranks_follow_their_definition_for_any_number_of_features),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
