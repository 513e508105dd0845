/* The commands that show a results file: summary, digest, export, report. */
#include "commands/commands.h"
#include "holdfast/status_codes.h"
#include "holdfast/stop.h"
#include "page/page.h"
#include "report/report.h"

typedef struct request {
    const char *path, *table, *method, *folder;
    int64_t hidden, top, replica;
    int format;
} request;

enum { SIZES_MOST = 1000000000, FEATURES_MOST = 1000000000 };

const hf_option hf_summary_command_options[] = {
    HF_RESULTS_ARGUMENT,
    HF_TEXT(method, "method", 0, "NAME", "main importance method (default: the first)"),
    HF_NUMBER(hidden, "hidden", "H", 1, SIZES_MOST, "show the statistics of this hidden size"),
    HF_NUMBER(top, "top", "N", 0, FEATURES_MOST,
              "features to list, 0: all (default: all up to 40, else 20)"),
    HF_CHOICE(format, "format", "text|csv|json", "what to print (default text)"),
    HF_OPTIONS_END};
const hf_option hf_digest_command_options[] = {HF_RESULTS_ARGUMENT, HF_OPTIONS_END};
const hf_option hf_export_command_options[] = {
    HF_RESULTS_ARGUMENT,
    HF_ARGUMENT(table, "TABLE", "replicas, significance, importance/<method> or weights/<replica>"),
    HF_OPTIONS_END};
const hf_option hf_report_command_options[] = {
    HF_RESULTS_ARGUMENT,
    HF_TEXT(folder, "output", 'o', "DIR",
            "folder to write (default <file's stem>-report beside it)"),
    HF_NUMBER(replica, "replica", "N", 0, INT32_MAX,
              "network whose weights to show (default: median accuracy)"),
    HF_OPTIONS_END};

static hf_status print_summary(hf_results *results, const void *request_, hf_error *error)
{
    const request *asked = request_;
    const hf_summary_request wanted = {.format = (hf_format)asked->format,
                                       .columns = hf_command_columns(stdout),
                                       .method = asked->method,
                                       .hidden = asked->hidden,
                                       .top = asked->top};
    return hf_report_summary(results, &wanted, stdout, error);
}

static hf_status print_digest(hf_results *results, const void *asked, hf_error *error)
{
    char digest[HF_HASH_BYTES];
    (void)asked;
    HF_TRY(hf_results_digest(results, digest, error));
    puts(digest);
    return HF_OK;
}

static hf_status print_table(hf_results *results, const void *asked, hf_error *error)
{
    return hf_report_export(results, ((const request *)asked)->table, stdout, error);
}

static hf_status write_report(hf_results *results, const void *request_, hf_error *error)
{
    const request *asked = request_;
    hf_text folder = {0};
    if (asked->folder)
        hf_text_append(&folder, "%s", asked->folder);
    else
        hf_page_default_folder(asked->path, &folder);
    hf_status status = hf_text_check(&folder, error);
    if (status == HF_OK)
        status = hf_page_write(
            results, &(hf_page_request){.folder = folder.data, .replica = asked->replica}, error);
    if (status == HF_OK)
        printf("%s/report.html\n", folder.data);
    hf_text_free(&folder);
    return status;
}

static hf_status answer(const hf_option *options, int argc, char **argv,
                        hf_results_reader *function, hf_error *error)
{
    request asked = {.top = HF_TOP_READABLE, .replica = HF_REPLICA_MEDIAN};
    HF_TRY(hf_options_read(options, argc, argv, &asked, error));
    if (asked.folder && !*asked.folder)
        return hf_fail(error, HF_USAGE, "report: -o needs the name of a folder");
    return hf_command_read_results(asked.path, function, &asked, error);
}

hf_status hf_command_summary(int argc, char **argv, hf_error *error)
{
    return answer(hf_summary_command_options, argc, argv, print_summary, error);
}

hf_status hf_command_digest(int argc, char **argv, hf_error *error)
{
    return answer(hf_digest_command_options, argc, argv, print_digest, error);
}

hf_status hf_command_export(int argc, char **argv, hf_error *error)
{
    return answer(hf_export_command_options, argc, argv, print_table, error);
}

hf_status hf_command_report(int argc, char **argv, hf_error *error)
{
    hf_stop_catch_signals(); /* a report that is told to stop leaves nothing behind */
    return answer(hf_report_command_options, argc, argv, write_report, error);
}
