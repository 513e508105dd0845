/* How the replicas fared. */
#include "holdfast/statistics.h"

#include "holdfast/memory.h"
#include "ratio.h"

enum { BLOCK = 1 << 14 };

typedef struct columns {
    uint8_t status[BLOCK], learned[BLOCK];
    float test_accuracy[BLOCK], balanced_accuracy[BLOCK];
    int32_t dead_units[BLOCK];
} columns;

typedef struct sums {
    double test_accuracy, balanced_accuracy;
    int64_t dead_units, units;
} sums;

static hf_status read_columns(const hf_results *results, int64_t first, int64_t count, columns *c,
                              hf_error *error)
{
    const struct {
        hf_field field;
        void *values;
    } fields[] = {
        {HF_REPLICAS_STATUS, c->status},
        {HF_REPLICAS_LEARNED, c->learned},
        {HF_REPLICAS_TEST_ACCURACY, c->test_accuracy},
        {HF_REPLICAS_BALANCED_ACCURACY, c->balanced_accuracy},
        {HF_REPLICAS_DEAD_UNITS, c->dead_units},
    };
    for (size_t i = 0; i < sizeof fields / sizeof *fields; i++)
        HF_TRY(hf_results_read(results, fields[i].field, 0, first, count, fields[i].values, error));
    return HF_OK;
}

static void add_replica(hf_health *health, sums *sum, const columns *c, int64_t i, int64_t hidden)
{
    health->replicas++;
    health->done += c->status[i] == HF_DONE;
    health->diverged += c->status[i] == HF_DIVERGED;
    health->pending += c->status[i] == HF_PENDING;
    if (c->status[i] != HF_DONE)
        return;
    health->learned += c->learned[i] == 1;
    sum->test_accuracy += c->test_accuracy[i];
    sum->balanced_accuracy += c->balanced_accuracy[i];
    sum->dead_units += c->dead_units[i];
    sum->units += hidden;
}

hf_status hf_health_read(const hf_results *results, int64_t hidden_index, hf_health *health,
                         hf_error *error)
{
    const hf_grid *grid = hf_results_grid(results);
    const int64_t replicas = hf_grid_replicas(grid);
    columns *c = NULL;
    sums sum = {0};
    hf_status status = HF_OK;
    *health = (hf_health){0};
    HF_TRY(hf_allocate(&c, 1, sizeof *c, error));
    for (int64_t first = 0; first < replicas; first += BLOCK) {
        int64_t count = replicas - first < BLOCK ? replicas - first : BLOCK;
        HF_TRY_CLEANUP(read_columns(results, first, count, c, error));
        for (int64_t i = 0; i < count; i++) {
            const hf_replica_place place = hf_grid_place(grid, hf_grid_first(grid) + first + i);
            if (hidden_index < 0 || place.hidden_index == hidden_index)
                add_replica(health, &sum, c, i, place.hidden);
        }
    }
    health->mean_test_accuracy = hf_ratio(sum.test_accuracy, health->done);
    health->mean_balanced_accuracy = hf_ratio(sum.balanced_accuracy, health->done);
    health->dead_unit_share = hf_ratio((double)sum.dead_units, sum.units);
cleanup:
    hf_free(&c);
    return status;
}
