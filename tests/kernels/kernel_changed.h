/*
 * The kernel of the conditional test against plain loops, for test_kernels.c and kernel_bits.c as
 * kernel_checks.h is.
 */
#ifndef HOLDFAST_KERNEL_CHANGED_H
#define HOLDFAST_KERNEL_CHANGED_H

#include "kernel_checks.h"

/* Many sizes, ordinary numbers and others (zeros, subnormal, huge, infinite, NaN): the sums must be
 * the plain loops' to the bit. *hash takes them up (FNV-1a). */
void check_add_changed(const hf_kernel_table *kernels, uint64_t *hash);

#endif
