/* The levels of categories back from the file. */
#include "results.h"

#include "holdfast/memory.h"
#include "holdfast/status_codes.h"
#include "text/json_read.h"
#include <string.h>

static hf_status damaged(const hf_results *results, const char *why, hf_error *error)
{
    return hf_fail(error, HF_BAD_DATA, "%s is not a whole results file: %s %s", results->path,
                   hf_text_table[HF_TEXT_LEVELS].path, why);
}

/* Of one feature, where it has some. */
static hf_status read_feature(const hf_results *results, const char *json, hf_text_list *levels,
                              const char *name, hf_error *error)
{
    const char *value = hf_json_find(json, name);
    if (value && (!hf_json_read_texts(value, levels) || levels->count == 0))
        return damaged(results, "does not list a feature's levels", error);
    return HF_OK;
}

/* Do they make as many inputs as the file has? */
static hf_status check_inputs(const hf_results *results, hf_error *error)
{
    hf_dataset shape = {.features = results->features.count, .levels = results->levels};
    HF_TRY(hf_dataset_lay_inputs(&shape, error));
    hf_free(&shape.first_input);
    return shape.inputs == results->catalogue.shape.size[HF_AXIS_INPUT]
               ? HF_OK
               : damaged(results, "does not give the inputs of /input", error);
}

hf_status hf_results_read_levels(hf_results *results, const char *json, hf_error *error)
{
    const hf_text_list *features = &results->features;
    if (strchr(json, '[')) {
        HF_TRY(hf_allocate(&results->levels, features->count, sizeof *results->levels, error));
        for (int64_t f = 0; f < features->count; f++)
            HF_TRY(read_feature(results, json, &results->levels[f], features->items[f], error));
    }
    return check_inputs(results, error);
}
