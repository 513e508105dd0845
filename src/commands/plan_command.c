/* holdfast plan: how much a larger grid would narrow the intervals. */
#include "commands/commands.h"
#include "commands/last_run.h"
#include "holdfast/status_codes.h"
#include "report/report.h"
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
    HF_TRY_CLEANUP(hf_last_run_line(results, &line, &plan.threads, error));
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
