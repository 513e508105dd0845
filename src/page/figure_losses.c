/* What the figure of the training loss has besides the curves: the losses that training led to. */
#include "plot.h"

#include "base/array.h"
#include "holdfast/memory.h"
#include "text/number.h"
#include <inttypes.h>
#include <math.h>
#include <stdlib.h>

enum { VALUES = 2000 }; /* of each hidden size, for percentiles */

/* The networks of one hidden size that are done. */
typedef struct of_size {
    int64_t seen, count, step, values;
    double train, test; /* sums */
    double *tests;      /* [values] every step-th test loss */
    double *kept;       /* [values] iterations to the weights that were kept */
} of_size;

typedef struct losses {
    of_size *sizes; /* [hidden] */
    bool stops;     /* early */
} losses;

static hf_status look_at(void *context, const hf_block *block, hf_error *error)
{
    const losses *l = context;
    const uint8_t *status = block->value[0];
    const float *train = block->value[1], *test = block->value[2];
    const int32_t *kept = l->stops ? block->value[3] : NULL;
    (void)error;
    for (int64_t i = 0; i < block->count; i++) {
        if (status[i] != HF_DONE || !isfinite(train[i]) || !isfinite(test[i]))
            continue;
        of_size *s = &l->sizes[hf_grid_place(block->grid, block->first + i).hidden_index];
        s->train += (double)train[i];
        s->test += (double)test[i];
        s->count++;
        if (s->seen++ % s->step != 0)
            continue;
        s->tests[s->values] = (double)test[i];
        s->kept[s->values++] = kept ? (double)kept[i] : NAN;
    }
    return HF_OK;
}

static hf_status read_losses(const hf_page *page, losses *l, hf_error *error)
{
    static const hf_column columns[] = {{HF_REPLICAS_STATUS, 0},
                                        {HF_REPLICAS_TRAIN_LOSS, 0},
                                        {HF_REPLICAS_TEST_LOSS, 0},
                                        {HF_REPLICAS_ITERATIONS, 0}};
    const hf_grid *grid = page->evidence.grid;
    HF_TRY(hf_allocate(&l->sizes, grid->hiddens, sizeof *l->sizes, error));
    for (int64_t h = 0; h < grid->hiddens; h++) {
        of_size *s = &l->sizes[h];
        s->step = (hf_grid_rows(grid, h) + VALUES - 1) / VALUES;
        HF_TRY(hf_allocate(&s->tests, VALUES, sizeof *s->tests, error));
        HF_TRY(hf_allocate(&s->kept, VALUES, sizeof *s->kept, error));
    }
    return hf_results_visit(
        page->results,
        &(hf_scan){
            .columns = columns, .column_count = 3 + l->stops, .visit = look_at, .context = l},
        error);
}

static double percentile(const double *sorted, int64_t count, double share)
{
    return count > 0 ? sorted[(int64_t)floor(share * (double)(count - 1) + 0.5)] : NAN;
}

static void draw_size(of_size *s, hf_figure *figure)
{
    const double count = s->count > 0 ? (double)s->count : NAN;
    qsort(s->tests, (size_t)s->values, sizeof *s->tests, hf_compare_doubles);
    qsort(s->kept, (size_t)s->values, sizeof *s->kept, hf_compare_doubles);
    hf_plot_row(figure, 4,
                (double[]){s->test / count, percentile(s->tests, s->values, 0.05),
                           percentile(s->tests, s->values, 0.95),
                           percentile(s->kept, s->values, 0.5)});
}

/* The loss of a constant guess; NaN: not known, or another loss. */
static double constant_guess(const hf_page *page)
{
    const hf_evidence *e = &page->evidence;
    const bool compares = e->data.known && e->config->training.loss == HF_LOSS_CROSS_ENTROPY;
    return compares ? e->data.entropy : NAN;
}

static void describe(const hf_page *page, const losses *l, hf_figure *figure)
{
    const hf_grid *grid = page->evidence.grid;
    const double constant = constant_guess(page);
    double train = 0, test = 0, count = 0;
    hf_text words = {0};
    for (int64_t h = 0; h < grid->hiddens; h++) {
        train += l->sizes[h].train;
        test += l->sizes[h].test;
        count += (double)l->sizes[h].count;
    }
    hf_text_append(&words, " After training the mean training loss is %s and the mean test loss %s",
                   hf_number_significant(train / count, 2).text,
                   hf_number_significant(test / count, 2).text);
    if (!isnan(constant))
        hf_text_append(&words, "; guessing the classes' %sshares for every sample gives %s",
                       page->evidence.config->training.class_weight.kind == HF_CLASS_WEIGHT_NONE
                           ? ""
                           : "weighted ",
                       hf_number_significant(constant, 2).text);
    hf_text_append(&words, ".");
    figure->caption.failed |= words.failed;
    if (!words.failed) {
        hf_text_append(&figure->alternative, "%s", words.data);
        hf_text_append(&figure->caption,
                       " Points at the right edge: mean test loss after training, with 5%% to "
                       "95%% of the networks%s.%s%s",
                       isnan(constant)
                           ? ""
                           : "; broken line: a constant guess. Points above the "
                             "broken line: the networks are worse than that, they overfit",
                       words.data,
                       l->stops ? " Early stopping keeps the weights of an earlier iteration "
                                  "(upright dotted lines: the median)."
                                : "");
    }
    hf_text_free(&words);
}

hf_status hf_plot_losses(const hf_page *page, const int64_t *chosen, int64_t count,
                         hf_figure *figure, hf_error *error)
{
    const hf_grid *grid = page->evidence.grid;
    losses l = {.stops = page->evidence.config->training.validation_fraction > 0};
    hf_status status;
    HF_TRY_CLEANUP(read_losses(page, &l, error));
    hf_plot_set(figure, "ends", (double)count);
    hf_plot_set(figure, "stops", l.stops);
    hf_plot_set(figure, "constant", constant_guess(page));
    hf_plot_set(figure, "iterations", (double)page->evidence.config->training.iterations);
    hf_plot_begin(figure, "ends");
    for (int64_t i = 0; i < count; i++)
        draw_size(&l.sizes[chosen[i]], figure);
    hf_plot_end(figure);
    describe(page, &l, figure);
cleanup:
    for (int64_t h = 0; l.sizes && h < grid->hiddens; h++) {
        hf_free(&l.sizes[h].tests);
        hf_free(&l.sizes[h].kept);
    }
    hf_free(&l.sizes);
    return status;
}
