/* What was understood of the data, said before anything is trained. */
#include "commands/commands.h"
#include "commands/run/run_text.h"

#include "text/layout.h"
#include "text/number.h"
#include "text/terminal.h"
#include <stdio.h>
#include <string.h>

enum { WIDTH = 80, INDENT = 12, NAMES_SHOWN = 12, WARNINGS_MOST = 3 };

#define NO_BREAK "\xC2\xA0" /* a space at which no line ends */

static void append_unbroken(hf_text *text, const char *words)
{
    for (; *words; words++)
        if (*words == ' ')
            hf_text_append(text, NO_BREAK);
        else
            hf_text_append_bytes(text, words, 1);
}

static void print_spaced(const char *text)
{
    for (const char *space; (space = strstr(text, NO_BREAK)); text = space + strlen(NO_BREAK))
        printf("%.*s ", (int)(space - text), text);
    printf("%s", text);
}

/* The first names of a list, wrapped between them; counts [name], NULL: none. */
static void print_names(const char *label, const hf_text_list *names, const int64_t *counts)
{
    const int64_t shown = names->count < NAMES_SHOWN ? names->count : NAMES_SHOWN;
    char start[INDENT + 1];
    hf_text list = {0}, wrapped = {0};
    snprintf(start, sizeof start, "  %-*s", INDENT - 2, label);
    for (int64_t i = 0; i < shown; i++) {
        hf_text_append(&list, "%s", i > 0 ? ", " : "");
        append_unbroken(&list, names->items[i]);
        if (counts)
            hf_text_append(&list, NO_BREAK "(%s)", hf_number_grouped(counts[i]).text);
    }
    if (names->count > shown)
        hf_text_append(&list, " and" NO_BREAK "%s" NO_BREAK "more",
                       hf_number_grouped(names->count - shown).text);
    hf_layout_paragraph(&wrapped, start, list.data ? list.data : "?", WIDTH);
    print_spaced(wrapped.data ? wrapped.data : "");
    hf_text_free(&list);
    hf_text_free(&wrapped);
}

static void print_classes(const hf_dataset *data)
{
    int64_t counts[NAMES_SHOWN] = {0};
    for (int64_t i = 0; i < data->samples; i++)
        if (data->y[i] < NAMES_SHOWN)
            counts[data->y[i]]++;
    print_names("classes", &data->class_names, counts);
}

static void print_groups(const hf_config *config, const hf_dataset *data)
{
    int64_t groups = 0;
    hf_text name = {0};
    if (!data->group)
        return;
    for (int64_t i = 0; i < data->samples; i++)
        groups = data->group[i] >= groups ? data->group[i] + 1 : groups;
    hf_terminal_text(&name, config->data.groups);
    printf("  groups    %s: %s, each on one side of every split\n", name.data ? name.data : "?",
           hf_count(groups, "group").text);
    hf_text_free(&name);
}

static void print_missing(const hf_config *config, const hf_dataset *data)
{
    const int64_t dropped = data->file_rows - data->samples;
    if (data->missing_cells == 0)
        return;
    printf("  missing   %s in %s: ", hf_count(data->missing_cells, "cell").text,
           hf_count(data->missing_columns, "column").text);
    if (config->data.missing == HF_MISSING_MEAN)
        printf("filled with the mean of the training rows\n");
    else
        printf("%s %s left out\n", hf_count(dropped, "row").text, dropped == 1 ? "is" : "are");
}

/* data.exclude as it would be with these features. */
static void append_advice(const hf_config *config, const hf_text_list *features, hf_text *text)
{
    hf_config advised = {0};
    hf_text_list *exclude = &advised.data.exclude;
    const hf_text_list *const parts[] = {&config->data.exclude, features};
    hf_status status = HF_OK;
    if (config->data.features.count > 0) {
        hf_text_append(text, "of data.features");
        return;
    }
    for (int k = 0; k < 2; k++)
        for (int64_t i = 0; i < parts[k]->count && status == HF_OK; i++)
            status = hf_text_list_add(exclude, parts[k]->items[i], NULL);
    hf_text_append(text, "with data.exclude: ");
    if (status == HF_OK)
        hf_config_append_value(&advised, "data.exclude", text);
    hf_text_list_free(exclude);
}

static void warn_of_identifiers(const hf_config *config, const hf_text_list *features)
{
    hf_text advice = {0};
    append_advice(config, features, &advice);
    for (int64_t i = 0; i < features->count; i++) {
        hf_text name = {0};
        hf_terminal_text(&name, features->items[i]);
        fprintf(
            stderr,
            "holdfast: warning: feature '%s' has a different whole number in every row; if it is "
            "an identifier, leave it out %s\n",
            name.data ? name.data : "?", advice.data ? advice.data : "");
        hf_text_free(&name);
    }
    hf_text_free(&advice);
}

void hf_run_tell_data(const hf_run_options *options, const hf_experiment *experiment)
{
    const hf_dataset *data = &experiment->dataset;
    if (options->quiet)
        return;
    if (options->dry_run) {
        print_names("features", &data->feature_names, NULL);
        if (data->unused.count > 0)
            print_names("left out", &data->unused, NULL);
        print_classes(data);
        print_groups(&experiment->config, data);
    }
    print_missing(&experiment->config, data);
}

void hf_run_warn_of_data(const hf_run_options *options, const hf_experiment *experiment)
{
    const hf_dataset *data = &experiment->dataset;
    const hf_config *config = &experiment->config;
    hf_text_list identifiers = {0};
    if (!options->quiet && config->data.groups &&
        (config->null_test.labels > 0 || config->null_test.probes > 0))
        fputs(
            "holdfast: warning: null tests permute single rows and ignore groups (data.groups); if "
            "the rows of a group share their label, p-values are too small and features stand "
            "out too easily\n",
            stderr);
    for (int64_t f = 0; !options->quiet && f < data->features; f++)
        if (identifiers.count < WARNINGS_MOST && hf_dataset_is_identifier(data, f) &&
            hf_text_list_add(&identifiers, data->feature_names.items[f], NULL) != HF_OK)
            break;
    warn_of_identifiers(config, &identifiers);
    hf_text_list_free(&identifiers);
}
