/*
 * The methods' functions, and the workspace that they share. W1 is walked row by row, as it lies in
 * memory; every sum of one feature still runs over the hidden units in their order.
 */
#ifndef HOLDFAST_IMPORTANCE_METHODS_H
#define HOLDFAST_IMPORTANCE_METHODS_H

#include "holdfast/importance.h"
#include "holdfast/memory.h"
#include "kernels/kernels.h"

/* The first input of a feature; of the number of features: the number of inputs. */
static inline int64_t hf_first_input(const hf_input_map *map, int64_t feature)
{
    return map->first_input ? map->first_input[feature] : feature;
}

static inline int64_t hf_inputs_of(const hf_input_map *map, int64_t feature)
{
    return hf_first_input(map, feature + 1) - hf_first_input(map, feature);
}

void hf_clear(double *values, int64_t count);
/* The sum over a feature's inputs, in their order. */
double hf_sum_of_inputs(const hf_input_map *map, int64_t feature, const double *of_input);

/* mean over c of W2[c,j]: what the softmax cannot see; 0 of one output, which has no softmax */
double hf_output_mean(const hf_weights *weights, int64_t unit);

/* ---- methods that look at test rows ---- */

/* Inputs are worked on by blocks, whose values are gathered from the rows once. Where a feature has
 * several, its rows are worked on by slices; as many as share a logarithm (HF_LOSS_ROWS), so that
 * a sum over rows does not depend on them. */
enum { INPUT_BLOCK = 16, SLICE_ROWS = HF_LOSS_ROWS };

/* What one thread works with. */
typedef struct hf_importance_member {
    float *columns;      /* [INPUT_BLOCK or more, rows] */
    float *shuffled;     /* [inputs of the widest feature, rows] */
    float *slice;        /* [inputs of the widest feature, SLICE_ROWS]; NULL: it has one input */
    double *slice_units; /* [hidden, SLICE_ROWS]; likewise */
    double *weight;      /* [hidden] W1 of an input */
    double *coefficient; /* [hidden, classes] */
    double *contrast;    /* [classes, HF_CONTRAST_ROWS] */
    double loss;         /* of a chunk, nothing shuffled */
} hf_importance_member;

struct hf_importance_workspace {
    hf_memory memory; /* of all arrays */
    hf_input_map map;
    int64_t widest; /* inputs of the feature that has most */
    int64_t threads;
    double *scratch;     /* [input, class]; of the methods by rows: their sums [feature] */
    double *unit;        /* [hidden, rows of a chunk] */
    double *output;      /* [hidden, classes] what a method makes of W2 */
    double *output_bias; /* [classes] */
    double *baseline;    /* [hidden] pre-activations at the training mean */
    float *label;        /* [rows] */
    float *target;       /* [rows] */
    hf_importance_member *members; /* [threads] */
};

/* Consecutive test rows of one replica. */
typedef struct hf_chunk {
    const hf_weights *weights;
    const hf_test_rows *test;
    const hf_importance_workspace *workspace;
    int64_t first;      /* the chunk's first row */
    hf_unit_rows units; /* over the chunk's rows; its arrays are the workspace's */
} hf_chunk;

/* How a method computes: by weights alone, or in steps over the test rows. */
typedef struct hf_method_steps {
    /* importance [feature] of a method that looks at weights alone: all of it. `scratch` holds
     * classes * inputs doubles in any state. NULL: the steps below. */
    void (*by_weights)(const hf_weights *weights, const hf_input_map *map, double *scratch,
                       float *importance);
    /* first: workspace->output and what else comes from the weights; returns the number of
     * outputs */
    int64_t (*prepare)(const hf_weights *weights, const hf_test_rows *test,
                       hf_importance_workspace *workspace);
    /* for each chunk, by each thread: from the pre-activations of its hidden units, a view */
    void (*finish_units)(const hf_chunk *chunk, const hf_unit_rows *view, int64_t first_unit);
    /* then, when all units are finished */
    void (*start_chunk)(const hf_chunk *chunk, hf_importance_member *member);
    /* the chunk's part of the sum over rows, of a feature of one input with these values [all
     * rows], and of one of several [inputs, all rows, padded] */
    double (*sum)(const hf_chunk *chunk, const hf_importance_member *member, int64_t feature,
                  const float *column);
    double (*sum_several)(const hf_chunk *chunk, const hf_importance_member *member,
                          int64_t feature, const float *columns);
    /* what the sum is divided by */
    double (*divisor)(const hf_test_rows *test);
} hf_method_steps;

/* The method NAME of HF_METHOD_LIST is hf_importance_NAME. */
#define HF_DECLARE_METHOD(id, name, traits, text) extern const hf_method_steps hf_importance_##name;
HF_METHOD_LIST(HF_DECLARE_METHOD)
#undef HF_DECLARE_METHOD

/* importance [feature] by the steps over rows; false: stopped by request. */
bool hf_importance_by_rows(const hf_method_steps *method, const hf_weights *weights,
                           const hf_test_rows *test, hf_importance_workspace *workspace,
                           float *importance);

/* unit = b1 + W1 x, of the view's hidden units, which begin with first_unit. */
void hf_pre_activate(const hf_chunk *chunk, const hf_importance_member *member,
                     const hf_unit_rows *view, int64_t first_unit);

/* So many rows make a chunk, with that hidden size: its units fit into what the workspace holds. */
int64_t hf_chunk_rows(int64_t hidden);

/* The slice of a chunk's units that begins with the chunk's row `first`, in the member's
 * slice_units, which are in any state; outputs and coefficients are the chunk's. */
hf_unit_rows hf_slice_of(const hf_chunk *chunk, const hf_importance_member *member, int64_t first);
/* units += W1 x over a feature's inputs, with x [input, stride]. */
void hf_add_inputs(const hf_chunk *chunk, int64_t feature, const hf_unit_rows *units,
                   const float *x, int64_t stride);

/* W1[.,input] as float64 */
void hf_input_weights(const hf_weights *weights, int64_t input, double *weight);
/* The lanes of a kernel's sum, added by a tree as the float kernels do. */
double hf_sum_double_lanes(double lanes[HF_DOUBLE_LANES]);

#endif
