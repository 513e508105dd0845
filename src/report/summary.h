/* The forms of the summary. */
#ifndef HOLDFAST_REPORT_SUMMARY_H
#define HOLDFAST_REPORT_SUMMARY_H

#include "findings/findings.h"
#include "text/json.h"
#include <stdio.h>

hf_status hf_summary_json(const hf_evidence *evidence, const hf_findings *findings, FILE *out,
                          hf_error *error);
void hf_summary_null_json(const hf_evidence *evidence, hf_json *json);
/* HF_BAD_DATA: a shard. */
hf_status hf_summary_csv(const hf_evidence *evidence, FILE *out, hf_error *error);

#endif
