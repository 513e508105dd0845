/*
 * The kernels, written once on lanes of 16 floats (contracts: include/holdfast/kernels.h).
 *
 * A stub includes this after HF_PATH, the name of its instruction set, and its lane header. Tile
 * functions take their sizes as constants and are inlined once per size, so that the accumulators
 * stay in registers.
 */
#define JOIN_(a, b) a##b
#define JOIN(a, b) JOIN_(a, b)
#define TEXT_(a) #a
#define TEXT(a) TEXT_(a)

enum { ROW_VECTORS = HF_ROW_BLOCK / HF_LANES };

static inline int smaller(int64_t a, int b)
{
    return a < b ? (int)a : b;
}

/* The size of the next of the tiles that share `left` as evenly as a tile's greatest size allows.
 */
static inline int even_share(int64_t left, int greatest)
{
    int64_t tiles = (left + greatest - 1) / greatest;
    return (int)((left + tiles - 1) / tiles);
}

static inline int row_vectors(const hf_row_block *block)
{
    return (block->rows + HF_LANES - 1) / HF_LANES;
}

/* ---- forward ---- */

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
    for (int64_t f = 0; f < features; f++, input += at->block->by_feature_stride) {
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

/* ---- exp, log ---- */

#define LOG2_E 0x1.715476p+0f
#define LN2_HIGH                                                                                   \
    0x1.62e4p-1f /* ln 2 in two parts; the first has zeros at its end: n * LN2_HIGH is exact */
#define LN2_LOW 0x1.7f7d1cp-20f
/* Below this exp gives 0. Probabilities under 1e-28 move no weight, but their products would be
 * subnormal numbers, which most processors handle a hundred times slower. */
#define SMALLEST_EXPONENT (-64.0f)

/* exp for x <= 0 (and NaN): x = n ln 2 + r, |r| <= ln(2)/2; exp(r) = 1 + r + r^2 q(r), q minimax,
 * relative error 3e-9 before rounding. */
INLINE lane lane_exp(lane x)
{
    const lane round_to_integer = lane_set(0x1.8p23f);
    lane shifted = lane_fma(x, lane_set(LOG2_E), round_to_integer);
    lane n = lane_subtract(shifted, round_to_integer);
    lane r = lane_fma(n, lane_set(-LN2_HIGH), x);
    r = lane_fma(n, lane_set(-LN2_LOW), r);
    lane q = lane_set(0x1.6a5228p-10f);
    q = lane_fma(q, r, lane_set(0x1.12396cp-7f));
    q = lane_fma(q, r, lane_set(0x1.5558aap-5f));
    q = lane_fma(q, r, lane_set(0x1.555492p-3f));
    q = lane_fma(q, r, lane_set(0x1.fffffcp-2f));
    lane one_plus = lane_fma(lane_multiply(r, r), q, lane_add(r, lane_set(1)));
    /* the low bits of `shifted` are n: moved to the exponent they make 2^n */
    integer_lane power =
        integer_add(integer_shift_left_23(lane_bits(shifted)), lane_bits(lane_set(1)));
    lane result = lane_multiply(one_plus, lane_from_bits(power));
    return lane_if_greater(lane_set(SMALLEST_EXPONENT), x, lane_set(0), result);
}

/* log for normal x >= 1 (and NaN): x = 2^e (1 + f), sqrt(1/2) <= 1 + f < sqrt(2); log(1 + f) = f -
 * f^2/2 + f^3 p(f), p minimax, relative error 6e-9 before rounding. */
INLINE lane lane_log(lane x)
{
    const integer_lane sqrt_half = integer_set(0x3f3504f3);
    integer_lane e = integer_shift_right_23(integer_subtract(lane_bits(x), sqrt_half));
    lane mantissa = lane_from_bits(integer_subtract(lane_bits(x), integer_shift_left_23(e)));
    lane exponent = lane_from_integer(e);
    lane f = lane_subtract(mantissa, lane_set(1));
    lane p = lane_set(-0x1.38c9dep-4f);
    p = lane_fma(p, f, lane_set(0x1.055ec6p-3f));
    p = lane_fma(p, f, lane_set(-0x1.0d8242p-3f));
    p = lane_fma(p, f, lane_set(0x1.22d92ep-3f));
    p = lane_fma(p, f, lane_set(-0x1.54728ap-3f));
    p = lane_fma(p, f, lane_set(0x1.99a01cp-3f));
    p = lane_fma(p, f, lane_set(-0x1.000226p-2f));
    p = lane_fma(p, f, lane_set(0x1.555554p-2f));
    lane square = lane_multiply(f, f);
    lane tail = lane_fma(lane_multiply(square, f), p, lane_multiply(exponent, lane_set(LN2_LOW)));
    tail = lane_fma(square, lane_set(-0.5f), tail);
    return lane_fma(exponent, lane_set(LN2_HIGH), lane_add(f, tail));
}

/* ---- softmax and loss ---- */

/* values [class] of one row vector -> exp(value - max) in `exps`; returns their sum, *log_rest =
 * log(sum) + max. The strides are HF_ROW_BLOCK; values and exps may be the same. */
INLINE lane softmax_sum(int64_t classes, const float *values, float *exps, lane *greatest)
{
    lane most = lane_load(values);
    for (int64_t c = 1; c < classes; c++) {
        lane value = lane_load(values + c * HF_ROW_BLOCK);
        most = lane_if_greater(value, most, value, most);
    }
    *greatest = most;
    if (classes == 2) { /* one of the two is exp(0) = 1 */
        const lane first = lane_load(values), second = lane_load(values + HF_ROW_BLOCK);
        const lane one = lane_set(1);
        lane least = lane_if_greater(second, first, first, second);
        lane power = lane_exp(lane_subtract(least, most));
        lane_store(exps, lane_if_greater(second, first, power, one));
        lane_store(exps + HF_ROW_BLOCK, lane_if_greater(second, first, one, power));
        return lane_add(one, power);
    }
    lane sum = lane_set(0);
    for (int64_t c = 0; c < classes; c++) {
        lane power = lane_exp(lane_subtract(lane_load(values + c * HF_ROW_BLOCK), most));
        lane_store(exps + c * HF_ROW_BLOCK, power);
        sum = lane_add(sum, power);
    }
    return sum;
}

/* The value of each lane's own class. */
INLINE lane at_label(int64_t classes, const float *values, lane label)
{
    lane own = lane_set(0);
    for (int64_t c = 0; c < classes; c++)
        own = lane_if_equal(label, lane_set((float)c), lane_load(values + c * HF_ROW_BLOCK), own);
    return own;
}

/* From exp(value - max) in `gradient`: (softmax - [class is the label]) * scale. */
INLINE void softmax_gradient(int64_t classes, lane label, lane inverse_sum, lane scale,
                             float *gradient)
{
    const lane zero = lane_set(0), one = lane_set(1);
    for (int64_t c = 0; c < classes; c++) {
        float *at = gradient + c * HF_ROW_BLOCK;
        lane own = lane_if_equal(label, lane_set((float)c), one, zero);
        lane share = lane_fma(lane_load(at), inverse_sum, lane_subtract(zero, own));
        lane_store(at, lane_multiply(share, scale));
    }
}

/* Cross-entropy of one row vector; the gradient goes to `gradient`. Returns the losses. */
INLINE lane cross_entropy(int64_t classes, const float *logits, lane label, lane scale,
                          float *gradient)
{
    lane most, own = at_label(classes, logits, label);
    lane sum = softmax_sum(classes, logits, gradient, &most);
    softmax_gradient(classes, label, lane_divide(lane_set(1), sum), scale, gradient);
    return lane_add(lane_log(sum), lane_subtract(most, own));
}

/* The same of q = softmax(logits) taken for logits: dl = q (dq - sum over c of q dq). `share`
 * [class] is scratch. */
INLINE lane cross_entropy_of_softmax(int64_t classes, const float *logits, lane label, lane scale,
                                     float *share, float *gradient)
{
    lane most;
    lane inverse = lane_divide(lane_set(1), softmax_sum(classes, logits, share, &most));
    for (int64_t c = 0; c < classes; c++) {
        float *at = share + c * HF_ROW_BLOCK;
        lane_store(at, lane_multiply(lane_load(at), inverse));
    }
    lane losses = cross_entropy(classes, share, label, scale, gradient);
    lane dot = lane_set(0);
    for (int64_t c = 0; c < classes; c++)
        dot = lane_fma(lane_load(share + c * HF_ROW_BLOCK), lane_load(gradient + c * HF_ROW_BLOCK),
                       dot);
    for (int64_t c = 0; c < classes; c++) {
        float *at = gradient + c * HF_ROW_BLOCK;
        lane_store(at, lane_multiply(lane_load(share + c * HF_ROW_BLOCK),
                                     lane_subtract(lane_load(at), dot)));
    }
    return losses;
}

INLINE void loss_of_classes(hf_loss kind, int64_t classes, const hf_row_block *block,
                            const float *logits, float scale, float *share, float *gradient,
                            double *loss_sum)
{
    const lane zero = lane_set(0);
    for (int v = 0; v < row_vectors(block); v++) {
        const int64_t row = (int64_t)v * HF_LANES;
        lane label = lane_load(block->label + row);
        lane used = lane_if_greater(zero, label, zero, lane_set(scale)); /* 0 beyond the rows */
        lane losses = kind == HF_LOSS_CROSS_ENTROPY
                          ? cross_entropy(classes, logits + row, label, used, gradient + row)
                          : cross_entropy_of_softmax(classes, logits + row, label, used,
                                                     share + row, gradient + row);
        lane_add_to_doubles(loss_sum, lane_if_greater(zero, label, zero, losses));
    }
}

static void loss(hf_loss kind, int64_t classes, const hf_row_block *block, const float *logits,
                 float scale, float *share, float *gradient, double *loss_sum)
{
    if (classes == 2)
        loss_of_classes(kind, 2, block, logits, scale, share, gradient, loss_sum);
    else
        loss_of_classes(kind, classes, block, logits, scale, share, gradient, loss_sum);
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

/* ---- backward ---- */

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
    int add;
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
        UNROLL for (int v = 0; v < vectors; v++) sum[u][v] = lane_set(0);
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
            float *to = weight + u * stride + v * HF_LANES;
            lane_store(to, at->add ? lane_add(lane_load(to), sum[u][v]) : sum[u][v]);
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
                            const float *delta, int add)
{
    gradient_place at = {gradient, block, delta, add, 0, 0};
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

/* ---- optimizers ---- */

static void adam(const hf_optimizer_step *step, int64_t count, const float *gradient,
                 float *first_moment, float *second_moment, float *parameter)
{
    const lane beta1 = lane_set(step->beta1), beta2 = lane_set(step->beta2);
    const lane rest1 = lane_set(step->one_minus_beta1), rest2 = lane_set(step->one_minus_beta2);
    const lane scale = lane_set(step->second_moment_scale), epsilon = lane_set(step->epsilon);
    const lane decay = lane_set(step->weight_decay), keep = lane_set(step->decay_factor);
    const lane back = lane_set(-step->learning_rate);
    for (int64_t i = 0; i < count; i += HF_LANES) {
        lane p = lane_load(parameter + i);
        lane g = lane_fma(decay, p, lane_load(gradient + i));
        lane m = lane_fma(rest1, g, lane_multiply(beta1, lane_load(first_moment + i)));
        lane v = lane_fma(lane_multiply(rest2, g), g,
                          lane_multiply(beta2, lane_load(second_moment + i)));
        lane_store(first_moment + i, m);
        lane_store(second_moment + i, v);
        lane ratio = lane_divide(m, lane_fma(lane_sqrt(v), scale, epsilon));
        lane_store(parameter + i, lane_fma(back, ratio, lane_multiply(keep, p)));
    }
}

static void sgd(const hf_optimizer_step *step, int64_t count, const float *gradient,
                float *momentum, float *parameter)
{
    const lane decay = lane_set(step->weight_decay), back = lane_set(-step->learning_rate);
    const lane inertia = lane_set(step->momentum);
    for (int64_t i = 0; i < count; i += HF_LANES) {
        lane p = lane_load(parameter + i);
        lane g = lane_fma(decay, p, lane_load(gradient + i));
        lane m = lane_fma(inertia, lane_load(momentum + i), g);
        lane_store(momentum + i, m);
        lane_store(parameter + i, lane_fma(back, m, p));
    }
}

static const hf_kernel_table table = {
    TEXT(HF_PATH), forward, loss, count_correct, backward, weight_gradient, sum_lanes, adam, sgd};

const hf_kernel_table *JOIN(hf_kernels_, HF_PATH)(void)
{
    return &table;
}
