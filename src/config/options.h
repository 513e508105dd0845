/*
 * The option table: every key of the configuration once. Internal to src/config/.
 */
#ifndef HOLDFAST_CONFIG_OPTIONS_H
#define HOLDFAST_CONFIG_OPTIONS_H

#include "holdfast/config.h"
#include "holdfast/text.h"
#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

typedef enum {
    HF_KEY_TEXT,
    HF_KEY_PATH, /* a text that is joined to the configuration's folder; not empty */
    HF_KEY_INTEGER,
    HF_KEY_REAL,
    HF_KEY_BOOLEAN,
    HF_KEY_CHOICE,
    HF_KEY_TEXT_LIST,
    HF_KEY_INTEGER_LIST,
    HF_KEY_CHOICE_LIST,
    HF_KEY_NAMED_LISTS,
    HF_KEY_CLASS_WEIGHT
} hf_key_type;

typedef enum {
    HF_KEY_EXPERIMENT,   /* another value is another experiment */
    HF_KEY_SIGNIFICANCE, /* another value is another evaluation of the same replicas */
    HF_KEY_LABEL         /* titles and paths: never make a difference */
} hf_key_role;

typedef struct hf_key {
    const char *name; /* "section.leaf", or "leaf" at the top */
    hf_key_type type;
    hf_key_role role;
    size_t offset;        /* of the member of hf_config */
    const char *standard; /* the default as YAML; NULL: not set (NULL, `unset`, empty list) */
    int64_t unset;        /* what an integer that is not set holds */
    double low, high;     /* of numbers and of the integers in a list */
    bool low_open, high_open;
    int64_t least_items; /* of lists */
    const char *const *choices;
    int64_t choice_count;
    const char *help;    /* with the rule of the default where `standard` is NULL */
    int since;           /* format of the results file that has it first; 0: the first one */
    const char *before;  /* what older files were made with, as YAML; NULL: the default */
    bool was_experiment; /* in format 1, whose digest has it there */
    bool late;           /* came within a format: in a digest only with another value than `before`,
                            or its default where that is NULL */
} hf_key;

enum { HF_KEY_NAME_BYTES = 160 };

extern const hf_key hf_keys[];
extern const int64_t hf_key_count; /* at most HF_KEYS_MOST */

int64_t hf_key_find(const char *name); /* index, -1 if absent */
const char *hf_key_leaf(const hf_key *key);
size_t hf_key_section_length(const hf_key *key); /* 0 at the top */
bool hf_key_same_section(const hf_key *a, const hf_key *b);
int64_t hf_key_find_section(const char *section); /* its first key, -1 if absent */

/* The member of `config` that the key stands for. */
void *hf_key_member(const hf_key *key, const hf_config *config);

/* Adds a weight; with a label in a mapping, NULL in a list. */
hf_status hf_class_weight_add(hf_class_weight *weight, const char *label, double value,
                              hf_error *error);
hf_status hf_class_weight_copy(const hf_class_weight *from, hf_class_weight *to, hf_error *error);
int64_t hf_class_weight_find(const hf_text_list *labels,
                             const char *label); /* -1: it is not there */

/* All of a named list's key. */
hf_status hf_named_lists_add(hf_named_lists *named, const char *name, const hf_text_list *list,
                             hf_error *error);

/* The choice of that name, -1 if there is none. */
int64_t hf_key_find_choice(const hf_key *key, const char *name);

/* A key's member without a value (NULL, 0, an empty list), or with its default; it
 * must be set or zeroed before. */
void hf_key_unset(const hf_key *key, hf_config *config);
hf_status hf_key_set_default(const hf_key *key, hf_config *config, hf_error *error);
/* With that default, as the table has it. */
hf_status hf_key_set_standard(const hf_key *key, const char *standard, hf_config *config,
                              hf_error *error);
/* Appends what values are valid: "an integer from 1 to 9"; briefly: "1 to 9". */
void hf_key_describe(const hf_key *key, bool brief, hf_text *text);

/* Appends the key's value as YAML on one line; null where it is not set. */
void hf_key_write_value(const hf_key *key, const hf_config *config, hf_text *text);
/* The fewest digits that give the same number; with a point before an exponent, without which
 * readers of YAML 1.1 take it for a text. */
void hf_key_write_real(double value, hf_text *text);
/* Appends the section's heading where `key` is its first key; `spaced`: after an empty line. */
void hf_key_write_section(int64_t key, bool spaced, hf_text *text);

/* Appends what to write instead of an unknown key or section: "; did you mean ...?". */
void hf_key_suggest(const char *name, hf_text *text);
/* Of "target:outcome", where the name before the colon is that of a key or section, appends that a
 * space is wanted; false for another text. */
bool hf_key_suggest_space(const char *words, size_t length, hf_text *text);
const char *hf_key_nearest_section(const char *section, char name[HF_KEY_NAME_BYTES]); /* or NULL */
void hf_key_list_section(int64_t first, hf_text *text); /* "training.loss, training.optimizer" */

#endif
