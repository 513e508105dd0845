/* Texts that grow, lists of texts, the nearest word. */
#include "holdfast/text.h"

#include "holdfast/memory.h"
#include "holdfast/status_codes.h"
#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

static bool reserve(hf_text *text, size_t more)
{
    if (text->failed)
        return false;
    size_t needed = text->length + more + 1;
    if (needed <= text->capacity)
        return true;
    size_t capacity = needed < 256 ? 256 : needed + needed / 2;
    char *data = realloc(text->data, capacity);
    if (!data) {
        text->failed = true;
        return false;
    }
    text->data = data;
    text->capacity = capacity;
    return true;
}

void hf_text_append_bytes(hf_text *text, const char *bytes, size_t length)
{
    if (!reserve(text, length))
        return;
    memcpy(text->data + text->length, bytes, length);
    text->length += length;
    text->data[text->length] = '\0';
}

void hf_text_append_list(hf_text *text, const char *format, va_list arguments)
{
    va_list again;
    va_copy(again, arguments);
    const int length = vsnprintf(NULL, 0, format, arguments);
    if (length >= 0 && reserve(text, (size_t)length)) {
        vsnprintf(text->data + text->length, (size_t)length + 1, format, again);
        text->length += (size_t)length;
    }
    va_end(again);
}

void hf_text_append(hf_text *text, const char *format, ...)
{
    va_list arguments;
    va_start(arguments, format);
    hf_text_append_list(text, format, arguments);
    va_end(arguments);
}

hf_status hf_text_check(const hf_text *text, hf_error *error)
{
    return text->failed ? hf_fail(error, HF_INTERNAL, "out of memory while composing a text")
                        : HF_OK;
}

void hf_text_free(hf_text *text)
{
    free(text->data);
    *text = (hf_text){0};
}

hf_status hf_text_list_add(hf_text_list *list, const char *text, hf_error *error)
{
    char **items = realloc(list->items, ((size_t)list->count + 2) * sizeof *items);
    if (!items)
        return hf_fail(error, HF_INTERNAL, "out of memory for a list of names");
    list->items = items;
    HF_TRY(hf_copy_text(&items[list->count], text, error));
    items[++list->count] = NULL;
    return HF_OK;
}

hf_status hf_text_list_add_all(hf_text_list *list, const hf_text_list *other, hf_error *error)
{
    for (int64_t i = 0; i < other->count; i++)
        HF_TRY(hf_text_list_add(list, other->items[i], error));
    return HF_OK;
}

void hf_text_list_free(hf_text_list *list)
{
    for (int64_t i = 0; i < list->count; i++)
        hf_free(&list->items[i]);
    free(list->items);
    *list = (hf_text_list){0};
}

enum { LONGEST_WORD = 64 };

static int smallest(int a, int b, int c)
{
    int least = a < b ? a : b;
    return least < c ? least : c;
}

/* Optimal string alignment: Levenshtein's distance with swaps of neighbours. */
static int edit_distance(const char *a, int length_a, const char *b, int length_b)
{
    int d[LONGEST_WORD + 1][LONGEST_WORD + 1];
    for (int i = 0; i <= length_a; i++)
        d[i][0] = i;
    for (int j = 0; j <= length_b; j++)
        d[0][j] = j;
    for (int i = 1; i <= length_a; i++)
        for (int j = 1; j <= length_b; j++) {
            int replace = d[i - 1][j - 1] + (a[i - 1] != b[j - 1]);
            d[i][j] = smallest(d[i - 1][j] + 1, d[i][j - 1] + 1, replace);
            if (i > 1 && j > 1 && a[i - 1] == b[j - 2] && a[i - 2] == b[j - 1] &&
                d[i - 2][j - 2] + 1 < d[i][j])
                d[i][j] = d[i - 2][j - 2] + 1;
        }
    return d[length_a][length_b];
}

const char *hf_text_nearest(const char *word, const char *const *candidates, int64_t count)
{
    const char *nearest = NULL;
    size_t length = strlen(word);
    if (length > LONGEST_WORD)
        return NULL;
    int best = length < 6 ? 2 : (int)length / 3 + 1; /* distances below this are likely slips */
    for (int64_t i = 0; i < count; i++) {
        size_t candidate_length = strlen(candidates[i]);
        if (candidate_length > LONGEST_WORD)
            continue;
        int distance = edit_distance(word, (int)length, candidates[i], (int)candidate_length);
        if (distance < best) {
            best = distance;
            nearest = candidates[i];
        }
    }
    return nearest;
}
