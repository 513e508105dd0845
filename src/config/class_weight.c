/* Weights of the classes as a value: grown, copied, released. */
#include "options.h"

#include "holdfast/memory.h"
#include <string.h>

void hf_class_weight_free(hf_class_weight *weight)
{
    hf_free(&weight->weights);
    hf_text_list_free(&weight->labels);
    *weight = (hf_class_weight){0};
}

hf_status hf_class_weight_add(hf_class_weight *weight, const char *label, double value,
                              hf_error *error)
{
    double *grown;
    HF_TRY(hf_allocate(&grown, weight->count + 1, sizeof *grown, error));
    if (weight->count > 0)
        memcpy(grown, weight->weights, (size_t)weight->count * sizeof *grown);
    grown[weight->count] = value;
    hf_free(&weight->weights);
    weight->weights = grown;
    weight->kind = HF_CLASS_WEIGHT_GIVEN;
    weight->count++;
    return label ? hf_text_list_add(&weight->labels, label, error) : HF_OK;
}

hf_status hf_class_weight_copy(const hf_class_weight *from, hf_class_weight *to, hf_error *error)
{
    to->kind = from->kind;
    for (int64_t i = 0; i < from->count; i++)
        HF_TRY(hf_class_weight_add(to, from->labels.count > 0 ? from->labels.items[i] : NULL,
                                   from->weights[i], error));
    return HF_OK;
}

int64_t hf_class_weight_find(const hf_text_list *list, const char *text)
{
    for (int64_t i = 0; i < list->count; i++)
        if (strcmp(list->items[i], text) == 0)
            return i;
    return -1;
}
