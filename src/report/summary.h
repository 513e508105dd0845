/* What every form of the summary is made from, and the forms. */
#ifndef HOLDFAST_REPORT_SUMMARY_H
#define HOLDFAST_REPORT_SUMMARY_H

#include "holdfast/results.h"
#include "holdfast/statistics.h"
#include "holdfast/text.h"
#include "report/report.h"
#include "statistics/null_statistics.h"
#include "text/json.h"
#include <stdio.h>

/* The replicas of one seed, or of one split. */
typedef struct hf_tally {
    int64_t done, diverged, learned;
    double balanced_accuracy; /* sum over those done */
} hf_tally;

/* What null tests say of a method; empty where there are none. */
typedef struct hf_null_method {
    hf_null_labels_method labels;
    hf_null_probes probes;
} hf_null_method;

typedef struct hf_summary {
    const hf_results *results; /* these five not owned */
    const hf_config *config;
    const hf_grid *grid;
    const hf_text_list *features, *classes;
    int64_t replicas, methods;
    int64_t lead;         /* the method that leads, among significance.methods */
    int64_t hidden_index; /* the hidden size that was asked for, -1: all */
    int64_t rows;         /* features that the text lists */
    uint8_t state;
    hf_health health;
    hf_health *health_by_hidden;  /* [hiddens] */
    hf_tally *by_seed, *by_split; /* [seeds], [splits] */
    hf_frequencies *frequencies;  /* [methods]; NULL: a shard, which has none */
    int64_t **order;              /* [methods][feature], most frequent first; NULL like these */
    hf_across_methods across;     /* empty like these */
    hf_null_labels labels;        /* empty where there are no null tests, or not yet */
    hf_null_method *null_methods; /* [methods]; NULL like these */
    double test_per_train;        /* mean test rows / mean training rows; NaN like these */
} hf_summary;

/* HF_USAGE: the file has no such method or hidden size (those there are, are named). */
hf_status hf_summary_make(const hf_results *results, const hf_summary_request *request,
                          hf_summary *summary, hf_error *error);
void hf_summary_free(hf_summary *summary);

/* Is the file a shard? Then it has replicas, but no statistics. */
bool hf_summary_is_shard(const hf_summary *summary);
/* Name of a method of significance.methods. */
const char *hf_summary_method(const hf_summary *summary, int64_t method);
/* The methods in the order in which they are shown: the leading one at place 0, then the others. */
int64_t hf_summary_method_at(const hf_summary *summary, int64_t place);
/* Frequency of every feature if replicas chose by lot: k/d. */
double hf_summary_chance(const hf_summary *summary);
const char *hf_summary_votes(const hf_summary *summary); /* learned or all */
/* Replicas that vote wherever their importances rank the features. */
int64_t hf_summary_eligible(const hf_summary *summary, const hf_health *health);
/* Does the method name features? `tutorial` names hidden units and calls them features. */
bool hf_summary_names_features(const hf_summary *summary, int64_t method);
/* The statistics of the method that leads. */
const hf_frequencies *hf_summary_lead(const hf_summary *summary);
/* Of the hidden size that was asked for, or of all. */
double hf_summary_frequency(const hf_summary *summary, int64_t method, int64_t feature);
int64_t hf_summary_voters(const hf_summary *summary, int64_t method);
const hf_health *hf_summary_health(const hf_summary *summary);
/* Is feature f among the k most frequent ones of the method? */
bool hf_summary_is_on_top(const hf_summary *summary, int64_t method, int64_t feature);
/* Is top the number of features? Then every voter selects all of them. */
bool hf_summary_selects_all(const hf_summary *summary);
/* Where a hidden size was asked for: " (all hidden sizes)" for what is not of it alone; else "". */
const char *hf_summary_all_sizes(const hf_summary *summary);
/* The same for what is: appends " with hidden size 10". */
void hf_summary_append_size(const hf_summary *summary, hf_text *line);
/* How far the intervals can be trusted: HF_RESAMPLING_..., the worse of seeds and splits. */
int hf_summary_resampling(const hf_summary *summary);

/* The forms. */
hf_status hf_summary_text(const hf_summary *summary, int columns, FILE *out, hf_error *error);
hf_status hf_summary_json(const hf_summary *summary, FILE *out, hf_error *error);
hf_status hf_summary_csv(const hf_summary *summary, FILE *out, hf_error *error);

/* ---- parts of the text; each begins with an empty line ---- */

hf_status hf_summary_replicas(const hf_summary *summary, int columns, hf_text *text,
                              hf_error *error);
/* Are fewer iterations better? Nothing where it is not so, or too few replicas are done. */
hf_status hf_summary_overfitting(const hf_summary *summary, int columns, hf_text *text,
                                 hf_error *error);
void hf_summary_table(const hf_summary *summary, int columns, hf_text *text);
void hf_summary_stability(const hf_summary *summary, int columns, hf_text *text);
void hf_summary_variance(const hf_summary *summary, int columns, hf_text *text);
void hf_summary_groups(const hf_summary *summary, int columns, hf_text *text);
void hf_summary_methods(const hf_summary *summary, int columns, hf_text *text);
void hf_summary_null(const hf_summary *summary, int columns, hf_text *text);
void hf_summary_bounds(const hf_summary *summary, int columns, hf_text *text);
void hf_summary_conclusions(const hf_summary *summary, int columns, hf_text *text);
/* Among what may be concluded: whose whole interval lies above the level of drawing lots? */
void hf_summary_lots(const hf_summary *summary, int columns, hf_text *text);
/* Among what may be concluded: is what the leading method says what predictions rest on? */
void hf_summary_influence(const hf_summary *summary, int columns, hf_text *text);
hf_status hf_summary_tutorial(const hf_summary *summary, int columns, hf_text *text,
                              hf_error *error);

/* ---- the comparison with noise ---- */

bool hf_summary_has_null(const hf_summary *summary);
/* Among what may be concluded. */
void hf_summary_null_verdict(const hf_summary *summary, int columns, hf_text *text);
void hf_summary_null_json(const hf_summary *summary, hf_json *json);

/* ---- what these share ---- */

/* Appends and releases a line as a paragraph (layout.h). */
void hf_summary_paragraph(hf_text *text, const char *start, hf_text *line, int columns);
/* What the bootstrap draws: "3 seeds"; of splits "2 pairs of splits", "1 split". */
void hf_summary_append_units(const hf_summary *summary, bool of_splits, hf_text *line);
/* Appends the command that makes the statistics with such a key=value: a line, or two that a shell
 * reads as one. */
void hf_summary_aggregate_line(const hf_summary *summary, const char *setting, int columns,
                               hf_text *text);
/* What is not defined in a table, for the lines below it. Start with {0}. */
typedef struct hf_undefined {
    hf_text labels[8]; /* of what is not defined, for each of */
    const char *reasons[8];
    int count;
} hf_undefined;
/* Notes entry `index` of a field of a method if it is not defined. */
void hf_undefined_add(hf_undefined *undefined, const hf_summary *summary, int64_t method,
                      hf_field field, int64_t index, const char *label);
/* Appends a paragraph for each reason, and releases all. */
void hf_undefined_append(hf_undefined *undefined, int columns, hf_text *text);

#endif
