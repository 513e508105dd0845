/* holdfast aggregate: the statistics of the stored replicas anew, with other keys of the
 * statistics.
 */
#include "base/nan.h"
#include "commands/commands.h"
#include "commands/session.h"
#include "holdfast/memory.h"
#include "holdfast/replica.h"
#include "holdfast/status_codes.h"
#include "holdfast/stop.h"
#include "kernels/kernels.h"
#include <string.h>

typedef struct request {
    const char *path, *output;
    hf_text_list set;
    bool overwrite, quiet;
} request;

const hf_option hf_aggregate_command_options[] = {
    HF_RESULTS_ARGUMENT,
    HF_TEXT(output, "output", 'o', "FILE", "write to this file (default: replace RESULTS.h5)"),
    HF_FLAG(overwrite, "overwrite", 0, "replace the file given with -o"),
    HF_LIST(set, "set", "KEY=VALUE",
            "set a key of the statistics, such as significance.top; repeatable"),
    HF_QUIET_FLAG,
    HF_OPTIONS_END};

static const char *output_of(const request *asked)
{
    return asked->output ? asked->output : asked->path;
}

/* Before anything else: may the output be made? */
static hf_status check_request(const request *asked, hf_error *error)
{
    for (int64_t i = 0; i < asked->set.count; i++)
        if (!hf_config_is_significance(asked->set.items[i]))
            return hf_fail(error, HF_USAGE,
                           "aggregate: --set %s: only keys of significance.*, null_test.fdr and "
                           "data.feature_groups can be changed without training",
                           asked->set.items[i]);
    if (!asked->output || hf_is_same_file(asked->path, asked->output))
        return HF_OK;
    return hf_check_output(asked->output, asked->overwrite, error);
}

/* The file's experiment with the keys that were given. */
static hf_status change_keys(const request *asked, const hf_results *from,
                             hf_experiment *experiment, hf_error *error)
{
    hf_config *config = &experiment->config;
    HF_TRY(
        hf_config_override(config, (const char *const *)asked->set.items, asked->set.count, error));
    HF_TRY(hf_experiment_resolve(experiment, error));
    if (experiment->grid.shard.count > 0 || hf_results_grid(from)->shard.count > 0)
        return hf_fail(error, HF_BAD_DATA,
                       "%s is a shard: holdfast merge joins the shards and makes the statistics",
                       hf_results_path(from));
    return HF_OK;
}

/* ---- rows ---- */

/* A file's block of an arm's rows. */
typedef struct block {
    const hf_rows_layout *layout;
    hf_rows rows;
} block;

typedef struct {
    const hf_results *from;
    hf_results *into;
    hf_worker *worker; /* computes importances that are not stored, from the grid's weights */
    int64_t *stored;   /* [method of `into`] its place in `from`, -1: not there as it is wanted */
    hf_arm arm;        /* whose rows are being copied */
    block old, new;
} copying;

/* What importances by shuffling depend on besides the method. */
static bool same_shuffles(const hf_config *a, const hf_config *b)
{
    return a->significance.permutation_repeats == b->significance.permutation_repeats &&
           a->significance.seed == b->significance.seed;
}

/* Where the importances by method m of `new` are among those of `old`; -1: not as they are wanted.
 */
static int64_t find_stored(const hf_config *old, const hf_config *new, int64_t m)
{
    const hf_integer_list *there = &old->significance.methods;
    const int64_t method = new->significance.methods.items[m];
    for (int64_t i = 0; i < there->count; i++)
        if (there->items[i] == method &&
            (!hf_method_is((hf_method)method, HF_METHOD_SHUFFLES) || same_shuffles(old, new)))
            return i;
    return -1;
}

/* Null tests keep no weights: what is wanted of them has to be there. */
static hf_status check_null_tests(const hf_config *old, const hf_config *new, hf_error *error)
{
    const hf_integer_list *methods = &new->significance.methods;
    if (hf_arm_draws(new, HF_ARM_LABELS) == 0 && hf_arm_draws(new, HF_ARM_PROBES) == 0)
        return HF_OK;
    if (old->significance.seed != new->significance.seed)
        return hf_fail(error, HF_BAD_CONFIG,
                       "significance.seed: %lld would change the permutations of the null tests, "
                       "which were trained with %lld: only holdfast run can change it",
                       (long long)new->significance.seed, (long long)old->significance.seed);
    for (int64_t m = 0; m < methods->count; m++)
        if (!hf_method_is((hf_method)methods->items[m], HF_METHOD_UNITS) &&
            find_stored(old, new, m) < 0)
            return hf_fail(error, HF_BAD_CONFIG,
                           "significance.methods: the null tests have no importances by %s with "
                           "these settings, and no weights to compute them from: leave it out, or "
                           "train with it by holdfast run",
                           hf_method_name((hf_method)methods->items[m]));
    return HF_OK;
}

static const float *weights_at(const copying *c, hf_field field, int64_t k)
{
    return hf_rows_at(c->old.layout, &c->old.rows, field, 0, k);
}

static hf_status compute_importance(copying *c, int64_t k, hf_method method, float *importance,
                                    hf_error *error)
{
    const hf_grid *grid = hf_results_grid(c->from);
    const hf_replica_place place = hf_grid_place(grid, c->old.rows.first + k);
    const hf_weights weights = {.features = hf_results_features(c->from)->count,
                                .hidden = place.hidden,
                                .classes = hf_results_classes(c->from)->count,
                                .input_weight = weights_at(c, HF_WEIGHTS_INPUT_WEIGHT, k),
                                .input_bias = weights_at(c, HF_WEIGHTS_INPUT_BIAS, k),
                                .output_weight = weights_at(c, HF_WEIGHTS_OUTPUT_WEIGHT, k),
                                .output_bias = weights_at(c, HF_WEIGHTS_OUTPUT_BIAS, k)};
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

static hf_status copy_row(copying *c, int64_t k, hf_error *error)
{
    const hf_rows *old = &c->old.rows;
    const uint8_t state =
        *(uint8_t *)hf_rows_at(c->old.layout, old, hf_fields_of(c->arm)->status, 0, k);
    const long long number = old->first + k;
    if (state == HF_PENDING)
        return hf_fail(error, HF_STOPPED,
                       "%s: replica %lld%s is not trained yet: finish the run with holdfast run",
                       hf_results_path(c->from), number, hf_arm_text(c->arm));
    if (state > HF_DIVERGED || !hf_rows_are_whole(c->old.layout, old, k))
        return hf_fail(error, HF_BAD_DATA,
                       "%s: the checksum of replica %lld%s does not match: holdfast run trains it "
                       "again",
                       hf_results_path(c->from), number, hf_arm_text(c->arm));
    hf_rows_copy_trained(c->old.layout, old, c->new.layout, &c->new.rows, k);
    HF_TRY(fill_importance(c, k, state == HF_DIVERGED, error));
    hf_rows_seal(c->new.layout, &c->new.rows, k);
    return HF_OK;
}

static hf_status make_room(block *b, hf_arm arm, int64_t first, int64_t count, int64_t hidden_index,
                           hf_error *error)
{
    hf_free(&b->rows.data);
    b->rows = (hf_rows){.arm = arm, .first = first, .count = count, .hidden_index = hidden_index};
    b->rows.bytes = hf_rows_size(b->layout, hidden_index, count);
    return hf_allocate(&b->rows.data, (int64_t)b->rows.bytes, 1, error);
}

static hf_status copy_arm(copying *c, hf_error *error)
{
    const hf_grid grid = hf_results_arm_grid(c->from, c->arm);
    c->old.layout = hf_results_arm_layout(c->from, c->arm);
    c->new.layout = hf_results_arm_layout(c->into, c->arm);
    for (int64_t number = 0, count; number < hf_grid_replicas(&grid); number += count) {
        const int64_t h = hf_grid_place(&grid, number).hidden_index;
        const int64_t most = hf_block_replicas(grid.seeds, hf_rows_size(c->old.layout, h, 1));
        count = hf_grid_run(&grid, number, most);
        if (hf_stop_requested())
            return hf_fail(error, HF_STOPPED, "stopped by %s: nothing was changed",
                           hf_stop_reason(hf_stop_requested()));
        HF_TRY(make_room(&c->old, c->arm, number, count, h, error));
        HF_TRY(make_room(&c->new, c->arm, number, count, h, error));
        HF_TRY(hf_results_read_rows(c->from, &c->old.rows, error));
        for (int64_t k = 0; k < count; k++)
            HF_TRY(copy_row(c, k, error));
        HF_TRY(hf_results_write_rows(c->into, &c->new.rows, error));
    }
    return HF_OK;
}

/* What the new file takes over. */
typedef struct source {
    const hf_results *from;
    const hf_experiment *experiment;
} source;

static hf_status copy_replicas(hf_results *into, const void *context, hf_error *error)
{
    const source *s = context;
    const hf_config *config = &s->experiment->config;
    const int64_t methods = config->significance.methods.count;
    copying c = {.from = s->from, .into = into};
    hf_status status = HF_OK;
    HF_TRY_CLEANUP(hf_allocate(&c.stored, methods, sizeof *c.stored, error));
    for (int64_t m = 0; m < methods; m++)
        c.stored[m] = find_stored(hf_results_config(s->from), config, m);
    HF_TRY_CLEANUP(
        hf_worker_make(s->experiment, HF_ARM_MAIN, hf_results_layout(into), 1, &c.worker, error));
    for (c.arm = 0; c.arm < HF_ARMS; c.arm++)
        HF_TRY_CLEANUP(copy_arm(&c, error));
    status = hf_results_add_sessions_of(into, s->from, error);
cleanup:
    hf_worker_free(&c.worker);
    hf_free(&c.stored);
    hf_free(&c.old.rows.data);
    hf_free(&c.new.rows.data);
    return status;
}

/* ---- the file ---- */

typedef struct job {
    const request *asked;
    const hf_session *session;
} job;

static hf_status aggregate(hf_results *from, const void *context, hf_error *error)
{
    const job *j = context;
    hf_experiment experiment = {0};
    char *given = NULL, *sessions = NULL;
    hf_status status = HF_OK;
    HF_TRY_CLEANUP(hf_results_experiment(from, &experiment, error));
    HF_TRY_CLEANUP(change_keys(j->asked, from, &experiment, error));
    HF_TRY_CLEANUP(check_null_tests(hf_results_config(from), &experiment.config, error));
    HF_TRY_CLEANUP(hf_results_config_given(from, &given, error));
    HF_TRY_CLEANUP(hf_results_sessions(from, &sessions, error));
    const source replicas = {from, &experiment};
    const hf_derivation derivation = {.output = output_of(j->asked),
                                      .experiment = &experiment,
                                      .given = given,
                                      .session_bytes = (int64_t)strlen(sessions),
                                      .session = j->session,
                                      .fill = copy_replicas,
                                      .context = &replicas};
    status = hf_derive(&derivation, error);
cleanup:
    hf_experiment_free(&experiment);
    hf_free(&given);
    hf_free(&sessions);
    return status;
}

hf_status hf_command_aggregate(int argc, char **argv, hf_error *error)
{
    request asked = {0};
    hf_session session = {.argc = argc, .argv = argv};
    const job j = {&asked, &session};
    hf_status status;
    HF_TRY_CLEANUP(hf_options_read(hf_aggregate_command_options, argc, argv, &asked, error));
    HF_TRY_CLEANUP(check_request(&asked, error));
    HF_TRY_CLEANUP(hf_kernels_select(error));
    hf_stop_catch_signals();
    hf_session_start_alone(&session);
    HF_TRY_CLEANUP(hf_command_read_results(asked.path, aggregate, &j, error));
    if (!asked.quiet)
        hf_command_print_next(output_of(&asked));
cleanup:
    hf_session_free(&session);
    hf_text_list_free(&asked.set);
    return status;
}
