/* The kernels for NEON. */
#include "kernel_path.h"

#if defined(__aarch64__) && defined(__ARM_NEON)
#    define HF_PATH neon
#    include "double_neon.h"
#    include "lane_neon.h"

#    include "body.h"
#else
const hf_kernel_table *hf_kernels_neon(void)
{
    return 0;
}
#endif
