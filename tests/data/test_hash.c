/* The hash of a data set: against XXH3-128 of a stream put together by hand, and what changes it.
 */
#include "data_test.h"
#include <math.h>
#include <stdio.h>
#include <string.h>
#include <xxhash.h>

static void load(hf_dataset *d, const char *text, const char *groups, int missing)
{
    hf_config config = data_test_config(data_test_write_text("table.csv", text));
    config.data.groups = (char *)groups;
    config.data.missing = missing;
    assert_int_equal(hf_dataset_load(&config, d, NULL), HF_OK);
}

static void the_hash_is_that_of_the_canonical_stream(void **state)
{
    (void)state;
    /* 2 samples, 2 features, 2 classes; x = 1, NaN, -0, 2; y = 0, 1; groups 0, 0; names with
     * their number and lengths; all little-endian words but for the names' letters. */
    static const unsigned char stream[] = {
        2, 0, 0,   0,    0, 0, 0, 0, 2,    0,    0, 0,    0,   0,   0, 0, 2,    0,    0, 0, 0, 0,
        0, 0, 0,   0,    0, 0, 0, 0, 0xF0, 0x3F, 0, 0,    0,   0,   0, 0, 0xF8, 0x7F, 0, 0, 0, 0,
        0, 0, 0,   0x80, 0, 0, 0, 0, 0,    0,    0, 0x40, 0,   0,   0, 0, 0,    0,    0, 0, 1, 0,
        0, 0, 0,   0,    0, 0, 1, 0, 0,    0,    0, 0,    0,   0,   0, 0, 0,    0,    0, 0, 0, 0,
        0, 0, 0,   0,    0, 0, 0, 0, 2,    0,    0, 0,    0,   0,   0, 0, 1,    0,    0, 0, 0, 0,
        0, 0, 'a', 3,    0, 0, 0, 0, 0,    0,    0, 'b',  'c', 'd', 2, 0, 0,    0,    0, 0, 0, 0,
        1, 0, 0,   0,    0, 0, 0, 0, 'x',  1,    0, 0,    0,   0,   0, 0, 0,    'y',
    };
    hf_dataset d;
    char expected[HF_HASH_BYTES];
    XXH128_hash_t hash = XXH3_128bits(stream, sizeof stream);
    snprintf(expected, sizeof expected, "%016llx%016llx", (unsigned long long)hash.high64,
             (unsigned long long)hash.low64);
    load(&d, "k,a,bcd,g\nx,1,,q\ny,-0,2,q\n", "g", HF_MISSING_MEAN);
    assert_string_equal(d.hash, expected);
    d.x[1] = -d.x[1]; /* any NaN is the same */
    d.row[1] = 7;     /* and where a sample stood is no matter */
    hf_dataset_hash(&d);
    assert_string_equal(d.hash, expected);
    hf_dataset_free(&d);
}

static void the_hash_is_of_the_content_not_of_the_file(void **state)
{
    (void)state;
    hf_dataset a, b;
    load(&a, "k,a,b\nx,1,2\ny,3,0.5\n", NULL, HF_MISSING_ERROR);
    load(&b, "k,a,b\r\n\"x\",1.0,2\r\ny,3e0,.5", NULL, HF_MISSING_ERROR);
    assert_string_equal(a.hash, b.hash);
    assert_int_equal(strlen(a.hash), 32);
    hf_dataset_free(&a);
    hf_dataset_free(&b);
}

static void whatever_differs_changes_the_hash(void **state)
{
    (void)state;
    static const char *const others[] = {
        "k,a,b,g\nx,1,2,1\ny,3,4.5,2\n",        "k,a,b,g\nx,1,2,1\ny,3,4,1\n",
        "k,a,c,g\nx,1,2,1\ny,3,4,2\n",          "k,a,b,g\nz,1,2,1\ny,3,4,2\n",
        "k,ab,b,g\nx,1,2,1\ny,3,4,2\n",         "k,a,b,g\nx,1,2,1\ny,3,4,2\nx,1,2,1\n",
        "k,a,b,c,g\nx,1,2,3,1\ny,3,4,5,2\n",    "k,a,b,g\nx,2,1,1\ny,3,4,2\n",
        "k,a,b,g\nx,1,2,1\ny,3,4,2\nz,3,4,2\n",
    };
    hf_dataset base;
    load(&base, "k,a,b,g\nx,1,2,1\ny,3,4,2\n", "g", HF_MISSING_ERROR);
    for (size_t i = 0; i < COUNT_OF(others); i++) {
        hf_dataset other;
        load(&other, others[i], "g", HF_MISSING_ERROR);
        assert_string_not_equal(base.hash, other.hash);
        hf_dataset_free(&other);
    }
    hf_dataset_free(&base);
}

/* A category's cell is its level's number: the names tell levels apart. */
static void levels_and_outcomes_change_the_hash(void **state)
{
    (void)state;
    static const char *const tables[] = {"k,a,b\nx,1,red\ny,3,blue\n",
                                         "k,a,b\nx,1,red\ny,3,green\n", "k,a,b\nx,1,0\ny,3,1\n",
                                         "k,a,b\n0.5,1,0\n1.5,3,1\n", "k,a,b\n0.5,1,0\n2.5,3,1\n"};
    hf_dataset d[COUNT_OF(tables)];
    for (size_t i = 0; i < COUNT_OF(tables); i++) {
        load(&d[i], tables[i], NULL, HF_MISSING_ERROR);
        for (size_t k = 0; k < i; k++)
            assert_string_not_equal(d[i].hash, d[k].hash);
    }
    assert_true(d[0].levels && !d[2].levels && d[3].target && !d[2].target);
    for (size_t i = 0; i < COUNT_OF(tables); i++)
        hf_dataset_free(&d[i]);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(the_hash_is_that_of_the_canonical_stream),
        cmocka_unit_test(the_hash_is_of_the_content_not_of_the_file),
        cmocka_unit_test(whatever_differs_changes_the_hash),
        cmocka_unit_test(levels_and_outcomes_change_the_hash),
    };
    return cmocka_run_group_tests(tests, data_test_make_folder, data_test_remove_folder);
}
