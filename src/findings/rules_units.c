/* Rules on single seeds and splits: is one of them odd? */
#include "rules.h"

#include "base/array.h"
#include "holdfast/memory.h"
#include <math.h>
#include <string.h>

typedef struct units {
    const char *name; /* of the value */
    hf_finding_kind kind;
    const hf_tally *tallies;
    int64_t count, first; /* the number of the first one */
    double *sorted;       /* [count] scratch */
    bool measured;        /* R2 in the place of accuracy */
} units;

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
static int64_t sort_measure(const units *u, double (*measure)(const hf_tally *))
{
    int64_t count = 0;
    for (int64_t i = 0; i < u->count; i++)
        if (!isnan(measure(&u->tallies[i])))
            u->sorted[count++] = measure(&u->tallies[i]);
    qsort(u->sorted, (size_t)count, sizeof *u->sorted, hf_compare_doubles);
    return count;
}

static bool learned_oddly(const hf_tally *t, double median)
{
    const double ended = (double)(t->done + t->diverged);
    const double error = sqrt(ended * median * (1 - median));
    return ended >= hf_limits.odd_least && learned_share(t) <= median * hf_limits.odd_learned &&
           ended * median - (double)t->learned > hf_limits.odd_standard_errors * error;
}

static void add_unit(const units *u, int64_t index, const char *measure, double value,
                     double median, hf_findings *findings)
{
    hf_finding *f = hf_finding_add(findings, u->kind, -1);
    hf_finding_set(f, measure, value);
    hf_finding_set(f, "median", median);
    hf_finding_set(f, "few_learned", strcmp(measure, "learned_share") == 0);
    hf_finding_set(f, "measured", u->measured);
    hf_finding_set(f, u->name, (double)(u->first + index));
}

static void find_odd_learning(const units *u, hf_findings *findings)
{
    const int64_t count = sort_measure(u, learned_share);
    const double median = count > 0 ? u->sorted[count / 2] : 0;
    for (int64_t i = 0; i < u->count && count > 2; i++)
        if (learned_oddly(&u->tallies[i], median))
            add_unit(u, i, "learned_share", learned_share(&u->tallies[i]), median, findings);
}

static void find_odd_accuracy(const units *u, hf_findings *findings)
{
    const int64_t count = sort_measure(u, mean_accuracy);
    if ((double)count < hf_limits.odd_quartiles)
        return;
    const double *sorted = u->sorted, median = sorted[count / 2];
    const double low = sorted[count / 4], high = sorted[count - 1 - count / 4];
    const double fence =
        fmin(low - hf_limits.odd_fence * (high - low), median - hf_limits.odd_points);
    for (int64_t i = 0; i < u->count; i++)
        if (mean_accuracy(&u->tallies[i]) < fence)
            add_unit(u, i, u->measured ? "r2" : "balanced_accuracy", mean_accuracy(&u->tallies[i]),
                     median, findings);
}

void hf_rules_units(const hf_evidence *evidence, hf_findings *findings)
{
    units factors[] = {
        {.name = "seed",
         .kind = HF_FINDING_ODD_SEED,
         .tallies = evidence->by_seed,
         .count = evidence->grid->seeds,
         .first = evidence->grid->first_seed},
        {.name = "split",
         .kind = HF_FINDING_ODD_SPLIT,
         .tallies = evidence->by_split,
         .count = evidence->grid->splits},
    };
    for (int i = 0; i < 2; i++) {
        units *u = &factors[i];
        u->measured = evidence->measured;
        if (hf_allocate(&u->sorted, u->count, sizeof *u->sorted, NULL) != HF_OK) {
            findings->failed = true;
            return;
        }
        find_odd_learning(u, findings);
        find_odd_accuracy(u, findings);
        hf_free(&u->sorted);
    }
}
