/* The page: what its parts are written with, and the parts. */
#ifndef HOLDFAST_PAGE_HTML_H
#define HOLDFAST_PAGE_HTML_H

#include "figure.h"

/* Appends a text so that it is text in HTML and in SVG, also within an attribute in double quotes:
 * markup is escaped; bytes that are no UTF-8, control characters (but tab and newline) and those
 * that turn the direction of writing become U+FFFD. */
void hf_html_text(hf_text *html, const char *text);

/* ---- tables ---- */

/* A cell of a number: shown as `shown`, sorted by (and kept in full as) `value`; NaN: empty. */
void hf_html_number_cell(hf_text *html, double value, const char *shown);
void hf_html_text_cell(hf_text *html, const char *text);
/* Begins a table that can be sorted by its columns (heads [columns]); one of more than 100 rows is
 * folded away. */
typedef struct hf_html_table {
    const char *id, *caption;
    int64_t rows;
    const char *const *heads;
    int columns;
} hf_html_table;
void hf_html_table_begin(hf_text *html, const hf_html_table *table);
void hf_html_table_end(hf_text *html, const hf_html_table *table);

/* ---- figures ---- */

/* gnuplot's SVG with title and description of its own: as a file, and as part of the page (colours
 * of text and lines follow the page's theme, identifiers are unique in it). */
void hf_svg_file(const hf_figure *figure, hf_text *svg);
void hf_svg_inline(const hf_figure *figure, hf_text *html);

/* ---- parts of the page ---- */

hf_status hf_html_page(const hf_page *page, const hf_figure *figures, hf_text *html,
                       hf_error *error);
hf_status hf_html_verdict(const hf_page *page, hf_text *html, hf_error *error);
/* What null tests say, in words; nothing where there are none. */
hf_status hf_html_null_tests(const hf_page *page, hf_text *html, hf_error *error);
void hf_html_facts(const hf_page *page, hf_text *html);
hf_status hf_html_features(const hf_page *page, hf_text *html, hf_error *error);
void hf_html_health(const hf_page *page, hf_text *html);
void hf_html_splits(const hf_page *page, hf_text *html);
void hf_html_methods(const hf_page *page, hf_text *html);
hf_status hf_html_provenance(const hf_page *page, hf_text *html, hf_error *error);

/* The files style.css and script.js beside this one, compiled in (cmake/EmbedText.cmake). */
extern const char hf_page_style[], hf_page_script[];

#endif
