/*
 * The commands: one function each, listed in the table of table.c.
 *
 * A command gets its own arguments (argv[0] is its name), writes what was asked for to stdout and
 * returns its status; main.c prints the error's message, once, and exits with the status. Where the
 * message is empty, nothing is printed: under mpirun all ranks return the status and one of them
 * the message. run and bench use all ranks, the others the first one alone.
 */
#ifndef HOLDFAST_COMMANDS_H
#define HOLDFAST_COMMANDS_H

#include "commands/options.h"
#include "holdfast/status.h"
#include <stdbool.h>
#include <stdio.h>

typedef struct hf_command {
    const char *name;
    const char *help;         /* one line */
    const hf_option *options; /* what it takes */
    hf_status (*function)(int argc, char **argv, hf_error *error);
    bool all_ranks; /* called on all ranks; else on the first one alone */
} hf_command;

/* Prints the error's message, if it has one, to stderr and empties it. main.c does it at the end;
 * where several ranks are to leave with a failure it must be done before MPI is stopped: the
 * first rank that is gone has the others killed, and a message not yet printed would be lost. */
void hf_command_print_error(hf_error *error);

/* The last lines of a command that wrote a complete results file: what shows it. */
void hf_command_print_next(const char *results);

/* The command of that name. HF_USAGE: there is none (naming the nearest). */
hf_status hf_command_find(const char *name, const hf_command **command, hf_error *error);

void hf_command_print_list(FILE *out);                            /* holdfast --help */
void hf_command_print_help(const hf_command *command, FILE *out); /* holdfast COMMAND --help */

hf_status hf_command_run(int argc, char **argv, hf_error *error);
hf_status hf_command_summary(int argc, char **argv, hf_error *error);
hf_status hf_command_digest(int argc, char **argv, hf_error *error);
hf_status hf_command_merge(int argc, char **argv, hf_error *error);
hf_status hf_command_plan(int argc, char **argv, hf_error *error);
hf_status hf_command_report(int argc, char **argv, hf_error *error);
hf_status hf_command_export(int argc, char **argv, hf_error *error);
hf_status hf_command_config(int argc, char **argv, hf_error *error);
hf_status hf_command_bench(int argc, char **argv, hf_error *error);
hf_status hf_command_aggregate(int argc, char **argv, hf_error *error);
hf_status hf_command_verify(int argc, char **argv, hf_error *error);
hf_status hf_command_info(int argc, char **argv, hf_error *error);

/* What each takes, beside its function. */
extern const hf_option hf_run_options_table[], hf_summary_options[], hf_digest_options[],
    hf_export_options[], hf_config_options[], hf_info_options[], hf_bench_options[],
    hf_verify_options[], hf_aggregate_options[], hf_merge_options[], hf_plan_options[],
    hf_report_options[];

#endif
