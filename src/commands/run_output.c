#include "commands/run_output.h"

#include "commands/run_text.h"
#include "holdfast/clock.h"
#include "holdfast/json.h"
#include "holdfast/kernels.h"
#include "holdfast/memory.h"
#include "holdfast/version.h"
#include <errno.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

/* ---- is it ours? ---- */

static hf_status refuse(const char *path, const char *key, hf_text *values, hf_error *error)
{
    hf_status status = hf_fail(error, HF_CANNOT_CREATE,
                               "%s holds another experiment: %s %s; give another file with -o, or "
                               "--overwrite to replace it",
                               path, key, values->data ? values->data : "has other content");
    hf_text_free(values);
    return status;
}

/* The replicas are the same: nothing there needs replacing. */
static hf_status refuse_statistics(const char *path, const char *key, hf_text *values,
                                   hf_error *error)
{
    hf_status status =
        hf_fail(error, HF_CANNOT_CREATE,
                "%s holds this experiment with other statistics: %s %s; run it with the old value "
                "to its end, then change it with holdfast aggregate",
                path, key, values->data ? values->data : "differs");
    hf_text_free(values);
    return status;
}

/* Whether the splits in the file are those of the experiment (they may come from a file). */
static hf_status compare_splits(const hf_results *results, const hf_experiment *experiment,
                                bool *same, hf_error *error)
{
    const hf_splits *splits = &experiment->splits;
    uint8_t *stored;
    hf_status status = HF_OK;
    *same = true;
    HF_TRY(hf_allocate(&stored, splits->samples, 1, error));
    for (int64_t p = 0; p < splits->count && *same; p++) {
        HF_TRY_CLEANUP(hf_results_read(results, HF_SPLITS_TRAIN, 0, p, 1, stored, error));
        *same = memcmp(stored, splits->train + p * splits->samples, (size_t)splits->samples) == 0;
    }
cleanup:
    hf_free(&stored);
    return status;
}

static hf_status check_same_experiment(const hf_results *results, const hf_experiment *experiment,
                                       hf_error *error)
{
    const char *path = hf_results_path(results);
    hf_text values = {0};
    bool same_splits;
    const char *key =
        hf_config_difference(hf_results_config(results), &experiment->config, &values);
    if (key)
        return refuse(path, key, &values, error);
    if (strcmp(hf_results_data_hash(results), experiment->dataset.hash) != 0)
        return refuse(path, "data.source", &values, error);
    HF_TRY(compare_splits(results, experiment, &same_splits, error));
    if (!same_splits)
        return refuse(path, "splits.file", &values, error);
    key =
        hf_config_significance_difference(hf_results_config(results), &experiment->config, &values);
    return key ? refuse_statistics(path, key, &values, error) : HF_OK;
}

/* ---- opening ---- */

static hf_status make_folder_of(const char *path, hf_error *error)
{
    char *folder;
    hf_status status = HF_OK;
    HF_TRY(hf_copy_text(&folder, path, error));
    for (char *slash = strchr(folder + 1, '/'); slash; slash = strchr(slash + 1, '/')) {
        *slash = '\0';
        if (mkdir(folder, 0777) != 0 && errno != EEXIST) {
            status = hf_fail_errno(error, HF_CANNOT_CREATE, "cannot make the folder %s", folder);
            break;
        }
        *slash = '/';
    }
    hf_free(&folder);
    return status;
}

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
    if (!S_ISREG(kind.st_mode))
        hf_text_append(given, "# %s is not a regular file\n", options->config);
    for (size_t got = S_ISREG(kind.st_mode) ? fread(buffer, 1, sizeof buffer, file) : 0; got > 0;
         got = fread(buffer, 1, sizeof buffer, file))
        hf_text_append_bytes(given, buffer, got);
    fclose(file);
    if (given->length > 0 && given->data[given->length - 1] != '\n')
        hf_text_append(given, "\n");
    for (int64_t i = 0; i < options->set.count; i++)
        hf_text_append(given, "# --set %s\n", options->set.items[i]);
    return hf_text_check(given, error);
}

static hf_status create(const hf_run_options *options, const hf_experiment *experiment,
                        hf_output *output, hf_error *error)
{
    hf_text given = {0};
    hf_status status = HF_OK;
    HF_TRY_CLEANUP(make_folder_of(options->output, error));
    HF_TRY_CLEANUP(hf_results_lock(options->output, &output->lock, error));
    HF_TRY_CLEANUP(read_given(options, &given, error));
    HF_TRY_CLEANUP(
        hf_results_create(options->output, experiment, given.data ? given.data : "", error));
    HF_TRY_CLEANUP(hf_results_open(options->output, true, &output->results, error));
    output->pending = hf_grid_replicas(&experiment->grid);
    status = hf_allocate(&output->status, output->pending, 1, error);
cleanup:
    hf_text_free(&given);
    return status;
}

/* Reads what there is: `status`, how many are pending, whether all is done. */
static hf_status take_stock(hf_output *output, int64_t replicas, int64_t *demoted, hf_error *error)
{
    uint8_t state;
    HF_TRY(hf_results_check(output->results, output->status, demoted, error));
    HF_TRY(hf_results_read(output->results, HF_PROVENANCE_STATE, 0, 0, 1, &state, error));
    output->pending = 0;
    for (int64_t i = 0; i < replicas; i++)
        output->pending += output->status[i] == HF_PENDING;
    output->complete = state == HF_STATE_COMPLETE && output->pending == 0;
    return HF_OK;
}

/* An existing file: goes on with it, or says that it is complete (for which reading it is enough).
 */
static hf_status resume(const hf_run_options *options, const hf_experiment *experiment,
                        hf_output *output, hf_error *error)
{
    const int64_t replicas = hf_grid_replicas(&experiment->grid);
    const uint8_t state = HF_STATE_TRAINING;
    int64_t demoted;
    hf_status status = hf_results_open(options->output, false, &output->results, error);
    if (status == HF_BAD_DATA)
        return hf_fail(error, HF_CANNOT_CREATE,
                       "%s exists and is not a whole holdfast results file; give another file with "
                       "-o, or --overwrite to replace it",
                       options->output);
    HF_TRY(status);
    HF_TRY(check_same_experiment(output->results, experiment, error));
    HF_TRY(hf_allocate(&output->status, replicas, 1, error));
    HF_TRY(take_stock(output, replicas, &demoted, error));
    if (!output->complete) {
        HF_TRY(hf_results_close(&output->results, error));
        HF_TRY(hf_results_lock(options->output, &output->lock, error));
        HF_TRY(hf_results_open(options->output, true, &output->results, error));
        HF_TRY(take_stock(output, replicas, &demoted, error)); /* demotes in the file */
        HF_TRY(hf_results_write(output->results, HF_PROVENANCE_STATE, 0, 0, 1, &state, error));
    }
    hf_run_tell_resumed(options, output, replicas, demoted);
    return HF_OK;
}

hf_status hf_output_open(const hf_run_options *options, const hf_experiment *experiment,
                         hf_output *output, hf_error *error)
{
    struct stat there;
    *output = (hf_output){0};
    if (options->overwrite || stat(options->output, &there) != 0)
        return create(options, experiment, output, error);
    return resume(options, experiment, output, error);
}

hf_status hf_output_close(hf_output *output, hf_error *error)
{
    hf_status status = HF_OK;
    hf_free(&output->status);
    if (output->results)
        status = hf_results_close(&output->results, error);
    hf_results_unlock(&output->lock);
    return status;
}

/* ---- the session ---- */

void hf_session_start(hf_session *session, const hf_parallel *parallel)
{
    session->parallel = parallel;
    hf_clock_timestamp(session->start);
}

static void write_hosts(hf_json *json, const char *hosts)
{
    hf_json_begin_array(json, "hosts");
    while (hosts && *hosts) {
        char name[256];
        const size_t length = strcspn(hosts, "\n");
        snprintf(name, sizeof name, "%.*s", (int)length, hosts);
        hf_json_text(json, NULL, name);
        hosts += length + (hosts[length] == '\n');
    }
    hf_json_end_array(json);
}

static void write_command_line(hf_json *json, const hf_session *session)
{
    hf_text line = {0};
    hf_text_append(&line, "holdfast");
    for (int i = 0; i < session->argc; i++)
        hf_text_append(&line, " %s", session->argv[i]);
    hf_json_text(json, "command_line", line.data);
    hf_text_free(&line);
}

hf_status hf_session_write(hf_results *results, const hf_session *session, hf_error *error)
{
    hf_text text = {0};
    hf_json json = {.text = &text, .one_line = true};
    char end[HF_TIMESTAMP_BYTES];
    hf_clock_timestamp(end);
    hf_json_begin_object(&json, NULL);
    hf_json_text(&json, "version", HF_VERSION);
    hf_json_text(&json, "commit", HF_COMMIT);
    hf_json_text(&json, "compiler", HF_COMPILER);
    hf_json_text(&json, "flags", HF_FLAGS);
    hf_json_text(&json, "instruction_set", hf_kernels_name());
    hf_json_text(&json, "mpi", hf_parallel_mpi_version());
    hf_json_text(&json, "hdf5", hf_results_hdf5_version());
    write_hosts(&json, session->hosts.data);
    hf_json_integer(&json, "ranks", session->parallel->ranks);
    hf_json_integer(&json, "threads", session->parallel->total_threads);
    write_command_line(&json, session);
    hf_json_text(&json, "slurm_job", getenv("SLURM_JOB_ID"));
    hf_json_text(&json, "start", session->start);
    hf_json_text(&json, "end", end);
    hf_json_integer(&json, "replicas", session->replicas);
    hf_json_end_object(&json);
    hf_status status = hf_text_check(&text, error);
    if (status == HF_OK)
        status = hf_results_add_session(results, text.data, error);
    hf_text_free(&text);
    return status;
}

void hf_session_free(hf_session *session)
{
    hf_text_free(&session->hosts);
}
