/*
 * A table of measurements with a class label or a measured outcome, and what each split does to it.
 *
 * A feature is a column as people name it, an input is what a network sees of it: of a number the
 * number; of a category of two levels 0 or 1, of more levels one 0/1 input a level, in the levels'
 * order; of one level a 0.
 *
 * Local (no MPI). All structures are owned by the caller and released with their _free functions,
 * which also zero them.
 */
#ifndef HOLDFAST_DATASET_H
#define HOLDFAST_DATASET_H

#include "holdfast/config.h"
#include "holdfast/status.h"
#include "holdfast/text.h"
#include <stdbool.h>
#include <stdint.h>

#ifdef __cplusplus
extern "C" {
#endif

#define HF_HASH_BYTES 33 /* 32 hexadecimal digits and a NUL */

/* How a text table is written, as it was found; all 0 of anything else. */
typedef struct hf_table_form {
    int delimiter, decimal; /* hf_delimiter, hf_decimal */
    bool row_names;         /* a first column without a name, which is left out */
    int64_t comments;       /* lines that begin with # before the header */
} hf_table_form;

typedef struct hf_dataset {
    int64_t samples, features, classes;
    double *x;  /* [sample, feature], of a category the level's number from 0; NaN where a cell is
                   missing (data.missing: mean) */
    int32_t *y; /* [sample], 0 ... classes - 1 */
    double *target; /* [sample] the measured outcome, `classes` is then 1, named as the target, and
                       y all 0; NULL: classes */
    int32_t *group; /* [sample], numbered by first appearance; NULL without data.groups */
    int64_t *row;   /* [sample], its row in the file from 0: differs where rows were dropped; NULL
                       (each its own) where the data were not read by hf_dataset_load */
    int64_t file_rows;
    hf_text_list feature_names, class_names;
    hf_text_list *levels; /* [feature] a category's levels in their order, none of a number; NULL:
                             no feature is a category */
    char hash[HF_HASH_BYTES]; /* XXH3-128 of all the above but row and file_rows */
    int64_t inputs;           /* of a network: hf_dataset_lay_inputs */
    int64_t *first_input; /* [feature + 1] feature f's inputs are first_input[f] and following, up
                             to below first_input[f + 1] */
    /* What hf_dataset_load tells besides; empty in any other data set. */
    hf_text_list unused;    /* columns that are neither feature nor class label nor group */
    hf_text_list different; /* those of them that are texts, all different, which nobody left out */
    int64_t missing_cells, missing_columns; /* in the rows of the file */
    hf_table_form form;
} hf_dataset;

/* Reads data.source: a built-in, a CSV or an HDF5 file (told apart by content: HDF5's signature).
 * HF_NO_INPUT: no such file; HF_BAD_DATA: everything wrong with its content, naming file, row (with
 * its line in the file) and column, also a key that names a column it does not have;
 * HF_BAD_CONFIG: a class named twice. `config` is a checked one (hf_config_read, hf_config_parse).
 */
hf_status hf_dataset_load(const hf_config *config, hf_dataset *dataset, hf_error *error);
void hf_dataset_free(hf_dataset *dataset);

/* Whether a feature looks like a number of the samples rather than a measurement of them: whole
 * numbers that grow from row to row (at least 20 rows), that are consecutive in any order (at least
 * 8) or have more digits than a float64 keeps; all different ones of a column named id, row, index
 * and the like; a category in which no level comes twice. */
bool hf_dataset_is_identifier(const hf_dataset *dataset, int64_t feature);

/* A number such as -999 that seems to mean "missing": it comes at least twice and lies beyond all
 * other values of the feature by more than their range; 0: there is none. */
double hf_dataset_fill_code(const hf_dataset *dataset, int64_t feature);

/* Levels of a category, 0 of a number. */
int64_t hf_dataset_levels(const hf_dataset *dataset, int64_t feature);
/* (Re)computes `inputs` and `first_input` from `features` and `levels`; hf_dataset_load does it. */
hf_status hf_dataset_lay_inputs(hf_dataset *dataset, hf_error *error);
hf_data_counts hf_dataset_counts(const hf_dataset *dataset); /* of the data alone, the rest is 0 */
/* The inputs of a sample as numbers, NaN where the cell is missing: `room` [input] filled in, or
 * where each feature is one input x itself. */
const double *hf_dataset_inputs(const hf_dataset *dataset, int64_t sample, double *room);
/* The feature that an input belongs to. */
int64_t hf_dataset_feature_of(const hf_dataset *dataset, int64_t input);
/* The input's name: the feature's, or `feature = level`. */
hf_status hf_dataset_input_name(const hf_dataset *dataset, int64_t input, hf_text *name,
                                hf_error *error);

/* (Re)computes `hash`, e.g. of a dataset read back from a results file. */
void hf_dataset_hash(hf_dataset *dataset);

typedef struct hf_splits {
    int64_t count, samples;
    uint8_t *train;       /* [split, sample], 1: training row, 0: test row */
    uint8_t *validation;  /* [split, sample], 1: a training row that is set aside for early stopping
                             and does not train; NULL: none is */
    int32_t *class_order; /* NULL: training rows in file order; else [sample], rank of a sample in
                             the order of training rows (first_half: last class first) */
} hf_splits;

/* Makes all splits (docs/configuration.md, "Splits"); split i does not depend on how many there
 * are. Checks that every training set has every class and every test set a row, and that no group
 * stands on both sides (HF_BAD_DATA, naming the split). `config` is a checked one (hf_config_read,
 * hf_config_parse) and needs no hf_config_resolve; the number of splits comes back in `count`: with
 * method `file` the file's rows, whatever splits.count says (hf_config_resolve compares them). */
hf_status hf_splits_make(const hf_config *config, const hf_dataset *dataset, hf_splits *splits,
                         hf_error *error);
void hf_splits_free(hf_splits *splits);

/* Sets aside a share training.validation_fraction of the training rows of each split
 * (hf_splits_make does it): of each class the rounded share of its rows, of its groups with
 * data.groups, the first ones of a shuffle in file order keyed by (HF_PURPOSE_VALIDATION,
 * splits.seed; split, class, 0). `validation` is made anew; with the fraction 0 it is NULL.
 * HF_BAD_DATA, naming the split: no row can be set aside, or none of a class is left to train. */
hf_status hf_splits_set_aside(const hf_config *config, const hf_dataset *dataset, hf_splits *splits,
                              hf_error *error);

/* How many samples of a split train, are set aside, are tested. */
typedef struct hf_split_rows {
    int64_t train, validation, test;
} hf_split_rows;

/* Sample indices of split p: those that train in the order of class_order, the others in file
 * order. Each array has room for `samples` numbers; those that are NULL are not wanted. */
hf_split_rows hf_splits_rows(const hf_splits *splits, int64_t split, int64_t *train,
                             int64_t *validation, int64_t *test);

/* Standardisation of split p from the rows that train, in float64: [input] each. input = (x -
 * center) / scale, cast to float32; `fill` replaces a missing x (their mean).
 * standardize: none gives center 0, scale 1. The mean takes two passes; an input whose training
 * values are all the same has scale 1. HF_BAD_DATA: a feature without any value among the rows
 * that train, or with an input, of whatever sample, that is not finite as float32. */
hf_status hf_scaling_compute(const hf_config *config, const hf_dataset *dataset,
                             const hf_splits *splits, int64_t split, double *center, double *scale,
                             double *fill, hf_error *error);

/* Standardisation of a measured outcome by the rows of split p that train, in float64, whatever
 * data.standardize says: output = (target - center) / scale; scale 1 where it does not vary among
 * them. HF_BAD_DATA: an outcome, of whatever sample, is then not finite as float32. */
hf_status hf_target_scaling(const hf_dataset *dataset, const hf_splits *splits, int64_t split,
                            double *center, double *scale, hf_error *error);

/* inputs [row, input] = the standardised samples `rows` [row_count]. */
void hf_scaling_apply(const hf_dataset *dataset, const int64_t *rows, int64_t row_count,
                      const double *center, const double *scale, const double *fill, float *inputs);

#ifdef __cplusplus
}
#endif

#endif
