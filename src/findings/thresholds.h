/* Every threshold that a rule compares with, and why it is what it is. */
#ifndef HOLDFAST_FINDINGS_THRESHOLDS_H
#define HOLDFAST_FINDINGS_THRESHOLDS_H

#define HF_THRESHOLD_LIST(X)                                                                       \
    X(few_units, 10, "with fewer seeds or splits the bootstrap's intervals are mostly too narrow") \
    X(rounding, 1e-12, "1 - 0.95 is a little more than 0.05, and 1 - 0.9 less than 0.1")           \
    X(labels_p, 0.05, "level of the test with permuted labels (docs/statistics.md)")               \
    X(score_splits, 5, "with fewer splits their variance says too little for an interval")         \
    X(direction, 0.9, "share of networks that agree: with more against it no direction is named")  \
    X(outlier, 10, "standard deviations of all other values: in no measured feature by chance")    \
    X(repeated_rows, 0.01, "share of rows that repeat an earlier one: fewer change little")        \
    X(smallest_class, 0.1, "share of the rows, or half of an equal share: easily never predicted") \
    X(spread_least, 0.8, "spread of the logits against copies: below, networks tell them apart")   \
    X(spread_most, 1.25, "and above it")                                                           \
    X(own_variation, 0.05, "a feature with less cannot be told from its neighbours")               \
    X(misfit, 4, "above it the model of the features does not fit: 4 standard errors")             \
    X(fall_of_accuracy, 0.02, "mean test accuracy lost since its best iteration: 2 points")        \
    X(course_replicas, 10, "with fewer networks noise makes a maximum as well")                    \
    X(choice_matters, 0.02, "overlaps that differ by less are shown as equal: two decimals")       \
    X(spread_by_hidden, 0.05, "a smaller difference between hidden sizes is not worth a sentence") \
    X(voters_by_hidden, 30, "with 30 networks a share's standard error is up to 9 points")         \
    X(rho_agrees, 0.5, "methods with a lower mean Spearman's rho are said to disagree")            \
    X(common_agrees, 0.5, "or with a smaller share of their first k features in common")           \
    X(odd_learned, 0.5, "share of networks that learned, of the median over seeds or splits")      \
    X(odd_standard_errors, 3, "and so many standard errors of a share below it")                   \
    X(odd_least, 4, "networks of a seed or split: fewer say nothing")                              \
    X(odd_quartiles, 10, "seeds or splits: fewer have no quartiles worth the name")                \
    X(odd_fence, 3, "Tukey's far-out fence, in interquartile ranges below the lower quartile")     \
    X(odd_points, 0.02, "and at least 2 points below the median")

typedef struct hf_thresholds {
#define HF_THRESHOLD_MEMBER(name, value, reason) double name;
    HF_THRESHOLD_LIST(HF_THRESHOLD_MEMBER)
#undef HF_THRESHOLD_MEMBER
} hf_thresholds;
extern const hf_thresholds hf_limits;

#endif
