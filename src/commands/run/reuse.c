/* --reuse: takes over the replicas of another grid, and suggests the line that does it. */
#include "commands/experiment_difference.h"
#include "commands/replica_copy.h"
#include "commands/run/run.h"
#include "commands/session.h"
#include "holdfast/memory.h"
#include "holdfast/status_codes.h"
#include "text/path.h"
#include "text/quote.h"
#include <string.h>
#include <unistd.h>

static hf_status check_agreement(const hf_results *old, const hf_experiment *experiment,
                                 hf_error *error)
{
    hf_difference difference;
    HF_TRY(hf_difference_find(old, experiment, HF_AGREE_IN_REPLICAS, &difference, error));
    hf_status status = HF_OK;
    if (difference.key)
        status =
            hf_fail(error, HF_CANNOT_CREATE,
                    "--reuse %s holds other networks: %s %s; only the seeds, the hidden sizes, "
                    "the number of splits, null tests and statistics may differ",
                    hf_results_path(old), difference.key, hf_difference_text(&difference));
    hf_difference_free(&difference);
    return status;
}

static hf_status open_old(const hf_output *output, hf_results **old, hf_error *error)
{
    const char *reuse = output->options->reuse;
    if (hf_is_same_file(reuse, output->options->output))
        return hf_fail(error, HF_CANNOT_CREATE,
                       "--reuse %s is the output itself, which would be replaced; give another "
                       "file with -o",
                       reuse);
    HF_TRY(hf_results_open(reuse, false, old, error));
    hf_status status = check_agreement(*old, output->experiment, error);
    if (status != HF_OK)
        hf_results_close(old, NULL);
    return status;
}

static hf_status count_arm(const hf_results *old, const hf_experiment *experiment, hf_arm arm,
                           int64_t *there, hf_error *error)
{
    const hf_grid grid = hf_results_arm_grid(old, arm);
    const hf_grid wanted = hf_experiment_grid(experiment, arm);
    const int64_t first = hf_grid_first(&grid), end = first + hf_grid_replicas(&grid);
    uint8_t *status;
    int64_t missing;
    *there = 0;
    if (end == first || hf_grid_whole(&wanted) == 0 ||
        hf_replica_copy_obstacle(hf_results_config(old), &experiment->config, arm, &missing))
        return HF_OK;
    HF_TRY(hf_allocate(&status, end - first, 1, error));
    const hf_status read = hf_results_status(old, arm, status, error);
    for (int64_t number = first, run; read == HF_OK && number < end; number += run)
        if (hf_grid_find(&grid, number, &wanted, &run) >= 0)
            for (int64_t i = number; i < number + run; i++)
                *there += status[i - first] != HF_PENDING;
    hf_free(&status);
    return read;
}

hf_status hf_reuse_check(const hf_output *output, int64_t there[HF_ARMS], hf_error *error)
{
    hf_results *old;
    HF_TRY(open_old(output, &old, error));
    hf_status status = HF_OK;
    for (hf_arm arm = 0; arm < HF_ARMS && status == HF_OK; arm++)
        status = count_arm(old, output->experiment, arm, &there[arm], error);
    const hf_status closed = hf_results_close(&old, status == HF_OK ? error : NULL);
    return status == HF_OK ? closed : status;
}

hf_status hf_reuse_create(hf_output *output, const char *given, hf_taken *taken, hf_error *error)
{
    hf_results *old = NULL, *made = NULL;
    char *sessions = NULL;
    hf_status status;
    HF_TRY(open_old(output, &old, error));
    HF_TRY_CLEANUP(hf_results_sessions(old, &sessions, error));
    HF_TRY_CLEANUP(hf_results_draft(output->options->output, output->experiment, given,
                                    (int64_t)strlen(sessions), &made, error));
    HF_TRY_CLEANUP(hf_replica_copy(old, made, output->experiment, taken, error));
    HF_TRY_CLEANUP(hf_results_add_sessions_of(made, old, error));
    HF_TRY_CLEANUP(hf_results_publish(made, error));
    output->results = made;
cleanup:
    if (status != HF_OK)
        hf_results_close(&made, NULL);
    hf_free(&sessions);
    hf_results_close(&old, NULL);
    return status;
}

/* results/quick-2.h5 beside results/quick.h5: the first number that is free. */
static void append_free_name(const char *path, hf_text *name)
{
    const int stem = hf_path_stem(path);
    for (int number = 2; !name->failed; number++) {
        name->length = 0;
        hf_text_append(name, "%.*s-%d%s", stem, path, number, path + stem);
        if (name->data && access(name->data, F_OK) != 0)
            return;
    }
}

static void append_option(hf_text *line, const char *option, const char *value)
{
    hf_text_append(line, " --%s ", option);
    hf_quote_shell(line, value);
}

void hf_reuse_suggest(const hf_run_options *options, hf_text *text)
{
    hf_text name = {0};
    append_free_name(options->output, &name);
    hf_text_append(text, "holdfast run ");
    hf_quote_shell(text, options->config);
    for (int64_t i = 0; i < options->set.count; i++)
        append_option(text, "set", options->set.items[i]);
    if (options->shard.count > 0)
        append_option(text, "shard", options->shard_text);
    if (options->threads > 0)
        hf_text_append(text, " --threads %lld", (long long)options->threads);
    if (options->max_time)
        append_option(text, "max-time", options->max_time);
    hf_text_append(text, " -o ");
    hf_quote_shell(text, name.data ? name.data : "NEW.h5");
    append_option(text, "reuse", options->output);
    hf_text_free(&name);
}
