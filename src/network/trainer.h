/* What the files of this folder share: the packed samples, the slab of a network, the trainer. */
#ifndef HOLDFAST_NETWORK_TRAINER_H
#define HOLDFAST_NETWORK_TRAINER_H

#include "barrier.h"
#include "kernels/kernels.h"
#include "network/network.h"
#include <math.h>

struct hf_samples {
    int64_t rows, features, classes;
    int64_t feature_stride, blocks; /* padded to lanes; blocks of HF_ROW_BLOCK rows */
    float *by_row;                  /* [row, feature_stride], zeros in the padding */
    float *by_feature;              /* [block, feature, HF_ROW_BLOCK], zeros beyond the rows */
    float *label;                   /* [block, HF_ROW_BLOCK], `beyond` beyond the rows */
    float *weight;          /* [block, HF_ROW_BLOCK] of the row's loss, of no use beyond the rows;
                               NULL: all are 1 */
    double weight_sum;      /* over the rows, where there are weights */
    float beyond;           /* -1, of a measured outcome NaN */
    double squares, spread; /* of a measured outcome: sum of its squares, added like losses; about
                               its mean */
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
/* Dense PyTorch arrays to and from a network; NULL arrays are skipped. */
void hf_network_load(const hf_network *network, const float *input_weight, const float *input_bias,
                     const float *output_weight, const float *output_bias);
void hf_network_save(const hf_network *network, float *input_weight, float *input_bias,
                     float *output_weight, float *output_bias);

/* Room for so many rows, zeroed; `samples` is zeroed before. On failure free what there is. */
hf_status hf_samples_allocate(int64_t rows, int64_t features, int64_t classes, hf_samples *samples,
                              hf_error *error);
/* And for their weights. */
hf_status hf_samples_allocate_weights(hf_samples *samples, hf_error *error);
void hf_samples_release(hf_samples *samples);
/* A block of the samples: HF_ROW_BLOCK rows, fewer in the last. */
hf_row_block hf_samples_block(const hf_samples *samples, int64_t block);
/* What a mean loss is divided by: the rows, or the sum of their weights. */
double hf_samples_weight(const hf_samples *samples);

/* The first layer's gradient is summed in one chain of fmas over so many rows; longer batches add
 * up such segments, which keeps rounding errors from growing with the number of rows. */
enum { SEGMENT_ROWS = 16 * HF_ROW_BLOCK };

struct hf_trainer {
    const hf_config *config;
    int64_t team; /* threads, at most */
    hf_barrier barrier;
    int64_t slots; /* blocks of rows that are worked on between two barriers */
    hf_slab parameter, gradient, first_moment, second_moment;
    hf_slab kept;          /* parameters of the smallest validation loss, with early stopping */
    hf_slab segment_sum;   /* of gradients, where a batch has more than SEGMENT_ROWS rows */
    float *lane_sums;      /* [a part a member, 16] */
    float *summed;         /* the same, lanes added */
    float *activation;     /* [slot, hidden, HF_ROW_BLOCK] */
    float *logits;         /* [slot, class, HF_ROW_BLOCK] */
    float *logit_gradient; /* [slot, class, HF_ROW_BLOCK] */
    float *scratch;        /* [member, class, HF_ROW_BLOCK] */
    double *losses;        /* [slot, row vector, 16] of a team */
    int64_t *correct;      /* [member] of the test pass */
    int64_t *class_counts; /* [member, class, 2] rows and correct predictions */
    uint8_t *alive;        /* [member, hidden] active for some training row */
    float *dense;          /* initial weights in PyTorch's layout */
    hf_samples batch;      /* a mini-batch, gathered; its arrays are empty for full batches */
    int64_t *order;        /* [train rows] of this epoch */
    uint32_t *fraction;    /* scratch of the exact comparison behind `learned` */
    bool stopping;         /* member 0 has seen a request to stop: all leave at the same step */
};

/* Rows of a step: all training rows, or the mini-batch with the rest of it. */
int64_t hf_batch_rows(const hf_config *config, int64_t train_rows);

/* Barriers of a step on so many rows, with the pass over the validation rows after it. */
int64_t hf_barriers(const hf_config *config, int64_t train_rows, int64_t validation_rows,
                    int64_t team);

/* ---- the team ---- */

/*
 * One of the threads that train a replica together. All members make the same steps and wait for
 * each other between those that share: forward pass and loss are split by row vectors (16 rows),
 * the gradients by hidden units, the optimizer by vectors of parameters. No sum is split, so the
 * results do not depend on the team's size.
 */
typedef struct hf_member {
    hf_trainer *trainer;
    int64_t number, team; /* 0 ... team - 1 */
    int64_t first_unit;   /* the hidden units whose gradients it computes: views of these */
    hf_network parameter, gradient;
    hf_lane_sums sums; /* of these; output biases too, which only member 0's count */
    float *lane_sums;  /* the arrays of `sums`, which are one */
    float *summed;     /* output bias [class], input bias [unit], output weight [class, unit] */
    int64_t sum_count; /* floats in `summed` */
    float *scratch;    /* [class, HF_ROW_BLOCK] */
} hf_member;

hf_member hf_member_make(hf_trainer *trainer, int64_t number, int64_t team);
/* Until all members are here. */
void hf_member_wait(const hf_member *member);

/* Where the part of a member begins when `count` things are shared out; it ends where the next
 * member's begins. Member 0 has the first thing. */
static inline int64_t hf_part_begin(int64_t count, int64_t number, int64_t team)
{
    return team == 1 ? count * number : (count * number + team - 1) / team;
}

/* Rows of a member that lie in one block. */
typedef struct hf_run {
    int64_t next, end;  /* row vectors that are still to come, from the first block's first on */
    int64_t slot;       /* the block, counted from the first */
    int64_t row;        /* first row in the block, a multiple of 16 */
    hf_row_block block; /* these rows */
} hf_run;

/* Row vectors of `blocks` blocks. */
static inline int64_t hf_row_vectors(const hf_samples *samples, int64_t first, int64_t blocks)
{
    const int64_t left = samples->rows - first * HF_ROW_BLOCK;
    const int64_t rows = left < blocks * HF_ROW_BLOCK ? left : blocks * HF_ROW_BLOCK;
    return (rows + HF_LANES - 1) / HF_LANES;
}

/* The member's part of `blocks` blocks: call hf_run_next, with the samples and their first block,
 * until it is false. */
static inline hf_run hf_run_start(const hf_member *member, const hf_samples *samples, int64_t first,
                                  int64_t blocks)
{
    const int64_t vectors = hf_row_vectors(samples, first, blocks);
    return (hf_run){.next = hf_part_begin(vectors, member->number, member->team),
                    .end = hf_part_begin(vectors, member->number + 1, member->team)};
}

bool hf_run_next(const hf_samples *samples, int64_t first, hf_run *run);

/* ---- a pass over rows ---- */

/* Forward pass and loss of a run, in its slot; gradient by the logits times `scale`. A member
 * alone adds its losses to `losses` [16] by lane. */
void hf_forward_run(const hf_member *member, const hf_run *run, float scale, double *losses);
/* After all members' runs over these blocks, and a barrier: adds their losses in the rows' order.
 */
void hf_add_losses(const hf_member *member, const hf_samples *samples, int64_t first,
                   int64_t blocks, double *losses);
/* What losses summed by lane come to, by the kernels' tree; destroys the lanes. */
double hf_sum_losses(double lanes[HF_LANES]);

/* The batch's loss, and the gradient of the member's units. `chosen` [rows of the batch]: the rows
 * of `train` to be gathered in `batch` first; NULL: they are there. All members get the loss. */
float hf_loss_and_gradient(const hf_member *member, const hf_samples *train, const int64_t *chosen,
                           const hf_samples *batch);

/* Powers of the betas, by multiplication: libm's pow differs between processors. */
typedef struct hf_beta_powers {
    double beta1, beta2;
} hf_beta_powers;
/* The member's part of a step of the optimizer, from gradients that are complete. */
void hf_optimize(const hf_member *member, hf_beta_powers *powers);

/* The member's part of the parameters, as floats of a slab: hf_optimize changes these alone. */
typedef struct hf_part {
    int64_t first, count;
} hf_part;
hf_part hf_parameter_part(const hf_member *member);

/* The smallest validation loss so far; each member has the same one. Starts as HF_NOTHING_KEPT. */
typedef struct hf_early_stopping {
    double loss;
    int64_t step; /* after which it was found, from 1; 0: none yet */
} hf_early_stopping;
#define HF_NOTHING_KEPT ((hf_early_stopping){INFINITY, 0})

/* After step `step` (from 1), a barrier behind it: looks at the validation rows and keeps the
 * parameters if their loss is smaller than before. Whether training goes on. */
bool hf_early_stopping_look(const hf_member *member, const hf_samples *validation, int64_t step,
                            hf_early_stopping *best);
/* The kept parameters become the network's. All members do it together. */
void hf_early_stopping_restore(const hf_member *member);

/* Loss and accuracy (of a measured outcome NaN) over all rows with the trainer's parameters; with
 * `alive` notes the active units. The result is member 0's, and so is class_counts then. */
typedef struct hf_evaluation {
    double losses; /* their sum */
    float loss, accuracy;
} hf_evaluation;
hf_evaluation hf_evaluate(const hf_member *member, const hf_samples *samples, bool alive);
/* Whether what is trained is the prediction of a measured outcome. */
static inline bool hf_trainer_measures(const hf_trainer *trainer)
{
    return trainer->config->training.loss == HF_LOSS_MSE;
}
/* R2 of the rows, whose losses have this sum. */
float hf_r2(const hf_samples *samples, double losses);
/* The losses alone, their sum and their mean; all members get it. */
double hf_evaluate_losses(const hf_member *member, const hf_samples *samples);
double hf_evaluate_loss(const hf_member *member, const hf_samples *samples);
/* Correct predictions over the member's rows. */
int64_t hf_evaluate_correct(const hf_member *member, const hf_samples *samples);
/* From class_counts: mean recall of the classes that there are, and whether it is above 1 / their
 * number, exactly. */
float hf_balanced_accuracy(hf_trainer *trainer, bool *learned);

#endif
