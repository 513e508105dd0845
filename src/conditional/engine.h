/*
 * What the files of the conditional test share: the setup with all that was derived from it.
 */
#ifndef HOLDFAST_CONDITIONAL_ENGINE_H
#define HOLDFAST_CONDITIONAL_ENGINE_H

#include "model.h"

struct hf_conditional_engine {
    hf_memory memory;
    hf_conditional_setup setup;
    hf_conditional_model model;
    hf_conditional_state *state; /* [test] */
    int64_t channels;            /* 1 for two classes, else one a class */
    int64_t rows;                /* tested by a network */
    int64_t *row;                /* [rows] their samples, ascending */
    int64_t *position;           /* [sample] its number among them, -1 */
    int64_t *networks;           /* [rows] how many test it */
};

static inline const int64_t *hf_conditional_inputs(const hf_conditional_engine *c, int64_t test,
                                                   int64_t *count)
{
    const hf_conditional_tests *tests = c->setup.tests;
    *count = tests->first[test + 1] - tests->first[test];
    return tests->input + tests->first[test];
}

/* The largest number of inputs of these tests. */
int64_t hf_conditional_most_inputs(const hf_conditional_engine *c, const int64_t *tests,
                                   int64_t count);

#endif
