/* Splits as tests/data/split_reference.py makes them, which writes the generator, the shuffle and
 * the methods down a second time: a split may never change. */
#include "data_test.h"
#include <string.h>

enum { SAMPLES = 20, SPLITS = 6 };

static int32_t labels[SAMPLES] = {0, 1, 1, 2, 0, 0, 1, 2, 2, 0, 1, 0, 0, 1, 2, 2, 0, 1, 0, 2};

static const struct {
    int method;
    int64_t seed;
    int split;
    const char *train;
} reference[] = {
    {HF_SPLITS_STRATIFIED_SHUFFLE, 0, 0, "01001111101110100111"},
    {HF_SPLITS_STRATIFIED_SHUFFLE, 0, 1, "11101001001100111111"},
    {HF_SPLITS_STRATIFIED_SHUFFLE, 0, 2, "01110000111110111110"},
    {HF_SPLITS_STRATIFIED_SHUFFLE, 0, 3, "11010011110011001111"},
    {HF_SPLITS_STRATIFIED_SHUFFLE, 0, 4, "11101010111110110001"},
    {HF_SPLITS_STRATIFIED_SHUFFLE, 0, 5, "11111101111001101000"},
    {HF_SPLITS_STRATIFIED_SHUFFLE, 4294967295, 0, "10111100101001011111"},
    {HF_SPLITS_STRATIFIED_SHUFFLE, 4294967295, 1, "00111010000111111111"},
    {HF_SPLITS_STRATIFIED_SHUFFLE, 4294967295, 2, "11001001111001111110"},
    {HF_SPLITS_STRATIFIED_SHUFFLE, 4294967295, 3, "01101000111111110011"},
    {HF_SPLITS_STRATIFIED_SHUFFLE, 4294967295, 4, "10010010111101101111"},
    {HF_SPLITS_STRATIFIED_SHUFFLE, 4294967295, 5, "10101101101111100101"},
    {HF_SPLITS_STRATIFIED_KFOLD, 0, 0, "10110111100101011110"},
    {HF_SPLITS_STRATIFIED_KFOLD, 0, 1, "01011100011111110101"},
    {HF_SPLITS_STRATIFIED_KFOLD, 0, 2, "11101011111010101011"},
    {HF_SPLITS_STRATIFIED_KFOLD, 0, 3, "01111101010011100111"},
    {HF_SPLITS_STRATIFIED_KFOLD, 0, 4, "11010110101110111100"},
    {HF_SPLITS_STRATIFIED_KFOLD, 0, 5, "10101011111101011011"},
    {HF_SPLITS_STRATIFIED_KFOLD, 4294967295, 0, "11011010100101111110"},
    {HF_SPLITS_STRATIFIED_KFOLD, 4294967295, 1, "01101101111110100101"},
    {HF_SPLITS_STRATIFIED_KFOLD, 4294967295, 2, "10110111011011011011"},
    {HF_SPLITS_STRATIFIED_KFOLD, 4294967295, 3, "01111011110101011010"},
    {HF_SPLITS_STRATIFIED_KFOLD, 4294967295, 4, "11011110101110100101"},
    {HF_SPLITS_STRATIFIED_KFOLD, 4294967295, 5, "10100101011011111111"},
    {HF_SPLITS_COMPLEMENTARY_PAIRS, 0, 0, "11001000101101010011"},
    {HF_SPLITS_COMPLEMENTARY_PAIRS, 0, 1, "00110111010010101100"},
    {HF_SPLITS_COMPLEMENTARY_PAIRS, 0, 2, "01011110000000101111"},
    {HF_SPLITS_COMPLEMENTARY_PAIRS, 0, 3, "10100001111111010000"},
    {HF_SPLITS_COMPLEMENTARY_PAIRS, 0, 4, "10100111100000001111"},
    {HF_SPLITS_COMPLEMENTARY_PAIRS, 0, 5, "01011000011111110000"},
    {HF_SPLITS_COMPLEMENTARY_PAIRS, 4294967295, 0, "11110110000010010011"},
    {HF_SPLITS_COMPLEMENTARY_PAIRS, 4294967295, 1, "00001001111101101100"},
    {HF_SPLITS_COMPLEMENTARY_PAIRS, 4294967295, 2, "10011000111101010100"},
    {HF_SPLITS_COMPLEMENTARY_PAIRS, 4294967295, 3, "01100111000010101011"},
    {HF_SPLITS_COMPLEMENTARY_PAIRS, 4294967295, 4, "10101001101110010100"},
    {HF_SPLITS_COMPLEMENTARY_PAIRS, 4294967295, 5, "01010110010001101011"},
};

static void splits_are_those_of_the_reference(void **state)
{
    (void)state;
    hf_dataset dataset = {.samples = SAMPLES,
                          .features = 1,
                          .classes = 3,
                          .y = labels,
                          .class_names = NAMES("a", "b", "c")};
    for (size_t i = 0; i < COUNT_OF(reference); i++) {
        hf_error error;
        hf_splits splits;
        char train[SAMPLES + 1] = "";
        hf_config config = data_test_config(NULL);
        config.splits.method = reference[i].method;
        config.splits.seed = reference[i].seed;
        config.splits.count = SPLITS;
        config.splits.train_fraction = 0.6;
        config.splits.folds = 3;
        assert_int_equal(hf_splits_make(&config, &dataset, &splits, &error), HF_OK);
        for (int s = 0; s < SAMPLES; s++)
            train[s] = (char)('0' + splits.train[reference[i].split * SAMPLES + s]);
        assert_string_equal(train, reference[i].train);
        hf_splits_free(&splits);
    }
}

int main(void)
{
    const struct CMUnitTest tests[] = {cmocka_unit_test(splits_are_those_of_the_reference)};
    return cmocka_run_group_tests(tests, NULL, NULL);
}
