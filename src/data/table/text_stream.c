/* Reads text files of UTF-8 and of UTF-16 with a byte order mark. */
#include "text_stream.h"

#include "holdfast/memory.h"
#include "holdfast/status_codes.h"
#include <errno.h>
#include <string.h>

/* A unit of 2 bytes becomes 3 at most. */
enum { UNIT_BYTES = 1 << 16, CHARACTER_BYTES = 4 };

size_t hf_utf8_mark(const unsigned char *bytes, size_t length)
{
    return length >= 3 && memcmp(bytes, "\xEF\xBB\xBF", 3) == 0 ? 3 : 0;
}

hf_status hf_text_stream_open(const char *name, hf_text_stream *stream, hf_error *error)
{
    *stream = (hf_text_stream){.name = name, .file = fopen(name, "rb")};
    return stream->file ? HF_OK : hf_fail_errno(error, HF_NO_INPUT, "%s cannot be opened", name);
}

bool hf_text_stream_ended(const hf_text_stream *stream)
{
    return feof(stream->file) && stream->held == 0;
}

void hf_text_stream_close(hf_text_stream *stream)
{
    if (stream->file)
        fclose(stream->file);
    hf_free(&stream->units);
    *stream = (hf_text_stream){0};
}

static hf_status read_bytes(hf_text_stream *s, unsigned char *bytes, size_t capacity,
                            size_t *length, hf_error *error)
{
    *length = fread(bytes, 1, capacity, s->file);
    if (ferror(s->file) && errno == EISDIR)
        return hf_fail(error, HF_NO_INPUT, "%s is a folder: name a file", s->name);
    if (ferror(s->file))
        return hf_fail_errno(error, HF_IO, "%s cannot be read", s->name);
    return HF_OK;
}

static uint32_t unit_at(const hf_text_stream *s, size_t at)
{
    const unsigned char *unit = s->units + at;
    return s->big_endian ? (uint32_t)unit[0] << 8 | unit[1] : (uint32_t)unit[1] << 8 | unit[0];
}

static size_t put(uint32_t code, unsigned char *to)
{
    const size_t length = code < 0x80 ? 1 : code < 0x800 ? 2 : code < 0x10000 ? 3 : 4;
    static const unsigned char first[] = {0, 0, 0xC0, 0xE0, 0xF0};
    for (size_t i = length - 1; i > 0; i--, code >>= 6)
        to[i] = (unsigned char)(0x80 | (code & 0x3F));
    to[0] = (unsigned char)(first[length] | code);
    return length;
}

/* One character from `at`: its bytes of UTF-16, 0: not all are there, -1: they are none. */
static int take(const hf_text_stream *s, size_t at, uint32_t *code)
{
    if (s->held - at < 2)
        return 0;
    *code = unit_at(s, at);
    if (*code < 0xD800 || *code > 0xDFFF)
        return 2;
    if (*code > 0xDBFF)
        return -1;
    if (s->held - at < 4)
        return 0;
    const uint32_t low = unit_at(s, at + 2);
    *code = 0x10000 + ((*code - 0xD800) << 10) + (low - 0xDC00);
    return low < 0xDC00 || low > 0xDFFF ? -1 : 4;
}

static hf_status convert(hf_text_stream *s, unsigned char *bytes, size_t capacity, size_t *length,
                         hf_error *error)
{
    size_t at = 0, read;
    *length = 0;
    HF_TRY(read_bytes(s, s->units + s->held, UNIT_BYTES - s->held, &read, error));
    s->held += read;
    while (*length + CHARACTER_BYTES <= capacity) {
        uint32_t code;
        const int used = take(s, at, &code);
        const bool cut = used == 0 && read == 0 && at < s->held;
        if (used < 0 || cut)
            return hf_fail(error, HF_BAD_DATA,
                           "%s: begins as UTF-16 does, but its bytes from %lld on are none%s",
                           s->name, (long long)(s->converted + (int64_t)at),
                           cut ? ": is the file complete?" : "");
        if (used == 0)
            break;
        *length += put(code, bytes + *length);
        at += (size_t)used;
    }
    s->held -= at;
    s->converted += (int64_t)at;
    memmove(s->units, s->units + at, s->held);
    return HF_OK;
}

/* What the file begins with tells how it is written. */
static hf_status begin(hf_text_stream *s, unsigned char *bytes, size_t *length, hf_error *error)
{
    unsigned char mark[3];
    size_t read;
    s->begun = true;
    HF_TRY(read_bytes(s, mark, sizeof mark, &read, error));
    s->big_endian = read >= 2 && mark[0] == 0xFE && mark[1] == 0xFF;
    s->utf16 = s->big_endian || (read >= 2 && mark[0] == 0xFF && mark[1] == 0xFE);
    if (!s->utf16) {
        *length = hf_utf8_mark(mark, read) > 0 ? 0 : read;
        memcpy(bytes, mark, *length);
        return HF_OK;
    }
    HF_TRY(hf_allocate(&s->units, UNIT_BYTES, 1, error));
    s->converted = 2;
    s->held = read - 2;
    memcpy(s->units, mark + 2, s->held);
    *length = 0;
    return HF_OK;
}

hf_status hf_text_stream_read(hf_text_stream *stream, unsigned char *bytes, size_t capacity,
                              size_t *length, hf_error *error)
{
    size_t before = 0;
    if (!stream->begun)
        HF_TRY(begin(stream, bytes, &before, error));
    HF_TRY(stream->utf16 ? convert(stream, bytes, capacity, length, error)
                         : read_bytes(stream, bytes + before, capacity - before, length, error));
    *length += before;
    return HF_OK;
}
