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

/* "export RESULTS.h5 TABLE" */
static void append_synopsis(const hf_command *command, hf_text *text)
{
    hf_text_append(text, "%s", command->name);
    for (const hf_option *o = command->options; o->kind != HF_OPTION_END; o++)
        if (hf_option_is_argument(o))
            hf_text_append(text, " %s", o->name);
}

void hf_command_print_list(FILE *out)
{
    hf_document d = {0};
    hf_document_say(&d, HF_BLOCK_PARAGRAPH,
                    "holdfast asks whether a small neural network's important features hold fast: "
                    "it trains a grid of seeds, hidden sizes and train/test splits, counts how "
                    "often each feature is significant and keeps every weight in one HDF5 file.");
    hf_document_say(&d, HF_BLOCK_PARAGRAPH,
                    "usage: holdfast COMMAND ... or mpirun -n RANKS holdfast run CONFIG.yaml");
    hf_document_say(&d, HF_BLOCK_PARAGRAPH, "commands:");
    for (int i = 0; i < COMMANDS; i++) {
        hf_text synopsis = {0};
        append_synopsis(&commands[i], &synopsis);
        hf_text_append(hf_document_fact(&d, synopsis.data ? synopsis.data : ""), "%s",
                       commands[i].help);
        hf_text_free(&synopsis);
    }
    hf_document_say(&d, HF_BLOCK_PARAGRAPH, "'holdfast COMMAND --help' shows a command's options.");
    hf_command_print_document(&d, out);
}

/* "-o, --output FILE", "    --dry-run" */
static void add_option(const hf_option *o, hf_document *d)
{
    char shown[80];
    const char letter[] = {'-', o->letter, ',', ' ', '\0'};
    if (hf_option_is_argument(o))
        snprintf(shown, sizeof shown, "%s", o->name);
    else
        snprintf(shown, sizeof shown, "%s--%s%s%s", o->letter ? letter : "    ", o->name,
                 o->value ? " " : "", o->value ? o->value : "");
    hf_text_append(hf_document_fact(d, shown), "%s", o->help);
}

void hf_command_print_help(const hf_command *command, FILE *out)
{
    hf_document d = {0};
    hf_text *usage = hf_document_add(&d, HF_BLOCK_PARAGRAPH);
    hf_text_append(usage, "usage: holdfast ");
    append_synopsis(command, usage);
    hf_text_append(usage, " [options]");
    hf_document_say(&d, HF_BLOCK_PARAGRAPH, "%s %s.", command->name, command->help);
    hf_document_say(&d, HF_BLOCK_PARAGRAPH, "arguments and options:");
    for (int arguments = 1; arguments >= 0; arguments--)
        for (const hf_option *o = command->options; o->kind != HF_OPTION_END; o++)
            if (hf_option_is_argument(o) == (arguments == 1))
                add_option(o, &d);
    hf_text_append(hf_document_fact(&d, "-h, --help"), "print this");
    hf_command_print_document(&d, out);
}
