/* The tables of hf_report_export that are read from the file in blocks. */
#ifndef HOLDFAST_REPORT_EXPORT_H
#define HOLDFAST_REPORT_EXPORT_H

#include "holdfast/results.h"
#include <stdio.h>

hf_status hf_export_replicas(const hf_results *results, FILE *out, hf_error *error);
hf_status hf_export_importance(const hf_results *results, int64_t method_index, FILE *out,
                               hf_error *error);
hf_status hf_export_weights(const hf_results *results, int64_t replica, FILE *out, hf_error *error);

#endif
