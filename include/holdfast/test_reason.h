/*
 * Whether a conditional test is defined: the values of /significance/conditional/reason.
 */
#ifndef HOLDFAST_TEST_REASON_H
#define HOLDFAST_TEST_REASON_H

typedef enum hf_test_reason {
    HF_TEST_NOT_DONE, /* not yet, or conditional_draws is 0 */
    HF_TEST_DEFINED,
    HF_TEST_GROUPED_ROWS,  /* data.groups: rows are not exchangeable */
    HF_TEST_CONSTANT,      /* all its inputs are constant */
    HF_TEST_OWN_VARIATION, /* own variation below 0.01 */
    HF_TEST_DEPENDENCE,    /* residuals go with an input outside: the model does not fit */
    HF_TEST_NO_NETWORKS,   /* no finished network */
    HF_TEST_REASONS
} hf_test_reason;

#endif
