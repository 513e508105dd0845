/* Groups: whole ones are shuffled and dealt, each with its most frequent class. */
#include "data_test.h"
#include <stdlib.h>

enum { GROUPS = 30, SAMPLES = 133 };

typedef struct cohort {
    int32_t y[SAMPLES], group[SAMPLES];
    int32_t class_of[GROUPS]; /* the class that a group must stand with */
    hf_dataset dataset;
} cohort;

/* Groups of 1 to 8 rows, scattered over the file, some of mixed classes. */
static void make_cohort(cohort *c)
{
    int next = 0, tally[GROUPS][3] = {{0}};
    *c = (cohort){.dataset = {.samples = SAMPLES,
                              .features = 1,
                              .classes = 3,
                              .class_names = NAMES("a", "b", "c"),
                              .y = c->y,
                              .group = c->group}};
    for (int i = 0; i < SAMPLES; i++) {
        int g = i < GROUPS ? next++ : (i * i + 7 * i) % GROUPS;
        c->group[i] = g;
        c->y[i] = i % 11 == 0 ? (g + 1) % 3 : g % 3;
        tally[g][c->y[i]]++;
    }
    for (int g = 0; g < GROUPS; g++)
        for (int k = 1; k < 3; k++)
            if (tally[g][k] > tally[g][c->class_of[g]])
                c->class_of[g] = k;
}

/* trains [group]; fails where a group stands on both sides. */
static void sides(const cohort *c, const uint8_t *train, int *trains)
{
    for (int g = 0; g < GROUPS; g++)
        trains[g] = -1;
    for (int i = 0; i < SAMPLES; i++) {
        int *side = &trains[c->group[i]];
        assert_true(*side == -1 || *side == train[i]);
        *side = train[i];
    }
}

static int count_groups(const cohort *c, const int *trains, int class)
{
    int count = 0;
    for (int g = 0; g < GROUPS; g++)
        count += c->class_of[g] == class && (!trains || trains[g]);
    return count;
}

static hf_splits make(int method, int64_t count, const cohort *c)
{
    hf_error error;
    hf_splits splits;
    hf_config config = data_test_config(NULL);
    config.data.groups = "g";
    config.splits.method = method;
    config.splits.count = count;
    if (hf_splits_make(&config, &c->dataset, &splits, &error) != HF_OK)
        fail_msg("%s", error.message);
    return splits;
}

static void a_group_never_stands_on_both_sides(void **state)
{
    (void)state;
    const int methods[] = {HF_SPLITS_STRATIFIED_SHUFFLE, HF_SPLITS_STRATIFIED_KFOLD,
                           HF_SPLITS_COMPLEMENTARY_PAIRS};
    cohort c;
    int trains[GROUPS];
    make_cohort(&c);
    for (size_t m = 0; m < COUNT_OF(methods); m++) {
        hf_splits splits = make(methods[m], 50, &c);
        for (int64_t p = 0; p < splits.count; p++)
            sides(&c, splits.train + p * SAMPLES, trains);
        hf_splits_free(&splits);
    }
}

static void half_of_each_class_s_groups_train(void **state)
{
    (void)state;
    cohort c;
    int trains[GROUPS];
    make_cohort(&c);
    hf_splits splits = make(HF_SPLITS_STRATIFIED_SHUFFLE, 50, &c);
    for (int64_t p = 0; p < splits.count; p++) {
        sides(&c, splits.train + p * SAMPLES, trains);
        for (int k = 0; k < 3; k++) {
            int n = count_groups(&c, NULL, k);
            int half = n % 2 == 0 ? n / 2 : n / 2 + (n / 2) % 2;
            assert_int_equal(count_groups(&c, trains, k), half);
        }
    }
    hf_splits_free(&splits);
}

static void folds_deal_each_class_s_groups_evenly(void **state)
{
    (void)state;
    cohort c;
    int trains[GROUPS];
    make_cohort(&c);
    hf_splits splits = make(HF_SPLITS_STRATIFIED_KFOLD, 10, &c);
    for (int64_t p = 0; p < splits.count; p++) {
        sides(&c, splits.train + p * SAMPLES, trains);
        for (int k = 0; k < 3; k++) {
            int n = count_groups(&c, NULL, k), tested = n - count_groups(&c, trains, k);
            assert_in_range(tested, n / 5, (n + 4) / 5);
        }
    }
    hf_splits_free(&splits);
}

/* Two groups of a tie: with the lower class they are four of "a", of which two train. */
static void a_tie_goes_to_the_lower_class(void **state)
{
    (void)state;
    static int32_t y[] = {1, 0, 0, 1, 0, 0, 1, 1}, group[] = {0, 0, 1, 1, 2, 3, 4, 5};
    hf_dataset d = {.samples = 8,
                    .features = 1,
                    .classes = 2,
                    .y = y,
                    .group = group,
                    .class_names = NAMES("a", "b")};
    hf_splits splits;
    hf_config config = data_test_config(NULL);
    config.splits.count = 60;
    assert_int_equal(hf_splits_make(&config, &d, &splits, NULL), HF_OK);
    for (int64_t p = 0; p < splits.count; p++) {
        const uint8_t *train = splits.train + p * 8;
        assert_int_equal(train[0] + train[2] + train[4] + train[5], 2);
        assert_int_equal(train[6] + train[7], 1);
    }
    hf_splits_free(&splits);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(a_group_never_stands_on_both_sides),
        cmocka_unit_test(half_of_each_class_s_groups_train),
        cmocka_unit_test(folds_deal_each_class_s_groups_evenly),
        cmocka_unit_test(a_tie_goes_to_the_lower_class),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
