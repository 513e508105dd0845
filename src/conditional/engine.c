/* Making of the engine: the model, its verdict on each test, which rows are tested. */
#include "engine.h"

#include "holdfast/status_codes.h"

/* Residuals and verdict of one test. */
static hf_status assess(hf_conditional_engine *c, int64_t test, hf_error *error)
{
    int64_t count;
    const int64_t *input = hf_conditional_inputs(c, test, &count), n = c->model.n;
    const int64_t larger =
        count * (count + n) > 4 * n + c->model.d ? count * (count + n) : 4 * n + c->model.d;
    double *residual = NULL, *scratch = NULL;
    hf_status status = HF_OK;
    HF_TRY_CLEANUP(hf_allocate(&residual, n, (size_t)count * sizeof *residual, error));
    HF_TRY_CLEANUP(hf_allocate(&scratch, larger, sizeof *scratch, error));
    hf_conditional_residuals(&c->model, input, count, scratch, residual);
    c->state[test] = hf_conditional_assess(&c->model, input, count, residual, scratch);
cleanup:
    hf_free(&residual);
    hf_free(&scratch);
    return status;
}

static hf_status assess_all(hf_conditional_engine *c, hf_error *error)
{
    const int64_t tests = c->setup.tests->count;
    hf_status failed = HF_OK;
    HF_TRY(hf_memory_allocate(&c->memory, &c->state, tests, sizeof *c->state, error));
#pragma omp parallel for schedule(dynamic) num_threads((int)c->setup.threads)
    for (int64_t t = 0; t < tests; t++) {
        const hf_status status = assess(c, t, NULL);
        if (status != HF_OK) {
#pragma omp atomic write
            failed = status;
        }
    }
    return failed == HF_OK ? HF_OK : hf_fail(error, failed, "no memory for the conditional test");
}

static hf_status find_rows(hf_conditional_engine *c, hf_error *error)
{
    const hf_conditional_setup *setup = &c->setup;
    const int64_t samples = setup->samples;
    HF_TRY(hf_memory_allocate(&c->memory, &c->row, samples, sizeof *c->row, error));
    HF_TRY(hf_memory_allocate(&c->memory, &c->position, samples, sizeof *c->position, error));
    HF_TRY(hf_memory_allocate(&c->memory, &c->networks, samples, sizeof *c->networks, error));
    for (int64_t i = 0; i < samples; i++) {
        int64_t networks = 0;
        for (int64_t s = 0; s < setup->splits; s++)
            networks += setup->train[s * samples + i] ? 0 : setup->networks[s];
        c->position[i] = networks > 0 ? c->rows : -1;
        if (networks > 0) {
            c->row[c->rows] = i;
            c->networks[c->rows++] = networks;
        }
    }
    if (c->rows == 0)
        return hf_fail(error, HF_BAD_DATA,
                       "conditional test: no network has a row to be tested on");
    return HF_OK;
}

hf_status hf_conditional_make(const hf_conditional_setup *setup, hf_conditional_engine **made,
                              hf_error *error)
{
    hf_conditional_engine *c = NULL;
    hf_status status = HF_OK;
    *made = NULL;
    HF_TRY(hf_allocate(&c, 1, sizeof *c, error));
    c->setup = *setup;
    c->channels = setup->classes == 2 ? 1 : setup->classes;
    HF_TRY_CLEANUP(find_rows(c, error));
    HF_TRY_CLEANUP(hf_conditional_model_make(setup->x, setup->samples, setup->inputs,
                                             setup->threads, &c->model, error));
    HF_TRY_CLEANUP(assess_all(c, error));
cleanup:
    if (status != HF_OK)
        hf_conditional_free(&c);
    *made = c;
    return status;
}

void hf_conditional_free(hf_conditional_engine **made)
{
    if (*made) {
        hf_conditional_model_free(&(*made)->model);
        hf_memory_free(&(*made)->memory);
    }
    hf_free(made);
}

hf_conditional_state hf_conditional_state_of(const hf_conditional_engine *c, int64_t test)
{
    return c->state[test];
}

double hf_conditional_shrinkage(const hf_conditional_engine *c)
{
    return c->model.shrinkage;
}

int64_t hf_conditional_most_inputs(const hf_conditional_engine *c, const int64_t *tests,
                                   int64_t count)
{
    int64_t most = 1;
    for (int64_t t = 0; t < count; t++) {
        int64_t inputs;
        hf_conditional_inputs(c, tests[t], &inputs);
        most = inputs > most ? inputs : most;
    }
    return most;
}
