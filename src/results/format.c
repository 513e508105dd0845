/* The format of a results file, and which version wrote it. */
#include "results.h"
#include "store.h"

#include "holdfast/memory.h"
#include "holdfast/status_codes.h"
#include "text/json_read.h"
#include "text/quote.h"
#include <string.h>

static bool read_member(const char *session, const char *key, hf_text *text)
{
    const char *value = hf_json_find(session, key);
    return value && hf_json_read_text(value, text);
}

/* Of the last session that says its version: lines without one are notes. */
static void append_writer(char *sessions, hf_text *text)
{
    hf_text version = {0}, commit = {0};
    for (char *session = sessions, *end; *session; session = end) {
        hf_text found = {0};
        end = session + strcspn(session, "\n");
        if (*end)
            *end++ = '\0';
        if (read_member(session, "version", &found)) {
            hf_text_free(&version);
            version = found;
            if (!read_member(session, "commit", &commit))
                hf_text_free(&commit);
        } else {
            hf_text_free(&found);
        }
    }
    if (version.data)
        hf_text_append(text, "holdfast %s", version.data);
    else
        hf_text_append(text, "an older version of holdfast");
    if (version.data && commit.data)
        hf_text_append(text, " (commit %s)", commit.data);
    hf_text_free(&version);
    hf_text_free(&commit);
}

hf_status hf_results_append_writer(const hf_results *results, hf_text *text, hf_error *error)
{
    char *sessions;
    HF_TRY(hf_results_sessions(results, &sessions, error));
    append_writer(sessions, text);
    hf_free(&sessions);
    return hf_text_check(text, error);
}

bool hf_results_is_older(const hf_results *results)
{
    return results->config.format < HF_FORMAT;
}

static void append_reuse(const hf_results *results, hf_text *text)
{
    const hf_shard *shard = &results->catalogue.shape.grid.shard;
    hf_text_append(text, "To take over its networks:\n  holdfast run CONFIG.yaml");
    if (shard->count > 0)
        hf_text_append(text, " --shard %lld/%lld", (long long)shard->number,
                       (long long)shard->count);
    hf_text_append(text, " -o NEW.h5 --reuse ");
    hf_quote_shell(text, results->path);
}

hf_status hf_results_refuse_older(const hf_results *results, const char *advice, hf_error *error)
{
    hf_text writer = {0};
    hf_status status = hf_results_append_writer(results, &writer, error);
    if (status == HF_OK)
        status = hf_fail(error, HF_BAD_DATA,
                         "%s was written by %s in format %d of the results file; this version "
                         "shows and verifies such a file, but writes format %d. %s",
                         results->path, writer.data, results->config.format, HF_FORMAT, advice);
    hf_text_free(&writer);
    return status;
}

hf_status hf_results_need_format(const hf_results *results, hf_error *error)
{
    hf_text advice = {0};
    if (!hf_results_is_older(results))
        return HF_OK;
    append_reuse(results, &advice);
    hf_status status = hf_text_check(&advice, error);
    if (status == HF_OK)
        status = hf_results_refuse_older(results, advice.data, error);
    hf_text_free(&advice);
    return status;
}

int hf_results_format(const char *path)
{
    int32_t format = 0;
    hf_store_start();
    hid_t access = hf_store_access();
    hid_t file = H5Fopen(path, H5F_ACC_RDONLY, access);
    H5Pclose(access);
    if (file < 0)
        return 0;
    const bool found = hf_store_read_attribute(file, "holdfast_format", hf_store_type(HF_TYPE_I32),
                                               sizeof format, &format);
    H5Fclose(file);
    return found ? format : 0;
}
