/* The configurations that come with holdfast, in ../../configs. */
#include "config_test.h"

#include <dirent.h>
#include <stdio.h>
#include <string.h>

static hf_config read_shipped(const char *name)
{
    char path[300];
    hf_config config;
    hf_error error = {0};
    snprintf(path, sizeof path, "../../configs/%s", name);
    if (hf_config_read(path, NULL, 0, &config, &error) != HF_OK)
        fail_msg("%s", error.message);
    return config;
}

static int64_t replicas(const hf_config *c)
{
    return c->splits.count * c->model.hidden.count * c->replicas.seeds;
}

static void all_are_valid_and_named_after_their_files(void **state)
{
    (void)state;
    DIR *folder = opendir("../../configs");
    int found = 0;
    assert_non_null(folder);
    for (struct dirent *entry; (entry = readdir(folder));) {
        const char *dot = strrchr(entry->d_name, '.');
        if (!dot || strcmp(dot, ".yaml") != 0)
            continue;
        hf_config config = read_shipped(entry->d_name);
        assert_int_equal(strncmp(config.data.source, "builtin:", 8), 0);
        hf_config_free(&config);
        found++;
    }
    closedir(folder);
    assert_true(found >= 5);
}

static void breast_cancer_is_the_whole_grid(void **state)
{
    (void)state;
    hf_config c = read_shipped("breast_cancer.yaml");
    assert_string_equal(c.data.source, "builtin:breast_cancer");
    assert_int_equal(replicas(&c), 3072);
    assert_integers(&c.model.hidden, 3, (const int64_t[]){10, 30, 100});
    assert_int_equal(c.data.standardize, HF_STANDARDIZE_ZSCORE);
    assert_int_equal(c.splits.method, HF_SPLITS_STRATIFIED_SHUFFLE);
    assert_true(c.splits.train_fraction == 0.5 && c.training.learning_rate == 0.001);
    assert_int_equal(c.training.iterations, 1000);
    assert_int_equal(c.training.batch_size, 0);
    hf_config_free(&c);
}

static void tutorial_is_the_recipe_of_the_tutorial(void **state)
{
    (void)state;
    const int64_t methods[] = {
        HF_MAX_WEIGHT, HF_TUTORIAL, HF_MAX_ABS_WEIGHT, HF_L2_NORM,
        HF_GARSON,     HF_OLDEN,    HF_PERMUTATION,    HF_INTEGRATED_GRADIENTS};
    hf_config c = read_shipped("tutorial.yaml");
    assert_string_equal(c.data.source, "builtin:breast_cancer");
    assert_int_equal(c.data.standardize, HF_STANDARDIZE_NONE);
    assert_int_equal(c.splits.method, HF_SPLITS_FIRST_HALF);
    assert_int_equal(replicas(&c), 60);
    assert_int_equal(c.replicas.first_seed, 0);
    assert_integers(&c.model.hidden, 1, (const int64_t[]){30});
    assert_int_equal(c.model.init, HF_INIT_PYTORCH);
    assert_int_equal(c.training.loss, HF_LOSS_CROSS_ENTROPY_OF_SOFTMAX);
    assert_int_equal(c.training.optimizer, HF_OPTIMIZER_ADAM);
    assert_true(c.training.learning_rate == 0.001);
    assert_int_equal(c.training.iterations, 1000);
    assert_int_equal(c.training.batch_size, 0);
    assert_int_equal(c.significance.votes, HF_VOTES_ALL);
    assert_integers(&c.significance.methods, 8, methods);
    assert_int_equal(hf_config_resolve(&c, &(hf_data_counts){.features = 30, .splits = 1}, NULL),
                     HF_OK);
    hf_config_free(&c);
}

static void quick_is_small(void **state)
{
    (void)state;
    hf_config c = read_shipped("quick.yaml");
    assert_true(replicas(&c) * c.training.iterations <= 2000);
    hf_config_free(&c);
}

static void digits_is_trained_on_mini_batches(void **state)
{
    (void)state;
    hf_config c = read_shipped("digits.yaml");
    assert_string_equal(c.data.source, "builtin:digits");
    assert_int_equal(c.training.batch_size, 64);
    assert_integers(&c.model.hidden, 2, (const int64_t[]){32, 64});
    hf_config_free(&c);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(all_are_valid_and_named_after_their_files),
        cmocka_unit_test(breast_cancer_is_the_whole_grid),
        cmocka_unit_test(tutorial_is_the_recipe_of_the_tutorial),
        cmocka_unit_test(quick_is_small),
        cmocka_unit_test(digits_is_trained_on_mini_batches),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
