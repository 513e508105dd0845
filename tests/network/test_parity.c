/*
 * PyTorch's trajectories (tests/parity/README.md), on every instruction set of this machine:
 *
 *     test_parity NAME
 *
 * The largest distance to PyTorch's float64 run may be at most four times that of PyTorch's own
 * float32 run, or the floor named below where that is larger. Runs on raw inputs are chaotic: there
 * the first 100 losses count and the final accuracy.
 */
#include "holdfast/grid.h"
#include "holdfast/memory.h"
#include "kernels/kernels.h"
#include "network/network.h"
#include "unit_test.h"
#include <hdf5.h>
#include <math.h>
#include <stdio.h>
#include <stdlib.h>

static const double loss_floor = 5e-6, probability_floor = 5e-5, accuracy_tolerance = 0.02;
enum { CHAOTIC_ITERATIONS = 100 };

static double *read_numbers(hid_t file, const char *path, int64_t *count)
{
    double *values;
    hid_t set = H5Dopen2(file, path, H5P_DEFAULT);
    hid_t space = H5Dget_space(set);
    *count = H5Sget_simple_extent_npoints(space);
    assert_int_equal(hf_allocate(&values, *count, sizeof *values, NULL), HF_OK);
    assert_true(H5Dread(set, H5T_NATIVE_DOUBLE, H5S_ALL, H5S_ALL, H5P_DEFAULT, values) >= 0);
    H5Sclose(space);
    H5Dclose(set);
    return values;
}

/* Files are named without their folders. */
static void place(char **path, const char *folder)
{
    char placed[300];
    if (!*path || hf_config_builtin_name(*path))
        return;
    snprintf(placed, sizeof placed, "%s%s", folder, *path);
    hf_free(path);
    assert_int_equal(hf_copy_text(path, placed, NULL), HF_OK);
}

static void read_config(hid_t file, hf_config *config)
{
    hf_error error;
    char *text;
    hid_t attribute = H5Aopen(file, "config_yaml", H5P_DEFAULT);
    hid_t type = H5Aget_type(attribute); /* of fixed length */
    assert_int_equal(hf_allocate(&text, (int64_t)H5Tget_size(type) + 1, 1, NULL), HF_OK);
    assert_true(H5Aread(attribute, type, text) >= 0);
    if (hf_config_parse(text, "config_yaml", config, &error) != HF_OK)
        fail_msg("%s", error.message);
    place(&config->data.source, "../../data/");
    place(&config->splits.file, "../parity/");
    config->training.validation_fraction = 0; /* a key that their YAML does not have */
    hf_free(&text);
    H5Tclose(type);
    H5Aclose(attribute);
}

/* What holdfast trained, in memory of its own. */
typedef struct {
    hf_experiment experiment;
    int64_t features, hidden, classes, iterations, train_rows, test_rows;
    int64_t *train, *test;
    bool weighs;
    float *test_inputs, *weights, *initial, *loss, *accuracy;
    hf_outcome outcome;
} trained;

static void *room(int64_t count, size_t size)
{
    void *memory;
    assert_int_equal(hf_allocate(&memory, count, size, NULL), HF_OK);
    return memory;
}

static hf_samples *pack_outcome(const trained *t, const int64_t *rows, int64_t count,
                                const float *inputs)
{
    const hf_dataset *data = &t->experiment.dataset;
    float *outcome = room(count, 4);
    double center, scale;
    hf_samples *samples;
    assert_int_equal(hf_target_scaling(data, &t->experiment.splits, 0, &center, &scale, NULL),
                     HF_OK);
    for (int64_t i = 0; i < count; i++)
        outcome[i] = (float)((data->target[rows[i]] - center) / scale);
    assert_int_equal(hf_samples_make_outcome(inputs, outcome, count, t->features, &samples, NULL),
                     HF_OK);
    hf_free(&outcome);
    return samples;
}

/* `weight` [class]: what the classes weigh; made from the training rows, which come first. */
static hf_samples *pack(trained *t, const int64_t *rows, int64_t count, float *inputs,
                        double *weight)
{
    const hf_dataset *data = &t->experiment.dataset;
    double *center = room(t->features, 8), *scale = room(t->features, 8),
           *fill = room(t->features, 8);
    int32_t *labels = room(count, 4);
    hf_samples *samples;
    assert_int_equal(hf_scaling_compute(&t->experiment.config, data, &t->experiment.splits, 0,
                                        center, scale, fill, NULL),
                     HF_OK);
    hf_scaling_apply(data, rows, count, center, scale, fill, inputs);
    for (int64_t i = 0; i < count; i++)
        labels[i] = data->y[rows[i]];
    if (data->target)
        samples = pack_outcome(t, rows, count, inputs);
    else
        assert_int_equal(
            hf_samples_make(inputs, labels, count, t->features, t->classes, &samples, NULL), HF_OK);
    if (rows == t->train)
        t->weighs = hf_class_weights(&t->experiment.config, labels, count, t->classes, weight);
    if (t->weighs)
        assert_int_equal(hf_samples_weigh(samples, weight, NULL), HF_OK);
    hf_free(&center), hf_free(&scale), hf_free(&fill), hf_free(&labels);
    return samples;
}

static void train(hf_config *config, trained *t)
{
    hf_error error;
    *t = (trained){0};
    if (hf_experiment_make(config, &t->experiment, &error) != HF_OK)
        fail_msg("%s", error.message);
    t->features = t->experiment.dataset.features;
    t->classes = t->experiment.dataset.classes;
    t->hidden = t->experiment.grid.hidden[0];
    t->iterations = t->experiment.config.training.iterations;
    const int64_t in = t->hidden * t->features, out = t->classes * t->hidden;
    const int64_t count = in + t->hidden + out + t->classes;
    t->train = room(t->experiment.dataset.samples, 8);
    t->test = room(t->experiment.dataset.samples, 8);
    const hf_split_rows rows = hf_splits_rows(&t->experiment.splits, 0, t->train, NULL, t->test);
    t->train_rows = rows.train;
    t->test_rows = rows.test;
    t->weights = room(count, 4), t->initial = room(count, 4);
    t->loss = room(t->iterations, 4), t->accuracy = room(t->iterations, 4);
    t->outcome = (hf_outcome){.input_weight = t->weights,
                              .input_bias = t->weights + in,
                              .output_weight = t->weights + in + t->hidden,
                              .output_bias = t->weights + in + t->hidden + out,
                              .initial_input_weight = t->initial,
                              .initial_input_bias = t->initial + in,
                              .initial_output_weight = t->initial + in + t->hidden,
                              .initial_output_bias = t->initial + in + t->hidden + out,
                              .loss_history = t->loss,
                              .score_history = t->accuracy};
    float *train_inputs = room(t->train_rows * t->features, 4);
    t->test_inputs = room(t->test_rows * t->features, 4);
    double *weight = room(t->classes, 8);
    hf_samples *on = pack(t, t->train, t->train_rows, train_inputs, weight);
    hf_samples *against = pack(t, t->test, t->test_rows, t->test_inputs, weight);
    hf_trainer *trainer;
    assert_int_equal(hf_trainer_make(&t->experiment.config, t->features, t->hidden, t->classes,
                                     t->train_rows, 1, &trainer, NULL),
                     HF_OK);
    hf_trainer_run(trainer, on, NULL, against, t->experiment.grid.first_seed, 0, &t->outcome);
    hf_trainer_free(&trainer);
    hf_samples_free(&on), hf_samples_free(&against);
    hf_free(&train_inputs), hf_free(&weight);
}

static void release(trained *t)
{
    hf_experiment_free(&t->experiment);
    hf_free(&t->train), hf_free(&t->test), hf_free(&t->test_inputs), hf_free(&t->weights);
    hf_free(&t->initial), hf_free(&t->loss), hf_free(&t->accuracy);
}

static void check_rows(hid_t file, const char *path, const int64_t *rows, int64_t row_count)
{
    int64_t count;
    double *expected = read_numbers(file, path, &count);
    assert_int_equal(count, row_count);
    for (int64_t i = 0; i < count; i++)
        assert_int_equal(rows[i], (int64_t)expected[i]);
    hf_free(&expected);
}

/* Initial weights to the bit. */
static void check_initial(hid_t file, const trained *t)
{
    static const char *const names[] = {"input_weight", "input_bias", "output_weight",
                                        "output_bias"};
    const float *at = t->initial;
    for (int i = 0; i < 4; i++) {
        char path[64];
        int64_t count;
        snprintf(path, sizeof path, "float32/initial/%s", names[i]);
        double *expected = read_numbers(file, path, &count);
        for (int64_t k = 0; k < count; k++)
            assert_true(at[k] == (float)expected[k]);
        at += count;
        hf_free(&expected);
    }
}

static double worst(double so_far, double a, double b)
{
    const double distance = fabs(a - b);
    return distance > so_far || isnan(distance) ? distance : so_far;
}

static void check_distance(const char *what, double distance, double torch, double floor_)
{
    const double allowed = fmax(4 * torch, floor_);
    if (!(distance <= allowed))
        fail_msg("%s: %.3g from PyTorch's float64 run, %.3g allowed", what, distance, allowed);
}

static void check_losses(hid_t file, const trained *t, int64_t iterations)
{
    int64_t count;
    double *exact = read_numbers(file, "float64/loss", &count);
    double *torch = read_numbers(file, "float32/loss", &count);
    double distance = 0, own = 0;
    assert_int_equal(count, t->iterations);
    for (int64_t i = 0; i < iterations; i++) {
        distance = worst(distance, (double)t->loss[i], exact[i]);
        own = worst(own, torch[i], exact[i]);
    }
    check_distance("loss", distance, own, loss_floor);
    hf_free(&exact), hf_free(&torch);
}

/* Test probabilities from the trained weights, in float64; of a measured outcome the prediction. */
static void predict(const trained *t, int64_t row, double *p)
{
    double sum = 0, most = -INFINITY;
    for (int64_t c = 0; c < t->classes; c++)
        p[c] = (double)t->outcome.output_bias[c];
    for (int64_t j = 0; j < t->hidden; j++) {
        double z = (double)t->outcome.input_bias[j];
        for (int64_t f = 0; f < t->features; f++)
            z += (double)t->outcome.input_weight[j * t->features + f] *
                 (double)t->test_inputs[row * t->features + f];
        for (int64_t c = 0; c < t->classes && z > 0; c++)
            p[c] += (double)t->outcome.output_weight[c * t->hidden + j] * z;
    }
    for (int64_t c = 0; c < t->classes && t->classes > 1; c++)
        most = fmax(most, p[c]);
    for (int64_t c = 0; c < t->classes; c++)
        sum += t->classes > 1 ? p[c] = exp(p[c] - most) : 1;
    for (int64_t c = 0; c < t->classes; c++)
        p[c] /= sum;
}

/* The files hold test rows last class first, holdfast in file order: each row's place there. */
static int64_t *places_of_test_rows(hid_t file, const trained *t)
{
    int64_t count, *place = room(t->experiment.dataset.samples, 8);
    double *rows = read_numbers(file, "test_index", &count);
    assert_int_equal(count, t->test_rows);
    for (int64_t i = 0; i < t->experiment.dataset.samples; i++)
        place[i] = -1;
    for (int64_t i = 0; i < count; i++)
        place[(int64_t)rows[i]] = i;
    hf_free(&rows);
    return place;
}

static void check_predictions(hid_t file, const trained *t, const char *what)
{
    char double_path[64], float_path[64];
    int64_t count, *place = places_of_test_rows(file, t);
    snprintf(double_path, sizeof double_path, "float64/%s", what);
    snprintf(float_path, sizeof float_path, "float32/%s", what);
    double *exact = read_numbers(file, double_path, &count);
    double *torch = read_numbers(file, float_path, &count);
    double distance = 0, own = 0;
    assert_int_equal(count, t->test_rows * t->classes);
    for (int64_t i = 0; i < t->test_rows; i++) {
        double p[16];
        const int64_t row = place[t->test[i]];
        assert_true(row >= 0);
        predict(t, i, p);
        for (int64_t c = 0; c < t->classes; c++) {
            distance = worst(distance, p[c], exact[row * t->classes + c]);
            own = worst(own, torch[row * t->classes + c], exact[row * t->classes + c]);
        }
    }
    check_distance(what, distance, own, probability_floor);
    hf_free(&exact), hf_free(&torch), hf_free(&place);
}

static void check_accuracy(hid_t file, const trained *t)
{
    int64_t count;
    double *accuracy = read_numbers(file, "float64/test_accuracy", &count);
    assert_true(fabs((double)t->accuracy[count - 1] - accuracy[count - 1]) <= accuracy_tolerance);
    assert_true(t->accuracy[count - 1] == t->outcome.test_accuracy);
    hf_free(&accuracy);
}

/* The whole history, and the final one. */
static void check_r2(hid_t file, const trained *t)
{
    int64_t count;
    double *exact = read_numbers(file, "float64/test_r2", &count);
    double *torch = read_numbers(file, "float32/test_r2", &count);
    double distance = 0, own = 0;
    for (int64_t i = 0; i < count; i++) {
        distance = worst(distance, (double)t->accuracy[i], exact[i]);
        own = worst(own, torch[i], exact[i]);
    }
    check_distance("test R2", distance, own, probability_floor);
    assert_true(t->accuracy[count - 1] == t->outcome.test_r2);
    assert_true(fabs(t->outcome.test_rmse - sqrt((double)t->outcome.test_loss)) < 1e-6);
    assert_true(t->outcome.learned);
    hf_free(&exact), hf_free(&torch);
}

static void check_file(const char *name)
{
    char path[300];
    hf_config config;
    trained t;
    snprintf(path, sizeof path, "../parity/%s.h5", name);
    hid_t file = H5Fopen(path, H5F_ACC_RDONLY, H5P_DEFAULT);
    assert_true(file >= 0);
    read_config(file, &config);
    train(&config, &t);
    const bool chaotic = t.experiment.config.data.standardize == HF_STANDARDIZE_NONE;
    check_rows(file, "train_index", t.train, t.train_rows);
    check_initial(file, &t);
    check_losses(file, &t, chaotic ? CHAOTIC_ITERATIONS : t.iterations);
    const bool measured = t.experiment.dataset.target;
    if (!chaotic)
        check_predictions(file, &t, measured ? "test_prediction" : "test_probability");
    if (measured)
        check_r2(file, &t);
    else
        check_accuracy(file, &t);
    release(&t);
    H5Fclose(file);
}

static const char *trajectory; /* the name of a file without its .h5 */

static void it_follows_pytorch_on_every_instruction_set(void **state)
{
    (void)state;
    for (int path = 0; path < HF_KERNEL_PATHS; path++) {
        if (!hf_kernels_find(hf_kernels_names[path]))
            continue;
        setenv("HOLDFAST_ISA", hf_kernels_names[path], 1);
        assert_int_equal(hf_kernels_select(NULL), HF_OK);
        print_message("  %s\n", hf_kernels_name());
        check_file(trajectory);
    }
}

int main(int count, char **words)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(it_follows_pytorch_on_every_instruction_set),
    };
    trajectory = count == 2 ? words[1] : "";
    return cmocka_run_group_tests(tests, NULL, NULL);
}
