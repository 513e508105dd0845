/* holdfast plan: how much a larger grid would narrow the intervals. */
#include "commands/commands.h"
#include "commands/run/run.h"
#include "holdfast/memory.h"
#include "holdfast/status_codes.h"
#include "report/report.h"
#include "text/json_read.h"
#include "text/quote.h"
#include <math.h>
#include <stdlib.h>
#include <string.h>

typedef struct request {
    const char *path, *width, *method;
    int format;
} request;

static const hf_format formats[] = {
    [HF_PRINT_TEXT] = HF_FORMAT_TEXT, [HF_PRINT_JSON] = HF_FORMAT_JSON};

const hf_option hf_plan_command_options[] = {
    HF_RESULTS_ARGUMENT,
    HF_TEXT(width, "width", 0, "W", "wanted width of the interval: 0.1 or 10%"),
    HF_TEXT(method, "method", 0, "NAME", "importance method (default: the first)"),
    HF_FORMAT_CHOICE, HF_OPTIONS_END};

/* "0.1", "10%" */
static hf_status read_width(const char *text, double *width, hf_error *error)
{
    char *end;
    *width = 0;
    if (!text)
        return HF_OK;
    const bool is_plain = text[strspn(text, "0123456789.e-")] == (strchr(text, '%') ? '%' : '\0');
    *width = strtod(text, &end);
    const bool is_number = is_plain && end > text;
    if (*end == '%') {
        *width /= 100;
        end++;
    }
    if (!is_number || *end || !(*width > 0) || *width > 1)
        return hf_fail(error, HF_USAGE,
                       "plan: --width takes the width of an interval of a frequency, above 0 and "
                       "at most 1, such as 0.1 or 10%%, not '%s'",
                       text);
    return HF_OK;
}

/* ---- the line that trains more ---- */

/* The last run's line, changed so that it makes another file from this one. */
static void append_run(const request *asked, const hf_text_list *words, hf_text *line)
{
    hf_run_options options = {0};
    line->length = 0;
    if (hf_run_options_read((int)words->count - 1, words->items + 1, &options, NULL) == HF_OK) {
        options.output = asked->path;
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
static void read_session(const char *session, const request *asked, hf_text *line, int64_t *threads)
{
    hf_text_list words = {0};
    const char *list = hf_json_find(session, "command_line");
    const char *count = hf_json_find(session, "threads");
    const bool known = list && hf_json_read_texts(list, &words) && words.count > 1;
    if (!known) { /* version 0.1 kept one text: what it changed is not known */
        line->length = 0;
    } else if (strcmp(words.items[1], "run") == 0) {
        append_run(asked, &words, line);
        if (!count || !hf_json_read_integer(count, threads))
            *threads = 0;
    } else if (strcmp(words.items[1], "aggregate") == 0 && line->length > 0) {
        append_changes(&words, line);
    }
    hf_text_list_free(&words);
}

static hf_status read_last_run(const hf_results *results, const request *asked, hf_text *line,
                               int64_t *threads, hf_error *error)
{
    char *sessions;
    HF_TRY(hf_results_sessions(results, &sessions, error));
    for (char *session = sessions, *end; *session; session = end) {
        end = session + strcspn(session, "\n");
        if (*end)
            *end++ = '\0';
        read_session(session, asked, line, threads);
    }
    hf_free(&sessions);
    return HF_OK;
}

static hf_status plan(hf_results *results, const void *request_, hf_error *error)
{
    const request *asked = request_;
    hf_text line = {0};
    hf_plan_request plan = {.format = formats[asked->format],
                            .columns = hf_command_columns(stdout),
                            .method = asked->method};
    hf_status status;
    HF_TRY_CLEANUP(hf_results_need_format(results, error));
    HF_TRY_CLEANUP(read_width(asked->width, &plan.width, error));
    HF_TRY_CLEANUP(read_last_run(results, asked, &line, &plan.threads, error));
    plan.run_line = line.length > 0 ? line.data : NULL;
    status = hf_report_plan(results, &plan, stdout, error);
cleanup:
    hf_text_free(&line);
    return status;
}

hf_status hf_command_plan(int argc, char **argv, hf_error *error)
{
    request asked = {0};
    double width;
    HF_TRY(hf_options_read(hf_plan_command_options, argc, argv, &asked, error));
    HF_TRY(read_width(asked.width, &width, error)); /* before the file is looked for */
    return hf_command_read_results(asked.path, plan, &asked, error);
}
