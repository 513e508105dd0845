/* Texts that people take for the same although their bytes differ. */
#ifndef HOLDFAST_TEXT_ALIKE_H
#define HOLDFAST_TEXT_ALIKE_H

#include <stdbool.h>

/* Equal as decimal numbers (1, 1.0), or without the blanks around them, upper and lower case apart,
 * with letters composed (NFC). */
bool hf_text_alike(const char *a, const char *b);

#endif
