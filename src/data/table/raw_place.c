/* Where a table is being read, and what says so. */
#include "data/raw_table.h"

#include "base/utf8.h"
#include "text/path.h"
#include <string.h>

hf_data_place hf_raw_table_place(const hf_raw_table *t, int64_t column)
{
    const bool in_header = column >= 0 && column < t->header.list.count;
    hf_data_place place = {.file = t->file, .dataset = t->inputs, .row = t->row, .line = t->line};
    if (in_header)
        place.column = t->header.list.items[column];
    else if (column >= 0)
        place.dataset = column == t->target ? t->labels : t->groups;
    return place;
}

hf_status hf_raw_table_fail(const hf_raw_table *t, int64_t column, const char *format, ...)
{
    const hf_data_place place = hf_raw_table_place(t, column);
    va_list arguments;
    va_start(arguments, format);
    const hf_status status = hf_data_fail_list(t->error, &place, format, arguments);
    va_end(arguments);
    return status;
}

int64_t hf_raw_table_column(const hf_raw_table *t, int64_t feature)
{
    int64_t column = 0;
    while (t->feature_of[column] != feature)
        column++;
    return column;
}

/* "F6 DF", the first bytes that are no UTF-8. */
static void append_bytes(hf_text *text, const char *bytes)
{
    enum { MOST = 4 };
    uint32_t code;
    size_t length;
    int shown = 0;
    while (*bytes && (length = hf_utf8_decode(bytes, &code)) > 0)
        bytes += length;
    for (; *bytes && shown < MOST && (unsigned char)*bytes >= 0x80; bytes++)
        hf_text_append(text, "%s%02X", shown++ ? " " : "", (unsigned)(unsigned char)*bytes);
}

hf_status hf_raw_table_fail_utf8(const hf_raw_table *t, int64_t column, const char *what,
                                 const char *bytes)
{
    hf_text found = {0};
    append_bytes(&found, bytes);
    const hf_status status = hf_raw_table_fail(
        t, column,
        "%s is not UTF-8 (bytes %s): convert the file, with iconv -f WINDOWS-1252 -t UTF-8 %s > "
        "%.*s-utf8%s if it is Latin-1 or from Windows",
        what, found.data ? found.data : "?", t->file, hf_path_stem(t->file), t->file,
        t->file + hf_path_stem(t->file));
    hf_text_free(&found);
    return status;
}
