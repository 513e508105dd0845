/* The digest: over the experiment and all results, and over nothing else. */
#include "fixture.h"
#include "holdfast/status_codes.h"
#include <string.h>

static void digest_of(const char *const *overrides, char digest[HF_HASH_BYTES])
{
    hf_results *results = create_and_open(new_path(), overrides);
    complete(results);
    assert_int_equal(hf_results_digest(results, digest, NULL), HF_OK);
    close_results(results);
}

static void it_is_32_digits_and_the_same_for_equal_results(void **state)
{
    (void)state;
    const char *const elsewhere[] = {"name=other title", NULL};
    char first[HF_HASH_BYTES], second[HF_HASH_BYTES];
    digest_of(NULL, first);
    assert_int_equal(strspn(first, "0123456789abcdef"), 32);
    assert_int_equal(strlen(first), 32);
    digest_of(elsewhere, second);
    assert_string_equal(first, second);
}

static void another_experiment_has_another(void **state)
{
    (void)state;
    static const char *const changes[] = {"training.learning_rate=0.002", "significance.top=1",
                                          "output.dataset=false", "replicas.first_seed=8",
                                          "splits.seed=1"};
    char first[HF_HASH_BYTES], second[HF_HASH_BYTES];
    digest_of(NULL, first);
    for (size_t i = 0; i < sizeof changes / sizeof *changes; i++) {
        const char *const overrides[] = {changes[i], NULL};
        digest_of(overrides, second);
        assert_string_not_equal(first, second);
    }
}

static void it_changes_with_every_byte_of_science(void **state)
{
    (void)state;
    char first[HF_HASH_BYTES], second[HF_HASH_BYTES];
    hf_results *results = create_and_open(new_path(), NULL);
    complete(results);
    assert_int_equal(hf_results_digest(results, first, NULL), HF_OK);
    for (hf_field field = 0; field < HF_PROVENANCE_STATE; field++) {
        /* the data's hash stands for what follows from levels */
        const bool science = field != HF_REPLICAS_SECONDS && field != HF_REPLICAS_CRC32 &&
                             field != HF_REPLICAS_IMPORTANCE_CRC32 &&
                             field != HF_DATASET_INPUT_FEATURE;
        for (int64_t variant = 0; variant < variants_of(results, field); variant++) {
            const size_t last = hf_results_entry_bytes(results, field, variant) - 1;
            flip(results, field, variant, 0, last);
            assert_int_equal(hf_results_digest(results, second, NULL), HF_OK);
            assert_int_equal(strcmp(first, second) != 0, science);
            flip(results, field, variant, 0, last);
        }
    }
    assert_int_equal(hf_results_add_session(results, "{\"hosts\": [\"n1\"]}", NULL), HF_OK);
    assert_int_equal(hf_results_digest(results, second, NULL), HF_OK);
    assert_string_equal(first, second);
    close_results(results);
}

static void an_unfinished_file_has_none(void **state)
{
    (void)state;
    hf_results *results = create_and_open(new_path(), NULL);
    char digest[HF_HASH_BYTES];
    hf_error error;
    hf_rows rows = make_rows(results, 3, 2, HF_DONE);
    assert_int_equal(hf_results_write_rows(results, &rows, NULL), HF_OK);
    assert_int_equal(hf_results_digest(results, digest, &error), HF_STOPPED);
    assert_non_null(strstr(error.message, "2 of 12 networks"));
    free_rows(&rows);
    close_results(results);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(it_is_32_digits_and_the_same_for_equal_results),
        cmocka_unit_test(another_experiment_has_another),
        cmocka_unit_test(it_changes_with_every_byte_of_science),
        cmocka_unit_test(an_unfinished_file_has_none),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
