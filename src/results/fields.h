/*
 * What the results file holds, as tables: axes, fields, texts.
 *
 * One row a field (holdfast/fields.def) and one row an axis (below) drive creating, opening,
 * reading, writing, the checksums and the digest. In paths `{hidden}` stands for a hidden size with
 * four or more digits, `{method}` for a method's name.
 */
#ifndef HOLDFAST_RESULTS_FIELDS_H
#define HOLDFAST_RESULTS_FIELDS_H

#include "holdfast/results.h"
#include <stddef.h>

/* AXIS(id, path, type, scope, condition, since, text). In a shard a null test has one draw, of all
 * replicas that it holds. */
#define HF_AXIS_LIST(AXIS)                                                                         \
    AXIS(FEATURE, "/feature", I32, ONCE, ALWAYS, 1, "feature, an index")                           \
    AXIS(FEATURE_GROUP, "/feature_group", I32, ONCE, ALWAYS, 2, "group of features, an index")     \
    AXIS(INPUT, "/input", I32, ONCE, ALWAYS, 2, "network input, an index")                         \
    AXIS(CLASS, "/class", I32, ONCE, ALWAYS, 1, "class, an index")                                 \
    AXIS(SAMPLE, "/sample", I32, ONCE, ALWAYS, 1, "sample, an index")                              \
    AXIS(SPLIT, "/split", I32, ONCE, ALWAYS, 1, "train/test split, an index")                      \
    AXIS(SEED, "/seed", I64, ONCE, ALWAYS, 1, "seed of the initial weights")                       \
    AXIS(HIDDEN, "/hidden", I32, ONCE, ALWAYS, 1, "hidden size: number of hidden units")           \
    AXIS(REPLICA, "/replica", I64, ONCE, ALWAYS, 1, "replica number")                              \
    AXIS(ITERATION, "/iteration", I32, ONCE, HISTORY, 1, "optimizer step, from 1")                 \
    AXIS(METHOD, "/method", I32, ONCE, ALWAYS, 1, "importance method, an index")                   \
    AXIS(RANK, "/rank", I32, ONCE, ALWAYS, 1, "rank of a feature, 1 is the largest importance")    \
    AXIS(THRESHOLD, "/threshold", F64, ONCE, ALWAYS, 1,                                            \
         "share of half-samples from which on a feature counts as stable")                         \
    AXIS(PERMUTATION, "/permutation", I32, ONCE, LABELS, 1, "permutation of the labels, an index") \
    AXIS(PERMUTATION_REPLICA, "/permutation_replica", I64, ONCE, LABELS, 1,                        \
         "number of the replica within its permutation")                                           \
    AXIS(DRAW, "/draw", I32, ONCE, PROBES, 1, "draw of the probes, an index")                      \
    AXIS(DRAW_REPLICA, "/draw_replica", I64, ONCE, PROBES, 1,                                      \
         "number of the replica within its draw")                                                  \
    AXIS(FEATURE_OR_PROBE, "/feature_or_probe", I32, ONCE, PROBES, 1,                              \
         "feature, an index, then their probes in the same order")                                 \
    AXIS(UNIT_OF_SIZE, "/unit_{hidden}", I32, HIDDEN, ALWAYS, 1,                                   \
         "hidden unit of networks of this size, an index")                                         \
    AXIS(REPLICA_OF_SIZE, "/replica_{hidden}", I64, HIDDEN, ALWAYS, 1,                             \
         "replica number of the networks of this hidden size")

#define HF_AXIS_ID(id, ...) HF_AXIS_##id,
typedef enum hf_axis {
    HF_AXIS_NONE, /* ends a field's list of axes */
    HF_AXIS_LIST(HF_AXIS_ID) HF_AXES
} hf_axis;
#undef HF_AXIS_ID

typedef enum hf_type {
    HF_TYPE_U8,
    HF_TYPE_U32,
    HF_TYPE_I32,
    HF_TYPE_I64,
    HF_TYPE_F32,
    HF_TYPE_F64,
    HF_TYPE_TEXT, /* a scalar, as long as it needs */
    HF_TYPES
} hf_type;

/* How often a field or axis occurs; the number of the occurrence is its variant. */
typedef enum hf_scope {
    HF_SCOPE_ONCE,
    HF_SCOPE_HIDDEN,
    HF_SCOPE_METHOD,
    HF_SCOPE_NULL_METHOD /* the methods but `tutorial`, under the same numbers */
} hf_scope;

typedef enum hf_condition {
    HF_IF_ALWAYS,
    HF_IF_DATASET,      /* output.dataset */
    HF_IF_GROUP,        /* output.dataset and data.groups */
    HF_IF_VALIDATION,   /* training.validation_fraction */
    HF_IF_HISTORY,      /* a history that has entries */
    HF_IF_INITIAL,      /* output.initial_weights */
    HF_IF_LABELS,       /* null_test.labels, and the test is defined */
    HF_IF_LABELS_ASKED, /* null_test.labels, also where it is not */
    HF_IF_PROBES        /* null_test.probes, and the test is defined */
} hf_condition;

/* Roles, to be combined. */
enum {
    HF_ROLE_ROW = 1,     /* each replica has a row of it: part of hf_rows */
    HF_ROLE_DIGEST = 2,  /* part of the digest */
    HF_ROLE_TRAINED = 4, /* covered by the arm's crc32 */
    HF_ROLE_IMPORTANCE =
        8,                 /* covered by /replicas/importance_crc32; of null tests by their crc32 */
    HF_ROLE_CHECKSUM = 16, /* a checksum: written after the rows that it covers */
    HF_ROLE_STATISTICS = 32 /* made by hf_aggregate: a shard's file has no place for it */
};

/* Some fields are of classes, others of a measured outcome in their place. */
enum { HF_TASK_ANY, HF_TASK_CLASSES, HF_TASK_OUTCOME };

enum { HF_MOST_AXES = 3, HF_PATH_BYTES = 128 };

typedef struct hf_field_row {
    const char *path;
    hf_type type;
    hf_axis axes[HF_MOST_AXES];
    hf_scope scope;
    hf_condition condition;
    unsigned roles;
    const char *units, *long_name;
    const char *flag_meanings; /* names of the values 0, 1 ..., or NULL */
    int since;                 /* format of the file that has it first */
    int task;                  /* whose files have it */
} hf_field_row;

extern const hf_field_row hf_field_table[HF_FIELDS];
extern const hf_field_row hf_axis_table[HF_AXES]; /* the scales: each of its own axis */

/* The texts, in datasets of their own. */
typedef enum hf_file_text {
    HF_TEXT_GIVEN,
    HF_TEXT_RESOLVED,
    HF_TEXT_FEATURE_NAMES,
    HF_TEXT_CLASS_NAMES,
    HF_TEXT_LEVELS,
    HF_TEXT_SESSIONS,
    HF_TEXTS
} hf_file_text;

typedef struct hf_text_row {
    const char *path, *long_name;
    int since; /* format of the file that has it first */
} hf_text_row;

extern const hf_text_row hf_text_table[HF_TEXTS];

size_t hf_type_bytes(hf_type type); /* 0 for a text */
/* Whose replicas a field is of. */
hf_arm hf_field_arm(hf_field field);

#endif
