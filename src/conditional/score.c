/* The mean over draws, the fit to the labels, the scores of all draws. */
#include "score.h"

#include "base/nan.h"
#include "fit.h"
#include "kernels/kernels.h"
#include <math.h>

hf_status hf_score_make(const hf_conditional_engine *c, int64_t draws, hf_score *score,
                        hf_error *error)
{
    const size_t size = sizeof(double);
    hf_status status = HF_OK;
    *score = (hf_score){.c = c, .draws = draws};
    hf_memory *memory = &score->memory;
    HF_TRY_CLEANUP(
        hf_memory_allocate(memory, &score->mean, c->rows, (size_t)c->channels * size, error));
    HF_TRY_CLEANUP(
        hf_memory_allocate(memory, &score->u, c->rows, (size_t)c->setup.classes * size, error));
    HF_TRY_CLEANUP(
        hf_memory_allocate(memory, &score->error, c->rows, (size_t)c->channels * size, error));
    HF_TRY_CLEANUP(hf_memory_allocate(memory, &score->score, draws + 1, size, error));
    HF_TRY_CLEANUP(hf_memory_allocate(memory, &score->spread, draws + 1, size, error));
cleanup:
    if (status != HF_OK)
        hf_score_free(score);
    return status;
}

void hf_score_free(hf_score *score)
{
    hf_memory_free(&score->memory);
    *score = (hf_score){0};
}

void hf_score_add_mean(hf_score *score, const int64_t *sums, int64_t draws)
{
    const int64_t count = score->c->rows * score->c->channels;
    for (int64_t b = 0; b < draws; b++)
        for (int64_t i = 0; i < count; i++)
            score->mean[i] += (double)sums[b * count + i];
}

/* The numerator of u, by class: the mean less its mean over the rows. Returns its root mean square
 * over rows and classes. */
static double centre(hf_score *score)
{
    const hf_conditional_engine *c = score->c;
    const int64_t rows = c->rows, channels = c->channels, classes = c->setup.classes;
    double squares = 0;
    for (int64_t k = 0; k < channels; k++) {
        double sum = 0;
        for (int64_t i = 0; i < rows; i++)
            sum += score->mean[i * channels + k];
        for (int64_t i = 0; i < rows; i++) {
            const double centred = score->mean[i * channels + k] - sum / (double)rows;
            score->u[i * classes + k] = centred;
            squares += centred * centred;
            if (classes == 2)
                score->u[i * classes + 1] = -centred;
        }
    }
    return sqrt(squares / (double)(rows * channels));
}

/* Least squares of a measured outcome on 1 and u, whose mean is 0. */
static void fit_outcome(hf_score *score)
{
    const hf_conditional_engine *c = score->c;
    const double *target = c->setup.target;
    double mean = 0, both = 0, squares = 0;
    for (int64_t i = 0; i < c->rows; i++)
        mean += target[c->row[i]];
    mean /= (double)c->rows;
    for (int64_t i = 0; i < c->rows; i++) {
        both += score->u[i] * (target[c->row[i]] - mean);
        squares += score->u[i] * score->u[i];
    }
    score->slope = both > 0 ? both / squares : 0;
    for (int64_t i = 0; i < c->rows; i++)
        score->error[i] = target[c->row[i]] - mean - score->slope * score->u[i];
}

/* Label of each tested row, then the fit. */
static void fit(hf_score *score, int32_t *label, double *scratch, double *parameters)
{
    const hf_conditional_engine *c = score->c;
    const int64_t classes = c->setup.classes, channels = c->channels;
    double *share = scratch;
    for (int64_t i = 0; i < c->rows; i++)
        label[i] = c->setup.y[c->row[i]];
    hf_fit_slope(score->u, label, c->rows, classes, scratch, parameters);
    score->slope = parameters[classes - 1];
    for (int64_t i = 0; i < c->rows; i++) {
        hf_fit_shares(score->u + i * classes, parameters, classes, share);
        for (int64_t k = 0; k < classes; k++) {
            const double error = (label[i] == k ? 1 : 0) - share[k];
            if (k < channels)
                score->error[i * channels + k] = error;
            else
                score->error[i] -= error;
        }
    }
}

hf_status hf_score_fit(hf_score *score, hf_error *error)
{
    const hf_conditional_engine *c = score->c;
    const int64_t classes = c->setup.classes, channels = c->channels;
    const double draws = (double)(score->draws + 1);
    int32_t *label = NULL;
    double *scratch = NULL;
    hf_status status = HF_OK;
    HF_TRY_CLEANUP(hf_allocate(&label, c->rows, sizeof *label, error));
    HF_TRY_CLEANUP(hf_allocate(&scratch, classes + 3, (size_t)classes * sizeof *scratch, error));
    for (int64_t i = 0; i < c->rows; i++)
        for (int64_t k = 0; k < channels; k++)
            score->mean[i * channels + k] /= HF_FIXED_SCALE * (double)c->networks[i] * draws;
    const double size = centre(score);
    score->flat = !(size > 0);
    for (int64_t i = 0; i < c->rows * classes && !score->flat; i++)
        score->u[i] /= 2 * size;
    if (!score->flat && c->setup.target)
        fit_outcome(score);
    else if (!score->flat)
        fit(score, label, scratch, scratch + classes * (classes + 2));
cleanup:
    hf_free(&label);
    hf_free(&scratch);
    return status;
}

void hf_score_draw(const hf_score *score, const int64_t *sums, int64_t draw)
{
    const hf_conditional_engine *c = score->c;
    const int64_t channels = c->channels;
    double sum = 0, squares = 0;
    for (int64_t i = 0; i < c->rows; i++)
        for (int64_t k = 0; k < channels; k++) {
            const int64_t at = i * channels + k;
            const double logit = (double)sums[at] / (HF_FIXED_SCALE * (double)c->networks[i]);
            sum += score->error[at] * logit;
            squares += (logit - score->mean[at]) * (logit - score->mean[at]);
        }
    score->score[draw] = sum;
    score->spread[draw] = sqrt(squares / (double)(c->rows * channels));
}

hf_conditional_result hf_score_result(const hf_score *score)
{
    int64_t reached = 0;
    double copies = 0;
    for (int64_t b = 1; b <= score->draws; b++) {
        reached += score->flat || score->score[b] >= score->score[0];
        copies += score->spread[b];
    }
    copies /= (double)score->draws;
    return (hf_conditional_result){.p_value = (double)(1 + reached) / (double)(score->draws + 1),
                                   .spread_ratio =
                                       copies > 0 ? score->spread[0] / copies : hf_nan_f64(),
                                   .draws = (int32_t)score->draws};
}
