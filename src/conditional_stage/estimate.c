/* How long the conditional test takes, from a short trial. */
#include "conditional_stage.h"

#include "base/clock.h"

/* Of all tests, those that are guessed to get all draws: 0.15 of those with nothing to find, and
 * those with something. */
#define SHARE_AGAIN 0.2

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

/* Of the tests in a block, or of all: copies of one input, and operations of the networks. */
typedef struct work {
    double copies, flops;
} work;

static void add_work(const hf_conditional_stage *s, int64_t test, double draws, const load *l,
                     work *w)
{
    w->copies += draws * (double)(s->tests.first[test + 1] - s->tests.first[test]);
    w->flops += flops_of(s, test, draws, l);
}

static bool is_defined(const hf_conditional_stage *s, int64_t test)
{
    return hf_conditional_state_of(s->engine, test).reason == HF_TEST_DEFINED;
}

static work all_work(const hf_conditional_stage *s, double share_again)
{
    const hf_experiment *e = s->experiment;
    const double all = (double)e->config.significance.conditional_draws;
    const double first = all < HF_CONDITIONAL_FIRST_DRAWS ? all : HF_CONDITIONAL_FIRST_DRAWS;
    const double draws = first + (all > first ? share_again * all : 0);
    const load l = load_of(e, e->splits.count, e->config.significance.conditional_seeds);
    work w = {0};
    for (int64_t t = 0; t < s->tests.count; t++)
        if (is_defined(s, t))
            add_work(s, t, draws, &l, &w);
    return w;
}

/* As many tests as a short trial allows: what is done once for a block must not weigh more than in
 * the test itself. */
static hf_conditional_block choose_block(const hf_conditional_stage *s, int64_t *tests, work *w)
{
    enum { DRAWS = 25 };
    const double enough = 1e9;
    const load l = load_of(s->experiment, 1, 1);
    hf_conditional_block block = {.tests = tests, .draws = DRAWS};
    *w = (work){0};
    for (int64_t t = 0; t < hf_conditional_chunk(s->engine, 0) && w->flops < enough; t++)
        if (is_defined(s, t)) {
            tests[block.count++] = t;
            add_work(s, t, DRAWS - 1, &l, w);
        }
    return block;
}

/* How long the block takes, the shortest of three times, with the first `count` networks, whose
 * weights may be zeros. */
static hf_status time_block(const hf_conditional_stage *s, const hf_conditional_block *block,
                            int64_t count, double *seconds, hf_error *error)
{
    hf_memory memory = {0};
    float *weights;
    int64_t *sums;
    hf_status status;
    HF_TRY_CLEANUP(hf_memory_allocate(&memory, &weights, hf_conditional_floats(s, 0, count),
                                      sizeof *weights, error));
    HF_TRY_CLEANUP(hf_memory_allocate(&memory, &sums, hf_conditional_sums_count(s->engine, block),
                                      sizeof *sums, error));
    for (int i = 0; i < 3; i++) {
        const double start = hf_clock_seconds();
        HF_TRY_CLEANUP(hf_conditional_add_networks(s, block, 0, count, weights, sums, error));
        const double took = hf_clock_seconds() - start;
        *seconds = i == 0 || took < *seconds ? took : *seconds;
    }
cleanup:
    hf_memory_free(&memory);
    return status;
}

/* Seconds for each copy and each operation on one thread: twice as many networks need the same
 * copies. */
static hf_status try_block(const hf_conditional_stage *s, work *pace, hf_error *error)
{
    const int64_t half = s->networks->count / 2;
    hf_memory memory = {0};
    int64_t *tests;
    work w;
    double one = 0, two = 0;
    hf_status status;
    *pace = (work){0};
    HF_TRY_CLEANUP(hf_memory_allocate(&memory, &tests, s->tests.count, sizeof *tests, error));
    const hf_conditional_block block = choose_block(s, tests, &w);
    if (block.count > 0) {
        HF_TRY_CLEANUP(time_block(s, &block, half, &one, error));
        HF_TRY_CLEANUP(time_block(s, &block, 2 * half, &two, error));
        const double networks = two > one ? two - one : 0, copies = one - networks;
        *pace = (work){copies > 0 ? copies / w.copies : 0, networks / w.flops};
    }
cleanup:
    hf_memory_free(&memory);
    return status;
}

hf_status hf_conditional_stage_estimate(const hf_experiment *experiment,
                                        hf_conditional_estimate *estimate, hf_error *error)
{
    const hf_grid *grid = &experiment->grid;
    const hf_dataset *data = &experiment->dataset;
    hf_conditional_networks networks = {.count = 2 * grid->hiddens};
    hf_conditional_stage stage = {0};
    hf_memory memory = {0};
    work pace;
    hf_status status = HF_OK;
    *estimate = (hf_conditional_estimate){0};
    if (experiment->config.significance.conditional_draws == 0 || data->group ||
        grid->shard.count > 0)
        return HF_OK;
    HF_TRY_CLEANUP(hf_memory_allocate(&memory, &networks.number, networks.count,
                                      sizeof *networks.number, error));
    for (int64_t h = 0; h < networks.count; h++)
        networks.number[h] = h % grid->hiddens * grid->seeds;
    const double start = hf_clock_seconds();
    HF_TRY_CLEANUP(hf_conditional_stage_make(experiment, &networks, 1, &stage, error));
    estimate->start_seconds = hf_clock_seconds() - start;
    const work all = all_work(&stage, SHARE_AGAIN), most = all_work(&stage, 1);
    estimate->flops = all.flops;
    estimate->bytes = (double)hf_conditional_sums_most(stage.engine) * sizeof(int64_t) +
                      hf_conditional_model_bytes(data->samples, data->inputs);
    if (data->inputs > data->features) /* which the stage lays out */
        estimate->bytes += sizeof(double) * (double)data->samples * (double)data->inputs;
    HF_TRY_CLEANUP(try_block(&stage, &pace, error));
    estimate->seconds = pace.copies * all.copies + pace.flops * all.flops;
    estimate->most_seconds = pace.copies * most.copies + pace.flops * most.flops;
cleanup:
    hf_conditional_stage_free(&stage);
    hf_memory_free(&memory);
    return status;
}
