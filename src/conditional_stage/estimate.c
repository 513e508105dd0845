/* How long the conditional test takes, from a short trial. */
#include "conditional_stage.h"

#include "base/clock.h"

/* Of all tests, those that are guessed to get all draws: the stronger the data, the more. */
#define SHARE_AGAIN (1. / 3)

/* The networks that take part, in counts. */
typedef struct load {
    double unit_rows, rows; /* test rows times hidden units, test rows */
} load;

static load load_of(const hf_experiment *e, int64_t splits, int64_t seeds)
{
    load l = {0};
    double rows = 0, units = 0;
    for (int64_t i = 0; i < splits * e->splits.samples; i++)
        rows += e->splits.train[i] == 0;
    for (int64_t h = 0; h < e->grid.hiddens; h++)
        units += (double)e->grid.hidden[h];
    l.unit_rows = rows * units * (double)seeds;
    l.rows = rows * (double)(e->grid.hiddens * seeds);
    return l;
}

static double flops_of(const hf_conditional_stage *s, int64_t test, double draws, const load *l)
{
    return hf_conditional_flops(draws, s->tests.first[test + 1] - s->tests.first[test],
                                s->experiment->dataset.classes, l->unit_rows, l->rows);
}

static double all_flops(const hf_conditional_stage *s)
{
    const hf_experiment *e = s->experiment;
    const double all = (double)e->config.significance.conditional_draws;
    const double first = all < HF_CONDITIONAL_FIRST_DRAWS ? all : HF_CONDITIONAL_FIRST_DRAWS;
    const double draws = first + (all > first ? SHARE_AGAIN * all : 0);
    const load l = load_of(e, e->splits.count, e->config.significance.conditional_seeds);
    double flops = 0;
    for (int64_t t = 0; t < s->tests.count; t++)
        if (hf_conditional_state_of(s->engine, t).reason == HF_TEST_DEFINED)
            flops += flops_of(s, t, draws, &l);
    return flops;
}

/* As many tests as a short trial allows: what is done once for a block must not weigh more than in
 * the test itself. */
static hf_conditional_block choose_block(const hf_conditional_stage *s, int64_t *tests,
                                         double *flops)
{
    enum { DRAWS = 25 };
    const double enough = 1e9;
    const load l = load_of(s->experiment, 1, 1);
    hf_conditional_block block = {.tests = tests, .draws = DRAWS};
    *flops = 0;
    for (int64_t t = 0; t < hf_conditional_chunk(s->engine, 0) && *flops < enough; t++)
        if (hf_conditional_state_of(s->engine, t).reason == HF_TEST_DEFINED) {
            tests[block.count++] = t;
            *flops += flops_of(s, t, DRAWS - 1, &l);
        }
    return block;
}

/* Seconds for each operation, measured on the first split's networks of one seed, whose weights may
 * be zeros. */
static hf_status try_networks(const hf_conditional_stage *s, double *pace, hf_error *error)
{
    hf_memory memory = {0};
    float *weights;
    int64_t *sums, *tests;
    double flops;
    hf_status status = HF_OK;
    *pace = 0;
    HF_TRY_CLEANUP(hf_memory_allocate(&memory, &tests, s->tests.count, sizeof *tests, error));
    const hf_conditional_block block = choose_block(s, tests, &flops);
    if (block.count == 0)
        goto cleanup;
    const int64_t count = s->networks->count;
    HF_TRY_CLEANUP(hf_memory_allocate(&memory, &weights, hf_conditional_floats(s, 0, count),
                                      sizeof *weights, error));
    HF_TRY_CLEANUP(hf_memory_allocate(&memory, &sums, hf_conditional_sums_count(s->engine, &block),
                                      sizeof *sums, error));
    const double start = hf_clock_seconds();
    HF_TRY_CLEANUP(hf_conditional_add_networks(s, &block, 0, count, weights, sums, error));
    *pace = (hf_clock_seconds() - start) / flops;
cleanup:
    hf_memory_free(&memory);
    return status;
}

hf_status hf_conditional_stage_estimate(const hf_experiment *experiment,
                                        hf_conditional_estimate *estimate, hf_error *error)
{
    const hf_grid *grid = &experiment->grid;
    hf_conditional_networks networks = {.count = grid->hiddens};
    hf_conditional_stage stage = {0};
    hf_memory memory = {0};
    double pace;
    hf_status status = HF_OK;
    *estimate = (hf_conditional_estimate){0};
    if (experiment->config.significance.conditional_draws == 0 || experiment->dataset.group ||
        grid->shard.count > 0)
        return HF_OK;
    HF_TRY_CLEANUP(hf_memory_allocate(&memory, &networks.number, networks.count,
                                      sizeof *networks.number, error));
    for (int64_t h = 0; h < networks.count; h++)
        networks.number[h] = h * grid->seeds;
    const double start = hf_clock_seconds();
    HF_TRY_CLEANUP(hf_conditional_stage_make(experiment, &networks, 1, &stage, error));
    estimate->start_seconds = hf_clock_seconds() - start;
    estimate->flops = all_flops(&stage);
    estimate->bytes = (double)hf_conditional_sums_most(stage.engine) * sizeof(int64_t);
    HF_TRY_CLEANUP(try_networks(&stage, &pace, error));
    estimate->seconds = pace * estimate->flops;
cleanup:
    hf_conditional_stage_free(&stage);
    hf_memory_free(&memory);
    return status;
}
