/* Names and paragraphs in columns. What a terminal could take amiss is shown as ?. */
#ifndef HOLDFAST_TEXT_LAYOUT_H
#define HOLDFAST_TEXT_LAYOUT_H

#include "holdfast/text.h"

/* Columns that a name takes. */
int hf_layout_width(const char *name);

/* Appends a name, cut in its middle (...) where it is wider than `columns`. */
void hf_layout_name(hf_text *text, const char *name, int columns);
/* The same, filled up with spaces to `columns`. */
void hf_layout_padded_name(hf_text *text, const char *name, int columns);

/* Appends words so that no paragraph is broken between them. */
void hf_layout_unbroken(hf_text *text, const char *words);

/* Appends a paragraph broken at spaces into lines of at most `columns`; the first line starts with
 * `start`, the others are indented by as much. Words wider than a line are cut. The last line does
 * not end in a space. */
void hf_layout_paragraph(hf_text *text, const char *start, const char *paragraph, int columns);

/* Ends a line, dropping spaces at its end. */
void hf_layout_end_line(hf_text *text);

#endif
