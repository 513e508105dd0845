/*
 * The conditional test: do predictions on unseen rows use what an input, or a group of inputs,
 * knows beyond all the others? Networks are not trained again. The definition is
 * docs/statistics.md's "Conditional test"; its steps are named in the sources.
 *
 * Who does what, with several processes:
 *
 *   all     hf_conditional_make: what follows from the inputs alone, the same everywhere
 *   root    hf_conditional_run, chunk by chunk (hf_conditional_chunk): it asks for sums over all
 *           networks, block by block, by a function of the caller's
 *   all     hf_conditional_add: a block's sums over the process's own networks; they are integers,
 *           so the caller adds those of all processes in any order
 *
 * A chunk's results depend on nothing but the setup and all networks together: not on the number of
 * threads or processes, the order of networks, the instruction set or the memory that is allowed.
 * So a chunk is also what can be stored and left out when an interrupted run goes on.
 *
 * Everything is local (no MPI). What is made is released by its _free function; a setup's and a
 * network's arrays are the caller's and must outlive what is made from them.
 */
#ifndef HOLDFAST_CONDITIONAL_H
#define HOLDFAST_CONDITIONAL_H

#include "holdfast/importance.h"
#include "holdfast/memory.h"
#include "holdfast/status.h"
#include "holdfast/test_reason.h"
#include <stdint.h>

/* What is tested: each test is a list of inputs. First every feature; then each group of several
 * features. A group of one feature has that feature's test. A feature of several inputs is a
 * category: of them one is 1, the others 0. */
typedef struct hf_conditional_tests {
    hf_memory memory;
    int64_t count, features, groups, inputs;
    int64_t *first;      /* [count + 1] test t has the inputs input[first[t]] ... */
    int64_t *input;      /* ascending within a test; feature f's are first[f] ... */
    int64_t *feature_of; /* [inputs] */
    int64_t *group_test; /* [groups] */
} hf_conditional_tests;

/* first_input [features + 1] as in hf_dataset, NULL: each feature is one input; group [features]
 * numbers 0 ... groups - 1 (every one occurs), NULL with 0 groups. */
hf_status hf_conditional_tests_make(int64_t features, const int64_t *first_input,
                                    const int32_t *group, int64_t groups,
                                    hf_conditional_tests *tests, hf_error *error);
void hf_conditional_tests_free(hf_conditional_tests *tests);

enum { HF_CONDITIONAL_MEMORY = 256 << 20 }; /* default of hf_conditional_setup.memory */

/* Everything but the networks; counts are those of all processes together. */
typedef struct hf_conditional_setup {
    const hf_conditional_tests *tests;
    int64_t samples, inputs, classes, splits;
    const double *x;                     /* [sample, input], NaN where a cell is missing */
    const int32_t *y;                    /* [sample] 0 ... classes - 1 */
    const double *target;                /* [sample] a measured outcome, classes 1; else NULL */
    const uint8_t *train;                /* [split, sample] 0: a test row */
    const double *center, *scale, *fill; /* [split, input] as hf_scaling_compute gives them */
    const int64_t *networks;             /* [split] how many take part; at most 2^23 in all */
    int64_t seed, draws;                 /* significance.seed; B, at least 1 */
    int64_t memory;  /* bytes that the sums of a block may take; networks that are worked on, a
                        sixteenth */
    int64_t threads; /* of this process, at least 1 */
} hf_conditional_setup;

typedef struct hf_conditional_engine hf_conditional_engine;

/* Steps 1 to 3 for all tests. Needs memory of a few times the size of x, and of the square of the
 * smaller of samples and inputs. HF_BAD_DATA: no network has a test row. */
hf_status hf_conditional_make(const hf_conditional_setup *setup, hf_conditional_engine **made,
                              hf_error *error);
void hf_conditional_free(hf_conditional_engine **made);

/* What the inputs alone say of a test. */
typedef struct hf_conditional_state {
    hf_test_reason reason; /* defined, or why not */
    double own_variation, misfit;
    int64_t dependence; /* the outside input that residuals go with most, -1: none exceeds 4 */
} hf_conditional_state;

hf_conditional_state hf_conditional_state_of(const hf_conditional_engine *c, int64_t test);
double hf_conditional_shrinkage(const hf_conditional_engine *c); /* lambda of step 2 */

/* Sums are asked for in blocks: some tests, consecutive draws (draw 0 is the data). */
typedef struct hf_conditional_block {
    const int64_t *tests; /* [count] numbers of defined tests */
    int64_t count, first_draw, draws;
} hf_conditional_block;

/* Numbers in a block's sums [test, draw, row that is tested, channel]; two classes have one
 * channel, half the difference of the logits, a measured outcome has the output, more classes have
 * one each. No block that
 * hf_conditional_run asks for has more than hf_conditional_sums_most. */
int64_t hf_conditional_sums_count(const hf_conditional_engine *c,
                                  const hf_conditional_block *block);
int64_t hf_conditional_sums_most(const hf_conditional_engine *c);

typedef struct hf_conditional_network {
    hf_weights weights; /* finite */
    int64_t split;
} hf_conditional_network;

/* Steps 4 to 6: adds these networks to the block's sums. Networks of one split stand together (else
 * it is only slow). `sums` starts as zeros. HF_STOPPED: by a request to stop (stop.h), sums in any
 * state. */
hf_status hf_conditional_add(hf_conditional_engine *c, const hf_conditional_block *block,
                             const hf_conditional_network *networks, int64_t count, int64_t *sums,
                             hf_error *error);

/* sums, zeroed, become the block's sums over the networks of all processes. */
typedef hf_status (*hf_conditional_gather)(void *context, const hf_conditional_block *block,
                                           int64_t *sums, hf_error *error);

typedef struct hf_conditional_result {
    double p_value, spread_ratio; /* NaN: not defined; spread_ratio also where no draw spreads */
    int32_t draws;                /* that p_value rests on, 0 where not defined */
} hf_conditional_result;

/* How many tests from `first` on make the next chunk: as many as fit the memory at the first
 * stage's draws, at least 1. */
int64_t hf_conditional_chunk(const hf_conditional_engine *c, int64_t first);

/* Steps 7 and 8 of the tests first ... first + count - 1 (a chunk or part of one): 99 draws of all
 * that are defined, then all draws of those with p <= 0.15. result [count]. Errors are gather's and
 * those of memory. */
hf_status hf_conditional_run(hf_conditional_engine *c, int64_t first, int64_t count,
                             hf_conditional_gather gather, void *context,
                             hf_conditional_result *result, hf_error *error);

/* ---- planning, from counts alone ---- */

enum { HF_CONDITIONAL_FIRST_DRAWS = 99 };
#define HF_CONDITIONAL_AGAIN 0.15

/* Floating-point operations of so many draws (beside the data) of one test with so many inputs,
 * over networks whose test rows times hidden units add up to unit_rows, and whose test rows to
 * rows. A fused multiply-add is two. */
double hf_conditional_flops(double draws, int64_t inputs, int64_t classes, double unit_rows,
                            double rows);
/* Bytes that each process needs besides the sums and the networks: the model of the inputs. */
double hf_conditional_model_bytes(int64_t samples, int64_t inputs);

#endif
