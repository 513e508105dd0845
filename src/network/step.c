/* One step of training: forward, backward, optimizer; each member does its part. */
#include "trainer.h"

#include <math.h>
#include <string.h>

/* The run's rows from where they stand in the training set. */
static void gather(const hf_samples *from, const int64_t *chosen, const hf_samples *batch,
                   int64_t first, const hf_run *run)
{
    const int64_t features = from->features, block = first + run->slot;
    const int64_t start = block * HF_ROW_BLOCK + run->row;
    float *by_feature = batch->by_feature + block * HF_ROW_BLOCK * features + run->row;
    for (int i = 0; i < run->block.rows; i++) {
        const float *row = from->by_row + chosen[start + i] * from->feature_stride;
        memcpy(batch->by_row + (start + i) * batch->feature_stride, row,
               (size_t)from->feature_stride * sizeof *row);
        for (int64_t f = 0; f < features; f++)
            by_feature[f * HF_ROW_BLOCK + i] = row[f];
        batch->label[start + i] = from->label[chosen[start + i]];
        if (from->weight)
            batch->weight[start + i] = from->weight[chosen[start + i]];
    }
    for (int64_t i = run->block.rows; i < hf_pad_lanes(run->block.rows); i++)
        batch->label[start + i] =
            batch->beyond; /* the inputs there are an earlier batch's: finite, unused */
}

/* segment_sum += the gradient of the first layer */
static void add_segment(const hf_member *member, bool first)
{
    const float *gradient = member->gradient.input_weight;
    float *sum = member->trainer->segment_sum.network.input_weight +
                 member->first_unit * member->gradient.feature_stride;
    const int64_t count = member->gradient.hidden * member->gradient.feature_stride;
    for (int64_t i = 0; i < count; i++)
        sum[i] = first ? gradient[i] : sum[i] + gradient[i];
}

static void take_segments(const hf_member *member)
{
    const int64_t count = member->gradient.hidden * member->gradient.feature_stride;
    memcpy(member->gradient.input_weight,
           member->trainer->segment_sum.network.input_weight +
               member->first_unit * member->gradient.feature_stride,
           (size_t)count * sizeof(float));
}

/* Backward pass of the member's units over the blocks in the slots. */
static void backward_blocks(const hf_member *member, const hf_samples *batch, int64_t first,
                            int64_t blocks)
{
    const hf_trainer *trainer = member->trainer;
    const hf_network *network = &trainer->parameter.network;
    const int64_t segment = SEGMENT_ROWS / HF_ROW_BLOCK;
    for (int64_t slot = 0; slot < blocks; slot++) {
        const int64_t b = first + slot;
        const hf_row_block block = hf_samples_block(batch, b);
        float *activation =
            trainer->activation + (slot * network->hidden + member->first_unit) * HF_ROW_BLOCK;
        hf_kernels()->backward(&member->parameter, &block,
                               trainer->logit_gradient + slot * network->classes * HF_ROW_BLOCK,
                               activation, &member->sums);
        hf_kernels()->weight_gradient(&member->gradient, &block, activation, b % segment > 0);
        const bool last = b + 1 == batch->blocks;
        if (batch->blocks > segment && (last || (b + 1) % segment == 0))
            add_segment(member, b < segment);
    }
}

/* What the batch's losses are divided by. Each member adds it up for itself, in the rows' order:
 * the gradient needs it before any row is gathered. */
static double batch_weight(const hf_samples *train, const int64_t *chosen, const hf_samples *batch)
{
    double sum = 0;
    if (!chosen || !train->weight)
        return hf_samples_weight(batch);
    for (int64_t i = 0; i < batch->rows; i++)
        sum += (double)train->weight[chosen[i]];
    return sum;
}

float hf_loss_and_gradient(const hf_member *member, const hf_samples *train, const int64_t *chosen,
                           const hf_samples *batch)
{
    const double weight = batch_weight(train, chosen, batch);
    const float scale = 1 / (float)weight;
    const int64_t classes = member->gradient.classes, units = member->gradient.hidden;
    const int64_t slots = member->trainer->slots;
    double losses[HF_LANES] = {0};
    memset(member->lane_sums, 0, (size_t)member->sum_count * HF_LANES * sizeof(float));
    for (int64_t first = 0; first < batch->blocks; first += slots) {
        const int64_t left = batch->blocks - first, blocks = left < slots ? left : slots;
        hf_run run = hf_run_start(member, batch, first, blocks);
        if (first > 0)
            hf_member_wait(member); /* for the slots */
        while (hf_run_next(batch, first, &run)) {
            if (chosen)
                gather(train, chosen, batch, first, &run);
            hf_forward_run(member, &run, scale, losses);
        }
        hf_member_wait(member);
        hf_add_losses(member, batch, first, blocks, losses);
        backward_blocks(member, batch, first, blocks);
    }
    if (batch->rows > SEGMENT_ROWS)
        take_segments(member);
    hf_kernels()->sum_lanes(member->lane_sums, member->sum_count, member->summed);
    hf_network_load(&member->gradient, NULL, member->summed + classes,
                    member->summed + classes + units, member->number == 0 ? member->summed : NULL);
    return (float)(hf_sum_losses(losses) / weight);
}

static hf_optimizer_step adam_step(const hf_config *config, hf_beta_powers *powers)
{
    const double rate = config->training.learning_rate, decay = config->training.weight_decay;
    const double beta1 = config->training.beta1, beta2 = config->training.beta2;
    const bool decoupled = config->training.optimizer == HF_OPTIMIZER_ADAMW;
    powers->beta1 *= beta1;
    powers->beta2 *= beta2;
    return (hf_optimizer_step){.learning_rate = (float)(rate / (1 - powers->beta1)),
                               .beta1 = (float)beta1,
                               .one_minus_beta1 = (float)(1 - beta1),
                               .beta2 = (float)beta2,
                               .one_minus_beta2 = (float)(1 - beta2),
                               .second_moment_scale = (float)(1 / sqrt(1 - powers->beta2)),
                               .epsilon = (float)config->training.epsilon,
                               .weight_decay = decoupled ? 0 : (float)decay,
                               .decay_factor = decoupled ? (float)(1 - rate * decay) : 1};
}

void hf_optimize(const hf_member *member, hf_beta_powers *powers)
{
    const hf_trainer *trainer = member->trainer;
    const hf_config *config = trainer->config;
    const hf_part part = hf_parameter_part(member);
    const int64_t first = part.first, count = part.count;
    const float *gradient = trainer->gradient.data + first;
    float *first_moment = trainer->first_moment.data + first;
    float *parameter = trainer->parameter.data + first;
    if (config->training.optimizer == HF_OPTIMIZER_SGD) {
        const hf_optimizer_step step = {.learning_rate = (float)config->training.learning_rate,
                                        .momentum = (float)config->training.momentum,
                                        .weight_decay = (float)config->training.weight_decay,
                                        .decay_factor = 1};
        hf_kernels()->sgd(&step, count, gradient, first_moment, parameter);
        return;
    }
    const hf_optimizer_step step = adam_step(config, powers);
    hf_kernels()->adam(&step, count, gradient, first_moment, trainer->second_moment.data + first,
                       parameter);
}
