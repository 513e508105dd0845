/* Did the networks become worse with more iterations? */
#include "holdfast/memory.h"
#include "summary.h"
#include "text/number.h"
#include <inttypes.h>
#include <math.h>

enum {
    REPLICAS_MOST = 1000,
    REPLICAS_LEAST = 10, /* with fewer done their noise makes a summit as well */
    BYTES_MOST = 1 << 26 /* of histories read */
};
static const double fall_that_matters = 0.02;

/* Over the replicas done among those looked at. */
typedef struct history {
    int64_t entries, replicas;
    double *sum; /* [entries] of test accuracies */
    double end;  /* the sum after the last step, which may not be stored in the history */
} history;

static hf_status add_replica(const hf_summary *s, int64_t entry, float *row, history *h,
                             hf_error *error)
{
    uint8_t state;
    float end;
    HF_TRY(hf_results_read(s->results, HF_REPLICAS_STATUS, 0, entry, 1, &state, error));
    if (state != HF_DONE)
        return HF_OK;
    HF_TRY(hf_results_read(s->results, HF_REPLICAS_TEST_ACCURACY, 0, entry, 1, &end, error));
    HF_TRY(hf_results_read(s->results, HF_HISTORY_TEST_ACCURACY, 0, entry, 1, row, error));
    for (int64_t i = 0; i < h->entries; i++)
        h->sum[i] += (double)row[i];
    h->end += (double)end;
    h->replicas++;
    return HF_OK;
}

/* One replica of each of so many equal parts of the grid; at another place in each part, or the
 * step could be a multiple of the seeds and take the same one always. */
static hf_status add_replicas(const hf_summary *s, float *row, history *h, hf_error *error)
{
    enum { SPREAD = 7919 };
    const hf_grid *grid = s->grid;
    const int64_t all =
        s->hidden_index < 0 ? hf_grid_replicas(grid) : hf_grid_rows(grid, s->hidden_index);
    const int64_t affordable = BYTES_MOST / (h->entries * (int64_t)sizeof *row) + 1;
    const int64_t most = affordable < REPLICAS_MOST ? affordable : REPLICAS_MOST;
    const int64_t step = all <= most ? 1 : all / most;
    for (int64_t i = 0; i < all / step && i < most; i++) {
        const int64_t index = i * step + i * SPREAD % step;
        const int64_t entry = s->hidden_index < 0 ? index
                                                  : hf_grid_number(grid, s->hidden_index, index) -
                                                        hf_grid_first(grid);
        HF_TRY(add_replica(s, entry, row, h, error));
    }
    return HF_OK;
}

static void append_fall(const hf_summary *s, const history *h, int columns, hf_text *text)
{
    const double replicas = (double)h->replicas;
    int64_t best = 0;
    hf_text line = {0};
    for (int64_t i = 1; i < h->entries; i++)
        if (h->sum[i] > h->sum[best])
            best = i;
    /* false as well where something is NaN */
    if (!((h->sum[best] - h->end) / replicas > fall_that_matters) || h->replicas < REPLICAS_LEAST)
        return;
    hf_text_append(&line, "Mean test accuracy was highest at iteration %s (%s%%), ",
                   hf_number_grouped(1 + best * s->config->output.history_every).text,
                   hf_number_percent(h->sum[best] / replicas).text);
    hf_text_append(&line,
                   "and is %s%% at the end: fewer iterations may do "
                   "(training.iterations; chosen by this, accuracies are too good)",
                   hf_number_percent(h->end / replicas).text);
    if (h->replicas < hf_summary_health(s)->done)
        hf_text_append(&line, "; over %s of the replicas", hf_number_grouped(h->replicas).text);
    hf_summary_paragraph(text, "  ! ", &line, columns);
}

hf_status hf_summary_overfitting(const hf_summary *summary, int columns, hf_text *text,
                                 hf_error *error)
{
    const hf_config *config = summary->config;
    history h = {.entries =
                     hf_history_entries(config->training.iterations, config->output.history_every)};
    float *row = NULL;
    hf_status status = HF_OK;
    if (h.entries == 0)
        return HF_OK;
    HF_TRY_CLEANUP(hf_allocate(&row, h.entries, sizeof *row, error));
    HF_TRY_CLEANUP(hf_allocate(&h.sum, h.entries, sizeof *h.sum, error));
    HF_TRY_CLEANUP(add_replicas(summary, row, &h, error));
    append_fall(summary, &h, columns, text);
cleanup:
    hf_free(&row);
    hf_free(&h.sum);
    return status;
}
