/* The kernels for AVX-512. */
#include "kernel_path.h"

#if defined(__AVX512F__)
#    define HF_PATH avx512
#    include "double_avx512.h"
#    include "lane_avx512.h"

#    include "body.h"
#else
const hf_kernel_table *hf_kernels_avx512(void)
{
    return 0;
}
#endif
