/* Many tests at once: q-values from p-values. */
#ifndef HOLDFAST_NUMERIC_MULTIPLE_H
#define HOLDFAST_NUMERIC_MULTIPLE_H

#include "holdfast/status.h"
#include <stdint.h>

/* Benjamini & Hochberg (1995): q [count] of p [count], the smallest false discovery rate at which
 * the test counts as found: min over j >= i of m p_(j) / j, p_(1) <= p_(2) ... the sorted values,
 * at most
 * 1. A p that is NaN is no test: it is left out of m, and its q is NaN. q may be p itself.
 * Fails where memory is short. */
hf_status hf_q_values_bh(const double *p, int64_t count, double *q, hf_error *error);

/* Benjamini & Yekutieli (2001), for any dependence between the tests: likewise, with m (1 + 1/2 +
 * ... + 1/m) for m. */
hf_status hf_q_values_by(const double *p, int64_t count, double *q, hf_error *error);

#endif
