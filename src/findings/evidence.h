/*
 * What findings and reports are made from: all that a results file says of its replicas, collected
 * once. Reading happens here; what follows never fails.
 */
#ifndef HOLDFAST_FINDINGS_EVIDENCE_H
#define HOLDFAST_FINDINGS_EVIDENCE_H

#include "findings/data_facts.h"
#include "holdfast/memory.h"
#include "holdfast/results.h"
#include "holdfast/statistics.h"
#include "holdfast/test_reason.h"
#include "holdfast/text.h"
#include "statistics/null/null_statistics.h"

/* The replicas of one seed, or of one split. */
typedef struct hf_tally {
    int64_t done, diverged, learned;
    double balanced_accuracy; /* sum over those done, or of R2 */
} hf_tally;

/* What null tests say of a method; empty where there are none. */
typedef struct hf_null_method {
    hf_null_labels_method labels;
    hf_null_probes probes;
} hf_null_method;

/* Mean test accuracy over the iterations, of the replicas looked at (all, or a spread of them). */
typedef struct hf_course {
    int64_t replicas;  /* done among those looked at; 0: there is no history */
    int64_t iteration; /* at which the mean was highest */
    double highest, end;
} hf_course;

/* Do the networks predict? */
typedef enum hf_prediction {
    HF_PREDICTION_NONE, /* no network is done */
    HF_PREDICTS,
    HF_NOT_SHOWN_TO_PREDICT,
    HF_CANNOT_TELL_PREDICTION
} hf_prediction;

/* Which way an importance goes: higher values of the feature with that class, or lower ones. */
typedef struct hf_direction {
    int64_t towards; /* the class, -1: not decided */
    bool lower;
} hf_direction;

typedef struct hf_evidence {
    const hf_results *results; /* these five not owned */
    const hf_config *config;
    const hf_grid *grid;
    const hf_text_list *features, *classes;
    bool measured;             /* a measured outcome, the one class */
    const hf_text_list *bands; /* what samples are compared by: classes, thirds of an outcome */
    int64_t replicas, methods;
    int64_t lead;         /* the method that leads, among significance.methods */
    int64_t hidden_index; /* the hidden size that was asked for, -1: all */
    uint8_t state;
    hf_health health;
    hf_health *health_by_hidden;  /* [hiddens] */
    hf_tally *by_seed, *by_split; /* [seeds], [splits] of the hidden size that was asked for */
    hf_course course;             /* likewise */
    hf_frequencies *frequencies;  /* [methods]; NULL: a shard, which has none */
    int64_t **order;              /* [methods][feature], most frequent first; NULL like these */
    int64_t **place;              /* [methods][feature] in that order; NULL like these */
    double *split_deviation;      /* [splits] how far the frequencies of a split are from those of
                                     all, by the method that leads: mean over the features; NaN:
                                     none of its networks is counted; NULL like these */
    hf_across_methods across;     /* empty like these */
    hf_univariate univariate;     /* likewise; NaN where the file has no such statistics */
    hf_conditional conditional;   /* likewise */
    int64_t *members;             /* [feature] group by group, in a group most frequent first */
    int64_t *group_start;         /* [groups + 1] members[group_start[g]] is the first of group g */
    int64_t *by_itself;           /* [feature] strongest association by itself first */
    int64_t *untested;            /* [feature] by why the conditional test is not defined */
    int64_t splits_done;          /* splits with a network that is done */
    double test_loss;             /* mean of the networks that are done, NaN: none */
    hf_data_facts data;
    hf_null_labels labels;        /* empty where there are no null tests, or not yet */
    hf_null_method *null_methods; /* [methods]; NULL like these */
    hf_first_agreement tutorial;  /* with max_weight; empty where one of them is missing */
    double test_per_train;        /* mean test rows / mean training rows; NaN like these */
    hf_memory memory;             /* holds the arrays */
} hf_evidence;

/* `method`: the name of the one that leads, NULL: the first; `hidden` 0: all hidden sizes.
 * HF_USAGE: the file has no such method or hidden size (those there are, are named). */
hf_status hf_evidence_make(const hf_results *results, const char *method, int64_t hidden,
                           hf_evidence *evidence, hf_error *error);
void hf_evidence_free(hf_evidence *evidence);

/* The place of a method in significance.methods; NULL: the first one. HF_USAGE as above. */
hf_status hf_method_position(const hf_results *results, const char *name, int64_t *position,
                             hf_error *error);
/* Reads `course`. */
hf_status hf_course_read(const hf_evidence *evidence, hf_course *course, hf_error *error);

/* ---- what is asked of it in many places ---- */

/* Is the file a shard? Then it has replicas, but no statistics. */
bool hf_evidence_is_shard(const hf_evidence *evidence);

/* ---- do the networks predict: docs/statistics.md ---- */

hf_prediction hf_evidence_prediction(const hf_evidence *evidence);
/* Does the interval of the score (or, where all splits score the same, the mean) show it? */
bool hf_evidence_score_predicts(const hf_evidence *evidence);
/* The score without any knowledge: 1 / classes, or the R2 of the mean, 0. */
double hf_evidence_chance_score(const hf_evidence *evidence);
/* Does the test with permuted labels? And could it have? */
bool hf_evidence_labels_predict(const hf_evidence *evidence);
bool hf_evidence_labels_can_tell(const hf_evidence *evidence);

/* ---- the tests of features and groups ---- */

/* The number of a feature's group, -1: in none (format 1). */
int64_t hf_evidence_group(const hf_evidence *evidence, int64_t feature);
int64_t hf_evidence_group_size(const hf_evidence *evidence, int64_t group);
const char *hf_evidence_group_name(const hf_evidence *evidence, int64_t group);
/* Is the feature a group of its own? It is then tested as one. */
bool hf_evidence_is_alone(const hf_evidence *evidence, int64_t feature);
/* Of the conditional test: those of its group where the feature is alone. NaN: not defined. */
double hf_evidence_adds_p(const hf_evidence *evidence, int64_t feature);
double hf_evidence_adds_q(const hf_evidence *evidence, int64_t feature);
/* Why the conditional test is not defined: the words of a value of hf_test_reason. */
const char *hf_evidence_test_reason(double reason);
/* Why entry `index` of a field of /significance/conditional is not defined; NULL: it is. */
const char *hf_evidence_not_tested(const hf_evidence *evidence, hf_field field, int64_t index);
/* By all networks that are counted (docs/statistics.md, "Direction"). */
hf_direction hf_evidence_direction(const hf_evidence *evidence, int64_t feature);
/* The same of one class against the others. */
hf_direction hf_evidence_direction_in(const hf_evidence *evidence, int64_t feature, int64_t class);
/* What the effect of a feature by itself is (docs/statistics.md, "By itself"). */
typedef enum hf_effect {
    HF_EFFECT_AUC,
    HF_EFFECT_CRAMERS_V,
    HF_EFFECT_RHO,
    HF_EFFECT_EPSILON
} hf_effect;
hf_effect hf_evidence_effect(const hf_evidence *evidence, int64_t feature);
/* Features that are categories of more than two levels: their effects are Cramer's V or epsilon
 * squared, and they have several network inputs. */
int64_t hf_evidence_categories(const hf_evidence *evidence);
/* AUC, Cramer's V ... */
const char *hf_evidence_effect_name(const hf_evidence *evidence, int64_t feature);
/* As it is shown: an AUC in the direction that is named, from 1/2 on. */
double hf_evidence_effect_shown(const hf_evidence *evidence, int64_t feature);
/* The class that higher values go with by the effect of the feature by itself; -1: none, or the
 * effect is no AUC. A measured outcome is class 0: it rises with the feature or, `lower`, falls. */
hf_direction hf_evidence_direction_by_itself(const hf_evidence *evidence, int64_t feature);
/* The AUC of the feature by itself in that direction: from 1/2 on; NaN: not defined, or the
 * effect is another. */
double hf_evidence_auc_by_itself(const hf_evidence *evidence, int64_t feature);
/* Name of a method of significance.methods. */
const char *hf_evidence_method(const hf_evidence *evidence, int64_t method);
/* The position of a method in significance.methods, -1: it is not there. */
int64_t hf_evidence_find(const hf_evidence *evidence, hf_method method);
/* The methods in the order in which they are shown: the leading one at place 0, then the others. */
int64_t hf_evidence_method_at(const hf_evidence *evidence, int64_t place);
/* Frequency of every feature if networks selected at random: k/d. */
double hf_evidence_chance(const hf_evidence *evidence);
/* Replicas that vote wherever their importances rank the features. */
int64_t hf_evidence_eligible(const hf_evidence *evidence, const hf_health *health);
/* Does the method name features? `tutorial` names hidden units and calls them features. */
bool hf_evidence_names_features(const hf_evidence *evidence, int64_t method);
/* The statistics of the method that leads. */
const hf_frequencies *hf_evidence_lead(const hf_evidence *evidence);
/* Of the hidden size that was asked for, or of all. */
double hf_evidence_frequency(const hf_evidence *evidence, int64_t method, int64_t feature);
int64_t hf_evidence_voters(const hf_evidence *evidence, int64_t method);
const hf_health *hf_evidence_health(const hf_evidence *evidence);
/* Is feature f among the k most frequent ones of the method? And how many of these are among those
 * of the method that leads? */
bool hf_evidence_is_on_top(const hf_evidence *evidence, int64_t method, int64_t feature);
int64_t hf_evidence_in_common(const hf_evidence *evidence, int64_t method);
/* Is top the number of features? Then every network selects all of them. */
bool hf_evidence_selects_all(const hf_evidence *evidence);
/* How far the leading method's intervals can be trusted: HF_RESAMPLING_..., the worse of seeds and
 * splits. */
int hf_evidence_resampling(const hf_evidence *evidence);
/* The probes of the method that leads; NULL: none. */
const hf_null_probes *hf_evidence_probes(const hf_evidence *evidence);
/* Was anything compared with noise? */
bool hf_evidence_has_null(const hf_evidence *evidence);
/* Is there a conditional test of anything? */
bool hf_evidence_has_conditional(const hf_evidence *evidence);
/* Why entry `index` of a field of a method is not defined; NULL: it is. */
const char *hf_evidence_undefined(const hf_evidence *evidence, int64_t method, hf_field field,
                                  int64_t index);

#endif
