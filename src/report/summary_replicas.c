/* How the replicas fared: by hidden size, and which seeds and splits stand out. */
#include "holdfast/memory.h"
#include "summary.h"
#include "text/layout.h"
#include "text/number.h"
#include <inttypes.h>
#include <math.h>
#include <stdlib.h>

enum { WITH_DIVERGED = 68, UNITS_NAMED = 6 };

static void append_row(const hf_health *health, const char *label, int columns, hf_text *text)
{
    const hf_number learned =
        health->done > 0 ? hf_number_percent((double)health->learned / (double)health->done)
                         : (hf_number){"-"};
    hf_text_append(text, "  %-6s %9s", label, hf_number_grouped(health->done).text);
    hf_text_append(text, " %9s %5s", hf_number_grouped(health->learned).text, learned.text);
    hf_text_append(text, " %8s", hf_number_percent(health->mean_test_accuracy).text);
    hf_text_append(text, " %8s", hf_number_percent(health->mean_balanced_accuracy).text);
    hf_text_append(text, " %6s", hf_number_percent(health->dead_unit_share).text);
    if (columns >= WITH_DIVERGED)
        hf_text_append(text, " %8s", hf_number_grouped(health->diverged).text);
    hf_text_append(text, "\n");
}

static void append_table(const hf_summary *s, int columns, hf_text *text)
{
    hf_layout_paragraph(
        text, "",
        "Replicas by hidden size: how many are done and how many of these learned "
        "(balanced test accuracy above chance); means in %; dead units: their output "
        "is 0 for every training row",
        columns);
    hf_text_append(text, "\n  %-6s %9s %9s %5s %8s %8s %6s\n", "hidden", "done", "learned", "%",
                   "test", "balanced", "dead");
    hf_text_append(text, "  %-6s %9s %9s %5s %8s %8s %6s%s\n", "size", "", "", "", "accuracy",
                   "accuracy", "units", columns >= WITH_DIVERGED ? " diverged" : "");
    for (int64_t h = 0; s->grid->hiddens > 1 && h < s->grid->hiddens; h++) {
        char label[32];
        snprintf(label, sizeof label, "%" PRId64, s->grid->hidden[h]);
        append_row(&s->health_by_hidden[h], label, columns, text);
    }
    append_row(&s->health, "all", columns, text);
}

/* ---- seeds and splits that stand out ---- */

typedef struct units {
    const char *name; /* "seed" */
    const hf_tally *tallies;
    int64_t count, first; /* the number of the first one */
    double *sorted;       /* [count] scratch */
} units;

static int ascending(const void *a, const void *b)
{
    const double x = *(const double *)a, y = *(const double *)b;
    return (x > y) - (x < y);
}

static double learned_share(const hf_tally *t)
{
    const int64_t ended = t->done + t->diverged;
    return ended > 0 ? (double)t->learned / (double)ended : NAN;
}

static double mean_accuracy(const hf_tally *t)
{
    return t->done > 0 ? t->balanced_accuracy / (double)t->done : NAN;
}

/* Sorts what is a number; returns how many that are. */
static int64_t sort_measure(const units *factor, double (*measure)(const hf_tally *))
{
    int64_t count = 0;
    for (int64_t i = 0; i < factor->count; i++)
        if (!isnan(measure(&factor->tallies[i])))
            factor->sorted[count++] = measure(&factor->tallies[i]);
    qsort(factor->sorted, (size_t)count, sizeof *factor->sorted, ascending);
    return count;
}

/* Below what a share of learned replicas is odd: at most half of the median and three standard
 * errors of a share below it. */
static bool learned_oddly(const hf_tally *t, double median)
{
    const double ended = (double)(t->done + t->diverged);
    const double error = sqrt(ended * median * (1 - median));
    return t->done + t->diverged >= 4 && learned_share(t) <= median / 2 &&
           ended * median - (double)t->learned > 3 * error;
}

/* Appends "3 (8.3%)". */
static void append_unit(const units *factor, int64_t index, double share, int64_t nth,
                        hf_text *line)
{
    if (nth < UNITS_NAMED)
        hf_text_append(line, "%s%" PRId64 " (%s%%)", nth > 0 ? ", " : "", factor->first + index,
                       hf_number_percent(share).text);
}

/* The list as a line of its own, if anything was found. */
static void append_found(int64_t found, double median, hf_text *list, int columns, hf_text *text)
{
    if (found > UNITS_NAMED)
        hf_text_append(list, " and %s more", hf_number_grouped(found - UNITS_NAMED).text);
    hf_text_append(list, "; the median is %s%%", hf_number_percent(median).text);
    if (found > 0)
        hf_summary_paragraph(text, "  ! ", list, columns);
    hf_text_free(list);
}

static void append_odd_learning(const units *factor, int columns, hf_text *text)
{
    const int64_t count = sort_measure(factor, learned_share);
    const double median = count > 0 ? factor->sorted[count / 2] : 0;
    int64_t found = 0;
    hf_text line = {0};
    hf_text_append(&line, "Few replicas learned with %s ", factor->name);
    for (int64_t i = 0; i < factor->count && count > 2; i++)
        if (learned_oddly(&factor->tallies[i], median))
            append_unit(factor, i, learned_share(&factor->tallies[i]), found++, &line);
    append_found(found, median, &line, columns, text);
}

/* Tukey's far-out fence, and by two points at least. */
static void append_odd_accuracy(const units *factor, int columns, hf_text *text)
{
    enum { ENOUGH_FOR_QUARTILES = 10 };
    const int64_t count = sort_measure(factor, mean_accuracy);
    hf_text line = {0};
    int64_t found = 0;
    if (count < ENOUGH_FOR_QUARTILES)
        return;
    const double *sorted = factor->sorted, median = sorted[count / 2];
    const double low = sorted[count / 4], high = sorted[count - 1 - count / 4];
    const double fence = fmin(low - 3 * (high - low), median - 0.02);
    hf_text_append(&line, "The balanced accuracy is low with %s ", factor->name);
    for (int64_t i = 0; i < factor->count; i++)
        if (mean_accuracy(&factor->tallies[i]) < fence)
            append_unit(factor, i, mean_accuracy(&factor->tallies[i]), found++, &line);
    append_found(found, median, &line, columns, text);
}

static hf_status append_odd_units(const hf_summary *s, int columns, hf_text *text, hf_error *error)
{
    units factors[] = {
        {.name = "seed",
         .tallies = s->by_seed,
         .count = s->grid->seeds,
         .first = s->grid->first_seed},
        {.name = "split", .tallies = s->by_split, .count = s->grid->splits},
    };
    for (int i = 0; i < 2; i++) {
        HF_TRY(hf_allocate(&factors[i].sorted, factors[i].count, sizeof(double), error));
        append_odd_learning(&factors[i], columns, text);
        append_odd_accuracy(&factors[i], columns, text);
        hf_free(&factors[i].sorted);
    }
    return HF_OK;
}

hf_status hf_summary_replicas(const hf_summary *summary, int columns, hf_text *text,
                              hf_error *error)
{
    hf_text_append(text, "\n");
    append_table(summary, columns, text);
    HF_TRY(append_odd_units(summary, columns, text, error));
    return hf_summary_overfitting(summary, columns, text, error);
}
