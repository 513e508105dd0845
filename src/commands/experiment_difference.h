/* Whether a results file holds the experiment at hand, or replicas of it. */
#ifndef HOLDFAST_EXPERIMENT_DIFFERENCE_H
#define HOLDFAST_EXPERIMENT_DIFFERENCE_H

#include "holdfast/results.h"
#include <stdbool.h>

/* How much has to agree. */
typedef enum hf_agreement {
    HF_AGREE_IN_REPLICAS,   /* what makes a replica of the grid and its weights: neither the
                               grid's size nor null_test.*, nor the keys of the statistics */
    HF_AGREE_IN_EXPERIMENT, /* all but the shard */
    HF_AGREE_IN_FILE        /* all: a run may go on with the file */
} hf_agreement;

/* Where the file and the experiment differ first. */
typedef struct hf_difference {
    const char *key; /* of the configuration, or "shard"; NULL: they agree */
    hf_text values;  /* "was A, is B"; empty where it is the content that differs */
    bool statistics; /* the replicas are the same, what is made of them is not */
} hf_difference;

/* Release with hf_difference_free. Only reading can fail. */
hf_status hf_difference_find(const hf_results *results, const hf_experiment *experiment,
                             hf_agreement agreement, hf_difference *difference, hf_error *error);
/* "was A, is B" or "has other content". */
const char *hf_difference_text(const hf_difference *difference);
void hf_difference_free(hf_difference *difference);

/* Does the file hold any replica of the experiment's grid (or shard)? */
bool hf_grids_overlap(const hf_grid *a, const hf_grid *b);

#endif
