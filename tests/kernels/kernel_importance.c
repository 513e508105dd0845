/* The importance kernels of one path against plain float64 loops. */
#include "kernel_importance.h"
#include "holdfast/memory.h"
#include <math.h>
#include <string.h>

static double *wide_numbers(int64_t count)
{
    double *values;
    if (hf_allocate(&values, count, sizeof *values, NULL) != HF_OK)
        check_failed("no memory for %lld numbers", (long long)count);
    for (int64_t i = 0; i < count; i++)
        values[i] = (double)next_number() + 0x1p-24 * (double)next_number();
    return values;
}

importance_fixture make_importance(int64_t features, int64_t hidden, int64_t classes, int64_t rows)
{
    start_numbers((uint32_t)(features * 7919 + hidden * 104729 + classes * 31 + rows));
    importance_fixture f = {.features = features, .classes = classes, .rows = rows};
    const int64_t padded = hf_pad_double_lanes(rows);
    float *label = numbers(padded);
    for (int64_t i = 0; i < padded; i++)
        label[i] = i < rows ? floorf((label[i] + 1) / 2 * (float)classes) : -1;
    f.units = (hf_unit_rows){.hidden = hidden,
                             .outputs = classes - 1,
                             .rows = padded,
                             .unit = wide_numbers(hidden * padded),
                             .coefficient = wide_numbers(hidden * classes),
                             .label = label};
    f.value = numbers(features * padded);
    f.shuffled = numbers(features * padded);
    f.input_weight = numbers(hidden * features);
    f.weight = wide_numbers(hidden);
    f.baseline = wide_numbers(hidden);
    f.bias = wide_numbers(classes);
    f.contrast = wide_numbers(classes * HF_CONTRAST_ROWS);
    return f;
}

void release_importance(importance_fixture *f)
{
    void *arrays[] = {f->units.unit,
                      (void *)(uintptr_t)f->units.coefficient,
                      (void *)(uintptr_t)f->units.label,
                      f->value,
                      f->shuffled,
                      f->input_weight,
                      f->weight,
                      f->baseline,
                      f->bias,
                      f->contrast};
    for (size_t i = 0; i < sizeof arrays / sizeof *arrays; i++)
        hf_free(&arrays[i]);
}

static void check_near(double value, double expected, double scale)
{
    if (!(fabs(value - expected) <= 1e-14 * scale))
        check_failed("%.17g, but the plain loop gives %.17g", value, expected);
}

static double sum_of(const double lanes[HF_DOUBLE_LANES])
{
    double sum = 0;
    for (int i = 0; i < HF_DOUBLE_LANES; i++)
        sum += lanes[i];
    return sum;
}

void check_add_columns(const hf_kernel_table *kernels, importance_fixture *f)
{
    const int64_t hidden = f->units.hidden, rows = f->units.rows;
    const hf_columns columns = {f->features, rows, f->features, f->value, f->input_weight};
    double *before = wide_numbers(hidden * rows);
    memcpy(before, f->units.unit, (size_t)(hidden * rows) * sizeof *before);
    kernels->add_columns(&f->units, &columns);
    for (int64_t j = 0; j < hidden; j++)
        for (int64_t i = 0; i < f->rows; i++) {
            double sum = before[j * rows + i];
            for (int64_t k = 0; k < f->features; k++)
                sum +=
                    (double)f->input_weight[j * f->features + k] * (double)f->value[k * rows + i];
            check_near(f->units.unit[j * rows + i], sum, 1 + (double)f->features);
        }
    hf_free(&before);
}

/* log(sum of exp(logits)) - own, of one row whose first feature has changed */
static double loss_of_row(const importance_fixture *f, int64_t row, const double *logit_of_bias)
{
    const int64_t rows = f->units.rows, outputs = f->units.outputs;
    double logits[64] = {0}, sum = 0;
    for (int64_t k = 0; k < outputs; k++)
        logits[k + 1] = logit_of_bias[k];
    for (int64_t j = 0; j < f->units.hidden; j++) {
        double rise = f->weight[j] * ((double)f->shuffled[row] - (double)f->value[row]);
        double active = fmax(0, f->units.unit[j * rows + row] + rise);
        for (int64_t k = 0; k < outputs; k++)
            logits[k + 1] += f->units.coefficient[j * outputs + k] * active;
    }
    for (int64_t k = 0; k <= outputs; k++)
        sum += exp(logits[k]);
    return log(sum) - logits[(int64_t)f->units.label[row]];
}

void check_shifted_loss(const hf_kernel_table *kernels, importance_fixture *f)
{
    const hf_shift shift = {f->weight, f->value, f->shuffled};
    double expected = 0, before = 3;
    memset(f->losses, 0, sizeof f->losses);
    f->losses[0] = before; /* what is there stays */
    kernels->shifted_loss(&f->units, &shift, f->bias, f->contrast, f->losses);
    for (int64_t i = 0; i < f->rows; i++)
        expected += loss_of_row(f, i, f->bias);
    check_near(sum_of(f->losses), before + expected,
               (double)f->rows * (1 + (double)f->units.hidden));
}

void check_shifted_square(const hf_kernel_table *kernels, importance_fixture *f)
{
    const hf_shift shift = {f->weight, f->value, f->shuffled};
    hf_unit_rows units = f->units;
    float *outcome = numbers(units.rows);
    double expected = 0, before = 3;
    units.target = outcome;
    memset(f->losses, 0, sizeof f->losses);
    f->losses[0] = before; /* what is there stays */
    kernels->shifted_square(&units, &shift, f->bias, f->losses);
    for (int64_t i = 0; i < f->rows; i++) {
        double output = f->bias[0];
        for (int64_t j = 0; j < units.hidden; j++) {
            const double rise = f->weight[j] * ((double)f->shuffled[i] - (double)f->value[i]);
            output += units.coefficient[j * units.outputs] *
                      fmax(0, units.unit[j * units.rows + i] + rise);
        }
        expected += ((double)outcome[i] - output) * ((double)outcome[i] - output);
    }
    check_near(sum_of(f->losses), before + expected,
               (double)f->rows * (1 + expected) * (1 + (double)units.hidden));
    hf_free(&outcome);
}

/* By its four cases. */
static double share(double from, double to)
{
    if (from > 0)
        return to > 0 ? 1 : from / (from - to);
    return to > 0 ? to / (to - from) : 0;
}

void check_active_shares(const hf_kernel_table *kernels, importance_fixture *f)
{
    const int64_t hidden = f->units.hidden, rows = f->units.rows;
    double *before = wide_numbers(hidden * rows);
    f->baseline[hidden / 2] = f->units.unit[hidden / 2 * rows]; /* no change at all */
    memcpy(before, f->units.unit, (size_t)(hidden * rows) * sizeof *before);
    kernels->active_shares(&f->units, f->baseline);
    for (int64_t j = 0; j < hidden; j++)
        for (int64_t i = 0; i < f->rows; i++)
            check_near(f->units.unit[j * rows + i], share(f->baseline[j], before[j * rows + i]), 1);
    hf_free(&before);
    f->units.outputs = f->classes;
}

void check_gradient_norm(const hf_kernel_table *kernels, importance_fixture *f)
{
    const int64_t rows = f->units.rows, outputs = f->units.outputs;
    const double baseline = f->baseline[0];
    double expected = 0, before = 2;
    memset(f->norms, 0, sizeof f->norms);
    f->norms[0] = before;
    kernels->gradient_norm(&f->units, f->value, baseline, f->norms);
    for (int64_t i = 0; i < f->rows; i++) {
        double squares = 0;
        for (int64_t k = 0; k < outputs; k++) {
            double sum = 0;
            for (int64_t j = 0; j < f->units.hidden; j++)
                sum += f->units.coefficient[j * outputs + k] * f->units.unit[j * rows + i];
            squares += sum * sum;
        }
        expected += fabs((double)f->value[i] - baseline) * sqrt(squares);
    }
    check_near(sum_of(f->norms), before + expected,
               (double)f->rows * (1 + (double)(f->units.hidden * outputs)));
}

static void plain_philox(const uint32_t key[2], const uint32_t counter[4], uint32_t words[4])
{
    uint32_t x = key[0], y = key[1];
    memcpy(words, counter, 4 * sizeof *words);
    for (int round = 0; round < 10; round++, x += 0x9E3779B9u, y += 0xBB67AE85u) {
        const uint64_t p = (uint64_t)words[0] * 0xD2511F53u, q = (uint64_t)words[2] * 0xCD9E8D57u;
        const uint32_t next[4] = {(uint32_t)(q >> 32) ^ words[1] ^ x, (uint32_t)q,
                                  (uint32_t)(p >> 32) ^ words[3] ^ y, (uint32_t)p};
        memcpy(words, next, sizeof next);
    }
}

void check_philox(const hf_kernel_table *kernels, importance_fixture *f, const uint32_t key[2],
                  const uint32_t counter[4])
{
    kernels->philox(key, counter, f->numbers);
    for (uint32_t i = 0; i < HF_LANES; i++) {
        const uint32_t at[4] = {counter[0] + i, counter[1], counter[2], counter[3]};
        uint32_t words[4];
        plain_philox(key, at, words);
        for (int k = 0; k < 4; k++)
            if (f->numbers[k * HF_LANES + (int)i] != words[k])
                check_failed("word %d of counter %u is %08x, not %08x", k, at[0],
                             f->numbers[k * HF_LANES + (int)i], words[k]);
    }
}

double check_shifted_loss_at(const hf_kernel_table *kernels, double x)
{
    const float label[HF_DOUBLE_LANES] = {0, -1, -1, -1, -1, -1, -1, -1},
                nothing[HF_DOUBLE_LANES] = {0};
    double unit[HF_DOUBLE_LANES] = {0}, zero = 0, contrast[HF_CONTRAST_ROWS],
           losses[HF_DOUBLE_LANES] = {0};
    const hf_unit_rows units = {1, 1, HF_DOUBLE_LANES, unit, &zero, label, NULL};
    const hf_shift shift = {&zero, nothing, nothing};
    kernels->shifted_loss(&units, &shift, &x, contrast, losses);
    const double exact = fmax(0, x) + log1p(exp(-fabs(x)));
    if (!(fabs(losses[0] - exact) <= 4e-16 * fmax(1, exact)))
        check_failed("the loss at %.17g is %.17g, not %.17g", x, losses[0], exact);
    return losses[0];
}
