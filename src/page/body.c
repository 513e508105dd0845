/* The page as a whole: head, verdict, sections with their figures, provenance. */
#include "html.h"

#include "holdfast/config.h"
#include "holdfast/memory.h"
#include "holdfast/version.h"
#include "report/sections/sections.h"
#include "text/number.h"
#include "text/path.h"
#include <inttypes.h>
#include <math.h>
#include <string.h>

static void append_head(const char *name, hf_text *html)
{
    hf_text_append(html,
                   "<!DOCTYPE html>\n<html lang=\"en\">\n<head>\n<meta charset=\"utf-8\">\n"
                   "<meta name=\"viewport\" content=\"width=device-width, initial-scale=1\">\n"
                   "<meta name=\"color-scheme\" content=\"light dark\">\n"
                   "<meta http-equiv=\"Content-Security-Policy\" content=\"default-src 'none'; "
                   "style-src 'unsafe-inline'; script-src 'unsafe-inline'; img-src data:\">\n"
                   "<meta name=\"generator\" content=\"holdfast " HF_VERSION "\">\n"
                   "<link rel=\"icon\" href=\"data:,\">\n");
    hf_html_element(html, "<title>", name, " &ndash; holdfast</title>\n");
    hf_text_append(html, "<style>\n%s</style>\n</head>\n<body>\n", hf_page_style);
    hf_html_element(html, "<header>\n<h1>", name, "</h1>\n</header>\n");
}

/* A link to each heading. */
static void append_navigation(const hf_document *body, hf_text *html)
{
    hf_text_append(html, "<nav aria-label=\"Sections\"><ul>\n"
                         "<li><a href=\"#verdict\">Verdict</a></li>\n");
    for (int64_t i = 0; i < body->count; i++) {
        if (body->blocks[i]->kind != HF_BLOCK_HEADING)
            continue;
        hf_text_append(html, "<li><a href=\"#");
        hf_html_identifier(html, body->blocks[i]->text.data);
        hf_html_element(html, "\">", body->blocks[i]->text.data, "</a></li>\n");
    }
    hf_text_append(html, "</ul></nav>\n");
}

static void append_figure(const char *name, const void *context, hf_text *html)
{
    const hf_figure *figures = context;
    int i = 0;
    while (i < hf_figure_count && strcmp(figures[i].name, name) != 0)
        i++;
    if (i == hf_figure_count)
        return;
    const hf_figure *figure = &figures[i];
    hf_text_append(html, "<figure id=\"figure-%s\">\n", figure->name);
    hf_html_element(html, "<h3>", figure->title, "</h3>\n");
    if (figure->svg.length > 0) {
        hf_html_element(html, "<div class=\"scroll\" tabindex=\"0\" role=\"region\" aria-label=\"",
                        figure->title, "\">\n");
        hf_svg_inline(figure, html);
        hf_text_append(html, "</div>\n");
    }
    hf_html_element(html, "<figcaption>", figure->caption.data, "</figcaption>\n</figure>\n");
}

/* ---- what a page has besides the sections of the summary ---- */

static void add_figures(hf_document *d, const char *heading, const char *const *names)
{
    hf_document_say(d, HF_BLOCK_HEADING, "%s", heading);
    for (; *names; names++)
        hf_document_say(d, HF_BLOCK_FIGURE, "%s", *names);
}

static hf_status add_file(const hf_page *page, hf_document *d, hf_error *error)
{
    char digest[HF_HASH_BYTES] = "none: unfinished";
    const hf_evidence *e = &page->evidence;
    if (e->state == HF_STATE_COMPLETE)
        HF_TRY(hf_results_digest(page->results, digest, error));
    const char *const rows[][2] = {{"file", hf_path_base(hf_results_path(page->results))},
                                   {"data", e->config->data.source},
                                   {"hash of the data", hf_results_data_hash(page->results)},
                                   {"digest of the results", digest},
                                   {"report by", "holdfast " HF_VERSION " (" HF_COMMIT ")"}};
    hf_table *t = hf_document_table(d, "file-table", "What this page was made from.");
    hf_table_column_add(t, HF_COLUMN_NAME, 0, NULL, "what");
    hf_table_column_add(t, HF_COLUMN_NAME, 0, NULL, "value");
    for (size_t i = 0; i < sizeof rows / sizeof *rows; i++) {
        hf_cell_text(t, "%s", rows[i][0]);
        hf_cell_text(t, "%s", rows[i][1] ? rows[i][1] : "");
    }
    return HF_OK;
}

static hf_status add_provenance(const hf_page *page, hf_document *d, hf_error *error)
{
    char *given = NULL, *sessions = NULL;
    hf_text resolved = {0};
    hf_status status;
    hf_document_say(d, HF_BLOCK_HEADING, "Configuration and provenance");
    HF_TRY_CLEANUP(add_file(page, d, error));
    HF_TRY_CLEANUP(hf_results_config_given(page->results, &given, error));
    HF_TRY_CLEANUP(hf_results_sessions(page->results, &sessions, error));
    hf_config_write(page->evidence.config, &resolved);
    HF_TRY_CLEANUP(hf_text_check(&resolved, error));
    hf_document_verbatim(d, "The configuration as given", "config-given", given);
    hf_document_verbatim(d, "The configuration as resolved: every key", "config-resolved",
                         resolved.data);
    hf_document_verbatim(d, "Sessions: what ran, where and when", "sessions", sessions);
cleanup:
    hf_free(&given);
    hf_free(&sessions);
    hf_text_free(&resolved);
    return status;
}

static hf_status add_methods_text(const hf_page *page, hf_document *d, hf_error *error)
{
    hf_document_say(d, HF_BLOCK_HEADING, "For a methods section");
    hf_document_say(d, HF_BLOCK_NOTE, "To be copied. It says what this run did.");
    return hf_methods_text(&page->evidence, hf_document_add(d, HF_BLOCK_PARAGRAPH), error);
}

static hf_status compose_body(const hf_page *page, hf_document *d, hf_error *error)
{
    hf_sections(&page->evidence, 0, d);
    add_figures(d, "Training", (const char *const[]){"loss", "accuracy", "accuracies", NULL});
    add_figures(d, "One network and the data",
                (const char *const[]){"input-weights", "output-weights", "values",
                                      page->evidence.data.levels.first ? "levels" : NULL, NULL});
    HF_TRY(add_provenance(page, d, error));
    HF_TRY(add_methods_text(page, d, error));
    return hf_document_check(d, error);
}

/* The verdict, on the first screen. */
static hf_status append_verdict(const hf_page *page, hf_text *html, hf_error *error)
{
    hf_document facts = {0}, verdict = {0};
    hf_findings findings;
    HF_TRY(hf_findings_make(&page->evidence, &findings, error));
    hf_section_about(&page->evidence, &facts);
    hf_section_verdict(&page->evidence, &findings, -1, &verdict);
    hf_status status = hf_document_check(&facts, error);
    if (status == HF_OK)
        status = hf_document_check(&verdict, error);
    if (status == HF_OK) {
        hf_document_html(&facts, NULL, NULL, html);
        hf_text_append(html, "<section class=\"verdict\" id=\"verdict\">\n");
        hf_document_html(&verdict, NULL, NULL, html);
        hf_text_append(html, "</section>\n");
    }
    hf_document_free(&facts);
    hf_document_free(&verdict);
    hf_findings_free(&findings);
    return status;
}

hf_status hf_html_page(const hf_page *page, const hf_figure *figures, hf_text *html,
                       hf_error *error)
{
    const char *name = page->evidence.config->name;
    hf_document body = {0};
    hf_status status;
    HF_TRY_CLEANUP(compose_body(page, &body, error));
    append_head(name ? name : "experiment", html);
    HF_TRY_CLEANUP(append_verdict(page, html, error));
    append_navigation(&body, html);
    hf_text_append(html, "<main>\n");
    hf_document_html(&body, append_figure, figures, html);
    hf_text_append(html, "</main>\n<script>\n%s</script>\n</body>\n</html>\n", hf_page_script);
    status = hf_text_check(html, error);
cleanup:
    hf_document_free(&body);
    return status;
}
