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

#include "forward.h"
#include "functions.h"

#include "loss.h"

#include "backward.h"
#include "optimizers.h"

static const hf_kernel_table table = {
    TEXT(HF_PATH), forward, loss, count_correct, backward, weight_gradient, sum_lanes, adam, sgd};

const hf_kernel_table *JOIN(hf_kernels_, HF_PATH)(void)
{
    return &table;
}
