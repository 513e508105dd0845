/* The configuration's choices, which modules below it share. */
#ifndef HOLDFAST_CHOICES_H
#define HOLDFAST_CHOICES_H

/* The order of each enum is the order of the names in the option table. */
typedef enum { HF_STANDARDIZE_ZSCORE, HF_STANDARDIZE_NONE } hf_standardize;
typedef enum { HF_MISSING_ERROR, HF_MISSING_DROP, HF_MISSING_MEAN } hf_missing;
typedef enum {
    HF_SPLITS_STRATIFIED_SHUFFLE,
    HF_SPLITS_FIRST_HALF,
    HF_SPLITS_STRATIFIED_KFOLD,
    HF_SPLITS_COMPLEMENTARY_PAIRS,
    HF_SPLITS_FILE
} hf_splits_method;
typedef enum { HF_INIT_PHILOX, HF_INIT_PYTORCH } hf_init;
typedef enum { HF_LOSS_CROSS_ENTROPY, HF_LOSS_CROSS_ENTROPY_OF_SOFTMAX } hf_loss;
typedef enum { HF_OPTIMIZER_ADAM, HF_OPTIMIZER_ADAMW, HF_OPTIMIZER_SGD } hf_optimizer;
typedef enum { HF_VOTES_LEARNED, HF_VOTES_ALL } hf_votes;

#endif
