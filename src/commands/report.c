/* holdfast report: figures and a page of HTML from a results file. */
#include "commands/commands.h"
#include "holdfast/status_codes.h"
#include "holdfast/stop.h"
#include "page/page.h"

typedef struct {
    const char *path, *folder;
    int64_t replica;
} request;

const hf_option hf_report_options[] = {
    {HF_OPTION_ARGUMENT, "RESULTS.h5", .help = "a results file of holdfast run",
     .offset = offsetof(request, path)},
    {HF_OPTION_TEXT, "output", 'o', "DIR", "the folder (default <file's stem>-report beside it)",
     .offset = offsetof(request, folder)},
    {HF_OPTION_NUMBER, "replica", 0, "N", "whose weights to show (default: of median accuracy)",
     .offset = offsetof(request, replica), .least = 0, .most = INT32_MAX},
    {.kind = HF_OPTION_END}};

static hf_status write_report(const hf_results *results, const request *asked, hf_error *error)
{
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

hf_status hf_command_report(int argc, char **argv, hf_error *error)
{
    request asked = {.replica = HF_REPLICA_MEDIAN};
    hf_results *results = NULL;
    HF_TRY(hf_options_read(hf_report_options, argc, argv, &asked, error));
    if (asked.folder && !*asked.folder)
        return hf_fail(error, HF_USAGE, "report: -o needs the name of a folder");
    hf_stop_catch_signals(); /* a report that is told to stop leaves nothing behind */
    HF_TRY(hf_results_open(asked.path, false, &results, error));
    const hf_status status = write_report(results, &asked, error);
    const hf_status closed = hf_results_close(&results, status == HF_OK ? error : NULL);
    return status == HF_OK ? closed : status;
}
