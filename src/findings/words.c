/* The words of every finding, in one table: all of a kind's rows whose conditions hold are said one
 * after another. */
#include "template.h"

#include "holdfast/importance.h"
#include "text/quote.h"
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
    SAY(LEARNED, "measured",
        "{learned} of {done} network{s done}{size} predict better than the mean: mean test R2 "
        "{r2.2}."),
    SAY(LEARNED, "!measured",
        "{learned} of {done} network{s done}{size} beat {guess} ({chance%}): mean balanced "
        "accuracy {balanced_accuracy%}."),
    SAY(PREDICTS, "measured by_score interval",
        "The networks predict{all_sizes}: mean test R2 {score.2} ({confidence}% interval {low.2} "
        "to {high.2}; the mean alone has 0), typical error (RMSE) {rmse~}."),
    SAY(PREDICTS, "measured by_score same_in_all_splits",
        "The networks predict{all_sizes}: mean test R2 {score.2} in every split, so without an "
        "interval (the mean alone has 0), typical error (RMSE) {rmse~}."),
    SAY(PREDICTS, "!measured by_score interval",
        "The networks predict{all_sizes}: mean balanced accuracy {score%} ({confidence}% interval "
        "{low%} to {high%}), chance {chance%}."),
    SAY(PREDICTS, "!measured by_score same_in_all_splits",
        "The networks predict{all_sizes}: mean balanced accuracy {score%} in every split, so "
        "without an interval, chance {chance%}."),
    SAY(PREDICTS, "!by_score",
        "The networks predict{all_sizes} better than networks with permuted labels ({p=}"),
    SAY(PREDICTS, "!by_score smallest",
        ", the smallest that {permutations} permutation{s permutations} can give"),
    SAY(PREDICTS, "measured !by_score",
        "): mean test R2 {score.2} (the mean alone has 0), typical error (RMSE) {rmse~}."),
    SAY(PREDICTS, "!measured !by_score", "): mean balanced accuracy {score%}, chance {chance%}."),
    SAY(PREDICTS, "measured !by_score interval",
        " The interval over splits, {low.2} to {high.2}, holds 0 as well."),
    SAY(PREDICTS, "!measured !by_score interval",
        " The interval over splits, {low%} to {high%}, holds chance as well."),
    SAY(PREDICTS, "by_score by_labels", " Permuted labels: {p=}"),
    SAY(PREDICTS, "by_score by_labels", "."),
    SAY(PREDICTS, "by_score labels_can_tell !by_labels",
        " The test with permuted labels does not show it ({p=})."),
    SAY(PREDICTS, "by_score labels !labels_can_tell",
        " Permuted labels cannot tell: {needed} permutation{s needed} {is needed} needed."),
    SAY(NOT_SHOWN_TO_PREDICT, "measured interval",
        "The networks are not shown to predict{all_sizes}: mean test R2 {score.2} ({confidence}% "
        "interval {low.2} to {high.2}; the mean alone has 0)."),
    SAY(NOT_SHOWN_TO_PREDICT, "measured !interval",
        "The networks are not shown to predict{all_sizes}: mean test R2 {score.2} (the mean alone "
        "has 0)."),
    SAY(NOT_SHOWN_TO_PREDICT, "!measured interval",
        "The networks are not shown to predict{all_sizes}: mean balanced accuracy {score%} "
        "({confidence}% interval {low%} to {high%}), chance {chance%}."),
    SAY(NOT_SHOWN_TO_PREDICT, "!measured same_in_all_splits",
        "The networks are not shown to predict{all_sizes}: mean balanced accuracy {score%} in "
        "every split, chance {chance%}."),
    SAY(NOT_SHOWN_TO_PREDICT, "!measured !interval !same_in_all_splits",
        "The networks are not shown to predict{all_sizes}: mean balanced accuracy {score%}, "
        "chance {chance%}."),
    SAY(NOT_SHOWN_TO_PREDICT, "labels_can_tell", " Permuted labels: {p=}."),
    SAY(NOT_SHOWN_TO_PREDICT, "labels !labels_can_tell",
        " Permuted labels cannot tell: {needed} permutation{s needed} {is needed} needed."),
    SAY(NOT_SHOWN_TO_PREDICT, "",
        " So nothing is said of what they rest on. That does not show that they cannot predict."),
    SAY(CANNOT_TELL_PREDICTION, "measured",
        "It cannot be told whether the networks predict{all_sizes}: mean test R2 {score.2} (the "
        "mean alone has 0), and {splits} split{s splits} {is splits} too few for an interval."),
    SAY(CANNOT_TELL_PREDICTION, "!measured",
        "It cannot be told whether the networks predict{all_sizes}: mean balanced accuracy "
        "{score%}, chance {chance%}, and {splits} split{s splits} {is splits} too few for an "
        "interval."),
    SAY(CANNOT_TELL_PREDICTION, "labels",
        " With {permutations} permutation{s permutations} of the labels p is never below "
        "{least.3}."),
    SAY(CANNOT_TELL_PREDICTION, "",
        " So nothing is said of what they rest on. Use 5 splits or more, or set null_test.labels "
        "to {needed}."),
    SAY(NO_VOTERS, "all_diverged one",
        "The only network{size} diverged: the loss is not finite. Lower training.learning_rate "
        "(now {learning_rate#})"),
    SAY(NO_VOTERS, "all_diverged !one",
        "All {diverged} networks{size} diverged: the loss is not finite. Lower "
        "training.learning_rate (now {learning_rate#})"),
    SAY(NO_VOTERS, "all_diverged raw_inputs",
        " or standardize the inputs (data.standardize: zscore)"),
    SAY(NO_VOTERS, "all_diverged", "."),
    SAY(NO_VOTERS, "none_done", "No network{size} is trained yet: nothing can be said."),
    SAY(NO_VOTERS, "none_learned one",
        "The only network{size} that is done did not beat {guess}, so there are no frequencies."),
    SAY(NO_VOTERS, "none_learned !one",
        "None of the {done} networks{size} beat {guess}, so there are no frequencies."),
    SAY(NO_VOTERS, "one_feature",
        "There is only one feature, so there is nothing to rank and no frequency."),
    SAY(NO_VOTERS, "none_ranked",
        "By {method}, no network ranks the features: in each, all importances are equal or one "
        "is not finite."),
    SAY(NETWORKS_MISS_IT, "measured",
        "By themselves {found} of {features} feature{s features} {is found} associated with the "
        "outcome: there is something to find, and the networks are not shown to use it."),
    SAY(NETWORKS_MISS_IT, "!measured",
        "By themselves {found} of {features} feature{s features} {is found} associated with the "
        "classes: there is something to find, and the networks are not shown to use it."),

    SAY(GROUP_ADDS, "",
        "Beyond all other features, information comes from the group{s run} {groups}."),
    SAY(GROUP_ADDS, "no_member", " No single feature is shown to add any."),
    SAY(GROUP_ADDS, "untested", " None of its features can be tested by itself."),
    SAY(FEATURE_ADDS, "", "Beyond all other features, information comes from {adds}."),
    SAY(NONE_ADDS, "",
        "No feature or group is shown to add information beyond all others (smallest q "
        "{least_q.3}); none is shown not to."),
    SAY(CANNOT_TELL_ADDS, "", "With {draws} draw{s draws} the conditional test "),
    SAY(CANNOT_TELL_ADDS, "possible",
        "finds at least {least_features} features or {least_groups} groups, or none."),
    SAY(CANNOT_TELL_ADDS, "!possible", "can find nothing, whatever there is."),
    SAY(CANNOT_TELL_ADDS, "", " It needs {draws_needed} draws."),
    SAY(ASSOCIATED, "", "By itself, {strongest} is associated most ({association})"),
    SAY(ASSOCIATED, "", "."),
    SAY(ASSOCIATED, "several", " {found} of {features} features are (q <= {fdr#})."),

    SAY(EVERY_FEATURE_SELECTED, "",
        "Every feature is selected by definition: significance.top is the number of features, "
        "{top}. The frequencies say nothing."),
    SAY(EVERY_FEATURE_SELECTED, "can_be_smaller", " A smaller top says more."),
    SAY(LEADS, "influence",
        "By {method}{all_sizes}, predictions rest on {few feature frequency%}; {confidence}% "
        "intervals above chance ({chance%})"),
    SAY(LEADS, "!influence",
        "By {method}{all_sizes}, the {confidence}% intervals of these lie above chance "
        "({chance%}): {few feature frequency%}"),
    SAY(LEADS, "!compared", "; not compared with noise"),
    SAY(LEADS, "", "."),
    SAY(MOST_FREQUENT, "",
        "By {method}{all_sizes}, the most frequent are {few feature frequency%}; chance is "
        "{chance%}, and there are no intervals."),
    SAY(NONE_LEADS, "",
        "By {method}{all_sizes}, no feature's {confidence}% interval lies entirely above chance "
        "({chance%})."),
    SAY(HIDDEN_UNITS, "",
        "The method {method} reads hidden units as if they were features, so its names mean "
        "nothing (see the end)."),
    SAY(STANDS_OUT, "",
        "By {method}{all_sizes}, these stand out from permuted copies of the features: {few "
        "feature}."),
    SAY(NONE_STANDS_OUT, "",
        "By {method}{all_sizes}, no feature stands out from permuted copies of the features."),
    SAY(CANNOT_TELL_PROBES, "",
        "By {method}{all_sizes}, the comparison with permuted copies of the features cannot tell: "
        "it "),
    SAY(CANNOT_TELL_PROBES, "possible", "finds at least {least_features} features, or none."),
    SAY(CANNOT_TELL_PROBES, "!possible", "finds none among {features} feature{s features}."),
    SAY(CANNOT_TELL_PROBES, "above_all_probes",
        " More frequent than every copy: {above_all_probes} feature{s above_all_probes}."),
    SAY(METHODS_AGREE, "",
        "{lead} measures the size of weights. {method}, which measures what predictions rest on, "
        "agrees ({common} of {top} in common; rho {rho.2})."),
    SAY(STABILITY, "",
        "Two networks that differ in seed and split share {common.1} of {top} feature{s "
        "top}{all_sizes} (chance {chance.1})."),
    SAY(STABILITY, "seed_most", " The seed changes the answer most"),
    SAY(STABILITY, "split_most", " The split changes the answer most"),
    SAY(STABILITY, "hidden_most", " The hidden size changes the answer most"),
    SAY(STABILITY, "seed_least", ", the seed least"),
    SAY(STABILITY, "split_least", ", the split least"),
    SAY(STABILITY, "hidden_least", ", the hidden size least"),
    SAY(STABILITY, "one_most", "."),

    SAY(OVERFITTING, "loss",
        "The networks overfit: mean test loss is {test_loss.2}, a constant guess has "
        "{constant_loss.2}."),
    SAY(OVERFITTING, "measured falls !loss",
        "The networks{size} overfit: mean test R2 was {highest_r2.2} after {iteration} "
        "iteration{s iteration} and is {r2.2} at the end."),
    SAY(OVERFITTING, "!measured falls !loss",
        "The networks{size} overfit: mean test accuracy was {highest_accuracy%} after {iteration} "
        "iteration{s iteration} and is {accuracy%} at the end."),
    SAY(OVERFITTING, "falls loss",
        " Test accuracy was best after {iteration} iteration{s iteration}."),
    SAY(OVERFITTING, "!stops_early",
        " Train fewer iterations, or stop early (training.validation_fraction: 0.2)."),
    SAY(OVERFITTING, "stops_early", " Train fewer iterations."),
    SAY(IDENTIFIER, "",
        "Row numbers rather than measurements, by their values: {each feature}. Leave them out "
        "(data.exclude)."),
    SAY(SIMILAR_LABELS, "",
        "These labels look alike but count as different classes: {few labels}. Write each label in "
        "one way."),
    SAY(FILL_CODE, "",
        "A value that comes again and again, far from all others, may mean that the value is "
        "missing: {each feature code#}. If so, add it to the texts of data.missing_values."),
    SAY(PERFECT_SEPARATION, "measured",
        "The outcome and {each feature} put the samples in the same order (or its reverse): is it "
        "a copy of the outcome?"),
    SAY(PERFECT_SEPARATION, "two_classes",
        "The classes are told apart without error by {each feature} alone: is it a copy of the "
        "label?"),
    SAY(PERFECT_SEPARATION, "!measured !two_classes",
        "Without error, {class} is told apart from the other classes by {each feature} alone."),
    SAY(DUPLICATE_ROWS, "",
        "{repeated} of {samples} rows repeat an earlier one in all features. On average {across.1} "
        "test rows have an equal training row, which makes accuracy optimistic."),
    SAY(DOUBTFUL_TEST, "does_not_fit",
        "Doubtful q, because the model of the features does not fit (misfit above 4): {few named "
        "misfit.1}."),
    SAY(DOUBTFUL_TEST, "!does_not_fit",
        "Doubtful q, because outputs vary more or less for the data than for copies (0.80 to 1.25 "
        "times is usual): {few named spread_ratio.2}."),
    SAY(METHODS_DISAGREE, "size",
        "{lead} measures the size of weights. By {method}, which measures what predictions rest "
        "on,"),
    SAY(METHODS_DISAGREE, "!size", "The methods disagree: by {method}"),
    SAY(METHODS_DISAGREE, "common", " these lead: {leaders}"),
    SAY(METHODS_DISAGREE, "!common", " other features lead: {leaders}"),
    SAY(METHODS_DISAGREE, "", " ({common} of {top} in common; rho {rho.2})."),
    SAY(SIZES_DISAGREE, "",
        "The hidden size matters: {each feature} has {lowest%} with {lowest_hidden} hidden "
        "unit{s lowest_hidden} and {highest%} with {highest_hidden}."),
    SAY(IMBALANCE, "",
        "Only {share%} of the samples are of class {class}: look at balanced accuracy, not at "
        "accuracy. With training.class_weight: balanced all classes count the same in training."),
    SAY(INFLUENCE_NOT_MEASURED, "",
        "{method} measures the size of weights, and noise gets large weights as well. {influence} "
        "measure what predictions rest on"),
    SAY(INFLUENCE_NOT_MEASURED, "null_tests",
        ": name one of them in significance.methods and run again (null tests keep no weights to "
        "compute it from)."),
    SAY(INFLUENCE_NOT_MEASURED, "!null_tests !complete",
        ". Once the run is complete, holdfast aggregate adds one of them."),
    SAY(INFLUENCE_NOT_MEASURED, "!null_tests complete",
        ", and holdfast aggregate adds them without training."),
    SAY(FEW_UNITS, "one_seed one_split",
        "There is only 1 seed and {units}, so nothing is known of other seeds and splits."),
    SAY(FEW_UNITS, "one_seed !one_split",
        "There is only 1 seed, so nothing is known of other seeds; the intervals are about other "
        "splits ({units})."),
    SAY(FEW_UNITS, "!one_seed one_split",
        "There is only {units}, so nothing is known of other splits; the intervals are about "
        "other seeds ({seeds} seeds)."),
    SAY(FEW_UNITS, "uneven",
        "The networks that are counted come unevenly from seeds and splits, worth "
        "{voting_seeds.1} seeds and {voting_splits.1} splits: with fewer than 10 of either the "
        "intervals are rough and mostly too narrow."),
    SAY(FEW_UNITS, "!one_seed !one_split !uneven",
        "With fewer than 10 seeds or splits the intervals are rough and mostly too narrow: there "
        "are {seeds} seeds and {units}."),
    SAY(NOT_LEARNED, "predicts !counted",
        "{not_learned} of {done} network{s done}{size} did not beat {guess} and {is not_learned} "
        "not counted."),
    SAY(NOT_LEARNED, "!predicts !counted",
        "{learned} of {done} network{s done}{size} {is learned} counted: those that beat {guess} "
        "on their own test rows. Some of the networks that are trained on noise are so too."),
    SAY(NOT_LEARNED, "counted",
        "{not_learned} of {done} network{s done}{size} did not beat {guess} but {is not_learned} "
        "counted all the same (significance.votes: all), although the importances are then close "
        "to those of the initial weights."),
    SAY(DIVERGED, "",
        "{diverged} of {ended} network{s ended}{size} diverged (the loss is not finite) and {is "
        "diverged} not counted."),
    SAY(NOT_RANKED, "",
        "By {each method}, {not_ranked} of {networks} network{s networks}{size} cannot rank the "
        "features (importances all equal or not finite) and {is not_ranked} not counted."),
    SAY(OUTLIER, "",
        "One value lies more than 10 standard deviations from the mean of the others in {each "
        "feature}."),
    SAY(CONSTANT_FEATURE, "", "All samples have the same value of {each feature}."),
    SAY(ODD_SEED, "few_learned",
        "Few networks{size} learned with seed{s run} {each seed learned_share%}; the median is "
        "{median%}."),
    SAY(ODD_SEED, "measured !few_learned",
        "Test R2{size} is low with seed{s run} {each seed r2.2}; the median is {median.2}."),
    SAY(ODD_SEED, "!measured !few_learned",
        "Balanced accuracy{size} is low with seed{s run} {each seed balanced_accuracy%}; the "
        "median is {median%}."),
    SAY(ODD_SPLIT, "few_learned",
        "Few networks{size} learned with split{s run} {each split learned_share%}; the median is "
        "{median%}."),
    SAY(ODD_SPLIT, "measured !few_learned",
        "Test R2{size} is low with split{s run} {each split r2.2}; the median is {median.2}."),
    SAY(ODD_SPLIT, "!measured !few_learned",
        "Balanced accuracy{size} is low with split{s run} {each split balanced_accuracy%}; the "
        "median is {median%}."),

    SAY(THIS_SAMPLE, "",
        "This is about these {samples} samples; a feature named here need not be a cause."),
    SAY(GROUPED_ROWS, "",
        "Rows come in groups ({rows}), so no feature is tested by itself or beyond the others."),
    SAY(NOT_COMPARED, "asked_for",
        "The comparison with noise comes at the end: its networks are trained last."),
    SAY(NOT_COMPARED, "tested_last",
        "What each feature adds beyond the others is tested at the end, when all networks are "
        "trained."),
    SAY(NOT_COMPARED, "untestable",
        "No feature was compared with noise: none has a q, most of them because {not_tested}."),
    SAY(NOT_COMPARED, "undefined !tested_last !untestable",
        "Nothing was compared with noise: the null tests asked for are not defined for these "
        "data."),
    SAY(NOT_COMPARED, "!asked_for !undefined !tested_last !untestable",
        "No feature was compared with noise, and networks trained on noise prefer some too."),
    SAY(LABELS_NOT_DEFINED, "", "The test with permuted labels is not defined: {why_labels}."),
    SAY(PROBES_NOT_DEFINED, "",
        "The comparison with permuted copies of the features is not defined: {why_probes}."),
    SAY(NOT_DEFINED, "", "The frequencies have no intervals: {reason}."),
    SAY(FEATURE_NOT_TESTED, "", "There is no q for {each feature}: {not_tested}."),
    SAY(GROUP_NOT_TESTED, "", "There is no q for the group{s run} of {each group}: {not_tested}."),
#undef SAY
};

void hf_finding_say(const hf_evidence *evidence, const hf_finding *findings, int64_t count,
                    hf_text *line)
{
    for (size_t i = 0; i < sizeof sentences / sizeof *sentences; i++)
        if (sentences[i].kind == findings->kind && hf_template_applies(sentences[i].when, findings))
            hf_template_append(sentences[i].says, evidence, findings, count, line);
}

static void append_aggregate(const hf_evidence *e, const hf_text *setting, hf_text *line)
{
    hf_text_append(line, "holdfast aggregate ");
    hf_quote_shell(line, hf_results_path(e->results));
    hf_text_append(line, " --set ");
    hf_quote_shell(line, setting->data ? setting->data : "");
    line->failed |= setting->failed;
}

/* The methods as they are, and those that measure what predictions rest on. */
static void append_methods(const hf_evidence *e, hf_text *setting)
{
    hf_text_append(setting, "significance.methods=[");
    for (int64_t m = 0; m < e->methods; m++)
        hf_text_append(setting, "%s,", hf_evidence_method(e, m));
    hf_method method = 0;
    while (!hf_method_is(method, HF_METHOD_INFLUENCE))
        method++;
    hf_text_append(setting, "%s]", hf_method_name(method));
}

/* More draws than these cannot be asked for (docs/configuration.md). */
enum { DRAWS_MOST = 1000000, DRAWS = 999 };

void hf_finding_command(const hf_evidence *evidence, const hf_finding *finding, hf_text *line)
{
    const int64_t features = evidence->features->count;
    const double draws = hf_finding_value_of(finding, "draws_needed");
    hf_text setting = {0};
    if (finding->kind == HF_FINDING_EVERY_FEATURE_SELECTED &&
        hf_template_applies("can_be_smaller", finding))
        hf_text_append(&setting, "significance.top=%" PRId64, features / 2 < 5 ? features / 2 : 5);
    else if (finding->kind == HF_FINDING_INFLUENCE_NOT_MEASURED &&
             hf_template_applies("!null_tests complete", finding))
        append_methods(evidence, &setting);
    else if (finding->kind == HF_FINDING_CANNOT_TELL_ADDS && draws <= DRAWS_MOST)
        hf_text_append(&setting, "significance.conditional_draws=%.0f", draws);
    else if (finding->kind == HF_FINDING_NOT_COMPARED &&
             hf_template_applies("can_be_tested", finding))
        hf_text_append(&setting, "significance.conditional_draws=%d", DRAWS);
    if (setting.length > 0)
        append_aggregate(evidence, &setting, line);
    hf_text_free(&setting);
}
