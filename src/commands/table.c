/* The table of commands, and the help that is printed from it. */
#include "commands/commands.h"

#include "holdfast/status_codes.h"
#include "holdfast/text.h"
#include <string.h>

static const hf_command commands[] = {
    {"run", "trains the grid and writes the results file", hf_run_options_table, hf_command_run,
     true},
    {"summary", "prints how often each feature is significant", hf_summary_options,
     hf_command_summary, false},
    {"aggregate", "makes the statistics anew, without training", hf_aggregate_options,
     hf_command_aggregate, false},
    {"verify", "checks all checksums, trains some replicas again", hf_verify_options,
     hf_command_verify, false},
    {"digest", "prints one digest of all results", hf_digest_options, hf_command_digest, false},
    {"merge", "joins the shards of one experiment", hf_merge_options, hf_command_merge, false},
    {"plan", "says how far a larger grid narrows intervals", hf_plan_options, hf_command_plan,
     false},
    {"report", "writes figures and a page of HTML", hf_report_options, hf_command_report, false},
    {"export", "prints a table as CSV", hf_export_options, hf_command_export, false},
    {"config", "prints a configuration: every key, its default", hf_config_options,
     hf_command_config, false},
    {"info", "prints version, instruction set, cores, MPI, HDF5", hf_info_options, hf_command_info,
     false},
    {"bench", "measures kernels, training and rank 0's intake", hf_bench_options, hf_command_bench,
     true},
};
enum { COMMANDS = sizeof commands / sizeof commands[0] };

hf_status hf_command_find(const char *name, const hf_command **command, hf_error *error)
{
    const char *visible[COMMANDS + 2] = {"--help", "--version"};
    int64_t count = 2;
    for (int i = 0; i < COMMANDS; i++) {
        if (strcmp(commands[i].name, name) == 0) {
            *command = &commands[i];
            return HF_OK;
        }
        visible[count++] = commands[i].name;
    }
    const char *nearest = hf_text_nearest(name, visible, count);
    return hf_fail(error, HF_USAGE, "unknown %s '%s'%s%s%s; see holdfast --help",
                   name[0] == '-' ? "option" : "command", name, nearest ? " (did you mean '" : "",
                   nearest ? nearest : "", nearest ? "'?)" : "");
}

void hf_command_print_next(const char *results)
{
    printf("  next      holdfast summary %s\n", results);
    printf("            holdfast report %s\n", results);
}

/* "run [options] CONFIG.yaml"; the width is what the list pads to. */
static void print_synopsis(const hf_command *command, FILE *out, int width)
{
    int printed = fprintf(out, "%s", command->name);
    for (const hf_option *o = command->options; o->kind != HF_OPTION_END; o++)
        if (hf_option_is_argument(o))
            printed += fprintf(out, " %s", o->name);
    fprintf(out, "%*s", printed < width ? width - printed : 0, "");
}

void hf_command_print_list(FILE *out)
{
    fprintf(out, "holdfast asks whether a small neural network's important features hold fast:\n"
                 "it trains a grid of seeds, hidden sizes and train/test splits, counts how often\n"
                 "each feature is significant and keeps every weight in one HDF5 file.\n\n"
                 "usage: holdfast COMMAND ...\n"
                 "       mpirun -n RANKS holdfast run CONFIG.yaml\n\n"
                 "commands:\n");
    for (int i = 0; i < COMMANDS; i++) {
        fprintf(out, "  ");
        print_synopsis(&commands[i], out, 29);
        fprintf(out, "%s\n", commands[i].help);
    }
    fprintf(out, "\n'holdfast COMMAND --help' shows a command's options.\n");
}

static void print_option(const hf_option *option, FILE *out)
{
    char shown[80];
    char letter[] = {'-', option->letter, ',', ' ', '\0'};
    snprintf(shown, sizeof shown, "%s--%s%s%s", option->letter ? letter : "    ", option->name,
             option->value ? " " : "", option->value ? option->value : "");
    fprintf(out, "  %-36s%s\n", shown, option->help);
}

void hf_command_print_help(const hf_command *command, FILE *out)
{
    fprintf(out, "usage: holdfast ");
    print_synopsis(command, out, 0);
    fprintf(out, " [options]\n\n%s %s.\n\narguments and options:\n", command->name, command->help);
    for (const hf_option *o = command->options; o->kind != HF_OPTION_END; o++)
        if (hf_option_is_argument(o))
            fprintf(out, "  %-36s%s\n", o->name, o->help);
    for (const hf_option *o = command->options; o->kind != HF_OPTION_END; o++)
        if (!hf_option_is_argument(o))
            print_option(o, out);
    fprintf(out, "  %-36sprints this\n", "-h, --help");
}

void hf_command_print_error(hf_error *error)
{
    if (error->message[0])
        fprintf(stderr, "holdfast: %s\n", error->message);
    error->message[0] = '\0';
}
