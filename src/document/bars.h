/* Bars of a table in a terminal: a value with its interval, and the level that chance gives. */
#ifndef HOLDFAST_DOCUMENT_BARS_H
#define HOLDFAST_DOCUMENT_BARS_H

#include "document/table.h"

enum { HF_LONGEST_BAR = 51 };

/* Of numbers of columns. */
static inline int hf_smaller(int a, int b)
{
    return a < b ? a : b;
}
static inline int hf_larger(int a, int b)
{
    return a > b ? a : b;
}

/* A bar of so many columns: # up to the value o, the interval over it, | at the chance level. */
void hf_bar_append(const hf_table *table, int64_t row, double value, int width, hf_text *text);
/* One of the two lines over the bars: 0, the chance level, 100. */
void hf_bar_scale(const hf_table *table, int line, int width, hf_text *text);

#endif
