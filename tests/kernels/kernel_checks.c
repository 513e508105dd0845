/* Every kernel of one path against plain float64 loops. */
#include "kernel_checks.h"
#include "holdfast/memory.h"
#include <math.h>
#include <string.h>

static uint32_t generator_state;

void start_numbers(uint32_t state)
{
    generator_state = state;
}

float next_number(void)
{
    generator_state = generator_state * 1664525u + 1013904223u;
    return (float)(generator_state >> 8) * 0x1p-23f - 1;
}

float *numbers(int64_t count)
{
    float *values;
    if (hf_allocate(&values, count, sizeof *values, NULL) != HF_OK)
        check_failed("no memory for %lld numbers", (long long)count);
    for (int64_t i = 0; i < count; i++)
        values[i] = next_number();
    return values;
}

static hf_network make_network(int64_t features, int64_t hidden, int64_t classes)
{
    hf_network n = {.features = features,
                    .hidden = hidden,
                    .classes = classes,
                    .feature_stride = hf_pad_lanes(features),
                    .hidden_stride = hf_pad_lanes(hidden)};
    n.input_weight = numbers(hidden * n.feature_stride);
    n.input_bias = numbers(n.hidden_stride);
    n.output_weight = numbers(classes * n.hidden_stride);
    n.output_bias = numbers(classes);
    return n;
}

fixture make(int64_t features, int64_t hidden, int64_t classes, int rows)
{
    start_numbers((uint32_t)(features * 7919 + hidden * 104729 + classes * 31 + rows));
    fixture f = {0};
    const int64_t stride = HF_ROW_BLOCK;
    f.network = make_network(features, hidden, classes);
    f.gradient = make_network(features, hidden, classes);
    float *by_row = numbers(rows * f.network.feature_stride);
    float *by_feature = numbers(features * stride), *label = numbers(stride);
    for (int64_t i = 0; i < stride; i++)
        label[i] = i < rows ? floorf((label[i] + 1) / 2 * (float)classes) : -1;
    for (int64_t k = 0; k < features; k++)
        for (int64_t i = 0; i < stride; i++)
            by_feature[k * stride + i] = i < rows ? by_row[i * f.network.feature_stride + k] : 0;
    f.block =
        (hf_row_block){.by_feature = by_feature, .by_row = by_row, .label = label, .rows = rows};
    f.sums_count = hidden + classes * hidden + classes;
    float *sums = numbers(f.sums_count * HF_LANES);
    f.sums = (hf_lane_sums){sums, sums + hidden * HF_LANES,
                            sums + (hidden + classes * hidden) * HF_LANES};
    f.summed = numbers(f.sums_count);
    f.activation = numbers(hidden * HF_ROW_BLOCK);
    f.logits = numbers(classes * HF_ROW_BLOCK);
    f.share = numbers(classes * HF_ROW_BLOCK);
    f.logit_gradient = numbers(classes * HF_ROW_BLOCK);
    f.weight = numbers(HF_ROW_BLOCK);
    for (int64_t i = 0; i < stride; i++)
        f.weight[i] += 1.5f;
    return f;
}

void release(fixture *f)
{
    float *arrays[] = {f->network.input_weight,
                       f->network.input_bias,
                       f->network.output_weight,
                       f->network.output_bias,
                       f->gradient.input_weight,
                       f->gradient.input_bias,
                       f->gradient.output_weight,
                       f->gradient.output_bias,
                       (float *)(uintptr_t)f->block.by_feature,
                       (float *)(uintptr_t)f->block.by_row,
                       (float *)(uintptr_t)f->block.label,
                       f->sums.input_bias,
                       f->summed,
                       f->activation,
                       f->logits,
                       f->share,
                       f->logit_gradient,
                       f->weight};
    for (size_t i = 0; i < sizeof arrays / sizeof *arrays; i++)
        hf_free(&arrays[i]);
}

static double input_at(const fixture *f, int64_t row, int64_t feature)
{
    return (double)f->block.by_row[row * f->network.feature_stride + feature];
}

static double pre_activation(const fixture *f, int64_t row, int64_t unit)
{
    double z = (double)f->network.input_bias[unit];
    for (int64_t k = 0; k < f->network.features; k++)
        z += (double)f->network.input_weight[unit * f->network.feature_stride + k] *
             input_at(f, row, k);
    return z;
}

static void check_near(double value, double expected, double scale)
{
    if (!(fabs(value - expected) <= 2e-6 * scale))
        check_failed("%.9g, but the float64 loop gives %.9g", value, expected);
}

void check_forward(const hf_kernel_table *kernels, fixture *f)
{
    const hf_network *n = &f->network;
    const double scale = 1 + (double)n->features + (double)n->hidden;
    kernels->forward(n, &f->block, f->activation, f->logits);
    for (int64_t i = 0; i < f->block.rows; i++) {
        double logit[64];
        for (int64_t c = 0; c < n->classes; c++)
            logit[c] = (double)n->output_bias[c];
        for (int64_t j = 0; j < n->hidden; j++) {
            double a = fmax(0, pre_activation(f, i, j));
            check_near((double)f->activation[j * HF_ROW_BLOCK + i], a, scale);
            for (int64_t c = 0; c < n->classes; c++)
                logit[c] += (double)n->output_weight[c * n->hidden_stride + j] * a;
        }
        for (int64_t c = 0; c < n->classes; c++)
            check_near((double)f->logits[c * HF_ROW_BLOCK + i], logit[c], scale);
    }
}

/* softmax of values [count] into p; returns log of the sum of exp */
static double softmax(const double *values, int64_t count, double *p)
{
    double sum = 0;
    for (int64_t c = 0; c < count; c++)
        sum += p[c] = exp(values[c]);
    for (int64_t c = 0; c < count; c++)
        p[c] /= sum;
    return log(sum);
}

void check_loss(const hf_kernel_table *kernels, fixture *f, hf_loss kind)
{
    const int64_t classes = f->network.classes;
    double total = 0, losses = 0;
    memset(f->losses, 0, sizeof f->losses);
    kernels->loss(kind, classes, &f->block, f->logits, 0.25f, f->share, f->logit_gradient,
                  f->losses);
    for (int64_t i = 0; i < hf_pad_lanes(f->block.rows); i++) {
        double logits[64], q[64], p[64], dot = 0;
        const int64_t label = (int64_t)f->block.label[i];
        const double weight = f->block.weight ? (double)f->block.weight[i] : 1;
        for (int64_t c = 0; c < classes; c++)
            logits[c] = (double)f->logits[c * HF_ROW_BLOCK + i];
        double rest = softmax(logits, classes, q);
        if (kind == HF_LOSS_CROSS_ENTROPY_OF_SOFTMAX)
            rest = softmax(q, classes, p);
        if (label >= 0)
            total += weight * (rest - (kind == HF_LOSS_CROSS_ENTROPY ? logits : q)[label]);
        for (int64_t c = 0; c < classes; c++)
            dot += q[c] * (p[c] - (c == label));
        for (int64_t c = 0; c < classes; c++) {
            double g = kind == HF_LOSS_CROSS_ENTROPY ? q[c] - (c == label)
                                                     : q[c] * (p[c] - (c == label) - dot);
            check_near((double)f->logit_gradient[c * HF_ROW_BLOCK + i],
                       label < 0 ? 0 : 0.25 * weight * g, 1);
        }
    }
    for (int i = 0; i < HF_LANES; i++)
        losses += f->losses[i];
    check_near(losses, total, (double)f->block.rows);
}

void check_square_loss(const hf_kernel_table *kernels, fixture *f)
{
    hf_row_block block = f->block;
    float *outcome = numbers(HF_ROW_BLOCK);
    double total = 0, losses = 0;
    for (int64_t i = block.rows; i < HF_ROW_BLOCK; i++)
        outcome[i] = NAN;
    block.label = outcome;
    block.weight = NULL;
    memset(f->losses, 0, sizeof f->losses);
    kernels->loss(HF_LOSS_MSE, 1, &block, f->logits, 0.25f, f->share, f->logit_gradient, f->losses);
    for (int64_t i = 0; i < hf_pad_lanes(block.rows); i++) {
        const bool counts = i < block.rows;
        const double error = counts ? (double)f->logits[i] - (double)outcome[i] : 0;
        check_near((double)f->logit_gradient[i], 2 * 0.25 * error, 1 + fabs(error));
        total += error * error;
    }
    for (int i = 0; i < HF_LANES; i++)
        losses += f->losses[i];
    check_near(losses, total, (double)block.rows + total);
    hf_free(&outcome);
}

void check_count(const hf_kernel_table *kernels, fixture *f)
{
    int64_t expected = 0;
    f->logits[HF_ROW_BLOCK] = f->logits[0]; /* a tie: the lower class */
    for (int64_t i = 0; i < f->block.rows; i++) {
        int64_t best = 0;
        for (int64_t c = 1; c < f->network.classes; c++)
            if (f->logits[c * HF_ROW_BLOCK + i] > f->logits[best * HF_ROW_BLOCK + i])
                best = c;
        expected += best == (int64_t)f->block.label[i];
    }
    f->correct = kernels->count_correct(f->network.classes, &f->block, f->logits);
    if (f->correct != expected)
        check_failed("%lld rows are right, not %lld", (long long)expected, (long long)f->correct);
}

void check_backward(const hf_kernel_table *kernels, fixture *f)
{
    const hf_network *n = &f->network;
    const int64_t hidden = n->hidden, classes = n->classes, rows = f->block.rows;
    float *before = numbers(hidden * HF_ROW_BLOCK), *summed = f->summed;
    memcpy(before, f->activation, (size_t)hidden * HF_ROW_BLOCK * sizeof *before);
    memset(f->sums.input_bias, 0, (size_t)f->sums_count * HF_LANES * sizeof *before);
    kernels->backward(n, &f->block, f->logit_gradient, f->activation, &f->sums);
    kernels->sum_lanes(f->sums.input_bias, f->sums_count, summed);
    for (int64_t j = 0; j < hidden; j++) {
        double bias = 0;
        for (int64_t i = 0; i < rows; i++) {
            double delta = 0;
            for (int64_t c = 0; c < classes; c++)
                delta += (double)n->output_weight[c * n->hidden_stride + j] *
                         (double)f->logit_gradient[c * HF_ROW_BLOCK + i];
            delta = before[j * HF_ROW_BLOCK + i] > 0 ? delta : 0;
            bias += delta;
            check_near((double)f->activation[j * HF_ROW_BLOCK + i], delta, 1);
        }
        check_near((double)summed[j], bias, (double)rows);
        for (int64_t c = 0; c < classes; c++) {
            double weight = 0;
            for (int64_t i = 0; i < rows; i++)
                weight += (double)before[j * HF_ROW_BLOCK + i] *
                          (double)f->logit_gradient[c * HF_ROW_BLOCK + i];
            check_near((double)summed[hidden + c * hidden + j], weight, 10 * (double)rows);
        }
    }
    hf_free(&before);
}

void check_weight_gradient(const hf_kernel_table *kernels, fixture *f)
{
    const hf_network *n = &f->network;
    const int64_t hidden = n->hidden, rows = f->block.rows;
    kernels->weight_gradient(&f->gradient, &f->block, f->activation, false);
    kernels->weight_gradient(&f->gradient, &f->block, f->activation, true);
    for (int64_t j = 0; j < hidden; j++)
        for (int64_t k = 0; k < n->features; k++) {
            double weight = 0;
            for (int64_t i = 0; i < rows; i++)
                weight += 2 * (double)f->activation[j * HF_ROW_BLOCK + i] * input_at(f, i, k);
            check_near((double)f->gradient.input_weight[j * n->feature_stride + k], weight,
                       (double)rows);
        }
}

parameters make_parameters(void)
{
    start_numbers(5);
    parameters p = {numbers(PARAMETERS), numbers(PARAMETERS), numbers(PARAMETERS),
                    numbers(PARAMETERS)};
    for (int i = 0; i < PARAMETERS; i++)
        p.second_moment[i] = fabsf(p.second_moment[i]);
    return p;
}

void release_parameters(parameters *p)
{
    hf_free(&p->gradient);
    hf_free(&p->first_moment);
    hf_free(&p->second_moment);
    hf_free(&p->parameter);
}

/* What the parameters were: the kernels work in place. */
typedef struct {
    float first[PARAMETERS], second[PARAMETERS], parameter[PARAMETERS];
} old_values;

static old_values values_of(const parameters *p)
{
    old_values old;
    memcpy(old.first, p->first_moment, sizeof old.first);
    memcpy(old.second, p->second_moment, sizeof old.second);
    memcpy(old.parameter, p->parameter, sizeof old.parameter);
    return old;
}

void check_adam(const hf_kernel_table *kernels, const hf_optimizer_step *step, parameters *p)
{
    const old_values old = values_of(p);
    kernels->adam(step, PARAMETERS, p->gradient, p->first_moment, p->second_moment, p->parameter);
    for (int i = 0; i < PARAMETERS; i++) {
        double gradient =
            (double)p->gradient[i] + (double)step->weight_decay * (double)old.parameter[i];
        double first =
            (double)step->beta1 * (double)old.first[i] + (double)step->one_minus_beta1 * gradient;
        double second = (double)step->beta2 * (double)old.second[i] +
                        (double)step->one_minus_beta2 * gradient * gradient;
        double root = (double)step->second_moment_scale * sqrt(second) + (double)step->epsilon;
        check_near((double)p->first_moment[i], first, 1);
        check_near((double)p->second_moment[i], second, 1);
        check_near((double)p->parameter[i],
                   (double)step->decay_factor * (double)old.parameter[i] -
                       (double)step->learning_rate * first / root,
                   1);
    }
}

void check_sgd(const hf_kernel_table *kernels, const hf_optimizer_step *step, parameters *p)
{
    const old_values old = values_of(p);
    kernels->sgd(step, PARAMETERS, p->gradient, p->first_moment, p->parameter);
    for (int i = 0; i < PARAMETERS; i++) {
        double momentum = (double)step->momentum * (double)old.first[i] + (double)p->gradient[i] +
                          (double)step->weight_decay * (double)old.parameter[i];
        check_near((double)p->first_moment[i], momentum, 1);
        check_near((double)p->parameter[i],
                   (double)old.parameter[i] - (double)step->learning_rate * momentum, 1);
    }
}

double check_loss_at(const hf_kernel_table *kernels, float x, float *slope)
{
    float label[HF_LANES], logits[2 * HF_ROW_BLOCK] = {x}, share[2 * HF_ROW_BLOCK],
                                      gradient[2 * HF_ROW_BLOCK];
    double losses[HF_LANES] = {0};
    for (int i = 0; i < HF_LANES; i++)
        label[i] = i == 0 ? 0 : -1;
    hf_row_block block = {.label = label, .rows = 1};
    kernels->loss(HF_LOSS_CROSS_ENTROPY, 2, &block, logits, 1, share, gradient, losses);
    double exact = fmax(0, -(double)x) + log1p(exp(-fabs((double)x)));
    double exact_slope = -1 / (1 + exp((double)x));
    if (!(fabs(losses[0] - exact) <= 1.2e-7 * fmax(1, exact)))
        check_failed("the loss at %.9g is %.9g, not %.9g", (double)x, losses[0], exact);
    if (!(fabs((double)gradient[0] - exact_slope) <= 1.5e-7))
        check_failed("the slope at %.9g is %.9g, not %.9g", (double)x, (double)gradient[0],
                     exact_slope);
    *slope = gradient[0];
    return losses[0];
}
