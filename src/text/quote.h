/* Words as a shell reads them. */
#ifndef HOLDFAST_TEXT_QUOTE_H
#define HOLDFAST_TEXT_QUOTE_H

#include "holdfast/text.h"

/* Appends a word so that a POSIX shell reads it as it is: in single quotes where it has to be. */
void hf_quote_shell(hf_text *line, const char *word);

#endif
