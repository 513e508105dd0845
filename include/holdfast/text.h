/*
 * Texts that grow, lists of texts, and the nearest word for a message's "did you mean".
 */
#ifndef HOLDFAST_TEXT_H
#define HOLDFAST_TEXT_H

#include "holdfast/status.h"
#include <stdarg.h>
#include <stdbool.h>
#include <stdint.h>

#ifdef __cplusplus
extern "C" {
#endif

/* A growing text, always ended by a NUL. Start with {0}; release with hf_text_free. After an
 * allocation failure `failed` stays set and further appends do nothing: check once, at the end. */
typedef struct hf_text {
    char *data; /* NULL while nothing has been appended */
    size_t length, capacity;
    bool failed;
} hf_text;

void hf_text_append(hf_text *text, const char *format, ...) __attribute__((format(printf, 2, 3)));
void hf_text_append_list(hf_text *text, const char *format, va_list arguments)
    __attribute__((format(printf, 2, 0)));
void hf_text_append_bytes(hf_text *text, const char *bytes, size_t length);
hf_status hf_text_check(const hf_text *text, hf_error *error); /* HF_INTERNAL if `failed` */
void hf_text_free(hf_text *text);

/* A list of texts that owns them. Start with {0}. */
typedef struct hf_text_list {
    char **items; /* [count], a NULL behind the last one that was added, as argv has */
    int64_t count;
} hf_text_list;

hf_status hf_text_list_add(hf_text_list *list, const char *text, hf_error *error);
/* Adds all of another list. */
hf_status hf_text_list_add_all(hf_text_list *list, const hf_text_list *other, hf_error *error);
void hf_text_list_free(hf_text_list *list);

/* The candidate nearest to `word` by edit distance (insert, delete, replace, swap of neighbours),
 * or NULL where none is near enough to be a likely slip: at most a third of the word's length. */
const char *hf_text_nearest(const char *word, const char *const *candidates, int64_t count);

#ifdef __cplusplus
}
#endif

#endif
