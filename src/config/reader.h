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

/* Adds "FILE:LINE: KEY: ..." or "--set KEY=VALUE: ..."; the key may be NULL. */
void hf_reader_problem(hf_reader *reader, const hf_place *place, const char *key,
                       const char *format, ...) __attribute__((format(printf, 4, 5)));
/* The same of a key, by its name, where it was set last: just "KEY: ..." if it never was. */
void hf_reader_key_problem(hf_reader *reader, const char *key, const char *format, ...)
    __attribute__((format(printf, 3, 4)));
/* Remembers where a key was set; an override is the last of config->places.overrides. */
void hf_reader_record(hf_reader *reader, int64_t key, const hf_place *place);
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

/* Sets a key from a YAML node (NULL: null), or from a text as it stands, or to its default. */
hf_status hf_reader_set(hf_reader *reader, int64_t key, yaml_document_t *document,
                        const yaml_node_t *node, const hf_place *place);
hf_status hf_reader_set_text(hf_reader *reader, int64_t key, const char *text,
                             const hf_place *place);
hf_status hf_reader_set_default(hf_reader *reader, int64_t key);
bool hf_reader_is_null(const yaml_node_t *node);

/* Lists: replaces the member by the sequence's items. */
hf_status hf_reader_set_list(hf_reader *reader, int64_t key, yaml_document_t *document,
                             const yaml_node_t *node, const hf_place *place);

/* One number, choice or boolean of a key (for lists: one item); false after recording a problem. */
bool hf_reader_integer(hf_reader *reader, const hf_key *key, const yaml_node_t *node,
                       const hf_place *place, int64_t *value);
bool hf_reader_real(hf_reader *reader, const hf_key *key, const yaml_node_t *node,
                    const hf_place *place, double *value);
bool hf_reader_boolean(hf_reader *reader, const hf_key *key, const yaml_node_t *node,
                       const hf_place *place, bool *value);
bool hf_reader_choice(hf_reader *reader, const hf_key *key, const yaml_node_t *node,
                      const hf_place *place, int64_t *value);
bool hf_reader_is_scalar(hf_reader *reader, const hf_key *key, const yaml_node_t *node,
                         const hf_place *place);

/* Checks what concerns several keys and what YAML's types leave open, and fills in splits.count
 * where the method gives it. */
void hf_reader_check(hf_reader *reader);
void hf_reader_check_replicas(hf_reader *reader);
void hf_reader_check_null_test(hf_reader *reader);

#endif
