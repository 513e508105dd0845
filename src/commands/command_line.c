/* Reads a command line by the command's table of options. */
#include "commands/command_line.h"

#include "holdfast/config.h"
#include "holdfast/status_codes.h"
#include "holdfast/text.h"
#include <errno.h>
#include <stdbool.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

/* The state of reading one command line. */
typedef struct reader {
    const hf_option *options;
    const char *command;
    char **next; /* the word that comes next; NULL at the end */
    char *target;
    int64_t arguments;  /* read so far */
    bool options_ended; /* by -- */
    hf_error *error;
} reader;

enum { MOST_OPTIONS = 32, LONGEST_NAME = 40 };

hf_status hf_options_number(const char *what, const char *text, int64_t least, int64_t most,
                            int64_t *number, hf_error *error)
{
    char *end;
    errno = 0;
    long long value = strtoll(text, &end, 10);
    bool plain = *text >= '0' && *text <= '9' && *end == '\0';
    if (!plain || errno || value < least || value > most)
        return hf_fail(error, HF_USAGE, "%s takes a whole number from %lld to %lld, not '%s'", what,
                       (long long)least, (long long)most, text);
    *number = value;
    return HF_OK;
}

/* Position of a word among `choices` ("auto|bar|log"), -1 if it is none. */
static int find_choice(const char *choices, const char *word)
{
    const size_t length = strlen(word);
    for (int position = 0;; position++) {
        const size_t choice_length = strcspn(choices, "|");
        if (choice_length == length && memcmp(choices, word, length) == 0)
            return position;
        if (!choices[choice_length])
            return -1;
        choices += choice_length + 1;
    }
}

static hf_status set_choice(reader *r, const hf_option *option, const char *shown,
                            const char *value)
{
    const int position = find_choice(option->value, value);
    if (position < 0)
        return hf_fail(r->error, HF_USAGE, "%s: %s takes one of %s, not '%s'", r->command, shown,
                       option->value, value);
    memcpy(r->target + option->offset, &position, sizeof position);
    return HF_OK;
}

static hf_status set_number(reader *r, const hf_option *option, const char *shown,
                            const char *value)
{
    char what[2 * LONGEST_NAME];
    int64_t number;
    snprintf(what, sizeof what, "%s: %s", r->command, shown);
    HF_TRY(hf_options_number(what, value, option->least, option->most, &number, r->error));
    memcpy(r->target + option->offset, &number, sizeof number);
    return HF_OK;
}

/* `shown` is the option as the user wrote it, `value` its value (NULL for a flag). */
static hf_status set_option(reader *r, const hf_option *option, const char *shown,
                            const char *value)
{
    char *member = r->target + option->offset;
    switch (option->kind) {
    case HF_OPTION_FLAG:
        memcpy(member, &(bool){true}, sizeof(bool));
        return HF_OK;
    case HF_OPTION_TEXT:
    case HF_OPTION_ARGUMENT:
        memcpy(member, &value, sizeof value);
        return HF_OK;
    case HF_OPTION_REST:
    case HF_OPTION_LIST:
        return hf_text_list_add((hf_text_list *)(void *)member, value, r->error);
    case HF_OPTION_NUMBER:
        return set_number(r, option, shown, value);
    case HF_OPTION_CHOICE:
        return set_choice(r, option, shown, value);
    case HF_OPTION_END:
        break;
    }
    return hf_fail(r->error, HF_INTERNAL, "%s: %s: an option of no kind", r->command, shown);
}

bool hf_option_is_argument(const hf_option *option)
{
    return option->kind == HF_OPTION_ARGUMENT || option->kind == HF_OPTION_REST;
}

/* The option of that long name or, where `name` is NULL, of that letter; NULL: none. */
static const hf_option *find_option(const hf_option *options, const char *name, char letter)
{
    for (const hf_option *o = options; o->kind != HF_OPTION_END; o++)
        if (!hf_option_is_argument(o) && (name ? strcmp(o->name, name) == 0 : o->letter == letter))
            return o;
    return NULL;
}

/* "--json" of a command that takes --format text|json. */
static bool suggest_choice(const reader *r, const char *word, hf_text *hint)
{
    for (const hf_option *o = r->options; o->kind != HF_OPTION_END; o++)
        if (o->kind == HF_OPTION_CHOICE && find_choice(o->value, word) >= 0) {
            hf_text_append(hint, "'--%s %s'", o->name, word);
            return true;
        }
    return false;
}

/* "--seeds 10" of a command that takes --set: a key of the configuration. */
static bool suggest_key(const reader *r, const char *word, const char *value, hf_text *hint)
{
    if (!find_option(r->options, "set", 0))
        return false;
    if (!value)
        value = *r->next && (*r->next)[0] != '-' ? *r->next : "VALUE";
    hf_config_suggest_override(word, value, strcmp(r->command, "aggregate") == 0, hint);
    return hint->length > 0;
}

static void suggest_option(const reader *r, const char *shown, hf_text *hint)
{
    char names[MOST_OPTIONS][LONGEST_NAME];
    const char *candidates[MOST_OPTIONS];
    int64_t count = 0;
    for (const hf_option *o = r->options; o->kind != HF_OPTION_END && count < MOST_OPTIONS; o++) {
        if (hf_option_is_argument(o))
            continue;
        snprintf(names[count], LONGEST_NAME, "--%s", o->name);
        candidates[count] = names[count];
        count++;
    }
    const char *nearest = hf_text_nearest(shown, candidates, count);
    if (nearest)
        hf_text_append(hint, "'%s'", nearest);
}

/* `value` stood behind = in the same word; NULL: there was none. */
static hf_status unknown_option(reader *r, const char *shown, const char *value)
{
    hf_text hint = {0};
    const bool is_long = shown[1] == '-';
    if (!(is_long &&
          (suggest_choice(r, shown + 2, &hint) || suggest_key(r, shown + 2, value, &hint))))
        suggest_option(r, shown, &hint);
    hf_fail(r->error, HF_USAGE, "%s: unknown option '%s'%s%s%s; see holdfast %s --help", r->command,
            shown, hint.length > 0 ? " (did you mean " : "", hint.data ? hint.data : "",
            hint.length > 0 ? "?)" : "", r->command);
    hf_text_free(&hint);
    return HF_USAGE;
}

/* The value of an option, from the same word (`attached`) or the next one. */
static hf_status set_with_value(reader *r, const hf_option *option, const char *shown,
                                const char *attached)
{
    if (!attached) {
        if (!*r->next)
            return hf_fail(r->error, HF_USAGE, "%s: %s needs a value: %s; see holdfast %s --help",
                           r->command, shown, option->value, r->command);
        attached = *r->next++;
    }
    return set_option(r, option, shown, attached);
}

static hf_status read_long(reader *r, const char *word)
{
    const size_t length = strcspn(word, "=");
    const char *value = word[length] ? word + length + 1 : NULL;
    char shown[LONGEST_NAME];
    snprintf(shown, sizeof shown, "%.*s", (int)length, word);
    const hf_option *option = find_option(r->options, shown + 2, 0);
    if (!option)
        return unknown_option(r, shown, value);
    if (option->kind != HF_OPTION_FLAG)
        return set_with_value(r, option, shown, value);
    if (value)
        return hf_fail(r->error, HF_USAGE, "%s: %s takes no value", r->command, shown);
    return set_option(r, option, shown, NULL);
}

static hf_status read_short(reader *r, const char *word)
{
    for (const char *letter = word + 1; *letter; letter++) {
        const char shown[] = {'-', *letter, '\0'};
        const hf_option *option = find_option(r->options, NULL, *letter);
        if (!option)
            return unknown_option(r, shown, NULL);
        if (option->kind != HF_OPTION_FLAG)
            return set_with_value(r, option, shown, letter[1] ? letter + 1 : NULL);
        HF_TRY(set_option(r, option, shown, NULL));
    }
    return HF_OK;
}

/* The argument number `wanted` from 0, NULL if the command takes fewer. */
static const hf_option *find_argument(const hf_option *options, int64_t wanted)
{
    for (const hf_option *o = options; o->kind != HF_OPTION_END; o++)
        if (hf_option_is_argument(o) && (wanted-- == 0 || o->kind == HF_OPTION_REST))
            return o;
    return NULL;
}

static hf_status read_word(reader *r)
{
    char *word = *r->next++;
    if (!r->options_ended && strcmp(word, "--") == 0) {
        r->options_ended = true;
        return HF_OK;
    }
    if (!r->options_ended && word[0] == '-' && word[1] != '\0')
        return word[1] == '-' ? read_long(r, word) : read_short(r, word);
    const hf_option *argument = find_argument(r->options, r->arguments);
    if (!argument)
        return hf_fail(r->error, HF_USAGE,
                       "%s: one argument too many: '%s'; see holdfast %s --help", r->command, word,
                       r->command);
    r->arguments++;
    return set_option(r, argument, argument->name, word);
}

hf_status hf_options_read(const hf_option *options, int argc, char **argv, void *target,
                          hf_error *error)
{
    (void)argc; /* argv ends with NULL */
    reader r = {
        .options = options, .command = argv[0], .next = argv + 1, .target = target, .error = error};
    while (*r.next)
        HF_TRY(read_word(&r));
    const hf_option *missing = find_argument(options, r.arguments);
    const bool has_rest = r.arguments > 0 && missing == find_argument(options, r.arguments - 1);
    if (missing && missing->name[0] != '[' && !has_rest)
        return hf_fail(error, HF_USAGE, "%s: %s is needed; see holdfast %s --help", r.command,
                       missing->name, r.command);
    return HF_OK;
}
