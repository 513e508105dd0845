/* The page, and what its figures need of HTML. */
#ifndef HOLDFAST_PAGE_HTML_H
#define HOLDFAST_PAGE_HTML_H

#include "document/document.h"
#include "figure.h"

/* gnuplot's SVG with title and description of its own: as a file, and as part of the page (colours
 * of text and lines follow the page's theme, identifiers are unique in it). */
void hf_svg_file(const hf_figure *figure, hf_text *svg);
void hf_svg_inline(const hf_figure *figure, hf_text *html);

hf_status hf_html_page(const hf_page *page, const hf_figure *figures, hf_text *html,
                       hf_error *error);

/* The files style.css and script.js beside this one, compiled in (cmake/EmbedText.cmake). */
extern const char hf_page_style[], hf_page_script[];

#endif
