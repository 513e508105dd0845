/* OpenBLAS, through the ordinary CBLAS interface. OPENBLAS_CORETYPE forces its kernels. */
#include "gemm.h"

#include <cblas.h>

const char *const gemm_library = "openblas";

const char *gemm_kernels(void)
{
    return openblas_get_corename();
}

bool gemm_prepare(const gemm_product *product)
{
    (void)product;
    openblas_set_num_threads(1);
    return true;
}

void gemm_multiply(const gemm_product *p, const float *a, const float *b, float *c)
{
    cblas_sgemm(CblasRowMajor, p->transposed ? CblasTrans : CblasNoTrans, CblasNoTrans, p->m, p->n,
                p->k, 1.0f, a, p->lda, b, p->ldb, 0.0f, c, p->ldc);
}
