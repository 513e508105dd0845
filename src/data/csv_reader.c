/* Reads CSV in pieces, and says what a table in another dialect needs. */
#include "csv_reader.h"

#include "holdfast/memory.h"
#include "holdfast/status_codes.h"
#include "place.h"
#include "text/path.h"
#include <csv.h>
#include <errno.h>
#include <stdbool.h>
#include <stdio.h>
#include <string.h>

enum { CHUNK_BYTES = 1 << 18, CELL_BLOCK_BYTES = 4096 };

typedef struct reader {
    const char *name, *path; /* path: NULL where it is no file */
    const hf_csv_handler *handler;
    struct csv_parser parser;
    hf_csv_position at;
    int64_t line, cells;
    bool begun;    /* something else than blank lines has been seen */
    bool in_row;   /* of the current row */
    bool after_cr; /* a line feed now belongs to the same line end */
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

/* A text in R's quotes. */
static void append_r_text(hf_text *text, const char *bytes, size_t length, const char *behind)
{
    hf_text_append(text, "'");
    for (size_t i = 0; i < length; i++)
        hf_text_append(text, "%s%c", bytes[i] == '\'' || bytes[i] == '\\' ? "\\" : "", bytes[i]);
    hf_text_append(text, "%s'", behind);
}

/* write.csv(read.csv2('study.csv'), 'study-comma.csv', row.names = FALSE) */
static void append_r_command(hf_text *text, const char *path, const char *call)
{
    hf_text_append(text, "write.csv(%s(", call);
    append_r_text(text, path, strlen(path), "");
    hf_text_append(text, "), ");
    append_r_text(text, path, (size_t)hf_path_stem(path), "-comma.csv");
    hf_text_append(text, ", row.names = FALSE)");
}

/* A first line without a comma but with another usual separator. */
static hf_status check_separator(reader *r, const unsigned char *bytes, size_t length)
{
    static const struct {
        char separator;
        const char *name, *call; /* what reads it in R */
    } others[] = {{';', "';'", "read.csv2"}, {'\t', "tabs", "read.delim"}, {'|', "'|'", NULL}};
    if (count_separator(bytes, length, ',') > 0)
        return HF_OK;
    for (size_t i = 0; i < sizeof others / sizeof others[0]; i++) {
        if (count_separator(bytes, length, others[i].separator) == 0)
            continue;
        hf_text what = {0};
        hf_text_append(&what,
                       "looks separated by %s: separate columns by commas and write decimals with "
                       "a point",
                       others[i].name);
        if (others[i].call && r->path) {
            hf_text_append(&what, "; from R: ");
            append_r_command(&what, r->path, others[i].call);
        }
        hf_status status = hf_text_check(&what, r->error);
        if (status == HF_OK)
            status = fail(r, r->line, what.data);
        hf_text_free(&what);
        return status;
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
        return fail(r, r->line,
                    "contains a NUL byte: is it text in UTF-8 (not UTF-16, not binary)?");
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

static size_t mark_length(const unsigned char *bytes, size_t length)
{
    return length >= 3 && memcmp(bytes, "\xEF\xBB\xBF", 3) == 0 ? 3 : 0;
}

static hf_status feed_file(reader *r, FILE *file, unsigned char *chunk)
{
    size_t skip = 0;
    for (bool first = true;; first = false) {
        size_t length = fread(chunk, 1, CHUNK_BYTES, file);
        if (ferror(file) && errno == EISDIR)
            return hf_fail(r->error, HF_NO_INPUT, "%s is a folder: name a file", r->name);
        if (ferror(file))
            return hf_fail_errno(r->error, HF_IO, "%s cannot be read", r->name);
        skip = first ? mark_length(chunk, length) : 0;
        HF_TRY(feed(r, chunk + skip, length - skip));
        if (length < CHUNK_BYTES)
            return HF_OK;
    }
}

static hf_status feed_source(reader *r, const hf_csv_source *source)
{
    if (source->bytes) {
        size_t skip = mark_length(source->bytes, source->length);
        return feed(r, source->bytes + skip, source->length - skip);
    }
    hf_status status;
    unsigned char *chunk = NULL;
    FILE *file = fopen(source->name, "rb");
    if (!file)
        return hf_fail_errno(r->error, HF_NO_INPUT, "%s cannot be opened", source->name);
    HF_TRY_CLEANUP(hf_allocate(&chunk, CHUNK_BYTES, 1, r->error));
    status = feed_file(r, file, chunk);
cleanup:
    hf_free(&chunk);
    fclose(file);
    return status;
}

hf_status hf_csv_read(const hf_csv_source *source, const hf_csv_handler *handler, hf_error *error)
{
    reader r = {.name = source->name,
                .path = source->bytes ? NULL : source->name,
                .handler = handler,
                .line = 1,
                .error = error};
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
