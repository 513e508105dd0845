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
 * stride HF_ROW_BLOCK ("row vectors": ceil(rows / 16) of 16 lanes; lanes beyond `rows` hold
 * values that are never used, finite but for the labels of a measured outcome). All arrays are
 * aligned to 64 bytes. Kernels are thread-safe and cannot fail.
 */
#ifndef HOLDFAST_KERNELS_KERNELS_H
#define HOLDFAST_KERNELS_KERNELS_H

#include "holdfast/choices.h"
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

/* Importance is computed in float64, on lanes of 8 rows; its tiles have up to 32 rows. */
#define HF_DOUBLE_LANES 8
#define HF_CONTRAST_ROWS 32
/* shifted_loss adds up losses by so many rows: calls for parts of a whole multiple give the sums of
 * one call. */
#define HF_LOSS_ROWS 256

static inline int64_t hf_pad_double_lanes(int64_t count)
{
    return (count + HF_DOUBLE_LANES - 1) / HF_DOUBLE_LANES * HF_DOUBLE_LANES;
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
    const float *label;      /* [row] class index as a float, -1 beyond the rows; of a measured
                                outcome its value, NaN beyond them */
    int rows;                /* 1 ... HF_ROW_BLOCK */
    const float *weight;     /* [row] of the loss; NULL: all 1 */
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

/* Hidden units over rows in float64, and what the outputs make of them. */
typedef struct hf_unit_rows {
    int64_t hidden, outputs;
    int64_t rows;              /* a multiple of HF_DOUBLE_LANES */
    double *unit;              /* [hidden, rows] */
    const double *coefficient; /* [hidden, outputs] */
    const float *label;        /* [rows] class index as a float, -1 beyond the rows that count */
    const float *target;       /* [rows] the measured outcome; shifted_square alone needs it */
} hf_unit_rows;

/* Some features' values at all rows, and their weights. */
typedef struct hf_columns {
    int64_t count, stride, weight_stride;
    const float *value;  /* [count, stride], stride at least the rows */
    const float *weight; /* [hidden, weight_stride], the first `count` of each */
} hf_columns;

/* One feature's values are replaced by others. */
typedef struct hf_shift {
    const double *weight;           /* [hidden] W1 of this feature */
    const float *column, *shuffled; /* [rows] the values and what replaces them */
} hf_shift;

/* Logits are summed over networks in fixed point: multiples of 2^-24, clipped to +-2^15. Integers,
 * so that the order of networks does not matter; 2^23 networks fit into 63 bits. */
#define HF_FIXED_SCALE 0x1p24
#define HF_FIXED_MOST 0x1p15f

/* A network some of whose inputs change at some rows, in so many ways ("draws"). */
typedef struct hf_changed {
    int64_t hidden, inputs, channels, draws; /* inputs: those that change, at least 1 */
    int64_t rows;                            /* a multiple of HF_LANES */
    const float *unit;   /* [rows / 16, hidden, 16] pre-activations as they were */
    const float *weight; /* [hidden, inputs] W1 */
    const float *output; /* [hidden, channels] */
    const float *bias;   /* [channels] */
    const float *change; /* [draw, input, rows] */
    int64_t *sum;        /* [draw, channel, rows] */
} hf_changed;

typedef struct hf_kernel_table {
    const char *name;

    /* activation [hidden, HF_ROW_BLOCK] = max(0, b1 + sum over f of W1 x) (NULL: not stored),
     * logits [class, HF_ROW_BLOCK] = b2 + sum over j of W2 a. Both sums start with the bias and are
     * fma chains in index order. A NaN stays NaN. */
    void (*forward)(const hf_network *network, const hf_row_block *block, float *activation,
                    float *logits);

    /* Adds the rows' losses (float32 each, times the row's weight) to loss_sum [16] by lane, in
     * float64, and writes the gradient by the logits, times `scale` and that weight, 0 beyond the
     * rows, to gradient [class, HF_ROW_BLOCK].
     * `share` is scratch of the same shape. HF_LOSS_MSE has one class, the output, and no weights:
     * the loss is (output - label)^2. */
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

    /* ---- importance; all float64. Sums over rows grow by lane (row index mod 8), in the rows'
     * order, and leave out rows with a negative label. */

    /* unit [hidden, rows] += an fma chain over the columns of weight * value. */
    void (*add_columns)(const hf_unit_rows *units, const hf_columns *columns);

    /* unit, the pre-activation at a row, becomes the share of the straight line from the baseline
     * (pre-activation [hidden]) to that row on which the unit is active: 1, 0, or what one of both
     * ends has of the way. */
    void (*active_shares)(const hf_unit_rows *units, const double *baseline);

    /* Adds to loss_sum [8] the softmax cross-entropy of rows whose logits, less that of class 0,
     * are bias [outputs] + fma chain over j of coefficient * max(0, unit + weight * (shuffled -
     * column)): outputs = classes - 1. `contrast` [outputs, HF_CONTRAST_ROWS] is scratch. */
    void (*shifted_loss)(const hf_unit_rows *units, const hf_shift *shift, const double *bias,
                         double *contrast, double *loss_sum);

    /* Adds to square_sum [8] the squares of target less output, computed like the contrasts above;
     * one output. */
    void (*shifted_square)(const hf_unit_rows *units, const hf_shift *shift, const double *bias,
                           double *square_sum);

    /* Adds to norm_sum [8] |column - baseline| * the Euclidean norm over the outputs of the fma
     * chain over j of coefficient * unit. */
    void (*gradient_norm)(const hf_unit_rows *units, const float *column, double baseline,
                          double *norm_sum);

    /* sum += the logits (HF_FIXED_SCALE, nearest even) bias + sum over j of output * max(0, unit +
     * sum over k of weight * change), float32; both sums start with their first term and are fma
     * chains in index order. What is no number counts as 0. */
    void (*add_changed)(const hf_changed *changed);

    /* numbers [4, 16] = word k of Philox 4x32-10 of the counters that start at `counter` and differ
     * in its first word: 16 calls of hf_philox (random.h), transposed. */
    void (*philox)(const uint32_t key[2], const uint32_t counter[4], uint32_t *numbers);

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
