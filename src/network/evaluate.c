/* Loss, accuracies and dead units of a trained network over a set of rows. */
#include "trainer.h"

#include "base/nan.h"
#include <math.h>
#include <string.h>

static void note_alive(const hf_member *member, const hf_run *run)
{
    const int64_t hidden = member->trainer->parameter.network.hidden;
    const float *activation =
        member->trainer->activation + run->slot * hidden * HF_ROW_BLOCK + run->row;
    uint8_t *alive = member->trainer->alive + member->number * hidden;
    for (int64_t j = 0; j < hidden; j++)
        for (int i = 0; i < run->block.rows && !alive[j]; i++)
            alive[j] = activation[j * HF_ROW_BLOCK + i] > 0;
}

/* The class of the largest logit of a row, the lower index on ties. */
static int64_t predicted_class(const float *logits, int64_t classes)
{
    int64_t best = 0;
    for (int64_t c = 1; c < classes; c++)
        if (logits[c * HF_ROW_BLOCK] > logits[best * HF_ROW_BLOCK])
            best = c;
    return best;
}

static void count_classes(const hf_member *member, const hf_run *run)
{
    const int64_t classes = member->parameter.classes;
    const float *logits = member->trainer->logits + run->slot * classes * HF_ROW_BLOCK + run->row;
    int64_t *counts = member->trainer->class_counts + member->number * 2 * classes;
    for (int i = 0; i < run->block.rows; i++) {
        const int64_t label = (int64_t)run->block.label[i];
        counts[2 * label]++;
        counts[2 * label + 1] += predicted_class(logits + i, classes) == label;
    }
}

/* What the members counted, in member 0's place. Returns all correct predictions. */
static int64_t gather_counts(const hf_member *member, bool alive)
{
    hf_trainer *trainer = member->trainer;
    const int64_t classes = member->parameter.classes, hidden = trainer->parameter.network.hidden;
    int64_t correct = 0;
    for (int64_t other = 1; other < member->team; other++) {
        for (int64_t i = 0; i < 2 * classes; i++)
            trainer->class_counts[i] += trainer->class_counts[other * 2 * classes + i];
        for (int64_t j = 0; alive && j < hidden; j++)
            trainer->alive[j] |= trainer->alive[other * hidden + j];
    }
    for (int64_t c = 0; c < classes; c++)
        correct += trainer->class_counts[2 * c + 1];
    return correct;
}

/* A pass forward over all rows, the sum of their losses; what is to be counted besides. */
static double pass(const hf_member *member, const hf_samples *samples, bool classes, bool alive)
{
    const int64_t slots = member->trainer->slots;
    double losses[HF_LANES] = {0};
    for (int64_t first = 0; first < samples->blocks; first += slots) {
        const int64_t left = samples->blocks - first, blocks = left < slots ? left : slots;
        hf_run run = hf_run_start(member, samples, first, blocks);
        while (hf_run_next(samples, first, &run)) {
            hf_forward_run(member, &run, 1, losses);
            if (classes)
                count_classes(member, &run);
            if (alive)
                note_alive(member, &run);
        }
        hf_member_wait(member);
        hf_add_losses(member, samples, first, blocks, losses);
        hf_member_wait(member);
    }
    return hf_sum_losses(losses);
}

double hf_evaluate_losses(const hf_member *member, const hf_samples *samples)
{
    return pass(member, samples, false, false);
}

double hf_evaluate_loss(const hf_member *member, const hf_samples *samples)
{
    return hf_evaluate_losses(member, samples) / hf_samples_weight(samples);
}

hf_evaluation hf_evaluate(const hf_member *member, const hf_samples *samples, bool alive)
{
    hf_trainer *trainer = member->trainer;
    const int64_t classes = member->parameter.classes, hidden = trainer->parameter.network.hidden;
    int64_t correct = 0;
    memset(trainer->class_counts + member->number * 2 * classes, 0,
           (size_t)(2 * classes) * sizeof *trainer->class_counts);
    if (alive)
        memset(trainer->alive + member->number * hidden, 0, (size_t)hidden);
    const bool measures = hf_trainer_measures(trainer);
    const double losses = pass(member, samples, !measures, alive);
    if (member->number == 0)
        correct = gather_counts(member, alive);
    hf_member_wait(member);
    return (hf_evaluation){losses, (float)(losses / hf_samples_weight(samples)),
                           measures ? hf_nan_f32()
                                    : (float)((double)correct / (double)samples->rows)};
}

float hf_r2(const hf_samples *samples, double losses)
{
    const double r2 = 1 - losses / samples->spread;
    return samples->spread > 0 && !isnan(r2) ? (float)r2 : hf_nan_f32();
}

int64_t hf_evaluate_correct(const hf_member *member, const hf_samples *samples)
{
    const hf_kernel_table *kernels = hf_kernels();
    const hf_network *network = &member->trainer->parameter.network;
    hf_run run = hf_run_start(member, samples, 0, samples->blocks);
    int64_t correct = 0;
    while (hf_run_next(samples, 0, &run)) {
        kernels->forward(network, &run.block, NULL, member->scratch);
        correct += kernels->count_correct(network->classes, &run.block, member->scratch);
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
 * denominator, the product of all rows, each number `words` 32-bit words long. counts [class, 2]
 * are rows and correct predictions. */
static bool recalls_exceed_one(int64_t classes, const int64_t *counts, uint32_t *scratch)
{
    const int64_t words = classes + 2;
    uint32_t *numerator = scratch, *denominator = scratch + words;
    memset(scratch, 0, 2 * (size_t)words * sizeof *scratch);
    denominator[0] = 1;
    for (int64_t c = 0; c < classes; c++) {
        const uint32_t rows = (uint32_t)counts[2 * c], correct = (uint32_t)counts[2 * c + 1];
        if (rows == 0)
            continue;
        multiply_by(numerator, words, rows);
        add_multiple(numerator, words, denominator, correct);
        multiply_by(denominator, words, rows);
    }
    for (int64_t i = words; i-- > 0;)
        if (numerator[i] != denominator[i])
            return numerator[i] > denominator[i];
    return false;
}

float hf_balanced_accuracy(hf_trainer *trainer, bool *learned)
{
    const int64_t classes = trainer->parameter.network.classes;
    const int64_t *counts = trainer->class_counts;
    double recalls = 0;
    int64_t present = 0;
    for (int64_t c = 0; c < classes; c++)
        if (counts[2 * c] > 0) {
            recalls += (double)counts[2 * c + 1] / (double)counts[2 * c];
            present++;
        }
    *learned = recalls_exceed_one(classes, counts, trainer->fraction);
    return (float)(recalls / (double)present);
}
