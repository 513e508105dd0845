/*
 * Documents: what commands have to say as headings, paragraphs, points, tables and figures, without
 * any layout. One renderer makes them text for a terminal, one HTML.
 *
 * A document owns all of its texts but the names in table cells. Start with {0}; blocks are shown
 * in the order in which they are added; a block without text is not shown. Memory that runs short
 * shows in hf_document_check, once, at the end. One thread each.
 */
#ifndef HOLDFAST_DOCUMENT_DOCUMENT_H
#define HOLDFAST_DOCUMENT_DOCUMENT_H

#include "document/table.h"
#include "holdfast/text.h"

typedef enum hf_block_kind {
    HF_BLOCK_TITLE,
    HF_BLOCK_HEADING,
    HF_BLOCK_SUBHEADING,
    HF_BLOCK_PARAGRAPH,
    HF_BLOCK_POINT,
    HF_BLOCK_CAUTION, /* a point that warns */
    HF_BLOCK_NOTE,    /* on the table above it */
    HF_BLOCK_FACT,    /* a label, and what it is */
    HF_BLOCK_COMMAND, /* a line to type: never broken but at its own line breaks */
    HF_BLOCK_TABLE,
    HF_BLOCK_FIGURE,   /* its name; a terminal shows none */
    HF_BLOCK_VERBATIM, /* lines as they are, folded away below the label; in HTML only */
    HF_BLOCKS
} hf_block_kind;

typedef struct hf_document_block {
    hf_block_kind kind;
    hf_text label, text;
    hf_table table;
} hf_document_block;

typedef struct hf_document {
    hf_document_block **blocks; /* [count] */
    int64_t count, capacity;
    int label_width; /* columns of facts' labels, at least */
    bool failed;
    hf_document_block nowhere; /* takes what is added when memory is short */
} hf_document;

/* The text of a new block, to be appended to until the next one is added. */
hf_text *hf_document_add(hf_document *document, hf_block_kind kind);
/* A new block with its text; ..._fact and ..._verbatim with a label as well. */
void hf_document_say(hf_document *document, hf_block_kind kind, const char *format, ...)
    __attribute__((format(printf, 3, 4)));
hf_text *hf_document_fact(hf_document *document, const char *label);
void hf_document_verbatim(hf_document *document, const char *label, const char *id,
                          const char *text);
/* A new table, valid until the document is freed; its caption stands above it. `id`, its identifier
 * on a page, is not owned. */
hf_table *hf_document_table(hf_document *document, const char *id, const char *caption, ...)
    __attribute__((format(printf, 3, 4)));

hf_status hf_document_check(const hf_document *document, hf_error *error);
void hf_document_free(hf_document *document);

/* ---- the renderers ---- */

/* Lines of at most `columns` (but for commands), none ending in a space. */
void hf_document_terminal(const hf_document *document, int columns, hf_text *text);

/* Parts of a page of HTML, headings with the identifiers that hf_html_identifier makes. `figure`
 * appends what stands for a figure; may be NULL where there are none. */
typedef void (*hf_figure_renderer)(const char *name, const void *context, hf_text *html);
void hf_document_html(const hf_document *document, hf_figure_renderer figure, const void *context,
                      hf_text *html);

/* Appends a text so that it is text in HTML and SVG, also within an attribute in double quotes:
 * markup is escaped; bytes that are no UTF-8, control characters (but tab and newline) and those
 * that turn the direction of writing become U+FFFD. */
void hf_html_text(hf_text *html, const char *text);
/* The same between two pieces of HTML; NULL: no text. */
void hf_html_element(hf_text *html, const char *before, const char *text, const char *after);
/* The heading in lower case with - for all but letters and digits. */
void hf_html_identifier(hf_text *html, const char *heading);

#endif
