/* Documents as texts, for tests. */
#ifndef RENDERED_H
#define RENDERED_H

#include "document/document.h"
#include "unit_test.h"

/* The document as text or as HTML, allocated. */
char *terminal_of(const hf_document *document, int columns);
char *html_of(const hf_document *document);

/* Each frees the document. */
void assert_terminal(hf_document *document, int columns, const char *expected);
void assert_html(hf_document *document, const char *expected);

/* At each width from 60 to 200: no line is wider, none ends in a space, all are printable UTF-8.
 * For documents without commands. */
void assert_fits_every_width(const hf_document *document);

#endif
