/*
 * Reading single values back from JSON that json.h has written: one object's members, by key.
 *
 * A reader of what is well formed; of what is not it finds nothing and reads no further than the
 * text's end. No allocation but in the lists.
 */
#ifndef HOLDFAST_TEXT_JSON_READ_H
#define HOLDFAST_TEXT_JSON_READ_H

#include "holdfast/text.h"
#include <stdbool.h>
#include <stdint.h>

/* Where the value of the object's own member `key` begins (not that of one further inside); NULL:
 * there is none. */
const char *hf_json_find(const char *object, const char *key);

/* A text, which replaces what `text` holds. False: the value is something else, or memory is short.
 */
bool hf_json_read_text(const char *value, hf_text *text);
/* An array of texts. False: the value is something else, or memory is short; the list is then
 * empty. */
bool hf_json_read_texts(const char *value, hf_text_list *list);
/* False: no whole number. */
bool hf_json_read_integer(const char *value, int64_t *number);

#endif
