/* The verdict in words, and the numbers to hold in the head. */
#include "html.h"

#include "text/number.h"
#include <inttypes.h>
#include <math.h>
#include <string.h>

enum { ONE_LINE = 1 << 24 };

/* A line of the summary: "- " begins a point of a list, an indent a paragraph; the others are
 * headings. */
typedef struct line_kind {
    const char *begin, *end;
    bool is_point;
} line_kind;

static line_kind kind_of(const char **line)
{
    const size_t indent = strspn(*line, " ");
    *line += indent;
    if (strncmp(*line, "- ", 2) == 0) {
        *line += 2;
        return (line_kind){"<li>", "</li>\n", true};
    }
    return indent > 0 ? (line_kind){"<p>", "</p>\n", false} : (line_kind){"<h3>", "</h3>\n", false};
}

/* Parts of the summary whose paragraphs are a line each. */
static void append_lines(hf_text *html, const char *lines)
{
    bool in_list = false;
    while (*lines) {
        const line_kind kind = kind_of(&lines);
        const size_t length = strcspn(lines, "\n");
        hf_text line = {0};
        hf_text_append_bytes(&line, lines, length);
        if (length > 0) {
            if (kind.is_point != in_list)
                hf_text_append(html, kind.is_point ? "<ul>\n" : "</ul>\n");
            in_list = kind.is_point;
            hf_text_append(html, "%s", kind.begin);
            hf_html_text(html, line.data ? line.data : "");
            hf_text_append(html, "%s", kind.end);
        }
        html->failed |= line.failed;
        hf_text_free(&line);
        lines += length + (lines[length] == '\n');
    }
    if (in_list)
        hf_text_append(html, "</ul>\n");
}

static void append_state(const hf_page *page, hf_text *html)
{
    const hf_summary *s = &page->summary;
    const int64_t pending = s->health.pending;
    if (s->state == HF_STATE_COMPLETE)
        return;
    hf_text_append(html, "<p class=\"warning\"><strong>Unfinished.</strong> ");
    if (pending > 0) {
        hf_text_append(html, "%s of ", hf_number_grouped(s->replicas - pending).text);
        hf_text_append(html,
                       "%s replicas so far: all that follows is about these, and will change.",
                       hf_number_grouped(s->replicas).text);
    } else {
        hf_text_append(html,
                       "All %s replicas are trained; null tests or statistics are still to "
                       "come.",
                       hf_number_grouped(s->replicas).text);
    }
    hf_text_append(html, " The same <code>holdfast run</code> goes on from here.</p>\n");
}

hf_status hf_html_verdict(const hf_page *page, hf_text *html, hf_error *error)
{
    hf_text words = {0};
    hf_summary_conclusions(&page->summary, ONE_LINE, &words);
    hf_status status = hf_summary_tutorial(&page->summary, ONE_LINE, &words, error);
    if (status == HF_OK)
        status = hf_text_check(&words, error);
    if (status == HF_OK) {
        append_state(page, html);
        hf_text_append(html, "<section class=\"verdict\" id=\"verdict\"><h2>Verdict</h2>\n");
        append_lines(html, words.data);
        hf_text_append(html, "</section>\n");
    }
    hf_text_free(&words);
    return status;
}

hf_status hf_html_null_tests(const hf_page *page, hf_text *html, hf_error *error)
{
    hf_text words = {0};
    hf_summary_null(&page->summary, ONE_LINE, &words);
    hf_status status = hf_text_check(&words, error);
    if (status == HF_OK && words.data)
        append_lines(html, words.data);
    hf_text_free(&words);
    return status;
}

static void append_fact(hf_text *html, const char *term, const char *value, const char *note)
{
    hf_text_append(html, "<div><dt>%s</dt><dd>%s", term, value);
    if (*note)
        hf_text_append(html, "<small>%s</small>", note);
    hf_text_append(html, "</dd></div>\n");
}

void hf_html_facts(const hf_page *page, hf_text *html)
{
    const hf_summary *s = &page->summary;
    const hf_frequencies *f = page->lead;
    char note[120], value[60];
    hf_text_append(html, "<dl class=\"facts\">\n");
    snprintf(note, sizeof note, "%s feature%s, %" PRId64 " classes",
             hf_number_grouped(s->features->count).text, hf_plural(s->features->count),
             s->classes->count);
    append_fact(html, "samples", hf_number_grouped(hf_results_samples(s->results)).text, note);
    snprintf(note, sizeof note,
             "%" PRId64 " seed%s &times; %" PRId64 " size%s &times; %" PRId64 " split%s",
             s->grid->seeds, hf_plural(s->grid->seeds), s->grid->hiddens,
             hf_plural(s->grid->hiddens), s->grid->splits, hf_plural(s->grid->splits));
    append_fact(html, "replicas", hf_number_grouped(s->replicas).text, note);
    snprintf(value, sizeof value, "%s%%",
             hf_number_percent(
                 s->health.done > 0 ? (double)s->health.learned / (double)s->health.done : NAN)
                 .text);
    snprintf(note, sizeof note, "%s diverged", hf_number_grouped(s->health.diverged).text);
    append_fact(html, "learned", value, note);
    snprintf(value, sizeof value, "%s%%", hf_number_percent(s->health.mean_balanced_accuracy).text);
    append_fact(html, "balanced test accuracy", value, "mean of the replicas");
    snprintf(note, sizeof note, "top %" PRId64 ", chance %s%%", s->config->significance.top,
             hf_number_percent(hf_summary_chance(s)).text);
    append_fact(html, "voters", hf_number_grouped(f->voters).text, note);
    snprintf(note, sizeof note, "%s to %s", hf_number_fixed(f->stability_cross_low, 2).text,
             hf_number_fixed(f->stability_cross_high, 2).text);
    append_fact(html, "stability &Phi;&times;", hf_number_fixed(f->stability_cross, 2).text,
                isnan(f->stability_cross_low) ? "" : note);
    hf_text_append(html, "</dl>\n");
}
