/* The findings as a verdict: question by question, the sentences of each. */
#include "sections.h"
#include "text/quote.h"

static const char *const questions[HF_QUESTIONS] = {
    [HF_ASK_LEARNED] = "Did the networks learn?",
    [HF_ASK_WHICH] = "Which features?",
    [HF_ASK_SURE] = "How sure is that?",
    [HF_ASK_LIMITS] = "What cannot be said",
};

/* The line to type that helps, where there is one. */
static void add_command(const hf_evidence *e, const hf_finding *finding, hf_document *d)
{
    hf_text setting = {0};
    hf_finding_setting(e, finding, &setting);
    if (setting.length > 0) {
        hf_text *line = hf_document_add(d, HF_BLOCK_COMMAND);
        hf_text_append(line, "holdfast aggregate ");
        hf_quote_shell(line, hf_results_path(e->results));
        hf_text_append(line, " --set ");
        hf_quote_shell(line, setting.data);
    }
    d->failed |= setting.failed;
    hf_text_free(&setting);
}

void hf_section_verdict(const hf_evidence *evidence, const hf_findings *findings,
                        hf_document *document)
{
    hf_question last = HF_QUESTIONS;
    for (int64_t i = 0, run; i < findings->count; i += run) {
        const hf_finding *finding = &findings->items[i];
        const hf_question question = hf_finding_question(finding->kind);
        const bool warns = hf_finding_level(finding->kind) == HF_LEVEL_CAUTION;
        run = hf_findings_run(findings, i);
        if (question != last)
            hf_document_say(document, HF_BLOCK_SUBHEADING, "%s", questions[question]);
        last = question;
        hf_finding_say(evidence, finding, run,
                       hf_document_add(document, warns ? HF_BLOCK_CAUTION : HF_BLOCK_POINT));
        add_command(evidence, finding, document);
    }
}
