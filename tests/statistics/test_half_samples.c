/* Error bounds against the formulae worked out, and the half-samples' choice. */
#include "statistics/counts/half_samples.h"
#include "unit_test.h"
#include <math.h>

static void assert_close(double value, double expected)
{
    if (!(fabs(value - expected) <= 1e-13 * fabs(expected)))
        fail_msg("%.17g is not %.17g", value, expected);
}

/* d = 30, k = 5: 25 / (0.2 x 30) ... */
static void meinshausen_and_buehlmann(void **state)
{
    (void)state;
    assert_close(hf_error_bound(30, 5, 0), 25. / 6);
    assert_close(hf_error_bound(30, 5, 1), 25. / 12);
    assert_close(hf_error_bound(30, 5, 2), 25. / 18);
    assert_close(hf_error_bound(30, 5, 3), 25. / 24);
}

/* d = 30, k = 5, B = 50: u = 2 (0.2 - 0.01) = 0.38, 0.78; above 3/4: 1.02 / (4 x 0.21), 1.02 / (4
 * x 0.11). */
static void shah_and_samworth(void **state)
{
    (void)state;
    assert_close(hf_error_bound_unimodal(30, 5, 50, 0), 25. / 30 / 0.38);
    assert_close(hf_error_bound_unimodal(30, 5, 50, 1), 25. / 30 / 0.78);
    assert_close(hf_error_bound_unimodal(30, 5, 50, 2), 25. / 30 / (1.02 / 0.84));
    assert_close(hf_error_bound_unimodal(30, 5, 50, 3), 25. / 30 / (1.02 / 0.44));
}

static void the_unimodal_bound_knows_where_it_does_not_apply(void **state)
{
    (void)state;
    /* pi >= 1/2 + 1/B: 10 pairs do at 0.6, 9 do not; 3 at 0.9 (1/2 + 1/3), 2 do not (1) */
    assert_false(isnan(hf_error_bound_unimodal(100, 5, 10, 0)));
    assert_true(isnan(hf_error_bound_unimodal(100, 5, 9, 0)));
    assert_false(isnan(hf_error_bound_unimodal(100, 5, 3, 3)));
    assert_true(isnan(hf_error_bound_unimodal(100, 5, 2, 3)));
    /* theta <= 1/sqrt(3): 57 of 100 does, 58 does not */
    assert_false(isnan(hf_error_bound_unimodal(100, 57, 50, 3)));
    assert_true(isnan(hf_error_bound_unimodal(100, 58, 50, 3)));
    /* pi > 1/2 + min(theta^2, 1/100 + 3/4 theta^2): 0.34 gives 0.0967, 0.35 0.1019 at 0.6 */
    assert_false(isnan(hf_error_bound_unimodal(100, 34, 50, 0)));
    assert_true(isnan(hf_error_bound_unimodal(100, 35, 50, 0)));
    assert_true(isnan(hf_error_bound_unimodal(4, 2, 1, 3)));
}

static hf_replica_place place(int64_t split)
{
    return (hf_replica_place){.split = split};
}

/* Two replicas a half-sample. Sums of ranks: 3 5 7 5 (ties to the lower index), then 8 2 5 5; the
 * third half-sample has none. */
static void a_half_sample_selects_by_mean_rank(void **state)
{
    (void)state;
    hf_memory memory = {0};
    const int32_t ranks[4][4] = {{1, 2, 3, 4}, {2, 3, 4, 1}, {4, 1, 2, 3}, {4, 1, 3, 2}};
    hf_half_samples halves;
    assert_int_equal(hf_half_samples_make(4, 2, &memory, &halves, NULL), HF_OK);
    for (int i = 0; i < 4; i++) {
        const hf_replica_place at = place(i < 2 ? 0 : 3);
        hf_half_samples_add(&halves, &at, ranks[i]);
    }
    hf_half_samples_close(&halves);
    hf_half_samples_close(&halves); /* twice is once */
    assert_int_equal(halves.count, 2);
    const int64_t expected[4] = {1, 2, 1, 0};
    for (int f = 0; f < 4; f++)
        assert_int_equal(halves.selected[f], expected[f]);
    hf_memory_free(&memory);
}

/* The k best of d for any k, against counting who is ahead. */
static void the_best_are_found_for_any_number(void **state)
{
    (void)state;
    hf_memory memory = {0};
    enum { FEATURES = 23 };
    for (int64_t top = 1; top <= FEATURES; top++) {
        int32_t rank[FEATURES];
        hf_half_samples halves;
        assert_int_equal(hf_half_samples_make(FEATURES, top, &memory, &halves, NULL), HF_OK);
        for (int f = 0; f < FEATURES; f++)
            rank[f] = (f * 7 + (int)top * 5) % 11;
        const hf_replica_place at = place(0);
        hf_half_samples_add(&halves, &at, rank);
        hf_half_samples_close(&halves);
        for (int f = 0; f < FEATURES; f++) {
            int ahead = 0;
            for (int g = 0; g < FEATURES; g++)
                ahead += rank[g] < rank[f] || (rank[g] == rank[f] && g < f);
            assert_int_equal(halves.selected[f], ahead < top);
        }
        hf_memory_free(&memory);
    }
}

static void the_bounds_are_for_half_samples_and_methods_of_training_rows(void **state)
{
    (void)state;
    int64_t methods[] = {HF_OLDEN, HF_MAX_WEIGHT, HF_GARSON, HF_MAX_ABS_WEIGHT, HF_L2_NORM};
    hf_config config = {0};
    config.significance.methods = (hf_integer_list){methods, 5};
    config.splits.method = HF_SPLITS_STRATIFIED_SHUFFLE;
    config.splits.train_fraction = 0.5;
    for (int64_t m = 0; m < 5; m++)
        assert_int_equal(hf_half_samples_apply(&config, m), m != 1);
    config.splits.train_fraction = 0.6;
    assert_false(hf_half_samples_apply(&config, 0));
    config.splits.method = HF_SPLITS_COMPLEMENTARY_PAIRS;
    assert_true(hf_half_samples_apply(&config, 0));
    config.training.validation_fraction = 0.2;
    assert_false(hf_half_samples_apply(&config, 0));
    config.training.validation_fraction = 0;
    config.splits.method = HF_SPLITS_STRATIFIED_KFOLD;
    assert_false(hf_half_samples_apply(&config, 0));
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(meinshausen_and_buehlmann),
        cmocka_unit_test(shah_and_samworth),
        cmocka_unit_test(the_unimodal_bound_knows_where_it_does_not_apply),
        cmocka_unit_test(a_half_sample_selects_by_mean_rank),
        cmocka_unit_test(the_best_are_found_for_any_number),
        cmocka_unit_test(the_bounds_are_for_half_samples_and_methods_of_training_rows),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
