/* Findings of files that are filled in by hand, for tests. */
#include "found.h"

#include "holdfast/statistics.h"
#include <math.h>
#include <stdlib.h>
#include <string.h>

void look_at(found *f, hf_results *results, const char *method, int64_t hidden)
{
    f->results = results;
    expect_ok(hf_evidence_make(results, method, hidden, &f->evidence, &error));
    expect_ok(hf_findings_make(&f->evidence, &f->findings, &error));
}

void look_again(found *f)
{
    hf_findings_free(&f->findings);
    expect_ok(hf_findings_make(&f->evidence, &f->findings, &error));
}

void let_predict(found *f)
{
    f->evidence.splits_done = 10;
    f->evidence.across.score = 0.9;
    f->evidence.across.score_low = 0.8;
    f->evidence.across.score_high = 1;
    look_again(f);
}

void forget(found *f)
{
    hf_findings_free(&f->findings);
    hf_evidence_free(&f->evidence);
    close_and_remove(f->results);
}

void look_at_filled(found *f, const char *configuration)
{
    hf_results *results = filled_file(configuration, HF_DONE, 1, always_first);
    complete(results);
    look_at(f, results, NULL, 0);
    let_predict(f);
}

void look_at_small(found *f)
{
    look_at(f, complete_small_file(), NULL, 0);
    let_predict(f);
}

const hf_finding *nth_of(const found *f, hf_finding_kind kind, int64_t position)
{
    for (int64_t i = 0; i < f->findings.count; i++)
        if (f->findings.items[i].kind == kind && position-- == 0)
            return &f->findings.items[i];
    fail_msg("there is no such finding %s", hf_finding_name(kind));
    return NULL;
}

const hf_finding *the(const found *f, hf_finding_kind kind)
{
    if (count_of(f, kind) > 1)
        fail_msg("there is more than one finding %s", hf_finding_name(kind));
    return nth_of(f, kind, 0);
}

int64_t count_of(const found *f, hf_finding_kind kind)
{
    int64_t count = 0;
    for (int64_t i = 0; i < f->findings.count; i++)
        count += f->findings.items[i].kind == kind;
    return count;
}

void assert_none(const found *f, hf_finding_kind kind)
{
    if (count_of(f, kind) > 0)
        fail_msg("there is a finding %s", hf_finding_name(kind));
}

void assert_value(const hf_finding *finding, const char *name, double value)
{
    const double has = hf_finding_value_of(finding, name);
    if (isnan(value) ? !isnan(has) : !(fabs(has - value) <= 1e-6 * fmax(1, fabs(value))))
        fail_msg("%s of %s is %.9g, not %.9g", name, hf_finding_name(finding->kind), has, value);
}

void assert_features(const hf_finding *finding, int64_t count, const int64_t *features)
{
    assert_int_equal(finding->feature_count, count);
    for (int64_t i = 0; i < count; i++)
        assert_int_equal(finding->features[i], features[i]);
}

char *sentence_of(const found *f, const hf_finding *finding)
{
    hf_text line = {0};
    const int64_t first = finding - f->findings.items;
    hf_finding_say(&f->evidence, finding, hf_findings_run(&f->findings, first), &line);
    assert_false(line.failed);
    assert_non_null(line.data);
    return line.data;
}

void assert_sentence(const found *f, hf_finding_kind kind, const char *expected)
{
    char *sentence = sentence_of(f, nth_of(f, kind, 0));
    assert_string_equal(sentence, expected);
    free(sentence);
}
