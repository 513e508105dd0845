/* Finds the dialect of a text table: the one that gives all lines the same number of cells. */
#include "dialect.h"

#include "data/place.h"
#include "records.h"
#include <string.h>

/* How a way to split fits the records. WEAK: the header is one cell, so that the delimiter is not
 * seen in it; this counts only where no other way fits. */
typedef enum { NO_FIT, WEAK_FIT, FIT } fitting;

typedef struct way {
    fitting fit;
    bool row_names, trailing, trailing_rows;
    int64_t alike; /* records with as many fields as the header, or one more */
} way;

static const struct {
    int delimiter;
    char separator;
    const char *name;
} ways[HF_WAYS] = {[HF_BY_TAB] = {HF_DELIMITER_TAB, '\t', "tab"},
                   [HF_BY_SEMICOLON] = {HF_DELIMITER_SEMICOLON, ';', "semicolon"},
                   [HF_BY_COMMA] = {HF_DELIMITER_COMMA, ',', "comma"},
                   [HF_BY_BLANKS] = {HF_DELIMITER_SPACE, ' ', "space"}};

static int way_of(int delimiter)
{
    int w = 0;
    while (w + 1 < HF_WAYS && ways[w].delimiter != delimiter)
        w++;
    return w;
}

char hf_dialect_separator(const hf_dialect *dialect)
{
    return ways[way_of(dialect->delimiter)].separator;
}

int64_t hf_dialect_records(const unsigned char *bytes, size_t length)
{
    hf_records records;
    hf_records_find(bytes, length, false, &records);
    return records.count;
}

static int64_t count_with(const hf_records *records, int w, int64_t fields)
{
    int64_t count = 0;
    for (int64_t i = 1; i < records->count; i++)
        count += records->items[i].fields[w] == fields;
    return count;
}

/* Most of the rows have a field more than the header, and none of these is for nothing. */
static way look(const hf_records *records, int w)
{
    const hf_record *header = &records->items[0];
    const int64_t rows = records->count - 1;
    const int64_t equal = count_with(records, w, header->fields[w]);
    const int64_t longer = count_with(records, w, header->fields[w] + 1);
    const bool one_more = 2 * longer > rows;
    bool all_empty = rows > 0;
    for (int64_t i = 1; i < records->count; i++)
        all_empty = all_empty && records->items[i].last_empty[w];
    way found = {.alike = equal + longer};
    found.trailing = all_empty && header->last_empty[w] && header->fields[w] > 1;
    found.trailing_rows = all_empty && !header->last_empty[w] && one_more;
    found.row_names = one_more && !found.trailing_rows;
    const int64_t names = header->fields[w] - found.trailing;
    if ((equal == rows && names >= 2) || (longer == rows && rows > 0))
        found.fit = names >= 2 ? FIT : WEAK_FIT;
    return found;
}

static hf_status fail_at(const char *file, int64_t line, hf_error *error, const char *format, ...)
    __attribute__((format(printf, 4, 5)));

static hf_status fail_at(const char *file, int64_t line, hf_error *error, const char *format, ...)
{
    const hf_data_place place = {.file = file, .row = -1, .line = line};
    va_list arguments;
    va_start(arguments, format);
    const hf_status status = hf_data_fail_list(error, &place, format, arguments);
    va_end(arguments);
    return status;
}

/* The only way of the first `count` with that fit, -1: there is none. */
static hf_status choose(const char *file, const hf_records *records, const way *found, int count,
                        fitting fit, int *chosen, hf_error *error)
{
    *chosen = -1;
    for (int w = 0; w < count; w++) {
        if (found[w].fit != fit)
            continue;
        if (*chosen >= 0)
            return fail_at(file, records->items[0].line, error,
                           "both %s and %s split every line into the same number of cells: say "
                           "which it is, data.delimiter: %s or data.delimiter: %s",
                           ways[*chosen].name, ways[w].name, ways[*chosen].name, ways[w].name);
        *chosen = w;
    }
    return HF_OK;
}

/* Where no way fits all lines: one that splits the header and fits most lines, so that the others
 * can be named. */
static int likeliest(const hf_records *records, const way *found)
{
    int best = -1;
    for (int w = 0; w < HF_WAYS; w++) {
        const bool splits = records->items[0].fields[w] >= 2;
        const bool enough = w != HF_BY_BLANKS || 2 * found[w].alike > records->count;
        if (splits && enough &&
            (best < 0 || (found[w].alike > found[best].alike && w != HF_BY_BLANKS)))
            best = w;
    }
    return best >= 0 ? best : HF_BY_COMMA;
}

/* A delimiter that there is no word for. */
static hf_status check_other_sign(const char *file, const hf_records *records, hf_error *error)
{
    const hf_record *header = &records->items[0];
    const size_t length = (size_t)(header->end - header->begin);
    if (header->fields[HF_BY_COMMA] > 1 || !memchr(header->begin, '|', length))
        return HF_OK;
    return fail_at(file, header->line, error,
                   "looks separated by '|': separate the cells by tabs, semicolons or commas");
}

static hf_status find_delimiter(const char *file, const hf_records *records, const way *found,
                                int *chosen, hf_error *error)
{
    HF_TRY(choose(file, records, found, HF_BY_BLANKS, FIT, chosen, error));
    if (*chosen < 0)
        HF_TRY(choose(file, records, found, HF_BY_BLANKS, WEAK_FIT, chosen, error));
    if (*chosen < 0 && found[HF_BY_BLANKS].fit != NO_FIT)
        *chosen = HF_BY_BLANKS;
    if (*chosen < 0)
        *chosen = likeliest(records, found);
    return *chosen == HF_BY_COMMA ? check_other_sign(file, records, error) : HF_OK;
}

/* A comment that has as many fields as the rows may be the header. */
static hf_status check_comment(const char *file, const hf_records *records, int w,
                               const way *chosen, hf_error *error)
{
    const hf_record *comment = &records->comment;
    const int64_t fields = records->items[0].fields[w] + chosen->row_names;
    if (!records->has_comment || fields < 2 || comment->fields[w] != fields)
        return HF_OK;
    return fail_at(file, comment->line, error,
                   "begins with # and has as many cells as the rows: if it names the columns, take "
                   "the # away; if it is a comment, delete the line");
}

/* ---- the decimal sign ---- */

static size_t digits(const unsigned char *cell, size_t length, size_t from)
{
    size_t to = from;
    while (to < length && cell[to] >= '0' && cell[to] <= '9')
        to++;
    return to - from;
}

/* Whether a cell is a number with `sign` in it: its digits before and behind. */
static bool has_sign(const unsigned char *cell, size_t length, char sign, size_t *before,
                     size_t *behind)
{
    size_t at = length > 0 && (*cell == '+' || *cell == '-');
    *before = digits(cell, length, at);
    at += *before;
    if (at >= length || cell[at] != (unsigned char)sign)
        return false;
    *behind = digits(cell, length, at + 1);
    at += 1 + *behind;
    if (at < length && (cell[at] == 'e' || cell[at] == 'E')) {
        at += 1 + (at + 1 < length && (cell[at + 1] == '+' || cell[at + 1] == '-'));
        at += digits(cell, length, at);
    }
    return at == length && *before + *behind > 0;
}

typedef struct signs {
    bool points, commas, decimals; /* decimals: a comma that cannot separate thousands */
    const unsigned char *first;    /* cell with a comma */
    size_t length;
    int64_t line, number;
} signs;

static void look_at_cell(const unsigned char *cell, size_t length, int64_t line, int64_t number,
                         signs *s)
{
    size_t before, behind;
    s->points |= has_sign(cell, length, '.', &before, &behind);
    if (!has_sign(cell, length, ',', &before, &behind) || before == 0 || behind == 0)
        return;
    s->decimals |= before > 3 || behind != 3;
    if (!s->commas) {
        s->first = cell;
        s->length = length;
        s->line = line;
        s->number = number;
    }
    s->commas = true;
}

static hf_status find_decimal(const char *file, const hf_records *records, int w, int *decimal,
                              hf_error *error)
{
    signs s = {.points = false};
    for (int64_t i = 1; i < records->count; i++) {
        const hf_record *record = &records->items[i];
        const unsigned char *at = record->begin, *cell;
        size_t length;
        for (int64_t number = 1; hf_record_next(record, w, &at, &cell, &length); number++)
            look_at_cell(cell, length, record->line, number, &s);
    }
    *decimal =
        w != HF_BY_COMMA && s.commas && !s.points ? HF_DECIMAL_IS_COMMA : HF_DECIMAL_IS_POINT;
    if (*decimal == HF_DECIMAL_IS_COMMA && !s.decimals)
        return fail_at(file, s.line, error,
                       "cell %lld, '%.*s': thousands or decimals? Say data.decimal: comma, or "
                       "write thousands without separators",
                       (long long)s.number, (int)s.length, (const char *)s.first);
    return HF_OK;
}

/* ---- all of it ---- */

static hf_status find(const char *file, const hf_records *records, hf_dialect *dialect,
                      hf_error *error)
{
    way found[HF_WAYS];
    int chosen;
    dialect->comments = records->comments;
    for (int w = 0; w < HF_WAYS; w++)
        found[w] = look(records, w);
    if (dialect->delimiter != HF_DELIMITER_AUTO)
        chosen = way_of(dialect->delimiter);
    else
        HF_TRY(find_delimiter(file, records, found, &chosen, error));
    HF_TRY(check_comment(file, records, chosen, &found[chosen], error));
    dialect->delimiter = ways[chosen].delimiter;
    dialect->row_names = found[chosen].row_names;
    dialect->trailing = found[chosen].trailing;
    dialect->trailing_rows = found[chosen].trailing_rows;
    return dialect->decimal != HF_DECIMAL_AUTO
               ? HF_OK
               : find_decimal(file, records, chosen, &dialect->decimal, error);
}

hf_status hf_dialect_find(const char *file, const unsigned char *bytes, size_t length, bool whole,
                          hf_dialect *dialect, hf_error *error)
{
    hf_records records;
    hf_status status = HF_OK;
    hf_records_find(bytes, length, whole, &records);
    dialect->header_offset = records.count > 0 ? (size_t)(records.items[0].begin - bytes) : length;
    dialect->header_line = records.count > 0 ? records.items[0].line : 1;
    if (records.count > 0)
        status = find(file, &records, dialect, error);
    else if (!whole) /* not even one line fits into what may be looked at */
        status = fail_at(file, 1, error, "the line is too long: is it a text table?");
    if (dialect->delimiter == HF_DELIMITER_AUTO)
        dialect->delimiter = HF_DELIMITER_COMMA;
    if (dialect->decimal == HF_DECIMAL_AUTO)
        dialect->decimal = HF_DECIMAL_IS_POINT;
    return status;
}
