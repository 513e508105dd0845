/* The sentences: one function a kind of finding. */
#include "findings/findings.h"

#include "text/list.h"
#include "text/number.h"
#include "thresholds.h"
#include <inttypes.h>
#include <math.h>
#include <string.h>

enum { NAMES_LISTED = 5, LEADERS_LISTED = 3, UNITS_LISTED = 6 };

/* What a sentence is made from: findings that follow each other and have the same kind. */
typedef struct saying {
    const hf_evidence *e;
    const hf_finding *f; /* [count] */
    int64_t count;
    hf_text *line;
} saying;

static double value(const saying *s, const char *name)
{
    return hf_finding_value_of(s->f, name);
}

static int64_t whole(const saying *s, const char *name)
{
    const double number = value(s, name);
    return isnan(number) ? 0 : (int64_t)number;
}

static hf_number grouped(const saying *s, const char *name)
{
    return hf_number_grouped(whole(s, name));
}

static hf_number percent(double share)
{
    hf_number number = hf_number_percent(share);
    strcat(number.text, "%");
    return number;
}

static const char *method(const saying *s)
{
    return hf_evidence_method(s->e, s->f->method);
}

static const char *feature(const saying *s, int64_t index)
{
    return s->e->features->items[s->f[index].features[0]];
}

/* "2 splits", "1 pair of splits": what the bootstrap draws. */
static void append_units(const saying *s, bool of_splits)
{
    const hf_config *config = s->e->config;
    const int64_t units = whole(s, of_splits ? "splits" : "seeds");
    hf_text_append(s->line, "%s ", hf_number_grouped(units).text);
    if (of_splits && config->splits.method == HF_SPLITS_COMPLEMENTARY_PAIRS)
        hf_text_append(s->line, "pair%s of splits", hf_plural(units));
    else if (of_splits && config->splits.method == HF_SPLITS_STRATIFIED_KFOLD)
        hf_text_append(s->line, "repeat%s of %s folds", hf_plural(units),
                       hf_number_grouped(config->splits.folds).text);
    else
        hf_text_append(s->line, "%s%s", of_splits ? "split" : "seed", hf_plural(units));
}

/* " with hidden size 10" where one was asked for. */
static void append_size(const saying *s)
{
    if (s->e->hidden_index >= 0)
        hf_text_append(s->line, " with hidden size %" PRId64,
                       s->e->grid->hidden[s->e->hidden_index]);
}

/* ---- did the networks learn? ---- */

static void say_unfinished(const saying *s)
{
    const int64_t pending = whole(s, "pending"), replicas = whole(s, "replicas");
    if (pending > 0)
        hf_text_append(s->line,
                       "UNFINISHED: %s of %s networks so far. All that follows is about "
                       "them and will change.",
                       hf_number_grouped(replicas - pending).text,
                       hf_number_grouped(replicas).text);
    else
        hf_text_append(s->line,
                       "UNFINISHED: all %s networks are trained; null tests or statistics are "
                       "still to come.",
                       hf_number_grouped(replicas).text);
}

static void say_all_diverged(const saying *s)
{
    const hf_config *config = s->e->config;
    const int64_t diverged = whole(s, "diverged");
    hf_text_append(s->line, "All %s network%s%s diverged: the loss is not finite. Lower ",
                   hf_number_grouped(diverged).text, hf_plural(diverged),
                   value(s, "pending") > 0 ? " so far" : "");
    hf_text_append(s->line, "training.learning_rate (now %s)%s.",
                   hf_number_double(config->training.learning_rate).text,
                   config->data.standardize == HF_STANDARDIZE_NONE
                       ? " or standardize the inputs (data.standardize: zscore)"
                       : "");
}

static void say_no_voters(const saying *s)
{
    if (!isnan(value(s, "all_diverged")))
        say_all_diverged(s);
    else if (!isnan(value(s, "none_done")))
        hf_text_append(s->line, "No network is trained yet: nothing can be said.");
    else if (!isnan(value(s, "none_learned")))
        hf_text_append(s->line,
                       "None of the %s network%s%s learned better than chance, so there "
                       "are no frequencies.",
                       grouped(s, "done").text, hf_plural(whole(s, "done")),
                       value(s, "pending") > 0 ? " so far" : "");
    else
        hf_text_append(s->line,
                       "By %s no network ranks the features: in each all importances are equal or "
                       "one is not finite.",
                       method(s));
}

static void say_learned(const saying *s)
{
    const int64_t learned = whole(s, "learned"), done = whole(s, "done");
    if (learned == done && done > 1)
        hf_text_append(s->line, "All %s networks", hf_number_grouped(done).text);
    else
        hf_text_append(s->line, "%s of %s network%s", hf_number_grouped(learned).text,
                       hf_number_grouped(done).text, hf_plural(done));
    append_size(s);
    hf_text_append(s->line, " beat chance (%s): ", percent(value(s, "chance")).text);
    hf_text_append(s->line, "mean balanced test accuracy %s.",
                   percent(value(s, "balanced_accuracy")).text);
}

/* "p = 0.050, the least that 19 permutations can show" */
static void append_p_value(const saying *s)
{
    const double p = value(s, "p"), permutations = value(s, "permutations");
    hf_text_append(s->line, "p = %s", hf_number_fixed(p, 3).text);
    if (p * (permutations + 1) < 1.5) /* p is a whole number of 1/(B + 1) */
        hf_text_append(s->line, ", the smallest that %s permutation%s can give",
                       grouped(s, "permutations").text, hf_plural(whole(s, "permutations")));
}

static void say_predicts(const saying *s)
{
    hf_text_append(s->line, "They predict better than networks with permuted labels (");
    append_p_value(s);
    hf_text_append(s->line, ").");
}

static void say_not_shown(const saying *s)
{
    hf_text_append(s->line, "They are not shown to predict better than networks with "
                            "permuted labels (");
    append_p_value(s);
    hf_text_append(s->line, ").");
}

static void say_cannot_tell_labels(const saying *s)
{
    const double level = 1 - s->e->config->significance.confidence;
    hf_text_append(s->line, "The test with permuted labels cannot tell: ");
    append_p_value(s);
    hf_text_append(s->line, ", above %s. Set null_test.labels to at least %.0f.",
                   hf_number_float((float)level).text, ceil(1 / level - 1e-9) - 1);
}

static void say_not_learned(const saying *s)
{
    const bool all_vote = s->e->config->significance.votes == HF_VOTES_ALL;
    hf_text_append(s->line, "%s of %s networks", grouped(s, "not_learned").text,
                   grouped(s, "done").text);
    append_size(s);
    hf_text_append(s->line, " did not beat chance%s",
                   all_vote ? ". They are counted all the same (significance.votes: all), although "
                              "their importances are close to those of their initial weights."
                            : " and are not counted.");
}

static void say_diverged(const saying *s)
{
    const int64_t diverged = whole(s, "diverged");
    hf_text_append(
        s->line, "%s of %s networks diverged (the loss is not finite) and %s not counted.",
        hf_number_grouped(diverged).text, grouped(s, "ended").text, diverged == 1 ? "is" : "are");
}

static void say_not_ranked(const saying *s)
{
    const int64_t without = whole(s, "not_ranked");
    hf_text_append(s->line,
                   "By %s, %s of %s networks cannot rank the features (importances all "
                   "equal or not finite) and %s not counted.",
                   method(s), hf_number_grouped(without).text, grouped(s, "networks").text,
                   without == 1 ? "is" : "are");
}

static void say_overfitting(const saying *s)
{
    hf_text_append(s->line, "The networks overfit; try about %s iterations (training.iterations). ",
                   grouped(s, "iteration").text);
    hf_text_append(s->line, "Mean test accuracy was highest there, %s, and is ",
                   percent(value(s, "highest_accuracy")).text);
    hf_text_append(s->line, "%s at the end", percent(value(s, "accuracy")).text);
    if (value(s, "networks") < (double)hf_evidence_health(s->e)->done)
        hf_text_append(s->line, " (over %s of the networks)", grouped(s, "networks").text);
    hf_text_append(s->line, ". Tuning on these test rows makes accuracy optimistic.");
}

static void say_odd_units(const saying *s, const char *unit)
{
    const bool learned = !isnan(value(s, "learned_share"));
    const char *measure = learned ? "learned_share" : "balanced_accuracy";
    hf_list list = {.text = s->line, .most = UNITS_LISTED};
    hf_text_append(s->line,
                   learned ? "Few networks learned with %s " : "Balanced accuracy is low with %s ",
                   unit);
    for (int64_t i = 0; i < s->count; i++)
        if (hf_list_next(&list))
            hf_text_append(s->line, "%.0f (%s)", hf_finding_value_of(&s->f[i], unit),
                           percent(hf_finding_value_of(&s->f[i], measure)).text);
    hf_list_end(&list);
    hf_text_append(s->line, "; the median is %s.", percent(value(s, "median")).text);
}

static void say_odd_seed(const saying *s)
{
    say_odd_units(s, "seed");
}

static void say_odd_split(const saying *s)
{
    say_odd_units(s, "split");
}

/* ---- which features? ---- */

static void say_every_feature(const saying *s)
{
    hf_text_append(s->line,
                   "Every feature is selected by definition: significance.top is the number of "
                   "features, %s. The frequencies say nothing.",
                   grouped(s, "top").text);
    if (s->e->features->count > 1 && s->e->state == HF_STATE_COMPLETE)
        hf_text_append(s->line, " Those of a smaller top say more:");
}

static void append_names(const saying *s, const char *share)
{
    hf_list list = {.text = s->line, .most = NAMES_LISTED};
    for (int64_t i = 0; i < s->count; i++) {
        if (!hf_list_next(&list))
            continue;
        hf_text_append(s->line, "%s", feature(s, i));
        if (share)
            hf_text_append(s->line, " (%s)", percent(hf_finding_value_of(&s->f[i], share)).text);
    }
    hf_list_end(&list);
}

static void append_level(const saying *s)
{
    hf_text_append(s->line, "By %s, ", method(s));
}

static void say_leads(const saying *s)
{
    append_level(s);
    hf_text_append(s->line, "%s%% interval entirely above chance (%s): ",
                   hf_number_double(100 * s->e->config->significance.confidence).text,
                   percent(value(s, "chance")).text);
    append_names(s, "frequency");
    hf_text_append(s->line, ".");
}

static void say_none_leads(const saying *s)
{
    append_level(s);
    hf_text_append(s->line, "no feature's %s%% interval lies entirely above chance (%s).",
                   hf_number_double(100 * s->e->config->significance.confidence).text,
                   percent(value(s, "chance")).text);
}

static void say_hidden_units(const saying *s)
{
    hf_text_append(s->line,
                   "The method %s reads hidden units as if they were features: its names mean "
                   "nothing (see the end).",
                   method(s));
}

static void say_stands_out(const saying *s)
{
    append_level(s);
    hf_text_append(s->line, "these stand out from permuted copies of the features: ");
    append_names(s, NULL);
    hf_text_append(s->line, ".");
}

static void say_none_stands_out(const saying *s)
{
    append_level(s);
    hf_text_append(s->line, "no feature stands out from permuted copies of the features.");
}

static void say_cannot_tell_probes(const saying *s)
{
    append_level(s);
    hf_text_append(s->line,
                   "no feature stands out from permuted copies, but this test cannot find "
                   "fewer than %s.",
                   grouped(s, "least_features").text);
}

static void append_leaders(const saying *s)
{
    const int64_t top = s->f->feature_count;
    const int64_t listed = top < LEADERS_LISTED ? top : LEADERS_LISTED;
    for (int64_t i = 0; i < listed; i++) {
        const int64_t index = s->f->features[i];
        hf_text_append(s->line, "%s", s->e->features->items[index]);
        if (!hf_evidence_selects_all(s->e))
            hf_text_append(s->line, " (%s)",
                           percent(hf_evidence_frequency(s->e, s->f->method, index)).text);
        hf_text_append(s->line, "%s", hf_list_separator(i, listed));
    }
}

static void append_agreement(const saying *s)
{
    const int64_t common = whole(s, "common");
    const double rho = value(s, "rho");
    const bool counts = !hf_evidence_selects_all(s->e);
    hf_text_append(s->line, "(");
    if (counts)
        hf_text_append(s->line, "%" PRId64 " of %" PRId64 " in common", common, whole(s, "top"));
    if (!isnan(rho))
        hf_text_append(s->line, "%srho %s", counts ? "; " : "", hf_number_fixed(rho, 2).text);
    hf_text_append(s->line, ").");
}

static void say_methods_agree(const saying *s)
{
    hf_text_append(s->line,
                   "%s measures the size of weights. %s, which measures what predictions rest on, "
                   "agrees ",
                   hf_evidence_method(s->e, s->e->lead), method(s));
    append_agreement(s);
}

static void say_methods_disagree(const saying *s)
{
    hf_text_append(s->line,
                   "%s measures the size of weights; by %s, which measures what predictions rest "
                   "on, %s lead: ",
                   hf_evidence_method(s->e, s->e->lead), method(s),
                   value(s, "common") > 0 ? "these" : "other features");
    append_leaders(s);
    hf_text_append(s->line, " ");
    append_agreement(s);
}

static void say_influence_not_measured(const saying *s)
{
    const hf_config *config = s->e->config;
    hf_text_append(s->line,
                   "%s measures the size of weights, and noise gets large weights as well. "
                   "permutation or integrated_gradients measure what predictions rest on",
                   method(s));
    if (config->null_test.labels > 0 || config->null_test.probes > 0)
        hf_text_append(s->line, ": name one of them in significance.methods and run again (null "
                                "tests keep no weights to compute it from).");
    else if (s->e->state != HF_STATE_COMPLETE)
        hf_text_append(s->line, " (holdfast aggregate, once the run is complete).");
    else
        hf_text_append(s->line, ". This needs no training:");
}

/* ---- how sure is that? ---- */

/* Which choice leaves least in common; the one that leaves most is named where it parts from the
 * one in between. */
static void append_choices(const saying *s, double matters)
{
    const struct {
        const char *choice;
        double overlap;
    } choices[] = {{"seed", value(s, "phi_seed")},
                   {"split", value(s, "phi_split")},
                   {"hidden size", value(s, "phi_hidden")}};
    int least = -1, most = -1;
    bool parts = true;
    for (int i = 0; i < 3; i++) {
        if (isnan(choices[i].overlap))
            continue;
        least = least < 0 || choices[i].overlap < choices[least].overlap ? i : least;
        most = most < 0 || choices[i].overlap > choices[most].overlap ? i : most;
    }
    if (least == most)
        return;
    if (choices[most].overlap - choices[least].overlap < matters) {
        hf_text_append(s->line, " Seed, split and hidden size change the answer about equally.");
        return;
    }
    for (int i = 0; i < 3; i++)
        parts &= i == most || !(choices[most].overlap - choices[i].overlap < matters);
    hf_text_append(s->line, " The %s changes the answer most", choices[least].choice);
    hf_text_append(s->line, parts ? ", the %s least." : ".", choices[most].choice);
}

static void say_stability(const saying *s)
{
    hf_text_append(s->line,
                   "Two networks that differ in seed and split have %s of their %" PRId64
                   " features in common; ",
                   hf_number_fixed(value(s, "common"), 1).text, s->e->config->significance.top);
    hf_text_append(s->line, "chance gives %s.", hf_number_fixed(value(s, "chance"), 1).text);
    append_choices(s, hf_limits.choice_matters);
}

static void say_sizes_disagree(const saying *s)
{
    hf_text_append(s->line, "The hidden size matters: %s has %s with ", feature(s, 0),
                   percent(value(s, "lowest")).text);
    hf_text_append(s->line, "%s hidden units and %s with ", grouped(s, "lowest_hidden").text,
                   percent(value(s, "highest")).text);
    hf_text_append(s->line, "%s.", grouped(s, "highest_hidden").text);
}

static void say_few_units(const saying *s)
{
    const hf_across_methods *a = &s->e->across;
    const bool one_seed = a->seed_resampling == HF_RESAMPLING_FIXED;
    const bool one_split = a->split_resampling == HF_RESAMPLING_FIXED;
    hf_text_append(s->line, one_seed || one_split ? "There is only " : "There are only ");
    if (one_seed && one_split) {
        append_units(s, false);
        hf_text_append(s->line, " and ");
        append_units(s, true);
        hf_text_append(s->line, ": nothing is known of other seeds and splits.");
    } else if (one_seed || one_split) {
        append_units(s, one_split);
        hf_text_append(s->line,
                       ": nothing is known of other %ss; the intervals speak of other %ss (",
                       one_seed ? "seed" : "split", one_seed ? "split" : "seed");
        append_units(s, one_seed);
        hf_text_append(s->line, ").");
    } else {
        append_units(s, false);
        hf_text_append(s->line, " and ");
        append_units(s, true);
        hf_text_append(s->line, ": with fewer than 10 of either the intervals are rough and mostly "
                                "too narrow.");
    }
}

/* ---- what cannot be said ---- */

static void say_this_sample(const saying *s)
{
    const bool seeds = s->e->across.seed_units > 1, splits = s->e->across.split_units > 1;
    hf_text_append(s->line, "This is about these %s samples", grouped(s, "samples").text);
    if (seeds || splits)
        hf_text_append(s->line, "; the intervals speak of other %s, not of other samples",
                       seeds && splits ? "seeds and splits"
                       : seeds         ? "seeds"
                                       : "splits");
    hf_text_append(s->line, ". A frequent feature need not be a cause.");
}

static void say_not_compared(const saying *s)
{
    hf_text_append(s->line,
                   value(s, "asked_for") > 0
                       ? "The comparison with noise comes at the end: its networks are trained "
                         "last."
                       : "Nothing was compared with noise, on which networks prefer some features "
                         "as well: set null_test.labels to 19 and null_test.probes to 5.");
}

/* ---- the table ---- */

static void (*const sayings[HF_FINDING_KINDS])(const saying *s) = {
    [HF_FINDING_UNFINISHED] = say_unfinished,
    [HF_FINDING_NO_VOTERS] = say_no_voters,
    [HF_FINDING_LEARNED] = say_learned,
    [HF_FINDING_PREDICTS] = say_predicts,
    [HF_FINDING_NOT_SHOWN_TO_PREDICT] = say_not_shown,
    [HF_FINDING_CANNOT_TELL_LABELS] = say_cannot_tell_labels,
    [HF_FINDING_NOT_LEARNED] = say_not_learned,
    [HF_FINDING_DIVERGED] = say_diverged,
    [HF_FINDING_NOT_RANKED] = say_not_ranked,
    [HF_FINDING_OVERFITTING] = say_overfitting,
    [HF_FINDING_ODD_SEED] = say_odd_seed,
    [HF_FINDING_ODD_SPLIT] = say_odd_split,
    [HF_FINDING_EVERY_FEATURE_SELECTED] = say_every_feature,
    [HF_FINDING_LEADS] = say_leads,
    [HF_FINDING_NONE_LEADS] = say_none_leads,
    [HF_FINDING_HIDDEN_UNITS] = say_hidden_units,
    [HF_FINDING_STANDS_OUT] = say_stands_out,
    [HF_FINDING_NONE_STANDS_OUT] = say_none_stands_out,
    [HF_FINDING_CANNOT_TELL_PROBES] = say_cannot_tell_probes,
    [HF_FINDING_METHODS_AGREE] = say_methods_agree,
    [HF_FINDING_METHODS_DISAGREE] = say_methods_disagree,
    [HF_FINDING_INFLUENCE_NOT_MEASURED] = say_influence_not_measured,
    [HF_FINDING_STABILITY] = say_stability,
    [HF_FINDING_SIZES_DISAGREE] = say_sizes_disagree,
    [HF_FINDING_FEW_UNITS] = say_few_units,
    [HF_FINDING_THIS_SAMPLE] = say_this_sample,
    [HF_FINDING_NOT_COMPARED] = say_not_compared,
};

void hf_finding_say(const hf_evidence *evidence, const hf_finding *findings, int64_t count,
                    hf_text *line)
{
    sayings[findings->kind](&(saying){evidence, findings, count, line});
}

void hf_finding_setting(const hf_evidence *evidence, const hf_finding *finding, hf_text *setting)
{
    const hf_config *config = evidence->config;
    const int64_t features = evidence->features->count;
    if (evidence->state != HF_STATE_COMPLETE)
        return;
    if (finding->kind == HF_FINDING_EVERY_FEATURE_SELECTED && features > 1)
        hf_text_append(setting, "significance.top=%" PRId64, features / 2 < 5 ? features / 2 : 5);
    if (finding->kind != HF_FINDING_INFLUENCE_NOT_MEASURED || config->null_test.labels > 0 ||
        config->null_test.probes > 0)
        return;
    hf_text_append(setting, "significance.methods=[");
    for (int64_t m = 0; m < evidence->methods; m++)
        hf_text_append(setting, "%s,", hf_evidence_method(evidence, m));
    hf_text_append(setting, "permutation]");
}
