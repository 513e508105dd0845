/* Weights of the classes in the loss, as PyTorch's CrossEntropyLoss(weight) has them. */
#include "trainer.h"

#include "holdfast/memory.h"
#include <string.h>

static void balance(const int32_t *y, int64_t rows, int64_t classes, double *weight)
{
    memset(weight, 0, (size_t)classes * sizeof *weight);
    for (int64_t i = 0; i < rows; i++)
        weight[y[i]]++;
    for (int64_t c = 0; c < classes; c++)
        weight[c] = (double)rows / ((double)classes * weight[c]);
}

bool hf_class_weights(const hf_config *config, const int32_t *y, int64_t rows, int64_t classes,
                      double *weight)
{
    const hf_class_weight *given = &config->training.class_weight;
    if (given->kind == HF_CLASS_WEIGHT_NONE)
        return false;
    if (given->kind == HF_CLASS_WEIGHT_BALANCED)
        balance(y, rows, classes, weight);
    else
        memcpy(weight, given->weights, (size_t)classes * sizeof *weight);
    return true;
}

hf_status hf_samples_allocate_weights(hf_samples *samples, hf_error *error)
{
    hf_free(&samples->weight);
    return hf_allocate(&samples->weight, samples->blocks, HF_ROW_BLOCK * sizeof(float), error);
}

hf_status hf_samples_weigh(hf_samples *samples, const double *class_weight, hf_error *error)
{
    HF_TRY(hf_samples_allocate_weights(samples, error));
    samples->weight_sum = 0;
    for (int64_t i = 0; i < samples->rows; i++) {
        samples->weight[i] = (float)class_weight[(int64_t)samples->label[i]];
        samples->weight_sum += (double)samples->weight[i];
    }
    return HF_OK;
}

double hf_samples_weight(const hf_samples *samples)
{
    return samples->weight ? samples->weight_sum : (double)samples->rows;
}
