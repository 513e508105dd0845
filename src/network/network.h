/* What the files of this folder share: the packed samples, the slab of a network, the trainer. */
#ifndef HOLDFAST_NETWORK_PRIVATE_H
#define HOLDFAST_NETWORK_PRIVATE_H

#include "holdfast/kernels.h"
#include "holdfast/network.h"

struct hf_samples {
    int64_t rows, features, classes;
    int64_t feature_stride, blocks; /* padded to lanes; blocks of HF_ROW_BLOCK rows */
    float *by_row;                  /* [row, feature_stride], zeros in the padding */
    float *by_feature;              /* [block, feature, HF_ROW_BLOCK], zeros beyond the rows */
    float *label;                   /* [block, HF_ROW_BLOCK], -1 beyond the rows */
};

/* Parameters, gradients and moments each are one slab of the same layout. */
typedef struct hf_slab {
    int64_t count; /* floats, a multiple of HF_LANES */
    float *data;
    hf_network network; /* points into data */
} hf_slab;

hf_status hf_slab_make(int64_t features, int64_t hidden, int64_t classes, hf_slab *slab,
                       hf_error *error);
void hf_slab_free(hf_slab *slab);
/* Dense PyTorch arrays to and from a slab; NULL arrays are skipped. */
void hf_slab_load(hf_slab *slab, const float *input_weight, const float *input_bias,
                  const float *output_weight, const float *output_bias);
void hf_slab_save(const hf_slab *slab, float *input_weight, float *input_bias, float *output_weight,
                  float *output_bias);

/* Room for so many rows, zeroed; `samples` is zeroed before. On failure free what there is. */
hf_status hf_samples_allocate(int64_t rows, int64_t features, int64_t classes, hf_samples *samples,
                              hf_error *error);
void hf_samples_release(hf_samples *samples);
/* A block of the samples: HF_ROW_BLOCK rows, fewer in the last. */
hf_row_block hf_samples_block(const hf_samples *samples, int64_t block);

struct hf_trainer {
    const hf_config *config;
    hf_slab parameter, gradient, first_moment, second_moment;
    hf_slab segment_sum; /* of gradients, where a batch has more than SEGMENT_ROWS rows */
    hf_lane_sums sums;
    int64_t sum_count; /* floats behind the three arrays of `sums`, which are one allocation */
    float *lane_sums, *summed;
    float *activation;                      /* [hidden, HF_ROW_BLOCK] */
    float *logits, *logit_gradient, *share; /* [class, HF_ROW_BLOCK] */
    float *dense;                           /* initial weights in PyTorch's layout */
    hf_samples batch; /* a mini-batch, gathered; its arrays are empty for full batches */
    int64_t *order;   /* [train rows] of this epoch */
    int64_t *class_rows, *class_correct; /* [class] */
    uint32_t *fraction;                  /* scratch of the exact comparison behind `learned` */
    uint8_t *alive;                      /* [hidden] active for some training row */
};

/* What losses summed by lane come to, by the kernels' tree; destroys the lanes. */
double hf_sum_losses(double lanes[HF_LANES]);

/* Loss and accuracy over all rows with the trainer's parameters; with `alive` notes the active
 * units. */
typedef struct hf_evaluation {
    float loss, accuracy;
} hf_evaluation;
hf_evaluation hf_evaluate(hf_trainer *trainer, const hf_samples *samples, uint8_t *alive);
/* Correct predictions over all rows. */
int64_t hf_evaluate_correct(hf_trainer *trainer, const hf_samples *samples);
/* Mean recall of the classes that `samples` has, and whether it is above 1 / their number, exactly.
 */
float hf_evaluate_balanced(hf_trainer *trainer, const hf_samples *samples, bool *learned);

#endif
