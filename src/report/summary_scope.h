/* What the numbers do not say. */
#ifndef HOLDFAST_REPORT_SUMMARY_SCOPE_H
#define HOLDFAST_REPORT_SUMMARY_SCOPE_H

#include "summary.h"

/* Appends it as a list of points. */
void hf_summary_scope(const hf_summary *summary, int columns, hf_text *text);

#endif
