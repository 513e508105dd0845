/* How the replicas fared. */
#include "holdfast/statistics.h"

#include "formulas.h"

enum { STATUS, LEARNED, TEST_ACCURACY, BALANCED_ACCURACY, DEAD_UNITS, COLUMNS };
static const hf_column columns[COLUMNS] = {
    [STATUS] = {HF_REPLICAS_STATUS, 0},
    [LEARNED] = {HF_REPLICAS_LEARNED, 0},
    [TEST_ACCURACY] = {HF_REPLICAS_TEST_ACCURACY, 0},
    [BALANCED_ACCURACY] = {HF_REPLICAS_BALANCED_ACCURACY, 0},
    [DEAD_UNITS] = {HF_REPLICAS_DEAD_UNITS, 0},
};

typedef struct sums {
    int64_t hidden_index; /* that count, -1: all */
    hf_health *health;
    double test_accuracy, balanced_accuracy;
    int64_t dead_units, units;
} sums;

static void add_replica(sums *sum, const hf_block *block, int64_t i, int64_t hidden)
{
    hf_health *health = sum->health;
    const uint8_t status = ((const uint8_t *)block->value[STATUS])[i];
    health->replicas++;
    health->done += status == HF_DONE;
    health->diverged += status == HF_DIVERGED;
    health->pending += status == HF_PENDING;
    if (status != HF_DONE)
        return;
    health->learned += ((const uint8_t *)block->value[LEARNED])[i] == 1;
    sum->test_accuracy += ((const float *)block->value[TEST_ACCURACY])[i];
    sum->balanced_accuracy += ((const float *)block->value[BALANCED_ACCURACY])[i];
    sum->dead_units += ((const int32_t *)block->value[DEAD_UNITS])[i];
    sum->units += hidden;
}

static hf_status add_block(void *context, const hf_block *block, hf_error *error)
{
    sums *sum = context;
    (void)error;
    for (int64_t i = 0; i < block->count; i++) {
        const hf_replica_place place = hf_grid_place(block->grid, block->first + i);
        if (sum->hidden_index < 0 || place.hidden_index == sum->hidden_index)
            add_replica(sum, block, i, place.hidden);
    }
    return HF_OK;
}

hf_status hf_health_read(const hf_results *results, int64_t hidden_index, hf_health *health,
                         hf_error *error)
{
    sums sum = {.hidden_index = hidden_index, .health = health};
    const hf_scan scan = {
        .columns = columns, .column_count = COLUMNS, .visit = add_block, .context = &sum};
    *health = (hf_health){0};
    HF_TRY(hf_results_visit(results, &scan, error));
    health->mean_test_accuracy = hf_ratio(sum.test_accuracy, health->done);
    health->mean_balanced_accuracy = hf_ratio(sum.balanced_accuracy, health->done);
    health->dead_unit_share = hf_ratio((double)sum.dead_units, sum.units);
    return HF_OK;
}
