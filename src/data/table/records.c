/* Looks at the first records of a text table. */
#include "records.h"

#include <string.h>

static const unsigned char separators[HF_WAYS] = {'\t', ';', ',', ' '};

static bool is_line_end(unsigned char byte)
{
    return byte == '\n' || byte == '\r';
}

static bool is_blank(unsigned char byte)
{
    return byte == ' ' || byte == '\t';
}

static bool is_separator(unsigned char byte, int way)
{
    return way == HF_BY_BLANKS ? is_blank(byte) : byte == separators[way];
}

/* Where a record that begins at `at` ends: at a line end outside of quotes, of a comment at the
 * first one. `end`: no line end is there. */
static const unsigned char *find_end(const unsigned char *at, const unsigned char *end)
{
    const bool comment = *at == '#';
    bool quoted = false;
    for (; at < end && (!is_line_end(*at) || (quoted && !comment)); at++)
        quoted = quoted != (*at == '"');
    return at;
}

static int64_t count_lines(const unsigned char *from, const unsigned char *to)
{
    int64_t lines = 0;
    for (const unsigned char *at = from; at < to; at++)
        lines += *at == '\n' || (*at == '\r' && (at + 1 == to || at[1] != '\n'));
    return lines;
}

static void count_blank_runs(hf_record *record)
{
    bool quoted = false, within = false;
    int64_t fields = 0;
    for (const unsigned char *at = record->begin; at < record->end; at++) {
        quoted = quoted != (*at == '"');
        const bool blank = !quoted && is_blank(*at);
        fields += !blank && !within;
        within = !blank;
    }
    record->fields[HF_BY_BLANKS] = fields;
    record->last_empty[HF_BY_BLANKS] = false;
}

static void count_fields(hf_record *record)
{
    bool quoted = false;
    for (int way = 0; way < HF_BY_BLANKS; way++) {
        record->fields[way] = 1;
        record->last_empty[way] = true;
    }
    for (const unsigned char *at = record->begin; at < record->end; at++) {
        quoted = quoted != (*at == '"');
        for (int way = 0; way < HF_BY_BLANKS; way++) {
            const bool separator = !quoted && *at == separators[way];
            record->fields[way] += separator;
            record->last_empty[way] = separator || (record->last_empty[way] && is_blank(*at));
        }
    }
    count_blank_runs(record);
}

static bool is_empty(const hf_record *record)
{
    for (const unsigned char *at = record->begin; at < record->end; at++)
        if (!is_blank(*at))
            return false;
    return true;
}

static void keep(hf_records *records, const hf_record *record)
{
    const bool comment = records->count == 0 && *record->begin == '#';
    if (comment) {
        records->comments++;
        records->comment = *record;
    } else
        records->items[records->count++] = *record;
    records->has_comment |= comment;
}

void hf_records_find(const unsigned char *bytes, size_t length, bool whole, hf_records *records)
{
    const unsigned char *end = bytes + length;
    int64_t line = 1;
    records->count = records->comments = 0;
    records->has_comment = false;
    for (const unsigned char *at = bytes; at < end && records->count < HF_RECORDS_MOST;) {
        hf_record record = {.begin = at, .line = line};
        record.end = find_end(at, end);
        if (record.end == end && !whole)
            return;
        at = record.end;
        at += at < end && *at == '\r' && at + 1 < end && at[1] == '\n';
        at += at < end;
        line += count_lines(record.begin, at);
        if (is_empty(&record))
            continue;
        count_fields(&record);
        keep(records, &record);
    }
}

bool hf_record_next(const hf_record *record, int way, const unsigned char **at,
                    const unsigned char **cell, size_t *length)
{
    const unsigned char *from = *at, *to;
    bool quoted = false;
    while (way == HF_BY_BLANKS && from < record->end && is_blank(*from))
        from++;
    if (from > record->end || (from == record->end && (way == HF_BY_BLANKS || *at != from)))
        return false;
    for (to = from; to < record->end && (quoted || !is_separator(*to, way)); to++)
        quoted = quoted != (*to == '"');
    *at = to + 1;
    while (from < to && (is_blank(*from) || *from == '"'))
        from++;
    while (from < to && (is_blank(to[-1]) || to[-1] == '"'))
        to--;
    *cell = from;
    *length = (size_t)(to - from);
    return true;
}
