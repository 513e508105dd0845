/* Text to YAML's nodes: syntax errors, depth, a second document. */
#include "holdfast/status_codes.h"
#include "reader.h"

#include <string.h>

enum { MOST_DEPTH = 16, MOST_ANCHORS = 1000 }; /* a configuration needs three and none */

/* The text that is loaded. */
typedef struct source {
    hf_reader *reader;
    const char *text;
    size_t length;
    const char *override; /* which it is part of, or NULL */
} source;

/* One line of it, without its end. */
typedef struct line {
    const char *words;  /* what stands behind the indentation */
    int spaces, length; /* of the indentation; of the words */
} line;

static hf_place place_at(const source *s, size_t line_before)
{
    return (hf_place){s->override ? 0 : (int64_t)line_before + 1, s->override};
}

static size_t lines_before(const source *s, size_t offset)
{
    size_t lines = 0;
    for (size_t i = 0; i < s->length && i < offset; i++)
        lines += s->text[i] == '\n';
    return lines;
}

/* Line `number` (from 1); empty behind the last one. */
static line find_line(const source *s, int64_t number)
{
    size_t begin = 0, end, words;
    for (int64_t at = 1; at < number && begin < s->length; begin++)
        at += s->text[begin] == '\n';
    for (end = begin; end < s->length && s->text[end] != '\n' && s->text[end] != '\r'; end++)
        ;
    for (words = begin; words < end && s->text[words] == ' '; words++)
        ;
    return (line){s->text + words, (int)(words - begin), (int)(end - words)};
}

/* libyaml takes "target:outcome" for a text and finds the fault in what follows: the line at fault
 * is `number` or one above it. */
static bool report_missing_space(const source *s, int64_t number)
{
    enum { LINES_BACK = 2 };
    bool found = false;
    for (int64_t at = number > LINES_BACK ? number - LINES_BACK : 1; at <= number && !found; at++) {
        hf_text hint = {0};
        const line here = find_line(s, at);
        const hf_place place = {.line = at};
        found = hf_key_suggest_space(here.words, (size_t)here.length, &hint);
        if (found)
            hf_reader_problem(s->reader, &place, NULL, "not YAML: %s", hint.data ? hint.data : "");
        hf_text_free(&hint);
    }
    return found;
}

/* What to do, where the place tells it. */
static const char *remedy(const source *s, const char *problem, int64_t number)
{
    const line here = find_line(s, number);
    line above = {0};
    const bool mapping = strstr(problem, "mapping values are not allowed") != NULL;
    if (here.length > 0 && here.words[0] == '\t')
        return "; indent with spaces, not tabs";
    if (!mapping && !strstr(problem, "did not find expected key"))
        return "";
    while (--number >= 1 && (above.length == 0 || above.words[0] == '#'))
        above = find_line(s, number);
    if (above.length > 0 && above.words[0] != '#' && above.spaces != here.spaces)
        return "; keys of one section start in the same column";
    return mapping ? "; a text that contains \": \" needs quotes" : "";
}

/* Where a text, a bracket or a key begins that is never ended tells more than where that shows. */
static bool begins_above(const yaml_parser_t *parser)
{
    return parser->context && strncmp(parser->context, "while scanning", 14) == 0 &&
           parser->context_mark.line < parser->problem_mark.line;
}

static void report_syntax(const source *s, const yaml_parser_t *parser)
{
    const char *problem = parser->problem ? parser->problem : "unreadable";
    if (parser->error == YAML_READER_ERROR) {
        const hf_place place = place_at(s, lines_before(s, parser->problem_offset));
        hf_reader_problem(s->reader, &place, NULL, "not YAML: %s (byte %zu)", problem,
                          parser->problem_offset + 1);
        return;
    }
    const yaml_mark_t mark = begins_above(parser) ? parser->context_mark : parser->problem_mark;
    const int64_t number = (int64_t)mark.line + 1;
    if (!s->override && report_missing_space(s, number))
        return;
    const hf_place place = place_at(s, mark.line);
    hf_reader_problem(s->reader, &place, NULL, "not YAML: %s%s%s (column %zu)%s",
                      parser->context ? parser->context : "", parser->context ? ", " : "", problem,
                      mark.column + 1, parser->problem ? remedy(s, problem, number) : "");
}

static void report_second_document(const source *s, yaml_parser_t *parser)
{
    yaml_document_t second;
    if (!yaml_parser_load(parser, &second)) {
        report_syntax(s, parser);
        return;
    }
    if (yaml_document_get_root_node(&second)) {
        const hf_place place = place_at(s, second.start_mark.line);
        hf_reader_problem(s->reader, &place, NULL,
                          "a second YAML document starts here; a configuration has only one");
    }
    yaml_document_delete(&second);
}

static bool has_anchor(const yaml_event_t *event)
{
    return (event->type == YAML_SCALAR_EVENT && event->data.scalar.anchor) ||
           (event->type == YAML_SEQUENCE_START_EVENT && event->data.sequence_start.anchor) ||
           (event->type == YAML_MAPPING_START_EVENT && event->data.mapping_start.anchor);
}

static int depth_change(const yaml_event_t *event)
{
    if (event->type == YAML_MAPPING_START_EVENT || event->type == YAML_SEQUENCE_START_EVENT)
        return 1;
    return -(event->type == YAML_MAPPING_END_EVENT || event->type == YAML_SEQUENCE_END_EVENT);
}

static bool start(const source *s, yaml_parser_t *parser)
{
    if (!yaml_parser_initialize(parser))
        return false;
    yaml_parser_set_input_string(parser, (const unsigned char *)s->text, s->length);
    return true;
}

/* libyaml's time grows with the square of the depth and of the number of anchors, so that a
 * megabyte of "[" takes hours: look first. Syntax errors are left to the loading. */
static bool too_complex(const source *s)
{
    yaml_parser_t parser;
    yaml_event_t event;
    int depth = 0, anchors = 0;
    bool more = true, complex = false;
    if (!start(s, &parser))
        return false;
    while (more && yaml_parser_parse(&parser, &event)) {
        depth += depth_change(&event);
        anchors += has_anchor(&event);
        complex = depth > MOST_DEPTH || anchors > MOST_ANCHORS;
        more = event.type != YAML_STREAM_END_EVENT && !complex;
        const hf_place place = place_at(s, event.start_mark.line);
        if (complex)
            hf_reader_problem(s->reader, &place, NULL,
                              "%s; a configuration has only sections, keys and lists",
                              depth > MOST_DEPTH ? "nested too deeply" : "too many anchors");
        yaml_event_delete(&event);
    }
    yaml_parser_delete(&parser);
    return complex;
}

hf_status hf_reader_load(hf_reader *reader, const char *text, size_t length, const char *override,
                         yaml_document_t *document, bool *loaded)
{
    static const char no_memory[] = "out of memory for reading YAML";
    const source s = {reader, text, length, override};
    yaml_parser_t parser;
    hf_status status = HF_OK;
    *loaded = false;
    if (too_complex(&s))
        return HF_OK;
    if (!start(&s, &parser))
        return hf_fail(reader->error, HF_INTERNAL, "%s", no_memory);
    *loaded = yaml_parser_load(&parser, document);
    if (!*loaded && parser.error == YAML_MEMORY_ERROR)
        status = hf_fail(reader->error, HF_INTERNAL, "%s", no_memory);
    else if (!*loaded)
        report_syntax(&s, &parser);
    else if (yaml_document_get_root_node(document))
        report_second_document(&s, &parser);
    yaml_parser_delete(&parser);
    return status;
}
