/* Reads replicas' status and importances in blocks. */
#include "replicas.h"

#include "holdfast/memory.h"

typedef struct block {
    int64_t size, features, methods;
    uint8_t *status, *learned;
    float *importance;  /* [method, replica of the block, feature] */
    const float **rows; /* [method] */
} block;

static hf_status block_make(const hf_results *results, int64_t methods, block *b, hf_error *error)
{
    const int64_t features = hf_results_features(results)->count;
    const size_t bytes = (size_t)(methods * features) * sizeof *b->importance;
    *b = (block){.features = features, .methods = methods};
    b->size = hf_block_replicas(hf_grid_replicas(hf_results_grid(results)), bytes);
    HF_TRY(hf_allocate(&b->status, b->size, 1, error));
    HF_TRY(hf_allocate(&b->learned, b->size, 1, error));
    HF_TRY(hf_allocate(&b->rows, methods, sizeof *b->rows, error));
    return hf_allocate(&b->importance, b->size, bytes, error);
}

static void block_free(block *b)
{
    hf_free(&b->status);
    hf_free(&b->learned);
    hf_free(&b->importance);
    hf_free(&b->rows);
}

static hf_status block_read(const hf_results *results, const int64_t *methods, int64_t first,
                            int64_t count, block *b, hf_error *error)
{
    HF_TRY(hf_results_read(results, HF_REPLICAS_STATUS, 0, first, count, b->status, error));
    HF_TRY(hf_results_read(results, HF_REPLICAS_LEARNED, 0, first, count, b->learned, error));
    for (int64_t m = 0; m < b->methods; m++)
        HF_TRY(hf_results_read(results, HF_IMPORTANCE, methods[m], first, count,
                               b->importance + m * b->size * b->features, error));
    return HF_OK;
}

hf_status hf_replicas_visit(const hf_results *results, const int64_t *methods, int64_t count,
                            void (*visit)(void *context, const hf_replica_row *row), void *context,
                            hf_error *error)
{
    const hf_grid *grid = hf_results_grid(results);
    const int64_t replicas = hf_grid_replicas(grid);
    block b = {0};
    hf_status status;
    HF_TRY_CLEANUP(block_make(results, count, &b, error));
    for (int64_t first = 0; first < replicas; first += b.size) {
        const int64_t some = replicas - first < b.size ? replicas - first : b.size;
        HF_TRY_CLEANUP(block_read(results, methods, first, some, &b, error));
        for (int64_t i = 0; i < some; i++) {
            for (int64_t m = 0; m < count; m++)
                b.rows[m] = b.importance + (m * b.size + i) * b.features;
            const hf_replica_row row = {hf_grid_place(grid, hf_grid_first(grid) + first + i),
                                        b.status[i], b.learned[i], b.rows};
            visit(context, &row);
        }
    }
cleanup:
    block_free(&b);
    return status;
}
