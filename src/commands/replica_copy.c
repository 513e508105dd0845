/* Replicas of one results file into another, whose methods may be others. */
#include "commands/replica_copy.h"

#include "base/nan.h"
#include "holdfast/memory.h"
#include "holdfast/replica.h"
#include "holdfast/status_codes.h"
#include "holdfast/stop.h"
#include <string.h>

/* ---- what can be copied ---- */

/* What importances by shuffling depend on besides the method. */
static bool same_shuffles(const hf_config *a, const hf_config *b)
{
    return a->significance.permutation_repeats == b->significance.permutation_repeats &&
           a->significance.seed == b->significance.seed;
}

int64_t hf_replica_copy_stored(const hf_config *old, const hf_config *new, int64_t m)
{
    const hf_integer_list *there = &old->significance.methods;
    const int64_t method = new->significance.methods.items[m];
    for (int64_t i = 0; i < there->count; i++)
        if (there->items[i] == method &&
            (!hf_method_is((hf_method)method, HF_METHOD_SHUFFLES) || same_shuffles(old, new)))
            return i;
    return -1;
}

const char *hf_replica_copy_obstacle(const hf_config *old, const hf_config *new, hf_arm arm,
                                     int64_t *method)
{
    const hf_integer_list *methods = &new->significance.methods;
    *method = -1;
    if (arm == HF_ARM_MAIN)
        return NULL;
    if (new->data.groups && hf_config_has(old, 2) != hf_config_has(new, 2))
        return "data.groups"; /* which null tests of format 1 did not heed */
    if (old->significance.seed != new->significance.seed)
        return "significance.seed";
    if (hf_arm_splits(old, arm) != hf_arm_splits(new, arm)) /* which number the draws' replicas */
        return "null_test.splits";
    for (int64_t m = 0; m < methods->count; m++)
        if (!hf_method_is((hf_method)methods->items[m], HF_METHOD_UNITS) &&
            hf_replica_copy_stored(old, new, m) < 0) {
            *method = m;
            return "significance.methods";
        }
    return NULL;
}

/* ---- rows ---- */

/* A file's block of an arm's rows. */
typedef struct block {
    const hf_rows_layout *layout;
    hf_grid grid;
    hf_rows rows;
} block;

typedef struct copying {
    const hf_results *from;
    hf_results *into;
    const hf_experiment *experiment;
    hf_worker *worker; /* of the grid's own replicas, made when first needed */
    int64_t *stored;   /* [method of `into`] hf_replica_copy_stored */
    hf_arm arm;        /* whose rows are being copied */
    block old, new;
    hf_taken *taken;
} copying;

static const float *weights_at(const copying *c, hf_field field, int64_t k)
{
    return hf_rows_at(c->old.layout, &c->old.rows, field, 0, k);
}

static hf_status compute_importance(copying *c, int64_t k, hf_method method, float *importance,
                                    hf_error *error)
{
    const hf_replica_place place = hf_grid_place(&c->new.grid, c->new.rows.first + k);
    const hf_weights weights = {.inputs = hf_results_counts(c->from).inputs,
                                .hidden = place.hidden,
                                .classes = hf_results_classes(c->from)->count,
                                .input_weight = weights_at(c, HF_WEIGHTS_INPUT_WEIGHT, k),
                                .input_bias = weights_at(c, HF_WEIGHTS_INPUT_BIAS, k),
                                .output_weight = weights_at(c, HF_WEIGHTS_OUTPUT_WEIGHT, k),
                                .output_bias = weights_at(c, HF_WEIGHTS_OUTPUT_BIAS, k)};
    if (!c->worker)
        HF_TRY(hf_worker_make(c->experiment, HF_ARM_MAIN, c->new.layout, 1, &c->worker, error));
    return hf_worker_importance(c->worker, &place, &weights, method, importance, error);
}

static hf_status fill_importance(copying *c, int64_t k, bool diverged, hf_error *error)
{
    const hf_field field = hf_fields_of(c->arm)->importance;
    const hf_integer_list *methods = &hf_results_config(c->into)->significance.methods;
    const int64_t features = hf_arm_features(hf_results_features(c->from)->count, c->arm);
    for (int64_t m = 0; m < methods->count; m++) {
        float *importance = hf_rows_at(c->new.layout, &c->new.rows, field, m, k);
        if (!importance)
            continue;
        if (c->stored[m] >= 0)
            memcpy(importance, hf_rows_at(c->old.layout, &c->old.rows, field, c->stored[m], k),
                   (size_t)features * sizeof *importance);
        else if (diverged)
            hf_fill_nan_f32(importance, features);
        else
            HF_TRY(compute_importance(c, k, (hf_method)methods->items[m], importance, error));
    }
    return HF_OK;
}

/* Before early stopping the weights that were kept were those of the last step. */
static void fill_newer(copying *c, int64_t k, bool diverged)
{
    const hf_field field = HF_REPLICAS_ITERATIONS;
    int32_t *iterations = hf_rows_at(c->new.layout, &c->new.rows, field, 0, k);
    if (iterations && !hf_rows_at(c->old.layout, &c->old.rows, field, 0, k))
        *iterations = diverged ? 0 : (int32_t)c->experiment->config.training.iterations;
}

static hf_status copy_row(copying *c, int64_t k, hf_error *error)
{
    const hf_rows *old = &c->old.rows;
    const hf_field field = hf_fields_of(c->arm)->status;
    const uint8_t status = *(uint8_t *)hf_rows_at(c->old.layout, old, field, 0, k);
    if (status != HF_PENDING && status <= HF_DIVERGED && hf_rows_are_whole(c->old.layout, old, k)) {
        hf_rows_copy_trained(c->old.layout, old, c->new.layout, &c->new.rows, k);
        fill_newer(c, k, status == HF_DIVERGED);
        HF_TRY(fill_importance(c, k, status == HF_DIVERGED, error));
        hf_rows_seal(c->new.layout, &c->new.rows, k);
        c->taken->taken++;
        return HF_OK;
    }
    hf_rows_blank(c->new.layout, &c->new.rows, k);
    if (status == HF_PENDING) {
        c->taken->pending++;
    } else if (c->taken->damaged++ == 0) {
        c->taken->damaged_arm = c->arm;
        c->taken->first_damaged = old->first + k;
    }
    return HF_OK;
}

/* ---- blocks ---- */

static hf_status make_room(block *b, hf_arm arm, int64_t first, int64_t count, hf_error *error)
{
    hf_free(&b->rows.data);
    b->rows = (hf_rows){.arm = arm, .first = first, .count = count};
    b->rows.hidden_index = hf_grid_place(&b->grid, first).hidden_index;
    b->rows.bytes = hf_rows_size(b->layout, b->rows.hidden_index, count);
    return hf_allocate(&b->rows.data, (int64_t)b->rows.bytes, 1, error);
}

/* Replicas old_first ... of `from` become new_first ... of `into`. */
static hf_status copy_block(copying *c, int64_t old_first, int64_t new_first, int64_t count,
                            hf_error *error)
{
    const int64_t before = c->taken->taken;
    if (hf_stop_requested())
        return hf_fail(error, HF_STOPPED,
                       "stopped by %s while networks were copied to %s: nothing of it is kept; the "
                       "same command begins again",
                       hf_stop_reason(hf_stop_requested()), hf_results_path(c->into));
    HF_TRY(make_room(&c->old, c->arm, old_first, count, error));
    HF_TRY(make_room(&c->new, c->arm, new_first, count, error));
    HF_TRY(hf_results_read_rows(c->from, &c->old.rows, error));
    for (int64_t k = 0; k < count; k++)
        HF_TRY(copy_row(c, k, error));
    return c->taken->taken > before ? hf_results_write_rows(c->into, &c->new.rows, error) : HF_OK;
}

static hf_status copy_arm(copying *c, hf_error *error)
{
    c->old.layout = hf_results_arm_layout(c->from, c->arm);
    c->new.layout = hf_results_arm_layout(c->into, c->arm);
    if (!c->old.layout || !c->new.layout)
        return HF_OK;
    const hf_grid *grid = &c->old.grid;
    c->old.grid = hf_results_arm_grid(c->from, c->arm);
    c->new.grid = hf_results_arm_grid(c->into, c->arm);
    const int64_t end = hf_grid_first(grid) + hf_grid_replicas(grid);
    for (int64_t number = hf_grid_first(grid), run; number < end; number += run) {
        const int64_t there = hf_grid_find(grid, number, &c->new.grid, &run);
        if (there < 0)
            continue;
        const int64_t h = hf_grid_place(grid, number).hidden_index;
        run = hf_block_replicas(run, hf_rows_size(c->old.layout, h, 1));
        HF_TRY(copy_block(c, number, there, run, error));
    }
    return HF_OK;
}

hf_status hf_replica_copy(const hf_results *from, hf_results *into, const hf_experiment *experiment,
                          hf_taken *taken, hf_error *error)
{
    const hf_config *old = hf_results_config(from), *new = hf_results_config(into);
    const int64_t methods = new->significance.methods.count;
    copying c = {.from = from, .into = into, .experiment = experiment, .taken = taken};
    int64_t missing;
    hf_status status = HF_OK;
    *taken = (hf_taken){0};
    HF_TRY_CLEANUP(hf_allocate(&c.stored, methods, sizeof *c.stored, error));
    for (int64_t m = 0; m < methods; m++)
        c.stored[m] = hf_replica_copy_stored(old, new, m);
    for (c.arm = 0; c.arm < HF_ARMS; c.arm++)
        if (!hf_replica_copy_obstacle(old, new, c.arm, &missing))
            HF_TRY_CLEANUP(copy_arm(&c, error));
cleanup:
    hf_worker_free(&c.worker);
    hf_free(&c.stored);
    hf_free(&c.old.rows.data);
    hf_free(&c.new.rows.data);
    return status;
}
