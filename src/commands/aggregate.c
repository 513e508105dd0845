/* holdfast aggregate: the statistics anew from the stored replicas, with other significance.* keys.
 */
#include "base/folder.h"
#include "base/nan.h"
#include "commands/commands.h"
#include "commands/session.h"
#include "holdfast/memory.h"
#include "holdfast/replica.h"
#include "holdfast/statistics.h"
#include "holdfast/status_codes.h"
#include "holdfast/stop.h"
#include "kernels/kernels.h"
#include "text/number.h"
#include <string.h>
#include <sys/stat.h>

typedef struct {
    const char *path, *output;
    hf_text_list set;
    bool overwrite, quiet;
} request;

#define MEMBER(name) .offset = offsetof(request, name)

const hf_option hf_aggregate_options[] = {
    {HF_OPTION_ARGUMENT, "RESULTS.h5", .help = "a results file of holdfast run", MEMBER(path)},
    {HF_OPTION_TEXT, "output", 'o', "FILE", "another file to write (default: replaces RESULTS.h5)",
     MEMBER(output)},
    {HF_OPTION_FLAG, "overwrite", .help = "replaces the file given with -o", MEMBER(overwrite)},
    {HF_OPTION_LIST, "set", 0, "KEY=VALUE", "sets a key of significance.*; repeatable",
     MEMBER(set)},
    {HF_OPTION_FLAG, "quiet", 'q', .help = "prints errors alone", MEMBER(quiet)},
    {.kind = HF_OPTION_END}};

static const char *output_of(const request *asked)
{
    return asked->output ? asked->output : asked->path;
}

/* Before anything else: may the output be made? */
static hf_status check_request(const request *asked, hf_error *error)
{
    struct stat in, out;
    for (int64_t i = 0; i < asked->set.count; i++)
        if (strncmp(asked->set.items[i], "significance.", strlen("significance.")) != 0)
            return hf_fail(error, HF_USAGE,
                           "aggregate: --set %s: only keys of significance.* can be changed "
                           "without training",
                           asked->set.items[i]);
    if (!asked->output || asked->overwrite || stat(asked->output, &out) != 0)
        return HF_OK;
    if (stat(asked->path, &in) == 0 && in.st_dev == out.st_dev && in.st_ino == out.st_ino)
        return HF_OK;
    return hf_fail(error, HF_CANNOT_CREATE,
                   "%s exists; give another file with -o, or --overwrite to replace it",
                   asked->output);
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
    if (new->null_test.labels == 0 && new->null_test.probes == 0)
        return HF_OK;
    if (old->significance.seed != new->significance.seed)
        return hf_fail(error, HF_BAD_CONFIG,
                       "significance.seed: %lld keys the permutations of the null tests, whose "
                       "replicas were trained with %lld: only holdfast run can change it",
                       (long long)new->significance.seed, (long long)old->significance.seed);
    for (int64_t m = 0; m < methods->count; m++)
        if (!hf_method_is((hf_method)methods->items[m], HF_METHOD_UNITS) &&
            find_stored(old, new, m) < 0)
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

static hf_status copy_rows(const hf_results *from, const hf_experiment *experiment,
                           hf_results *into, hf_error *error)
{
    copying c = {.from = from, .into = into};
    hf_status status = HF_OK;
    HF_TRY_CLEANUP(hf_allocate(&c.stored, experiment->config.significance.methods.count,
                               sizeof *c.stored, error));
    for (int64_t m = 0; m < experiment->config.significance.methods.count; m++)
        c.stored[m] = find_stored(hf_results_config(from), &experiment->config, m);
    HF_TRY_CLEANUP(
        hf_worker_make(experiment, HF_ARM_MAIN, hf_results_layout(into), 1, &c.worker, error));
    for (c.arm = 0; c.arm < HF_ARMS; c.arm++)
        HF_TRY_CLEANUP(copy_blocks(&c, error));
cleanup:
    hf_worker_free(&c.worker);
    hf_free(&c.stored);
    hf_free(&c.old.data);
    hf_free(&c.new.data);
    return status;
}

/* ---- the file ---- */

static hf_status fill(const hf_results *from, const hf_experiment *experiment, hf_results *into,
                      hf_session *session, hf_error *error)
{
    const uint8_t complete = HF_STATE_COMPLETE;
    HF_TRY(copy_rows(from, experiment, into, error));
    HF_TRY(hf_results_add_sessions_of(into, from, error));
    HF_TRY(hf_aggregate(into, error));
    HF_TRY(hf_session_write(into, session, error));
    HF_TRY(hf_results_write(into, HF_PROVENANCE_STATE, 0, 0, 1, &complete, error));
    return hf_results_publish(into, error);
}

static hf_status aggregate(const request *asked, const hf_results *from, hf_session *session,
                           hf_error *error)
{
    enum { SESSION_BYTES = 1 << 16 };
    hf_experiment experiment = {0};
    hf_results *into = NULL;
    char *given = NULL, *sessions = NULL;
    hf_status status = HF_OK;
    HF_TRY_CLEANUP(hf_results_experiment(from, &experiment, error));
    HF_TRY_CLEANUP(change_keys(asked, from, &experiment, error));
    HF_TRY_CLEANUP(check_null_tests(hf_results_config(from), &experiment.config, error));
    HF_TRY_CLEANUP(hf_results_config_given(from, &given, error));
    HF_TRY_CLEANUP(hf_results_sessions(from, &sessions, error));
    HF_TRY_CLEANUP(hf_results_draft(output_of(asked), &experiment, given,
                                    (int64_t)strlen(sessions) + SESSION_BYTES, &into, error));
    status = fill(from, &experiment, into, session, error);
cleanup:
    hf_results_close(&into, NULL);
    hf_experiment_free(&experiment);
    hf_free(&given);
    hf_free(&sessions);
    return status;
}

static hf_status open_and_aggregate(const request *asked, hf_session *session, hf_error *error)
{
    hf_lock lock = {0};
    hf_results *from = NULL;
    hf_status status = HF_OK;
    HF_TRY_CLEANUP(hf_results_open(asked->path, false, &from, error));
    HF_TRY_CLEANUP(hf_make_folder_of(output_of(asked), error));
    HF_TRY_CLEANUP(hf_results_lock(output_of(asked), &lock, error));
    status = aggregate(asked, from, session, error);
cleanup:
    hf_results_close(&from, NULL);
    hf_results_unlock(&lock);
    return status;
}

hf_status hf_command_aggregate(int argc, char **argv, hf_error *error)
{
    request asked = {0};
    hf_session session = {.argc = argc, .argv = argv};
    hf_status status;
    HF_TRY_CLEANUP(hf_options_read(hf_aggregate_options, argc, argv, &asked, error));
    HF_TRY_CLEANUP(check_request(&asked, error));
    HF_TRY_CLEANUP(hf_kernels_select(error));
    hf_stop_catch_signals();
    hf_session_start_alone(&session);
    HF_TRY_CLEANUP(open_and_aggregate(&asked, &session, error));
    if (!asked.quiet)
        hf_command_print_next(output_of(&asked));
cleanup:
    hf_session_free(&session);
    hf_text_list_free(&asked.set);
    return status;
}
