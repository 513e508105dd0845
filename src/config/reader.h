/*
 * Reading a configuration: what the parts of the reader share. Internal to src/config/.
 *
 * Mistakes of the user are problems: they are collected, and reading goes on. A status other than
 * HF_OK is for what cannot go on (memory).
 */
#ifndef HOLDFAST_CONFIG_READER_H
#define HOLDFAST_CONFIG_READER_H

#include "holdfast/config.h"
#include "options.h"
#include <yaml.h>

/* Where a value was written: a line of the file, an override, or nowhere ({0}: the default). */
typedef struct hf_place {
    int64_t line;
    const char *override; /* "key=value" */
} hf_place;

typedef struct hf_reader {
    hf_config *config;
    const char *path; /* paths in it are relative to this file's folder; NULL: left as they are */
    hf_text problems; /* at most HF_ERROR_BYTES */
    int64_t problem_count, problems_left_out;
    bool bad[HF_KEYS_MOST]; /* keys with a problem: no conclusions are drawn from their values */
    int64_t first_line[HF_KEYS_MOST];   /* where the file gives the key; 0: not yet */
    int64_t section_line[HF_KEYS_MOST]; /* of the section that starts with this key */
    hf_error *error;
} hf_reader;

/* Adds "FILE:LINE: KEY: ..." or "--set KEY=VALUE: ..."; the key may be NULL. Without a place it is
 * where the key was set last, and just "KEY: ..." if it never was. */
void hf_reader_problem(hf_reader *reader, const hf_place *place, const char *key,
                       const char *format, ...) __attribute__((format(printf, 4, 5)));
/* HF_BAD_CONFIG with all problems as the message, or HF_OK where there are none. */
hf_status hf_reader_finish(hf_reader *reader);

/* A text from the user as messages show it: in quotes, unprintable bytes as ?, cut when long. */
enum { HF_SHOWN_BYTES = 128 };
const char *hf_reader_show(const char *text, char shown[HF_SHOWN_BYTES]);

/* Loads one YAML document; *loaded says whether it is there (problems are recorded), and then it is
 * the caller's to delete. */
hf_status hf_reader_load(hf_reader *reader, const char *text, size_t length, const char *override,
                         yaml_document_t *document, bool *loaded);

/* Reads a whole document of sections and keys. */
hf_status hf_reader_read_text(hf_reader *reader, const char *text, size_t length);
/* Applies one "key=value". */
hf_status hf_reader_read_override(hf_reader *reader, const char *override);

/* A value that was written for a key. */
typedef struct hf_value {
    hf_reader *reader;
    const hf_key *key;
    hf_place place;
    yaml_document_t *document;
    const yaml_node_t *node; /* NULL: null */
} hf_value;

/* Sets the key, null to its default, and remembers where; an override is the last of
 * config->places.overrides. hf_value_set_text takes the text as it stands, whatever the node. */
hf_status hf_value_set(const hf_value *value);
hf_status hf_value_set_text(const hf_value *value, const char *text);

/* One number, choice or boolean of a key (for lists: one item); false after recording a problem. */
bool hf_value_is_scalar(const hf_value *value);
bool hf_value_integer(const hf_value *value, int64_t *number);
bool hf_value_real(const hf_value *value, double *number);
bool hf_value_boolean(const hf_value *value, bool *truth);
bool hf_value_choice(const hf_value *value, int64_t *choice);
bool hf_node_is_null(const yaml_node_t *node);

/* Replaces the key's list by the sequence's items. */
hf_status hf_value_list(const hf_value *value);
/* Replaces the key's named lists by the mapping of names to sequences of texts. */
hf_status hf_value_named_lists(const hf_value *value);
/* Sets the key to a word, a sequence of weights or a mapping of labels to weights. */
hf_status hf_value_class_weight(const hf_value *value);

/* Checks what concerns several keys and what YAML's types leave open, and fills in splits.count
 * where the method gives it. */
void hf_reader_check(hf_reader *reader);
/* Whether the loss and data.classes fit data.task; sets the loss where it was not given. */
void hf_reader_check_task(hf_reader *reader);
void hf_reader_check_replicas(hf_reader *reader);
/* One weight for each class, in the classes' order. */
hf_status hf_reader_resolve_class_weight(hf_reader *reader, const hf_data_counts *counts);
void hf_reader_check_null_test(hf_reader *reader);

#endif
