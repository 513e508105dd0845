/* Backward pass: output layer with rows as lanes, first layer with features as lanes; part of
 * body.h. */

/* One unit over the whole block: its activations become the gradient by its pre-activations, its
 * sums grow. */
INLINE void backward_unit(const hf_network *network, const float *gradient, int64_t unit,
                          float *activation, const hf_lane_sums *sums, int vectors)
{
    const lane zero = lane_set(0);
    lane active[ROW_VECTORS], delta[ROW_VECTORS];
    UNROLL for (int v = 0; v < vectors; v++)
    {
        active[v] = lane_load(activation + v * HF_LANES);
        delta[v] = zero;
    }
    for (int64_t c = 0; c < network->classes; c++) {
        float *sum = sums->output_weight + (c * network->hidden + unit) * HF_LANES;
        const lane weight = lane_set(network->output_weight[c * network->hidden_stride + unit]);
        lane weight_sum = lane_load(sum);
        UNROLL for (int v = 0; v < vectors; v++)
        {
            lane g = lane_load(gradient + c * HF_ROW_BLOCK + v * HF_LANES);
            delta[v] = lane_fma(weight, g, delta[v]);
            weight_sum = lane_fma(g, active[v], weight_sum);
        }
        lane_store(sum, weight_sum);
    }
    lane bias_sum = lane_load(sums->input_bias + unit * HF_LANES);
    UNROLL for (int v = 0; v < vectors; v++)
    {
        delta[v] = lane_if_greater(active[v], zero, delta[v], zero);
        lane_store(activation + v * HF_LANES, delta[v]);
        bias_sum = lane_add(bias_sum, delta[v]);
    }
    lane_store(sums->input_bias + unit * HF_LANES, bias_sum);
}

#define BACKWARD_CASE(n)                                                                           \
    case n:                                                                                        \
        for (int64_t j = 0; j < network->hidden; j++)                                              \
            backward_unit(network, gradient, j, activation + j * HF_ROW_BLOCK, sums, n);           \
        break

static void backward(const hf_network *network, const hf_row_block *block, const float *gradient,
                     float *activation, const hf_lane_sums *sums)
{
    const int vectors = row_vectors(block);
    for (int64_t c = 0; c < network->classes; c++) {
        lane bias = lane_load(sums->output_bias + c * HF_LANES);
        for (int v = 0; v < vectors; v++)
            bias = lane_add(bias, lane_load(gradient + c * HF_ROW_BLOCK + v * HF_LANES));
        lane_store(sums->output_bias + c * HF_LANES, bias);
    }
    switch (vectors) {
        BACKWARD_CASE(1);
        BACKWARD_CASE(2);
        BACKWARD_CASE(3);
        BACKWARD_CASE(4);
        BACKWARD_CASE(5);
        BACKWARD_CASE(6);
    }
}

typedef struct {
    const hf_network *gradient;
    const hf_row_block *block;
    const float *delta;
    bool go_on;
    int64_t unit, feature; /* the tile's first */
} gradient_place;

INLINE void gradient_tile(const gradient_place *at, int units, int vectors)
{
    const int64_t stride = at->gradient->feature_stride;
    const float *input = at->block->by_row + at->feature;
    const float *delta = at->delta + at->unit * HF_ROW_BLOCK;
    float *weight = at->gradient->input_weight + at->unit * stride + at->feature;
    lane sum[TILE_GRADIENT_UNITS][TILE_FEATURE_VECTORS];
    UNROLL for (int u = 0; u < units; u++)
    {
        UNROLL for (int v = 0; v < vectors; v++) sum[u][v] =
            at->go_on ? lane_load(weight + u * stride + v * HF_LANES) : lane_set(0);
    }
    for (int row = 0; row < at->block->rows; row++, input += stride) {
        lane x[TILE_FEATURE_VECTORS];
        UNROLL for (int v = 0; v < vectors; v++) x[v] = lane_load(input + v * HF_LANES);
        UNROLL for (int u = 0; u < units; u++)
        {
            lane d = lane_set(delta[u * HF_ROW_BLOCK + row]);
            UNROLL for (int v = 0; v < vectors; v++) sum[u][v] = lane_fma(d, x[v], sum[u][v]);
        }
    }
    UNROLL for (int u = 0; u < units; u++)
    {
        UNROLL for (int v = 0; v < vectors; v++)
        {
            lane_store(weight + u * stride + v * HF_LANES, sum[u][v]);
        }
    }
}

#define GRADIENT_CASE(n)                                                                           \
    case n:                                                                                        \
        gradient_tile(&at, n <= TILE_GRADIENT_UNITS ? n : 1, vectors);                             \
        break

INLINE void gradient_units(gradient_place at, int vectors)
{
    for (int units; at.unit < at.gradient->hidden; at.unit += units) {
        units = even_share(at.gradient->hidden - at.unit, TILE_GRADIENT_UNITS);
        switch (units) {
            GRADIENT_CASE(1);
            GRADIENT_CASE(2);
            GRADIENT_CASE(3);
            GRADIENT_CASE(4);
            GRADIENT_CASE(5);
            GRADIENT_CASE(6);
            GRADIENT_CASE(7);
            GRADIENT_CASE(8);
            GRADIENT_CASE(9);
            GRADIENT_CASE(10);
            GRADIENT_CASE(11);
            GRADIENT_CASE(12);
        }
    }
}

static void weight_gradient(const hf_network *gradient, const hf_row_block *block,
                            const float *delta, bool go_on)
{
    gradient_place at = {gradient, block, delta, go_on, 0, 0};
    for (int vectors; at.feature < gradient->feature_stride; at.feature += vectors * HF_LANES) {
        vectors = smaller((gradient->feature_stride - at.feature) / HF_LANES, TILE_FEATURE_VECTORS);
        if (TILE_FEATURE_VECTORS >= 2 && vectors == 2)
            gradient_units(at, TILE_FEATURE_VECTORS >= 2 ? 2 : 1);
        else
            gradient_units(at, 1);
    }
}

static void sum_lanes(const float *lanes, int64_t count, float *sum)
{
    for (int64_t i = 0; i < count; i++)
        sum[i] = lane_sum(lane_load(lanes + i * HF_LANES));
}
