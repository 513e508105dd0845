/* Times one matrix product of the training step with a library's kernels, on one thread:
 *
 *     gemm_LIBRARY forward|weight_gradient ROWS HIDDEN FEATURES stored|free REPEAT
 *
 * forward is Z[row, hidden] = X[row, feature] · W[feature, hidden], weight_gradient
 * G[hidden, feature] = D[row, hidden]^T · X[row, feature]. stored: X, Z and D stand row by row as
 * in training, each row may be padded to whole vectors, and columns of padding computed. free:
 * D may also be transposed beforehand, or the whole product be turned round to C^T = B^T · A^T with
 * every operand transposed beforehand. Each layout is checked against a plain loop in double, and
 * the fastest one is reported, in seconds a product. Memory stays in the cache, as in training. */
#define _POSIX_C_SOURCE 200809L
#include "gemm.h"

#include <math.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>

enum { MAX_REPEAT = 1000 };

static double now(void)
{
    struct timespec time;
    clock_gettime(CLOCK_MONOTONIC, &time);
    return (double)time.tv_sec + 1e-9 * (double)time.tv_nsec;
}

static int padded(int length)
{
    return (length + 15) / 16 * 16;
}

/* Numbers in [-1, 1) from a multiplicative congruence. */
static float *numbers(size_t count)
{
    float *values = aligned_alloc(64, (count * sizeof(float) + 63) / 64 * 64);
    unsigned int state = 12345;
    if (values == NULL) {
        exit(70);
    }
    for (size_t i = 0; i < count; i++) {
        state = state * 1664525u + 1013904223u;
        values[i] = (float)(state >> 8) / 8388608.0f - 1.0f;
    }
    return values;
}

/* Largest distance to the plain loop, as a share of the sum of the products' magnitudes. */
static double error_of(const gemm_product *p, const float *a, const float *b, const float *c)
{
    double worst = 0.0;
    for (int i = 0; i < p->m; i++) {
        for (int j = 0; j < p->n; j++) {
            double sum = 0.0;
            double magnitude = 0.0;
            for (int l = 0; l < p->k; l++) {
                double left = p->transposed ? a[(size_t)l * (size_t)p->lda + (size_t)i]
                                            : a[(size_t)i * (size_t)p->lda + (size_t)l];
                double product = left * b[(size_t)l * (size_t)p->ldb + (size_t)j];
                sum += product;
                magnitude += fabs(product);
            }
            double error = fabs(c[(size_t)i * (size_t)p->ldc + (size_t)j] - sum) / magnitude;
            worst = isnan(error) || error > worst ? error : worst;
        }
    }
    return worst;
}

/* Fills seconds[REPEAT]; false where the library has no kernel for this layout. */
static bool measure(const gemm_product *p, int repeat, double *seconds)
{
    int a_rows = p->transposed ? p->k : p->m;
    float *a = numbers((size_t)a_rows * (size_t)p->lda);
    float *b = numbers((size_t)p->k * (size_t)p->ldb);
    float *c = numbers((size_t)p->m * (size_t)p->ldc);
    bool there = gemm_prepare(p);
    if (there) {
        gemm_multiply(p, a, b, c);
        double error = error_of(p, a, b, c);
        if (!(error < 1e-5)) {
            fprintf(stderr, "%s: wrong product (error %g)\n", gemm_library, error);
            exit(65);
        }
        /* About 10 ms a measurement. */
        int calls = (int)(1.0 + 1e9 / (2.0 * p->m * p->n * p->k));
        for (int i = -1; i < repeat; i++) {
            double start = now();
            for (int call = 0; call < calls; call++) {
                gemm_multiply(p, a, b, c);
            }
            /* The first one warms up. */
            if (i >= 0) {
                seconds[i] = (now() - start) / calls;
            }
        }
    }
    free(a);
    free(b);
    free(c);
    return there;
}

static int compare(const void *left, const void *right)
{
    double a = *(const double *)left;
    double b = *(const double *)right;
    return (a > b) - (a < b);
}

static double median(const double *values, int count)
{
    double sorted[MAX_REPEAT];
    memcpy(sorted, values, (size_t)count * sizeof(double));
    qsort(sorted, (size_t)count, sizeof(double), compare);
    return sorted[count / 2];
}

typedef struct {
    bool gradient;
    bool free;
    int rows, hidden, features;
} request;

enum { TIGHT, PADDED_ROWS, WHOLE_VECTORS, WIDTHS };

/* Layout number i of a product, false where there is none. */
static bool layout_of(const request *work, int i, gemm_product *p)
{
    int width = i % WIDTHS;
    bool beforehand = i / WIDTHS % 2 == 1;
    bool turned = i / WIDTHS / 2 == 1;
    *p = (gemm_product){.m = work->rows, .n = work->hidden, .k = work->features};
    if (work->gradient) {
        *p = (gemm_product){.m = work->hidden, .n = work->features, .k = work->rows};
        p->transposed = !beforehand;
    }
    if (turned) {
        int m = p->m;
        p->m = p->n;
        p->n = m;
    }
    p->n = width == WHOLE_VECTORS ? padded(p->n) : p->n;
    int a_length = p->transposed ? p->m : p->k;
    p->lda = width == TIGHT ? a_length : padded(a_length);
    p->ldb = width == TIGHT ? p->n : padded(p->n);
    p->ldc = p->ldb;
    return i < WIDTHS || (work->free && (work->gradient || !beforehand));
}

static void print(const char *kind, const gemm_product *p, const double *seconds, int repeat)
{
    printf("{\"name\": \"%s_%s\", \"seconds\": [", gemm_library, kind);
    for (int i = 0; i < repeat; i++) {
        printf("%s%.6e", i > 0 ? ", " : "", seconds[i]);
    }
    printf("], \"check\": {\"passed\": true, \"kernels\": \"%s\", \"m\": %d, \"n\": %d, \"k\": %d, "
           "\"transposed\": %s, \"lda\": %d, \"ldb\": %d, \"ldc\": %d}}\n",
           gemm_kernels(), p->m, p->n, p->k, p->transposed ? "true" : "false", p->lda, p->ldb,
           p->ldc);
}

static bool same(const char *word, const char *other)
{
    return strcmp(word, other) == 0;
}

int main(int count, char **words)
{
    if (count != 7 || (!same(words[1], "forward") && !same(words[1], "weight_gradient")) ||
        (!same(words[5], "stored") && !same(words[5], "free"))) {
        fprintf(stderr,
                "usage: gemm_%s forward|weight_gradient ROWS HIDDEN FEATURES stored|free "
                "REPEAT\n",
                gemm_library);
        return 64;
    }
    const request work = {same(words[1], "weight_gradient"), same(words[5], "free"), atoi(words[2]),
                          atoi(words[3]), atoi(words[4])};
    int repeat = atoi(words[6]);
    if (work.rows < 1 || work.hidden < 1 || work.features < 1 || repeat < 1 ||
        repeat > MAX_REPEAT) {
        fprintf(stderr, "gemm_%s: sizes and REPEAT: 1 or more\n", gemm_library);
        return 64;
    }
    double best_seconds[MAX_REPEAT];
    gemm_product best = {0};
    for (int i = 0; i < 4 * WIDTHS; i++) {
        double seconds[MAX_REPEAT];
        gemm_product p;
        if (layout_of(&work, i, &p) && measure(&p, repeat, seconds) &&
            (best.m == 0 || median(seconds, repeat) < median(best_seconds, repeat))) {
            best = p;
            memcpy(best_seconds, seconds, sizeof(seconds));
        }
    }
    if (best.m == 0) {
        fprintf(stderr, "%s has no kernel for this product here\n", gemm_library);
        return 69;
    }
    print(words[1], &best, best_seconds, repeat);
    return 0;
}
