/* Loss, accuracies and dead units of a trained network over a set of rows. */
#include "network.h"

#include <string.h>

double hf_sum_losses(double lanes[HF_LANES])
{
    for (int half = HF_LANES / 2; half > 0; half /= 2)
        for (int i = 0; i < half; i++)
            lanes[i] += lanes[i + half];
    return lanes[0];
}

static void note_alive(const hf_trainer *trainer, int rows, uint8_t *alive)
{
    for (int64_t j = 0; j < trainer->parameter.network.hidden; j++)
        for (int i = 0; i < rows && !alive[j]; i++)
            alive[j] = trainer->activation[j * HF_ROW_BLOCK + i] > 0;
}

hf_evaluation hf_evaluate(hf_trainer *trainer, const hf_samples *samples, uint8_t *alive)
{
    const hf_kernel_table *kernels = hf_kernels();
    const hf_network *network = &trainer->parameter.network;
    double losses[HF_LANES] = {0};
    int64_t correct = 0;
    for (int64_t b = 0; b < samples->blocks; b++) {
        hf_row_block block = hf_samples_block(samples, b);
        kernels->forward(network, &block, alive ? trainer->activation : NULL, trainer->logits);
        kernels->loss((hf_loss)trainer->config->training.loss, network->classes, &block,
                      trainer->logits, 1, trainer->share, trainer->logit_gradient, losses);
        correct += kernels->count_correct(network->classes, &block, trainer->logits);
        if (alive)
            note_alive(trainer, block.rows, alive);
    }
    const double rows = (double)samples->rows;
    return (hf_evaluation){(float)(hf_sum_losses(losses) / rows), (float)((double)correct / rows)};
}

int64_t hf_evaluate_correct(hf_trainer *trainer, const hf_samples *samples)
{
    const hf_kernel_table *kernels = hf_kernels();
    const hf_network *network = &trainer->parameter.network;
    int64_t correct = 0;
    for (int64_t b = 0; b < samples->blocks; b++) {
        hf_row_block block = hf_samples_block(samples, b);
        kernels->forward(network, &block, NULL, trainer->logits);
        correct += kernels->count_correct(network->classes, &block, trainer->logits);
    }
    return correct;
}

/* number [words] = number * factor; the caller has left room for the carry */
static void multiply_by(uint32_t *number, int64_t words, uint32_t factor)
{
    uint64_t carry = 0;
    for (int64_t i = 0; i < words; i++) {
        carry += (uint64_t)number[i] * factor;
        number[i] = (uint32_t)carry;
        carry >>= 32;
    }
}

static void add_multiple(uint32_t *number, int64_t words, const uint32_t *other, uint32_t factor)
{
    uint64_t carry = 0;
    for (int64_t i = 0; i < words; i++) {
        carry += (uint64_t)other[i] * factor + number[i];
        number[i] = (uint32_t)carry;
        carry >>= 32;
    }
}

/* Is the sum over classes of correct / rows above 1? With whole numbers: over the common
 * denominator, the product of all rows, each number `words` 32-bit words long. */
static bool recalls_exceed_one(int64_t classes, const int64_t *correct, const int64_t *rows,
                               uint32_t *scratch)
{
    const int64_t words = classes + 2;
    uint32_t *numerator = scratch, *denominator = scratch + words;
    memset(scratch, 0, 2 * (size_t)words * sizeof *scratch);
    denominator[0] = 1;
    for (int64_t c = 0; c < classes; c++) {
        if (rows[c] == 0)
            continue;
        multiply_by(numerator, words, (uint32_t)rows[c]);
        add_multiple(numerator, words, denominator, (uint32_t)correct[c]);
        multiply_by(denominator, words, (uint32_t)rows[c]);
    }
    for (int64_t i = words; i-- > 0;)
        if (numerator[i] != denominator[i])
            return numerator[i] > denominator[i];
    return false;
}

/* The class of the largest logit of row i of a block, the lower index on ties. */
static int64_t predicted_class(const float *logits, int64_t classes, int i)
{
    int64_t best = 0;
    for (int64_t c = 1; c < classes; c++)
        if (logits[c * HF_ROW_BLOCK + i] > logits[best * HF_ROW_BLOCK + i])
            best = c;
    return best;
}

float hf_evaluate_balanced(hf_trainer *trainer, const hf_samples *samples, bool *learned)
{
    const hf_network *network = &trainer->parameter.network;
    const int64_t classes = network->classes;
    int64_t *rows = trainer->class_rows, *correct = trainer->class_correct;
    memset(rows, 0, (size_t)classes * sizeof *rows);
    memset(correct, 0, (size_t)classes * sizeof *correct);
    for (int64_t b = 0; b < samples->blocks; b++) {
        hf_row_block block = hf_samples_block(samples, b);
        hf_kernels()->forward(network, &block, NULL, trainer->logits);
        for (int i = 0; i < block.rows; i++) {
            int64_t label = (int64_t)block.label[i];
            rows[label]++;
            correct[label] += predicted_class(trainer->logits, classes, i) == label;
        }
    }
    double recalls = 0;
    int64_t present = 0;
    for (int64_t c = 0; c < classes; c++)
        if (rows[c] > 0) {
            recalls += (double)correct[c] / (double)rows[c];
            present++;
        }
    *learned = recalls_exceed_one(classes, correct, rows, trainer->fraction);
    return (float)(recalls / (double)present);
}
