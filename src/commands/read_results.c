/* The commands that read a results file: summary, digest, export. */
#include "commands/columns.h"
#include "commands/commands.h"
#include "holdfast/results.h"
#include "report/report.h"
#include <stdint.h>

typedef struct request {
    const char *path, *table, *method;
    int64_t hidden, top;
    int format;
} request;

enum { SIZES_MOST = 1000000000, FEATURES_MOST = 1000000000 };

#define RESULTS_ARGUMENT                                                                           \
    {                                                                                              \
        HF_OPTION_ARGUMENT, "RESULTS.h5", .help = "a results file of holdfast run",                \
                                          .offset = offsetof(request, path)                        \
    }

#define MEMBER(name) .offset = offsetof(request, name)

const hf_option hf_summary_options[] = {
    RESULTS_ARGUMENT,
    {HF_OPTION_TEXT, "method", 0, "NAME", "importance method that leads (default: the first)",
     MEMBER(method)},
    {HF_OPTION_NUMBER, "hidden", 0, "H", "statistics of that hidden size, where there are any",
     MEMBER(hidden), .least = 1, .most = SIZES_MOST},
    {HF_OPTION_NUMBER, "top", 0, "N",
     "features the text lists, 0: all (default: all up to 40, else 20)", MEMBER(top), .least = 0,
     .most = FEATURES_MOST},
    {HF_OPTION_CHOICE, "format", 0, "text|csv|json", "what to print (default text)",
     MEMBER(format)},
    {.kind = HF_OPTION_END}};
const hf_option hf_digest_options[] = {RESULTS_ARGUMENT, {.kind = HF_OPTION_END}};
const hf_option hf_export_options[] = {
    RESULTS_ARGUMENT,
    {HF_OPTION_ARGUMENT, "TABLE",
     .help = "replicas, significance, importance/<method> or weights/<replica>",
     .offset = offsetof(request, table)},
    {.kind = HF_OPTION_END}};

static hf_status print_summary(const hf_results *results, const request *asked, hf_error *error)
{
    const hf_summary_request wanted = {.format = (hf_format)asked->format,
                                       .columns = hf_output_columns(),
                                       .method = asked->method,
                                       .hidden = asked->hidden,
                                       .top = asked->top};
    return hf_report_summary(results, &wanted, stdout, error);
}

static hf_status print_digest(const hf_results *results, const request *asked, hf_error *error)
{
    char digest[HF_HASH_BYTES];
    (void)asked;
    HF_TRY(hf_results_digest(results, digest, error));
    puts(digest);
    return HF_OK;
}

static hf_status print_table(const hf_results *results, const request *asked, hf_error *error)
{
    return hf_report_export(results, asked->table, stdout, error);
}

static hf_status answer(const hf_option *options, int argc, char **argv,
                        hf_status (*print)(const hf_results *, const request *, hf_error *),
                        hf_error *error)
{
    request asked = {.top = HF_TOP_READABLE};
    hf_results *results = NULL;
    HF_TRY(hf_options_read(options, argc, argv, &asked, error));
    HF_TRY(hf_results_open(asked.path, false, &results, error));
    hf_status status = print(results, &asked, error);
    hf_status closed = hf_results_close(&results, status == HF_OK ? error : NULL);
    return status == HF_OK ? closed : status;
}

hf_status hf_command_summary(int argc, char **argv, hf_error *error)
{
    return answer(hf_summary_options, argc, argv, print_summary, error);
}

hf_status hf_command_digest(int argc, char **argv, hf_error *error)
{
    return answer(hf_digest_options, argc, argv, print_digest, error);
}

hf_status hf_command_export(int argc, char **argv, hf_error *error)
{
    return answer(hf_export_options, argc, argv, print_table, error);
}
