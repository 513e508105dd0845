/* What every stub needs first: a stub defines HF_PATH, includes this, its lane header and body.h.
 */
#ifndef HOLDFAST_KERNELS_PATH_H
#define HOLDFAST_KERNELS_PATH_H

#include "kernels/kernels.h"

#define INLINE static inline __attribute__((always_inline))
#define UNROLL _Pragma("GCC unroll 32")

/* The bits of the float64 nearest to sqrt(1/2). */
#define HF_SQRT_HALF_BITS 0x3fe6a09e667f3bcd

/* Each instruction set's kernels; NULL where this build has none. */
const hf_kernel_table *hf_kernels_avx512(void);
const hf_kernel_table *hf_kernels_avx2(void);
const hf_kernel_table *hf_kernels_neon(void);
const hf_kernel_table *hf_kernels_portable(void);

#endif
