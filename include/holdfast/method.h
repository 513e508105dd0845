/*
 * The names of the importance methods: the one list that the configuration, the importance
 * functions, the results file and the documentation share. Formulae: importance.h.
 */
#ifndef HOLDFAST_METHOD_H
#define HOLDFAST_METHOD_H

#define HF_METHOD_LIST(X)                                                                          \
    X(HF_MAX_WEIGHT, "max_weight", "largest input weight (what the tutorial meant)")               \
    X(HF_TUTORIAL, "tutorial", "the tutorial's rule as published, hidden unit read as feature")    \
    X(HF_MAX_ABS_WEIGHT, "max_abs_weight", "largest absolute input weight")                        \
    X(HF_L2_NORM, "l2_norm", "Euclidean norm of the input weights")                                \
    X(HF_GARSON, "garson", "Garson's share of the absolute connection weights")                    \
    X(HF_OLDEN, "olden", "Olden's connection weights, signed, norm over classes")                  \
    X(HF_PERMUTATION, "permutation", "rise of the test rows' cross-entropy when shuffled")         \
    X(HF_INTEGRATED_GRADIENTS, "integrated_gradients",                                             \
      "integrated gradients from the training mean to the test rows")

#define HF_METHOD_ENUM(id, name, text) id,
typedef enum hf_method { HF_METHOD_LIST(HF_METHOD_ENUM) HF_METHODS } hf_method;
#undef HF_METHOD_ENUM

#endif
