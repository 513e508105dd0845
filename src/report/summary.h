/* What every form of the summary is made from, and the forms. */
#ifndef HOLDFAST_REPORT_SUMMARY_H
#define HOLDFAST_REPORT_SUMMARY_H

#include "holdfast/json.h"
#include "holdfast/results.h"
#include "holdfast/statistics.h"
#include "holdfast/text.h"
#include <stdio.h>

typedef struct hf_summary {
    const hf_results *results; /* these five not owned */
    const hf_config *config;
    const hf_grid *grid;
    const hf_text_list *features, *classes;
    int64_t replicas, methods;
    uint8_t state;
    hf_health health;
    hf_health *health_by_hidden; /* [hiddens] */
    hf_frequencies *frequencies; /* [methods]; NULL: a shard, which has none */
    int64_t **order;             /* [methods][feature], most frequent first; NULL like these */
} hf_summary;

hf_status hf_summary_make(const hf_results *results, hf_summary *summary, hf_error *error);
void hf_summary_free(hf_summary *summary);

/* Is the file a shard? Then it has replicas, but no statistics. */
bool hf_summary_is_shard(const hf_summary *summary);
/* Name of a method of significance.methods. */
const char *hf_summary_method(const hf_summary *summary, int64_t method);
/* Frequency of every feature if replicas chose by lot: k/d. */
double hf_summary_chance(const hf_summary *summary);
const char *hf_summary_votes(const hf_summary *summary); /* learned or all */
/* Replicas that vote wherever their importances rank the features. */
int64_t hf_summary_eligible(const hf_summary *summary, const hf_health *health);
/* Does the method name features? `tutorial` names hidden units and calls them features. */
bool hf_summary_names_features(const hf_summary *summary, int64_t method);
/* Is feature f among the k most frequent ones of the method? */
bool hf_summary_is_on_top(const hf_summary *summary, int64_t method, int64_t feature);

/* The forms. */
hf_status hf_summary_text(const hf_summary *summary, int columns, FILE *out, hf_error *error);
hf_status hf_summary_json(const hf_summary *summary, FILE *out, hf_error *error);
/* A row a method and feature; `by_hidden`: with the frequencies by hidden size. */
hf_status hf_summary_csv(const hf_summary *summary, bool by_hidden, FILE *out, hf_error *error);

/* Parts of the text. The table: nothing where nobody votes. */
void hf_summary_table(const hf_summary *summary, int columns, hf_text *text);
void hf_summary_conclusions(const hf_summary *summary, int columns, hf_text *text);
hf_status hf_summary_tutorial(const hf_summary *summary, int columns, hf_text *text,
                              hf_error *error);

#endif
