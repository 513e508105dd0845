/*
 * The commands: one list of them, one function and one table of options each.
 *
 * A command gets its own arguments (argv[0] is its name), writes what was asked for to stdout and
 * returns its status; main.c prints the error's message, once, and exits with the status. Where the
 * message is empty, nothing is printed: under mpirun all ranks return the status and one of them
 * the message.
 */
#ifndef HOLDFAST_COMMANDS_H
#define HOLDFAST_COMMANDS_H

#include "commands/command_line.h"
#include "document/document.h"
#include "holdfast/results.h"
#include "holdfast/status.h"
#include "holdfast/text.h"
#include <stdbool.h>
#include <stdio.h>

/* Name, one line of help, whether it runs on all ranks (else only on the first one): in the order
 * of --help. Declarations and table follow. */
/* clang-format off */
#define HF_COMMAND_LIST(X) \
    X(run, "trains the networks and writes the results file", true) \
    X(summary, "prints how often each feature is significant", false) \
    X(aggregate, "computes the statistics again, without training", false) \
    X(verify, "checks checksums and trains some networks again", false) \
    X(digest, "prints one digest of all results", false) \
    X(merge, "joins the shards of one experiment", false) \
    X(plan, "shows how much a larger grid narrows intervals", false) \
    X(report, "writes figures and an HTML page", false) \
    X(export, "prints a table as CSV", false) \
    X(config, "prints a configuration with every key's default", false) \
    X(info, "prints version, instruction set and libraries", false) \
    X(bench, "measures kernels, training and collecting rows", true)
/* clang-format on */

typedef struct hf_command {
    const char *name;
    const char *help;         /* one line */
    const hf_option *options; /* what it takes */
    hf_status (*function)(int argc, char **argv, hf_error *error);
    bool all_ranks; /* called on all ranks; else only on the first one */
} hf_command;

#define HF_DECLARE_COMMAND(name, help, all_ranks)                                                  \
    extern const hf_option hf_##name##_command_options[];                                          \
    hf_status hf_command_##name(int argc, char **argv, hf_error *error);
HF_COMMAND_LIST(HF_DECLARE_COMMAND)
#undef HF_DECLARE_COMMAND

/* Prints the error's message, if it has one, to stderr and empties it. main.c does it at the end;
 * where several ranks are to leave with a failure it must be done before MPI is stopped: the
 * first rank that is gone has the others killed, and a message not yet printed would be lost. */
void hf_command_print_error(hf_error *error);

/* The command of that name. HF_USAGE: there is none (naming the nearest). */
hf_status hf_command_find(const char *name, const hf_command **command, hf_error *error);

void hf_command_print_list(FILE *out);                            /* holdfast --help */
void hf_command_print_help(const hf_command *command, FILE *out); /* holdfast COMMAND --help */

/* ---- what several commands do ---- */

/* --format text|json, in this order. */
enum { HF_PRINT_TEXT, HF_PRINT_JSON };

/* Opens a results file for reading, hands it and `asked` to the function, closes it. */
typedef hf_status hf_results_reader(hf_results *results, const void *asked, hf_error *error);
hf_status hf_command_read_results(const char *path, hf_results_reader *function, const void *asked,
                                  hf_error *error);

/* Prints a text, unless memory was short, and frees it. */
hf_status hf_command_print_text(hf_text *text, hf_error *error);

/* Columns of the labels in what commands say of their work. */
enum { HF_FACT_LABEL = 8 };
/* Prints a document in the width of `out`, or says that memory was short, and frees it. */
void hf_command_print_document(hf_document *document, FILE *out);

/* The last lines of a command that wrote a complete results file: what shows it. */
void hf_command_print_next(const char *results);

/* Width of the terminal, 80 where the stream is none. */
int hf_command_columns(FILE *out);

#endif
