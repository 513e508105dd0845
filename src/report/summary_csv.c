/* The significance table as CSV: what is of a feature, of its method, and by hidden size. */
#include "base/nan.h"
#include "holdfast/memory.h"
#include "output.h"
#include "statistics/tables.h"
#include "summary.h"
#include "text/csv.h"
#include <inttypes.h>
#include <stdio.h>
#include <string.h>

/* The structs of statistics that a row is taken from. */
typedef enum source {
    OF_METHOD,
    OF_ALL,
    OF_LABELS,
    OF_PROBES,
    OF_FEATURE,
    OF_CONDITIONAL,
    CHANCE,
    SOURCES
} source;

/* The columns: header, where from, dataset. The first ones are those of every version. */
typedef struct column {
    const char *header;
    source source;
    const char *dataset; /* NULL: the header's name */
} column;
static const column columns[] = {
    {"frequency", OF_METHOD, NULL},
    {"frequency_low", OF_METHOD, NULL},
    {"frequency_high", OF_METHOD, NULL},
    {"mean_rank", OF_METHOD, NULL},
    {"mean_importance", OF_METHOD, NULL},
    {"voters", OF_METHOD, NULL},
    {"chance_level", CHANCE, NULL},
    {"group", OF_ALL, NULL},
    {"group_frequency", OF_METHOD, NULL},
    {"group_chance", OF_ALL, NULL},
    {"half_sample_frequency", OF_METHOD, NULL},
    {"plan_variance_seed", OF_METHOD, NULL},
    {"plan_variance_split", OF_METHOD, NULL},
    {"plan_variance_interaction", OF_METHOD, NULL},
    {"stability", OF_METHOD, NULL},
    {"stability_cross", OF_METHOD, NULL},
    {"stability_cross_low", OF_METHOD, NULL},
    {"stability_cross_high", OF_METHOD, NULL},
    {"stability_seed", OF_METHOD, NULL},
    {"stability_split", OF_METHOD, NULL},
    {"stability_hidden", OF_METHOD, NULL},
    {"kendall_w", OF_METHOD, NULL},
};
/* A group of columns for each hidden size. */
static const column by_hidden[] = {
    {"frequency", OF_METHOD, "frequency_by_hidden"},
    {"variance_seed", OF_METHOD, NULL},
    {"variance_split", OF_METHOD, NULL},
    {"variance_interaction", OF_METHOD, NULL},
};
/* Of null tests: empty cells where there are none. */
static const column of_null_tests[] = {
    {"null_p_value", OF_LABELS, "p_value"},
    {"selected_share", OF_PROBES, NULL},
    {"stands_out", OF_PROBES, NULL},
};
/* Of the features by themselves. */
static const column of_features[] = {
    {"univariate_effect", OF_FEATURE, "effect"},
    {"univariate_class", OF_FEATURE, "class"},
    {"univariate_p_value", OF_FEATURE, "p_value"},
    {"univariate_q_value", OF_FEATURE, "q_value"},
};
/* Of what they add beyond all others, and of their groups. */
static const column of_conditional[] = {
    {"conditional_p_value", OF_CONDITIONAL, "p_value"},
    {"conditional_q_value", OF_CONDITIONAL, "q_value"},
    {"conditional_q_value_by", OF_CONDITIONAL, "q_value_by"},
    {"conditional_draws", OF_CONDITIONAL, "draws"},
    {"conditional_own_variation", OF_CONDITIONAL, "own_variation"},
    {"conditional_misfit", OF_CONDITIONAL, "misfit"},
    {"conditional_spread_ratio", OF_CONDITIONAL, "spread_ratio"},
    {"conditional_reason", OF_CONDITIONAL, "reason"},
    {"conditional_group_p_value", OF_CONDITIONAL, "group_p_value"},
    {"conditional_group_q_value", OF_CONDITIONAL, "group_q_value"},
    {"conditional_group_q_value_by", OF_CONDITIONAL, "group_q_value_by"},
};
/* A column for each class. */
static const column by_class = {"direction", OF_ALL, NULL};
#define COUNT(list) ((int)(sizeof list / sizeof *list))

typedef struct tables {
    hf_named_table list[SOURCES][HF_NAMED_TABLES];
    int64_t count[SOURCES];
} tables;

static void list_tables(const hf_evidence *e, int64_t method, tables *t)
{
    const hf_null_method *null = &e->null_methods[method];
    const struct {
        const hf_members *members;
        const void *of;
        bool is_there, of_method;
    } sources[] = {
        [OF_METHOD] = {&hf_members_of_frequencies, &e->frequencies[method], true, true},
        [OF_ALL] = {&hf_members_of_across, &e->across, true, false},
        [OF_LABELS] = {&hf_members_of_labels_method, &null->labels, null->labels.permutations > 0,
                       true},
        [OF_PROBES] = {&hf_members_of_probes, &null->probes, null->probes.draws > 0, true},
        [OF_FEATURE] = {&hf_members_of_univariate, &e->univariate, true, false},
        [OF_CONDITIONAL] = {&hf_members_of_conditional, &e->conditional, true, false},
    };
    for (int i = 0; i < COUNT(sources); i++)
        t->count[i] = sources[i].is_there ? hf_members_list(e->results, sources[i].members,
                                                            sources[i].of_method ? method : 0,
                                                            sources[i].of, t->list[i])
                                          : 0;
}

/* Of a feature; `row`: the hidden size or class, -1: not by these. */
static double value_of(const hf_evidence *e, const tables *t, const column *c, int64_t feature,
                       int64_t row)
{
    const char *name = c->dataset ? c->dataset : c->header;
    if (c->source == CHANCE)
        return hf_evidence_chance(e);
    for (int64_t i = 0; i < t->count[c->source]; i++) {
        const hf_named_table *table = &t->list[c->source][i];
        if (strcmp(table->name, name) != 0)
            continue;
        if (row >= 0)
            return hf_named_value(table, row * table->columns + feature);
        if (table->axes[0] != HF_AXIS_FEATURE_GROUP)
            return hf_named_value(table, table->axes[0] == HF_AXIS_FEATURE ? feature : 0);
        const int64_t group = hf_evidence_group(e, feature);
        return group < 0 ? hf_nan_f64() : hf_named_value(table, group);
    }
    return hf_nan_f64();
}

static void append_header(const hf_evidence *e, hf_csv *csv)
{
    hf_csv_text(csv, "method");
    hf_csv_text(csv, "feature");
    for (int c = 0; c < COUNT(columns); c++)
        hf_csv_text(csv, columns[c].header);
    for (int64_t h = 0; h < e->grid->hiddens; h++)
        for (int c = 0; c < COUNT(by_hidden); c++) {
            char name[64];
            snprintf(name, sizeof name, "%s_hidden_%04" PRId64, by_hidden[c].header,
                     e->grid->hidden[h]);
            hf_csv_text(csv, name);
        }
    for (int c = 0; c < COUNT(of_null_tests); c++)
        hf_csv_text(csv, of_null_tests[c].header);
    for (int c = 0; c < COUNT(of_features); c++)
        hf_csv_text(csv, of_features[c].header);
    for (int64_t c = 0; c < e->classes->count; c++) {
        char name[64];
        snprintf(name, sizeof name, "%s_class_%" PRId64, by_class.header, c);
        hf_csv_text(csv, name);
    }
    for (int c = 0; c < COUNT(of_conditional); c++)
        hf_csv_text(csv, of_conditional[c].header);
    hf_csv_text(csv, "group_name");
    hf_csv_end_row(csv);
}

static void append_row(const hf_evidence *e, const tables *t, int64_t method, int64_t feature,
                       hf_csv *csv)
{
    hf_csv_text(csv, hf_evidence_method(e, method));
    hf_csv_text(csv, e->features->items[feature]);
    for (int c = 0; c < COUNT(columns); c++)
        hf_csv_double(csv, value_of(e, t, &columns[c], feature, -1));
    for (int64_t h = 0; h < e->grid->hiddens; h++)
        for (int c = 0; c < COUNT(by_hidden); c++)
            hf_csv_double(csv, value_of(e, t, &by_hidden[c], feature, h));
    for (int c = 0; c < COUNT(of_null_tests); c++)
        hf_csv_double(csv, value_of(e, t, &of_null_tests[c], feature, -1));
    for (int c = 0; c < COUNT(of_features); c++)
        hf_csv_double(csv, value_of(e, t, &of_features[c], feature, -1));
    for (int64_t c = 0; c < e->classes->count; c++)
        hf_csv_double(csv, value_of(e, t, &by_class, feature, c));
    for (int c = 0; c < COUNT(of_conditional); c++)
        hf_csv_double(csv, value_of(e, t, &of_conditional[c], feature, -1));
    const int64_t group = hf_evidence_group(e, feature);
    hf_csv_text(csv, group < 0 ? "" : hf_evidence_group_name(e, group));
    hf_csv_end_row(csv);
}

hf_status hf_summary_csv(const hf_evidence *evidence, FILE *out, hf_error *error)
{
    tables *t;
    hf_text text = {0};
    hf_csv csv = {.text = &text};
    hf_status status = HF_OK;
    HF_TRY(hf_results_need_whole(evidence->results, error));
    HF_TRY(hf_allocate(&t, 1, sizeof *t, error));
    append_header(evidence, &csv);
    for (int64_t i = 0; i < evidence->methods; i++) {
        const int64_t method = hf_evidence_method_at(evidence, i);
        list_tables(evidence, method, t);
        for (int64_t f = 0; f < evidence->features->count; f++) {
            append_row(evidence, t, method, f, &csv);
            HF_TRY_CLEANUP(hf_output_some(&text, out, error));
        }
    }
    status = hf_output_all(&text, out, error);
cleanup:
    hf_text_free(&text);
    hf_free(&t);
    return status;
}
