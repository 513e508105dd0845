/* The table of commands, and the help that is printed from it. */
#include "commands/commands.h"

#include "holdfast/status_codes.h"
#include "holdfast/text.h"
#include <string.h>

#define ROW(name, help, all_ranks)                                                                 \
    {#name, help, hf_##name##_command_options, hf_command_##name, all_ranks},
static const hf_command commands[] = {HF_COMMAND_LIST(ROW)};
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
