/*
 * The configuration: YAML in, a checked structure out, YAML again.
 *
 * One table (src/config/options.c) holds every key with its type, default, bounds and help; the
 * file reader, `--set key=value`, the resolved echo, `holdfast config` and the reference in docs/
 * are all driven by it. A structure from hf_config_read is owned by the caller: release it with
 * hf_config_free. Local (no MPI), no global state.
 */
#ifndef HOLDFAST_CONFIG_H
#define HOLDFAST_CONFIG_H

#include "holdfast/choices.h"
#include "holdfast/method.h"
#include "holdfast/status.h"
#include "holdfast/text.h"
#include <stdbool.h>
#include <stdint.h>

#ifdef __cplusplus
extern "C" {
#endif

typedef struct hf_integer_list {
    int64_t *items; /* [count] */
    int64_t count;
} hf_integer_list;

/* Names, each with a list of texts. Start with {0}. */
typedef struct hf_named_lists {
    hf_text_list names;
    hf_text_list *lists; /* [names.count] */
} hf_named_lists;
void hf_named_lists_free(hf_named_lists *named);

/* Weights of the classes in the loss. Start with {0}: none. */
typedef struct hf_class_weight {
    int kind; /* hf_class_weight_kind */
    /* where they are given */
    double *weights; /* [count], in the classes' order once resolved */
    int64_t count;
    hf_text_list labels; /* [count] whose they are, until hf_config_resolve; none: the classes' */
} hf_class_weight;
void hf_class_weight_free(hf_class_weight *weight);

/* Where each key was set, for messages: `at` has a place for each row of the option table. */
enum { HF_KEYS_MOST = 64 };
typedef struct hf_config_places {
    char *origin;             /* the file's name; NULL: it has none */
    hf_text_list overrides;   /* "key.path=value", as given */
    int32_t at[HF_KEYS_MOST]; /* line in the file; 0: not set; -1 - i: overrides.items[i] */
} hf_config_places;

/* Why a null test that was asked for is not defined for the data, "": it is (hf_arm_undefined). Not
 * a key: found when the data are read, kept in the results file. */
enum { HF_UNDEFINED_BYTES = 200 };
typedef struct hf_undefined_tests {
    char labels[HF_UNDEFINED_BYTES], probes[HF_UNDEFINED_BYTES];
} hf_undefined_tests;

/* Members carry the names of the keys; a choice is an int holding a value of its enum. A text that
 * is not set is NULL, a list that is not set has count 0. */
typedef struct hf_config {
    char *name; /* title; not given: the stem of the file's name or of `origin` */
    struct {
        char *source; /* "builtin:..." or a path, already relative to the current folder */
        char *target, *inputs, *feature_names, *groups;
        hf_text_list features, exclude, classes;
        hf_named_lists feature_groups; /* each feature in one list at most */
        int standardize, missing;
        hf_text_list missing_values, categorical;
        int delimiter, decimal;
        int64_t levels_most;
        int task; /* HF_TASK_AUTO until hf_config_resolve where not given */
    } data;
    struct {
        int method;
        int64_t count; /* with method file and not given: 0 until hf_config_resolve */
        double train_fraction;
        int64_t folds, seed;
        char *file;
    } splits;
    struct {
        hf_integer_list hidden;
        int init;
    } model;
    struct {
        int loss, optimizer;
        hf_class_weight class_weight;
        double learning_rate, beta1, beta2, epsilon, momentum, weight_decay;
        int64_t iterations, batch_size;
        bool shuffle;
        double validation_fraction; /* 0: no early stopping */
        int64_t patience;
    } training;
    struct {
        int64_t first_seed, seeds;
    } replicas;
    struct {
        hf_integer_list methods; /* values of hf_method, without repetition */
        int64_t top;             /* k; 0 until hf_config_resolve where not given */
        int votes;
        double confidence;
        int64_t bootstrap, permutation_repeats, seed;
        int64_t conditional_draws; /* -1 until hf_config_resolve where not given */
        int64_t conditional_seeds; /* 0 likewise */
        double fdr, group_correlation;
    } significance;
    struct {
        int64_t labels, probes;
        double fdr;
        int64_t seeds, splits; /* 0: all */
    } null_test;
    struct {
        int64_t history_every;
        bool initial_weights, dataset;
    } output;
    hf_undefined_tests undefined;
    int format; /* of the results file that it is from; 0: of none, or of one that is to be made */
    hf_config_places places;
} hf_config;

/* Whether keys and fields of format `since` and later are part of the experiment: not where its
 * results file is older. */
static inline bool hf_config_has(const hf_config *config, int since)
{
    return config->format == 0 || since <= config->format;
}

/* Of a resolved configuration: a measured outcome, not classes. */
static inline bool hf_config_is_regression(const hf_config *config)
{
    return config->data.task == HF_TASK_REGRESSION;
}

/* Reads a configuration file and applies `overrides` ("key.path=value") in their order. All errors
 * of the file and of the overrides are collected into one message (HF_BAD_CONFIG): each names file,
 * line and key, and the nearest valid key where a key is unknown. HF_NO_INPUT: no such file. Also
 * checks what concerns several keys but no data (kfold count a multiple of folds ...) and the names
 * of built-in data sets, and fills in splits.count where the method gives it: a configuration from
 * here needs no second look. On failure there is nothing to free. */
hf_status hf_config_read(const char *path, const char *const *overrides, int64_t override_count,
                         hf_config *config, hf_error *error);

/* The same from a text; `origin` names it in messages (NULL: it has no name), paths in it are left
 * as they are. */
hf_status hf_config_parse(const char *text, const char *origin, hf_config *config, hf_error *error);

/* Applies overrides to a configuration from elsewhere (that of a results file), all errors in one
 * message. After a failure some may have been applied: free it. Resolve it again afterwards. */
hf_status hf_config_override(hf_config *config, const char *const *overrides,
                             int64_t override_count, hf_error *error);

/* What the data are, in counts. */
typedef struct hf_data_counts {
    int64_t samples, features, inputs, classes;
    int64_t groups;     /* of features (feature_groups.h) */
    int64_t splits;     /* of splits.file, or of any other method those that it makes */
    int64_t train_rows; /* of all splits together; the rest of samples x splits are test rows */
    const hf_text_list *class_names; /* [classes]; NULL: not looked at */
} hf_data_counts;

/* Sets what follows from the data: data.task (one class: regression), the loss where not given,
 * splits.count where not given with method `file` (the file's
 * rows; another number is an error), significance.top, conditional_seeds and conditional_draws;
 * puts class_weight into the classes' order; checks it, top <= features, that `tutorial` has every
 * hidden size equal to the features, and that the replicas can be counted. All errors come in one
 * message that says where each key was set (HF_BAD_CONFIG). Idempotent. */
hf_status hf_config_resolve(hf_config *config, const hf_data_counts *counts, hf_error *error);

/* For a configuration from a results file of that format: keys that are newer get the value that
 * stands for what older versions did. */
hf_status hf_config_set_format(hf_config *config, int format, hf_error *error);

/* The built-in data sets, and the name in "builtin:NAME" (NULL where `source` is a path). */
extern const char *const hf_config_builtins[];
extern const int64_t hf_config_builtin_count;
const char *hf_config_builtin_name(const char *source);

/* Replicas are counted in 32 bits in the results file: whether a grid of that size can be. */
#define HF_REPLICAS_MOST INT32_MAX
bool hf_config_countable(int64_t splits, int64_t hiddens, int64_t seeds);

/* Entries of the stored history: 1, 1 + every ... <= iterations; 0 where every is 0. */
static inline int64_t hf_history_entries(int64_t iterations, int64_t every)
{
    return every > 0 ? (iterations - 1) / every + 1 : 0;
}

/* Appends the complete configuration as YAML that hf_config_parse reads back to the same values
 * (floats with 17 significant digits where fewer would change them). */
void hf_config_write(const hf_config *config, hf_text *text);

/* Appends what `holdfast config` prints: every key, its default, and a line of help as a comment.
 */
void hf_config_write_defaults(hf_text *text);

/* The first key that makes a different experiment (docs/configuration.md: the keys with the
 * role "experiment"), or NULL where there is none; both resolved. `*values` (may be
 * NULL) gets "was A, is B"; the caller frees it. hf_config_significance_difference does the same
 * for the keys of the statistics: significance.*, null_test.fdr, data.feature_groups. */
const char *hf_config_difference(const hf_config *a, const hf_config *b, hf_text *values);
const char *hf_config_significance_difference(const hf_config *a, const hf_config *b,
                                              hf_text *values);

/* Appends the lines "key: value" of the keys that make the experiment (not statistics, paths or
 * name) in the table's order, then those of the statistics: what the digest takes from the
 * configuration. Keys that are newer than the configuration's format are left out. */
void hf_config_write_experiment(const hf_config *config, hf_text *text);

/* For messages. Appends a key's value as YAML on one line; where a key was set, as errors of the
 * configuration say it: "FILE:12: KEY: ", "--set KEY=VALUE: " or, where it is the default, "KEY: ".
 */
void hf_config_append_value(const hf_config *config, const char *key, hf_text *text);
/* The value that a key whose value is a list of texts would have with these added. */
void hf_config_append_longer(const hf_config *config, const char *key, const hf_text_list *added,
                             hf_text *text);
void hf_config_append_place(const hf_config *config, const char *key, hf_text *text);

/* Appends "--set replicas.seeds=10" for a whole key or the last part of one, such as "seeds" or
 * "train-fraction", where several have it joined by " or "; nothing for another word.
 * `significance`: only keys of the statistics. */
void hf_config_suggest_override(const char *word, const char *value, bool significance,
                                hf_text *text);

/* Whether "key=value" sets a key of the statistics, which needs no training: those of the role
 * "statistics", and any word of significance.*. */
bool hf_config_is_significance(const char *setting);

/* Appends " --set significance.top=4" for each key of the statistics that `to` has another value
 * of. */
void hf_config_append_significance(const hf_config *from, const hf_config *to, hf_text *text);

/* A copy with all that the configuration knows of its places. On failure there is nothing to free.
 */
hf_status hf_config_copy(const hf_config *from, hf_config *to, hf_error *error);
void hf_config_free(hf_config *config); /* and zeroes it */

#ifdef __cplusplus
}
#endif

#endif
