/* The voters of the first method, their weights from the file, and what their gradients' signs are.
 */
#include "direction.h"

#include "base/nan.h"
#include "holdfast/memory.h"
#include "holdfast/replica.h"
#include "holdfast/statistics.h"
#include "holdfast/status_codes.h"
#include "holdfast/stop.h"
#include "replica/stored_weights.h"
#include "statistics/replicas.h"
#include <omp.h>

/* What all threads share. */
typedef struct direction {
    const hf_results *results;
    const hf_experiment *experiment;
    const hf_grid *grid;
    int64_t entries; /* classes x inputs */
    bool *voter;     /* [replica] */
    int64_t voters;
    int64_t *halves;  /* [class, input] 2 for each gradient above 0, 1 for one that is 0 */
    hf_memory memory; /* of the arrays */
} direction;

/* ---- who votes ---- */

typedef struct visitor {
    direction *d;
    int64_t features;
    int32_t *rank, *order; /* [feature] */
} visitor;

static void visit(void *context, const hf_replica_row *row)
{
    const visitor *v = context;
    direction *d = v->d;
    const hf_votes votes = (hf_votes)d->experiment->config.significance.votes;
    if (!hf_is_voter(votes, row->status, row->learned) ||
        !hf_rank_features(row->importance[0], v->features, v->rank, v->order))
        return;
    d->voter[row->place.number] = true;
    d->voters++;
}

static hf_status find_voters(direction *d, hf_error *error)
{
    static const int64_t first_method = 0;
    const hf_replica_set all = {HF_ARM_MAIN, HF_EVERY_DRAW, &first_method, 1};
    visitor v = {.d = d, .features = d->experiment->dataset.features};
    HF_TRY(
        hf_memory_allocate(&d->memory, &d->voter, hf_grid_replicas(d->grid), sizeof(bool), error));
    HF_TRY(hf_memory_allocate(&d->memory, &v.rank, v.features, sizeof *v.rank, error));
    HF_TRY(hf_memory_allocate(&d->memory, &v.order, v.features, sizeof *v.order, error));
    return hf_replicas_visit(d->results, &all, visit, &v, error);
}

/* ---- what a thread does ---- */

typedef struct member {
    const direction *d;
    hf_worker *worker;
    double *gradient; /* [class, input] */
    int64_t *halves;  /* [class, input] of its own splits */
    hf_memory memory;
} member;

static hf_status member_make(const direction *d, member *m, hf_error *error)
{
    *m = (member){.d = d};
    HF_TRY(hf_memory_allocate(&m->memory, &m->gradient, d->entries, sizeof(double), error));
    HF_TRY(hf_memory_allocate(&m->memory, &m->halves, d->entries, sizeof(int64_t), error));
    return hf_worker_make(d->experiment, HF_ARM_MAIN, hf_results_layout(d->results), 1, &m->worker,
                          error);
}

static void member_free(member *m)
{
    hf_worker_free(&m->worker);
    hf_memory_free(&m->memory);
}

static hf_status add_network(member *m, const hf_replica_place *place, hf_error *error)
{
    const hf_dataset *data = &m->d->experiment->dataset;
    hf_weights network = {
        .inputs = data->inputs, .hidden = place->hidden, .classes = data->classes};
    float *floats;
    HF_TRY(hf_allocate(&floats, hf_weights_floats(&network), sizeof *floats, error));
    hf_weights_point(&network, floats);
    hf_status status = hf_stored_weights_read(m->d->results, place, floats, error);
    if (status == HF_OK)
        status = hf_worker_gradient(m->worker, place, &network, m->gradient, error);
    hf_free(&floats);
    HF_TRY(status);
    for (int64_t i = 0; i < m->d->entries; i++)
        m->halves[i] += m->gradient[i] > 0 ? 2 : m->gradient[i] < 0 ? 0 : 1;
    return HF_OK;
}

/* Replicas of one split and hidden size follow one another, and so do the hidden sizes. */
static hf_status add_split(member *m, int64_t split, hf_error *error)
{
    const hf_grid *grid = m->d->grid;
    const int64_t replicas = grid->hiddens * grid->seeds;
    for (int64_t number = split * replicas; number < (split + 1) * replicas; number++) {
        const hf_replica_place place = hf_grid_place(grid, number);
        if (!m->d->voter[number])
            continue;
        if (hf_stop_requested())
            return hf_fail(error, HF_STOPPED,
                           "stopped by %s in the statistics: the same command makes them again",
                           hf_stop_reason(hf_stop_requested()));
        HF_TRY(add_network(m, &place, error));
    }
    return HF_OK;
}

/* ---- all of them ---- */

/* The first failure of any thread is the one that counts. */
static void note(hf_status failed, const hf_error *why, hf_status *status, hf_error *error)
{
#pragma omp critical(hf_direction)
    if (failed != HF_OK && *status == HF_OK) {
        *status = failed;
        if (error)
            *error = *why;
    }
}

static void add_member(direction *d, const member *m)
{
#pragma omp critical(hf_direction)
    for (int64_t i = 0; i < d->entries; i++)
        d->halves[i] += m->halves[i];
}

static hf_status add_all(direction *d, int64_t threads, hf_error *error)
{
    hf_status status = HF_OK;
#pragma omp parallel num_threads((int)threads)
    {
        member m;
        hf_error why = {HF_OK, ""};
        hf_status mine = member_make(d, &m, &why);
#pragma omp for schedule(dynamic)
        for (int64_t split = 0; split < d->grid->splits; split++)
            if (mine == HF_OK)
                mine = add_split(&m, split, &why);
        if (mine == HF_OK)
            add_member(d, &m);
        note(mine, &why, &status, error);
        member_free(&m);
    }
    return status;
}

/* A category of several inputs has no direction: it stays NaN. */
static void set_shares(const direction *d, double *share)
{
    const hf_dataset *data = &d->experiment->dataset;
    for (int64_t c = 0; c < data->classes; c++)
        for (int64_t f = 0; f < data->features; f++) {
            const int64_t input = data->first_input[f];
            if (data->first_input[f + 1] - input == 1)
                share[c * data->features + f] =
                    (double)d->halves[c * data->inputs + input] / (double)(2 * d->voters);
        }
}

hf_status hf_direction_make(const hf_results *results, const hf_experiment *experiment,
                            int64_t threads, double *share, hf_error *error)
{
    const hf_dataset *data = &experiment->dataset;
    direction d = {.results = results,
                   .experiment = experiment,
                   .grid = hf_results_grid(results),
                   .entries = data->classes * data->inputs};
    hf_status status = HF_OK;
    const int64_t wanted = threads > 0 ? threads : omp_get_num_procs();
    hf_fill_nan_f64(share, data->classes * data->features);
    HF_TRY_CLEANUP(hf_memory_allocate(&d.memory, &d.halves, d.entries, sizeof(int64_t), error));
    HF_TRY_CLEANUP(find_voters(&d, error));
    if (d.voters > 0) {
        HF_TRY_CLEANUP(add_all(&d, wanted < d.grid->splits ? wanted : d.grid->splits, error));
        set_shares(&d, share);
    }
cleanup:
    hf_memory_free(&d.memory);
    return status;
}

hf_status hf_direction_put(const hf_results *results, hf_results *into, const char **difference,
                           const hf_experiment *experiment, int64_t threads, hf_error *error)
{
    const hf_field field = HF_SIGNIFICANCE_DIRECTION;
    const hf_dataset *data = &experiment->dataset;
    double *share;
    if (!hf_results_has(results, field, 0))
        return HF_OK;
    HF_TRY(hf_allocate(&share, data->classes, (size_t)data->features * sizeof *share, error));
    hf_status status = hf_direction_make(results, experiment, threads, share, error);
    if (status == HF_OK)
        status = into ? hf_results_write(into, field, 0, 0, data->classes, share, error)
                      : hf_results_compare(results, field, 0, 0, data->classes, share, difference,
                                           error);
    hf_free(&share);
    return status;
}
