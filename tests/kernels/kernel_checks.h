/*
 * Kernels against plain float64 loops, for test_kernels.c (cmocka) and kernel_bits.c (no library:
 * it is built for other processors as well). Each check leaves in the fixture what it computed.
 */
#ifndef HOLDFAST_KERNEL_CHECKS_H
#define HOLDFAST_KERNEL_CHECKS_H

#include "kernels/kernels.h"

/* What a program does when a check fails; does not return. Each program has its own. */
_Noreturn void check_failed(const char *format, ...) __attribute__((format(printf, 1, 2)));

/* Numbers in [-1, 1) from a small generator: the same on every machine. */
void start_numbers(uint32_t state);
float next_number(void);
float *numbers(int64_t count); /* aligned; released with hf_free */

/* A network, a block of rows and room for what the kernels write. */
typedef struct {
    hf_network network, gradient;
    hf_row_block block;
    int64_t sums_count; /* of 16 lanes each; `sums` points to them */
    hf_lane_sums sums;
    float *summed; /* [sums_count]: hidden, class x hidden, class */
    float *activation, *logits, *share, *logit_gradient;
    float *weight; /* [row] 0.5 ... 2.5, for block.weight */
    double losses[HF_LANES];
    int64_t correct;
} fixture;

/* Labels are below `classes` (at most 64), inputs beyond `rows` 0, all else from the generator. */
fixture make(int64_t features, int64_t hidden, int64_t classes, int rows);
void release(fixture *f);

/* In the order of a training step: each works on what the one before it left. */
void check_forward(const hf_kernel_table *kernels, fixture *f);
void check_loss(const hf_kernel_table *kernels, fixture *f, hf_loss kind); /* by block.weight */
/* HF_LOSS_MSE of the first class's logits against an outcome. */
void check_square_loss(const hf_kernel_table *kernels, fixture *f);
void check_backward(const hf_kernel_table *kernels, fixture *f); /* and sum_lanes */
void check_weight_gradient(const hf_kernel_table *kernels, fixture *f);
void check_count(const hf_kernel_table *kernels, fixture *f);

/* Parameters and moments of an optimizer. */
enum { PARAMETERS = 64 };
typedef struct {
    float *gradient, *first_moment, *second_moment, *parameter;
} parameters;

parameters make_parameters(void);
void release_parameters(parameters *p);
void check_adam(const hf_kernel_table *kernels, const hf_optimizer_step *step, parameters *p);
/* The first moment is its momentum. */
void check_sgd(const hf_kernel_table *kernels, const hf_optimizer_step *step, parameters *p);

/* exp and log through the loss of two classes: log(1 + exp(-x)) for logits (x, 0), label 0.
 * Returns the loss, *slope its derivative. */
double check_loss_at(const hf_kernel_table *kernels, float x, float *slope);

#endif
