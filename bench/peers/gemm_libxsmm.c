/* libxsmm: a kernel generated for the one shape, called directly. It counts by columns: the row by
 * row product C = A' · B is its C^T = B^T · A'^T, with the operands exchanged. */
#include "gemm.h"

#include <libxsmm.h>
#include <stddef.h>

const char *const gemm_library = "libxsmm";

static libxsmm_smmfunction kernel;

const char *gemm_kernels(void)
{
    return libxsmm_get_target_arch();
}

bool gemm_prepare(const gemm_product *p)
{
    float one = 1.0f;
    float zero = 0.0f;
    int flags = p->transposed ? LIBXSMM_GEMM_FLAG_TRANS_B : LIBXSMM_GEMM_FLAG_NONE;
    libxsmm_init();
    kernel =
        libxsmm_smmdispatch(p->n, p->m, p->k, &p->ldb, &p->lda, &p->ldc, &one, &zero, &flags, NULL);
    return kernel != NULL;
}

void gemm_multiply(const gemm_product *p, const float *a, const float *b, float *c)
{
    (void)p;
    kernel(b, a, c);
}
