/* Widths by hand, and the cheapest grid against trying them all. */
#include "base/nan.h"
#include "holdfast/statistics.h"
#include "unit_test.h"
#include <math.h>

static int64_t sizes[2] = {10, 30};

static hf_config config_of(int64_t seeds, int64_t splits)
{
    hf_config config = {0};
    config.splits.count = splits;
    config.model.hidden = (hf_integer_list){sizes, 2};
    config.replicas.seeds = seeds;
    config.significance.confidence = 0.95;
    return config;
}

static hf_frequencies variances(double *seed, double *split, double *interaction, int64_t features)
{
    return (hf_frequencies){.features = features,
                            .plan_variance_seed = seed,
                            .plan_variance_split = split,
                            .plan_variance_interaction = interaction};
}

static void z_is_the_normal_quantile(void **state)
{
    (void)state;
    assert_true(fabs(hf_plan_z(0.95) - 1.959963984540054) < 1e-12);
    assert_true(fabs(hf_plan_z(0.99) - 2.575829303548901) < 1e-12);
    assert_true(fabs(hf_plan_z(0.5) - 0.674489750196082) < 1e-12);
}

/* 0.08 / 4 + 0.06 / 2 + 0.04 / 8 = 0.055; 0 + 0.3 / 2 + 0 = 0.15. */
static void a_width_is_worked_out(void **state)
{
    (void)state;
    double seed[3] = {0.06, 0.3, 0}, split[3] = {0.08, 0, 0}, rest[3] = {0.04, 0, 0};
    double width;
    const hf_frequencies f = variances(seed, split, rest, 3);
    assert_true(fabs(hf_plan_width(&f, 0, 2, 2, 4) - 4 * sqrt(0.055)) < 1e-15);
    assert_int_equal(hf_plan_widest(&f, 2, 2, 4, &width), 1);
    assert_true(fabs(width - 4 * sqrt(0.15)) < 1e-15);
    assert_true(hf_plan_width(&f, 2, 2, 2, 4) == 0);
    seed[1] = hf_nan_f64();
    assert_int_equal(hf_plan_widest(&f, 2, 2, 4, &width), 0);
    seed[0] = seed[2] = hf_nan_f64();
    assert_int_equal(hf_plan_widest(&f, 2, 2, 4, &width), -1);
    assert_true(isnan(width));
}

/* Every number of splits, with the fewest seeds that each needs. */
static hf_plan try_all(const hf_config *config, const hf_frequencies *f, double wanted)
{
    const double z = hf_plan_z(config->significance.confidence);
    hf_plan best = {0};
    for (int64_t splits = config->splits.count; splits < 600; splits += hf_plan_split_step(config))
        for (int64_t seeds = config->replicas.seeds; seeds < 600; seeds++) {
            double width;
            if (best.seeds > 0 && seeds * splits >= best.seeds * best.splits)
                break;
            hf_plan_widest(f, z, seeds, splits, &width);
            if (width <= wanted) {
                best = (hf_plan){seeds, splits, width};
                break;
            }
        }
    return best;
}

static void the_cheapest_grid_is_the_best_of_all(void **state)
{
    (void)state;
    uint32_t random = 1;
    for (int round = 0; round < 60; round++) {
        double v[3][4];
        for (int i = 0; i < 12; i++) {
            random = random * 1664525u + 1013904223u;
            v[i / 4][i % 4] = (random >> 30) == 0 ? 0 : (double)(random >> 8) / (1 << 27);
        }
        const hf_frequencies f = variances(v[0], v[1], v[2], 4);
        hf_config config = config_of(2 + round % 5, 10);
        config.splits.method = round % 3 == 0   ? HF_SPLITS_COMPLEMENTARY_PAIRS
                               : round % 3 == 1 ? HF_SPLITS_STRATIFIED_KFOLD
                                                : HF_SPLITS_STRATIFIED_SHUFFLE;
        config.splits.folds = 5;
        const double wanted = 0.15 + 0.05 * (round % 7);
        const hf_plan expected = try_all(&config, &f, wanted);
        hf_plan plan;
        assert_true(expected.seeds > 0);
        assert_true(hf_plan_cheapest(&config, &f, wanted, &plan));
        assert_int_equal(plan.seeds * plan.splits, expected.seeds * expected.splits);
        assert_int_equal(plan.splits, expected.splits);
        assert_true(plan.width <= wanted);
    }
}

static void a_width_that_is_there_already_costs_nothing(void **state)
{
    (void)state;
    double seed[1] = {0.1}, split[1] = {0.1}, rest[1] = {0.1};
    const hf_frequencies f = variances(seed, split, rest, 1);
    const hf_config config = config_of(7, 9);
    hf_plan plan;
    assert_true(hf_plan_cheapest(&config, &f, 10, &plan));
    assert_int_equal(plan.seeds, 7);
    assert_int_equal(plan.splits, 9);
}

static void what_no_grid_reaches_is_refused(void **state)
{
    (void)state;
    double seed[1] = {0.1}, split[1] = {0.1}, rest[1] = {0.1};
    hf_frequencies f = variances(seed, split, rest, 1);
    const hf_config config = config_of(7, 9);
    hf_plan plan;
    assert_false(hf_plan_cheapest(&config, &f, 1e-9, &plan));
    seed[0] = split[0] = rest[0] = hf_nan_f64();
    assert_false(hf_plan_cheapest(&config, &f, 0.5, &plan));
}

static double limit(int64_t seeds, int64_t splits)
{
    const hf_config config = config_of(seeds, splits);
    const hf_frequencies f = {.voting_seeds = (double)seeds, .voting_splits = (double)splits};
    return hf_plan_limit(&config, &f, seeds, splits);
}

/* So many seeds as splits, 0: too many. */
static int64_t needed(double confidence, double width)
{
    hf_config config = config_of(16, 66);
    const hf_frequencies f = {.voting_seeds = 16, .voting_splits = 66};
    int64_t seeds = 0, splits = 0;
    config.significance.confidence = confidence;
    const bool can = hf_plan_limit_grid(&config, &f, width, &seeds, &splits);
    assert_int_equal(can, seeds > 0);
    assert_int_equal(seeds, splits);
    return seeds;
}

/* 1 - 0.025^(1/16) = 0.20589; log(0.025) / log(0.85) = 22.698. */
static void the_limit_of_frequency_0_follows_the_smaller_number(void **state)
{
    (void)state;
    assert_true(fabs(limit(16, 66) - (1 - pow(0.025, 1. / 16))) < 1e-14);
    assert_true(limit(66, 16) == limit(16, 16));
    assert_int_equal(needed(0.95, 0.15), 23);
    assert_int_equal(needed(0.95, 0.975), 1);
    assert_int_equal(needed(0.95, 1), 1);
    assert_int_equal(needed(0.9, 0.01), 299); /* log(0.05) / log(0.99) = 298.07 */
    assert_int_equal(needed(0.95, 1e-300), 0);
    assert_int_equal(needed(0.95, 1e-12), 0); /* not counted up to */
}

/* Of 12 seeds and 20 splits in pairs the voters are worth 3 and 8: four times the seeds make 12,
 * twice the splits 16. 23 units take 92 seeds and 57.5 splits, so 29 pairs. */
static void the_limit_of_a_larger_grid_keeps_the_spread_of_the_voters(void **state)
{
    hf_config config = config_of(12, 20);
    hf_frequencies f = {.voting_seeds = 3, .voting_splits = 8};
    int64_t seeds, splits;
    (void)state;
    config.splits.method = HF_SPLITS_COMPLEMENTARY_PAIRS;
    assert_true(fabs(hf_plan_limit(&config, &f, 12, 20) - (1 - pow(0.025, 1. / 3))) < 1e-14);
    assert_true(fabs(hf_plan_limit(&config, &f, 48, 40) - (1 - pow(0.025, 1. / 12))) < 1e-14);
    assert_true(fabs(hf_plan_limit(&config, &f, 480, 20) - (1 - pow(0.025, 1. / 8))) < 1e-14);
    assert_true(hf_plan_limit_grid(&config, &f, 0.15, &seeds, &splits));
    assert_int_equal(seeds, 92);
    assert_int_equal(splits, 58);
    f.voting_seeds = f.voting_splits = hf_nan_f64(); /* a file of format 1 */
    assert_true(hf_plan_limit(&config, &f, 12, 20) == limit(12, 20));
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(z_is_the_normal_quantile),
        cmocka_unit_test(a_width_is_worked_out),
        cmocka_unit_test(the_cheapest_grid_is_the_best_of_all),
        cmocka_unit_test(a_width_that_is_there_already_costs_nothing),
        cmocka_unit_test(what_no_grid_reaches_is_refused),
        cmocka_unit_test(the_limit_of_frequency_0_follows_the_smaller_number),
        cmocka_unit_test(the_limit_of_a_larger_grid_keeps_the_spread_of_the_voters),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
