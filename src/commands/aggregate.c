/* holdfast aggregate: the statistics of the stored replicas anew, with other significance.* keys.
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
    HF_TEXT(output, "output", 'o', "FILE", "another file to write (default: replaces RESULTS.h5)"),
    HF_FLAG(overwrite, "overwrite", 0, "replaces the file given with -o"),
    HF_LIST(set, "set", "KEY=VALUE", "sets a key of significance.*; repeatable"),
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
        if (strncmp(asked->set.items[i], "significance.", strlen("significance.")) != 0)
            return hf_fail(error, HF_USAGE,
                           "aggregate: --set %s: only keys of significance.* can be changed "
                           "without training",
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
    HF_TRY(
        hf_config_resolve(config, experiment->dataset.features, experiment->splits.count, error));
    experiment->grid = hf_grid_of(config);
    if (experiment->grid.shard.count > 0 || hf_results_grid(from)->shard.count > 0)
        return hf_fail(error, HF_BAD_DATA,
                       "%s is a shard: holdfast merge joins the shards and makes the statistics",
                       hf_results_path(from));
    return HF_OK;
}

/* ---- rows ---- */

typedef struct {
    const hf_results *from;
    hf_results *into;
    hf_arm arm;        /* whose rows are being copied */
    hf_worker *worker; /* computes importances that are not stored, from the grid's weights */
    int64_t *stored;   /* [method of `into`] its place in `from`, -1: not there as it is wanted */
    hf_rows old, new;
} copying;

/* Importance by permutation depends on more than the method. */
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
        if (there->items[i] == method && (method != HF_PERMUTATION || same_shuffles(old, new)))
            return i;
    return -1;
}

/* Null tests keep no weights: what is wanted of them has to be there. */
static hf_status check_null_tests(const hf_config *old, const hf_config *new, hf_error *error)
{
    const hf_integer_list *methods = &new->significance.methods;
    if (new->null_test.labels == 0 && new->null_test.probes == 0)
        return HF_OK;
    if (old->significance.seed != new->significance.seed)
        return hf_fail(error, HF_BAD_CONFIG,
                       "significance.seed: %lld keys the permutations of the null tests, whose "
                       "replicas were trained with %lld: only holdfast run can change it",
                       (long long)new->significance.seed, (long long)old->significance.seed);
    for (int64_t m = 0; m < methods->count; m++)
        if (methods->items[m] != HF_TUTORIAL && find_stored(old, new, m) < 0)
            return hf_fail(error, HF_BAD_CONFIG,
                           "significance.methods: the null tests' replicas have no importances by "
                           "%s as it is asked for, nor weights to compute them from: leave it out, "
                           "or train with it by holdfast run",
                           hf_method_name((hf_method)methods->items[m]));
    return HF_OK;
}

static hf_weights weights_of(const copying *c, int64_t k)
{
    const hf_rows_layout *layout = hf_results_layout(c->from);
    const hf_grid *grid = hf_results_grid(c->from);
    return (hf_weights){.features = hf_results_features(c->from)->count,
                        .hidden = grid->hidden[c->old.hidden_index],
                        .classes = hf_results_classes(c->from)->count,
                        .input_weight = hf_rows_at(layout, &c->old, HF_WEIGHTS_INPUT_WEIGHT, 0, k),
                        .input_bias = hf_rows_at(layout, &c->old, HF_WEIGHTS_INPUT_BIAS, 0, k),
                        .output_weight =
                            hf_rows_at(layout, &c->old, HF_WEIGHTS_OUTPUT_WEIGHT, 0, k),
                        .output_bias = hf_rows_at(layout, &c->old, HF_WEIGHTS_OUTPUT_BIAS, 0, k)};
}

static hf_status compute_importance(copying *c, int64_t k, hf_method method, float *importance,
                                    hf_error *error)
{
    const hf_replica_place place = hf_grid_place(hf_results_grid(c->from), c->old.first + k);
    const hf_weights weights = weights_of(c, k);
    return hf_worker_importance(c->worker, &place, &weights, method, importance, error);
}

static hf_status fill_importance(copying *c, int64_t k, hf_error *error)
{
    const hf_rows_layout *old = hf_results_arm_layout(c->from, c->arm);
    const hf_rows_layout *new = hf_results_arm_layout(c->into, c->arm);
    const hf_arm_fields *fields = hf_fields_of(c->arm);
    const hf_integer_list *methods = &hf_results_config(c->into)->significance.methods;
    const int64_t features = hf_arm_features(hf_results_features(c->from)->count, c->arm);
    const uint8_t state = *(uint8_t *)hf_rows_at(old, &c->old, fields->status, 0, k);
    for (int64_t m = 0; m < methods->count; m++) {
        float *importance = hf_rows_at(new, &c->new, fields->importance, m, k);
        if (!importance)
            continue;
        if (c->stored[m] >= 0)
            memcpy(importance, hf_rows_at(old, &c->old, fields->importance, c->stored[m], k),
                   (size_t)features * sizeof *importance);
        else if (state == HF_DIVERGED)
            hf_fill_nan_f32(importance, features);
        else
            HF_TRY(compute_importance(c, k, (hf_method)methods->items[m], importance, error));
    }
    return HF_OK;
}

static hf_status copy_block(copying *c, hf_error *error)
{
    const hf_rows_layout *old = hf_results_arm_layout(c->from, c->arm);
    const hf_rows_layout *new = hf_results_arm_layout(c->into, c->arm);
    if (hf_stop_requested())
        return hf_fail(error, HF_STOPPED, "stopped by %s: nothing was changed",
                       hf_stop_reason(hf_stop_requested()));
    HF_TRY(hf_results_read_rows(c->from, &c->old, error));
    for (int64_t k = 0; k < c->old.count; k++) {
        const uint8_t *state = hf_rows_at(old, &c->old, hf_fields_of(c->arm)->status, 0, k);
        const long long number = c->old.first + k;
        if (*state == HF_PENDING)
            return hf_fail(error, HF_STOPPED,
                           "%s: replica %lld%s is still to be trained: holdfast run finishes it",
                           hf_results_path(c->from), number, hf_arm_text(c->arm));
        if (*state > HF_DIVERGED || !hf_rows_are_whole(old, &c->old, k))
            return hf_fail(error, HF_BAD_DATA,
                           "%s: the checksum of replica %lld%s does not match: holdfast run trains "
                           "it again",
                           hf_results_path(c->from), number, hf_arm_text(c->arm));
        hf_rows_copy_trained(old, &c->old, new, &c->new, k);
        HF_TRY(fill_importance(c, k, error));
        hf_rows_seal(new, &c->new, k);
    }
    return hf_results_write_rows(c->into, &c->new, error);
}

static hf_status copy_blocks(copying *c, hf_error *error)
{
    const hf_grid grid = hf_results_arm_grid(c->from, c->arm);
    const hf_rows_layout *old = hf_results_arm_layout(c->from, c->arm);
    const hf_rows_layout *new = hf_results_arm_layout(c->into, c->arm);
    for (int64_t number = 0; number < hf_grid_replicas(&grid); number += c->old.count) {
        const int64_t h = hf_grid_place(&grid, number).hidden_index;
        const int64_t most = hf_block_replicas(grid.seeds, hf_rows_size(old, h, 1));
        const int64_t count = hf_grid_run(&grid, number, most);
        hf_free(&c->old.data);
        hf_free(&c->new.data);
        c->old = c->new =
            (hf_rows){.arm = c->arm, .first = number, .count = count, .hidden_index = h};
        c->old.bytes = hf_rows_size(old, h, count);
        c->new.bytes = hf_rows_size(new, h, count);
        HF_TRY(hf_allocate(&c->old.data, (int64_t)c->old.bytes, 1, error));
        HF_TRY(hf_allocate(&c->new.data, (int64_t)c->new.bytes, 1, error));
        HF_TRY(copy_block(c, error));
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
        HF_TRY_CLEANUP(copy_blocks(&c, error));
    status = hf_results_add_sessions_of(into, s->from, error);
cleanup:
    hf_worker_free(&c.worker);
    hf_free(&c.stored);
    hf_free(&c.old.data);
    hf_free(&c.new.data);
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
