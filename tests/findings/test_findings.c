/* Findings of files filled in by hand: which records there are, with which numbers. */
#include "../report/report_file.h"
#include "findings/findings.h"
#include "holdfast/statistics.h"
#include <math.h>

typedef void (*check)(const hf_evidence *evidence, const hf_findings *findings);

static void of_file(hf_results *results, check look)
{
    hf_evidence evidence;
    hf_findings findings;
    expect_ok(hf_evidence_make(results, NULL, 0, &evidence, &error));
    expect_ok(hf_findings_make(&evidence, &findings, &error));
    look(&evidence, &findings);
    hf_findings_free(&findings);
    hf_evidence_free(&evidence);
    close_and_remove(results);
}

/* The first finding of a kind; fails where there is none. */
static const hf_finding *the(const hf_findings *findings, hf_finding_kind kind)
{
    for (int64_t i = 0; i < findings->count; i++)
        if (findings->items[i].kind == kind)
            return &findings->items[i];
    fail_msg("there is no finding %s", hf_finding_name(kind));
    return NULL;
}

static void look_at_small_case(const hf_evidence *e, const hf_findings *findings)
{
    (void)e;
    const hf_finding *learned = the(findings, HF_FINDING_LEARNED);
    assert_true(hf_finding_value_of(learned, "learned") == 5);
    assert_true(hf_finding_value_of(learned, "done") == 6);
    assert_true(hf_finding_value_of(the(findings, HF_FINDING_DIVERGED), "diverged") == 1);
    assert_true(isnan(hf_finding_value_of(learned, "nothing")));
}

static void the_small_case_has_its_findings(void **state)
{
    (void)state;
    of_file(complete_small_file(), look_at_small_case);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(the_small_case_has_its_findings),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
