/* The line that made a results file, from its sessions. */
#include "commands/last_run.h"

#include "commands/run/run.h"
#include "holdfast/memory.h"
#include "holdfast/status_codes.h"
#include "text/json_read.h"
#include "text/quote.h"
#include <string.h>

/* The last run's line, changed so that it makes another file from this one. */
static void append_run(const char *path, const hf_text_list *words, hf_text *line)
{
    hf_run_options options = {0};
    line->length = 0;
    if (hf_run_options_read((int)words->count - 1, words->items + 1, &options, NULL) == HF_OK) {
        options.output = path;
        options.shard = (hf_shard){0};
        options.threads = 0;
        options.max_time = NULL;
        hf_reuse_suggest(&options, line);
    }
    hf_run_options_free(&options);
}

/* What aggregate has changed since. */
static void append_changes(const hf_text_list *words, hf_text *line)
{
    static const char joined[] = "--set=";
    for (int64_t i = 2; i < words->count; i++) {
        const char *word = words->items[i], *value = NULL;
        if (strcmp(word, "--set") == 0 && i + 1 < words->count)
            value = words->items[++i];
        else if (strncmp(word, joined, strlen(joined)) == 0)
            value = word + strlen(joined);
        if (value) {
            hf_text_append(line, " --set ");
            hf_quote_shell(line, value);
        }
    }
}

/* What one session, a line of JSON, says of the line that trains more. */
static void read_session(const char *session, const char *path, hf_text *line, int64_t *threads)
{
    hf_text_list words = {0};
    const char *list = hf_json_find(session, "command_line");
    const char *count = hf_json_find(session, "threads");
    const bool known = list && hf_json_read_texts(list, &words) && words.count > 1;
    if (!known) { /* version 0.1 kept one text: what it changed is not known */
        line->length = 0;
    } else if (strcmp(words.items[1], "run") == 0) {
        append_run(path, &words, line);
        if (!count || !hf_json_read_integer(count, threads))
            *threads = 0;
    } else if (strcmp(words.items[1], "aggregate") == 0 && line->length > 0) {
        append_changes(&words, line);
    }
    hf_text_list_free(&words);
}

hf_status hf_last_run_line(const hf_results *results, hf_text *line, int64_t *threads,
                           hf_error *error)
{
    char *sessions;
    HF_TRY(hf_results_sessions(results, &sessions, error));
    for (char *session = sessions, *end; *session; session = end) {
        end = session + strcspn(session, "\n");
        if (*end)
            *end++ = '\0';
        read_session(session, hf_results_path(results), line, threads);
    }
    hf_free(&sessions);
    return HF_OK;
}
