/* What several commands do: read a results file, print a text, ask how wide the terminal is. */
#include "commands/commands.h"

#include "holdfast/status_codes.h"
#include <sys/ioctl.h>

hf_status hf_command_read_results(const char *path, hf_results_reader *function, const void *asked,
                                  hf_error *error)
{
    hf_results *results = NULL;
    HF_TRY(hf_results_open(path, false, &results, error));
    const hf_status status = function(results, asked, error);
    const hf_status closed = hf_results_close(&results, status == HF_OK ? error : NULL);
    return status == HF_OK ? closed : status;
}

hf_status hf_command_print_text(hf_text *text, hf_error *error)
{
    const hf_status status = hf_text_check(text, error);
    if (status == HF_OK && text->data)
        fputs(text->data, stdout);
    hf_text_free(text);
    return status;
}

void hf_command_print_document(hf_document *document, FILE *out)
{
    hf_text text = {0};
    hf_error error = {0};
    hf_document_terminal(document, hf_command_columns(out), &text);
    if (hf_document_check(document, &error) == HF_OK && hf_text_check(&text, &error) == HF_OK)
        fputs(text.data ? text.data : "", out);
    fflush(out);
    hf_command_print_error(&error);
    hf_text_free(&text);
    hf_document_free(document);
}

void hf_command_print_next(const char *results)
{
    hf_document d = {.label_width = HF_FACT_LABEL};
    hf_text_append(hf_document_fact(&d, "next"), "holdfast summary %s", results);
    hf_text_append(hf_document_fact(&d, ""), "holdfast report %s", results);
    hf_command_print_document(&d, stdout);
}

void hf_command_print_error(hf_error *error)
{
    if (error->message[0])
        fprintf(stderr, "holdfast: %s\n", error->message);
    error->message[0] = '\0';
}

int hf_command_columns(FILE *out)
{
    enum { PIPE_COLUMNS = 80 };
    struct winsize size;
    return ioctl(fileno(out), TIOCGWINSZ, &size) == 0 && size.ws_col > 0 ? size.ws_col
                                                                         : PIPE_COLUMNS;
}
