/* The kernels for AVX2. */
#include "kernel_path.h"

#if defined(__AVX2__) && defined(__FMA__)
#    define HF_PATH avx2
#    include "double_avx2.h"
#    include "lane_avx2.h"

#    include "body.h"
#else
const hf_kernel_table *hf_kernels_avx2(void)
{
    return 0;
}
#endif
