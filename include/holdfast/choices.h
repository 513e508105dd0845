/*
 * The configuration's choices, which modules below it share: one list of each, X(value, its word in
 * the configuration), from which the enum and the option table (src/config/options.c) follow.
 */
#ifndef HOLDFAST_CHOICES_H
#define HOLDFAST_CHOICES_H

#define HF_STANDARDIZE_LIST(X) X(HF_STANDARDIZE_ZSCORE, "zscore") X(HF_STANDARDIZE_NONE, "none")
#define HF_MISSING_LIST(X)                                                                         \
    X(HF_MISSING_ERROR, "error") X(HF_MISSING_DROP, "drop") X(HF_MISSING_MEAN, "mean")
#define HF_DELIMITER_LIST(X)                                                                       \
    X(HF_DELIMITER_AUTO, "auto")                                                                   \
    X(HF_DELIMITER_COMMA, "comma")                                                                 \
    X(HF_DELIMITER_SEMICOLON, "semicolon")                                                         \
    X(HF_DELIMITER_TAB, "tab") X(HF_DELIMITER_SPACE, "space")
#define HF_DECIMAL_LIST(X)                                                                         \
    X(HF_DECIMAL_AUTO, "auto") X(HF_DECIMAL_IS_POINT, "point") X(HF_DECIMAL_IS_COMMA, "comma")
#define HF_TASK_LIST(X)                                                                            \
    X(HF_TASK_AUTO, "auto")                                                                        \
    X(HF_TASK_CLASSIFICATION, "classification") X(HF_TASK_REGRESSION, "regression")
#define HF_SPLITS_LIST(X)                                                                          \
    X(HF_SPLITS_STRATIFIED_SHUFFLE, "stratified_shuffle")                                          \
    X(HF_SPLITS_FIRST_HALF, "first_half")                                                          \
    X(HF_SPLITS_STRATIFIED_KFOLD, "stratified_kfold")                                              \
    X(HF_SPLITS_COMPLEMENTARY_PAIRS, "complementary_pairs")                                        \
    X(HF_SPLITS_FILE, "file")
#define HF_INIT_LIST(X) X(HF_INIT_PHILOX, "philox") X(HF_INIT_PYTORCH, "pytorch")
#define HF_LOSS_LIST(X)                                                                            \
    X(HF_LOSS_CROSS_ENTROPY, "cross_entropy")                                                      \
    X(HF_LOSS_CROSS_ENTROPY_OF_SOFTMAX, "cross_entropy_of_softmax") X(HF_LOSS_MSE, "mse")
/* The third kind, weights that are given, has no word. */
#define HF_CLASS_WEIGHT_LIST(X)                                                                    \
    X(HF_CLASS_WEIGHT_NONE, "none") X(HF_CLASS_WEIGHT_BALANCED, "balanced")
#define HF_OPTIMIZER_LIST(X)                                                                       \
    X(HF_OPTIMIZER_ADAM, "adam") X(HF_OPTIMIZER_ADAMW, "adamw") X(HF_OPTIMIZER_SGD, "sgd")
#define HF_VOTES_LIST(X) X(HF_VOTES_LEARNED, "learned") X(HF_VOTES_ALL, "all")

#define HF_CHOICE_VALUE(value, word) value,
typedef enum { HF_STANDARDIZE_LIST(HF_CHOICE_VALUE) } hf_standardize;
typedef enum { HF_MISSING_LIST(HF_CHOICE_VALUE) } hf_missing;
typedef enum { HF_DELIMITER_LIST(HF_CHOICE_VALUE) } hf_delimiter;
typedef enum { HF_DECIMAL_LIST(HF_CHOICE_VALUE) } hf_decimal;
typedef enum { HF_TASK_LIST(HF_CHOICE_VALUE) } hf_task_kind;
typedef enum { HF_SPLITS_LIST(HF_CHOICE_VALUE) } hf_splits_method;
typedef enum { HF_INIT_LIST(HF_CHOICE_VALUE) } hf_init;
typedef enum { HF_LOSS_LIST(HF_CHOICE_VALUE) } hf_loss;
typedef enum { HF_CLASS_WEIGHT_LIST(HF_CHOICE_VALUE) HF_CLASS_WEIGHT_GIVEN } hf_class_weight_kind;
typedef enum { HF_OPTIMIZER_LIST(HF_CHOICE_VALUE) } hf_optimizer;
typedef enum { HF_VOTES_LIST(HF_CHOICE_VALUE) } hf_votes;
#undef HF_CHOICE_VALUE

#endif
