/* The summary of a results file: evidence, findings, then one of three forms. */
#include "summary.h"
#include "output.h"
#include "report/report.h"
#include "report/sections/sections.h"

enum { NARROWEST = 60, ALL_LISTED = 40, SOME_LISTED = 20 }; /* features listed unless told */

static int64_t listed_of(int64_t top, int64_t features)
{
    if (top == HF_TOP_READABLE)
        return features <= ALL_LISTED ? 0 : SOME_LISTED;
    return top <= 0 || top > features ? 0 : top;
}

static hf_status summary_text(const hf_evidence *e, const hf_findings *findings,
                              const hf_summary_request *request, FILE *out, hf_error *error)
{
    hf_document document = {0};
    hf_document_say(&document, HF_BLOCK_TITLE, "%s",
                    e->config->name ? e->config->name : "experiment");
    hf_section_about(e, &document);
    hf_section_verdict(e, findings, &document);
    hf_sections(e, listed_of(request->top, e->features->count), &document);
    return hf_output_document(
        &document, request->columns < NARROWEST ? NARROWEST : request->columns, out, error);
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
