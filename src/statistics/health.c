/* How the replicas fared. */
#include "holdfast/statistics.h"

#include "formulas.h"

enum { STATUS, LEARNED, DEAD_UNITS, FIRST, SECOND, COLUMNS };

/* How well the test rows are predicted has two columns, which depend on the task. */
static void choose_columns(const hf_config *config, hf_column *columns)
{
    const bool measured = hf_config_is_regression(config);
    const hf_field fields[COLUMNS] = {
        [STATUS] = HF_REPLICAS_STATUS,
        [LEARNED] = HF_REPLICAS_LEARNED,
        [DEAD_UNITS] = HF_REPLICAS_DEAD_UNITS,
        [FIRST] = measured ? HF_REPLICAS_TEST_R2 : HF_REPLICAS_TEST_ACCURACY,
        [SECOND] = measured ? HF_REPLICAS_TEST_RMSE : HF_REPLICAS_BALANCED_ACCURACY,
    };
    for (int i = 0; i < COLUMNS; i++)
        columns[i] = (hf_column){fields[i], 0};
}

typedef struct sums {
    int64_t hidden_index; /* that count, -1: all */
    hf_health *health;
    double first, second;
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
    sum->first += ((const float *)block->value[FIRST])[i];
    sum->second += ((const float *)block->value[SECOND])[i];
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
    const bool measured = hf_config_is_regression(hf_results_config(results));
    hf_column columns[COLUMNS];
    sums sum = {.hidden_index = hidden_index, .health = health};
    const hf_scan scan = {
        .columns = columns, .column_count = COLUMNS, .visit = add_block, .context = &sum};
    choose_columns(hf_results_config(results), columns);
    *health = (hf_health){0};
    HF_TRY(hf_results_visit(results, &scan, error));
    const double first = hf_ratio(sum.first, health->done);
    const double second = hf_ratio(sum.second, health->done);
    health->mean_test_accuracy = measured ? hf_nan_f64() : first;
    health->mean_balanced_accuracy = measured ? hf_nan_f64() : second;
    health->mean_test_r2 = measured ? first : hf_nan_f64();
    health->mean_test_rmse = measured ? second : hf_nan_f64();
    health->dead_unit_share = hf_ratio((double)sum.dead_units, sum.units);
    return HF_OK;
}
