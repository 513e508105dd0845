/* Hands on the replicas of a results file one by one. */
#include "replicas.h"

#include "holdfast/memory.h"

enum { STATUS, LEARNED, SCORE, IMPORTANCE }; /* columns; the methods' from there on */

typedef struct scan {
    const hf_replica_set *set;
    int64_t seeds;      /* of each split and hidden size the first so many */
    int64_t features;   /* columns that the arm's networks see */
    hf_column *columns; /* [IMPORTANCE + methods] */
    const float **rows; /* [method] of one replica */
    hf_replica_visit *visit;
    void *context;
} scan;

static hf_status visit_block(void *context, const hf_block *block, hf_error *error)
{
    const scan *s = context;
    (void)error;
    for (int64_t i = 0; i < block->count; i++) {
        const hf_replica_row row = {hf_grid_place(block->grid, block->first + i),
                                    ((const uint8_t *)block->value[STATUS])[i],
                                    ((const uint8_t *)block->value[LEARNED])[i],
                                    ((const float *)block->value[SCORE])[i], s->rows};
        for (int64_t m = 0; m < s->set->method_count; m++)
            s->rows[m] = (const float *)block->value[IMPORTANCE + m] + i * s->features;
        if (row.place.seed_index < s->seeds)
            s->visit(s->context, &row);
    }
    return HF_OK;
}

static hf_status list_columns(const hf_config *config, scan *s, hf_error *error)
{
    const hf_arm_fields *fields = hf_fields_of(s->set->arm);
    const int64_t methods = s->set->method_count;
    HF_TRY(hf_allocate(&s->columns, IMPORTANCE + methods, sizeof *s->columns, error));
    HF_TRY(hf_allocate(&s->rows, methods, sizeof *s->rows, error));
    s->columns[STATUS].field = fields->status;
    s->columns[LEARNED].field = fields->learned;
    s->columns[SCORE].field = hf_score_field(config, s->set->arm);
    for (int64_t m = 0; m < methods; m++)
        s->columns[IMPORTANCE + m] = (hf_column){fields->importance, s->set->methods[m]};
    return HF_OK;
}

hf_status hf_replicas_visit(const hf_results *results, const hf_replica_set *set,
                            hf_replica_visit *visit, void *context, hf_error *error)
{
    const hf_config *config = hf_results_config(results);
    const hf_grid grid = hf_results_arm_grid(results, set->arm);
    const int64_t part = hf_arm_splits(config, HF_ARM_LABELS) * grid.hiddens * grid.seeds;
    const bool one_draw = set->draw != HF_EVERY_DRAW;
    scan s = {.set = set,
              .seeds = one_draw ? hf_arm_grid(config, HF_ARM_LABELS).seeds : grid.seeds,
              .features = hf_arm_features(hf_results_features(results)->count, set->arm),
              .visit = visit,
              .context = context};
    hf_scan blocks = {.arm = set->arm,
                      .first = one_draw ? set->draw * part : 0,
                      .replicas = one_draw ? part : 0,
                      .column_count = IMPORTANCE + set->method_count,
                      .visit = visit_block,
                      .context = &s};
    hf_status status = list_columns(config, &s, error);
    blocks.columns = s.columns;
    if (status == HF_OK)
        status = hf_results_visit(results, &blocks, error);
    hf_free(&s.columns);
    hf_free(&s.rows);
    return status;
}
