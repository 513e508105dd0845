/* Reads delimited text in pieces. */
#include "csv_reader.h"

#include "data/table/text_stream.h"
#include "holdfast/memory.h"
#include "holdfast/status_codes.h"
#include "names.h"
#include "place.h"
#include <csv.h>
#include <stdbool.h>
#include <stdio.h>
#include <string.h>

/* A table whose first two lines are longer than LOOK_BYTES is told by the header alone. */
enum { CHUNK_BYTES = 1 << 18, LOOK_BYTES = 1 << 26, CELL_BLOCK_BYTES = 4096 };

typedef struct chunk {
    unsigned char *bytes;
    int64_t capacity;
    size_t length;
} chunk;

/* Between two pieces: within quotes, behind a blank, behind a line's first cell. */
typedef struct squeezer {
    unsigned char *bytes;
    int64_t capacity;
    bool quoted, blank, begun;
} squeezer;

typedef struct reader {
    const char *name;
    hf_dialect *found; /* NULL: only commas are taken */
    const hf_csv_handler *handler;
    struct csv_parser parser;
    hf_csv_position at;
    int64_t line, cells;
    bool begun;    /* something else than blank lines has been seen */
    bool in_row;   /* of the current row */
    bool after_cr; /* a line feed now belongs to the same line end */
    squeezer squeezer;
    hf_status status;
    hf_error *error;
} reader;

static void take_cell(void *text, size_t length, void *context)
{
    reader *r = context;
    (void)length;
    if (r->status == HF_OK)
        r->status = r->handler->cell(r->handler->context, r->at, r->cells, (const char *)text);
    r->cells++;
}

static void take_row(int terminator, void *context)
{
    reader *r = context;
    (void)terminator;
    if (r->status == HF_OK)
        r->status = r->handler->row(r->handler->context, r->at, r->cells);
    r->at.row++;
    r->cells = 0;
    r->in_row = false;
}

static hf_status fail(reader *r, int64_t line, const char *what)
{
    hf_data_place place = {.file = r->name, .row = -1, .line = line};
    return hf_data_fail(r->error, &place, "%s", what);
}

/* How often the separator stands in a line outside of quotes. */
static int64_t count_separator(const unsigned char *bytes, size_t length, char separator)
{
    int64_t count = 0;
    bool quoted = false;
    for (size_t i = 0; i < length; i++) {
        quoted = quoted != (bytes[i] == '"');
        count += !quoted && bytes[i] == (unsigned char)separator;
    }
    return count;
}

/* Where only commas are taken: a first line without one but with another usual separator. */
static hf_status check_separator(reader *r, const unsigned char *bytes, size_t length)
{
    static const char *const others[][2] = {{";", "';'"}, {"\t", "tabs"}, {"|", "'|'"}};
    char what[80];
    if (r->found || count_separator(bytes, length, ',') > 0)
        return HF_OK;
    for (size_t i = 0; i < sizeof others / sizeof others[0]; i++) {
        if (count_separator(bytes, length, others[i][0][0]) == 0)
            continue;
        snprintf(what, sizeof what, "looks separated by %s: separate columns by commas",
                 others[i][1]);
        return fail(r, r->line, what);
    }
    return HF_OK;
}

static bool is_blank(const unsigned char *bytes, size_t length)
{
    for (size_t i = 0; i < length; i++)
        if (bytes[i] != ' ' && bytes[i] != '\t' && bytes[i] != '\r' && bytes[i] != '\n')
            return false;
    return true;
}

static hf_status parser_failure(reader *r)
{
    if (csv_error(&r->parser) != CSV_EPARSE)
        return hf_fail(r->error, HF_INTERNAL, "%s: line %lld: %s", r->name, (long long)r->line,
                       csv_strerror(csv_error(&r->parser)));
    return fail(r, r->line,
                "a quote within a cell: put the whole cell into quotes and double those in it");
}

/* A piece that lies within one line, its end included: so cells know their line. */
static hf_status feed_piece(reader *r, const unsigned char *bytes, size_t length)
{
    if (memchr(bytes, '\0', length))
        return fail(
            r, r->line,
            "contains a NUL byte: is it text in UTF-8 (not binary, not UTF-16 without a byte "
            "order mark)?");
    if (!r->in_row && !is_blank(bytes, length)) {
        r->in_row = true;
        r->at.line = r->line;
        if (!r->begun)
            HF_TRY(check_separator(r, bytes, length));
        r->begun = true;
    }
    if (csv_parse(&r->parser, bytes, length, take_cell, take_row, r) != length)
        return parser_failure(r);
    unsigned char last = bytes[length - 1];
    if (last == '\r' || (last == '\n' && !(r->after_cr && length == 1)))
        r->line++;
    r->after_cr = last == '\r';
    return r->status;
}

static hf_status feed(reader *r, const unsigned char *bytes, size_t length)
{
    for (size_t begin = 0, end; begin < length; begin = end) {
        for (end = begin; end < length && bytes[end] != '\n' && bytes[end] != '\r'; end++)
            ;
        end += end < length;
        HF_TRY(feed_piece(r, bytes + begin, end - begin));
    }
    return HF_OK;
}

/* Runs of blanks outside of quotes become one, at a line's ends none. */
static size_t squeeze(reader *r, const unsigned char *bytes, size_t length)
{
    squeezer *s = &r->squeezer;
    size_t to = 0;
    for (size_t i = 0; i < length; i++) {
        const unsigned char byte = bytes[i];
        const bool end = byte == '\n' || byte == '\r';
        if (!s->quoted && (byte == ' ' || byte == '\t')) {
            s->blank = s->begun;
            continue;
        }
        if (s->blank && !end)
            s->bytes[to++] = ' ';
        s->quoted = s->quoted != (byte == '"');
        s->blank = false;
        s->begun = s->quoted || !end;
        s->bytes[to++] = byte;
    }
    return to;
}

/* Some of the table, from behind what was passed before. */
static hf_status pass(reader *r, const unsigned char *bytes, size_t length)
{
    if (!r->found || r->found->delimiter != HF_DELIMITER_SPACE)
        return feed(r, bytes, length);
    HF_TRY(
        hf_data_grow(&r->squeezer.bytes, &r->squeezer.capacity, (int64_t)length + 1, 1, r->error));
    return feed(r, r->squeezer.bytes, squeeze(r, bytes, length));
}

/* The table's beginning, or all of it: `whole`. */
static hf_status start(reader *r, const unsigned char *bytes, size_t length, bool whole)
{
    size_t skip = 0;
    if (r->found) {
        HF_TRY(hf_dialect_find(r->name, bytes, length, whole, r->found, r->error));
        csv_set_delim(&r->parser, (unsigned char)hf_dialect_separator(r->found));
        skip = r->found->header_offset;
        r->line = r->found->header_line;
        HF_TRY(r->handler->begin(r->handler->context, r->found));
    }
    return pass(r, bytes + skip, length - skip);
}

/* A piece of the file: of a table's beginning, whose dialect is to be found, so many that two lines
 * are in it. *ended: it is the last one. */
static hf_status read_piece(reader *r, hf_text_stream *stream, chunk *c, bool look, bool *ended)
{
    c->length = 0;
    for (*ended = false;;) {
        size_t length;
        if (c->capacity - (int64_t)c->length >= CHUNK_BYTES) {
            HF_TRY(
                hf_text_stream_read(stream, c->bytes + c->length, CHUNK_BYTES, &length, r->error));
            c->length += length;
            *ended = length == 0 || hf_text_stream_ended(stream);
        } else if (!look || hf_dialect_records(c->bytes, c->length) >= 2 || c->length >= LOOK_BYTES)
            return HF_OK;
        else
            HF_TRY(hf_data_grow(&c->bytes, &c->capacity, 2 * c->capacity, 1, r->error));
        if (*ended)
            return HF_OK;
    }
}

static hf_status feed_file(reader *r, hf_text_stream *stream, chunk *c)
{
    bool ended;
    HF_TRY(hf_data_grow(&c->bytes, &c->capacity, CHUNK_BYTES, 1, r->error));
    HF_TRY(read_piece(r, stream, c, r->found != NULL, &ended));
    HF_TRY(start(r, c->bytes, c->length, ended));
    while (!ended) {
        HF_TRY(read_piece(r, stream, c, false, &ended));
        HF_TRY(pass(r, c->bytes, c->length));
    }
    return HF_OK;
}

static hf_status feed_source(reader *r, const hf_csv_source *source)
{
    hf_status status;
    hf_text_stream stream = {0};
    chunk c = {0};
    if (source->bytes) {
        const size_t skip = hf_utf8_mark(source->bytes, source->length);
        return start(r, source->bytes + skip, source->length - skip, true);
    }
    HF_TRY_CLEANUP(hf_text_stream_open(source->name, &stream, r->error));
    status = feed_file(r, &stream, &c);
cleanup:
    hf_free(&c.bytes);
    hf_free(&r->squeezer.bytes);
    hf_text_stream_close(&stream);
    return status;
}

hf_status hf_csv_read(const hf_csv_source *source, const hf_csv_handler *handler, hf_error *error)
{
    hf_dialect found;
    reader r = {.name = source->name, .handler = handler, .line = 1, .error = error};
    if (source->dialect) {
        found = *source->dialect;
        r.found = &found;
    }
    if (csv_init(&r.parser, CSV_STRICT | CSV_STRICT_FINI | CSV_APPEND_NULL) != 0)
        return hf_fail(error, HF_INTERNAL, "libcsv cannot be started");
    csv_set_blk_size(&r.parser, CELL_BLOCK_BYTES);
    hf_status status = feed_source(&r, source);
    if (status == HF_OK && csv_fini(&r.parser, take_cell, take_row, &r) != 0)
        status = fail(&r, r.at.line, "a quote opened in this row is never closed");
    if (status == HF_OK)
        status = r.status; /* of the last row, where no line end follows it */
    csv_free(&r.parser);
    return status;
}
