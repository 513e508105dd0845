/* Where in a table an error is: file, row, line, column. */
#include "place.h"

#include "holdfast/config.h"
#include "holdfast/status_codes.h"
#include "text/list.h"
#include <stdio.h>
#include <string.h>

enum { NAMES_SHOWN = 12, SHORTEST_SLIP = 4 };

void hf_data_append_row(hf_text *text, const hf_data_place *place, bool brief)
{
    if (brief && place->line > 0)
        hf_text_append(text, "line %lld", (long long)place->line);
    else if (place->line > 0)
        hf_text_append(text, "row %lld (line %lld)", (long long)place->row + 1,
                       (long long)place->line);
    else
        hf_text_append(text, "row %lld (index %lld)", (long long)place->row + 1,
                       (long long)place->row);
}

hf_status hf_data_fail(hf_error *error, const hf_data_place *place, const char *format, ...)
{
    va_list arguments;
    va_start(arguments, format);
    const hf_status status = hf_data_fail_list(error, place, format, arguments);
    va_end(arguments);
    return status;
}

hf_status hf_data_fail_list(hf_error *error, const hf_data_place *place, const char *format,
                            va_list arguments)
{
    char message[HF_ERROR_BYTES];
    hf_text where = {0};
    vsnprintf(message, sizeof message, format, arguments);
    hf_text_append(&where, "%s", place->file);
    if (place->dataset)
        hf_text_append(&where, ": %s", place->dataset);
    const bool builtin = hf_config_builtin_name(place->file) != NULL;
    const bool has_place = !builtin && (place->row >= 0 || place->line > 0);
    if (has_place) {
        hf_text_append(&where, ": ");
        hf_data_append_row(&where, place, place->row < 0);
    }
    if (place->column)
        hf_text_append(&where, "%s column '%.200s'", has_place ? "," : ":", place->column);
    hf_status status =
        hf_fail(error, HF_BAD_DATA, "%s: %s", where.data ? where.data : place->file, message);
    hf_text_free(&where);
    return status;
}

static bool same_digits(const char *a, const char *b)
{
    for (;; a++, b++) {
        a += strcspn(a, "0123456789");
        b += strcspn(b, "0123456789");
        if (!*a || *a != *b)
            return *a == *b;
    }
}

void hf_data_suggest(hf_text *text, const char *word, const hf_text_list *names)
{
    const char *nearest = hf_text_nearest(word, (const char *const *)names->items, names->count);
    if (nearest && strlen(word) >= SHORTEST_SLIP && same_digits(word, nearest)) {
        hf_text_append(text, "; did you mean '%s'?", nearest);
        return;
    }
    hf_list list = {.text = text, .most = NAMES_SHOWN};
    if (names->count > 0)
        hf_text_append(text, names->count == 1 ? "; there is " : "; there are ");
    for (int64_t i = 0; i < names->count; i++)
        if (hf_list_next(&list))
            hf_text_append(text, "'%.60s'", names->items[i]);
    hf_list_end(&list);
}
