/*
 * The arithmetic of training on lanes of 16 floats, and which instruction set does it.
 *
 * One body (src/kernels/body.h) is compiled once per instruction set. Rows (samples) are the lanes
 * of the forward pass, of softmax and of the output layer; features are the lanes of the first
 * layer's weight gradient. Lanes are independent results everywhere: each sum has one order,
 * written here, which no tile shape and no instruction set changes, and products are fused (fma)
 * exactly where the body says so.
 *
 * Rows are worked on in blocks of at most HF_ROW_BLOCK. In a block, arrays over rows have the
 * stride HF_ROW_BLOCK ("row vectors": ceil(rows / 16) of 16 lanes; lanes beyond `rows` hold finite
 * values that are never used). All arrays are aligned to 64 bytes. Kernels are thread-safe and
 * cannot fail.
 */
#ifndef HOLDFAST_KERNELS_H
#define HOLDFAST_KERNELS_H

#include "holdfast/config.h"
#include "holdfast/status.h"
#include <stdbool.h>
#include <stdint.h>

#define HF_LANES 16
#define HF_ROW_BLOCK 96

/* The smallest multiple of HF_LANES that is at least `count`. */
static inline int64_t hf_pad_lanes(int64_t count)
{
    return (count + HF_LANES - 1) / HF_LANES * HF_LANES;
}

/* One network in the kernels' layout; the same structure points into a slab of gradients. */
typedef struct hf_network {
    int64_t features, hidden, classes;
    int64_t feature_stride, hidden_stride; /* padded to lanes */
    float *input_weight;                   /* [hidden, feature_stride] */
    float *input_bias;                     /* [hidden_stride] */
    float *output_weight;                  /* [class, hidden_stride] */
    float *output_bias;                    /* [class] */
} hf_network;

/* A block of rows in both layouts. */
typedef struct hf_row_block {
    const float *by_feature; /* [feature, HF_ROW_BLOCK]: rows are contiguous */
    const float *by_row;     /* [row, feature_stride]; not needed for a forward pass */
    const float *label;      /* [row] class index as a float, -1 beyond the rows */
    int rows;                /* 1 ... HF_ROW_BLOCK */
} hf_row_block;

/* Sums over all rows of a batch that are kept per lane (row index mod 16) until its end. */
typedef struct hf_lane_sums {
    float *input_bias;    /* [hidden, 16] */
    float *output_weight; /* [class, hidden, 16] */
    float *output_bias;   /* [class, 16] */
} hf_lane_sums;

/* Constants of one optimizer step, in float32. */
typedef struct hf_optimizer_step {
    float learning_rate;                /* sgd; adam: learning rate / (1 - beta1^t) */
    float beta1, one_minus_beta1;       /* adam */
    float beta2, one_minus_beta2;       /* adam */
    float second_moment_scale, epsilon; /* adam: 1 / sqrt(1 - beta2^t) */
    float momentum;                     /* sgd */
    float weight_decay;                 /* added to the gradient; 0 for adamw */
    float decay_factor;                 /* adamw: 1 - learning rate * weight_decay; else 1 */
} hf_optimizer_step;

typedef struct hf_kernel_table {
    const char *name;

    /* activation [hidden, HF_ROW_BLOCK] = max(0, b1 + sum over f of W1 x) (NULL: not stored),
     * logits [class, HF_ROW_BLOCK] = b2 + sum over j of W2 a. Both sums start with the bias and are
     * fma chains in index order. A NaN stays NaN. */
    void (*forward)(const hf_network *network, const hf_row_block *block, float *activation,
                    float *logits);

    /* Adds the rows' losses (float32 each) to loss_sum [16] by lane, in float64, and writes the
     * gradient by the logits, times `scale`, 0 beyond the rows, to gradient [class, HF_ROW_BLOCK].
     * `share` is scratch of the same shape. */
    void (*loss)(hf_loss loss, int64_t classes, const hf_row_block *block, const float *logits,
                 float scale, float *share, float *gradient, double *loss_sum);

    /* Rows whose largest logit (lower index on ties) is their label's. */
    int64_t (*count_correct)(int64_t classes, const hf_row_block *block, const float *logits);

    /* From the logits' gradient [class, HF_ROW_BLOCK]: activation becomes the gradient by the
     * pre-activations (a > 0 ? sum over c of W2 gradient : 0), and `sums` grows by this block's
     * rows. */
    void (*backward)(const hf_network *network, const hf_row_block *block, const float *gradient,
                     float *activation, const hf_lane_sums *sums);

    /* input_weight [hidden, feature_stride] = an fma chain over the block's rows, in their order,
     * of delta [hidden, HF_ROW_BLOCK] x. It starts from what is there (`go_on`) or from 0. */
    void (*weight_gradient)(const hf_network *gradient, const hf_row_block *block,
                            const float *delta, bool go_on);

    /* sum[i] = the 16 lanes of lanes[i], added as a tree: l + (l + 8), then 4, 2, 1. */
    void (*sum_lanes)(const float *lanes, int64_t count, float *sum);

    /* One step on `count` (a multiple of 16) parameters; PyTorch's update rules. second_moment is
     * NULL for sgd. */
    void (*adam)(const hf_optimizer_step *step, int64_t count, const float *gradient,
                 float *first_moment, float *second_moment, float *parameter);
    void (*sgd)(const hf_optimizer_step *step, int64_t count, const float *gradient,
                float *momentum, float *parameter);

    /* Independent chains of fmas that never leave their registers, `rounds` of them: what the
     * processor can do at most. Writes the chains' sum to result [16]; returns the floating-point
     * operations. */
    double (*fma_peak)(int64_t rounds, float *result);
} hf_kernel_table;

/* Chooses the kernels: the best that this processor has, or the one that HOLDFAST_ISA names. Call
 * once, before any thread trains. HF_USAGE: HOLDFAST_ISA names one that is unknown or not available
 * here (the message lists those that are). */
hf_status hf_kernels_select(hf_error *error);
/* The kernels in use: those selected, else the best. */
const hf_kernel_table *hf_kernels(void);
/* Kernels by name, NULL where this processor or build lacks them; and all names, best first. */
const hf_kernel_table *hf_kernels_find(const char *name);
extern const char *const hf_kernels_names[];
#define HF_KERNEL_PATHS 4

const char *hf_kernels_name(void); /* "avx512", "avx2", "neon" or "portable" */
const char *
hf_kernels_available(void); /* all that could be chosen here, best first, "avx512, avx2" */

#endif
