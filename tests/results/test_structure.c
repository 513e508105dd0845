/* The file's datasets as docs/results-file.md lists them, seen through HDF5 itself. */
#include "../../src/results/catalogue.h"
#include "fixture.h"
#include <hdf5.h>
#include <math.h>
#include <stdlib.h>
#include <string.h>

typedef struct expected {
    const char *path;
    H5T_class_t class;
    size_t bytes;
    int is_signed, rank;
    hsize_t dims[3];
} expected;

#define U8 H5T_INTEGER, 1, 0
#define U32 H5T_INTEGER, 4, 0
#define I32 H5T_INTEGER, 4, 1
#define I64 H5T_INTEGER, 8, 1
#define F32 H5T_FLOAT, 4, 0
#define F64 H5T_FLOAT, 8, 0

#define WEIGHTS(size, number, prefix)                                                              \
    {"/weights/hidden_" size "/" prefix "input_weight", F32, 3, {6, number, 4}},                   \
        {"/weights/hidden_" size "/" prefix "input_bias", F32, 2, {6, number}},                    \
        {"/weights/hidden_" size "/" prefix "output_weight", F32, 3, {6, 3, number}},              \
    {                                                                                              \
        "/weights/hidden_" size "/" prefix "output_bias", F32, 2,                                  \
        {                                                                                          \
            6, 3                                                                                   \
        }                                                                                          \
    }

#define METHOD(name)                                                                               \
    {"/importance/" name, F32, 2, {12, 4}}, {"/significance/" name "/frequency", F64, 1, {4}},     \
        {"/significance/" name "/mean_rank", F64, 1, {4}},                                         \
        {"/significance/" name "/mean_importance", F64, 1, {4}},                                   \
        {"/significance/" name "/rank_count", I32, 2, {4, 4}},                                     \
        {"/significance/" name "/frequency_by_hidden", F64, 2, {2, 4}},                            \
        {"/significance/" name "/frequency_by_split", F64, 2, {2, 4}},                             \
        {"/significance/" name "/voters_by_hidden", I32, 1, {2}},                                  \
        {"/significance/" name "/voters_by_split", I32, 1, {2}},                                   \
        {"/significance/" name "/draws_skipped", I32, 0, {0}},                                     \
        {"/significance/" name "/frequency_low", F64, 1, {4}},                                     \
        {"/significance/" name "/frequency_high", F64, 1, {4}},                                    \
        {"/significance/" name "/variance_seed", F64, 2, {2, 4}},                                  \
        {"/significance/" name "/variance_split", F64, 2, {2, 4}},                                 \
        {"/significance/" name "/variance_interaction", F64, 2, {2, 4}},                           \
        {"/significance/" name "/variance_seeds_used", I32, 1, {2}},                               \
        {"/significance/" name "/plan_variance_seed", F64, 1, {4}},                                \
        {"/significance/" name "/plan_variance_split", F64, 1, {4}},                               \
        {"/significance/" name "/plan_variance_interaction", F64, 1, {4}},                         \
        {"/significance/" name "/stability", F64, 0, {0}},                                         \
        {"/significance/" name "/stability_by_hidden", F64, 1, {2}},                               \
        {"/significance/" name "/stability_by_k", F64, 1, {4}},                                    \
        {"/significance/" name "/stability_cross", F64, 0, {0}},                                   \
        {"/significance/" name "/stability_cross_low", F64, 0, {0}},                               \
        {"/significance/" name "/stability_cross_high", F64, 0, {0}},                              \
        {"/significance/" name "/stability_cross_draws_skipped", I32, 0, {0}},                     \
        {"/significance/" name "/stability_cross_by_hidden", F64, 1, {2}},                         \
        {"/significance/" name "/stability_seed", F64, 0, {0}},                                    \
        {"/significance/" name "/stability_split", F64, 0, {0}},                                   \
        {"/significance/" name "/stability_hidden", F64, 0, {0}},                                  \
        {"/significance/" name "/kendall_w", F64, 0, {0}},                                         \
        {"/significance/" name "/kendall_w_by_hidden", F64, 1, {2}},                               \
        {"/significance/" name "/half_samples", I32, 0, {0}},                                      \
        {"/significance/" name "/half_sample_frequency", F64, 1, {4}},                             \
        {"/significance/" name "/error_bound", F64, 1, {4}},                                       \
        {"/significance/" name "/error_bound_unimodal", F64, 1, {4}},                              \
        {"/significance/" name "/group_frequency", F64, 1, {4}},                                   \
        {"/significance/" name "/voting_seeds", F64, 0, {0}},                                      \
        {"/significance/" name "/voting_splits", F64, 0, {0}},                                     \
    {                                                                                              \
        "/significance/" name "/voters", I32, 0,                                                   \
        {                                                                                          \
            0                                                                                      \
        }                                                                                          \
    }

enum { GROUPS = 1 }; /* the columns rise together */

static const expected datasets[] = {
    {"/feature", I32, 1, {4}},
    {"/feature_group", I32, 1, {GROUPS}},
    {"/input", I32, 1, {4}},
    {"/class", I32, 1, {3}},
    {"/sample", I32, 1, {12}},
    {"/split", I32, 1, {2}},
    {"/seed", I64, 1, {3}},
    {"/hidden", I32, 1, {2}},
    {"/replica", I64, 1, {12}},
    {"/iteration", I32, 1, {3}},
    {"/method", I32, 1, {2}},
    {"/rank", I32, 1, {4}},
    {"/threshold", F64, 1, {4}},
    {"/unit_0005", I32, 1, {5}},
    {"/unit_0003", I32, 1, {3}},
    {"/replica_0005", I64, 1, {6}},
    {"/replica_0003", I64, 1, {6}},
    {"/dataset/x", F64, 2, {12, 4}},
    {"/dataset/y", I32, 1, {12}},
    {"/dataset/input_feature", I32, 1, {4}},
    {"/splits/train", U8, 2, {2, 12}},
    {"/splits/center", F64, 2, {2, 4}},
    {"/splits/scale", F64, 2, {2, 4}},
    {"/splits/fill", F64, 2, {2, 4}},
    {"/replicas/seed", I64, 1, {12}},
    {"/replicas/hidden", I32, 1, {12}},
    {"/replicas/split", I32, 1, {12}},
    {"/replicas/status", U8, 1, {12}},
    {"/replicas/learned", U8, 1, {12}},
    {"/replicas/train_loss", F32, 1, {12}},
    {"/replicas/train_accuracy", F32, 1, {12}},
    {"/replicas/test_loss", F32, 1, {12}},
    {"/replicas/test_accuracy", F32, 1, {12}},
    {"/replicas/balanced_accuracy", F32, 1, {12}},
    {"/replicas/dead_units", I32, 1, {12}},
    {"/replicas/iterations", I32, 1, {12}},
    {"/replicas/seconds", F32, 1, {12}},
    {"/replicas/crc32", U32, 1, {12}},
    {"/replicas/importance_crc32", U32, 1, {12}},
    {"/history/loss", F32, 2, {12, 3}},
    {"/history/test_accuracy", F32, 2, {12, 3}},
    WEIGHTS("0005", 5, ""),
    WEIGHTS("0005", 5, "initial_"),
    WEIGHTS("0003", 3, ""),
    WEIGHTS("0003", 3, "initial_"),
    METHOD("l2_norm"),
    METHOD("garson"),
    {"/significance/agreement", F64, 2, {2, 2}},
    {"/significance/group", I32, 1, {4}},
    {"/significance/group_chance", F64, 1, {4}},
    {"/significance/seed_units", I32, 0, {0}},
    {"/significance/split_units", I32, 0, {0}},
    {"/significance/seed_resampling", U8, 0, {0}},
    {"/significance/split_resampling", U8, 0, {0}},
    {"/significance/score", F64, 0, {0}},
    {"/significance/score_low", F64, 0, {0}},
    {"/significance/score_high", F64, 0, {0}},
    {"/significance/direction", F64, 2, {3, 4}},
    {"/significance/univariate/effect", F64, 1, {4}},
    {"/significance/univariate/p_value", F64, 1, {4}},
    {"/significance/univariate/q_value", F64, 1, {4}},
    {"/significance/univariate/class", I32, 1, {4}},
    {"/significance/conditional/p_value", F64, 1, {4}},
    {"/significance/conditional/group_p_value", F64, 1, {GROUPS}},
    {"/significance/conditional/q_value", F64, 1, {4}},
    {"/significance/conditional/group_q_value", F64, 1, {GROUPS}},
    {"/significance/conditional/q_value_by", F64, 1, {4}},
    {"/significance/conditional/group_q_value_by", F64, 1, {GROUPS}},
    {"/significance/conditional/own_variation", F64, 1, {4}},
    {"/significance/conditional/group_own_variation", F64, 1, {GROUPS}},
    {"/significance/conditional/misfit", F64, 1, {4}},
    {"/significance/conditional/group_misfit", F64, 1, {GROUPS}},
    {"/significance/conditional/spread_ratio", F64, 1, {4}},
    {"/significance/conditional/group_spread_ratio", F64, 1, {GROUPS}},
    {"/significance/conditional/draws", I32, 1, {4}},
    {"/significance/conditional/group_draws", I32, 1, {GROUPS}},
    {"/significance/conditional/dependent_on", I32, 1, {4}},
    {"/significance/conditional/group_dependent_on", I32, 1, {GROUPS}},
    {"/significance/conditional/reason", U8, 1, {4}},
    {"/significance/conditional/group_reason", U8, 1, {GROUPS}},
    {"/significance/conditional/networks", I32, 0, {0}},
    {"/provenance/state", U8, 0, {0}},
};
enum { DATASETS = sizeof datasets / sizeof *datasets };

static const char *path; /* of one file, made once, that the tests only read */
static hid_t file;

static int set_up(void **state)
{
    (void)state;
    static char kept[256];
    strcpy(kept, new_path());
    path = kept;
    close_results(create_and_open(path, NULL));
    file = H5Fopen(path, H5F_ACC_RDONLY, H5P_DEFAULT);
    return file < 0;
}

static int tear_down(void **state)
{
    (void)state;
    return H5Fclose(file) < 0;
}

static void every_dataset_has_its_type_and_shape(void **state)
{
    (void)state;
    for (int i = 0; i < DATASETS; i++) {
        const expected *e = &datasets[i];
        hid_t dataset = H5Dopen2(file, e->path, H5P_DEFAULT);
        if (dataset < 0)
            fail_msg("%s is missing", e->path);
        hid_t type = H5Dget_type(dataset), space = H5Dget_space(dataset);
        hsize_t dims[3] = {0};
        assert_int_equal(H5Tget_class(type), e->class);
        assert_int_equal(H5Tget_size(type), e->bytes);
        if (e->class == H5T_INTEGER)
            assert_int_equal(H5Tget_sign(type) == H5T_SGN_2, e->is_signed);
        assert_int_equal(H5Sget_simple_extent_ndims(space), e->rank);
        H5Sget_simple_extent_dims(space, dims, NULL);
        for (int d = 0; d < e->rank; d++)
            assert_int_equal(dims[d], e->dims[d]);
        assert_int_equal(H5Aexists(dataset, "units"), 1);
        assert_int_equal(H5Aexists(dataset, "long_name"), 1);
        assert_int_equal(H5Aexists(dataset, "REFERENCE_LIST"), 0);
        assert_int_equal(H5Aexists(dataset, "DIMENSION_LIST"), strchr(e->path + 1, '/') && e->rank);
        H5Sclose(space);
        H5Tclose(type);
        H5Dclose(dataset);
    }
}

#if H5_VERSION_GE(1, 12, 0)
typedef H5O_info2_t object_info;
#    define visit_objects(...) H5Ovisit3(__VA_ARGS__, H5O_INFO_BASIC)
#else
typedef H5O_info_t object_info;
#    define visit_objects H5Ovisit
#endif

static bool is_listed(const char *dataset)
{
    for (int i = 0; i < DATASETS; i++)
        if (strcmp(datasets[i].path, dataset) == 0)
            return true;
    for (int i = 0; i < HF_TEXTS; i++)
        if (strcmp(hf_text_table[i].path, dataset) == 0)
            return true;
    return false;
}

static herr_t note_unlisted(hid_t object, const char *name, const object_info *info, void *unlisted)
{
    char dataset[HF_PATH_BYTES];
    (void)object;
    snprintf(dataset, sizeof dataset, "/%s", name);
    if (info->type == H5O_TYPE_DATASET && !is_listed(dataset))
        strcpy(unlisted, dataset);
    return 0;
}

static void nothing_else_is_in_the_file(void **state)
{
    (void)state;
    char unlisted[HF_PATH_BYTES] = "";
    visit_objects(file, H5_INDEX_NAME, H5_ITER_INC, note_unlisted, unlisted);
    assert_string_equal(unlisted, "");
}

static void read_i64(const char *name, int64_t *values)
{
    hid_t dataset = H5Dopen2(file, name, H5P_DEFAULT);
    assert_true(dataset >= 0);
    assert_true(H5Dread(dataset, H5T_NATIVE_INT64, H5S_ALL, H5S_ALL, H5P_DEFAULT, values) >= 0);
    H5Dclose(dataset);
}

static void scales_and_replicas_hold_their_numbers(void **state)
{
    (void)state;
    static const struct {
        const char *name;
        int count;
        int64_t values[12];
    } series[] = {
        {"/feature", 4, {0, 1, 2, 3}},
        {"/sample", 12, {0, 1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11}},
        {"/seed", 3, {7, 8, 9}},
        {"/hidden", 2, {5, 3}},
        {"/iteration", 3, {1, 5, 9}},
        {"/rank", 4, {1, 2, 3, 4}},
        {"/unit_0003", 3, {0, 1, 2}},
        {"/replica", 12, {0, 1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11}},
        {"/replica_0005", 6, {0, 1, 2, 6, 7, 8}},
        {"/replica_0003", 6, {3, 4, 5, 9, 10, 11}},
        {"/replicas/seed", 12, {7, 8, 9, 7, 8, 9, 7, 8, 9, 7, 8, 9}},
        {"/replicas/hidden", 12, {5, 5, 5, 3, 3, 3, 5, 5, 5, 3, 3, 3}},
        {"/replicas/split", 12, {0, 0, 0, 0, 0, 0, 1, 1, 1, 1, 1, 1}},
        {"/replicas/status", 12, {0}},
        {"/replicas/crc32", 12, {0}},
        {"/replicas/dead_units", 12, {0}},
        {"/significance/garson/voters", 1, {0}},
        {"/provenance/state", 1, {HF_STATE_TRAINING}},
    };
    for (size_t i = 0; i < sizeof series / sizeof *series; i++) {
        int64_t values[12];
        read_i64(series[i].name, values);
        for (int k = 0; k < series[i].count; k++)
            if (values[k] != series[i].values[k])
                fail_msg("%s[%d] is %lld", series[i].name, k, (long long)values[k]);
    }
}

static void floats_are_one_and_the_same_nan(void **state)
{
    (void)state;
    for (int i = 0; i < DATASETS; i++) {
        const expected *e = &datasets[i];
        if (e->class != H5T_FLOAT || strncmp(e->path, "/dataset", 8) == 0 ||
            strncmp(e->path, "/splits", 7) == 0 || strcmp(e->path, "/threshold") == 0)
            continue;
        unsigned char bytes[4096];
        const unsigned char nan_f32[] = {0, 0, 0xC0, 0x7F};
        const unsigned char nan_f64[] = {0, 0, 0, 0, 0, 0, 0xF8, 0x7F};
        hid_t dataset = H5Dopen2(file, e->path, H5P_DEFAULT);
        H5Dread(dataset, e->bytes == 4 ? H5T_IEEE_F32LE : H5T_IEEE_F64LE, H5S_ALL, H5S_ALL,
                H5P_DEFAULT, bytes);
        size_t values = 1;
        for (int d = 0; d < e->rank; d++)
            values *= e->dims[d];
        assert_true(values * e->bytes <= sizeof bytes);
        for (size_t v = 0; v < values; v++)
            assert_memory_equal(bytes + v * e->bytes, e->bytes == 4 ? nan_f32 : nan_f64, e->bytes);
        H5Dclose(dataset);
    }
}

static void the_experiment_is_in_the_file(void **state)
{
    (void)state;
    double x[SAMPLES * FEATURES], center[SPLITS * FEATURES];
    uint8_t train[SPLITS * SAMPLES];
    hf_experiment experiment;
    hf_results *results;
    make_experiment(NULL, &experiment);
    assert_int_equal(hf_results_open(path, false, &results, NULL), HF_OK);
    assert_int_equal(hf_results_read(results, HF_DATASET_X, 0, 0, SAMPLES, x, NULL), HF_OK);
    assert_memory_equal(x, experiment.dataset.x, sizeof x);
    assert_int_equal(hf_results_read(results, HF_SPLITS_TRAIN, 0, 0, SPLITS, train, NULL), HF_OK);
    assert_memory_equal(train, experiment.splits.train, sizeof train);
    assert_int_equal(hf_results_read(results, HF_SPLITS_CENTER, 0, 0, SPLITS, center, NULL), HF_OK);
    for (int p = 0; p < SPLITS; p++)
        for (int f = 0; f < FEATURES; f++) { /* x is linear in the row: the mean is the middle's */
            double middle = 0.5 * (5 + p);
            double mean = 0.5 * middle + f * f - 0.1 * middle * f;
            assert_true(fabs(center[p * FEATURES + f] - mean) < 1e-12);
        }
    assert_string_equal(hf_results_data_hash(results), experiment.dataset.hash);
    assert_int_equal(hf_results_samples(results), SAMPLES);
    assert_int_equal(hf_results_classes(results)->count, CLASSES);
    for (int f = 0; f < FEATURES; f++)
        assert_string_equal(hf_results_features(results)->items[f],
                            experiment.dataset.feature_names.items[f]);
    assert_null(hf_config_difference(hf_results_config(results), &experiment.config, NULL));
    assert_string_equal(hf_results_config(results)->name, "small");
    close_results(results);
    hf_experiment_free(&experiment);
}

static void only_above_100_features_the_last_rank_means_or_worse(void **state)
{
    (void)state;
    for (int features = 99; features <= 101; features++) {
        hf_experiment experiment;
        hf_shape shape;
        make_experiment(NULL, &experiment);
        assert_int_equal(
            hf_shape_make(&experiment.config, (hf_shard){0},
                          &(hf_data_counts){.features = features, .classes = 3, .samples = 12},
                          &shape, NULL),
            HF_OK);
        const char *text = hf_axis_long_name(&shape, HF_AXIS_RANK);
        assert_int_equal(strstr(text, "the last one stands for all") != NULL, features > 100);
        hf_experiment_free(&experiment);
    }
}

/* A field more would change the digest of every file of that format: a new one is of a new format
 * (SINCE, fields.def). */
static void a_format_keeps_its_fields(void **state)
{
    (void)state;
    static const int fields[] = {[1] = 95};
    hf_field_row newer = hf_field_table[HF_SPLITS_TRAIN];
    hf_experiment experiment;
    hf_shape shape;
    for (int format = 1; format < (int)(sizeof fields / sizeof *fields); format++) {
        int count = 0;
        for (hf_field field = 0; field < HF_FIELDS; field++)
            count += hf_field_table[field].since <= format &&
                     (hf_field_table[field].roles & HF_ROLE_DIGEST);
        if (count != fields[format])
            fail_msg("format %d digests %d fields, not %d", format, count, fields[format]);
    }
    make_experiment(NULL, &experiment);
    newer.since = 2;
    for (experiment.config.format = 0; experiment.config.format < 3; experiment.config.format++) {
        assert_int_equal(
            hf_shape_make(&experiment.config, (hf_shard){0},
                          &(hf_data_counts){.features = 4, .classes = 3, .samples = 12}, &shape,
                          NULL),
            HF_OK);
        assert_int_equal(hf_shape_variants(&shape, &newer), experiment.config.format != 1);
    }
    hf_experiment_free(&experiment);
}

static void what_is_not_asked_for_is_not_there(void **state)
{
    (void)state;
    const char *const overrides[] = {"output.history_every=0", "output.initial_weights=false",
                                     "output.dataset=false", NULL};
    static const char *const absent[] = {"/iteration", "/history", "/dataset/x", "/dataset/y",
                                         "/weights/hidden_0003/initial_input_bias"};
    const char *other = new_path();
    hf_results *results = create_and_open(other, overrides);
    assert_false(hf_results_has(results, HF_HISTORY_LOSS, 0));
    assert_false(hf_results_has(results, HF_DATASET_X, 0));
    assert_false(hf_results_has(results, HF_WEIGHTS_INITIAL_INPUT_BIAS, 1));
    assert_true(hf_results_has(results, HF_WEIGHTS_INPUT_BIAS, 1));
    assert_false(hf_results_has(results, HF_WEIGHTS_INPUT_BIAS, 2));
    assert_false(hf_results_has(results, HF_IMPORTANCE, -1));
    hf_rows rows = make_rows(results, 0, 1, HF_DONE);
    assert_null(hf_rows_at(hf_results_layout(results), &rows, HF_HISTORY_LOSS, 0, 0));
    assert_null(hf_rows_at(hf_results_layout(results), &rows, HF_IMPORTANCE, METHODS, 0));
    assert_int_equal(hf_results_write_rows(results, &rows, NULL), HF_OK);
    free_rows(&rows);
    close_results(results);
    hid_t opened = H5Fopen(other, H5F_ACC_RDONLY, H5P_DEFAULT);
    assert_true(H5Lexists(opened, "/dataset/feature_names", H5P_DEFAULT) > 0);
    for (size_t i = 0; i < sizeof absent / sizeof *absent; i++)
        assert_true(H5Lexists(opened, absent[i], H5P_DEFAULT) <= 0);
    H5Fclose(opened);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(every_dataset_has_its_type_and_shape),
        cmocka_unit_test(nothing_else_is_in_the_file),
        cmocka_unit_test(scales_and_replicas_hold_their_numbers),
        cmocka_unit_test(floats_are_one_and_the_same_nan),
        cmocka_unit_test(the_experiment_is_in_the_file),
        cmocka_unit_test(only_above_100_features_the_last_rank_means_or_worse),
        cmocka_unit_test(a_format_keeps_its_fields),
        cmocka_unit_test(what_is_not_asked_for_is_not_there),
    };
    return cmocka_run_group_tests(tests, set_up, tear_down);
}
