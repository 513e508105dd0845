/*
 * A small experiment made by hand (12 samples, 4 features, 3 classes, 2 splits, hidden sizes 5 and
 * 3, seeds 7 8 9), a folder for its files, and rows with known bytes.
 */
#ifndef HOLDFAST_TEST_RESULTS_FIXTURE_H
#define HOLDFAST_TEST_RESULTS_FIXTURE_H

#include "holdfast/results.h"
#include "unit_test.h"

enum { SAMPLES = 12, FEATURES = 4, CLASSES = 3, SPLITS = 2, HIDDENS = 2, SEEDS = 3, METHODS = 2 };
enum { REPLICAS = SPLITS * HIDDENS * SEEDS, HISTORY = 3 };

#define GIVEN "# as the user wrote it\nname: small\n"

/* `overrides` "key=value", ended by NULL; may be NULL. */
void make_experiment(const char *const *overrides, hf_experiment *experiment);
/* Unique for each call; the folder is removed at the end of the process. */
const char *new_path(void);
const char *folder(void);
int files_in_folder(void);

/* Makes the file and opens it for writing. */
hf_results *create_and_open(const char *path, const char *const *overrides);
void close_results(hf_results *results);

/* Variants of a field: hidden indices, method indices, or 1. */
int64_t variants_of(const hf_results *results, hf_field field);
/* Variant of a row field that a block with this hidden index has. */
int64_t variant_of(hf_field field, int64_t hidden_index, int64_t method_index);

/* A block of rows whose bytes follow from replica number, field and place (fill_byte); sealed. */
hf_rows make_rows(const hf_results *results, int64_t first, int64_t count, uint8_t status);
unsigned char fill_byte(int64_t number, hf_field field, int64_t method_index, size_t i);
void free_rows(hf_rows *rows);
/* Writes every replica, the last one diverged, and the statistics; the state becomes complete. */
void complete(hf_results *results);

/* Bytes of a whole file; the caller frees. */
unsigned char *slurp(const char *path, size_t *bytes);
void spill(const char *path, const unsigned char *data, size_t bytes);
/* Changes one byte of a field's entry in the open file. */
void flip(hf_results *results, hf_field field, int64_t variant, int64_t entry, size_t byte);

#endif
