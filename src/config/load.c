/* Text to YAML's nodes: syntax errors, depth, a second document. */
#include "holdfast/status_codes.h"
#include "reader.h"

#include <string.h>

enum { MOST_DEPTH = 16, MOST_ANCHORS = 1000 }; /* a configuration needs three and none */

static int64_t line_of_offset(const char *text, size_t length, size_t offset)
{
    int64_t line = 1;
    for (size_t i = 0; i < length && i < offset; i++)
        line += text[i] == '\n';
    return line;
}

/* Line `line` (from 1) without its end; empty behind the last one. */
static const char *find_line(const char *text, size_t length, int64_t line, int *line_length)
{
    size_t begin = 0, end;
    for (int64_t at = 1; at < line && begin < length; begin++)
        at += text[begin] == '\n';
    for (end = begin; end < length && text[end] != '\n' && text[end] != '\r'; end++)
        ;
    *line_length = (int)(end - begin);
    return text + begin;
}

static int indentation(const char *line, int length)
{
    int spaces = 0;
    while (spaces < length && line[spaces] == ' ')
        spaces++;
    return spaces;
}

/* libyaml takes "target:outcome" for a text and finds the fault in what follows: the line at fault
 * is `line` or one above it. */
static bool report_missing_space(hf_reader *reader, const char *text, size_t length, int64_t line)
{
    enum { LINES_BACK = 2 };
    bool found = false;
    for (int64_t at = line > LINES_BACK ? line - LINES_BACK : 1; at <= line && !found; at++) {
        int line_length;
        hf_text hint = {0};
        const char *words = find_line(text, length, at, &line_length);
        const int spaces = indentation(words, line_length);
        const hf_place place = {.line = at};
        found = hf_key_suggest_space(words + spaces, (size_t)(line_length - spaces), &hint);
        if (found)
            hf_reader_problem(reader, &place, NULL, "not YAML: %s", hint.data ? hint.data : "");
        hf_text_free(&hint);
    }
    return found;
}

/* What to do, where the place tells it. */
static const char *remedy(const yaml_parser_t *parser, const char *text, size_t length,
                          int64_t line)
{
    int here_length, above_length = 0;
    const char *here = find_line(text, length, line, &here_length), *above = "";
    const int spaces = indentation(here, here_length);
    const bool mapping = strstr(parser->problem, "mapping values are not allowed") != NULL;
    if (spaces < here_length && here[spaces] == '\t')
        return "; indent with spaces, not tabs";
    if (!mapping && !strstr(parser->problem, "did not find expected key"))
        return "";
    for (int64_t at = line - 1; at >= 1; at--) {
        above = find_line(text, length, at, &above_length);
        const int first = indentation(above, above_length);
        if (first < above_length && above[first] != '#')
            break;
        above_length = 0;
    }
    if (above_length > 0 && indentation(above, above_length) != spaces)
        return "; keys of one section start in the same column";
    return mapping ? "; a text that holds \": \" needs quotes" : "";
}

/* Where a text, a bracket or a key begins that is never ended tells more than where that shows. */
static bool begins_above(const yaml_parser_t *parser)
{
    return parser->context && strncmp(parser->context, "while scanning", 14) == 0 &&
           parser->context_mark.line < parser->problem_mark.line;
}

static void report_syntax(hf_reader *reader, const yaml_parser_t *parser, const char *text,
                          size_t length, const char *override)
{
    hf_place place = {.override = override};
    const char *problem = parser->problem ? parser->problem : "unreadable";
    if (parser->error == YAML_READER_ERROR) {
        place.line = override ? 0 : line_of_offset(text, length, parser->problem_offset);
        hf_reader_problem(reader, &place, NULL, "not YAML: %s (byte %zu)", problem,
                          parser->problem_offset + 1);
        return;
    }
    const yaml_mark_t mark = begins_above(parser) ? parser->context_mark : parser->problem_mark;
    const int64_t line = (int64_t)mark.line + 1;
    if (!override && report_missing_space(reader, text, length, line))
        return;
    place.line = override ? 0 : line;
    hf_reader_problem(reader, &place, NULL, "not YAML: %s%s%s (column %zu)%s",
                      parser->context ? parser->context : "", parser->context ? ", " : "", problem,
                      mark.column + 1, parser->problem ? remedy(parser, text, length, line) : "");
}

static void report_second_document(hf_reader *reader, yaml_parser_t *parser, const char *text,
                                   size_t length, const char *override)
{
    yaml_document_t second;
    if (!yaml_parser_load(parser, &second)) {
        report_syntax(reader, parser, text, length, override);
        return;
    }
    const yaml_node_t *root = yaml_document_get_root_node(&second);
    if (root) {
        hf_place place = {override ? 0 : (int64_t)second.start_mark.line + 1, override};
        hf_reader_problem(reader, &place, NULL,
                          "a second YAML document starts here; a configuration is one");
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
    if (event->type == YAML_MAPPING_END_EVENT || event->type == YAML_SEQUENCE_END_EVENT)
        return -1;
    return 0;
}

/* libyaml's time grows with the square of the depth and of the number of anchors, so that a
 * megabyte of "[" takes hours: look first. Syntax errors are left to the loading. */
static bool too_complex(hf_reader *reader, const char *text, size_t length, const char *override)
{
    yaml_parser_t parser;
    yaml_event_t event;
    int depth = 0, anchors = 0;
    bool more = true, complex = false;
    if (!yaml_parser_initialize(&parser))
        return false;
    yaml_parser_set_input_string(&parser, (const unsigned char *)text, length);
    while (more && yaml_parser_parse(&parser, &event)) {
        depth += depth_change(&event);
        anchors += has_anchor(&event);
        complex = depth > MOST_DEPTH || anchors > MOST_ANCHORS;
        more = event.type != YAML_STREAM_END_EVENT && !complex;
        hf_place place = {override ? 0 : (int64_t)event.start_mark.line + 1, override};
        if (complex)
            hf_reader_problem(reader, &place, NULL,
                              "%s; a configuration is sections, keys and lists",
                              depth > MOST_DEPTH ? "nested too deeply" : "too many anchors");
        yaml_event_delete(&event);
    }
    yaml_parser_delete(&parser);
    return complex;
}

hf_status hf_reader_load(hf_reader *reader, const char *text, size_t length, const char *override,
                         yaml_document_t *document, bool *loaded)
{
    yaml_parser_t parser;
    *loaded = false;
    if (too_complex(reader, text, length, override))
        return HF_OK;
    if (!yaml_parser_initialize(&parser))
        return hf_fail(reader->error, HF_INTERNAL, "out of memory for reading YAML");
    yaml_parser_set_input_string(&parser, (const unsigned char *)text, length);
    *loaded = yaml_parser_load(&parser, document);
    bool no_memory = !*loaded && parser.error == YAML_MEMORY_ERROR;
    if (!*loaded && !no_memory)
        report_syntax(reader, &parser, text, length, override);
    else if (*loaded && yaml_document_get_root_node(document))
        report_second_document(reader, &parser, text, length, override);
    yaml_parser_delete(&parser);
    return no_memory ? hf_fail(reader->error, HF_INTERNAL, "out of memory for reading YAML")
                     : HF_OK;
}
