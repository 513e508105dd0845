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

/* values [unit, place] with these strides. A number depends only on its unit and place, not on any
 * size, so that a wider network begins with a narrower one's units; a call gives four places. */
static void fill_philox(int64_t seed, uint32_t tensor, float bound, int64_t units, int64_t places,
                        int64_t unit_stride, int64_t place_stride, float *values)
{
    for (int64_t unit = 0; unit < units; unit++)
        for (int64_t place = 0; place < places; place += 4) {
            const uint32_t counter[4] = {(uint32_t)(place / 4), (uint32_t)unit, tensor, 0};
            uint32_t numbers[4];
            hf_philox(HF_PURPOSE_WEIGHTS, (uint32_t)seed, counter, numbers);
            for (int64_t i = 0; i < 4 && place + i < places; i++)
                values[unit * unit_stride + (place + i) * place_stride] =
                    stretch(numbers[i], bound);
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
    fill_philox(seed, INPUT_WEIGHT, in, hidden, features, features, 1, input_weight);
    fill_philox(seed, INPUT_BIAS, in, hidden, 1, 1, 1, input_bias);
    fill_philox(seed, OUTPUT_WEIGHT, out, hidden, classes, 1, hidden, output_weight);
    fill_philox(seed, OUTPUT_BIAS, out, 1, classes, 1, 1, output_bias);
}
