/* The summary of a results file: evidence, findings, then one of three forms. */
#include "summary.h"
#include "output.h"
#include "report/report.h"
#include "report/sections/sections.h"

enum {
    VERDICT_LINES = 25,
    NARROWEST = 60,
    ALL_LISTED = 40,
    SOME_LISTED = 20
}; /* features listed unless told */

static int64_t listed_of(int64_t top, int64_t features)
{
    if (top == HF_TOP_READABLE)
        return features <= ALL_LISTED ? 0 : SOME_LISTED;
    return top <= 0 || top > features ? 0 : top;
}

static void add_verdict(const hf_evidence *e, const hf_findings *findings, int64_t room,
                        hf_document *d)
{
    hf_document_say(d, HF_BLOCK_TITLE, "%s", e->config->name ? e->config->name : "experiment");
    hf_section_about(e, d);
    hf_section_verdict(e, findings, room, d);
}

/* Lines that the verdict takes with so little room for cautions; -1: memory is short. */
static int64_t count_lines(const hf_evidence *e, const hf_findings *findings, int64_t room,
                           int columns)
{
    hf_document d = {0};
    hf_text text = {0};
    int64_t lines = 0;
    add_verdict(e, findings, room, &d);
    hf_document_terminal(&d, columns, &text);
    for (size_t i = 0; i < text.length; i++)
        lines += text.data[i] == '\n';
    lines = d.failed || text.failed ? -1 : lines;
    hf_document_free(&d);
    hf_text_free(&text);
    return lines;
}

/* How many cautions the verdict can say. */
static int64_t find_room(const hf_evidence *e, const hf_findings *findings, int columns)
{
    int64_t room = findings->count;
    while (room > 0 && count_lines(e, findings, room, columns) > VERDICT_LINES)
        room--;
    return room;
}

static hf_status summary_text(const hf_evidence *e, const hf_findings *findings,
                              const hf_summary_request *request, FILE *out, hf_error *error)
{
    const int columns = request->columns < NARROWEST ? NARROWEST : request->columns;
    const int64_t room = find_room(e, findings, columns);
    hf_document document = {0};
    add_verdict(e, findings, room, &document);
    hf_sections(e, listed_of(request->top, e->features->count), &document);
    hf_section_cautions(e, findings, room, &document);
    return hf_output_document(&document, columns, out, error);
}

hf_status hf_report_summary(const hf_results *results, const hf_summary_request *request, FILE *out,
                            hf_error *error)
{
    hf_evidence evidence;
    hf_findings findings;
    HF_TRY(hf_evidence_make(results, request->method, request->hidden, &evidence, error));
    hf_status status = hf_findings_make(&evidence, &findings, error);
    if (status == HF_OK) {
        status = request->format == HF_FORMAT_TEXT
                     ? summary_text(&evidence, &findings, request, out, error)
                 : request->format == HF_FORMAT_CSV
                     ? hf_summary_csv(&evidence, out, error)
                     : hf_summary_json(&evidence, &findings, out, error);
        hf_findings_free(&findings);
    }
    hf_evidence_free(&evidence);
    return status;
}
