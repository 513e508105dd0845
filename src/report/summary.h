/* The forms of the summary. */
#ifndef HOLDFAST_REPORT_SUMMARY_H
#define HOLDFAST_REPORT_SUMMARY_H

#include "findings/findings.h"
#include <stdio.h>

hf_status hf_summary_json(const hf_evidence *evidence, const hf_findings *findings, FILE *out,
                          hf_error *error);
/* HF_BAD_DATA: a shard. */
hf_status hf_summary_csv(const hf_evidence *evidence, FILE *out, hf_error *error);

#endif
