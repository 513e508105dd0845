/* Nadeau and Bengio's interval against the formula worked out by hand and by SciPy. */
#include "statistics/across/score.h"
#include "unit_test.h"

#include <math.h>

/* Means .9 .8 .85 .95 of 4 splits: mean .875, s^2 = (.025^2 + .075^2 + .025^2 + .075^2) / 3 =
 * 1/240; n_test/n_train = 1/4: sqrt((1/4 + 1/4) / 240) = .045643546458763846, times t(3). */
static void interval_is_the_formula(void **state)
{
    double means[] = {0.9, 0.8, 0.85, 0.95};
    const hf_score_sums sums = {4, means, 0.875, 80, 320};
    const double t95 = 3.182446305284263,
                 t50 = 0.7648923284043538; /* of t with 3 degrees of freedom */
    (void)state;
    const hf_score score = hf_score_of(&sums, 0.95);
    assert_true(score.mean == 0.875);
    assert_true(fabs(score.low - (0.875 - t95 * 0.045643546458763846)) < 1e-9);
    assert_true(fabs(score.high - (0.875 + t95 * 0.045643546458763846)) < 1e-9);
    assert_true(fabs(hf_score_of(&sums, 0.5).high - (0.875 + t50 * 0.045643546458763846)) < 1e-9);
}

/* So that a large grid does not make the interval 0: with P endless t sqrt(n_test/n_train) s. */
static void splits_that_share_samples_do_not_add_up(void **state)
{
    enum { MANY = 10000 };
    static double means[MANY];
    (void)state;
    for (int i = 0; i < MANY; i++)
        means[i] = i % 2 == 0 ? 0.7 : 0.9;
    const hf_score score = hf_score_of(&(hf_score_sums){MANY, means, 0.8, MANY, MANY}, 0.95);
    assert_true(fabs(score.high - (0.8 + 1.9602012636213557 * 0.1)) < 1e-4);
}

static void assert_no_interval(const hf_score_sums *sums)
{
    const hf_score score = hf_score_of(sums, 0.95);
    assert_true(score.mean == sums->mean || isnan(sums->mean));
    assert_true(isnan(score.low) && isnan(score.high));
}

/* .1 has no exact sum: equal means are no variance all the same. */
static void no_interval_of_one_split_or_without_variance(void **state)
{
    double means[] = {0.1, 0.1, 0.1, 0.1, 0.1, 0.1};
    (void)state;
    assert_no_interval(&(hf_score_sums){6, means, 0.1, 5, 5});
    assert_no_interval(&(hf_score_sums){1, means, 0.1, 5, 5});
    assert_no_interval(&(hf_score_sums){0, means, NAN, 0, 0});
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(interval_is_the_formula),
        cmocka_unit_test(splits_that_share_samples_do_not_add_up),
        cmocka_unit_test(no_interval_of_one_split_or_without_variance),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
