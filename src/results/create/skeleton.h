/*
 * The results file's structure without its content: groups, datasets, scales, attributes.
 */
#ifndef HOLDFAST_RESULTS_SKELETON_H
#define HOLDFAST_RESULTS_SKELETON_H

#include "results/catalogue.h"

typedef struct hf_labels {
    const char *title, *data_hash;
    const char *feature_names, *class_names, *method_names, *group_names,
        *input_names; /* one a line */
} hf_labels;

/* Attributes of the root of a shard's file. */
#define HF_SHARD_NUMBER "shard"
#define HF_SHARD_COUNT "shards"

/* Attributes of the root where a null test that was asked for is not defined: why not. */
#define HF_UNDEFINED_LABELS "null_test_labels_undefined"
#define HF_UNDEFINED_PROBES "null_test_probes_undefined"

/* Writes the structure into the (existing) file `path` and sets the offset of every array of the
 * catalogue. `path` is named in messages as `shown`. HF_IO. */
hf_status hf_skeleton_write(const char *path, const char *shown, const hf_labels *labels,
                            hf_catalogue *catalogue, hf_error *error);

#endif
