/*
 * Which instruction set the kernels use. One body (src/kernels/body.h) is compiled once per
 * instruction set; all give the same bits. Chosen once, at the first call, from the processor or
 * from HOLDFAST_ISA.
 */
#ifndef HOLDFAST_KERNELS_H
#define HOLDFAST_KERNELS_H

#include "holdfast/status.h"

/* To be called once before any training; later calls do nothing. HF_USAGE: HOLDFAST_ISA names a
 * path that is unknown or that this processor or build lacks (the message lists those there are).
 */
hf_status hf_kernels_select(hf_error *error);
const char *hf_kernels_name(void); /* "avx512", "avx2", "neon" or "portable" */
const char *
hf_kernels_available(void); /* all that could be chosen here, best first, comma separated */

#endif
