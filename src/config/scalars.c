/* One scalar of the YAML text as a number, a boolean or a choice. */
#include "reader.h"

#include "text/decimal.h"
#include <math.h>
#include <stdio.h>
#include <string.h>

#define YAML_TAG_PREFIX "tag:yaml.org,2002:"
#define IN_QUOTES "is a text because of its quotes: remove them"
#define OUT_OF_RANGE "is out of range"

static const char *text_of(const hf_value *value)
{
    return (const char *)value->node->data.scalar.value;
}

static bool is_plain(const yaml_node_t *node)
{
    return node->data.scalar.style == YAML_PLAIN_SCALAR_STYLE;
}

bool hf_node_is_null(const yaml_node_t *node)
{
    static const char *const names[] = {"", "~", "null", "Null", "NULL"};
    if (!node)
        return true;
    if (node->type != YAML_SCALAR_NODE || !is_plain(node))
        return false;
    for (size_t i = 0; i < sizeof names / sizeof names[0]; i++)
        if (strcmp((const char *)node->data.scalar.value, names[i]) == 0)
            return true;
    return false;
}

/* "IT WHAT (valid: ...)"; false, for the caller to return. */
static bool refuse_it(const hf_value *value, const char *it, const char *what)
{
    hf_text valid = {0};
    hf_key_describe(value->key, false, &valid);
    hf_reader_problem(value->reader, &value->place, value->key->name, "%s %s (valid: %s)", it, what,
                      valid.data ? valid.data : "");
    hf_text_free(&valid);
    return false;
}

static bool refuse(const hf_value *value, const char *what)
{
    char shown[HF_SHOWN_BYTES];
    return refuse_it(value, hf_reader_show(text_of(value), shown), what);
}

bool hf_value_is_scalar(const hf_value *value)
{
    const yaml_node_t *node = value->node;
    if (node->type != YAML_SCALAR_NODE)
        return refuse_it(value, node->type == YAML_SEQUENCE_NODE ? "a list" : "a mapping",
                         "was given, but a single value is expected");
    if (strlen(text_of(value)) != node->data.scalar.length)
        return refuse(value, "contains a NUL character, which no value may");
    if (strncmp((const char *)node->tag, YAML_TAG_PREFIX, strlen(YAML_TAG_PREFIX)) != 0)
        return refuse(value, "has a tag (!...): remove it");
    return true;
}

static bool in_range(const hf_key *key, double value)
{
    bool above = key->low_open ? value > key->low : value >= key->low;
    bool below = key->high_open ? value < key->high : value <= key->high;
    return above && below;
}

static bool is_real(const char *text)
{
    const size_t length = hf_decimal_length(text);
    return length > 0 && text[length] == '\0';
}

bool hf_value_integer(const hf_value *value, int64_t *number)
{
    if (!hf_value_is_scalar(value))
        return false;
    const hf_integer_reading read = hf_decimal_integer(text_of(value), number);
    if (read != HF_INTEGER_NONE && !is_plain(value->node))
        return refuse(value, IN_QUOTES);
    if (read == HF_INTEGER_NONE)
        return refuse(value, is_plain(value->node) && is_real(text_of(value))
                                 ? "is not an integer: use digits only"
                                 : "is not an integer");
    if (read == HF_INTEGER_TOO_LARGE || !in_range(value->key, (double)*number))
        return refuse(value, OUT_OF_RANGE);
    return true;
}

bool hf_value_real(const hf_value *value, double *number)
{
    if (!hf_value_is_scalar(value))
        return false;
    if (!is_real(text_of(value)))
        return refuse(value, "is not a finite number");
    if (!is_plain(value->node))
        return refuse(value, IN_QUOTES);
    *number = hf_decimal_value(text_of(value));
    return (isfinite(*number) && in_range(value->key, *number)) || refuse(value, OUT_OF_RANGE);
}

bool hf_value_boolean(const hf_value *value, bool *truth)
{
    static const char *const names[] = {"false", "False", "FALSE", "true", "True", "TRUE"};
    if (!hf_value_is_scalar(value))
        return false;
    for (int i = 0; i < 6; i++)
        if (is_plain(value->node) && strcmp(text_of(value), names[i]) == 0) {
            *truth = i >= 3;
            return true;
        }
    return refuse(value, is_plain(value->node) ? "is neither true nor false" : IN_QUOTES);
}

bool hf_value_choice(const hf_value *value, int64_t *choice)
{
    if (!hf_value_is_scalar(value))
        return false;
    const hf_key *key = value->key;
    *choice = hf_key_find_choice(key, text_of(value));
    if (*choice >= 0)
        return true;
    char what[HF_SHOWN_BYTES] = "is not one of the choices";
    const char *nearest = hf_text_nearest(text_of(value), key->choices, key->choice_count);
    if (nearest)
        snprintf(what, sizeof what, "is not one of the choices; did you mean %s?", nearest);
    return refuse(value, what);
}
