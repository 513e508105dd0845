/* Forward pass: tiles of hidden units x row vectors; part of body.h. */

typedef struct {
    const hf_network *network;
    const hf_row_block *block;
    float *activation, *logits;
    int64_t unit; /* first hidden unit and first row vector of the tile */
    int vector;
} forward_place;

/* Output layer: the tile's units, in order, into the logits. */
INLINE void forward_logits(const forward_place *at, int units, int vectors,
                           lane active[TILE_UNITS][TILE_ROW_VECTORS])
{
    const hf_network *network = at->network;
    for (int64_t c = 0; c < network->classes; c++) {
        const float *weight = network->output_weight + c * network->hidden_stride + at->unit;
        float *logit = at->logits + c * HF_ROW_BLOCK + at->vector * HF_LANES;
        lane sum[TILE_ROW_VECTORS];
        UNROLL for (int v = 0; v < vectors; v++) sum[v] = lane_load(logit + v * HF_LANES);
        UNROLL for (int u = 0; u < units; u++)
        {
            lane w = lane_set(weight[u]);
            UNROLL for (int v = 0; v < vectors; v++) sum[v] = lane_fma(w, active[u][v], sum[v]);
        }
        UNROLL for (int v = 0; v < vectors; v++) lane_store(logit + v * HF_LANES, sum[v]);
    }
}

INLINE void forward_tile(const forward_place *at, int units, int vectors)
{
    const hf_network *network = at->network;
    const int64_t features = network->features, stride = network->feature_stride;
    const float *weight = network->input_weight + at->unit * stride;
    const float *input = at->block->by_feature + at->vector * HF_LANES;
    lane z[TILE_UNITS][TILE_ROW_VECTORS];
    UNROLL for (int u = 0; u < units; u++)
    {
        lane bias = lane_set(network->input_bias[at->unit + u]);
        UNROLL for (int v = 0; v < vectors; v++) z[u][v] = bias;
    }
    for (int64_t f = 0; f < features; f++, input += HF_ROW_BLOCK) {
        lane x[TILE_ROW_VECTORS];
        UNROLL for (int v = 0; v < vectors; v++) x[v] = lane_load(input + v * HF_LANES);
        UNROLL for (int u = 0; u < units; u++)
        {
            lane w = lane_set(weight[u * stride + f]);
            UNROLL for (int v = 0; v < vectors; v++) z[u][v] = lane_fma(w, x[v], z[u][v]);
        }
    }
    UNROLL for (int u = 0; u < units; u++)
    {
        UNROLL for (int v = 0; v < vectors; v++)
        {
            z[u][v] = lane_relu(z[u][v]);
            if (at->activation)
                lane_store(at->activation + (at->unit + u) * HF_ROW_BLOCK +
                               (at->vector + v) * HF_LANES,
                           z[u][v]);
        }
    }
    forward_logits(at, units, vectors, z);
}

#define FORWARD_CASE(n)                                                                            \
    case n:                                                                                        \
        forward_tile(&at, n <= TILE_UNITS ? n : 1, vectors);                                       \
        break

/* All hidden units of `vectors` row vectors. */
INLINE void forward_units(forward_place at, int vectors)
{
    for (int units; at.unit < at.network->hidden; at.unit += units) {
        units = even_share(at.network->hidden - at.unit, TILE_UNITS);
        switch (units) {
            FORWARD_CASE(1);
            FORWARD_CASE(2);
            FORWARD_CASE(3);
            FORWARD_CASE(4);
            FORWARD_CASE(5);
            FORWARD_CASE(6);
            FORWARD_CASE(7);
            FORWARD_CASE(8);
        }
    }
}

static void forward(const hf_network *network, const hf_row_block *block, float *activation,
                    float *logits)
{
    const int all = row_vectors(block);
    forward_place at = {network, block, activation, logits, 0, 0};
    for (int64_t c = 0; c < network->classes; c++)
        for (int v = 0; v < all; v++)
            lane_store(logits + c * HF_ROW_BLOCK + v * HF_LANES, lane_set(network->output_bias[c]));
    for (int vectors; at.vector < all; at.vector += vectors) {
        vectors = even_share(all - at.vector, TILE_ROW_VECTORS);
        if (TILE_ROW_VECTORS >= 3 && vectors == 3)
            forward_units(at, TILE_ROW_VECTORS >= 3 ? 3 : 1);
        else if (TILE_ROW_VECTORS >= 2 && vectors == 2)
            forward_units(at, TILE_ROW_VECTORS >= 2 ? 2 : 1);
        else
            forward_units(at, 1);
    }
}

static int64_t count_correct(int64_t classes, const hf_row_block *block, const float *logits)
{
    lane correct = lane_set(0);
    for (int v = 0; v < row_vectors(block); v++) {
        const float *at = logits + v * HF_LANES;
        lane best = lane_load(at), predicted = lane_set(0);
        for (int64_t c = 1; c < classes; c++) {
            lane logit = lane_load(at + c * HF_ROW_BLOCK);
            predicted = lane_if_greater(logit, best, lane_set((float)c), predicted);
            best = lane_if_greater(logit, best, logit, best);
        }
        correct = lane_add(correct, lane_if_equal(predicted, lane_load(block->label + v * HF_LANES),
                                                  lane_set(1), lane_set(0)));
    }
    return (int64_t)lane_sum(correct);
}
