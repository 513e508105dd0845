/*
 * Command lines: a table says what a command takes; it drives reading, messages and --help.
 *
 * Long options as --name VALUE or --name=VALUE, short ones as -n VALUE, -nVALUE or, without values,
 * together (-qv); they may stand before, between and after the arguments; `--` ends them.
 */
#ifndef HOLDFAST_COMMAND_LINE_H
#define HOLDFAST_COMMAND_LINE_H

#include "holdfast/status.h"
#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

typedef enum hf_option_kind {
    HF_OPTION_END = 0,  /* the table's last row */
    HF_OPTION_ARGUMENT, /* const char *: in the table's order; [name]: may be left out */
    HF_OPTION_REST,     /* hf_text_list: the arguments from here on, at least one */
    HF_OPTION_FLAG,     /* bool */
    HF_OPTION_TEXT,     /* const char *, points into argv */
    HF_OPTION_LIST,     /* hf_text_list: may be given repeatedly */
    HF_OPTION_NUMBER,   /* int64_t, least ... most */
    HF_OPTION_CHOICE    /* int: position of the word in `value`, words separated by | */
} hf_option_kind;

typedef struct hf_option {
    hf_option_kind kind;
    const char *name;  /* long name without --; an argument's name as shown */
    char letter;       /* short name or 0 */
    const char *value; /* what --help shows for the value; of a choice its words */
    const char *help;
    size_t offset; /* of the member it sets */
    int64_t least, most;
} hf_option;

/* The rows of such a table, for a structure that is named `request` where the table stands. */
#define HF_ARGUMENT(member, shown, text) HF_OPTION(ARGUMENT, member, shown, 0, NULL, text)
#define HF_REST(member, shown, text) HF_OPTION(REST, member, shown, 0, NULL, text)
#define HF_FLAG(member, name, letter, text) HF_OPTION(FLAG, member, name, letter, NULL, text)
#define HF_TEXT(member, name, letter, value, text)                                                 \
    HF_OPTION(TEXT, member, name, letter, value, text)
#define HF_LIST(member, name, value, text) HF_OPTION(LIST, member, name, 0, value, text)
#define HF_CHOICE(member, name, words, text) HF_OPTION(CHOICE, member, name, 0, words, text)
#define HF_NUMBER(member, name, value, least, most, text)                                          \
    {                                                                                              \
        HF_OPTION_NUMBER, name, 0, value, text, offsetof(request, member), least, most             \
    }
#define HF_OPTION(kind, member, name, letter, value, text)                                         \
    {                                                                                              \
        HF_OPTION_##kind, name, letter, value, text, offsetof(request, member), 0, 0               \
    }
#define HF_OPTIONS_END                                                                             \
    {                                                                                              \
        .kind = HF_OPTION_END                                                                      \
    }

/* Those that several commands take. */
#define HF_RESULTS_ARGUMENT HF_ARGUMENT(path, "RESULTS.h5", "a results file of holdfast run")
#define HF_QUIET_FLAG HF_FLAG(quiet, "quiet", 'q', "print errors only")
#define HF_FORMAT_CHOICE HF_CHOICE(format, "format", "text|json", "what to print (default text)")

/* Of either kind: it has no -- before its name. */
bool hf_option_is_argument(const hf_option *option);

/* Reads argv[1] ... into the structure at `target`, whose members hold the defaults. Lists are the
 * caller's to free, also on failure. HF_USAGE: the message names the command (argv[0]), what is
 * wrong, the nearest option and where help is. */
hf_status hf_options_read(const hf_option *options, int argc, char **argv, void *target,
                          hf_error *error);

/* A whole decimal number, least ... most, with nothing before or after it; `what` names it in the
 * message (HF_USAGE). */
hf_status hf_options_number(const char *what, const char *text, int64_t least, int64_t most,
                            int64_t *number, hf_error *error);

#endif
