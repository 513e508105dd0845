/* Loops whose innermost runs along a row: fast without changing any sum's order. */
#include "matrix.h"

#include <math.h>
#include <string.h>

/* Threads pay from so many multiplications on; columns that a thread solves at a time. */
enum { WORTH_THREADS = 1 << 16, SOLVE_COLUMNS = 32 };

static void add_scaled(double *to, double factor, const double *from, int64_t count)
{
    for (int64_t i = 0; i < count; i++)
        to[i] += factor * from[i];
}

void hf_matrix_gram(const double *a, int64_t rows, int64_t columns, int64_t threads, double *gram)
{
    memset(gram, 0, (size_t)(columns * columns) * sizeof *gram);
#pragma omp parallel for schedule(dynamic, 4) num_threads((int)threads)
    for (int64_t j = 0; j < columns; j++)
        for (int64_t i = 0; i < rows; i++) {
            const double *row = a + i * columns + j;
            add_scaled(gram + j * columns + j, row[0], row, columns - j);
        }
    for (int64_t j = 0; j < columns; j++)
        for (int64_t k = 0; k < j; k++)
            gram[j * columns + k] = gram[k * columns + j];
}

void hf_matrix_multiply(const double *a, const double *b, int64_t rows, int64_t inner,
                        int64_t columns, int64_t threads, double *product)
{
    memset(product, 0, (size_t)(rows * columns) * sizeof *product);
#pragma omp parallel for schedule(static) num_threads((int)threads)
    for (int64_t i = 0; i < rows; i++)
        for (int64_t k = 0; k < inner; k++)
            add_scaled(product + i * columns, a[i * inner + k], b + k * columns, columns);
}

bool hf_matrix_factor(double *a, int64_t size, int64_t threads)
{
    for (int64_t k = 0; k < size; k++) {
        double *pivot = a + k * size;
        const int64_t left = size - k;
        if (!(pivot[k] > 0))
            return false;
        const double root = sqrt(pivot[k]);
        for (int64_t j = k; j < size; j++)
            pivot[j] /= root;
#pragma omp parallel for schedule(static)                                                          \
    num_threads((int)threads) if (threads > 1 && left * left > WORTH_THREADS)
        for (int64_t i = k + 1; i < size; i++)
            add_scaled(a + i * size + i, -pivot[i], pivot + i, size - i);
    }
    return true;
}

/* `count` columns of b, whose rows lie `stride` apart. */
static void solve_columns(const double *u, int64_t size, double *b, int64_t stride, int64_t count)
{
    for (int64_t i = 0; i < size; i++) {
        for (int64_t k = 0; k < i; k++)
            add_scaled(b + i * stride, -u[k * size + i], b + k * stride, count);
        for (int64_t c = 0; c < count; c++)
            b[i * stride + c] /= u[i * size + i];
    }
    for (int64_t i = size - 1; i >= 0; i--) {
        for (int64_t k = i + 1; k < size; k++)
            add_scaled(b + i * stride, -u[i * size + k], b + k * stride, count);
        for (int64_t c = 0; c < count; c++)
            b[i * stride + c] /= u[i * size + i];
    }
}

void hf_matrix_solve(const double *u, int64_t size, double *b, int64_t columns, int64_t threads)
{
#pragma omp parallel for schedule(dynamic)                                                         \
    num_threads((int)threads) if (threads > 1 && columns > SOLVE_COLUMNS)
    for (int64_t c = 0; c < columns; c += SOLVE_COLUMNS)
        solve_columns(u, size, b + c, columns,
                      columns - c < SOLVE_COLUMNS ? columns - c : SOLVE_COLUMNS);
}
