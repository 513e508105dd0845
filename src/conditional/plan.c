/* What the test costs, from counts alone. */
#include "conditional.h"

/* An output that is added in fixed point, and a value that is copied, in operations. */
#define ADD_FLOPS 24.0
#define COPY_FLOPS 40.0

double hf_conditional_flops(double draws, int64_t inputs, int64_t classes, double unit_rows,
                            double rows)
{
    const double channels = classes == 2 ? 1 : (double)classes;
    const double unit = 2 * (double)inputs + 1 + 2 * channels;
    const double row = ADD_FLOPS * channels + COPY_FLOPS * (double)inputs;
    return (draws + 1) * (unit_rows * unit + rows * row);
}

double hf_conditional_model_bytes(int64_t samples, int64_t inputs)
{
    const double n = (double)samples, d = (double)inputs, least = n < d ? n : d;
    const double matrices = n < d ? 4 : 3; /* model.h; the transposed one too */
    return sizeof(double) * (matrices * n * d + 2 * least * least); /* C and its inverse */
}
