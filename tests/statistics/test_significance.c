/* Counting votes: the case of small_case.h, its variants, and many features. */
#include "holdfast/memory.h"
#include "holdfast/statistics.h"
#include "holdfast/status_codes.h"
#include "small_case.h"
#include "unit_test.h"
#include <string.h>

static int64_t hidden_sizes[2] = {3, 5};

static hf_config small_config(void)
{
    hf_config config = {0};
    config.splits.count = 2;
    config.model.hidden = (hf_integer_list){hidden_sizes, 2};
    config.replicas.seeds = 2;
    config.significance.top = 2;
    config.significance.votes = HF_VOTES_LEARNED;
    return config;
}

static void add(hf_significance *significance, const hf_grid *grid, int64_t first, int64_t count)
{
    hf_significance_add(significance, grid, first, count, small_status + first,
                        small_learned + first, small_importance[first]);
}

static void assert_integers(const int64_t *values, const int64_t *expected, int count)
{
    for (int i = 0; i < count; i++)
        assert_int_equal(values[i], expected[i]);
}

static void assert_numbers(const double *values, const double *expected, int count)
{
    for (int i = 0; i < count; i++)
        assert_true(values[i] == expected[i]);
}

static void assert_small_case(const hf_significance *s)
{
    assert_int_equal(s->voters, 4);
    assert_int_equal(s->ranks, 4);
    assert_integers(s->selected, (const int64_t[]){3, 2, 2, 1}, 4);
    assert_integers(s->voters_by_hidden, (const int64_t[]){2, 2}, 2);
    assert_integers(s->selected_by_hidden, (const int64_t[]){1, 1, 1, 1, 2, 1, 1, 0}, 8);
    assert_integers(s->voters_by_split, (const int64_t[]){3, 1}, 2);
    assert_integers(s->selected_by_split, (const int64_t[]){2, 2, 1, 1, 1, 0, 1, 0}, 8);
    assert_numbers(s->rank_sum, (const double[]){7, 11, 10, 12}, 4);
    assert_numbers(s->importance_sum, (const double[]){9, 6, 4, 2}, 4);
    const int32_t rank_count[16] = {3, 0, 0, 1, 0, 2, 1, 1, 0, 2, 2, 0, 1, 0, 1, 2};
    assert_memory_equal(s->rank_count, rank_count, sizeof rank_count);
}

static void learned_replicas_vote(void **state)
{
    (void)state;
    hf_memory memory = {0};
    hf_config config = small_config();
    hf_grid grid = hf_grid_of(&config);
    hf_significance significance;
    assert_int_equal(hf_significance_make(&config, 4, &memory, &significance, NULL), HF_OK);
    add(&significance, &grid, 0, 8);
    assert_small_case(&significance);
    hf_memory_free(&memory);
}

static void pieces_give_the_same_counts(void **state)
{
    (void)state;
    hf_memory memory = {0};
    hf_config config = small_config();
    hf_grid grid = hf_grid_of(&config);
    for (int64_t piece = 1; piece < 8; piece++) {
        hf_significance significance;
        assert_int_equal(hf_significance_make(&config, 4, &memory, &significance, NULL), HF_OK);
        for (int64_t first = 0; first < 8; first += piece)
            add(&significance, &grid, first, first + piece < 8 ? piece : 8 - first);
        assert_small_case(&significance);
        hf_memory_free(&memory);
    }
}

static void all_that_are_done_vote_if_asked(void **state)
{
    (void)state;
    hf_memory memory = {0};
    hf_config config = small_config();
    config.significance.votes = HF_VOTES_ALL;
    hf_grid grid = hf_grid_of(&config);
    hf_significance s;
    assert_int_equal(hf_significance_make(&config, 4, &memory, &s, NULL), HF_OK);
    add(&s, &grid, 0, 8);
    assert_int_equal(s.voters, 5); /* replica 5 as well: ranks 3 4 1 2 */
    assert_integers(s.selected, (const int64_t[]){3, 2, 3, 2}, 4);
    assert_integers(s.voters_by_hidden, (const int64_t[]){3, 2}, 2);
    assert_integers(s.voters_by_split, (const int64_t[]){3, 2}, 2);
    assert_numbers(s.rank_sum, (const double[]){10, 15, 11, 14}, 4);
    hf_memory_free(&memory);
}

static void the_top_may_be_all_features(void **state)
{
    (void)state;
    hf_memory memory = {0};
    hf_config config = small_config();
    config.significance.top = 4;
    hf_grid grid = hf_grid_of(&config);
    hf_significance s;
    assert_int_equal(hf_significance_make(&config, 4, &memory, &s, NULL), HF_OK);
    add(&s, &grid, 0, 8);
    assert_integers(s.selected, (const int64_t[]){4, 4, 4, 4}, 4);
    hf_memory_free(&memory);
}

/* 150 features whose importance falls with the index: feature f has rank f + 1. */
static void ranks_beyond_the_last_one_kept_are_counted_in_it(void **state)
{
    (void)state;
    hf_memory memory = {0};
    enum { FEATURES = 150 };
    float importance[FEATURES];
    const uint8_t done = HF_DONE, learned = 1;
    hf_config config = small_config();
    hf_grid grid = hf_grid_of(&config);
    hf_significance s;
    for (int f = 0; f < FEATURES; f++)
        importance[f] = (float)-f;
    assert_int_equal(hf_significance_make(&config, FEATURES, &memory, &s, NULL), HF_OK);
    assert_int_equal(s.ranks, HF_RANKS_KEPT);
    hf_significance_add(&s, &grid, 0, 1, &done, &learned, importance);
    for (int f = 0; f < FEATURES; f++) {
        for (int rank = 1; rank <= HF_RANKS_KEPT; rank++) {
            int expected = f + 1 == rank || (rank == HF_RANKS_KEPT && f + 1 > rank);
            assert_int_equal(s.rank_count[f * HF_RANKS_KEPT + rank - 1], expected);
        }
        assert_true(s.rank_sum[f] == f + 1);
    }
    hf_memory_free(&memory);
}

static void tables_that_cannot_be_are_refused(void **state)
{
    (void)state;
    hf_memory memory = {0};
    hf_error error;
    hf_significance significance;
    hf_config config = small_config();
    config.splits.count = INT64_MAX / 2;
    assert_int_equal(hf_significance_make(&config, 4, &memory, &significance, &error), HF_INTERNAL);
    hf_memory_free(&memory);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(learned_replicas_vote),
        cmocka_unit_test(pieces_give_the_same_counts),
        cmocka_unit_test(all_that_are_done_vote_if_asked),
        cmocka_unit_test(the_top_may_be_all_features),
        cmocka_unit_test(ranks_beyond_the_last_one_kept_are_counted_in_it),
        cmocka_unit_test(tables_that_cannot_be_are_refused),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
