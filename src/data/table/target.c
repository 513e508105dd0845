/* Is the first column, taken as the class label because nobody named one, an identifier? */
#include "data/raw_table.h"

#include "data/cell_number.h"
#include "data/identifier.h"
#include "holdfast/memory.h"
#include <math.h>
#include <strings.h>

/* In fewer rows classes may have a row each. */
enum { ROWS_LEAST = 5, CLASSES_MOST = 20 };

/* Labels that are all different, in the order of the rows: texts, or numbers of rows. */
static bool are_identifiers(const hf_raw_table *t, const hf_text_list *labels, double *values)
{
    const bool named = hf_data_is_identifier_name(t->header.list.items[t->target]);
    for (int64_t i = 0; i < labels->count; i++)
        if (hf_data_parse_decimal(labels->items[i], hf_raw_table_sign(t), &values[i]) != HF_NUMBER)
            return true;
    return hf_data_are_identifiers(values, 1, labels->count, named);
}

/* How many different values a feature has, up to CLASSES_MOST + 1. */
static int64_t count_values(const hf_dataset *d, int64_t feature)
{
    double seen[CLASSES_MOST + 1];
    int64_t count = 0;
    for (int64_t i = 0; i < d->samples && count <= CLASSES_MOST; i++) {
        const double value = d->x[i * d->features + feature];
        int64_t at = 0;
        while (at < count && seen[at] != value)
            at++;
        if (at == count && !isnan(value))
            seen[count++] = value;
    }
    return count;
}

/* A column with a label's name; else the last one with few values, texts first. */
static const char *likely_target(const hf_dataset *d)
{
    static const char *const usual[] = {"class",  "target",  "label",    "outcome", "diagnosis",
                                        "type",   "species", "group",    "status",  "response",
                                        "result", "y",       "survived", "disease", "event"};
    int64_t best = d->features - 1, best_rank = 0;
    for (int64_t f = 0; f < d->features; f++) {
        const int64_t values = count_values(d, f), levels = hf_dataset_levels(d, f);
        int64_t rank = values < 2 || values > CLASSES_MOST ? 0 : levels > 0 ? 2 : 1;
        for (size_t i = 0; i < sizeof usual / sizeof usual[0]; i++)
            if (strcasecmp(d->feature_names.items[f], usual[i]) == 0)
                rank = 3;
        if (rank >= best_rank) {
            best = f;
            best_rank = rank;
        }
    }
    return d->feature_names.items[best];
}

static hf_status fail(const hf_raw_table *t)
{
    const hf_dataset *d = t->dataset;
    hf_config config = {0};
    hf_text line = {0};
    config.data.target = (char *)likely_target(d);
    hf_config_append_value(&config, "data.target", &line);
    const hf_status status = hf_raw_table_fail(
        t, t->target,
        "is the first column and so would be the class label, but looks like an identifier: no "
        "value comes twice: name the label's column, such as data.target: %s",
        line.data ? line.data : "");
    hf_text_free(&line);
    return status;
}

hf_status hf_raw_table_check_target(hf_raw_table *t)
{
    const hf_text_list *labels = &t->class_names.list;
    double *values;
    if (t->config->data.target || t->labels || t->config->data.classes.count > 0 ||
        labels->count < ROWS_LEAST || labels->count != t->dataset->samples)
        return HF_OK;
    HF_TRY(hf_allocate(&values, labels->count, sizeof *values, t->error));
    const bool identifiers = are_identifiers(t, labels, values);
    hf_free(&values);
    return identifiers ? fail(t) : HF_OK;
}
