/* The two stages of a chunk, in blocks that fit the memory. */
#include "score.h"

#include "base/count.h"
#include "base/nan.h"

/* Numbers of one test and draw. */
static int64_t draw_count(const hf_conditional_engine *c)
{
    return c->rows * c->channels;
}

/* How many draws of one test fit; at least 1. */
static int64_t draws_that_fit(const hf_conditional_engine *c)
{
    const int64_t fit = c->setup.memory / (int64_t)sizeof(int64_t) / draw_count(c);
    return fit > 0 ? fit : 1;
}

/* How many tests fit with B draws and the data; 0: not even one. */
static int64_t tests_that_fit(const hf_conditional_engine *c, int64_t draws)
{
    return draws_that_fit(c) / (draws + 1);
}

static int64_t first_draws(const hf_conditional_engine *c)
{
    return hf_fewer(c->setup.draws, HF_CONDITIONAL_FIRST_DRAWS);
}

int64_t hf_conditional_chunk(const hf_conditional_engine *c, int64_t first)
{
    const int64_t fit = tests_that_fit(c, first_draws(c));
    return hf_fewer(c->setup.tests->count - first, fit > 0 ? fit : 1);
}

int64_t hf_conditional_sums_count(const hf_conditional_engine *c, const hf_conditional_block *block)
{
    return block->count * block->draws * draw_count(c);
}

int64_t hf_conditional_sums_most(const hf_conditional_engine *c)
{
    const int64_t tests = c->setup.tests->count, draws = c->setup.draws + 1;
    const int64_t fit = draws_that_fit(c), all = tests > INT64_MAX / draws ? fit : tests * draws;
    return hf_fewer(fit, all) * draw_count(c);
}

/* What a chunk works with. */
typedef struct work {
    hf_conditional_engine *c;
    hf_conditional_gather gather;
    void *context;
    int64_t *sums;
} work;

static hf_status gather(const work *w, const hf_conditional_block *block, hf_error *error)
{
    const int64_t count = hf_conditional_sums_count(w->c, block);
    for (int64_t i = 0; i < count; i++)
        w->sums[i] = 0;
    return w->gather(w->context, block, w->sums, error);
}

static void add_means(const work *w, const hf_conditional_block *block, hf_score *scores)
{
    const int64_t size = block->draws * draw_count(w->c);
#pragma omp parallel for schedule(dynamic) num_threads((int)w->c->setup.threads)
    for (int64_t t = 0; t < block->count; t++)
        hf_score_add_mean(&scores[t], w->sums + t * size, block->draws);
}

static hf_status fit(const work *w, const hf_conditional_block *block, hf_score *scores,
                     hf_error *error)
{
    hf_status failed = HF_OK;
#pragma omp parallel for schedule(dynamic) num_threads((int)w->c->setup.threads)
    for (int64_t t = 0; t < block->count; t++) {
        const hf_status status = hf_score_fit(&scores[t], NULL);
        if (status != HF_OK) {
#pragma omp atomic write
            failed = status;
        }
    }
    return failed == HF_OK ? HF_OK : hf_fail(error, failed, "no memory for the conditional test");
}

static void score_draws(const work *w, const hf_conditional_block *block, const hf_score *scores)
{
    const int64_t draws = block->draws;
#pragma omp parallel for schedule(static) num_threads((int)w->c->setup.threads)
    for (int64_t i = 0; i < block->count * draws; i++)
        hf_score_draw(&scores[i / draws], w->sums + i * draw_count(w->c),
                      block->first_draw + i % draws);
}

/* Tests whose sums all fit. */
static hf_status one_pass(const work *w, const hf_conditional_block *block, hf_score *scores,
                          hf_error *error)
{
    HF_TRY(gather(w, block, error));
    add_means(w, block, scores);
    HF_TRY(fit(w, block, scores, error));
    score_draws(w, block, scores);
    return HF_OK;
}

/* One test, whose draws come in blocks, twice. */
static hf_status two_passes(const work *w, const hf_conditional_block *all, hf_score *score,
                            hf_error *error)
{
    hf_conditional_block block = *all;
    for (int pass = 0; pass < 2; pass++) {
        if (pass == 1)
            HF_TRY(fit(w, all, score, error));
        for (int64_t first = 0; first < all->draws; first += block.draws) {
            block.first_draw = first;
            block.draws = hf_fewer(draws_that_fit(w->c), all->draws - first);
            HF_TRY(gather(w, &block, error));
            if (pass == 0)
                add_means(w, &block, score);
            else
                score_draws(w, &block, score);
        }
    }
    return HF_OK;
}

/* Some tests with B draws, all in one block or a single test. result [count] */
static hf_status run_block(const work *w, const int64_t *tests, int64_t count, int64_t draws,
                           hf_conditional_result *result, hf_error *error)
{
    const hf_conditional_block block = {.tests = tests, .count = count, .draws = draws + 1};
    hf_score *scores = NULL;
    hf_status status = HF_OK;
    HF_TRY_CLEANUP(hf_allocate(&scores, count, sizeof *scores, error));
    for (int64_t t = 0; t < count; t++)
        HF_TRY_CLEANUP(hf_score_make(w->c, draws, &scores[t], error));
    if (tests_that_fit(w->c, draws) > 0)
        HF_TRY_CLEANUP(one_pass(w, &block, scores, error));
    else
        HF_TRY_CLEANUP(two_passes(w, &block, scores, error));
    for (int64_t t = 0; t < count; t++)
        result[t] = hf_score_result(&scores[t]);
cleanup:
    for (int64_t t = 0; scores && t < count; t++)
        hf_score_free(&scores[t]);
    hf_free(&scores);
    return status;
}

/* All these tests with B draws. */
static hf_status run_stage(const work *w, const int64_t *tests, int64_t count, int64_t draws,
                           hf_conditional_result *result, hf_error *error)
{
    const int64_t fit = tests_that_fit(w->c, draws);
    for (int64_t t = 0, next; t < count; t += next) {
        next = hf_fewer(count - t, fit > 0 ? fit : 1);
        HF_TRY(run_block(w, tests + t, next, draws, result + t, error));
    }
    return HF_OK;
}

/* tests, result [count]: scratch */
static hf_status run_stages(const work *w, int64_t first, int64_t count, int64_t *tests,
                            hf_conditional_result *part, hf_conditional_result *result,
                            hf_error *error)
{
    int64_t draws = first_draws(w->c), chosen = 0;
    for (int64_t t = 0; t < count; t++) {
        result[t] = (hf_conditional_result){.p_value = hf_nan_f64(), .spread_ratio = hf_nan_f64()};
        if (w->c->state[first + t].reason == HF_TEST_DEFINED)
            tests[chosen++] = first + t;
    }
    for (;;) {
        HF_TRY(run_stage(w, tests, chosen, draws, part, error));
        for (int64_t t = 0; t < chosen; t++)
            result[tests[t] - first] = part[t];
        if (draws == w->c->setup.draws)
            return HF_OK;
        int64_t again = 0;
        for (int64_t t = 0; t < chosen; t++)
            if (part[t].p_value <= HF_CONDITIONAL_AGAIN)
                tests[again++] = tests[t];
        chosen = again;
        draws = w->c->setup.draws;
    }
}

hf_status hf_conditional_run(hf_conditional_engine *c, int64_t first, int64_t count,
                             hf_conditional_gather ask, void *context,
                             hf_conditional_result *result, hf_error *error)
{
    work w = {.c = c, .gather = ask, .context = context};
    int64_t *tests = NULL;
    hf_conditional_result *part = NULL;
    hf_status status = HF_OK;
    HF_TRY_CLEANUP(hf_allocate(&w.sums, hf_conditional_sums_most(c), sizeof *w.sums, error));
    HF_TRY_CLEANUP(hf_allocate(&tests, count, sizeof *tests, error));
    HF_TRY_CLEANUP(hf_allocate(&part, count, sizeof *part, error));
    HF_TRY_CLEANUP(run_stages(&w, first, count, tests, part, result, error));
cleanup:
    hf_free(&w.sums);
    hf_free(&tests);
    hf_free(&part);
    return status;
}
