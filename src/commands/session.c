/* A line on each run that contributed to a results file, and files that are made of others. */
#include "commands/session.h"

#include "base/folder.h"
#include "direction/direction.h"
#include "holdfast/statistics.h"
#include "holdfast/status_codes.h"
#include "holdfast/version.h"
#include "kernels/kernels.h"
#include "text/json.h"
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

void hf_session_start(hf_session *session, const hf_parallel *parallel)
{
    session->parallel = parallel;
    hf_clock_timestamp(session->start);
}

void hf_session_start_alone(hf_session *session)
{
    static const hf_parallel alone = {.ranks = 1, .threads = 1, .total_threads = 1};
    char host[256] = "";
    gethostname(host, sizeof host - 1);
    hf_text_list_add(&session->hosts, host, NULL);
    hf_session_start(session, &alone);
}

/* As an array: a line of words could not be taken apart again. */
static void write_command_line(hf_json *json, const hf_session *session)
{
    hf_json_begin_array(json, "command_line");
    hf_json_text(json, NULL, "holdfast");
    for (int i = 0; i < session->argc; i++)
        hf_json_text(json, NULL, session->argv[i]);
    hf_json_end_array(json);
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
    hf_json_texts(&json, "hosts", &session->hosts);
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
    hf_text_list_free(&session->hosts);
}

/* ---- a file made of others ---- */

bool hf_is_same_file(const char *a, const char *b)
{
    struct stat first, second;
    return stat(a, &first) == 0 && stat(b, &second) == 0 && first.st_dev == second.st_dev &&
           first.st_ino == second.st_ino;
}

hf_status hf_check_output(const char *output, bool overwrite, hf_error *error)
{
    struct stat there;
    if (overwrite || stat(output, &there) != 0)
        return HF_OK;
    return hf_fail(error, HF_CANNOT_CREATE,
                   "%s exists; give another file with -o, or --overwrite to replace it", output);
}

static hf_status complete(const hf_derivation *d, hf_results *into, hf_error *error)
{
    const uint8_t state = HF_STATE_COMPLETE;
    const hf_conditional_store store = {.results = into, .into = into};
    HF_TRY(d->fill(into, d->context, error));
    HF_TRY(hf_conditional_stage_alone(d->experiment, &store, 0, error));
    HF_TRY(hf_direction_put(into, into, NULL, d->experiment, 0, error));
    HF_TRY(hf_aggregate(into, &d->experiment->dataset, error));
    HF_TRY(hf_session_write(into, d->session, error));
    HF_TRY(hf_results_write(into, HF_PROVENANCE_STATE, 0, 0, 1, &state, error));
    return hf_results_publish(into, error);
}

hf_status hf_derive(const hf_derivation *d, hf_error *error)
{
    enum { OWN_SESSION_BYTES = 1 << 16 };
    hf_lock lock = {0};
    hf_results *into = NULL;
    HF_TRY(hf_make_folder_of(d->output, error));
    HF_TRY(hf_results_lock(d->output, &lock, error));
    hf_status status = hf_results_draft(d->output, d->experiment, d->given,
                                        d->session_bytes + OWN_SESSION_BYTES, &into, error);
    if (status == HF_OK)
        status = complete(d, into, error);
    hf_results_close(&into, NULL);
    hf_results_unlock(&lock);
    return status;
}
