/* gnuplot's SVG becomes a file of its own and a part of the page. */
#include "html.h"

#include <stdio.h>
#include <string.h>

/* A text within tags, and what the page has instead: `before` or, where there is `after`, the
 * figure's name between the two. */
typedef struct replacement {
    const char *from, *before, *after;
} replacement;

static const replacement replacements[] = {
    {"rgb( 33,  37,  41)", "var(--ink)", NULL},
    {"rgb(33,37,41)", "var(--ink)", NULL},
    {"rgb(222, 226, 230)", "var(--line)", NULL},
    {"rgb(  0, 114, 178)", "var(--blue)", NULL},
    {"rgb(0,114,178)", "var(--blue)", NULL},
    {"fill=\"#ffffff\"", "fill=\"none\"", NULL},
    {"stroke='black'", "stroke='var(--ink)'", NULL},
    {"fill=\"black\"", "fill=\"var(--ink)\"", NULL},
    {"xlink:href='#gp", "href='#", "-gp"},
    {"id='gp", "id='", "-gp"},
    {"id='textbox'", "id='", "-textbox'"},
    {"id='greybox'", "id='", "-greybox'"},
    {"id=\"gnuplot_", "id=\"", "-"},
};
enum { REPLACEMENTS = sizeof replacements / sizeof *replacements };

static bool starts(const char *at, const char *text)
{
    return strncmp(at, text, strlen(text)) == 0;
}

static const replacement *replacement_at(const char *at)
{
    for (int i = 0; i < REPLACEMENTS; i++)
        if (starts(at, replacements[i].from))
            return &replacements[i];
    return NULL;
}

/* Past gnuplot's own <title>...</title> at `at`, which a pointer would show; else `at`. */
static const char *skip_title(const char *at)
{
    static const char end[] = "</title>";
    if (!starts(at, "<title>gnuplot_plot_"))
        return at;
    const char *close = strstr(at, end);
    return close ? close + sizeof end - 1 : at;
}

typedef struct size {
    int width, height;
} size;

static size size_of(const hf_figure *figure)
{
    size is = {0};
    const char *box = strstr(figure->svg.data, "viewBox=");
    if (box)
        sscanf(box, "viewBox=\"0 0 %d %d\"", &is.width, &is.height);
    return is;
}

/* The drawing behind gnuplot's title and description. */
static const char *drawing_of(const hf_figure *figure)
{
    static const char end[] = "</desc>";
    const char *at = strstr(figure->svg.data, end);
    return at ? at + sizeof end - 1 : figure->svg.data;
}

static void append_drawing(const hf_figure *figure, bool is_inline, hf_text *to)
{
    bool in_tag = false;
    for (const char *at = drawing_of(figure); *at;) {
        const char *next = skip_title(at);
        if (next != at) {
            at = next;
            continue;
        }
        const bool was_in_tag = in_tag;
        in_tag = *at == '<' ? true : *at == '>' ? false : in_tag;
        const replacement *r = is_inline && in_tag ? replacement_at(at) : NULL;
        if (!r) {
            /* gnuplot writes ]]> as it is, which XML does not allow in a text */
            const bool escaped = *at == '>' && !was_in_tag;
            hf_text_append_bytes(to, escaped ? "&gt;" : at, escaped ? strlen("&gt;") : 1);
            at++;
            continue;
        }
        hf_text_append(to, "%s%s%s", r->before, r->after ? figure->name : "",
                       r->after ? r->after : "");
        at += strlen(r->from);
    }
}

static void append_words(const hf_figure *figure, hf_text *to)
{
    hf_text_append(to, "<title id=\"%s-title\">", figure->name);
    hf_html_element(to, "", figure->title, "</title>\n");
    hf_text_append(to, "<desc id=\"%s-description\">", figure->name);
    hf_html_element(to, "", figure->alternative.data, "</desc>");
}

void hf_svg_file(const hf_figure *figure, hf_text *svg)
{
    const size is = size_of(figure);
    hf_text_append(svg,
                   "<?xml version=\"1.0\" encoding=\"utf-8\"?>\n"
                   "<svg width=\"%d\" height=\"%d\" viewBox=\"0 0 %d %d\" role=\"img\" "
                   "aria-labelledby=\"%s-title %s-description\" "
                   "xmlns=\"http://www.w3.org/2000/svg\" "
                   "xmlns:xlink=\"http://www.w3.org/1999/xlink\">\n",
                   is.width, is.height, is.width, is.height, figure->name, figure->name);
    append_words(figure, svg);
    append_drawing(figure, false, svg);
}

void hf_svg_inline(const hf_figure *figure, hf_text *html)
{
    const size is = size_of(figure);
    hf_text_append(html,
                   "<svg viewBox=\"0 0 %d %d\" role=\"img\" aria-labelledby=\"%s-title "
                   "%s-description\">\n",
                   is.width, is.height, figure->name, figure->name);
    append_words(figure, html);
    append_drawing(figure, true, html);
}
