/* What every split of every method and built-in data set must be. */
#include "data_test.h"
#include "holdfast/memory.h"
#include "holdfast/status_codes.h"
#include <string.h>

static const char *const sources[] = {"builtin:breast_cancer", "builtin:wine", "builtin:iris",
                                      "builtin:digits"};

static hf_dataset load(const char *source)
{
    hf_dataset d;
    hf_config config = data_test_config(source);
    assert_int_equal(hf_dataset_load(&config, &d, NULL), HF_OK);
    return d;
}

static hf_splits make(int method, int64_t count, int64_t seed, double fraction, const hf_dataset *d)
{
    hf_error error;
    hf_splits splits;
    hf_config config = data_test_config(NULL);
    config.splits.method = method;
    config.splits.count = count;
    config.splits.seed = seed;
    config.splits.train_fraction = fraction;
    if (hf_splits_make(&config, d, &splits, &error) != HF_OK)
        fail_msg("%s", error.message);
    assert_int_equal(splits.samples, d->samples);
    return splits;
}

static int64_t half_even(int64_t n)
{
    return n % 2 == 0 ? n / 2 : n / 2 + (n / 2) % 2;
}

static int64_t count_class(const hf_dataset *d, const uint8_t *train, int64_t class)
{
    int64_t count = 0;
    for (int64_t i = 0; i < d->samples; i++)
        count += d->y[i] == class && (!train || train[i]);
    return count;
}

static void train_and_test_rows_are_disjoint_and_complete(void **state)
{
    (void)state;
    static const int64_t counts[] = {[HF_SPLITS_STRATIFIED_SHUFFLE] = 32,
                                     [HF_SPLITS_FIRST_HALF] = 1,
                                     [HF_SPLITS_STRATIFIED_KFOLD] = 5,
                                     [HF_SPLITS_COMPLEMENTARY_PAIRS] = 32};
    for (size_t s = 0; s < COUNT_OF(sources); s++) {
        hf_dataset d = load(sources[s]);
        int64_t *train, *test;
        assert_int_equal(hf_allocate(&train, d.samples, sizeof *train, NULL), HF_OK);
        assert_int_equal(hf_allocate(&test, d.samples, sizeof *test, NULL), HF_OK);
        for (int method = HF_SPLITS_STRATIFIED_SHUFFLE; method < HF_SPLITS_FILE; method++) {
            hf_splits splits = make(method, counts[method], 0, 0.5, &d);
            assert_int_equal(splits.count, counts[method]);
            for (int64_t p = 0; p < splits.count; p++) {
                const uint8_t *side = splits.train + p * d.samples;
                int64_t trained = hf_splits_rows(&splits, p, train, NULL, test).train, sum = 0;
                assert_in_range(trained, 1, d.samples - 1);
                for (int64_t i = 0; i < trained; i++) {
                    assert_int_equal(side[train[i]], 1);
                    sum += train[i];
                }
                for (int64_t i = 0; i < d.samples - trained; i++) {
                    assert_int_equal(side[test[i]], 0);
                    assert_true(i == 0 || test[i] > test[i - 1]); /* file order */
                    sum += test[i];
                }
                assert_int_equal(sum, d.samples * (d.samples - 1) / 2);
                for (int64_t i = 1; i < trained && method != HF_SPLITS_FIRST_HALF; i++)
                    assert_true(train[i] > train[i - 1]);
            }
            hf_splits_free(&splits);
        }
        hf_free(&train);
        hf_free(&test);
        hf_dataset_free(&d);
    }
}

static void first_half_trains_each_class_s_first_rows_last_class_first(void **state)
{
    (void)state;
    const int64_t trained[] = {284, 90, 75, 898}; /* 178 + 106, 24 + 36 + 30, ... */
    for (size_t s = 0; s < COUNT_OF(sources); s++) {
        hf_dataset d = load(sources[s]);
        hf_splits splits = make(HF_SPLITS_FIRST_HALF, 1, 0, 0.5, &d);
        int64_t train[2000], test[2000], at = 0;
        assert_int_equal(splits.count, 1);
        assert_int_equal(hf_splits_rows(&splits, 0, train, NULL, test).train, trained[s]);
        for (int64_t c = d.classes - 1; c >= 0; c--) {
            int64_t left = half_even(count_class(&d, NULL, c));
            for (int64_t i = 0; i < d.samples && left > 0; i++)
                if (d.y[i] == c) {
                    assert_int_equal(train[at++], i);
                    left--;
                }
        }
        assert_int_equal(at, trained[s]);
        hf_splits_free(&splits);
        hf_dataset_free(&d);
    }
}

static void shuffles_are_stratified_to_the_row(void **state)
{
    (void)state;
    const struct {
        double fraction;
        int64_t train[2]; /* of 212 malignant, 357 benign; by hand, halves to even */
    } cases[] = {{0.5, {106, 178}}, {0.25, {53, 89}}, {0.7, {148, 250}}, {0.125, {26, 45}}};
    hf_dataset d = load("builtin:breast_cancer");
    for (size_t i = 0; i < COUNT_OF(cases); i++) {
        hf_splits splits = make(HF_SPLITS_STRATIFIED_SHUFFLE, 40, 3, cases[i].fraction, &d);
        assert_int_equal(splits.count, 40);
        for (int64_t p = 0; p < splits.count; p++)
            for (int64_t c = 0; c < 2; c++)
                assert_int_equal(count_class(&d, splits.train + p * d.samples, c),
                                 cases[i].train[c]);
        hf_splits_free(&splits);
    }
    hf_dataset_free(&d);
}

static void halves_of_a_pair_are_complements(void **state)
{
    (void)state;
    for (size_t s = 0; s < COUNT_OF(sources); s++) {
        hf_dataset d = load(sources[s]);
        hf_splits splits = make(HF_SPLITS_COMPLEMENTARY_PAIRS, 32, 1, 0.5, &d);
        assert_int_equal(splits.count, 32);
        for (int64_t p = 0; p < splits.count; p += 2) {
            const uint8_t *first = splits.train + p * d.samples, *second = first + d.samples;
            for (int64_t i = 0; i < d.samples; i++)
                assert_int_equal(first[i] + second[i], 1);
            for (int64_t c = 0; c < d.classes; c++)
                assert_int_equal(count_class(&d, first, c), half_even(count_class(&d, NULL, c)));
        }
        hf_splits_free(&splits);
        hf_dataset_free(&d);
    }
}

static void folds_partition_each_repeat_evenly(void **state)
{
    (void)state;
    enum { FOLDS = 5, REPEATS = 3 };
    for (size_t s = 0; s < COUNT_OF(sources); s++) {
        hf_dataset d = load(sources[s]);
        hf_splits splits = make(HF_SPLITS_STRATIFIED_KFOLD, FOLDS * REPEATS, 2, 0.5, &d);
        for (int64_t p = 0; p < splits.count; p++) {
            const uint8_t *train = splits.train + p * d.samples;
            int64_t tested = d.samples;
            for (int64_t c = 0; c < d.classes; c++) {
                int64_t size = count_class(&d, NULL, c);
                int64_t in_fold = size - count_class(&d, train, c);
                assert_in_range(in_fold, size / FOLDS, (size + FOLDS - 1) / FOLDS);
                tested -= size - in_fold;
            }
            assert_in_range(tested, d.samples / FOLDS, (d.samples + FOLDS - 1) / FOLDS);
        }
        for (int64_t r = 0; r < REPEATS; r++)
            for (int64_t i = 0; i < d.samples; i++) {
                int tests = 0;
                for (int64_t fold = 0; fold < FOLDS; fold++)
                    tests += !splits.train[(r * FOLDS + fold) * d.samples + i];
                assert_int_equal(tests, 1);
            }
        assert_memory_not_equal(splits.train, splits.train + FOLDS * d.samples, d.samples);
        hf_splits_free(&splits);
        hf_dataset_free(&d);
    }
}

static void a_split_does_not_depend_on_how_many_there_are(void **state)
{
    (void)state;
    const int methods[] = {HF_SPLITS_STRATIFIED_SHUFFLE, HF_SPLITS_STRATIFIED_KFOLD,
                           HF_SPLITS_COMPLEMENTARY_PAIRS};
    hf_dataset d = load("builtin:wine");
    for (size_t m = 0; m < COUNT_OF(methods); m++) {
        hf_splits few = make(methods[m], 10, 0, 0.5, &d), many = make(methods[m], 40, 0, 0.5, &d);
        assert_memory_equal(few.train, many.train, 10 * d.samples);
        hf_splits_free(&few);
        hf_splits_free(&many);
    }
    hf_dataset_free(&d);
}

static void splits_and_seeds_differ(void **state)
{
    (void)state;
    const int methods[] = {HF_SPLITS_STRATIFIED_SHUFFLE, HF_SPLITS_STRATIFIED_KFOLD,
                           HF_SPLITS_COMPLEMENTARY_PAIRS};
    hf_dataset d = load("builtin:wine");
    for (size_t m = 0; m < COUNT_OF(methods); m++) {
        hf_splits a = make(methods[m], 20, 0, 0.5, &d), b = make(methods[m], 20, 1, 0.5, &d);
        for (int64_t p = 0; p < 20; p++) {
            assert_memory_not_equal(a.train + p * d.samples, b.train + p * d.samples, d.samples);
            for (int64_t q = 0; q < p; q++)
                assert_memory_not_equal(a.train + p * d.samples, a.train + q * d.samples,
                                        d.samples);
        }
        hf_splits_free(&a);
        hf_splits_free(&b);
    }
    hf_dataset_free(&d);
}

/* Over many splits each row of a class must train about as often as any other. */
static void every_row_trains_equally_often(void **state)
{
    (void)state;
    enum { SPLITS = 4000 };
    hf_dataset d = load("builtin:iris");
    hf_splits splits = make(HF_SPLITS_STRATIFIED_SHUFFLE, SPLITS, 5, 0.5, &d);
    for (int64_t i = 0; i < d.samples; i++) {
        int64_t trained = 0;
        for (int64_t p = 0; p < SPLITS; p++)
            trained += splits.train[p * d.samples + i];
        assert_in_range(trained, SPLITS / 2 - 160, SPLITS / 2 + 160); /* 5 standard deviations */
    }
    hf_splits_free(&splits);
    hf_dataset_free(&d);
}

typedef struct refusal {
    const char *what;
    int32_t y[8]; /* samples, ended by -1 */
    int method;
    double fraction;
    int64_t count, folds;
    const char *parts[5];
} refusal;

static const refusal refusals[] = {
    {"class without a training row",
     {0, 0, 0, 0, 1, -1},
     HF_SPLITS_STRATIFIED_SHUFFLE,
     0.5,
     32,
     5,
     {"split 0", "'b'", "has 1 of 5 samples", "splits.train_fraction"}},
    {"measure taken for a label",
     {0, 1, 2, -1},
     HF_SPLITS_STRATIFIED_SHUFFLE,
     0.5,
     32,
     5,
     {"split 0", "'a'", "so many classes", "data.target"}},
    {"empty test set",
     {0, 0, 1, 1, -1},
     HF_SPLITS_STRATIFIED_SHUFFLE,
     0.9,
     32,
     5,
     {"split 0", "test set is empty", "splits.train_fraction"}},
    {"class of one, first half",
     {0, 0, 1, -1},
     HF_SPLITS_FIRST_HALF,
     0.5,
     1,
     5,
     {"split 0", "'b'", "splits.method"}},
    {"class of one, folds",
     {0, 0, 0, 1, -1},
     HF_SPLITS_STRATIFIED_KFOLD,
     0.5,
     2,
     2,
     {"split 1", "'b'"}},
    {"more folds than samples",
     {0, 0, 1, 1, -1},
     HF_SPLITS_STRATIFIED_KFOLD,
     0.5,
     5,
     5,
     {"split 4", "test set is empty", "splits.folds"}},
    {"class of one, pairs",
     {0, 0, 1, -1},
     HF_SPLITS_COMPLEMENTARY_PAIRS,
     0.5,
     2,
     5,
     {"split 0", "'b'", "splits.method"}},
};

static void splits_that_cannot_be_are_named(void **state)
{
    (void)state;
    for (size_t i = 0; i < COUNT_OF(refusals); i++) {
        const refusal *r = &refusals[i];
        hf_error error;
        hf_splits splits;
        hf_config config = data_test_config(NULL);
        hf_dataset d = {.classes = 2, .features = 1, .class_names = NAMES("a", "b", "c")};
        d.y = (int32_t *)r->y;
        while (r->y[d.samples] >= 0)
            d.classes = r->y[d.samples++] > 1 ? 3 : d.classes;
        config.splits.method = r->method;
        config.splits.train_fraction = r->fraction;
        config.splits.count = r->count;
        config.splits.folds = r->folds;
        hf_status status = hf_splits_make(&config, &d, &splits, &error);
        data_test_check(r->what, status, &error, HF_BAD_DATA, r->parts);
        assert_null(splits.train);
    }
}

/* The message about a class of one beside a class of five. */
static void check_meant(const char *small, const char *large, const char *part)
{
    hf_error error;
    hf_splits splits;
    hf_config config = data_test_config(NULL);
    int32_t y[] = {0, 0, 0, 0, 0, 1, 2, 2};
    hf_dataset d = {.samples = 8, .classes = 3, .features = 1, .y = y};
    d.class_names.items = (char *[]){(char *)large, (char *)small, "other"};
    d.class_names.count = 3;
    config.splits.train_fraction = 0.5;
    config.splits.count = 1;
    hf_status status = hf_splits_make(&config, &d, &splits, &error);
    data_test_check(small, status, &error, HF_BAD_DATA, (const char *[]){small, NULL});
    if (part && !strstr(error.message, part))
        fail_msg("<%s> is not in: %s", part, error.message);
    if (!part && strstr(error.message, "did you mean"))
        fail_msg("%s is no slip of %s: %s", small, large, error.message);
}

static void a_class_that_is_a_slip_of_another_is_told(void **state)
{
    (void)state;
    check_meant("Well", "well", "did you mean 'well' (5 samples)? Otherwise raise");
    check_meant("WELL", "well", "did you mean 'well'");
    check_meant("wel", "well", "did you mean 'well'");
    check_meant("weell", "well", "did you mean 'well'");
    check_meant("wall", "well", "did you mean 'well'");
    check_meant("m", "M", "did you mean 'M'");
    check_meant("m", "f", NULL);
    check_meant("ill", "well", NULL);
    check_meant("class_1", "class_2", NULL);
    check_meant("class_10", "class_1", NULL);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(train_and_test_rows_are_disjoint_and_complete),
        cmocka_unit_test(first_half_trains_each_class_s_first_rows_last_class_first),
        cmocka_unit_test(shuffles_are_stratified_to_the_row),
        cmocka_unit_test(halves_of_a_pair_are_complements),
        cmocka_unit_test(folds_partition_each_repeat_evenly),
        cmocka_unit_test(a_split_does_not_depend_on_how_many_there_are),
        cmocka_unit_test(splits_and_seeds_differ),
        cmocka_unit_test(every_row_trains_equally_often),
        cmocka_unit_test(splits_that_cannot_be_are_named),
        cmocka_unit_test(a_class_that_is_a_slip_of_another_is_told),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
