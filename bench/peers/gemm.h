/* One matrix product in float32, C[m, n] = A'[m, k] · B[k, n], all row by row in memory.
 * gemm.c checks and times it; gemm_openblas.c and gemm_libxsmm.c each provide these functions. */
#ifndef BENCH_GEMM_H
#define BENCH_GEMM_H

#include <stdbool.h>

typedef struct {
    int m, n, k;
    bool transposed; /* A' is the transpose of what is in memory, A[k, m] */
    int lda, ldb, ldc;
} gemm_product;

extern const char *const gemm_library;

/* The kernels that the library has chosen for this processor. */
const char *gemm_kernels(void);

/* Gets ready for products of this kind; false where the library has no kernel for it. */
bool gemm_prepare(const gemm_product *product);

void gemm_multiply(const gemm_product *product, const float *a, const float *b, float *c);

#endif
