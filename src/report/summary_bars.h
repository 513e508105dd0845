/* Bars of the features' frequencies, with their intervals and the chance level. */
#ifndef HOLDFAST_REPORT_SUMMARY_BARS_H
#define HOLDFAST_REPORT_SUMMARY_BARS_H

#include "summary.h"

enum { HF_LONGEST_BAR = 51 };

/* How an interval is drawn: by how far it can be trusted. */
typedef struct hf_summary_marks {
    char in_bar;
    const char *between; /* its limits */
} hf_summary_marks;
hf_summary_marks hf_summary_mark(const hf_summary *summary);

/* Two spaces and a bar of so many columns: # up to the frequency o, the interval over it, | at the
 * chance level. Intervals are over all hidden sizes: bars of one size have none. */
void hf_summary_bar(const hf_summary *summary, int64_t feature, int width, hf_text *text);
/* The two lines over the bars: 0, the chance level, 100. */
void hf_summary_scale(const hf_summary *summary, int line, int width, hf_text *text);
/* Why an interval of few units, or of one, looks different; nothing where there are enough. */
void hf_summary_mark_note(const hf_summary *summary, int columns, hf_text *text);

#endif
