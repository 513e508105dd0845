/* From YAML's nodes to keys. Depth is at most section, key, list, item: nothing here recurses, so
 * that an alias into itself or nesting without end costs nothing. */
#include "reader.h"

#include <stdio.h>
#include <string.h>

static hf_place place_of(const yaml_node_t *node)
{
    return (hf_place){.line = (int64_t)node->start_mark.line + 1};
}

/* The full name of the key that stands in `section` ("" at the top); false after a problem. */
static bool compose_name(hf_reader *reader, const char *section, const yaml_node_t *node,
                         char name[HF_KEY_NAME_BYTES])
{
    hf_place place = place_of(node);
    char shown[HF_SHOWN_BYTES];
    if (node->type != YAML_SCALAR_NODE ||
        strlen((const char *)node->data.scalar.value) != node->data.scalar.length) {
        hf_reader_problem(reader, &place, *section ? section : NULL, "a key must be a plain text");
        return false;
    }
    hf_reader_show((const char *)node->data.scalar.value, shown);
    snprintf(name, HF_KEY_NAME_BYTES, "%.20s%s%.*s", section, *section ? "." : "",
             (int)strlen(shown) - 2, shown + 1);
    return true;
}

static void report_unknown(hf_reader *reader, const char *name, const hf_place *place)
{
    hf_text suggestion = {0}, spaced = {0};
    size_t length = strlen(name);
    const char *leaf = strrchr(name, '.');
    leaf = leaf ? leaf + 1 : name;
    bool merge = length >= 2 && strcmp(name + length - 2, "<<") == 0;
    if (merge)
        hf_text_append(&suggestion, "; write the keys out instead of merging them");
    else if (strchr(leaf, ':') && hf_key_suggest_space(leaf, strlen(leaf), &spaced))
        hf_text_append(&suggestion, "; %s", spaced.data ? spaced.data : "");
    else if (!reader->problems_left_out)
        hf_key_suggest(name, &suggestion);
    hf_reader_problem(reader, place, name, "unknown key%s", suggestion.data ? suggestion.data : "");
    hf_text_free(&suggestion);
    hf_text_free(&spaced);
}

static hf_status read_key(hf_reader *reader, const char *name, const hf_place *place,
                          yaml_document_t *document, const yaml_node_t *value)
{
    int64_t key = hf_key_find(name);
    if (key < 0) {
        report_unknown(reader, name, place);
        return HF_OK;
    }
    if (reader->first_line[key]) {
        hf_reader_problem(reader, place, name, "given twice, first on line %lld",
                          (long long)reader->first_line[key]);
        return HF_OK;
    }
    reader->first_line[key] = place->line;
    return hf_value_set(&(hf_value){reader, &hf_keys[key], *place, document, value});
}

/* The keys of a mapping, as those of `section`. */
static hf_status read_keys(hf_reader *reader, const char *section, yaml_document_t *document,
                           const yaml_node_t *mapping)
{
    char name[HF_KEY_NAME_BYTES];
    for (const yaml_node_pair_t *pair = mapping->data.mapping.pairs.start;
         pair < mapping->data.mapping.pairs.top; pair++) {
        const yaml_node_t *key = yaml_document_get_node(document, pair->key);
        hf_place place = place_of(key);
        if (compose_name(reader, section, key, name))
            HF_TRY(read_key(reader, name, &place, document,
                            yaml_document_get_node(document, pair->value)));
    }
    return HF_OK;
}

/* A text where keys are wanted, such as "target:outcome". */
static bool report_missing_space(hf_reader *reader, const char *section, const yaml_node_t *value)
{
    const hf_place place = place_of(value);
    hf_text hint = {0};
    const bool found = value->type == YAML_SCALAR_NODE &&
                       hf_key_suggest_space((const char *)value->data.scalar.value,
                                            value->data.scalar.length, &hint);
    if (found)
        hf_reader_problem(reader, &place, section, "%s", hint.data ? hint.data : "");
    hf_text_free(&hint);
    return found;
}

static hf_status read_section(hf_reader *reader, const char *section, const hf_place *place,
                              yaml_document_t *document, const yaml_node_t *value)
{
    int64_t first = hf_key_find_section(section);
    if (reader->section_line[first])
        hf_reader_problem(reader, place, section,
                          "section given twice, first on line %lld: merge the two",
                          (long long)reader->section_line[first]);
    else
        reader->section_line[first] = place->line;
    if (value->type == YAML_MAPPING_NODE)
        return read_keys(reader, section, document, value);
    if (!hf_node_is_null(value) && !report_missing_space(reader, section, value))
        hf_reader_problem(reader, place, section,
                          "is a section: write its keys below it, indented, as \"%s: value\"",
                          hf_key_leaf(&hf_keys[first]));
    return HF_OK;
}

/* A section that does not exist: its keys are checked as those of the one that was meant. */
static hf_status read_unknown_section(hf_reader *reader, const char *name, const hf_place *place,
                                      yaml_document_t *document, const yaml_node_t *mapping)
{
    char meant[HF_KEY_NAME_BYTES];
    if (!hf_key_nearest_section(name, meant))
        return read_keys(reader, name, document, mapping);
    hf_reader_problem(reader, place, name, "unknown section; did you mean %s?", meant);
    return read_keys(reader, meant, document, mapping);
}

static hf_status read_entry(hf_reader *reader, const yaml_node_t *key, yaml_document_t *document,
                            const yaml_node_t *value)
{
    char name[HF_KEY_NAME_BYTES];
    hf_place place = place_of(key);
    if (!compose_name(reader, "", key, name))
        return HF_OK;
    if (hf_key_find_section(name) >= 0)
        return read_section(reader, name, &place, document, value);
    bool has_keys = value->type == YAML_MAPPING_NODE &&
                    value->data.mapping.pairs.start < value->data.mapping.pairs.top;
    if (has_keys && hf_key_find(name) < 0)
        return read_unknown_section(reader, name, &place, document, value);
    return read_key(reader, name, &place, document, value);
}

static hf_status read_root(hf_reader *reader, yaml_document_t *document)
{
    const yaml_node_t *root = yaml_document_get_root_node(document);
    if (hf_node_is_null(root))
        return HF_OK;
    if (root->type != YAML_MAPPING_NODE && !report_missing_space(reader, NULL, root)) {
        hf_place place = place_of(root);
        hf_reader_problem(reader, &place, NULL,
                          "a configuration consists of sections and keys, such as \"training:\" "
                          "and below it \"  iterations: 1000\"; this is %s",
                          root->type == YAML_SEQUENCE_NODE ? "a list" : "a text");
    }
    if (root->type != YAML_MAPPING_NODE)
        return HF_OK;
    for (const yaml_node_pair_t *pair = root->data.mapping.pairs.start;
         pair < root->data.mapping.pairs.top; pair++)
        HF_TRY(read_entry(reader, yaml_document_get_node(document, pair->key), document,
                          yaml_document_get_node(document, pair->value)));
    return HF_OK;
}

hf_status hf_reader_read_text(hf_reader *reader, const char *text, size_t length)
{
    yaml_document_t document;
    bool loaded;
    HF_TRY(hf_reader_load(reader, text, length, NULL, &document, &loaded));
    if (!loaded)
        return HF_OK;
    hf_status status = read_root(reader, &document);
    yaml_document_delete(&document);
    return status;
}
