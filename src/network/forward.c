/* Forward pass and loss, and how losses are added up: the same for steps and for evaluation. */
#include "trainer.h"

#include <string.h>

/* A row vector's losses are kept apart until all are there: so they are always added in the rows'
 * order, as a member alone does it. */
static void loss_of_vectors(const hf_member *member, const hf_run *run, const float *logits,
                            float scale, float *gradient)
{
    const hf_trainer *trainer = member->trainer;
    double *losses = trainer->losses + run->slot * HF_ROW_BLOCK + run->row;
    hf_row_block vector = run->block;
    memset(losses, 0, (size_t)hf_pad_lanes(run->block.rows) * sizeof *losses);
    for (int64_t row = 0; row < run->block.rows; row += HF_LANES) {
        const int64_t left = run->block.rows - row;
        vector.label = run->block.label + row;
        vector.weight = run->block.weight ? run->block.weight + row : NULL;
        vector.rows = left < HF_LANES ? (int)left : HF_LANES;
        hf_kernels()->loss((hf_loss)trainer->config->training.loss, member->parameter.classes,
                           &vector, logits + row, scale, member->scratch, gradient + row,
                           losses + row);
    }
}

void hf_forward_run(const hf_member *member, const hf_run *run, float scale, double *losses)
{
    const hf_trainer *trainer = member->trainer;
    const hf_network *network = &trainer->parameter.network;
    const int64_t row = run->row, class_row = run->slot * network->classes * HF_ROW_BLOCK + row;
    float *activation = trainer->activation + run->slot * network->hidden * HF_ROW_BLOCK + row;
    float *logits = trainer->logits + class_row, *gradient = trainer->logit_gradient + class_row;
    hf_kernels()->forward(network, &run->block, activation, logits);
    if (member->team == 1)
        hf_kernels()->loss((hf_loss)trainer->config->training.loss, network->classes, &run->block,
                           logits, scale, member->scratch, gradient, losses);
    else
        loss_of_vectors(member, run, logits, scale, gradient);
}

void hf_add_losses(const hf_member *member, const hf_samples *samples, int64_t first,
                   int64_t blocks, double *losses)
{
    if (member->team == 1)
        return; /* added as they were computed */
    const int64_t vectors = hf_row_vectors(samples, first, blocks);
    for (int64_t v = 0; v < vectors; v++)
        for (int i = 0; i < HF_LANES; i++)
            losses[i] += member->trainer->losses[v * HF_LANES + i];
}

double hf_sum_losses(double lanes[HF_LANES])
{
    for (int half = HF_LANES / 2; half > 0; half /= 2)
        for (int i = 0; i < half; i++)
            lanes[i] += lanes[i + half];
    return lanes[0];
}
