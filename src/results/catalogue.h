/*
 * The datasets of one results file: the tables of fields.h applied to one experiment's sizes.
 */
#ifndef HOLDFAST_RESULTS_CATALOGUE_H
#define HOLDFAST_RESULTS_CATALOGUE_H

#include "fields.h"

/* Sizes of the axes that occur once; 0 where the experiment does not have the axis. */
typedef struct hf_shape {
    const hf_config *config; /* resolved; not owned */
    hf_grid grid;
    int64_t size[HF_AXES];
} hf_shape;

/* HF_BAD_CONFIG: a number that its axis cannot hold. Where only rows matter features and classes
 * are enough. */
hf_status hf_shape_make(const hf_config *config, hf_shard shard, const hf_data_counts *counts,
                        hf_shape *shape, hf_error *error);
/* Numbers of variants are below this; 0: the experiment, or the shard, does not have it. */
int64_t hf_shape_variants(const hf_shape *shape, const hf_field_row *row);
/* Whether a number below that is one. */
bool hf_shape_has(const hf_shape *shape, hf_scope scope, int64_t variant);
/* All replicas of the arm, or those of the shard. */
hf_grid hf_shape_grid(const hf_shape *shape, hf_arm arm);
/* The axis itself; in files of format 1, which know no inputs, the features in their place. */
hf_axis hf_shape_axis(const hf_shape *shape, hf_axis axis);
/* Size of an axis; of one that is per hidden size, of that hidden size. */
int64_t hf_axis_size(const hf_shape *shape, hf_axis axis, int64_t variant);
/* What the scale of the axis holds at `index`; integers are exact. */
double hf_axis_value(const hf_shape *shape, hf_axis axis, int64_t variant, int64_t index);
/* What the axis means, for its scale. */
const char *hf_axis_long_name(const hf_shape *shape, hf_axis axis);
void hf_path_expand(const hf_shape *shape, const char *pattern, hf_scope scope, int64_t variant,
                    char path[HF_PATH_BYTES]);

/* One dataset of the file. */
typedef struct hf_array {
    char path[HF_PATH_BYTES];
    hf_type type;
    bool is_utf8; /* a text that is not ASCII throughout */
    int rank;     /* 0: a scalar */
    int64_t dims[HF_MOST_AXES];
    int64_t entries; /* dims[0]; of rows of null tests dims[0] * dims[1]; 1 for scalars */
    size_t entry_bytes, bytes;
    int64_t offset; /* of its first byte in the file */
    int table_row;  /* its hf_field, hf_axis or hf_file_text */
    int64_t variant;
} hf_array;

/* HF_IO: larger than any file. */
hf_status hf_row_array(const hf_shape *shape, const hf_field_row *row, int64_t variant,
                       hf_array *array, hf_error *error);

typedef struct hf_catalogue {
    hf_shape shape;
    hf_array *arrays; /* [count] the scales, then the fields, both in their tables' order */
    int64_t count, scale_count;
    hf_array texts[HF_TEXTS];
    int64_t first[HF_FIELDS + 1]; /* field f is arrays[first[f]] ... arrays[first[f + 1] - 1] */
    int64_t bytes;                /* of all arrays, without the texts */
} hf_catalogue;

/* The texts get their paths; their sizes and all offsets are the caller's to set. */
hf_status hf_catalogue_make(const hf_config *config, hf_shard shard, const hf_data_counts *counts,
                            hf_catalogue *catalogue, hf_error *error);
void hf_catalogue_free(hf_catalogue *catalogue);
/* NULL where the experiment does not have it. */
const hf_array *hf_catalogue_find(const hf_catalogue *catalogue, hf_field field, int64_t variant);
void hf_text_array(hf_array *array, hf_file_text text, size_t bytes);

#endif
