/* Text to YAML's nodes: syntax errors, depth, a second document. */
#include "reader.h"

enum { MOST_DEPTH = 16, MOST_ANCHORS = 1000 }; /* a configuration needs three and none */

static int64_t line_of_offset(const char *text, size_t length, size_t offset)
{
    int64_t line = 1;
    for (size_t i = 0; i < length && i < offset; i++)
        line += text[i] == '\n';
    return line;
}

/* YAML forbids tabs in indentation, but libyaml's message speaks of tokens. */
static bool indented_with_tab(const char *text, size_t length, int64_t line)
{
    size_t i = 0;
    for (int64_t at = 1; at < line && i < length; i++)
        at += text[i] == '\n';
    while (i < length && text[i] == ' ')
        i++;
    return i < length && text[i] == '\t';
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
    int64_t line = (int64_t)parser->problem_mark.line + 1;
    place.line = override ? 0 : line;
    hf_reader_problem(reader, &place, NULL, "not YAML: %s%s%s (column %zu)%s",
                      parser->context ? parser->context : "", parser->context ? ", " : "", problem,
                      parser->problem_mark.column + 1,
                      indented_with_tab(text, length, line) ? "; indent with spaces, not tabs"
                                                            : "");
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
