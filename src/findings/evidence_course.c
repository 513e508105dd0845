/* Test accuracy over the iterations: did the networks become worse with more of them? */
#include "findings/evidence.h"

#include "holdfast/memory.h"

enum {
    REPLICAS_MOST = 1000,
    BYTES_MOST = 1 << 26 /* of histories read */
};

/* Over the replicas done among those looked at. */
typedef struct sums {
    int64_t entries, replicas;
    double *sum; /* [entries] of test accuracies */
    double end;  /* the sum after the last step, which may not be stored in the history */
} sums;

static hf_status add_replica(const hf_evidence *e, int64_t entry, float *row, sums *s,
                             hf_error *error)
{
    const bool measured = hf_config_is_regression(e->config);
    uint8_t state;
    float end;
    HF_TRY(hf_results_read(e->results, HF_REPLICAS_STATUS, 0, entry, 1, &state, error));
    if (state != HF_DONE)
        return HF_OK;
    HF_TRY(hf_results_read(e->results, measured ? HF_REPLICAS_TEST_R2 : HF_REPLICAS_TEST_ACCURACY,
                           0, entry, 1, &end, error));
    HF_TRY(hf_results_read(e->results, measured ? HF_HISTORY_TEST_R2 : HF_HISTORY_TEST_ACCURACY, 0,
                           entry, 1, row, error));
    for (int64_t i = 0; i < s->entries; i++)
        s->sum[i] += (double)row[i];
    s->end += (double)end;
    s->replicas++;
    return HF_OK;
}

/* One replica of each of so many equal parts of the grid; at another place in each part, or the
 * step could be a multiple of the seeds and take the same one always. */
static hf_status add_replicas(const hf_evidence *e, float *row, sums *s, hf_error *error)
{
    enum { SPREAD = 7919 };
    const hf_grid *grid = e->grid;
    const int64_t all =
        e->hidden_index < 0 ? hf_grid_replicas(grid) : hf_grid_rows(grid, e->hidden_index);
    const int64_t affordable = BYTES_MOST / (s->entries * (int64_t)sizeof *row) + 1;
    const int64_t most = affordable < REPLICAS_MOST ? affordable : REPLICAS_MOST;
    const int64_t step = all <= most ? 1 : all / most;
    for (int64_t i = 0; i < all / step && i < most; i++) {
        const int64_t index = i * step + i * SPREAD % step;
        const int64_t entry = e->hidden_index < 0 ? index
                                                  : hf_grid_number(grid, e->hidden_index, index) -
                                                        hf_grid_first(grid);
        HF_TRY(add_replica(e, entry, row, s, error));
    }
    return HF_OK;
}

static hf_course course_of(const hf_evidence *e, const sums *s)
{
    const double replicas = (double)s->replicas;
    int64_t best = 0;
    if (s->replicas == 0)
        return (hf_course){0};
    for (int64_t i = 1; i < s->entries; i++)
        if (s->sum[i] > s->sum[best])
            best = i;
    return (hf_course){.replicas = s->replicas,
                       .iteration = 1 + best * e->config->output.history_every,
                       .highest = s->sum[best] / replicas,
                       .end = s->end / replicas};
}

hf_status hf_course_read(const hf_evidence *evidence, hf_course *course, hf_error *error)
{
    const hf_config *config = evidence->config;
    sums s = {.entries =
                  hf_history_entries(config->training.iterations, config->output.history_every)};
    float *row = NULL;
    hf_status status = HF_OK;
    *course = (hf_course){0};
    if (s.entries == 0)
        return HF_OK;
    HF_TRY_CLEANUP(hf_allocate(&row, s.entries, sizeof *row, error));
    HF_TRY_CLEANUP(hf_allocate(&s.sum, s.entries, sizeof *s.sum, error));
    HF_TRY_CLEANUP(add_replicas(evidence, row, &s, error));
    *course = course_of(evidence, &s);
cleanup:
    hf_free(&row);
    hf_free(&s.sum);
    return status;
}
