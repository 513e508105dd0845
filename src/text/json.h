/*
 * A writer of JSON (RFC 8259) that appends to a text. It keeps track of commas, lines and indents:
 *
 *   hf_text text = {0};
 *   hf_json json = {.text = &text};
 *   hf_json_begin_object(&json, NULL);
 *   hf_json_integer(&json, "ranks", 4);
 *   hf_json_end_object(&json);
 *
 * Members of an object have a key, elements of an array (and the outermost value) have NULL. Begins
 * and ends must match. Texts are taken as UTF-8; a byte that is none becomes U+FFFD. Numbers have
 * the fewest digits that give the same double again; NaN and infinities become null. Memory that
 * runs short shows in hf_text_check. One writer, one thread.
 */
#ifndef HOLDFAST_TEXT_JSON_H
#define HOLDFAST_TEXT_JSON_H

#include "holdfast/text.h"
#include <stdbool.h>
#include <stdint.h>

typedef struct hf_json {
    hf_text *text; /* not owned */
    bool one_line; /* no line breaks at all: one record of a file of JSON lines */
    /* the writer's own */
    int depth;
    bool continued;   /* the container has a value already */
    bool after_block; /* the last value was a container */
} hf_json;

void hf_json_begin_object(hf_json *json, const char *key);
void hf_json_end_object(hf_json *json);
void hf_json_begin_array(hf_json *json, const char *key);
void hf_json_end_array(hf_json *json);

void hf_json_text(hf_json *json, const char *key, const char *value); /* NULL: null */
void hf_json_integer(hf_json *json, const char *key, int64_t value);
void hf_json_number(hf_json *json, const char *key, double value);
void hf_json_boolean(hf_json *json, const char *key, bool value);

/* Arrays of `count` values on one line. */
void hf_json_texts(hf_json *json, const char *key, const hf_text_list *values);
void hf_json_integers(hf_json *json, const char *key, const int64_t *values, int64_t count);
void hf_json_numbers(hf_json *json, const char *key, const double *values, int64_t count);

#endif
