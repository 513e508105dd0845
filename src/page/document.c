/* The page as a whole: head, parts, figures by section, configuration and provenance. */
#include "html.h"

#include "holdfast/config.h"
#include "holdfast/memory.h"
#include "holdfast/status_codes.h"
#include "holdfast/version.h"
#include "text/number.h"
#include "text/path.h"
#include <ctype.h>
#include <inttypes.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

static void append_head(const hf_page *page, hf_text *html)
{
    const char *name = page->summary.config->name;
    hf_text_append(html,
                   "<!DOCTYPE html>\n<html lang=\"en\">\n<head>\n<meta charset=\"utf-8\">\n"
                   "<meta name=\"viewport\" content=\"width=device-width, initial-scale=1\">\n"
                   "<meta name=\"color-scheme\" content=\"light dark\">\n"
                   "<meta http-equiv=\"Content-Security-Policy\" content=\"default-src 'none'; "
                   "style-src 'unsafe-inline'; script-src 'unsafe-inline'; img-src data:\">\n"
                   "<meta name=\"generator\" content=\"holdfast " HF_VERSION "\">\n"
                   "<link rel=\"icon\" href=\"data:,\">\n<title>");
    hf_html_text(html, name ? name : "experiment");
    hf_text_append(html, " &ndash; holdfast</title>\n<style>\n");
    hf_text_append_bytes(html, hf_page_style, strlen(hf_page_style));
    hf_text_append(html, "</style>\n</head>\n<body>\n<header>\n<h1>");
    hf_html_text(html, name ? name : "experiment");
    hf_text_append(html, "</h1>\n<p class=\"lead\">Does a small neural network's word on which "
                         "features matter hold fast, with another seed, hidden size and split?"
                         "</p>\n</header>\n");
}

/* The identifier of a section: its heading in lower case, with - for spaces. */
static void append_identifier(hf_text *html, const char *heading)
{
    for (const char *c = heading; *c; c++) {
        const char letter = *c == ' ' ? '-' : (char)tolower((unsigned char)*c);
        hf_text_append_bytes(html, &letter, 1);
    }
}

static void append_link(hf_text *html, const char *heading)
{
    hf_text_append(html, "<li><a href=\"#");
    append_identifier(html, heading);
    hf_text_append(html, "\">%s</a></li>\n", heading);
}

static void append_navigation(hf_text *html)
{
    hf_text_append(html, "<nav aria-label=\"Sections\"><ul>\n");
    append_link(html, "Verdict");
    for (int i = 0; i < hf_figure_count; i++)
        if (hf_figure_table[i].section)
            append_link(html, hf_figure_table[i].section);
    append_link(html, "Health");
    append_link(html, "Configuration and provenance");
    hf_text_append(html, "</ul></nav>\n");
}

static void append_heading(hf_text *html, const char *heading)
{
    hf_text_append(html, "<h2 id=\"");
    append_identifier(html, heading);
    hf_text_append(html, "\">%s</h2>\n", heading);
}

static void append_figure(const hf_figure *figure, hf_text *html)
{
    hf_text_append(html, "<figure id=\"figure-%s\">\n<h3>", figure->name);
    hf_html_text(html, figure->title);
    hf_text_append(html, "</h3>\n");
    if (figure->svg.length > 0) {
        hf_text_append(html, "<div class=\"scroll\" tabindex=\"0\" role=\"region\" aria-label=\"");
        hf_html_text(html, figure->title);
        hf_text_append(html, "\">\n");
        hf_svg_inline(figure, html);
        hf_text_append(html, "</div>\n");
    }
    hf_text_append(html, "<figcaption>");
    if (figure->caption.data)
        hf_html_text(html, figure->caption.data);
    hf_text_append(html, "</figcaption>\n</figure>\n");
}

/* The table or the words that belong below a figure. */
static hf_status append_table(const hf_page *page, hf_figure_compose figure, hf_text *html,
                              hf_error *error)
{
    if (figure == hf_figure_frequency)
        return hf_html_features(page, html, error);
    if (figure == hf_figure_null_labels)
        return hf_html_null_tests(page, html, error);
    if (figure == hf_figure_by_split)
        hf_html_splits(page, html);
    if (figure == hf_figure_agreement)
        hf_html_methods(page, html);
    return HF_OK;
}

static void append_folded(hf_text *html, const char *title, const char *name, const char *text)
{
    hf_text_append(html, "<details><summary>%s</summary>\n<pre tabindex=\"0\" id=\"%s\">", title,
                   name);
    hf_html_text(html, text);
    hf_text_append(html, "</pre></details>\n");
}

/* What `holdfast summary` prints. */
static hf_status append_summary(const hf_page *page, hf_text *html, hf_error *error)
{
    char *text = NULL;
    size_t bytes = 0;
    FILE *out = open_memstream(&text, &bytes);
    if (!out)
        return hf_fail_errno(error, HF_INTERNAL, "report: no memory for the summary");
    hf_status status = hf_summary_text(&page->summary, 80, out, error);
    fclose(out);
    if (status == HF_OK && text)
        append_folded(html, "The summary as text, with all remarks", "summary-text", text);
    free(text);
    return status;
}

static hf_status append_file_facts(const hf_page *page, hf_text *html, hf_error *error)
{
    char digest[HF_HASH_BYTES] = "none: unfinished";
    if (page->summary.state == HF_STATE_COMPLETE)
        HF_TRY(hf_results_digest(page->results, digest, error));
    const char *const rows[][2] = {{"file", hf_path_base(hf_results_path(page->results))},
                                   {"data", page->summary.config->data.source},
                                   {"hash of the data", hf_results_data_hash(page->results)},
                                   {"digest of the results", digest},
                                   {"report by", "holdfast " HF_VERSION " (" HF_COMMIT ")"}};
    hf_text_append(html, "<table><tbody>\n");
    for (size_t i = 0; i < sizeof rows / sizeof *rows; i++) {
        hf_text_append(html, "<tr><th scope=\"row\">%s</th><td><code>", rows[i][0]);
        hf_html_text(html, rows[i][1] ? rows[i][1] : "");
        hf_text_append(html, "</code></td></tr>\n");
    }
    hf_text_append(html, "</tbody></table>\n");
    return HF_OK;
}

hf_status hf_html_provenance(const hf_page *page, hf_text *html, hf_error *error)
{
    char *given = NULL, *sessions = NULL;
    hf_text resolved = {0};
    hf_status status;
    append_heading(html, "Configuration and provenance");
    HF_TRY_CLEANUP(append_file_facts(page, html, error));
    HF_TRY_CLEANUP(append_summary(page, html, error));
    HF_TRY_CLEANUP(hf_results_config_given(page->results, &given, error));
    HF_TRY_CLEANUP(hf_results_sessions(page->results, &sessions, error));
    hf_config_write(page->summary.config, &resolved);
    HF_TRY_CLEANUP(hf_text_check(&resolved, error));
    append_folded(html, "The configuration as given", "config-given", given);
    append_folded(html, "The configuration as resolved: every key", "config-resolved",
                  resolved.data);
    append_folded(html, "Sessions: what ran, where and when", "sessions", sessions);
cleanup:
    hf_free(&given);
    hf_free(&sessions);
    hf_text_free(&resolved);
    return status;
}

hf_status hf_html_page(const hf_page *page, const hf_figure *figures, hf_text *html,
                       hf_error *error)
{
    append_head(page, html);
    append_navigation(html);
    hf_text_append(html, "<main>\n");
    HF_TRY(hf_html_verdict(page, html, error));
    hf_html_facts(page, html);
    for (int i = 0; i < hf_figure_count; i++) {
        if (hf_figure_table[i].section)
            append_heading(html, hf_figure_table[i].section);
        append_figure(&figures[i], html);
        HF_TRY(append_table(page, hf_figure_table[i].compose, html, error));
    }
    append_heading(html, "Health");
    hf_html_health(page, html);
    HF_TRY(hf_html_provenance(page, html, error));
    hf_text_append(html, "</main>\n<script>\n");
    hf_text_append_bytes(html, hf_page_script, strlen(hf_page_script));
    hf_text_append(html, "</script>\n</body>\n</html>\n");
    return hf_text_check(html, error);
}
