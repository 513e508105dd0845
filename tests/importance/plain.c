/* A random network and its importances by their definitions, in plain float64 loops. */
#include "plain.h"
#include "holdfast/memory.h"
#include "random/random.h"
#include "unit_test.h"
#include <math.h>
#include <stdlib.h>

/* Knuth's MMIX generator. */
static uint64_t random_state;

static float *uniform(int64_t count)
{
    float *values;
    assert_int_equal(hf_allocate(&values, count, sizeof *values, NULL), HF_OK);
    for (int64_t i = 0; i < count; i++) {
        random_state = random_state * 6364136223846793005u + 1442695040888963407u;
        values[i] = (float)(random_state >> 40) * 0x1p-23f - 1;
    }
    return values;
}

problem make_problem(int64_t features, int64_t hidden, int64_t classes, int64_t rows)
{
    random_state = (uint64_t)(features * 7919 + hidden * 104729 + classes * 31 + rows);
    problem p = {.w1 = uniform(hidden * features),
                 .b1 = uniform(hidden),
                 .w2 = uniform(classes * hidden),
                 .b2 = uniform(classes),
                 .x = uniform(rows * features)};
    float *draws = uniform(features + rows);
    assert_int_equal(hf_allocate(&p.y, rows, sizeof *p.y, NULL), HF_OK);
    assert_int_equal(hf_allocate(&p.mean, features, sizeof *p.mean, NULL), HF_OK);
    for (int64_t f = 0; f < features; f++)
        p.mean[f] = (double)draws[f] / 3;
    for (int64_t i = 0; i < rows; i++)
        p.y[i] = (int32_t)((draws[features + i] + 1) / 2 * (float)classes);
    hf_free(&draws);
    p.weights = (hf_weights){features, hidden, classes, p.w1, p.b1, p.w2, p.b2};
    p.test = (hf_test_rows){.rows = rows,
                            .inputs = p.x,
                            .labels = p.y,
                            .training_mean = p.mean,
                            .threads = 1,
                            .repeats = 2,
                            .significance_seed = 4000000000,
                            .seed = 4294967295,
                            .split = 77};
    return p;
}

void free_problem(problem *p)
{
    float *arrays[] = {p->w1, p->b1, p->w2, p->b2, p->x};
    for (int i = 0; i < 5; i++)
        hf_free(&arrays[i]);
    hf_free(&p->y);
    hf_free(&p->mean);
}

void importance_of(const problem *p, hf_method method, float *importance)
{
    hf_importance_workspace *workspace;
    const hf_input_map each = {.features = p->weights.inputs, .inputs = p->weights.inputs};
    assert_int_equal(hf_importance_workspace_make(p->map.features > 0 ? &p->map : &each,
                                                  p->weights.hidden, p->weights.classes,
                                                  p->test.rows, p->test.threads, &workspace, NULL),
                     HF_OK);
    assert_true(hf_importance(method, &p->weights, &p->test, workspace, importance));
    hf_importance_workspace_free(&workspace);
}

static double pre_activation(const problem *p, int64_t unit, const double *x)
{
    double z = p->b1[unit];
    for (int64_t f = 0; f < p->weights.inputs; f++)
        z += (double)p->w1[unit * p->weights.inputs + f] * x[f];
    return z;
}

static int64_t first_input(const problem *p, int64_t feature)
{
    return p->map.features > 0 ? p->map.first_input[feature] : feature;
}

/* A row's inputs, its values of `feature` those of row `from`. */
static void row_with(const problem *p, int64_t row, int64_t feature, int64_t from, double *x)
{
    const int64_t features = p->weights.inputs;
    for (int64_t f = 0; f < features; f++)
        x[f] = p->x[row * features + f];
    for (int64_t i = first_input(p, feature); i < first_input(p, feature + 1); i++)
        x[i] = p->x[from * features + i];
}

static double loss_with(const problem *p, int64_t row, int64_t feature, int64_t from)
{
    const hf_weights *w = &p->weights;
    double x[64], logits[64], sum = 0;
    row_with(p, row, feature, from, x);
    for (int64_t c = 0; c < w->classes; c++)
        logits[c] = p->b2[c];
    for (int64_t j = 0; j < w->hidden; j++) {
        const double active = fmax(0, pre_activation(p, j, x));
        for (int64_t c = 0; c < w->classes; c++)
            logits[c] += p->w2[c * w->hidden + j] * active;
    }
    for (int64_t c = 0; c < w->classes; c++)
        sum += exp(logits[c] - logits[p->y[row]]);
    return log(sum);
}

/* order [rows] as the header says: key and counter, then Fisher and Yates. */
static void shuffled_order(const problem *p, int64_t feature, int64_t repeat, int64_t *order)
{
    const uint64_t place =
        ((uint64_t)p->weights.hidden << 44) + ((uint64_t)p->test.split << 22) + (uint64_t)feature;
    hf_stream stream =
        hf_stream_make((hf_purpose)(4 + 256 * repeat), (uint32_t)p->test.significance_seed,
                       (uint32_t)p->test.seed, (uint32_t)place, (uint32_t)(place >> 32));
    for (int64_t i = 0; i < p->test.rows; i++)
        order[i] = i;
    hf_stream_shuffle(&stream, order, p->test.rows);
}

double plain_permutation(const problem *p, int64_t feature)
{
    int64_t *order;
    double rise = 0;
    assert_int_equal(hf_allocate(&order, p->test.rows, sizeof *order, NULL), HF_OK);
    for (int64_t repeat = 0; repeat < p->test.repeats; repeat++) {
        shuffled_order(p, feature, repeat, order);
        for (int64_t i = 0; i < p->test.rows; i++)
            rise += loss_with(p, i, feature, order[i]) - loss_with(p, i, feature, i);
    }
    hf_free(&order);
    return rise / (double)p->test.repeats / (double)p->test.rows;
}

double rise_over_all_pairs(const problem *p, int64_t feature)
{
    double rise = 0;
    for (int64_t i = 0; i < p->test.rows; i++)
        for (int64_t k = 0; k < p->test.rows; k++)
            rise += loss_with(p, i, feature, k) - loss_with(p, i, feature, i);
    return rise / (double)p->test.rows / (double)p->test.rows;
}

/* phi by its four cases */
static double active_share(double at_mean, double at_row)
{
    if (at_mean > 0)
        return at_row > 0 ? 1 : at_mean / (at_mean - at_row);
    return at_row > 0 ? at_row / (at_row - at_mean) : 0;
}

static double attribution_norm(const problem *p, int64_t row, int64_t feature)
{
    const hf_weights *w = &p->weights;
    double x[64], attribution[64] = {0}, squares = 0;
    row_with(p, row, feature, row, x);
    for (int64_t j = 0; j < w->hidden; j++) {
        const double share = active_share(pre_activation(p, j, p->mean), pre_activation(p, j, x));
        double mean = 0;
        for (int64_t c = 0; c < w->classes; c++)
            mean += p->w2[c * w->hidden + j] / (double)w->classes;
        double way = 0;
        for (int64_t i = first_input(p, feature); i < first_input(p, feature + 1); i++)
            way += (x[i] - p->mean[i]) * (double)p->w1[j * w->inputs + i];
        for (int64_t c = 0; c < w->classes; c++)
            attribution[c] += (p->w2[c * w->hidden + j] - mean) * share * way;
    }
    for (int64_t c = 0; c < w->classes; c++)
        squares += attribution[c] * attribution[c];
    return sqrt(squares);
}

double plain_integrated_gradients(const problem *p, int64_t feature)
{
    double sum = 0;
    for (int64_t i = 0; i < p->test.rows; i++)
        sum += attribution_norm(p, i, feature);
    return sum / (double)p->test.rows;
}
