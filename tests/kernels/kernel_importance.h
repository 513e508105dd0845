/*
 * The importance kernels against plain float64 loops, for test_kernels.c and kernel_bits.c as
 * kernel_checks.h is. Each check leaves in the fixture what it computed.
 */
#ifndef HOLDFAST_KERNEL_IMPORTANCE_H
#define HOLDFAST_KERNEL_IMPORTANCE_H

#include "kernel_checks.h"

/* Rows, hidden units and room for what the kernels write. */
typedef struct {
    int64_t features, classes, rows; /* rows that count; units.rows are padded */
    hf_unit_rows units;              /* outputs: classes - 1 */
    float *value, *shuffled;         /* [feature, padded rows] */
    float *input_weight;             /* [hidden, feature] */
    double *weight, *baseline;       /* [hidden] */
    double *bias;                    /* [class] */
    double *contrast;                /* [class, HF_CONTRAST_ROWS] */
    double losses[HF_DOUBLE_LANES], norms[HF_DOUBLE_LANES];
    uint32_t numbers[4 * HF_LANES];
} importance_fixture;

/* Labels are below `classes` (at most 64), -1 beyond `rows`, all else from the generator. */
importance_fixture make_importance(int64_t features, int64_t hidden, int64_t classes, int64_t rows);
void release_importance(importance_fixture *f);

void check_add_columns(const hf_kernel_table *kernels, importance_fixture *f);
void check_shifted_loss(const hf_kernel_table *kernels, importance_fixture *f);
/* The first output as a measured outcome's. */
void check_shifted_square(const hf_kernel_table *kernels, importance_fixture *f);
/* From here on `units` holds shares; outputs become the classes. */
void check_active_shares(const hf_kernel_table *kernels, importance_fixture *f);
void check_gradient_norm(const hf_kernel_table *kernels, importance_fixture *f);
/* Against one counter at a time; the counter's first word may wrap around. */
void check_philox(const hf_kernel_table *kernels, importance_fixture *f, const uint32_t key[2],
                  const uint32_t counter[4]);

/* float64 exp and log through the loss of two classes, label 0, whose contrast is x: log(1 +
 * exp(x)). Returns the loss. */
double check_shifted_loss_at(const hf_kernel_table *kernels, double x);

#endif
