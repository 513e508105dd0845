/* Which network inputs each feature has. */
#include "holdfast/dataset.h"

#include "holdfast/memory.h"

int64_t hf_dataset_levels(const hf_dataset *dataset, int64_t feature)
{
    return dataset->levels ? dataset->levels[feature].count : 0;
}

hf_status hf_dataset_lay_inputs(hf_dataset *dataset, hf_error *error)
{
    hf_free(&dataset->first_input);
    HF_TRY(hf_allocate(&dataset->first_input, dataset->features + 1, sizeof *dataset->first_input,
                       error));
    dataset->inputs = 0;
    for (int64_t f = 0; f < dataset->features; f++) {
        const int64_t levels = hf_dataset_levels(dataset, f);
        dataset->inputs += levels > 2 ? levels : 1;
        dataset->first_input[f + 1] = dataset->inputs;
    }
    return HF_OK;
}

/* The feature that an input belongs to: the last one that begins at or before it. */
static int64_t feature_of(const hf_dataset *d, int64_t input)
{
    int64_t low = 0, high = d->features;
    while (high - low > 1) {
        const int64_t middle = low + (high - low) / 2;
        if (d->first_input[middle] <= input)
            low = middle;
        else
            high = middle;
    }
    return low;
}

hf_status hf_dataset_input_name(const hf_dataset *dataset, int64_t input, hf_text *name,
                                hf_error *error)
{
    const int64_t f = feature_of(dataset, input), levels = hf_dataset_levels(dataset, f);
    name->length = 0;
    hf_text_append(name, "%s", dataset->feature_names.items[f]);
    if (levels == 2)
        hf_text_append(name, " = %s", dataset->levels[f].items[1]);
    if (levels > 2)
        hf_text_append(name, " = %s", dataset->levels[f].items[input - dataset->first_input[f]]);
    return hf_text_check(name, error);
}
