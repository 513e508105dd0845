/*
 * Command lines: a table says what a command takes; it drives reading, messages and --help.
 *
 * Long options as --name VALUE or --name=VALUE, short ones as -n VALUE, -nVALUE or, without values,
 * together (-qv); they may stand before, between and after the arguments; `--` ends them.
 */
#ifndef HOLDFAST_OPTIONS_H
#define HOLDFAST_OPTIONS_H

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
