/* Writes text that is being composed, in pieces. */
#include "output.h"
#include "holdfast/results.h"
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

void hf_output_grid(const hf_grid *grid, hf_json *json)
{
    hf_json_begin_object(json, "grid");
    hf_json_integer(json, "first_seed", grid->first_seed);
    hf_json_integer(json, "seeds", grid->seeds);
    hf_json_integers(json, "hidden", grid->hidden, grid->hiddens);
    hf_json_integer(json, "splits", grid->splits);
    hf_json_integer(json, "replicas", hf_grid_whole(grid));
    hf_json_end_object(json);
}

const char *hf_state_name(uint8_t state)
{
    static const char *const names[] = {[HF_STATE_TRAINING] = "training",
                                        [HF_STATE_TRAINED] = "trained",
                                        [HF_STATE_COMPLETE] = "complete"};
    return state <= HF_STATE_COMPLETE ? names[state] : NULL;
}
