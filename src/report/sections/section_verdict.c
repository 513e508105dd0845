/* The findings as a verdict: question by question, the sentences of each. */
#include "sections.h"
#include "text/number.h"

enum { LIMITS_SAID = 2 };

static const char *const questions[HF_QUESTIONS] = {
    [HF_ASK_PREDICT] = "Do the networks predict?",
    [HF_ASK_ADDS] = "What is informative?",
    [HF_ASK_RESTS] = "What do predictions rest on?",
    [HF_ASK_CAUTIONS] = "Cautions, and what cannot be said",
    [HF_ASK_LIMITS] = "What cannot be said",
};

/* One sentence and the line to type, if there is one. Returns how many findings that says. */
static int64_t say(const hf_evidence *e, const hf_findings *findings, int64_t at, hf_document *d)
{
    const hf_finding *finding = &findings->items[at];
    const int64_t run = hf_findings_run(findings, at);
    const bool warns = hf_finding_level(finding->kind) == HF_LEVEL_CAUTION;
    hf_finding_say(e, finding, run, hf_document_add(d, warns ? HF_BLOCK_CAUTION : HF_BLOCK_POINT));
    hf_finding_command(e, finding, hf_document_add(d, HF_BLOCK_COMMAND));
    return run;
}

/* How many points of a question there is room for. */
static int64_t room_of(hf_question question, int64_t room)
{
    if (room < 0)
        return INT64_MAX;
    return question == HF_ASK_CAUTIONS ? room : question == HF_ASK_LIMITS ? LIMITS_SAID : INT64_MAX;
}

/* Says the points of a question from the one at place `first` to the one before `end`; returns how
 * many there are in all. */
static int64_t say_points(const hf_evidence *e, const hf_findings *findings, hf_question question,
                          int64_t first, int64_t end, hf_document *d)
{
    int64_t point = 0;
    for (int64_t i = 0; i < findings->count;) {
        const bool is_asked = hf_finding_question(findings->items[i].kind) == question;
        if (is_asked && point >= first && point < end)
            i += say(e, findings, i, d);
        else
            i += hf_findings_run(findings, i);
        point += is_asked;
    }
    return point;
}

static int64_t count_points(const hf_evidence *e, const hf_findings *findings, hf_question question)
{
    return say_points(e, findings, question, 0, 0, NULL);
}

void hf_section_verdict(const hf_evidence *evidence, const hf_findings *findings, int64_t room,
                        hf_document *document)
{
    int64_t left_out = 0;
    bool warned = false; /* below a heading that holds for what cannot be said as well */
    for (hf_question q = 0; q < HF_QUESTIONS; q++) {
        const int64_t points = count_points(evidence, findings, q), fit = room_of(q, room);
        left_out += points > fit ? points - fit : 0;
        if (points > 0 && fit > 0 && !warned)
            hf_document_say(document, HF_BLOCK_SUBHEADING, "%s", questions[q]);
        say_points(evidence, findings, q, 0, fit, document);
        warned = q == HF_ASK_CAUTIONS && points > 0 && fit > 0;
    }
    if (left_out > 0)
        hf_document_say(document, HF_BLOCK_CAUTION, "%s below: see \"More cautions and limits\".",
                        hf_count(left_out, "more point").text);
}

void hf_section_cautions(const hf_evidence *evidence, const hf_findings *findings, int64_t room,
                         hf_document *document)
{
    const hf_question asked[] = {HF_ASK_CAUTIONS, HF_ASK_LIMITS};
    int64_t left_out = 0;
    for (int i = 0; i < 2 && room >= 0; i++)
        left_out += count_points(evidence, findings, asked[i]) > room_of(asked[i], room);
    if (left_out == 0)
        return;
    hf_document_say(document, HF_BLOCK_HEADING, "More cautions and limits");
    for (int i = 0; i < 2; i++)
        say_points(evidence, findings, asked[i], room_of(asked[i], room), INT64_MAX, document);
}
