/* The small experiment of the tests of results files, and its rows. */
#include "fixture.h"

#include "holdfast/memory.h"
#include <dirent.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

static const char configuration[] = "name: small\n"
                                    "data: {source: small.csv, target: kind}\n"
                                    "splits: {count: 2}\n"
                                    "model: {hidden: [5, 3]}\n"
                                    "training: {iterations: 10}\n"
                                    "replicas: {first_seed: 7, seeds: 3}\n"
                                    "significance: {methods: [l2_norm, garson], top: 2}\n"
                                    "output: {history_every: 4}\n";

static void make_dataset(hf_dataset *dataset)
{
    static const char *const features[] = {"radius", "mean of \"x\", y", "Gr\303\266\303\237e", ""};
    static const char *const classes[] = {"benign", "malignant", "unknown"};
    *dataset = (hf_dataset){
        .samples = SAMPLES, .features = FEATURES, .classes = CLASSES, .file_rows = SAMPLES};
    assert_int_equal(hf_allocate(&dataset->x, SAMPLES * FEATURES, sizeof(double), NULL), HF_OK);
    assert_int_equal(hf_allocate(&dataset->y, SAMPLES, sizeof(int32_t), NULL), HF_OK);
    assert_int_equal(hf_allocate(&dataset->row, SAMPLES, sizeof(int64_t), NULL), HF_OK);
    for (int i = 0; i < SAMPLES; i++) {
        dataset->y[i] = i % CLASSES;
        dataset->row[i] = i;
        for (int f = 0; f < FEATURES; f++)
            dataset->x[i * FEATURES + f] = 0.5 * i + f * f - 0.1 * i * f;
    }
    for (int f = 0; f < FEATURES; f++)
        assert_int_equal(hf_text_list_add(&dataset->feature_names, features[f], NULL), HF_OK);
    for (int c = 0; c < CLASSES; c++)
        assert_int_equal(hf_text_list_add(&dataset->class_names, classes[c], NULL), HF_OK);
    assert_int_equal(hf_dataset_lay_inputs(dataset, NULL), HF_OK);
    hf_dataset_hash(dataset);
}

/* Split p trains on rows 0 ... 5 + p. */
static void make_splits(int64_t count, hf_splits *splits)
{
    *splits = (hf_splits){.count = count, .samples = SAMPLES};
    assert_int_equal(hf_allocate(&splits->train, count * SAMPLES, 1, NULL), HF_OK);
    for (int64_t p = 0; p < count; p++)
        for (int64_t i = 0; i < SAMPLES; i++)
            splits->train[p * SAMPLES + i] = i < 6 + p % 5;
}

void make_experiment(const char *const *overrides, hf_experiment *experiment)
{
    int64_t count = 0;
    hf_error error = {0};
    *experiment = (hf_experiment){0};
    while (overrides && overrides[count])
        count++;
    hf_config *config = &experiment->config;
    if (hf_config_parse(configuration, "small.yaml", config, &error) != HF_OK ||
        hf_config_override(config, overrides, count, &error) != HF_OK)
        fail_msg("%s", error.message);
    make_dataset(&experiment->dataset);
    make_splits(config->splits.count, &experiment->splits);
    if (hf_experiment_resolve(experiment, &error) != HF_OK)
        fail_msg("%s", error.message);
}

static char folder_name[] = "/tmp/holdfast-results-XXXXXX";

static void remove_folder(void)
{
    char name[512];
    DIR *open_folder = opendir(folder_name);
    for (struct dirent *entry; open_folder && (entry = readdir(open_folder));) {
        snprintf(name, sizeof name, "%s/%s", folder_name, entry->d_name);
        unlink(name);
    }
    if (open_folder)
        closedir(open_folder);
    rmdir(folder_name);
}

const char *folder(void)
{
    static int made;
    if (!made) {
        assert_non_null(mkdtemp(folder_name));
        made = atexit(remove_folder) == 0;
    }
    return folder_name;
}

const char *new_path(void)
{
    static char path[256];
    static int number;
    snprintf(path, sizeof path, "%s/results-%d.h5", folder(), number++);
    return path;
}

int files_in_folder(void)
{
    int count = 0;
    DIR *open_folder = opendir(folder());
    assert_non_null(open_folder);
    while (readdir(open_folder))
        count++;
    closedir(open_folder);
    return count - 2; /* . and .. */
}

hf_results *create_and_open(const char *path, const char *const *overrides)
{
    hf_experiment experiment;
    hf_results *results = NULL;
    hf_error error = {0};
    make_experiment(overrides, &experiment);
    if (hf_results_create(path, &experiment, GIVEN, &error) != HF_OK ||
        hf_results_open(path, true, &results, &error) != HF_OK)
        fail_msg("%s", error.message);
    hf_experiment_free(&experiment);
    return results;
}

void close_results(hf_results *results)
{
    hf_error error = {0};
    if (hf_results_close(&results, &error) != HF_OK)
        fail_msg("%s", error.message);
    assert_null(results);
}

int64_t variants_of(const hf_results *results, hf_field field)
{
    int64_t count = 0;
    while (hf_results_has(results, field, count))
        count++;
    return count;
}

int64_t variant_of(hf_field field, int64_t hidden_index, int64_t method_index)
{
    if (field >= HF_WEIGHTS_INPUT_WEIGHT && field <= HF_WEIGHTS_INITIAL_OUTPUT_BIAS)
        return hidden_index;
    return field == HF_IMPORTANCE ? method_index : 0;
}

/* 1 ... 60: four such bytes are a small normal float, and no CRC is 0. */
unsigned char fill_byte(int64_t number, hf_field field, int64_t method_index, size_t i)
{
    return (unsigned char)(1 +
                           (number * 7 + (int64_t)field * 31 + method_index * 3 + (int64_t)i * 13) %
                               60);
}

hf_rows make_rows(const hf_results *results, int64_t first, int64_t count, uint8_t status)
{
    const hf_rows_layout *layout = hf_results_layout(results);
    const hf_replica_place place = hf_grid_place(hf_results_grid(results), first);
    hf_rows rows = {.first = first, .count = count, .hidden_index = place.hidden_index};
    rows.bytes = hf_rows_size(layout, rows.hidden_index, count);
    assert_int_equal(hf_allocate(&rows.data, (int64_t)rows.bytes, 1, NULL), HF_OK);
    for (int64_t k = 0; k < count; k++) {
        for (hf_field field = 0; field < HF_FIELDS; field++)
            for (int64_t m = 0; m < METHODS; m++) {
                unsigned char *row = hf_rows_at(layout, &rows, field, m, k);
                size_t bytes = hf_results_entry_bytes(results, field,
                                                      variant_of(field, place.hidden_index, m));
                for (size_t i = 0; row && i < bytes; i++)
                    row[i] = fill_byte(first + k, field, m, i);
            }
        memset(hf_rows_at(layout, &rows, HF_REPLICAS_STATUS, 0, k), status, 1);
        hf_rows_seal(layout, &rows, k);
    }
    return rows;
}

void free_rows(hf_rows *rows)
{
    hf_free(&rows->data);
}

static void write_statistics(hf_results *results)
{
    double values[64];
    for (int i = 0; i < 64; i++)
        values[i] = 0.25 * i;
    for (hf_field field = HF_SIGNIFICANCE_FREQUENCY; field < HF_PROVENANCE_STATE; field++)
        for (int64_t m = 0; m < variants_of(results, field); m++)
            assert_int_equal(hf_results_write(results, field, m, 0, 1, values, NULL), HF_OK);
}

void complete(hf_results *results)
{
    const uint8_t done = HF_STATE_COMPLETE;
    const int64_t seeds = hf_results_grid(results)->seeds;
    const int64_t replicas = hf_grid_replicas(hf_results_grid(results));
    for (int64_t first = 0; first < replicas; first += seeds) {
        hf_rows rows =
            make_rows(results, first, seeds, first + seeds == replicas ? HF_DIVERGED : HF_DONE);
        assert_int_equal(hf_results_write_rows(results, &rows, NULL), HF_OK);
        free_rows(&rows);
    }
    write_statistics(results);
    assert_int_equal(hf_results_write(results, HF_PROVENANCE_STATE, 0, 0, 1, &done, NULL), HF_OK);
}

unsigned char *slurp(const char *path, size_t *bytes)
{
    FILE *file = fopen(path, "rb");
    assert_non_null(file);
    fseek(file, 0, SEEK_END);
    *bytes = (size_t)ftell(file);
    rewind(file);
    unsigned char *data = malloc(*bytes + 1);
    assert_non_null(data);
    assert_int_equal(fread(data, 1, *bytes, file), *bytes);
    fclose(file);
    return data;
}

void spill(const char *path, const unsigned char *data, size_t bytes)
{
    FILE *file = fopen(path, "wb");
    assert_non_null(file);
    assert_int_equal(fwrite(data, 1, bytes, file), bytes);
    assert_int_equal(fclose(file), 0);
}

void flip(hf_results *results, hf_field field, int64_t variant, int64_t entry, size_t byte)
{
    unsigned char values[4096];
    assert_true(hf_results_entry_bytes(results, field, variant) <= sizeof values);
    assert_int_equal(hf_results_read(results, field, variant, entry, 1, values, NULL), HF_OK);
    values[byte] ^= 1;
    assert_int_equal(hf_results_write(results, field, variant, entry, 1, values, NULL), HF_OK);
}
