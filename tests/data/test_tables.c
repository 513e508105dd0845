/*
 * Tables as people write them: tests/data/tables/expected.txt says of each file there what must be
 * understood, or what the message of the error must hold.
 *
 * A section is "[FILE] keys of data", then the lines of what is
 * understood (see describe), or lines "error PART".
 */
#include "data_test.h"
#include "holdfast/status_codes.h"
#include "text/number.h"
#include <math.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

enum { LINE_BYTES = 1024, FILES_LEAST = 60 };

static const char folder[] = "tables";

/* ---- what was understood ---- */

static void describe_form(const hf_table_form *form, hf_text *text)
{
    static const char *const delimiters[] = {"auto", "comma", "semicolon", "tab", "space"};
    static const char *const decimals[] = {"auto", "point", "comma"};
    hf_text_append(text, "%s %s%s", delimiters[form->delimiter], decimals[form->decimal],
                   form->row_names ? " names" : "");
    if (form->comments > 0)
        hf_text_append(text, " comments %lld", (long long)form->comments);
    hf_text_append(text, "\n");
}

static void describe_feature(const hf_dataset *d, int64_t f, hf_text *text)
{
    const int64_t levels = hf_dataset_levels(d, f);
    hf_text_append(text, "%s", d->feature_names.items[f]);
    for (int64_t k = 0; k < levels; k++)
        hf_text_append(text, "%s%s%s", k ? "|" : " <", d->levels[f].items[k],
                       k + 1 < levels ? "" : ">");
    hf_text_append(text, ":");
    for (int64_t i = 0; i < d->samples; i++) {
        const double x = d->x[i * d->features + f];
        hf_text_append(text, " %s", isnan(x) ? "NA" : hf_number_double(x).text);
    }
    hf_text_append(text, "\n");
}

/* "semicolon comma names"; "= a b a", the labels; "left out: id"; "f <no|yes>: 0 1 NA". */
static void describe(const hf_dataset *d, hf_text *text)
{
    describe_form(&d->form, text);
    hf_text_append(text, "=");
    for (int64_t i = 0; i < d->samples; i++)
        hf_text_append(text, " %s", d->class_names.items[d->y[i]]);
    hf_text_append(text, "\n");
    for (int64_t i = 0; d->group && i < d->samples; i++)
        hf_text_append(text, "%s%d%s", i ? " " : "groups: ", d->group[i],
                       i + 1 < d->samples ? "" : "\n");
    for (int64_t i = 0; i < d->different.count; i++)
        hf_text_append(text, "left out: %s\n", d->different.items[i]);
    for (int64_t f = 0; f < d->features; f++)
        describe_feature(d, f, text);
}

/* ---- the table of what is expected ---- */

typedef struct section {
    char file[LINE_BYTES], keys[LINE_BYTES];
    hf_text expected;   /* lines */
    hf_text_list parts; /* of the message */
} section;

static void check_error(const section *s, hf_status status, const hf_error *error)
{
    if (status != HF_BAD_DATA)
        fail_msg("%s: status %d, expected %d", s->file, status, HF_BAD_DATA);
    for (int64_t i = 0; i < s->parts.count; i++)
        if (!strstr(error->message, s->parts.items[i]))
            fail_msg("%s: the message does not hold <%s>: %s", s->file, s->parts.items[i],
                     error->message);
}

static void check(const section *s)
{
    hf_text yaml = {0}, understood = {0};
    hf_error error = {.status = HF_OK};
    hf_config config;
    hf_dataset d;
    hf_text_append(&yaml, "data: {source: \"%s/%s\"%s%s}\n", folder, s->file, *s->keys ? ", " : "",
                   s->keys);
    if (hf_config_parse(yaml.data, NULL, &config, &error) != HF_OK)
        fail_msg("%s: %s", s->file, error.message);
    const hf_status status = hf_dataset_load(&config, &d, &error);
    if (s->parts.count > 0)
        check_error(s, status, &error);
    else if (status != HF_OK)
        fail_msg("%s: %s", s->file, error.message);
    else
        describe(&d, &understood);
    if (s->parts.count == 0 && strcmp(understood.data, s->expected.data) != 0)
        fail_msg("%s: understood:\n%sexpected:\n%s", s->file, understood.data, s->expected.data);
    if (status == HF_OK)
        hf_dataset_free(&d);
    hf_config_free(&config);
    hf_text_free(&understood);
    hf_text_free(&yaml);
}

static void finish(section *s, int64_t *files)
{
    if (!*s->file)
        return;
    check(s);
    ++*files;
    hf_text_free(&s->expected);
    hf_text_list_free(&s->parts);
    memset(s, 0, sizeof *s);
}

static void take_line(section *s, const char *line, int64_t *files)
{
    static const char error[] = "error ";
    if (*line == '[') {
        finish(s, files);
        const size_t length = strcspn(line + 1, "]");
        snprintf(s->file, sizeof s->file, "%.*s", (int)length, line + 1);
        snprintf(s->keys, sizeof s->keys, "%s", line + 1 + length + 1 + (line[length + 2] == ' '));
    } else if (strncmp(line, error, sizeof error - 1) == 0)
        assert_int_equal(hf_text_list_add(&s->parts, line + sizeof error - 1, NULL), HF_OK);
    else if (*line && *line != '#')
        hf_text_append(&s->expected, "%s\n", line);
}

static void each_table_is_understood_or_refused(void **state)
{
    char line[LINE_BYTES];
    section s = {.file = ""};
    int64_t files = 0;
    (void)state;
    snprintf(line, sizeof line, "%s/expected.txt", folder);
    FILE *table = fopen(line, "r");
    assert_non_null(table);
    while (fgets(line, sizeof line, table)) {
        line[strcspn(line, "\n")] = '\0';
        take_line(&s, line, &files);
    }
    finish(&s, &files);
    fclose(table);
    assert_true(files >= FILES_LEAST);
}

int main(void)
{
    const struct CMUnitTest tests[] = {cmocka_unit_test(each_table_is_understood_or_refused)};
    return cmocka_run_group_tests(tests, NULL, NULL);
}
