/* What keeps the rows of null tests from being taken over into another file. */
#include "commands/replica_copy.h"
#include "holdfast/importance.h"
#include "unit_test.h"
#include <string.h>

/* Both configurations begin as these; the new one gets `change`. */
static const char base[] = "data: {groups: patient}\n"
                           "splits: {count: 4}\n"
                           "significance: {methods: [permutation, garson], top: 2}\n"
                           "null_test: {labels: 2, probes: 2, splits: 2}\n";

static void make(int format, const char *change, hf_config *config)
{
    assert_int_equal(hf_config_parse(base, NULL, config, NULL), HF_OK);
    assert_int_equal(hf_config_set_format(config, format, NULL), HF_OK);
    if (change)
        assert_int_equal(hf_config_override(config, &change, 1, NULL), HF_OK);
}

static const struct {
    const char *change, *key, *method;
    int format; /* of the old one; 0: the new one's */
} cases[] = {
    {NULL, NULL, NULL, 0},
    {NULL, "data.groups", NULL, 1},
    {"data.groups=null", NULL, NULL, 1},
    {"null_test.labels=7", NULL, NULL, 0},
    {"null_test.seeds=3", NULL, NULL, 0},
    {"null_test.fdr=0.1", NULL, NULL, 0},
    {"splits.count=8", NULL, NULL, 0},
    {"null_test.splits=null", "null_test.splits", NULL, 0},
    {"significance.seed=1", "significance.seed", NULL, 0},
    {"significance.methods=[garson]", NULL, NULL, 0},
    {"significance.methods=[garson, olden]", "significance.methods", "olden", 0},
    {"significance.methods=[tutorial, garson]", NULL, NULL, 0}, /* none of null tests */
    {"significance.permutation_repeats=9", "significance.methods", "permutation", 0},
};

static void null_tests_are_taken_where_their_draws_and_importances_are_the_same(void **state)
{
    (void)state;
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++)
        for (hf_arm arm = 0; arm < HF_ARMS; arm++) {
            hf_config old, new;
            int64_t method;
            make(cases[i].format ? cases[i].format : HF_FORMAT, NULL, &old);
            make(HF_FORMAT, cases[i].change, &new);
            const char *key = hf_replica_copy_obstacle(&old, &new, arm, &method);
            const char *expected = arm == HF_ARM_MAIN ? NULL : cases[i].key;
            if (!key != !expected || (key && strcmp(key, expected) != 0))
                fail_msg("case %zu: %s", i, key ? key : "nothing");
            if (expected && cases[i].method)
                assert_string_equal(
                    hf_method_name((hf_method) new.significance.methods.items[method]),
                    cases[i].method);
            else
                assert_int_equal(method, -1);
            hf_config_free(&old);
            hf_config_free(&new);
        }
}

static void stored_importances_are_found_by_method_and_shuffles(void **state)
{
    (void)state;
    hf_config old, new;
    make(HF_FORMAT, NULL, &old);
    make(HF_FORMAT, "significance.methods=[garson, olden, permutation]", &new);
    assert_int_equal(hf_replica_copy_stored(&old, &new, 0), 1);
    assert_int_equal(hf_replica_copy_stored(&old, &new, 1), -1);
    assert_int_equal(hf_replica_copy_stored(&old, &new, 2), 0);
    new.significance.seed = 4;
    assert_int_equal(hf_replica_copy_stored(&old, &new, 0), 1);
    assert_int_equal(hf_replica_copy_stored(&old, &new, 2), -1);
    hf_config_free(&old);
    hf_config_free(&new);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(null_tests_are_taken_where_their_draws_and_importances_are_the_same),
        cmocka_unit_test(stored_importances_are_found_by_method_and_shuffles)};
    return cmocka_run_group_tests(tests, NULL, NULL);
}
