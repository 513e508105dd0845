/* Rules on the networks: did they learn, more than noise gives, and was the training good for it?
 */
#include "rules.h"

#include <math.h>

/* Networks of which nothing can be said, and why not: one of these values is 1. */
static void add_no_voters(const hf_evidence *e, const hf_health *health, hf_findings *findings)
{
    const char *reason = health->done == 0 && health->diverged > 0 ? "all_diverged"
                         : health->done == 0                       ? "none_done"
                         : hf_evidence_eligible(e, health) == 0    ? "none_learned"
                         : e->features->count == 1                 ? "one_feature"
                                                                   : "none_ranked";
    hf_finding *f = hf_finding_add(findings, HF_FINDING_NO_VOTERS, e->lead);
    hf_finding_set(f, reason, 1);
    hf_finding_set(f, "done", (double)health->done);
    hf_finding_set(f, "diverged", (double)health->diverged);
    hf_finding_set(f, "learning_rate", e->config->training.learning_rate);
    hf_finding_set(f, "raw_inputs", e->config->data.standardize == HF_STANDARDIZE_NONE);
}

static void add_learned(const hf_evidence *e, const hf_health *health, hf_findings *findings)
{
    hf_finding *f = hf_finding_add(findings, HF_FINDING_LEARNED, -1);
    hf_finding_set(f, "learned", (double)health->learned);
    hf_finding_set(f, "done", (double)health->done);
    hf_finding_set(f, "balanced_accuracy", health->mean_balanced_accuracy);
    hf_finding_set(f, "chance", 1 / (double)e->classes->count);
}

/* The global test with permuted labels. */
static void add_label_test(const hf_evidence *e, hf_findings *findings)
{
    const hf_null_labels *l = &e->labels;
    const double level = 1 - e->config->significance.confidence + hf_limits.rounding;
    const double least = 1 / (double)(l->permutations + 1);
    if (l->permutations == 0)
        return;
    hf_finding *f =
        hf_finding_add(findings,
                       hf_evidence_not_shown_to_predict(e) ? HF_FINDING_NOT_SHOWN_TO_PREDICT
                       : l->p_value <= level               ? HF_FINDING_PREDICTS
                                                           : HF_FINDING_CANNOT_TELL_LABELS,
                       -1);
    hf_finding_set(f, "p", l->p_value);
    hf_finding_set(f, "permutations", (double)l->permutations);
    hf_finding_set(f, "least", least);
    hf_finding_set(f, "smallest", l->p_value < 1.5 * least); /* p is a whole number of these */
    hf_finding_set(f, "needed", ceil(1 / level) - 1);
    hf_finding_set(f, "balanced_accuracy", l->observed);
}

static void add_not_counted(const hf_evidence *e, const hf_health *health, hf_findings *findings)
{
    const int64_t not_learned = health->done - health->learned;
    if (not_learned > 0 && hf_evidence_eligible(e, health) > 0) {
        hf_finding *f = hf_finding_add(findings, HF_FINDING_NOT_LEARNED, -1);
        hf_finding_set(f, "not_learned", (double)not_learned);
        hf_finding_set(f, "done", (double)health->done);
        hf_finding_set(f, "counted", e->config->significance.votes == HF_VOTES_ALL);
    }
    if (health->diverged > 0 && health->done > 0) {
        hf_finding *f = hf_finding_add(findings, HF_FINDING_DIVERGED, -1);
        hf_finding_set(f, "diverged", (double)health->diverged);
        hf_finding_set(f, "ended", (double)(health->done + health->diverged));
    }
}

static void add_not_ranked(const hf_evidence *e, const hf_health *health, hf_findings *findings)
{
    const int64_t eligible = hf_evidence_eligible(e, health);
    if (e->features->count == 1) /* said by no_voters */
        return;
    for (int64_t m = 0; m < e->methods; m++) {
        const int64_t without = eligible - hf_evidence_voters(e, m);
        const bool is_said = m == e->lead && without == eligible; /* by no_voters */
        if (without <= 0 || is_said)
            continue;
        hf_finding *f = hf_finding_add(findings, HF_FINDING_NOT_RANKED, m);
        hf_finding_set(f, "not_ranked", (double)without);
        hf_finding_set(f, "networks", (double)eligible);
    }
}

static void add_overfitting(const hf_evidence *e, hf_findings *findings)
{
    const hf_course *course = &e->course;
    /* false as well where something is NaN */
    if (!(course->highest - course->end > hf_limits.fall_of_accuracy) ||
        (double)course->replicas < hf_limits.course_replicas)
        return;
    hf_finding *f = hf_finding_add(findings, HF_FINDING_OVERFITTING, -1);
    hf_finding_set(f, "iteration", (double)course->iteration);
    hf_finding_set(f, "highest_accuracy", course->highest);
    hf_finding_set(f, "accuracy", course->end);
    hf_finding_set(f, "networks", (double)course->replicas);
}

void hf_rules_networks(const hf_evidence *evidence, hf_findings *findings)
{
    const hf_evidence *e = evidence;
    const hf_health *health = hf_evidence_health(e);
    if (e->state != hf_results_last_state(e->results)) {
        hf_finding *f = hf_finding_add(findings, HF_FINDING_UNFINISHED, -1);
        hf_finding_set(f, "pending", (double)e->health.pending);
        hf_finding_set(f, "trained", (double)(e->replicas - e->health.pending));
        hf_finding_set(f, "replicas", (double)e->replicas);
    }
    if (health->learned > 0)
        add_learned(e, health, findings);
    if (hf_evidence_is_shard(e)) {
        add_overfitting(e, findings);
        return;
    }
    if (hf_evidence_voters(e, e->lead) == 0)
        add_no_voters(e, health, findings);
    add_label_test(e, findings);
    add_not_counted(e, health, findings);
    add_not_ranked(e, health, findings);
    add_overfitting(e, findings);
}
