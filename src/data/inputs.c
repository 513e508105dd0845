/* Which network inputs each feature has. */
#include "holdfast/dataset.h"

#include "holdfast/memory.h"
#include <math.h>

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

hf_data_counts hf_dataset_counts(const hf_dataset *dataset)
{
    return (hf_data_counts){.samples = dataset->samples,
                            .features = dataset->features,
                            .inputs = dataset->inputs,
                            .classes = dataset->classes};
}

const double *hf_dataset_inputs(const hf_dataset *d, int64_t sample, double *room)
{
    const double *x = d->x + sample * d->features;
    if (d->inputs == d->features)
        return x;
    for (int64_t f = 0; f < d->features; f++) {
        const int64_t first = d->first_input[f], count = d->first_input[f + 1] - first;
        if (count == 1)
            room[first] = x[f];
        for (int64_t level = 0; count > 1 && level < count; level++)
            room[first + level] = isnan(x[f]) ? x[f] : x[f] == (double)level;
    }
    return room;
}

/* The last one that begins at or before it. */
int64_t hf_dataset_feature_of(const hf_dataset *dataset, int64_t input)
{
    int64_t low = 0, high = dataset->features;
    while (high - low > 1) {
        const int64_t middle = low + (high - low) / 2;
        if (dataset->first_input[middle] <= input)
            low = middle;
        else
            high = middle;
    }
    return low;
}

hf_status hf_dataset_input_name(const hf_dataset *dataset, int64_t input, hf_text *name,
                                hf_error *error)
{
    const int64_t f = hf_dataset_feature_of(dataset, input), levels = hf_dataset_levels(dataset, f);
    name->length = 0;
    hf_text_append(name, "%s", dataset->feature_names.items[f]);
    if (levels == 2)
        hf_text_append(name, " = %s", dataset->levels[f].items[1]);
    if (levels > 2)
        hf_text_append(name, " = %s", dataset->levels[f].items[input - dataset->first_input[f]]);
    return hf_text_check(name, error);
}
