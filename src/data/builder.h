/* Builds a data set sample by sample: what CSV and HDF5 files have in common. */
#ifndef HOLDFAST_DATA_BUILDER_H
#define HOLDFAST_DATA_BUILDER_H

#include "faults.h"
#include "holdfast/dataset.h"
#include "names.h"
#include "place.h"
#include <stdbool.h>
#include <stdint.h>

typedef struct hf_builder {
    const hf_config *config;
    hf_dataset *dataset; /* what is there so far; the caller frees it, also on failure */
    int64_t capacity;    /* samples that its arrays hold */
    bool grouped;        /* with data.groups */
    hf_data_names classes, groups;
    hf_text label, group;  /* of the row being read; empty where missing */
    bool drop;             /* the row being read has something missing and is left out */
    hf_data_faults faults; /* cells that are wrong or missing */
} hf_builder;

/* Starts on an empty data set with that many features, from a table of so many columns (those of
 * label and group included). Release with hf_builder_free. */
hf_status hf_builder_begin(hf_builder *builder, const hf_config *config, int64_t features,
                           int64_t columns, bool grouped, hf_dataset *dataset, hf_error *error);

/* Starts a row: *values [feature] is where its features go. */
hf_status hf_builder_row(hf_builder *builder, double **values, hf_error *error);

/* A missing cell of the current row: the row is dropped, or the mean stands in, or the data set
 * fails at its end, by data.missing and the cell's role (a label or a group has no mean). */
hf_status hf_builder_missing(hf_builder *builder, int64_t column, const hf_data_place *place,
                             hf_cell_role role, hf_error *error);

/* A cell of a feature that is no number (HF_NOT_A_NUMBER ...): the data set fails at its end. */
hf_status hf_builder_wrong(hf_builder *builder, int64_t column, const hf_data_place *place,
                           const char *cell, int kind, hf_error *error);

/* Ends the row: a sample, unless it is dropped. The places are those of its label and group. */
hf_status hf_builder_end_row(hf_builder *builder, const hf_data_place *label_place,
                             const hf_data_place *group_place, hf_error *error);

/* Ends the data set; checks that no cell was wrong, that there are samples and at least two
 * classes.
 */
hf_status hf_builder_finish(hf_builder *builder, const hf_data_place *label_place, hf_error *error);
void hf_builder_free(hf_builder *builder);

#endif
