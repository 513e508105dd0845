/* Texts, numbers and table cells as HTML. */
#include "html.h"

#include "base/utf8.h"
#include "text/number.h"
#include <inttypes.h>
#include <math.h>
#include <string.h>

enum { FOLDED = 100, WIDE = 10 }; /* longer tables fold away; those of more columns may be wide */

static bool is_unsafe(uint32_t code)
{
    return (code < 0x20 && code != '\n' && code != '\t') || (code >= 0x7F && code < 0xA0) ||
           (code >= 0x202A && code <= 0x202E) || (code >= 0x2066 && code <= 0x2069) ||
           (code & 0xFFFE) == 0xFFFE;
}

void hf_html_text(hf_text *html, const char *text)
{
    while (*text) {
        uint32_t code;
        const size_t length = hf_utf8_decode(text, &code);
        if (length == 0 || is_unsafe(code))
            hf_text_append(html, "\xEF\xBF\xBD");
        else if (code == '<' || code == '>' || code == '&' || code == '"' || code == '\'')
            hf_text_append(html, "&#%d;", (int)code);
        else
            hf_text_append_bytes(html, text, length);
        text += length > 0 ? length : 1;
    }
}

void hf_html_number_cell(hf_text *html, double value, const char *shown)
{
    if (isnan(value))
        hf_text_append(html, "<td class=\"number\" data-value=\"\">&ndash;</td>");
    else
        hf_text_append(html, "<td class=\"number\" data-value=\"%s\">",
                       hf_number_double(value).text);
    if (isnan(value))
        return;
    hf_html_text(html, shown);
    hf_text_append(html, "</td>");
}

void hf_html_text_cell(hf_text *html, const char *text)
{
    hf_text_append(html, "<td>");
    hf_html_text(html, text);
    hf_text_append(html, "</td>");
}

/* A head may be broken after each underscore. */
static void append_head(hf_text *html, const char *head)
{
    char part[64];
    while (*head) {
        const size_t length = strcspn(head, "_") + (strchr(head, '_') != NULL);
        snprintf(part, sizeof part, "%.*s", (int)length, head);
        hf_html_text(html, part);
        head += length;
        hf_text_append(html, "%s", *head ? "<wbr>" : "");
    }
}

void hf_html_table_begin(hf_text *html, const hf_html_table *table)
{
    if (table->rows > FOLDED) {
        hf_text_append(html, "<details><summary>");
        hf_html_text(html, table->caption);
        hf_text_append(html, " (%s rows)</summary>\n", hf_number_grouped(table->rows).text);
    }
    hf_text_append(html, "<p class=\"caption\" id=\"%s-caption\">", table->id);
    hf_html_text(html, table->caption);
    hf_text_append(html,
                   "</p>\n<div class=\"scroll%s\" tabindex=\"0\" role=\"region\" "
                   "aria-labelledby=\"%s-caption\"><table id=\"%s\" class=\"sortable\" "
                   "aria-labelledby=\"%s-caption\">\n<thead><tr>",
                   table->columns > WIDE ? " wide" : "", table->id, table->id, table->id);
    for (int i = 0; i < table->columns; i++) {
        hf_text_append(html, "<th scope=\"col\">");
        append_head(html, table->heads[i]);
        hf_text_append(html, "</th>");
    }
    hf_text_append(html, "</tr></thead>\n<tbody>\n");
}

void hf_html_table_end(hf_text *html, const hf_html_table *table)
{
    hf_text_append(html, "</tbody></table></div>\n");
    if (table->rows > FOLDED)
        hf_text_append(html, "</details>\n");
}
