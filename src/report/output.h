/* Handing composed text on to a stream in pieces; what all JSON has. */
#ifndef HOLDFAST_REPORT_OUTPUT_H
#define HOLDFAST_REPORT_OUTPUT_H

#include "document/document.h"
#include "holdfast/grid.h"
#include "holdfast/text.h"
#include "text/json.h"
#include <stdio.h>

/* Writes the text and empties it, once it is long enough to be worth it. */
hf_status hf_output_some(hf_text *text, FILE *out, hf_error *error);
/* Writes all of it and flushes the stream. */
hf_status hf_output_all(hf_text *text, FILE *out, hf_error *error);

/* Writes a document as text for a terminal of so many columns, and releases it. */
hf_status hf_output_document(hf_document *document, int columns, FILE *out, hf_error *error);

/* What JSON says of every file: the member `grid`, and the name of a state of /provenance/state;
 * NULL: it is none. */
void hf_output_grid(const hf_grid *grid, hf_json *json);
const char *hf_state_name(uint8_t state);

#endif
