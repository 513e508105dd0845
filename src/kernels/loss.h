/* Softmax, cross-entropy and their gradient, with rows as lanes; part of body.h. */

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

/* `value` times the weights of a row vector. */
INLINE lane weigh(const hf_row_block *block, int64_t row, lane value)
{
    return block->weight ? lane_multiply(lane_load(block->weight + row), value) : value;
}

static void loss_of_many(hf_loss kind, int64_t classes, const hf_row_block *block,
                         const float *logits, float scale, float *share, float *gradient,
                         double *loss_sum)
{
    const lane zero = lane_set(0);
    for (int v = 0; v < row_vectors(block); v++) {
        const int64_t row = (int64_t)v * HF_LANES;
        lane label = lane_load(block->label + row);
        lane used = lane_if_greater(zero, label, zero, /* 0 beyond the rows */
                                    weigh(block, row, lane_set(scale)));
        lane losses = kind == HF_LOSS_CROSS_ENTROPY
                          ? cross_entropy(classes, logits + row, label, used, gradient + row)
                          : cross_entropy_of_softmax(classes, logits + row, label, used,
                                                     share + row, gradient + row);
        losses = weigh(block, row, losses);
        lane_add_to_doubles(loss_sum, lane_if_greater(zero, label, zero, losses));
    }
}

/*
 * Two classes, several row vectors at a time, all in registers. Of exp(value - max) one is 1, so
 * one exp does; the several vectors hide its latency.
 */
enum { PAIR_VECTORS = 3 };

typedef struct {
    lane first, second;
} lane_pair;

/* exp(value - max) of both; *sum is their sum, *most the max. */
INLINE lane_pair pair_powers(lane_pair value, lane *sum, lane *most)
{
    const lane one = lane_set(1);
    lane least = lane_if_greater(value.second, value.first, value.first, value.second);
    *most = lane_if_greater(value.second, value.first, value.second, value.first);
    lane power = lane_exp(lane_subtract(least, *most));
    *sum = lane_add(one, power);
    return (lane_pair){lane_if_greater(value.second, value.first, power, one),
                       lane_if_greater(value.second, value.first, one, power)};
}

/* (power / sum - [own class]) * scale */
INLINE lane_pair pair_gradient(lane_pair power, lane inverse_sum, lane label, lane scale)
{
    const lane zero = lane_set(0), minus = lane_set(-1);
    lane first = lane_if_equal(label, zero, minus, zero);
    lane second = lane_if_equal(label, lane_set(1), minus, zero);
    return (lane_pair){lane_multiply(lane_fma(power.first, inverse_sum, first), scale),
                       lane_multiply(lane_fma(power.second, inverse_sum, second), scale)};
}

INLINE void loss_of_pairs(hf_loss kind, const hf_row_block *block, const float *logits, lane scale,
                          float *gradient, double *loss_sum, int vectors)
{
    const lane zero = lane_set(0), one = lane_set(1);
    lane label[PAIR_VECTORS], sum[PAIR_VECTORS], most[PAIR_VECTORS], used[PAIR_VECTORS];
    lane_pair value[PAIR_VECTORS], power[PAIR_VECTORS], slope[PAIR_VECTORS];
    UNROLL for (int v = 0; v < vectors; v++)
    {
        value[v].first = lane_load(logits + v * HF_LANES);
        value[v].second = lane_load(logits + HF_ROW_BLOCK + v * HF_LANES);
        label[v] = lane_load(block->label + v * HF_LANES);
        used[v] = lane_if_greater(zero, label[v], zero, /* 0 beyond the rows */
                                  weigh(block, v * HF_LANES, scale));
        power[v] = pair_powers(value[v], &sum[v], &most[v]);
    }
    if (kind == HF_LOSS_CROSS_ENTROPY_OF_SOFTMAX) {
        UNROLL for (int v = 0; v < vectors; v++)
        {
            lane inverse = lane_divide(one, sum[v]);
            value[v].first = lane_multiply(power[v].first, inverse);
            value[v].second = lane_multiply(power[v].second, inverse);
            power[v] = pair_powers(value[v], &sum[v], &most[v]);
        }
    }
    UNROLL for (int v = 0; v < vectors; v++)
    {
        slope[v] = pair_gradient(power[v], lane_divide(one, sum[v]), label[v], used[v]);
        if (kind == HF_LOSS_CROSS_ENTROPY_OF_SOFTMAX) {
            lane dot = lane_fma(value[v].second, slope[v].second,
                                lane_multiply(value[v].first, slope[v].first));
            slope[v].first = lane_multiply(value[v].first, lane_subtract(slope[v].first, dot));
            slope[v].second = lane_multiply(value[v].second, lane_subtract(slope[v].second, dot));
        }
        lane_store(gradient + v * HF_LANES, slope[v].first);
        lane_store(gradient + HF_ROW_BLOCK + v * HF_LANES, slope[v].second);
        lane own = lane_if_equal(label[v], zero, value[v].first, value[v].second);
        lane losses = lane_add(lane_log(sum[v]), lane_subtract(most[v], own));
        losses = weigh(block, v * HF_LANES, losses);
        lane_add_to_doubles(loss_sum, lane_if_greater(zero, label[v], zero, losses));
    }
}

static void loss_of_two(hf_loss kind, const hf_row_block *block, const float *logits, float scale,
                        float *gradient, double *loss_sum)
{
    const lane scales = lane_set(scale);
    const int all = row_vectors(block);
    hf_row_block rest = *block;
    for (int v = 0; v < all;) {
        const bool many = all - v >= PAIR_VECTORS;
        const int64_t row = (int64_t)v * HF_LANES;
        rest.label = block->label + row;
        rest.weight = block->weight ? block->weight + row : NULL;
        if (many && kind == HF_LOSS_CROSS_ENTROPY)
            loss_of_pairs(HF_LOSS_CROSS_ENTROPY, &rest, logits + row, scales, gradient + row,
                          loss_sum, PAIR_VECTORS);
        else if (many)
            loss_of_pairs(HF_LOSS_CROSS_ENTROPY_OF_SOFTMAX, &rest, logits + row, scales,
                          gradient + row, loss_sum, PAIR_VECTORS);
        else
            loss_of_pairs(kind, &rest, logits + row, scales, gradient + row, loss_sum, 1);
        v += many ? PAIR_VECTORS : 1;
    }
}

/* Rows beyond the end have NaN as target, which equals nothing. */
static void loss_of_outcome(const hf_row_block *block, const float *output, float scale,
                            float *gradient, double *loss_sum)
{
    const lane zero = lane_set(0), scales = lane_set(scale);
    for (int v = 0; v < row_vectors(block); v++) {
        const int64_t row = (int64_t)v * HF_LANES;
        lane target = lane_load(block->label + row);
        lane error = lane_subtract(lane_load(output + row), target);
        lane slope = lane_multiply(lane_add(error, error), scales);
        lane_store(gradient + row, lane_if_equal(target, target, slope, zero));
        lane square = lane_multiply(error, error);
        lane_add_to_doubles(loss_sum, lane_if_equal(target, target, square, zero));
    }
}

static void loss(hf_loss kind, int64_t classes, const hf_row_block *block, const float *logits,
                 float scale, float *share, float *gradient, double *loss_sum)
{
    if (kind == HF_LOSS_MSE)
        loss_of_outcome(block, logits, scale, gradient, loss_sum);
    else if (classes == 2)
        loss_of_two(kind, block, logits, scale, gradient, loss_sum);
    else
        loss_of_many(kind, classes, block, logits, scale, share, gradient, loss_sum);
}
