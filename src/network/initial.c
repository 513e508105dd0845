/* Initial weights: PyTorch's nn.Linear (uniform within 1/sqrt(fan in)), from MT19937 or Philox. */
#include "network/network.h"
#include "random/random.h"

#include <math.h>

/* PyTorch's uniform_ on CPU: 24 bits of a draw as a double in [0, 1), stretched to [-bound, bound).
 */
static float stretch(uint32_t draw, float bound)
{
    double unit = (double)(draw & 0xffffffu) * 0x1p-24;
    return (float)(unit * (double)(2 * bound) - (double)bound);
}

static float bound_of(int64_t fan_in)
{
    return (float)(1 / sqrt((double)fan_in));
}

static void fill_mt19937(hf_mt19937 *generator, float bound, int64_t count, float *values)
{
    for (int64_t i = 0; i < count; i++)
        values[i] = stretch(hf_mt19937_next(generator), bound);
}

/* Which tensor a number belongs to: the third word of its counter. */
enum { INPUT_WEIGHT, INPUT_BIAS, OUTPUT_WEIGHT, OUTPUT_BIAS };

/* The number at (unit, place) of a tensor: independent of every size, so that a wider network
 * begins with a narrower one's units. */
static uint32_t philox_at(int64_t seed, uint32_t tensor, int64_t unit, int64_t place)
{
    const uint32_t counter[4] = {(uint32_t)(place / 4), (uint32_t)unit, tensor, 0};
    uint32_t numbers[4];
    hf_philox(HF_PURPOSE_WEIGHTS, (uint32_t)seed, counter, numbers);
    return numbers[place % 4];
}

/* values [unit, count]: four numbers a call. */
static void fill_rows(int64_t seed, uint32_t tensor, float bound, int64_t units, int64_t count,
                      float *values)
{
    for (int64_t unit = 0; unit < units; unit++)
        for (int64_t place = 0; place < count; place += 4) {
            const uint32_t counter[4] = {(uint32_t)(place / 4), (uint32_t)unit, tensor, 0};
            uint32_t numbers[4];
            hf_philox(HF_PURPOSE_WEIGHTS, (uint32_t)seed, counter, numbers);
            for (int64_t i = 0; i < 4 && place + i < count; i++)
                values[unit * count + place + i] = stretch(numbers[i], bound);
        }
}

void hf_initial_weights(hf_init init, int64_t seed, int64_t features, int64_t hidden,
                        int64_t classes, float *input_weight, float *input_bias,
                        float *output_weight, float *output_bias)
{
    const float in = bound_of(features), out = bound_of(hidden);
    if (init == HF_INIT_PYTORCH) {
        hf_mt19937 generator;
        hf_mt19937_seed(&generator, (uint32_t)seed);
        fill_mt19937(&generator, in, hidden * features, input_weight);
        fill_mt19937(&generator, in, hidden, input_bias);
        fill_mt19937(&generator, out, classes * hidden, output_weight);
        fill_mt19937(&generator, out, classes, output_bias);
        return;
    }
    fill_rows(seed, INPUT_WEIGHT, in, hidden, features, input_weight);
    for (int64_t j = 0; j < hidden; j++) {
        input_bias[j] = stretch(philox_at(seed, INPUT_BIAS, j, 0), in);
        for (int64_t c = 0; c < classes; c++)
            output_weight[c * hidden + j] = stretch(philox_at(seed, OUTPUT_WEIGHT, j, c), out);
    }
    for (int64_t c = 0; c < classes; c++)
        output_bias[c] = stretch(philox_at(seed, OUTPUT_BIAS, 0, c), out);
}
