/* Writes text that is being composed, in pieces. */
#include "output.h"
#include "holdfast/status_codes.h"

enum { WORTH_WRITING = 1 << 16 };

static hf_status output(hf_text *text, FILE *out, hf_error *error)
{
    HF_TRY(hf_text_check(text, error));
    if (text->length > 0 && fwrite(text->data, 1, text->length, out) != text->length)
        return hf_fail_errno(error, HF_IO, "the output cannot be written");
    text->length = 0;
    return HF_OK;
}

hf_status hf_output_some(hf_text *text, FILE *out, hf_error *error)
{
    return text->length < WORTH_WRITING ? hf_text_check(text, error) : output(text, out, error);
}

hf_status hf_output_all(hf_text *text, FILE *out, hf_error *error)
{
    HF_TRY(output(text, out, error));
    if (fflush(out) != 0)
        return hf_fail_errno(error, HF_IO, "the output cannot be written");
    return HF_OK;
}

hf_status hf_output_document(hf_document *document, int columns, FILE *out, hf_error *error)
{
    hf_text text = {0};
    hf_status status = hf_document_check(document, error);
    if (status == HF_OK) {
        hf_document_terminal(document, columns, &text);
        status = hf_output_all(&text, out, error);
    }
    hf_text_free(&text);
    hf_document_free(document);
    return status;
}
