/* The words of every finding, in one table: all of a kind's rows whose conditions hold are said one
 * after another. */
#include "template.h"

#include "holdfast/importance.h"
#include <inttypes.h>

static const struct {
    hf_finding_kind kind;
    const char *when; /* conditions (template.h) */
    const char *says;
} sentences[] = {
#define SAY(kind, when, says)                                                                      \
    {                                                                                              \
        HF_FINDING_##kind, when, says                                                              \
    }
    SAY(UNFINISHED, "pending",
        "UNFINISHED: {trained} of {replicas} network{s replicas} so far. All that follows is about "
        "them and will change."),
    SAY(UNFINISHED, "!pending",
        "UNFINISHED: all {replicas} network{s replicas} {is replicas} trained; null tests or "
        "statistics are still to come."),
    SAY(NO_VOTERS, "all_diverged",
        "All {diverged} network{s diverged}{size} diverged: the loss is not finite. Lower "
        "training.learning_rate (now {learning_rate#})"),
    SAY(NO_VOTERS, "all_diverged raw_inputs",
        " or standardize the inputs (data.standardize: zscore)"),
    SAY(NO_VOTERS, "all_diverged", "."),
    SAY(NO_VOTERS, "none_done", "No network{size} is trained yet: nothing can be said."),
    SAY(NO_VOTERS, "none_learned",
        "None of the {done} network{s done}{size} beat chance, so there are no frequencies."),
    SAY(NO_VOTERS, "one_feature",
        "There is only one feature, so there is nothing to rank and no frequency."),
    SAY(NO_VOTERS, "none_ranked",
        "By {method}, no network ranks the features: in each, all importances are equal or one "
        "is not finite."),
    SAY(LEARNED, "",
        "{learned} of {done} network{s done}{size} beat chance ({chance%}): mean balanced "
        "accuracy {balanced_accuracy%}."),
    SAY(PREDICTS, "", "They predict better than networks with permuted labels (p = {p.3}"),
    SAY(NOT_SHOWN_TO_PREDICT, "",
        "They are not shown to predict better than networks with permuted labels (p = {p.3})."),
    SAY(PREDICTS, "smallest",
        ", the smallest that {permutations} permutation{s permutations} can give"),
    SAY(PREDICTS, "", ")."),
    SAY(CANNOT_TELL_LABELS, "",
        "The test with permuted labels cannot tell: with {permutations} permutation{s "
        "permutations} p is never below {least.3}. Set null_test.labels to at least {needed}."),
    SAY(NOT_LEARNED, "", "{not_learned} of {done} network{s done}{size} did not beat chance"),
    SAY(NOT_LEARNED, "!counted", " and {is not_learned} not counted."),
    SAY(NOT_LEARNED, "counted",
        " but {is not_learned} counted all the same (significance.votes: all), although the "
        "importances are then close to those of the initial weights."),
    SAY(DIVERGED, "",
        "{diverged} of {ended} network{s ended}{size} diverged (the loss is not finite) and {is "
        "diverged} not counted."),
    SAY(NOT_RANKED, "",
        "By {each method}, {not_ranked} of {networks} network{s networks}{size} cannot rank the "
        "features "
        "(importances all equal or not finite) and {is not_ranked} not counted."),
    SAY(OVERFITTING, "",
        "The networks{size} overfit; try about {iteration} iteration{s iteration} "
        "(training.iterations). Mean test accuracy was {highest_accuracy%} there and is "
        "{accuracy%} at the end. Tuning on these test rows makes accuracy optimistic."),
    SAY(ODD_SEED, "few_learned",
        "Few networks{size} learned with seed {each seed learned_share%}; the median is "
        "{median%}."),
    SAY(ODD_SEED, "!few_learned",
        "Balanced accuracy{size} is low with seed {each seed balanced_accuracy%}; the median is "
        "{median%}."),
    SAY(ODD_SPLIT, "few_learned",
        "Few networks{size} learned with split {each split learned_share%}; the median is "
        "{median%}."),
    SAY(ODD_SPLIT, "!few_learned",
        "Balanced accuracy{size} is low with split {each split balanced_accuracy%}; the median is "
        "{median%}."),

    SAY(EVERY_FEATURE_SELECTED, "",
        "Every feature is selected by definition: significance.top is the number of features, "
        "{top}. The frequencies say nothing."),
    SAY(EVERY_FEATURE_SELECTED, "can_be_smaller", " A smaller top says more:"),
    SAY(LEADS, "",
        "By {method}{all_sizes}, {confidence}% interval entirely above chance ({chance%}): {each "
        "feature frequency%}."),
    SAY(MOST_FREQUENT, "",
        "By {method}{all_sizes}, the most frequent are {each feature frequency%}; chance is "
        "{chance%}."),
    SAY(NONE_LEADS, "",
        "By {method}{all_sizes}, no feature's {confidence}% interval lies entirely above chance "
        "({chance%})."),
    SAY(HIDDEN_UNITS, "",
        "The method {method} reads hidden units as if they were features, so its names mean "
        "nothing (see the end)."),
    SAY(STANDS_OUT, "",
        "By {method}{all_sizes}, these stand out from permuted copies of the features: {each "
        "feature}."),
    SAY(NONE_STANDS_OUT, "",
        "By {method}{all_sizes}, no feature stands out from permuted copies of the features."),
    SAY(CANNOT_TELL_PROBES, "no_answer",
        "By {method}{all_sizes}, the comparison with permuted copies of the features is no answer: "
        "the networks are not shown to predict."),
    SAY(CANNOT_TELL_PROBES, "!no_answer",
        "By {method}{all_sizes}, the comparison with permuted copies of the features cannot tell: "
        "it never finds "),
    SAY(CANNOT_TELL_PROBES, "!no_answer possible", "fewer than {least_features}."),
    SAY(CANNOT_TELL_PROBES, "!no_answer !possible", "any among {features} feature{s features}."),
    SAY(CANNOT_TELL_PROBES, "!no_answer above_all_probes",
        " {above_all_probes} {is above_all_probes} more frequent than every copy."),
    SAY(METHODS_AGREE, "",
        "{lead} measures the size of weights. {method}, which measures what predictions rest on, "
        "agrees"),
    SAY(METHODS_DISAGREE, "",
        "{lead} measures the size of weights. By {method}, which measures what predictions rest "
        "on,"),
    SAY(METHODS_DISAGREE, "common", " these lead: {leaders}"),
    SAY(METHODS_DISAGREE, "!common", " other features lead: {leaders}"),
    SAY(METHODS_AGREE, "", " ({common} of {top} in common; rho {rho.2})."),
    SAY(METHODS_DISAGREE, "", " ({common} of {top} in common; rho {rho.2})."),
    SAY(INFLUENCE_NOT_MEASURED, "",
        "{method} measures the size of weights, and noise gets large weights as well. {influence} "
        "measure what predictions rest on"),
    SAY(INFLUENCE_NOT_MEASURED, "null_tests",
        ": name one of them in significance.methods and run again (null tests keep no weights to "
        "compute it from)."),
    SAY(INFLUENCE_NOT_MEASURED, "!null_tests !complete",
        ". Once the run is complete, holdfast aggregate adds one of them."),
    SAY(INFLUENCE_NOT_MEASURED, "!null_tests complete", ". This needs no training:"),

    SAY(STABILITY, "",
        "Two networks that differ in seed and split have {common.1} of their {top} feature{s top} "
        "in common{all_sizes}; chance gives {chance.1}."),
    SAY(STABILITY, "seed_most", " The seed changes the answer most"),
    SAY(STABILITY, "split_most", " The split changes the answer most"),
    SAY(STABILITY, "hidden_most", " The hidden size changes the answer most"),
    SAY(STABILITY, "seed_least", ", the seed least"),
    SAY(STABILITY, "split_least", ", the split least"),
    SAY(STABILITY, "hidden_least", ", the hidden size least"),
    SAY(STABILITY, "one_most", "."),
    SAY(SIZES_DISAGREE, "",
        "The hidden size matters: {each feature} has {lowest%} with {lowest_hidden} hidden "
        "unit{s lowest_hidden} and {highest%} with {highest_hidden}."),
    SAY(FEW_UNITS, "one_seed one_split",
        "There is only 1 seed and {units}, so nothing is known of other seeds and splits."),
    SAY(FEW_UNITS, "one_seed !one_split",
        "There is only 1 seed, so nothing is known of other seeds; the intervals are about other "
        "splits ({units})."),
    SAY(FEW_UNITS, "!one_seed one_split",
        "There is only {units}, so nothing is known of other splits; the intervals are about "
        "other seeds ({seeds} seeds)."),
    SAY(FEW_UNITS, "uneven",
        "The networks that are counted are spread unevenly over seeds and splits, as if there were "
        "fewer than 10 of one of them: the intervals are rough and mostly too narrow."),
    SAY(FEW_UNITS, "!one_seed !one_split !uneven",
        "There are only {seeds} seeds and {units}: with fewer than 10 of either the intervals are "
        "rough and mostly too narrow."),

    SAY(THIS_SAMPLE, "", "This is about these {samples} samples"),
    SAY(THIS_SAMPLE, "seeds splits",
        "; the intervals are about other seeds and splits, not about other samples"),
    SAY(THIS_SAMPLE, "seeds !splits",
        "; the intervals are about other seeds, not about other samples"),
    SAY(THIS_SAMPLE, "!seeds splits",
        "; the intervals are about other splits, not about other samples"),
    SAY(THIS_SAMPLE, "", ". A frequent feature need not be a cause."),
    SAY(NOT_COMPARED, "asked_for",
        "The comparison with noise comes at the end: its networks are trained last."),
    SAY(NOT_COMPARED, "undefined",
        "Nothing was compared with noise: the null tests asked for are not defined for these "
        "data."),
    SAY(NOT_COMPARED, "!asked_for !undefined",
        "Nothing was compared with noise, and networks trained on noise prefer some features too. "
        "Set null_test.labels to 19 and null_test.probes to 5."),
    SAY(LABELS_NOT_DEFINED, "", "The test with permuted labels is not defined: {why_labels}."),
    SAY(PROBES_NOT_DEFINED, "",
        "The comparison with permuted copies of the features is not defined: {why_probes}."),
    SAY(NOT_DEFINED, "", "The frequencies have no intervals: {reason}."),
#undef SAY
};

void hf_finding_say(const hf_evidence *evidence, const hf_finding *findings, int64_t count,
                    hf_text *line)
{
    for (size_t i = 0; i < sizeof sentences / sizeof *sentences; i++)
        if (sentences[i].kind == findings->kind && hf_template_applies(sentences[i].when, findings))
            hf_template_append(sentences[i].says, evidence, findings, count, line);
}

static const char *first_method_of_influence(void)
{
    hf_method method = 0;
    while (!hf_method_is(method, HF_METHOD_INFLUENCE))
        method++;
    return hf_method_name(method);
}

void hf_finding_setting(const hf_evidence *evidence, const hf_finding *finding, hf_text *setting)
{
    const int64_t features = evidence->features->count;
    if (finding->kind == HF_FINDING_EVERY_FEATURE_SELECTED &&
        hf_finding_value_of(finding, "can_be_smaller") > 0)
        hf_text_append(setting, "significance.top=%" PRId64, features / 2 < 5 ? features / 2 : 5);
    if (finding->kind != HF_FINDING_INFLUENCE_NOT_MEASURED ||
        !hf_template_applies("!null_tests complete", finding))
        return;
    hf_text_append(setting, "significance.methods=[");
    for (int64_t m = 0; m < evidence->methods; m++)
        hf_text_append(setting, "%s,", hf_evidence_method(evidence, m));
    hf_text_append(setting, "%s]", first_method_of_influence());
}
