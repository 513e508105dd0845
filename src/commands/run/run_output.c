/* The results file of a run: new, gone on with, or refused. */
#include "commands/run/run.h"

#include "base/folder.h"
#include "commands/experiment_difference.h"
#include "commands/replica_copy.h"
#include "commands/run/run_text.h"
#include "holdfast/memory.h"
#include "holdfast/status_codes.h"
#include "text/number.h"
#include "text/path.h"
#include "text/quote.h"
#include <errno.h>
#include <stdio.h>
#include <string.h>
#include <sys/stat.h>

/* The configuration as the user wrote it, overrides behind it as comments. What came through a pipe
 * cannot be read twice; its values are in the resolved configuration. */
static hf_status read_given(const hf_run_options *options, hf_text *given, hf_error *error)
{
    char buffer[4096];
    struct stat kind;
    FILE *file = fopen(options->config, "rb");
    if (!file || fstat(fileno(file), &kind) != 0) {
        if (file)
            fclose(file);
        return hf_fail_errno(error, HF_NO_INPUT, "%s", options->config);
    }
    hf_text_append(given, "%s", ""); /* never NULL */
    if (!S_ISREG(kind.st_mode))
        hf_text_append(given, "# %s is not a regular file\n", options->config);
    for (size_t got = 1; S_ISREG(kind.st_mode) && got > 0;) {
        got = fread(buffer, 1, sizeof buffer, file);
        hf_text_append_bytes(given, buffer, got);
    }
    fclose(file);
    if (given->length > 0 && given->data[given->length - 1] != '\n')
        hf_text_append(given, "\n");
    for (int64_t i = 0; i < options->set.count; i++)
        hf_text_append(given, "# --set %s\n", options->set.items[i]);
    return hf_text_check(given, error);
}

static hf_status allocate_status(hf_output *output, hf_error *error)
{
    for (hf_arm arm = 0; arm < HF_ARMS; arm++) {
        const hf_grid grid = hf_results_arm_grid(output->results, arm);
        HF_TRY(hf_allocate(&output->status[arm], hf_grid_replicas(&grid), 1, error));
    }
    output->replicas = hf_results_replicas(output->results);
    return HF_OK;
}

static hf_status create_as(hf_output *output, const char *given, hf_error *error)
{
    const hf_run_options *options = output->options;
    hf_taken taken = {0};
    if (options->reuse) {
        HF_TRY(hf_reuse_create(output, given, &taken, error));
        hf_run_show_reused(options, &taken, hf_results_replicas(output->results));
    } else {
        HF_TRY(hf_results_create(options->output, output->experiment, given, error));
        HF_TRY(hf_results_open(options->output, true, &output->results, error));
    }
    HF_TRY(allocate_status(output, error));
    output->pending = output->replicas - taken.taken;
    for (hf_arm arm = 0; arm < HF_ARMS; arm++)
        HF_TRY(hf_results_status(output->results, arm, output->status[arm], error));
    return HF_OK;
}

/* With the lock held. */
static hf_status create(hf_output *output, hf_error *error)
{
    hf_text given = {0};
    hf_status status = read_given(output->options, &given, error);
    if (status == HF_OK)
        status = create_as(output, given.data, error);
    hf_text_free(&given);
    return status;
}

static hf_status read_state(const hf_results *results, uint8_t *state, hf_error *error)
{
    return hf_results_read(results, HF_PROVENANCE_STATE, 0, 0, 1, state, error);
}

/* Reads what there is, and checks every checksum: `status`, how many are pending, whether all is
 * done. */
static hf_status take_stock(hf_output *output, int64_t *demoted, hf_error *error)
{
    uint8_t state;
    *demoted = output->pending = 0;
    for (hf_arm arm = 0; arm < HF_ARMS; arm++) {
        const hf_grid grid = hf_results_arm_grid(output->results, arm);
        const uint8_t *status = output->status[arm];
        int64_t some;
        HF_TRY(hf_results_check(output->results, arm, output->status[arm], &some, error));
        *demoted += some;
        for (int64_t i = 0; i < hf_grid_replicas(&grid); i++)
            output->pending += status[i] == HF_PENDING;
    }
    HF_TRY(read_state(output->results, &state, error));
    output->complete = state == hf_results_last_state(output->results) && output->pending == 0;
    return HF_OK;
}

/* ---- another experiment's, or another version's ---- */

/* results/r-top4.h5 beside results/r.h5 */
static void append_evaluation_name(const char *path, const hf_config *config, const char *key,
                                   hf_text *name)
{
    const int stem = hf_path_stem(path);
    hf_text value = {0};
    hf_config_append_value(config, key, &value);
    const bool is_plain = value.data && strspn(value.data, "0123456789.") == value.length;
    hf_text_append(name, "%.*s-%s%s%s", stem, path, strchr(key, '.') + 1,
                   is_plain ? value.data : "", path + stem);
    hf_text_free(&value);
}

/* Where the file has networks that the run would train, the line that takes them over. */
static hf_status append_reuse(const hf_output *output, hf_text *text, hf_error *error)
{
    const hf_results *results = output->results;
    hf_difference difference;
    HF_TRY(
        hf_difference_find(results, output->experiment, HF_AGREE_IN_REPLICAS, &difference, error));
    if (!difference.key && hf_grids_overlap(hf_results_grid(results), &output->experiment->grid)) {
        hf_text_append(text, "To take over the networks that both have:\n  ");
        hf_reuse_suggest(output->options, text);
    }
    hf_difference_free(&difference);
    return hf_text_check(text, error);
}

static hf_status check_format(const hf_output *output, hf_error *error)
{
    hf_text advice = {0};
    if (!hf_results_is_older(output->results))
        return HF_OK;
    hf_status status = append_reuse(output, &advice, error);
    if (status == HF_OK)
        status = hf_results_refuse_older(
            output->results, advice.data ? advice.data : "Give another file with -o", error);
    hf_text_free(&advice);
    return status;
}

static void append_aggregate(const hf_output *output, const char *key, hf_text *advice)
{
    const char *path = output->options->output;
    const hf_config *config = &output->experiment->config;
    hf_text name = {0};
    append_evaluation_name(path, config, key, &name);
    hf_text_append(advice, "all its networks are trained, so only compute the statistics again:\n"
                           "  holdfast aggregate ");
    hf_quote_shell(advice, path);
    hf_config_append_significance(hf_results_config(output->results), config, advice);
    hf_text_append(advice, " -o ");
    hf_quote_shell(advice, name.data ? name.data : "OUT.h5");
    hf_text_append(advice, "\n  (without -o: in the file itself)");
    hf_text_free(&name);
}

/* Whether aggregate can make these statistics of the file's replicas. */
static bool can_aggregate(const hf_output *output)
{
    const hf_config *config = &output->experiment->config;
    int64_t method;
    for (hf_arm arm = 0; arm < HF_ARMS; arm++)
        if (hf_arm_draws(config, arm) > 0 &&
            hf_replica_copy_obstacle(hf_results_config(output->results), config, arm, &method))
            return false;
    return true;
}

/* The replicas are the same: nothing there needs replacing. */
static hf_status refuse_statistics(const hf_output *output, const hf_difference *difference,
                                   hf_error *error)
{
    uint8_t state;
    hf_text advice = {0};
    HF_TRY(read_state(output->results, &state, error));
    if (!can_aggregate(output)) {
        hf_text_append(&advice, "its null tests were made with the old value. ");
        HF_TRY(append_reuse(output, &advice, error));
    } else if (state == HF_STATE_COMPLETE) {
        append_aggregate(output, difference->key, &advice);
    } else {
        hf_text_append(&advice, "finish the run with the old value, then change it with holdfast "
                                "aggregate");
    }
    hf_fail(error, HF_CANNOT_CREATE, "%s holds this experiment with other statistics: %s %s; %s",
            output->options->output, difference->key, hf_difference_text(difference),
            advice.data ? advice.data : "");
    hf_text_free(&advice);
    return HF_CANNOT_CREATE;
}

/* Where only the grid or its null tests differ, with how to take over what the file has of it. */
static hf_status refuse(const hf_output *output, const hf_difference *difference, hf_error *error)
{
    hf_text reuse = {0};
    HF_TRY(append_reuse(output, &reuse, error));
    hf_fail(error, HF_CANNOT_CREATE,
            "%s holds another experiment: %s %s; give another file with -o, or --overwrite to "
            "replace it%s%s",
            output->options->output, difference->key, hf_difference_text(difference),
            reuse.data ? ". " : "", reuse.data ? reuse.data : "");
    hf_text_free(&reuse);
    return HF_CANNOT_CREATE;
}

static hf_status check_same_experiment(const hf_output *output, hf_error *error)
{
    hf_difference difference;
    hf_status status = HF_OK;
    HF_TRY(hf_difference_find(output->results, output->experiment, HF_AGREE_IN_FILE, &difference,
                              error));
    if (difference.key)
        status = (difference.statistics ? refuse_statistics : refuse)(output, &difference, error);
    hf_difference_free(&difference);
    return status;
}

/* ---- there already ---- */

/* An existing file: goes on with it, or says that it is complete (for which reading it is enough).
 */
static hf_status resume(hf_output *output, hf_error *error)
{
    const char *path = output->options->output;
    const uint8_t training = HF_STATE_TRAINING;
    int64_t demoted;
    uint8_t state;
    hf_status status = hf_results_open(path, false, &output->results, error);
    if (status == HF_BAD_DATA && hf_results_format(path) <= HF_FORMAT)
        return hf_fail(error, HF_CANNOT_CREATE,
                       "%s exists and is not a complete holdfast results file; give another file "
                       "with -o, or --overwrite to replace it",
                       path);
    HF_TRY(status);
    HF_TRY(check_format(output, error));
    HF_TRY(check_same_experiment(output, error));
    HF_TRY(allocate_status(output, error));
    HF_TRY(read_state(output->results, &state, error));
    if (state == hf_results_last_state(output->results))
        HF_TRY(take_stock(output, &demoted, error));
    if (!output->complete) { /* never finished, or damaged since */
        HF_TRY(hf_results_close(&output->results, error));
        HF_TRY(hf_results_lock(path, &output->lock, error));
        HF_TRY(hf_results_open(path, true, &output->results, error));
        HF_TRY(take_stock(output, &demoted, error));
        HF_TRY(hf_results_write(output->results, HF_PROVENANCE_STATE, 0, 0, 1, &training, error));
    }
    hf_run_show_resumed(output->options, output, demoted);
    return HF_OK;
}

static const char refusal[] = " (the run will refuse: exit 73)";
static const char refusal_of_format[] = " (the run will refuse: exit 65)";

/* What is in an existing file, opened only for reading. */
static hf_status preview_file(hf_output *output, hf_text *text, hf_error *error)
{
    hf_difference difference;
    int64_t demoted;
    if (hf_results_is_older(output->results)) {
        hf_text_append(text, "was written by ");
        HF_TRY(hf_results_append_writer(output->results, text, error));
        hf_text_append(text, " in an older format%s", refusal_of_format);
        return HF_OK;
    }
    HF_TRY(hf_difference_find(output->results, output->experiment, HF_AGREE_IN_FILE, &difference,
                              error));
    if (difference.key)
        hf_text_append(text, "%s: %s %s%s",
                       difference.statistics ? "has this experiment with other statistics"
                                             : "is another experiment's",
                       difference.key, hf_difference_text(&difference), refusal);
    const bool differs = difference.key != NULL;
    hf_difference_free(&difference);
    if (differs)
        return HF_OK;
    HF_TRY(allocate_status(output, error));
    HF_TRY(take_stock(output, &demoted, error));
    if (output->complete)
        hf_text_append(text, "complete: the run has nothing to do");
    else
        hf_text_append(text, "goes on: %s of %s networks are done",
                       hf_number_grouped(output->replicas - output->pending).text,
                       hf_number_grouped(output->replicas).text);
    return HF_OK;
}

static void append_unreadable(const char *path, hf_text *text)
{
    if (hf_results_format(path) > HF_FORMAT)
        hf_text_append(text, "is of a newer format%s", refusal_of_format);
    else
        hf_text_append(text, "exists and is not a complete results file%s", refusal);
}

hf_status hf_output_preview(hf_output *output, hf_text *text, hf_error *error)
{
    const char *path = output->options->output;
    struct stat there;
    hf_error unheard;
    hf_status status = HF_OK;
    if (stat(path, &there) != 0)
        hf_text_append(text, "%s%s", errno == ENOENT ? "new" : strerror(errno),
                       errno == ENOENT ? "" : refusal);
    else if (output->options->overwrite)
        hf_text_append(text, "is replaced (--overwrite)");
    else if (hf_results_open(path, false, &output->results, &unheard) != HF_OK)
        append_unreadable(path, text);
    else
        status = preview_file(output, text, error);
    return status == HF_OK ? hf_text_check(text, error) : status;
}

static bool is_to_be_made(const hf_run_options *options)
{
    struct stat there;
    return options->overwrite || stat(options->output, &there) != 0;
}

hf_status hf_output_open(hf_output *output, hf_error *error)
{
    const hf_run_options *options = output->options;
    int64_t there[HF_ARMS];
    if (!is_to_be_made(options))
        return resume(output, error);
    if (options->reuse)
        HF_TRY(hf_reuse_check(output, there, error)); /* before anything is made */
    HF_TRY(hf_make_folder_of(options->output, error));
    HF_TRY(hf_results_lock(options->output, &output->lock, error));
    if (is_to_be_made(options))
        return create(output, error);
    hf_results_unlock(&output->lock); /* another run has made it meanwhile */
    return resume(output, error);
}

hf_status hf_output_close(hf_output *output, hf_error *error)
{
    hf_status status = HF_OK;
    for (hf_arm arm = 0; arm < HF_ARMS; arm++)
        hf_free(&output->status[arm]);
    if (output->results)
        status = hf_results_close(&output->results, error);
    hf_results_unlock(&output->lock);
    return status;
}
