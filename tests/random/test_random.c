/* The generators' published numbers, and shuffles. */
#include "random/random.h"
#include "unit_test.h"

/* Random123's and the generator's authors' own test vectors. */
static void generators_give_their_published_numbers(void **state)
{
    (void)state;
    hf_mt19937 generator;
    hf_mt19937_seed(&generator, 5489);
    uint32_t number = 0;
    for (int i = 0; i < 10000; i++)
        number = hf_mt19937_next(&generator);
    assert_int_equal(number, 4123659995u);
    const uint32_t counter[4] = {0x243f6a88, 0x85a308d3, 0x13198a2e, 0x03707344};
    const uint32_t expected[4] = {0xd16cfe09, 0x94fdcceb, 0x5001e420, 0x24126ea1};
    uint32_t numbers[4];
    hf_philox((hf_purpose)0xa4093822, 0x299f31d0, counter, numbers);
    assert_memory_equal(numbers, expected, sizeof expected);
}

static void shuffles_are_fair(void **state)
{
    (void)state;
    int counts[4][4] = {{0}};
    for (uint32_t s = 0; s < 8000; s++) {
        int64_t items[4] = {0, 1, 2, 3};
        hf_stream stream = hf_stream_make(HF_PURPOSE_SPLIT, s, 1, 2, 3);
        hf_stream_shuffle(&stream, items, 4);
        for (int i = 0; i < 4; i++)
            counts[i][items[i]]++;
    }
    for (int i = 0; i < 4; i++)
        for (int k = 0; k < 4; k++) /* 2,000 expected, standard deviation 39 */
            assert_in_range(counts[i][k], 1805, 2195);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(generators_give_their_published_numbers),
        cmocka_unit_test(shuffles_are_fair),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
