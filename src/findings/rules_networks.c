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
    hf_finding_set(f, "one", (health->done > 0 ? health->done : health->diverged) == 1);
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
    hf_finding_set(f, "chance", hf_evidence_chance_score(e));
    hf_finding_set(f, "measured", e->measured);
    if (e->measured)
        hf_finding_set(f, "r2", health->mean_test_r2);
    else
        hf_finding_set(f, "balanced_accuracy", health->mean_balanced_accuracy);
}

/* The global test with permuted labels. */
static void set_labels(const hf_evidence *e, hf_finding *f)
{
    const hf_null_labels *l = &e->labels;
    const double least = 1 / (double)(l->permutations + 1);
    hf_finding_set(f, "needed", ceil(1 / hf_limits.labels_p - hf_limits.rounding) - 1);
    if (l->permutations == 0)
        return;
    hf_finding_set(f, "p", l->p_value);
    hf_finding_set(f, "permutations", (double)l->permutations);
    hf_finding_set(f, "least", least);
    hf_finding_set(f, "smallest", l->p_value < 1.5 * least); /* p is a whole number of these */
    hf_finding_set(f, e->measured ? "r2" : "balanced_accuracy", l->observed);
    hf_finding_set(f, "by_labels", hf_evidence_labels_predict(e));
    hf_finding_set(f, "labels_can_tell", hf_evidence_labels_can_tell(e));
    hf_finding_set(f, "labels", 1);
}

static void add_prediction(const hf_evidence *e, hf_findings *findings)
{
    const hf_across_methods *a = &e->across;
    const hf_prediction prediction = hf_evidence_prediction(e);
    const bool enough = (double)e->splits_done >= hf_limits.score_splits;
    if (prediction == HF_PREDICTION_NONE)
        return;
    hf_finding *f =
        hf_finding_add(findings,
                       prediction == HF_PREDICTS               ? HF_FINDING_PREDICTS
                       : prediction == HF_NOT_SHOWN_TO_PREDICT ? HF_FINDING_NOT_SHOWN_TO_PREDICT
                                                               : HF_FINDING_CANNOT_TELL_PREDICTION,
                       -1);
    hf_finding_set(f, "score", a->score);
    hf_finding_set(f, "chance", hf_evidence_chance_score(e));
    hf_finding_set(f, "measured", e->measured);
    if (e->measured)
        hf_finding_set(f, "rmse", e->health.mean_test_rmse);
    hf_finding_set(f, "splits", (double)e->splits_done);
    if (enough && !isnan(a->score_low)) {
        hf_finding_set(f, "low", a->score_low);
        hf_finding_set(f, "high", fmin(a->score_high, 1)); /* no accuracy is above it */
        hf_finding_set(f, "interval", 1);
    }
    hf_finding_set(f, "same_in_all_splits", enough && isnan(a->score_low));
    hf_finding_set(f, "by_score", hf_evidence_score_predicts(e));
    set_labels(e, f);
}

static void add_not_counted(const hf_evidence *e, const hf_health *health, hf_findings *findings)
{
    const int64_t not_learned = health->done - health->learned;
    if (not_learned > 0 && hf_evidence_eligible(e, health) > 0) {
        hf_finding *f = hf_finding_add(findings, HF_FINDING_NOT_LEARNED, -1);
        hf_finding_set(f, "not_learned", (double)not_learned);
        hf_finding_set(f, "done", (double)health->done);
        hf_finding_set(f, "learned", (double)health->learned);
        hf_finding_set(f, "counted", e->config->significance.votes == HF_VOTES_ALL);
        hf_finding_set(f, "predicts", hf_evidence_prediction(e) == HF_PREDICTS);
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

/* By accuracy: it has fallen since its best iteration. False as well where something is NaN. */
static bool has_fallen(const hf_course *course)
{
    return course->highest - course->end > hf_limits.fall_of_accuracy &&
           (double)course->replicas >= hf_limits.course_replicas;
}

/* By loss: a constant guess, the classes' shares among the training rows, has a lower one. Only
 * the cross-entropy of the outputs compares with it. */
static bool is_worse_than_constant(const hf_evidence *e)
{
    return e->data.known && e->config->training.loss == HF_LOSS_CROSS_ENTROPY &&
           e->test_loss > e->data.entropy;
}

static void add_overfitting(const hf_evidence *e, hf_findings *findings)
{
    const hf_course *course = &e->course;
    const bool falls = has_fallen(course), loss = is_worse_than_constant(e);
    if (!falls && !loss)
        return;
    hf_finding *f = hf_finding_add(findings, HF_FINDING_OVERFITTING, -1);
    if (loss) {
        hf_finding_set(f, "test_loss", e->test_loss);
        hf_finding_set(f, "constant_loss", e->data.entropy);
        hf_finding_set(f, "loss", 1);
    }
    if (falls) {
        hf_finding_set(f, "iteration", (double)course->iteration);
        hf_finding_set(f, e->measured ? "highest_r2" : "highest_accuracy", course->highest);
        hf_finding_set(f, e->measured ? "r2" : "accuracy", course->end);
        hf_finding_set(f, "measured", e->measured);
        hf_finding_set(f, "networks", (double)course->replicas);
        hf_finding_set(f, "falls", 1);
    }
    hf_finding_set(f, "iterations", (double)e->config->training.iterations);
    hf_finding_set(f, "stops_early", e->config->training.validation_fraction > 0);
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
    add_overfitting(e, findings);
    if (hf_evidence_is_shard(e)) { /* what it can say of its networks without a verdict */
        if (health->learned > 0)
            add_learned(e, health, findings);
        return;
    }
    add_prediction(e, findings);
    if (hf_evidence_voters(e, e->lead) == 0)
        add_no_voters(e, health, findings);
    add_not_counted(e, health, findings);
    add_not_ranked(e, health, findings);
}
