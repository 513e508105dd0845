/*
 * The conditional test of one experiment: which networks take part, their weights from the results
 * file, and what of the engine's answers goes into /significance/conditional (conditional.h).
 *
 * A test whose `reason` in the file is not 0 is done: after an interruption the others follow. What
 * is stored does not depend on who adds which networks, so each process takes a run of them.
 * Without MPI: parallel/ shares the networks out, hf_conditional_stage_alone does all by itself.
 */
#ifndef HOLDFAST_CONDITIONAL_STAGE_H
#define HOLDFAST_CONDITIONAL_STAGE_H

#include "conditional/conditional.h"
#include "holdfast/grid.h"
#include "holdfast/memory.h"
#include "holdfast/results.h"

/* Where results go, and what there is already: rank 0's. */
typedef struct hf_conditional_store {
    const hf_results *results;
    hf_results *into;        /* the same file; NULL: everything is done anew and compared */
    const char **difference; /* as hf_results_compare has it */
    /* Called after each chunk with the tests done of all; may be NULL. */
    void (*progress)(void *context, int64_t done, int64_t all);
    void *context;
} hf_conditional_store;

/* The networks that take part: those done of the first conditional_seeds seeds. */
typedef struct hf_conditional_networks {
    int64_t count;
    int64_t *number; /* [count] replica numbers, ascending */
} hf_conditional_networks;
hf_status hf_conditional_networks_find(const hf_results *results, hf_memory *memory,
                                       hf_conditional_networks *networks, hf_error *error);

/* Whether there is anything to compute. Where there is not because no test is defined, says so in
 * the file. */
hf_status hf_conditional_stage_needed(const hf_experiment *experiment,
                                      const hf_conditional_store *store,
                                      const hf_conditional_networks *networks, bool *needed,
                                      hf_error *error);

typedef struct hf_conditional_stage {
    const hf_experiment *experiment; /* these two not owned */
    const hf_conditional_networks *networks;
    hf_conditional_tests tests;
    hf_conditional_engine *engine;
    hf_memory memory;
} hf_conditional_stage;

/* Everything that follows from experiment and networks: the same in each process. On failure there
 * is nothing to free. */
hf_status hf_conditional_stage_make(const hf_experiment *experiment,
                                    const hf_conditional_networks *networks, int64_t threads,
                                    hf_conditional_stage *stage, hf_error *error);
void hf_conditional_stage_free(hf_conditional_stage *stage);

/* Weights of networks first ... first + count - 1, one after the other as floats: input weights and
 * biases, output weights and biases. */
int64_t hf_conditional_floats(const hf_conditional_stage *stage, int64_t first, int64_t count);
hf_status hf_conditional_read(const hf_conditional_stage *stage, const hf_results *results,
                              int64_t first, int64_t count, float *weights, hf_error *error);
/* hf_conditional_add of these networks. */
hf_status hf_conditional_add_networks(const hf_conditional_stage *stage,
                                      const hf_conditional_block *block, int64_t first,
                                      int64_t count, const float *weights, int64_t *sums,
                                      hf_error *error);
/* The same with weights from the file, a bounded part of them at a time. */
hf_status hf_conditional_add_stored(const hf_conditional_stage *stage, const hf_results *results,
                                    const hf_conditional_block *block, int64_t first, int64_t count,
                                    int64_t *sums, hf_error *error);

/* All tests that are not done yet, chunk by chunk; `gather` as hf_conditional_run has it.
 * HF_STOPPED: by a request to stop; what is done stays. */
hf_status hf_conditional_stage_run(const hf_conditional_stage *stage,
                                   const hf_conditional_store *store, hf_conditional_gather gather,
                                   void *context, hf_error *error);

/* All of the above in one process. threads 0: as many as there are cores. */
hf_status hf_conditional_stage_alone(const hf_experiment *experiment,
                                     const hf_conditional_store *store, int64_t threads,
                                     hf_error *error);

/* For planning. How many tests will get all draws is a guess: a fifth. Zeros where there is no
 * test. */
typedef struct hf_conditional_estimate {
    double start_seconds; /* what each process does by itself */
    double seconds;       /* of one thread for all networks */
    double most_seconds;  /* if every test gets all draws */
    double flops;
    double bytes; /* of the sums, at most, and of the model of the inputs */
} hf_conditional_estimate;
hf_status hf_conditional_stage_estimate(const hf_experiment *experiment,
                                        hf_conditional_estimate *estimate, hf_error *error);

#endif
