/* What the tutorial's rule as published comes to. */
#include "holdfast/memory.h"
#include "summary.h"
#include "text/layout.h"
#include "text/number.h"
#include <inttypes.h>
#include <stdlib.h>

enum { NAMES_LISTED = 5 };

static int64_t index_of(const hf_summary *s, hf_method method)
{
    for (int64_t m = 0; m < s->methods; m++)
        if (s->config->significance.methods.items[m] == method)
            return m;
    return -1;
}

typedef struct naming {
    int64_t feature, count;
} naming;

static int more_often_first(const void *a, const void *b)
{
    const naming *x = a, *y = b;
    if (x->count != y->count)
        return x->count > y->count ? -1 : 1;
    return x->feature < y->feature ? -1 : 1;
}

/* Whom the rule names most contributing, how often. */
static hf_status append_namings(const hf_summary *s, int64_t method, hf_text *line, hf_error *error)
{
    const hf_frequencies *f = &s->frequencies[method];
    int64_t different = 0;
    naming *namings;
    HF_TRY(hf_allocate(&namings, f->features, sizeof *namings, error));
    for (int64_t i = 0; i < f->features; i++) {
        namings[i] = (naming){i, f->rank_count[i * f->ranks]};
        different += namings[i].count > 0;
    }
    qsort(namings, (size_t)f->features, sizeof *namings, more_often_first);
    hf_text_append(line, " As the most contributing feature it names %s%s in %s voter%s:",
                   hf_number_grouped(different).text,
                   different == 1 ? " feature" : " different features",
                   hf_number_grouped(f->voters).text, hf_plural(f->voters));
    for (int64_t i = 0; i < different && i < NAMES_LISTED; i++)
        hf_text_append(line, "%s %s (%s)", i > 0 ? "," : "", s->features->items[namings[i].feature],
                       hf_number_grouped(namings[i].count).text);
    hf_text_append(line, different > NAMES_LISTED ? ", ..." : ".");
    hf_free(&namings);
    return HF_OK;
}

static hf_status append_agreement(const hf_summary *s, int64_t method, hf_text *line,
                                  hf_error *error)
{
    const int64_t meant = index_of(s, HF_MAX_WEIGHT);
    const double features = (double)s->features->count;
    hf_first_agreement result;
    if (meant < 0)
        return HF_OK;
    HF_TRY(hf_first_agreement_count(s->results, method, meant, &result, error));
    if (result.compared == 0)
        return HF_OK;
    hf_text_append(line,
                   " With what was meant (max_weight, the maximum over each column) it "
                   "agrees in %s of %s replicas done (%s%%);",
                   hf_number_grouped(result.same).text, hf_number_grouped(result.compared).text,
                   hf_number_percent((double)result.same / (double)result.compared).text);
    hf_text_append(line, " chance alone gives 1 in %s (%s%%).",
                   hf_number_grouped(s->features->count).text,
                   hf_number_percent(1 / features).text);
    return HF_OK;
}

static hf_status compose(const hf_summary *s, int64_t method, hf_text *line, hf_error *error)
{
    const char *what = s->grid->hiddens * s->grid->splits == 1 ? "seeds" : "replicas";
    if (s->health.done > 0)
        hf_text_append(line, "Of %s %s done, %s learned anything (%s%%). ",
                       hf_number_grouped(s->health.done).text, what,
                       hf_number_grouped(s->health.learned).text,
                       hf_number_percent((double)s->health.learned / (double)s->health.done).text);
    hf_text_append(line, "The rule takes the maximum over each row of the [hidden, feature] "
                         "weights: it reads the index of a hidden unit as if it were a feature's.");
    if (s->frequencies[method].voters > 0)
        HF_TRY(append_namings(s, method, line, error));
    return append_agreement(s, method, line, error);
}

hf_status hf_summary_tutorial(const hf_summary *summary, int columns, hf_text *text,
                              hf_error *error)
{
    const int64_t method = hf_method_first(summary->config->significance.methods.items,
                                           summary->methods, HF_METHOD_UNITS);
    hf_text line = {0};
    if (method < 0)
        return HF_OK;
    hf_status status = compose(summary, method, &line, error);
    if (status == HF_OK)
        status = hf_text_check(&line, error);
    if (status == HF_OK) {
        hf_text_append(text, "\nThe tutorial's rule as published (method tutorial)\n");
        hf_layout_paragraph(text, "  ", line.data, columns);
    }
    hf_text_free(&line);
    return status;
}
