/* holdfast aggregate: the statistics of the stored replicas anew, with other keys of theirs. */
#include "commands/commands.h"
#include "commands/replica_copy.h"
#include "commands/session.h"
#include "holdfast/importance.h"
#include "holdfast/memory.h"
#include "holdfast/status_codes.h"
#include "holdfast/stop.h"
#include "kernels/kernels.h"
#include "text/number.h"
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

/* Null tests keep no weights: what is wanted of them has to be there. */
static hf_status check_null_tests(const hf_config *old, const hf_config *new, hf_error *error)
{
    int64_t method;
    const char *key = NULL;
    for (hf_arm arm = HF_ARM_LABELS; arm < HF_ARMS && !key; arm++)
        if (hf_arm_draws(new, arm) > 0)
            key = hf_replica_copy_obstacle(old, new, arm, &method);
    if (!key)
        return HF_OK;
    if (method >= 0)
        return hf_fail(error, HF_BAD_CONFIG,
                       "significance.methods: the null tests have no importances by %s with these "
                       "settings, and no weights to compute them from: leave it out, or train the "
                       "null tests with it by holdfast run --reuse",
                       hf_method_name((hf_method) new->significance.methods.items[method]));
    return hf_fail(error, HF_BAD_CONFIG,
                   "significance.seed: %lld would change the permutations of the null tests, which "
                   "were trained with %lld: only holdfast run --reuse can change it",
                   (long long)new->significance.seed, (long long)old->significance.seed);
}

/* ---- replicas ---- */

static hf_status check_finished(const hf_results *from, hf_error *error)
{
    int64_t pending;
    HF_TRY(hf_results_pending(from, &pending, error));
    if (pending == 0)
        return HF_OK;
    return hf_fail(error, HF_STOPPED, "%s: %s %s not trained yet: finish the run with holdfast run",
                   hf_results_path(from), hf_count(pending, "network").text,
                   pending == 1 ? "is" : "are");
}

/* What the new file takes over. */
typedef struct source {
    const hf_results *from;
    const hf_experiment *experiment;
} source;

static hf_status copy_replicas(hf_results *into, const void *context, hf_error *error)
{
    const source *s = context;
    hf_taken taken;
    HF_TRY(hf_replica_copy(s->from, into, s->experiment, &taken, error));
    if (taken.damaged > 0)
        return hf_fail(error, HF_BAD_DATA,
                       "%s: the checksum of replica %lld%s does not match: holdfast run trains it "
                       "again",
                       hf_results_path(s->from), (long long)taken.first_damaged,
                       hf_arm_text(taken.damaged_arm));
    return hf_results_add_sessions_of(into, s->from, error);
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
    HF_TRY_CLEANUP(hf_results_need_format(from, error));
    HF_TRY_CLEANUP(check_finished(from, error));
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
