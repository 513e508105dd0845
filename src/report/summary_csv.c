/* The significance table as CSV: what is of a feature, of its method, and by hidden size. */
#include "base/nan.h"
#include "output.h"
#include "statistics/tables.h"
#include "summary.h"
#include "text/csv.h"
#include <inttypes.h>
#include <stdio.h>
#include <string.h>

/* Where a column comes from: a dataset of the method, or beside the methods. */
typedef double (*across_value)(const hf_evidence *s, int64_t feature);

static double chance_level(const hf_evidence *s, int64_t feature)
{
    (void)feature;
    return hf_evidence_chance(s);
}

static double group_of(const hf_evidence *s, int64_t feature)
{
    return s->across.group[feature];
}

static double group_chance(const hf_evidence *s, int64_t feature)
{
    return s->across.group_chance[feature];
}

/* Of null tests; NaN, an empty cell, where there are none. */
static double null_p_value(const hf_evidence *s, int64_t method, int64_t feature)
{
    const hf_null_labels_method *n = &s->null_methods[method].labels;
    return n->permutations > 0 ? n->p_value[feature] : hf_nan_f64();
}

static double null_selected_share(const hf_evidence *s, int64_t method, int64_t feature)
{
    const hf_null_probes *p = &s->null_methods[method].probes;
    return p->draws > 0 ? p->selected_share[feature] : hf_nan_f64();
}

static double null_stands_out(const hf_evidence *s, int64_t method, int64_t feature)
{
    const hf_null_probes *p = &s->null_methods[method].probes;
    return p->draws > 0 ? p->stands_out[feature] : hf_nan_f64();
}

static const struct {
    const char *name;
    double (*value)(const hf_evidence *s, int64_t method, int64_t feature);
} null_columns[] = {{"null_p_value", null_p_value},
                    {"selected_share", null_selected_share},
                    {"stands_out", null_stands_out}};
enum { NULL_COLUMNS = sizeof null_columns / sizeof *null_columns };

/* The columns, by names; the first ones are those of every version. */
static const struct {
    const char *name;
    across_value across; /* NULL: the dataset of that name */
} columns[] = {
    {"frequency", NULL},
    {"frequency_low", NULL},
    {"frequency_high", NULL},
    {"mean_rank", NULL},
    {"mean_importance", NULL},
    {"voters", NULL},
    {"chance_level", chance_level},
    {"group", group_of},
    {"group_frequency", NULL},
    {"group_chance", group_chance},
    {"half_sample_frequency", NULL},
    {"plan_variance_seed", NULL},
    {"plan_variance_split", NULL},
    {"plan_variance_interaction", NULL},
    {"stability", NULL},
    {"stability_cross", NULL},
    {"stability_cross_low", NULL},
    {"stability_cross_high", NULL},
    {"stability_seed", NULL},
    {"stability_split", NULL},
    {"stability_hidden", NULL},
    {"kendall_w", NULL},
};
enum { COLUMNS = sizeof columns / sizeof *columns };

/* A group of columns for each hidden size. */
static const struct {
    const char *name, *dataset;
} by_hidden[] = {{"frequency", "frequency_by_hidden"},
                 {"variance_seed", "variance_seed"},
                 {"variance_split", "variance_split"},
                 {"variance_interaction", "variance_interaction"}};
enum { BY_HIDDEN = sizeof by_hidden / sizeof *by_hidden };

static const hf_named_table *find(const hf_named_table *tables, const char *name)
{
    for (int64_t i = 0; i < HF_NAMED_TABLES; i++)
        if (strcmp(tables[i].name, name) == 0)
            return &tables[i];
    return NULL;
}

static void append_header(const hf_evidence *s, hf_csv *csv)
{
    hf_csv_text(csv, "method");
    hf_csv_text(csv, "feature");
    for (int c = 0; c < COLUMNS; c++)
        hf_csv_text(csv, columns[c].name);
    for (int64_t h = 0; h < s->grid->hiddens; h++)
        for (int c = 0; c < BY_HIDDEN; c++) {
            char name[64];
            snprintf(name, sizeof name, "%s_hidden_%04" PRId64, by_hidden[c].name,
                     s->grid->hidden[h]);
            hf_csv_text(csv, name);
        }
    for (int c = 0; c < NULL_COLUMNS; c++)
        hf_csv_text(csv, null_columns[c].name);
    hf_csv_end_row(csv);
}

static void append_row(const hf_evidence *s, int64_t method, int64_t feature,
                       const hf_named_table *tables, hf_csv *csv)
{
    hf_csv_text(csv, hf_evidence_method(s, method));
    hf_csv_text(csv, s->features->items[feature]);
    for (int c = 0; c < COLUMNS; c++) {
        const hf_named_table *table = columns[c].across ? NULL : find(tables, columns[c].name);
        if (columns[c].across)
            hf_csv_double(csv, columns[c].across(s, feature));
        else
            hf_csv_double(csv,
                          hf_named_value(table, table->axes[0] == HF_AXIS_FEATURE ? feature : 0));
    }
    for (int64_t h = 0; h < s->grid->hiddens; h++)
        for (int c = 0; c < BY_HIDDEN; c++) {
            const hf_named_table *table = find(tables, by_hidden[c].dataset);
            hf_csv_double(csv, hf_named_value(table, h * s->features->count + feature));
        }
    for (int c = 0; c < NULL_COLUMNS; c++)
        hf_csv_double(csv, null_columns[c].value(s, method, feature));
    hf_csv_end_row(csv);
}

hf_status hf_summary_csv(const hf_evidence *evidence, FILE *out, hf_error *error)
{
    const hf_evidence *s = evidence;
    hf_named_table tables[HF_NAMED_TABLES];
    hf_text text = {0};
    hf_csv csv = {.text = &text};
    hf_status status = HF_OK;
    HF_TRY(hf_results_need_whole(s->results, error));
    append_header(s, &csv);
    for (int64_t i = 0; i < s->methods; i++) {
        const int64_t method = hf_evidence_method_at(s, i);
        hf_list_tables(&s->frequencies[method], tables);
        for (int64_t f = 0; f < s->features->count; f++) {
            append_row(s, method, f, tables, &csv);
            HF_TRY_CLEANUP(hf_output_some(&text, out, error));
        }
    }
    status = hf_output_all(&text, out, error);
cleanup:
    hf_text_free(&text);
    return status;
}
