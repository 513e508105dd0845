/*
 * The kernels, written once on lanes of 16 floats (contracts: kernels.h).
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

#include "double_functions.h"

#include "importance.h"

#include "changed.h"
#include "philox.h"

static double fma_peak(int64_t rounds, float *result)
{
    enum { CHAINS = TILE_UNITS * TILE_ROW_VECTORS }; /* as many as a forward tile has */
    const lane shrink = lane_set(0.999f), grow = lane_set(0.001f);
    float
        start[CHAINS + HF_LANES]; /* all different: equal halves of a lane would be computed once */
    lane chain[CHAINS];
    for (int i = 0; i < CHAINS + HF_LANES; i++)
        start[i] = (float)i;
    UNROLL for (int i = 0; i < CHAINS; i++) chain[i] = lane_load(start + i);
    for (int64_t round = 0; round < rounds; round++) {
        UNROLL for (int i = 0; i < CHAINS; i++) chain[i] = lane_fma(chain[i], shrink, grow);
    }
    UNROLL for (int i = 1; i < CHAINS; i++) chain[0] = lane_add(chain[0], chain[i]);
    lane_store(result, chain[0]);
    return 2.0 * CHAINS * HF_LANES * (double)rounds;
}

static const hf_kernel_table table = {
    TEXT(HF_PATH),  forward,       loss,        count_correct, backward,      weight_gradient,
    sum_lanes,      adam,          sgd,         add_columns,   active_shares, shifted_loss,
    shifted_square, gradient_norm, add_changed, philox,        fma_peak};

const hf_kernel_table *JOIN(hf_kernels_, HF_PATH)(void)
{
    return &table;
}
