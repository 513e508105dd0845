/*
 * The importance methods: the one list of their names and traits that the configuration, the
 * importance functions, the results file, the statistics, the summary and the documentation share.
 * Formulae: importance.h.
 */
#ifndef HOLDFAST_METHOD_H
#define HOLDFAST_METHOD_H

#include <stdbool.h>
#include <stdint.h>

/* Traits, to be combined. */
enum {
    HF_METHOD_TEST_ROWS = 1, /* looks at the test rows too, not only at the weights */
    HF_METHOD_SHUFFLES = 2,  /* depends on significance.seed and significance.permutation_repeats */
    HF_METHOD_BOUNDED = 4, /* uses only the training rows: the error bounds of half-samples apply */
    HF_METHOD_SIZE = 8,    /* measures the size of weights, which columns of noise get as well */
    HF_METHOD_INFLUENCE = 16, /* measures what predictions rest on */
    HF_METHOD_UNITS = 32 /* ranks hidden units, not features: as many as features; no null tests */
};

/* X(identifier, name, traits, one line). src/importance/ defines hf_importance_NAME of each. */
#define HF_METHOD_LIST(X)                                                                          \
    X(HF_MAX_WEIGHT, max_weight, HF_METHOD_SIZE, "largest input weight (what the tutorial meant)") \
    X(HF_TUTORIAL, tutorial, HF_METHOD_SIZE | HF_METHOD_UNITS,                                     \
      "the tutorial's rule as published, which takes hidden units for features")                   \
    X(HF_MAX_ABS_WEIGHT, max_abs_weight, HF_METHOD_SIZE | HF_METHOD_BOUNDED,                       \
      "largest absolute input weight")                                                             \
    X(HF_L2_NORM, l2_norm, HF_METHOD_SIZE | HF_METHOD_BOUNDED,                                     \
      "Euclidean norm of the input weights")                                                       \
    X(HF_GARSON, garson, HF_METHOD_SIZE | HF_METHOD_BOUNDED,                                       \
      "Garson's share of the absolute connection weights")                                         \
    X(HF_OLDEN, olden, HF_METHOD_BOUNDED,                                                          \
      "Olden's signed connection weights, norm over the classes")                                  \
    X(HF_PERMUTATION, permutation, HF_METHOD_TEST_ROWS | HF_METHOD_SHUFFLES | HF_METHOD_INFLUENCE, \
      "rise of the test rows' cross-entropy when the feature is shuffled")                         \
    X(HF_INTEGRATED_GRADIENTS, integrated_gradients, HF_METHOD_TEST_ROWS | HF_METHOD_INFLUENCE,    \
      "integrated gradients from the training mean to the test rows")

#define HF_METHOD_ENUM(id, name, traits, text) id,
typedef enum hf_method { HF_METHOD_LIST(HF_METHOD_ENUM) HF_METHODS } hf_method;
#undef HF_METHOD_ENUM

/* Whether the method has that trait. */
static inline bool hf_method_is(hf_method method, unsigned trait)
{
#define HF_METHOD_TRAITS(id, name, traits, text) traits,
    static const unsigned all[] = {HF_METHOD_LIST(HF_METHOD_TRAITS)};
#undef HF_METHOD_TRAITS
    return (all[method] & trait) != 0;
}

/* The first of `methods` [count] that has the trait; -1: none. */
static inline int64_t hf_method_first(const int64_t *methods, int64_t count, unsigned trait)
{
    int64_t m = 0;
    while (m < count && !hf_method_is((hf_method)methods[m], trait))
        m++;
    return m < count ? m : -1;
}

#endif
