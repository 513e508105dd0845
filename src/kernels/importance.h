/* What a feature does to a network's outputs, with rows as lanes of float64; part of body.h. */

/* HF_LOSS_ROWS, 32 row vectors, share one logarithm, that of the product of their sums: with fewer
 * than 2^31 classes no product overflows. */
enum { TILE_DOUBLE_ROWS = TILE_DOUBLE_VECTORS * HF_DOUBLE_LANES };

/* unit [unit][vector] of a tile, over the features in their order. */
INLINE void columns_tile(const hf_unit_rows *units, const hf_columns *columns, int64_t first,
                         int64_t row, int tile_units, int vectors)
{
    const float *weight = columns->weight + first * columns->weight_stride;
    double *unit = units->unit + first * units->rows + row;
    double_lane sum[TILE_OUTPUTS][TILE_DOUBLE_VECTORS], x[TILE_DOUBLE_VECTORS];
    UNROLL for (int u = 0; u < tile_units; u++)
    {
        UNROLL for (int v = 0; v < vectors; v++) sum[u][v] =
            double_load(unit + u * units->rows + v * HF_DOUBLE_LANES);
    }
    for (int64_t f = 0; f < columns->count; f++) {
        UNROLL for (int v = 0; v < vectors; v++) x[v] =
            double_from_floats(columns->value + f * columns->stride + row + v * HF_DOUBLE_LANES);
        UNROLL for (int u = 0; u < tile_units; u++)
        {
            const double_lane w = double_set((double)weight[u * columns->weight_stride + f]);
            UNROLL for (int v = 0; v < vectors; v++) sum[u][v] = double_fma(w, x[v], sum[u][v]);
        }
    }
    UNROLL for (int u = 0; u < tile_units; u++)
    {
        UNROLL for (int v = 0; v < vectors; v++)
        {
            double_store(unit + u * units->rows + v * HF_DOUBLE_LANES, sum[u][v]);
        }
    }
}

INLINE void columns_of_units(const hf_unit_rows *units, const hf_columns *columns, int64_t first,
                             int tile_units)
{
    int64_t row = 0;
    for (; units->rows - row >= TILE_DOUBLE_ROWS; row += TILE_DOUBLE_ROWS)
        columns_tile(units, columns, first, row, tile_units, TILE_DOUBLE_VECTORS);
    for (; row < units->rows; row += HF_DOUBLE_LANES)
        columns_tile(units, columns, first, row, tile_units, 1);
}

static void add_columns(const hf_unit_rows *units, const hf_columns *columns)
{
    int64_t first = 0;
    for (; units->hidden - first >= TILE_OUTPUTS; first += TILE_OUTPUTS)
        columns_of_units(units, columns, first, TILE_OUTPUTS);
    for (; first < units->hidden; first++)
        columns_of_units(units, columns, first, 1);
}

/* (max(0, to) - max(0, from)) / (to - from) is all four cases of the definition; where nothing
 * changes the unit is active throughout or nowhere. */
static void active_shares(const hf_unit_rows *units, const double *baseline)
{
    const double_lane zero = double_set(0), one = double_set(1);
    for (int64_t j = 0; j < units->hidden; j++) {
        const double_lane from = double_set(baseline[j]);
        double *unit = units->unit + j * units->rows;
        for (int64_t row = 0; row < units->rows; row += HF_DOUBLE_LANES) {
            double_lane to = double_load(unit + row), change = double_subtract(to, from);
            double_lane rise = double_subtract(double_relu(to), double_relu(from));
            double_lane constant = double_if_greater(to, zero, one, zero);
            double_store(unit + row,
                         double_if_equal(change, zero, constant, double_divide(rise, change)));
        }
    }
}

/* A tile of outputs x row vectors. */
typedef struct {
    const hf_unit_rows *units;
    const hf_shift *shift;
    int64_t output, row; /* the tile's first */
} output_place;

/* sum [output][vector] += coefficient * unit over the units in their order; `shifted`: * max(0,
 * unit + weight * change). */
INLINE void output_tile(const output_place *at, bool shifted, int outputs, int vectors,
                        double_lane sum[TILE_OUTPUTS][TILE_DOUBLE_VECTORS])
{
    const hf_unit_rows *units = at->units;
    const double *unit = units->unit + at->row;
    const double *coefficient = units->coefficient + at->output;
    double_lane change[TILE_DOUBLE_VECTORS], value[TILE_DOUBLE_VECTORS];
    UNROLL for (int v = 0; v < vectors; v++)
    {
        const int64_t row = at->row + v * HF_DOUBLE_LANES;
        if (shifted)
            change[v] = double_subtract(double_from_floats(at->shift->shuffled + row),
                                        double_from_floats(at->shift->column + row));
    }
    for (int64_t j = 0; j < units->hidden; j++) {
        UNROLL for (int v = 0; v < vectors; v++)
        {
            value[v] = double_load(unit + v * HF_DOUBLE_LANES);
            if (shifted)
                value[v] =
                    double_relu(double_fma(double_set(at->shift->weight[j]), change[v], value[v]));
        }
        UNROLL for (int k = 0; k < outputs; k++)
        {
            const double_lane c = double_set(coefficient[k]);
            UNROLL for (int v = 0; v < vectors; v++) sum[k][v] = double_fma(c, value[v], sum[k][v]);
        }
        unit += units->rows;
        coefficient += units->outputs;
    }
}

/* The losses of a segment of row vectors: log(product) + rest. */
typedef struct {
    double_lane product, rest;
} loss_segment;

/* `sum` of exp(logit - greatest), and greatest - own; nothing from beyond the rows. */
INLINE void add_loss(double_lane label, double_lane sum, double_lane rest, loss_segment *segment)
{
    const double_lane zero = double_set(0), one = double_set(1);
    segment->product = double_multiply(segment->product, double_if_greater(zero, label, one, sum));
    segment->rest = double_add(segment->rest, double_if_greater(zero, label, zero, rest));
}

/* Two classes: log(1 + exp(other - own)). */
INLINE void add_loss_of_two(double_lane contrast, double_lane label, loss_segment *segment)
{
    const double_lane zero = double_set(0), one = double_set(1);
    double_lane other = double_if_equal(label, zero, contrast, double_subtract(zero, contrast));
    double_lane least = double_if_greater(other, zero, double_subtract(zero, other), other);
    add_loss(label, double_add(one, double_exp(least)), double_relu(other), segment);
}

/* contrast [outputs, HF_CONTRAST_ROWS]; that of class 0, the first, is 0. */
INLINE void add_loss_of_many(int64_t outputs, const double *contrast, double_lane label,
                             loss_segment *segment)
{
    const double_lane zero = double_set(0);
    double_lane most = zero, own = zero;
    for (int64_t k = 0; k < outputs; k++) {
        double_lane value = double_load(contrast + k * HF_CONTRAST_ROWS);
        most = double_if_greater(value, most, value, most);
        own = double_if_equal(label, double_set((double)(k + 1)), value, own);
    }
    double_lane sum = double_exp(double_subtract(zero, most));
    for (int64_t k = 0; k < outputs; k++)
        sum = double_add(
            sum, double_exp(double_subtract(double_load(contrast + k * HF_CONTRAST_ROWS), most)));
    add_loss(label, sum, double_subtract(most, own), segment);
}

/* The contrasts of a tile: one alone goes into the loss at once, others wait in `contrast`. */
INLINE void contrast_tile(const output_place *at, const double *bias, double *contrast, int outputs,
                          int vectors, loss_segment *segment)
{
    double_lane sum[TILE_OUTPUTS][TILE_DOUBLE_VECTORS];
    UNROLL for (int k = 0; k < outputs; k++)
    {
        UNROLL for (int v = 0; v < vectors; v++) sum[k][v] = double_set(bias[at->output + k]);
    }
    output_tile(at, true, outputs, vectors, sum);
    if (outputs == 1 && at->units->outputs == 1) {
        UNROLL for (int v = 0; v < vectors; v++) add_loss_of_two(
            sum[0][v], double_from_floats(at->units->label + at->row + v * HF_DOUBLE_LANES),
            segment);
        return;
    }
    UNROLL for (int k = 0; k < outputs; k++)
    {
        UNROLL for (int v = 0; v < vectors; v++) double_store(
            contrast + (at->output + k) * HF_CONTRAST_ROWS + v * HF_DOUBLE_LANES, sum[k][v]);
    }
}

/* Calls tile(n) for the even shares of all outputs. */
#define OUTPUT_CASE(n, tile)                                                                       \
    case n:                                                                                        \
        tile((n) <= TILE_OUTPUTS ? (n) : 1);                                                       \
        break
#define FOR_OUTPUTS(at, tile)                                                                      \
    for (int outputs; (at).output < (at).units->outputs; (at).output += outputs) {                 \
        outputs = even_share((at).units->outputs - (at).output, TILE_OUTPUTS);                     \
        switch (outputs) {                                                                         \
            OUTPUT_CASE(1, tile);                                                                  \
            OUTPUT_CASE(2, tile);                                                                  \
            OUTPUT_CASE(3, tile);                                                                  \
            OUTPUT_CASE(4, tile);                                                                  \
        }                                                                                          \
    }

INLINE void loss_tile(output_place at, const double *bias, double *contrast, int vectors,
                      loss_segment *segment)
{
#define TILE(n) contrast_tile(&at, bias, contrast, n, vectors, segment)
    FOR_OUTPUTS(at, TILE)
#undef TILE
    if (at.units->outputs > 1)
        for (int v = 0; v < vectors; v++)
            add_loss_of_many(at.units->outputs, contrast + v * HF_DOUBLE_LANES,
                             double_from_floats(at.units->label + at.row + v * HF_DOUBLE_LANES),
                             segment);
}

static void shifted_loss(const hf_unit_rows *units, const hf_shift *shift, const double *bias,
                         double *contrast, double *loss_sum)
{
    output_place at = {.units = units, .shift = shift};
    while (at.row < units->rows) {
        const int64_t end = at.row + smaller(units->rows - at.row, HF_LOSS_ROWS);
        loss_segment segment = {double_set(1), double_set(0)};
        for (; end - at.row >= TILE_DOUBLE_ROWS; at.row += TILE_DOUBLE_ROWS)
            loss_tile(at, bias, contrast, TILE_DOUBLE_VECTORS, &segment);
        for (; at.row < end; at.row += HF_DOUBLE_LANES)
            loss_tile(at, bias, contrast, 1, &segment);
        double_lane losses = double_add(double_log(segment.product), segment.rest);
        double_store(loss_sum, double_add(double_load(loss_sum), losses));
    }
}

INLINE void square_tile(const output_place *at, const double *bias, int vectors, double *square_sum)
{
    const double_lane zero = double_set(0);
    double_lane sum[TILE_OUTPUTS][TILE_DOUBLE_VECTORS];
    UNROLL for (int v = 0; v < vectors; v++) sum[0][v] = double_set(bias[0]);
    output_tile(at, true, 1, vectors, sum);
    UNROLL for (int v = 0; v < vectors; v++)
    {
        const int64_t row = at->row + v * HF_DOUBLE_LANES;
        double_lane error = double_subtract(double_from_floats(at->units->target + row), sum[0][v]);
        double_lane square = double_multiply(error, error);
        double_lane label = double_from_floats(at->units->label + row);
        square = double_if_greater(zero, label, zero, square);
        double_store(square_sum, double_add(double_load(square_sum), square));
    }
}

static void shifted_square(const hf_unit_rows *units, const hf_shift *shift, const double *bias,
                           double *square_sum)
{
    output_place at = {.units = units, .shift = shift};
    for (; units->rows - at.row >= TILE_DOUBLE_ROWS; at.row += TILE_DOUBLE_ROWS)
        square_tile(&at, bias, TILE_DOUBLE_VECTORS, square_sum);
    for (; at.row < units->rows; at.row += HF_DOUBLE_LANES)
        square_tile(&at, bias, 1, square_sum);
}

INLINE void norm_tile(output_place at, int vectors, const float *column, double baseline,
                      double *norm_sum)
{
    const double_lane zero = double_set(0);
    double_lane square[TILE_DOUBLE_VECTORS], sum[TILE_OUTPUTS][TILE_DOUBLE_VECTORS];
    UNROLL for (int v = 0; v < vectors; v++) square[v] = zero;
#define TILE(n)                                                                                    \
    UNROLL for (int k = 0; k < (n); k++)                                                           \
    {                                                                                              \
        UNROLL for (int v = 0; v < vectors; v++) sum[k][v] = zero;                                 \
    }                                                                                              \
    output_tile(&at, false, n, vectors, sum);                                                      \
    UNROLL for (int k = 0; k < (n); k++)                                                           \
    {                                                                                              \
        UNROLL for (int v = 0; v < vectors; v++) square[v] =                                       \
            double_fma(sum[k][v], sum[k][v], square[v]);                                           \
    }
    FOR_OUTPUTS(at, TILE)
#undef TILE
    UNROLL for (int v = 0; v < vectors; v++)
    {
        const int64_t row = at.row + v * HF_DOUBLE_LANES;
        double_lane x = double_subtract(double_from_floats(column + row), double_set(baseline));
        double_lane size = double_if_greater(zero, x, double_subtract(zero, x), x);
        double_lane norm = double_multiply(size, double_sqrt(square[v]));
        double_lane label = double_from_floats(at.units->label + row);
        norm = double_if_greater(zero, label, zero, norm);
        double_store(norm_sum, double_add(double_load(norm_sum), norm));
    }
}

static void gradient_norm(const hf_unit_rows *units, const float *column, double baseline,
                          double *norm_sum)
{
    output_place at = {.units = units};
    for (; units->rows - at.row >= TILE_DOUBLE_ROWS; at.row += TILE_DOUBLE_ROWS)
        norm_tile(at, TILE_DOUBLE_VECTORS, column, baseline, norm_sum);
    for (; at.row < units->rows; at.row += HF_DOUBLE_LANES)
        norm_tile(at, 1, column, baseline, norm_sum);
}
#undef FOR_OUTPUTS
#undef OUTPUT_CASE
