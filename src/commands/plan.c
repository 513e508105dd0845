/* holdfast plan: how much a larger grid would narrow the intervals. */
#include "commands/columns.h"
#include "commands/commands.h"
#include "commands/reuse.h"
#include "commands/run_options.h"
#include "holdfast/memory.h"
#include "holdfast/status_codes.h"
#include "report/report.h"
#include <math.h>
#include <stdlib.h>
#include <string.h>

typedef struct request {
    const char *path, *width, *method;
    int format;
} request;

enum { WORDS_MOST = 256 };

static const hf_format formats[] = {HF_FORMAT_TEXT, HF_FORMAT_JSON}; /* in the option's order */

const hf_option hf_plan_options[] = {
    {HF_OPTION_ARGUMENT, "RESULTS.h5", .help = "a results file of holdfast run",
     .offset = offsetof(request, path)},
    {HF_OPTION_TEXT, "width", 0, "W", "the interval's width wanted: 0.1 or 10%",
     .offset = offsetof(request, width)},
    {HF_OPTION_TEXT, "method", 0, "NAME", "importance method (default: the first)",
     .offset = offsetof(request, method)},
    {HF_OPTION_CHOICE, "format", 0, "text|json", "what to print (default text)",
     .offset = offsetof(request, format)},
    {.kind = HF_OPTION_END}};

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

/* A session is one line of JSON as hf_session_write makes it. Its command line into `words`, which
 * point into `line` [as long as the session]; 0: it has none, or one that cannot be taken apart. */
static int read_words(const char *session, char *line, char *words[WORDS_MOST])
{
    static const char key[] = "\"command_line\": \"";
    const char *from = strstr(session, key);
    char *to = line, *rest;
    int count = 0;
    if (!from || from > session + strcspn(session, "\n"))
        return 0;
    for (from += strlen(key); *from && *from != '"'; from++) {
        if (*from == '\\' && *++from != '"' && *from != '\\')
            return 0;
        *to++ = *from;
    }
    *to = '\0';
    for (char *word = strtok_r(line, " ", &rest); word; word = strtok_r(NULL, " ", &rest)) {
        if (count == WORDS_MOST - 1)
            return 0;
        words[count++] = word;
    }
    words[count] = NULL;
    return count;
}

static int64_t read_threads(const char *session)
{
    static const char key[] = "\"threads\": ";
    const char *from = strstr(session, key);
    return from && from < session + strcspn(session, "\n") ? atoll(from + strlen(key)) : 0;
}

/* The last run's line, changed so that it makes another file from this one. */
static void append_line(const request *asked, int count, char *words[], hf_text *line)
{
    hf_run_options options = {0};
    line->length = 0;
    if (hf_run_options_read(count - 1, words + 1, &options, NULL) == HF_OK) {
        options.output = asked->path;
        options.shard = (hf_shard){0};
        options.threads = 0;
        options.max_time = NULL;
        hf_reuse_suggest(&options, line);
    }
    hf_run_options_free(&options);
}

/* What aggregate has changed since. False: a value that was taken apart at a space. */
static bool append_changes(char *words[], hf_text *line)
{
    for (int i = 2; words[i]; i++) {
        const char *value = NULL;
        if (strcmp(words[i], "--set") == 0 && words[i + 1])
            value = words[++i];
        else if (strncmp(words[i], "--set=", strlen("--set=")) == 0)
            value = words[i] + strlen("--set=");
        if (value && (strchr(value, '\'') || (strchr(value, '[') && !strchr(value, ']'))))
            return false;
        if (value)
            hf_text_append(line, " --set '%s'", value);
    }
    return true;
}

static hf_status read_last_run(const hf_results *results, const request *asked, hf_text *line,
                               int64_t *threads, hf_error *error)
{
    char *sessions, *copy = NULL, *words[WORDS_MOST];
    hf_status status;
    HF_TRY(hf_results_sessions(results, &sessions, error));
    HF_TRY_CLEANUP(hf_allocate(&copy, (int64_t)strlen(sessions) + 1, 1, error));
    for (const char *session = sessions; *session;) {
        const int count = read_words(session, copy, words);
        const bool is_run = count > 2 && strcmp(words[1], "run") == 0;
        const bool is_aggregate = count > 2 && strcmp(words[1], "aggregate") == 0;
        if (is_run) {
            append_line(asked, count, words, line);
            *threads = read_threads(session);
        }
        if (count == 0 || (is_aggregate && line->length > 0 && !append_changes(words, line)))
            line->length = 0; /* it would lack what that session changed */
        session += strcspn(session, "\n");
        session += *session == '\n';
    }
cleanup:
    hf_free(&copy);
    hf_free(&sessions);
    return status;
}

static hf_status plan(const request *asked, const hf_results *results, hf_error *error)
{
    hf_text line = {0};
    hf_plan_request plan = {
        .format = formats[asked->format], .columns = hf_output_columns(), .method = asked->method};
    hf_status status;
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
    hf_results *results = NULL;
    double width;
    HF_TRY(hf_options_read(hf_plan_options, argc, argv, &asked, error));
    HF_TRY(read_width(asked.width, &width, error)); /* before the file is looked for */
    HF_TRY(hf_results_open(asked.path, false, &results, error));
    hf_status status = plan(&asked, results, error);
    hf_status closed = hf_results_close(&results, status == HF_OK ? error : NULL);
    return status == HF_OK ? closed : status;
}
