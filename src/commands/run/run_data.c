/* What was understood of the data, said before anything is trained. */
#include "commands/commands.h"
#include "commands/run/run_text.h"

#include "findings/data_facts.h"
#include "holdfast/memory.h"
#include "text/alike.h"
#include "text/layout.h"
#include "text/list.h"
#include "text/number.h"
#include "text/terminal.h"
#include <stdio.h>
#include <string.h>

enum { NAMES_SHOWN = 12, WARNINGS_MOST = 3 };

/* The first names of a list; counts [name], NULL: none. No line ends within a name. */
static void add_names(const char *label, const hf_text_list *names, const int64_t *counts,
                      hf_document *d)
{
    hf_text *line = hf_document_fact(d, label);
    hf_list list = {.text = line, .most = NAMES_SHOWN};
    for (int64_t i = 0; i < names->count; i++) {
        if (!hf_list_next(&list))
            continue;
        hf_layout_unbroken(line, names->items[i]);
        if (counts)
            hf_text_append(line, HF_NO_BREAK_SPACE "(%s)", hf_number_grouped(counts[i]).text);
    }
    hf_list_end(&list);
}

static void add_classes(const hf_dataset *data, hf_document *d)
{
    int64_t counts[NAMES_SHOWN] = {0};
    for (int64_t i = 0; i < data->samples; i++)
        if (data->y[i] < NAMES_SHOWN)
            counts[data->y[i]]++;
    add_names("classes", &data->class_names, counts, d);
}

static void add_outcome(const hf_dataset *data, hf_document *d)
{
    double low = data->target[0], high = low, sum = 0;
    for (int64_t i = 0; i < data->samples; i++) {
        low = data->target[i] < low ? data->target[i] : low;
        high = data->target[i] > high ? data->target[i] : high;
        sum += data->target[i];
    }
    hf_text_append(hf_document_fact(d, "outcome"), "%s: from %s to %s, mean %s",
                   data->class_names.items[0], hf_number_double(low).text,
                   hf_number_double(high).text,
                   hf_number_significant(sum / (double)data->samples, 4).text);
}

static void add_groups(const hf_config *config, const hf_dataset *data, hf_document *d)
{
    int64_t groups = 0;
    if (!data->group)
        return;
    for (int64_t i = 0; i < data->samples; i++)
        groups = data->group[i] >= groups ? data->group[i] + 1 : groups;
    hf_text_append(hf_document_fact(d, "groups"), "%s: %s, each on one side of every split",
                   config->data.groups, hf_count(groups, "group").text);
}

static void add_missing(const hf_config *config, const hf_dataset *data, hf_document *d)
{
    const int64_t dropped = data->file_rows - data->samples;
    if (data->missing_cells == 0)
        return;
    hf_text *line = hf_document_fact(d, "missing");
    hf_text_append(line, "%s in %s: ", hf_count(data->missing_cells, "cell").text,
                   hf_count(data->missing_columns, "column").text);
    if (config->data.missing == HF_MISSING_MEAN)
        hf_text_append(line, "filled with the mean of the training rows");
    else
        hf_text_append(line, "%s %s left out", hf_count(dropped, "row").text,
                       dropped == 1 ? "is" : "are");
}

/* How to leave these features out. */
static void append_advice(const hf_config *config, const hf_text_list *features, hf_text *text)
{
    if (config->data.features.count > 0) {
        hf_text_append(text, "of data.features");
        return;
    }
    hf_text_append(text, "with data.exclude: ");
    hf_config_append_longer(config, "data.exclude", features, text);
}

/* A line on each of these columns, `what` they are, and how to leave all of them out. */
static void warn_of_columns(const hf_config *config, const hf_text_list *columns, const char *what,
                            const char *why)
{
    hf_text advice = {0};
    append_advice(config, columns, &advice);
    for (int64_t i = 0; i < columns->count && i < WARNINGS_MOST; i++) {
        hf_text name = {0};
        hf_terminal_text(&name, columns->items[i]);
        fprintf(stderr, "holdfast: warning: %s '%s' %s %s\n", what, name.data ? name.data : "?",
                why, advice.data ? advice.data : "");
        hf_text_free(&name);
    }
    hf_text_free(&advice);
}

void hf_run_add_data(const hf_run_options *options, const hf_experiment *experiment,
                     hf_document *document)
{
    const hf_dataset *data = &experiment->dataset;
    hf_run_add_form(data, document);
    if (options->dry_run) {
        add_names("features", &data->feature_names, NULL, document);
        if (data->unused.count > 0)
            add_names("left out", &data->unused, NULL, document);
        hf_run_add_categories(data, document);
        (data->target ? add_outcome : add_classes)(data, document);
        hf_run_add_rows(data, document);
        add_groups(&experiment->config, data, document);
    }
    add_missing(&experiment->config, data, document);
}

/* The class with the fewest samples, the first of them, where it is rare. */
static void warn_of_rare_class(const hf_config *config, const hf_dataset *data)
{
    int64_t *counts, smallest = 0;
    hf_text name = {0};
    if (hf_allocate(&counts, data->classes, sizeof *counts, NULL) != HF_OK)
        return;
    for (int64_t i = 0; i < data->samples; i++)
        counts[data->y[i]]++;
    for (int64_t c = 1; c < data->classes; c++)
        smallest = counts[c] < counts[smallest] ? c : smallest;
    const double share = (double)counts[smallest] / (double)data->samples;
    hf_free(&counts);
    if (!hf_class_is_rare(config, share, data->classes))
        return;
    hf_terminal_text(&name, data->class_names.items[smallest]);
    fprintf(stderr,
            "holdfast: warning: only %s%% of the samples are of class '%s'; to let all classes "
            "count the same in training: --set training.class_weight=balanced\n",
            hf_number_percent(share).text, name.data ? name.data : "?");
    hf_text_free(&name);
}

/* A null test that was asked for and is not made. */
static void warn_of_undefined(const hf_config *config, hf_arm arm)
{
    static const char *const keys[HF_ARMS] = {
        [HF_ARM_LABELS] = "null_test.labels", [HF_ARM_PROBES] = "null_test.probes"};
    const char *reason = hf_arm_undefined(config, arm);
    if (*reason)
        fprintf(stderr,
                "holdfast: warning: %s is not defined for these data and is left out: %s; it takes "
                "groups of equal size, and enough of them, or one row for each group (its mean) "
                "without data.groups\n",
                keys[arm], reason);
}

/* The whole line: a list that is given takes the place of the default one. */
static void warn_of_fill_code(const hf_config *config, const char *feature, double code)
{
    const hf_number number = hf_number_double(code);
    const hf_text_list added = {(char *[]){(char *)number.text}, 1};
    hf_text name = {0}, values = {0};
    hf_terminal_text(&name, feature);
    hf_config_append_longer(config, "data.missing_values", &added, &values);
    fprintf(stderr,
            "holdfast: warning: feature '%s': %s comes again and again, far from all other "
            "values; if it means that the value is missing: data.missing_values: %s\n",
            name.data ? name.data : "?", number.text, values.data ? values.data : "");
    hf_text_free(&name);
    hf_text_free(&values);
}

static void warn_of_fill_codes(const hf_config *config, const hf_dataset *data)
{
    int64_t shown = 0;
    for (int64_t f = 0; f < data->features && shown < WARNINGS_MOST; f++) {
        const double code = hf_dataset_fill_code(data, f);
        if (code == 0)
            continue;
        shown++;
        warn_of_fill_code(config, data->feature_names.items[f], code);
    }
}

static void warn_of_labels(const hf_text_list *classes)
{
    enum { CLASSES_MOST = 500 };
    for (int64_t c = 1; c < classes->count && classes->count <= CLASSES_MOST; c++)
        for (int64_t other = 0; other < c; other++)
            if (hf_text_alike(classes->items[other], classes->items[c])) {
                hf_text names = {0};
                hf_text_append(&names, "'%s' and '%s'", classes->items[other], classes->items[c]);
                hf_text shown = {0};
                hf_terminal_text(&shown, names.data ? names.data : "");
                fprintf(
                    stderr,
                    "holdfast: warning: the labels %s look alike but count as different classes: "
                    "write each label in one way\n",
                    shown.data ? shown.data : "");
                hf_text_free(&shown);
                hf_text_free(&names);
                return;
            }
}

void hf_run_warn_of_data(const hf_run_options *options, const hf_experiment *experiment)
{
    const hf_dataset *data = &experiment->dataset;
    const hf_config *config = &experiment->config;
    hf_text_list identifiers = {0};
    for (hf_arm arm = HF_ARM_LABELS; !options->quiet && arm < HF_ARMS; arm++)
        warn_of_undefined(config, arm);
    for (int64_t f = 0; !options->quiet && f < data->features; f++)
        if (identifiers.count < WARNINGS_MOST && hf_dataset_is_identifier(data, f) &&
            hf_text_list_add(&identifiers, data->feature_names.items[f], NULL) != HF_OK)
            break;
    warn_of_columns(config, &identifiers, "feature",
                    "has a different value in every row; if it is an identifier, leave it out");
    if (!options->quiet) {
        warn_of_rare_class(config, data);
        warn_of_columns(config, &data->different, "column",
                        "is left out: it has a different text in every row, as identifiers have; "
                        "leave it out yourself");
        warn_of_fill_codes(config, data);
        warn_of_labels(&data->class_names);
    }
    hf_text_list_free(&identifiers);
}
