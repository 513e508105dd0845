/* The verdict in words, and the numbers to hold in the head. */
#include "html.h"

#include "report/number.h"
#include <inttypes.h>
#include <math.h>
#include <string.h>

enum { ONE_LINE = 1 << 24, NAMES_LISTED = 12 };

/* Paragraphs of the summary, each on a line of its own: points of a list, or headings. */
static void append_lines(hf_text *html, const char *lines)
{
    bool in_list = false;
    while (*lines) {
        const size_t length = strcspn(lines, "\n");
        const bool is_point = length > 2 && memcmp(lines, "- ", 2) == 0;
        if (length > 0) {
            hf_text line = {0};
            hf_text_append_bytes(&line, lines + (is_point ? 2 : 0), length - (is_point ? 2 : 0));
            if (is_point != in_list)
                hf_text_append(html, is_point ? "<ul>\n" : "</ul>\n");
            in_list = is_point;
            hf_text_append(html, is_point ? "<li>" : "<h3>");
            if (line.data)
                hf_html_text(html, line.data);
            hf_text_append(html, is_point ? "</li>\n" : "</h3>\n");
            html->failed |= line.failed;
            hf_text_free(&line);
        }
        lines += length + (lines[length] == '\n');
    }
    if (in_list)
        hf_text_append(html, "</ul>\n");
}

static void append_stand_out(const hf_page *page, hf_text *words)
{
    const hf_null_probes *probes = &page->probes;
    int64_t count = 0;
    for (int64_t i = 0; i < probes->features; i++) {
        const int64_t feature = page->order[i];
        if (!probes->stands_out[feature])
            continue;
        if (count < NAMES_LISTED)
            hf_text_append(words, "%s%s",
                           count > 0 ? ", " : "- Stands out against permuted probes: ",
                           page->summary.features->items[feature]);
        count++;
    }
    if (count == 0)
        hf_text_append(words, "- No feature stands out against permuted probes");
    if (count > NAMES_LISTED)
        hf_text_append(words, " and %" PRId64 " more", count - NAMES_LISTED);
    hf_text_append(words, " (%s draws).\n", hf_number_grouped(probes->draws).text);
}

static void append_remarks(hf_text *remarks, hf_text *words)
{
    words->failed |= remarks->failed;
    for (const char *line = remarks->data; line && *line;) {
        const size_t length = strcspn(line, "\n");
        if (length > 0)
            hf_text_append(words, "- %.*s.\n", (int)length, line);
        line += length + (line[length] == '\n');
    }
    hf_text_free(remarks);
}

/* What the null tests say, where there are any. */
static void append_null_tests(const hf_page *page, hf_text *words)
{
    const hf_config *config = page->summary.config;
    hf_text remarks = {0};
    if (page->labels.permutations == 0 && page->probes.draws == 0)
        return;
    hf_text_append(words, "Compared with noise\n");
    if (page->labels.permutations > 0) {
        hf_text_append(words,
                       "- Is anything learned at all? Mean balanced test accuracy %s%%, p = %s "
                       "against ",
                       hf_number_percent(page->labels.observed).text,
                       hf_number_fixed(page->labels.p_value, 4).text);
        hf_text_append(words, "%s permutations of the labels.\n",
                       hf_number_grouped(page->labels.permutations).text);
        hf_null_labels_remarks(config, &remarks);
        append_remarks(&remarks, words);
    }
    if (page->probes.draws > 0) {
        append_stand_out(page, words);
        hf_null_probes_remarks(config, page->probes.features, &remarks);
        append_remarks(&remarks, words);
    }
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
    append_null_tests(page, &words);
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
             "%" PRId64 " seeds &times; %" PRId64 " sizes &times; %" PRId64 " splits",
             s->grid->seeds, s->grid->hiddens, s->grid->splits);
    append_fact(html, "replicas", hf_number_grouped(s->replicas).text, note);
    snprintf(value, sizeof value, "%s %%",
             hf_number_percent(
                 s->health.done > 0 ? (double)s->health.learned / (double)s->health.done : NAN)
                 .text);
    snprintf(note, sizeof note, "%s diverged", hf_number_grouped(s->health.diverged).text);
    append_fact(html, "learned", value, note);
    snprintf(value, sizeof value, "%s %%",
             hf_number_percent(s->health.mean_balanced_accuracy).text);
    append_fact(html, "balanced test accuracy", value, "mean of the replicas");
    snprintf(note, sizeof note, "top %" PRId64 ", chance %s %%", s->config->significance.top,
             hf_number_percent(hf_summary_chance(s)).text);
    append_fact(html, "voters", hf_number_grouped(f->voters).text, note);
    snprintf(note, sizeof note, "%s to %s", hf_number_fixed(f->stability_cross_low, 2).text,
             hf_number_fixed(f->stability_cross_high, 2).text);
    append_fact(html, "stability &Phi;&times;", hf_number_fixed(f->stability_cross, 2).text,
                isnan(f->stability_cross_low) ? "" : note);
    hf_text_append(html, "</dl>\n");
}
