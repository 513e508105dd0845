/*
 * Texts on a terminal: names from data files, paths and host names may hold anything, also what
 * moves the cursor, hides text or changes its order.
 */
#ifndef HOLDFAST_TEXT_TERMINAL_H
#define HOLDFAST_TEXT_TERMINAL_H

#include "holdfast/text.h"
#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#define HF_NO_BREAK_SPACE "\xC2\xA0" /* shown as a space */

/* Appends a text so that it is safe to print: control characters, line breaks, bidi overrides and
 * bytes that are no UTF-8 become ?, one each. For names and paths, not for whole messages, whose
 * line breaks are meant. */
void hf_terminal_text(hf_text *to, const char *text);

/* One character of a text. */
typedef struct hf_terminal_character {
    size_t bytes;      /* that it takes in the text, at least 1 */
    int columns;       /* 0 for combining marks, 2 for East Asian wide characters, 1 for others */
    bool is_printable; /* if not, it is shown as ? */
} hf_terminal_character;

/* The one at `text` (not for the end of the text). */
hf_terminal_character hf_terminal_next(const char *text);
/* Appends the character at `text` or its ?. */
void hf_terminal_append(hf_text *to, const char *text, const hf_terminal_character *character);

#endif
