/* A text table as it was understood: how it is written, its categories, its first rows. */
#include "commands/run/run_text.h"

#include "holdfast/choices.h"
#include "text/layout.h"
#include "text/list.h"
#include "text/number.h"
#include "text/terminal.h"
#include <math.h>
#include <stdio.h>

enum { ROWS_SHOWN = 3, FEATURES_SHOWN = 12, LEVELS_SHOWN = 8 };

void hf_run_add_form(const hf_dataset *data, hf_document *document)
{
    static const char *const delimiters[] = {[HF_DELIMITER_COMMA] = "commas",
                                             [HF_DELIMITER_SEMICOLON] = "semicolons",
                                             [HF_DELIMITER_TAB] = "tabs",
                                             [HF_DELIMITER_SPACE] = "blanks"};
    const hf_table_form *form = &data->form;
    if (form->delimiter == HF_DELIMITER_AUTO)
        return;
    hf_text *line = hf_document_fact(document, "table");
    hf_text_append(line, "cells separated by %s, decimal %s", delimiters[form->delimiter],
                   form->decimal == HF_DECIMAL_IS_COMMA ? "comma" : "point");
    if (form->comments > 0)
        hf_text_append(line, ", %s before the header", hf_count(form->comments, "comment").text);
    if (form->row_names)
        hf_text_append(line, ", first column without a name: row names");
}

void hf_run_add_categories(const hf_dataset *data, hf_document *document)
{
    int64_t categories = 0;
    for (int64_t f = 0; f < data->features; f++)
        categories += hf_dataset_levels(data, f) > 0;
    if (categories == 0)
        return;
    hf_list list = {.text = hf_document_fact(document, "categories"), .most = FEATURES_SHOWN};
    for (int64_t f = 0; f < data->features; f++) {
        const int64_t levels = hf_dataset_levels(data, f);
        if (levels == 0 || !hf_list_next(&list))
            continue;
        hf_text_append(list.text, "%s (", data->feature_names.items[f]);
        hf_list of = {.text = list.text, .most = LEVELS_SHOWN};
        for (int64_t k = 0; k < levels; k++)
            if (hf_list_next(&of))
                hf_text_append(list.text, "%s", data->levels[f].items[k]);
        hf_list_end(&of);
        hf_text_append(list.text, ")");
    }
    hf_list_end(&list);
}

static void append_value(const hf_dataset *data, int64_t sample, int64_t feature, hf_text *line)
{
    const double x = data->x[sample * data->features + feature];
    if (isnan(x))
        hf_text_append(line, "(missing)");
    else if (hf_dataset_levels(data, feature) > 0)
        hf_text_append(line, "'%s'", data->levels[feature].items[(int64_t)x]);
    else
        hf_text_append(line, "%s", hf_number_double(x).text);
}

void hf_run_add_rows(const hf_dataset *data, hf_document *document)
{
    for (int64_t i = 0; i < ROWS_SHOWN && i < data->samples; i++) {
        char label[32];
        snprintf(label, sizeof label, "row %lld", (long long)(data->row ? data->row[i] : i) + 1);
        hf_list list = {.text = hf_document_fact(document, label), .most = FEATURES_SHOWN};
        if (data->target)
            hf_text_append(list.text, "%s: ", hf_number_double(data->target[i]).text);
        else
            hf_text_append(list.text, "%s: ", data->class_names.items[data->y[i]]);
        for (int64_t f = 0; f < data->features; f++) {
            if (!hf_list_next(&list))
                continue;
            hf_layout_unbroken(list.text, data->feature_names.items[f]);
            hf_text_append(list.text, HF_NO_BREAK_SPACE);
            append_value(data, i, f, list.text);
        }
        hf_list_end(&list);
    }
}
