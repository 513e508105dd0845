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

hf_status hf_results_read_levels(hf_results *results, const char *json, hf_error *error)
{
    hf_dataset *columns = &results->columns;
    columns->features = columns->feature_names.count;
    columns->classes = columns->class_names.count;
    if (json && strchr(json, '[')) {
        HF_TRY(hf_allocate(&columns->levels, columns->features, sizeof *columns->levels, error));
        for (int64_t f = 0; f < columns->features; f++)
            HF_TRY(read_feature(results, json, &columns->levels[f], columns->feature_names.items[f],
                                error));
    }
    HF_TRY(hf_dataset_lay_inputs(columns, error));
    return columns->inputs == results->catalogue.shape.size[HF_AXIS_INPUT]
               ? HF_OK
               : damaged(results, "does not give the inputs of /input", error);
}
