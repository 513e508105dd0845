/*
 * Small dense linear algebra in float64, row-major. Every entry is a sum in one fixed order,
 * whatever the number of threads.
 */
#ifndef HOLDFAST_CONDITIONAL_MATRIX_H
#define HOLDFAST_CONDITIONAL_MATRIX_H

#include <stdbool.h>
#include <stdint.h>

/* gram [columns, columns] = A^T A of a [rows, columns], both triangles. */
void hf_matrix_gram(const double *a, int64_t rows, int64_t columns, int64_t threads, double *gram);

/* product [rows, columns] = a [rows, inner] b [inner, columns]. */
void hf_matrix_multiply(const double *a, const double *b, int64_t rows, int64_t inner,
                        int64_t columns, int64_t threads, double *product);

/* A = U^T U (Cholesky): the upper triangle of a [size, size] becomes U. False: A is not positive
 * definite, `a` in any state. */
bool hf_matrix_factor(double *a, int64_t size, int64_t threads);
/* b [size, columns] becomes A^-1 b, with U from hf_matrix_factor. */
void hf_matrix_solve(const double *u, int64_t size, double *b, int64_t columns, int64_t threads);

#endif
