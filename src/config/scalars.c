/* One scalar of the YAML text as a number, a boolean or a choice. */
#include "reader.h"

#include <ctype.h>
#include <locale.h>
#include <math.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#define YAML_TAG_PREFIX "tag:yaml.org,2002:"

static const char *text_of(const yaml_node_t *node)
{
    return (const char *)node->data.scalar.value;
}

static bool is_plain(const yaml_node_t *node)
{
    return node->data.scalar.style == YAML_PLAIN_SCALAR_STYLE;
}

/* "VALUE WHAT (valid: ...)" */
static void refuse(hf_reader *reader, const hf_key *key, const yaml_node_t *node,
                   const hf_place *place, const char *what)
{
    char shown[HF_SHOWN_BYTES];
    hf_text valid = {0};
    hf_key_describe(key, &valid);
    hf_reader_problem(reader, place, key->name, "%s %s (valid: %s)",
                      hf_reader_show(text_of(node), shown), what, valid.data ? valid.data : "");
    hf_text_free(&valid);
}

bool hf_reader_is_scalar(hf_reader *reader, const hf_key *key, const yaml_node_t *node,
                         const hf_place *place)
{
    if (node->type != YAML_SCALAR_NODE) {
        hf_text valid = {0};
        hf_key_describe(key, &valid);
        hf_reader_problem(reader, place, key->name,
                          "%s stands where a single value is wanted "
                          "(valid: %s)",
                          node->type == YAML_SEQUENCE_NODE ? "a list" : "a mapping",
                          valid.data ? valid.data : "");
        hf_text_free(&valid);
        return false;
    }
    if (strlen(text_of(node)) != node->data.scalar.length) {
        refuse(reader, key, node, place, "ends in a NUL character: no value holds one");
        return false;
    }
    if (strncmp((const char *)node->tag, YAML_TAG_PREFIX, strlen(YAML_TAG_PREFIX)) != 0) {
        refuse(reader, key, node, place, "has a tag (!...): leave it out");
        return false;
    }
    return true;
}

static bool in_range(const hf_key *key, double value)
{
    bool above = key->low_open ? value > key->low : value >= key->low;
    bool below = key->high_open ? value < key->high : value <= key->high;
    return above && below;
}

/* -1: not written as a decimal integer; 0: it is, but fits no 64 bits; 1: it is `*value`. */
static int parse_integer(const char *text, int64_t *value)
{
    bool negative = *text == '-', fits = true;
    if (*text == '-' || *text == '+')
        text++;
    if (!isdigit((unsigned char)*text))
        return -1;
    *value = 0;
    for (; isdigit((unsigned char)*text); text++) {
        int digit = negative ? '0' - *text : *text - '0';
        fits = fits && !__builtin_mul_overflow(*value, 10, value) &&
               !__builtin_add_overflow(*value, digit, value);
    }
    return *text ? -1 : fits;
}

static const char *skip_digits(const char *text)
{
    while (isdigit((unsigned char)*text))
        text++;
    return text;
}

/* The grammar of YAML 1.2's core schema, so that hexadecimal numbers, "inf" and the like, which
 * strtod takes, stay texts. The "C" locale: a decimal comma is none here. */
static bool parse_real(const char *text, double *value)
{
    const char *whole = text + (*text == '-' || *text == '+');
    const char *end = skip_digits(whole);
    size_t digits = (size_t)(end - whole);
    if (*end == '.') {
        const char *fraction = end + 1;
        end = skip_digits(fraction);
        digits += (size_t)(end - fraction);
    }
    if (digits == 0)
        return false;
    if (*end == 'e' || *end == 'E') {
        const char *exponent = end + 1;
        exponent += *exponent == '-' || *exponent == '+';
        end = skip_digits(exponent);
        if (end == exponent)
            return false;
    }
    if (*end)
        return false;
    locale_t c = newlocale(LC_ALL_MASK, "C", (locale_t)0);
    if (!c)
        return false;
    *value = strtod_l(text, NULL, c);
    freelocale(c);
    return true;
}

bool hf_reader_integer(hf_reader *reader, const hf_key *key, const yaml_node_t *node,
                       const hf_place *place, int64_t *value)
{
    double real;
    if (!hf_reader_is_scalar(reader, key, node, place))
        return false;
    int parsed = parse_integer(text_of(node), value);
    if (parsed >= 0 && !is_plain(node))
        refuse(reader, key, node, place, "is a text, being in quotes: write it without");
    else if (parsed < 0 && is_plain(node) && parse_real(text_of(node), &real))
        refuse(reader, key, node, place, "is not an integer: write digits alone");
    else if (parsed < 0)
        refuse(reader, key, node, place, "is not an integer");
    else if (parsed == 0 || !in_range(key, (double)*value))
        refuse(reader, key, node, place, "is out of range");
    else
        return true;
    return false;
}

bool hf_reader_real(hf_reader *reader, const hf_key *key, const yaml_node_t *node,
                    const hf_place *place, double *value)
{
    if (!hf_reader_is_scalar(reader, key, node, place))
        return false;
    bool parsed = parse_real(text_of(node), value);
    if (parsed && !is_plain(node))
        refuse(reader, key, node, place, "is a text, being in quotes: write it without");
    else if (!parsed)
        refuse(reader, key, node, place, "is not a finite number");
    else if (!isfinite(*value) || !in_range(key, *value))
        refuse(reader, key, node, place, "is out of range");
    else
        return true;
    return false;
}

bool hf_reader_boolean(hf_reader *reader, const hf_key *key, const yaml_node_t *node,
                       const hf_place *place, bool *value)
{
    static const char *const names[] = {"false", "False", "FALSE", "true", "True", "TRUE"};
    if (!hf_reader_is_scalar(reader, key, node, place))
        return false;
    for (int i = 0; i < 6; i++)
        if (is_plain(node) && strcmp(text_of(node), names[i]) == 0) {
            *value = i >= 3;
            return true;
        }
    refuse(reader, key, node, place,
           is_plain(node) ? "is neither true nor false"
                          : "is a text, being in quotes: write it without");
    return false;
}

bool hf_reader_choice(hf_reader *reader, const hf_key *key, const yaml_node_t *node,
                      const hf_place *place, int64_t *value)
{
    if (!hf_reader_is_scalar(reader, key, node, place))
        return false;
    const char *text = text_of(node);
    for (int64_t i = 0; i < key->choice_count; i++)
        if (strcmp(text, key->choices[i]) == 0) {
            *value = i;
            return true;
        }
    const char *nearest = hf_text_nearest(text, key->choices, key->choice_count);
    char what[HF_SHOWN_BYTES] = "is none of the choices";
    if (nearest)
        snprintf(what, sizeof what, "is none of the choices; did you mean %s?", nearest);
    refuse(reader, key, node, place, what);
    return false;
}
