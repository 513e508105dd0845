/* The tables of src/results/fields.c and axes.c in Markdown. */
#include "reference.h"
#include "results/fields.h"

#include <string.h>

static const char *const types[HF_TYPES] = {
    [HF_TYPE_U8] = "uint8",  [HF_TYPE_U32] = "uint32",  [HF_TYPE_I32] = "int32",
    [HF_TYPE_I64] = "int64", [HF_TYPE_F32] = "float32", [HF_TYPE_F64] = "float64",
    [HF_TYPE_TEXT] = "text",
};

static const char *const conditions[] = {
    [HF_IF_ALWAYS] = "always",
    [HF_IF_DATASET] = "`output.dataset`",
    [HF_IF_GROUP] = "`output.dataset` and `data.groups`",
    [HF_IF_VALIDATION] = "`training.validation_fraction` > 0",
    [HF_IF_HISTORY] = "`output.history_every` > 0",
    [HF_IF_INITIAL] = "`output.initial_weights`",
    [HF_IF_LABELS] = "`null_test.labels` > 0",
    [HF_IF_LABELS_ASKED] = "`null_test.labels` > 0",
    [HF_IF_PROBES] = "`null_test.probes` > 0",
};

/* {hidden} by the size that stands for all, {method} by <method>. */
static void write_path(const char *path, hf_text *out)
{
    const char *open = strchr(path, '{');
    if (open)
        hf_text_append(out, "%.*s%s%s", (int)(open - path), path,
                       strncmp(open, "{hidden}", 8) == 0 ? "0030" : "<method>",
                       strchr(open, '}') + 1);
    else
        hf_text_append(out, "%s", path);
}

static void write_axes(const hf_axis *axes, hf_text *out)
{
    for (int i = 0; i < HF_MOST_AXES && axes[i] != HF_AXIS_NONE; i++) {
        hf_text_append(out, i ? ", " : " [");
        write_path(hf_axis_table[axes[i]].path + 1, out);
    }
    hf_text_append(out, axes[0] == HF_AXIS_NONE ? "" : "]");
}

/* "no yes" as "0 no, 1 yes" */
static void write_flags(const char *meanings, hf_text *out)
{
    for (int value = 0; *meanings; value++) {
        const int length = (int)strcspn(meanings, " ");
        hf_text_append(out, "%s%d %.*s", value ? ", " : ": ", value, length, meanings);
        meanings += length + (meanings[length] == ' ');
    }
}

static void write_meaning(const char *long_name, const char *units, const char *flags, hf_text *out)
{
    hf_text_append(out, " | ");
    reference_cell(long_name, out);
    if (flags)
        write_flags(flags, out);
    if (strcmp(units, "1") != 0)
        hf_text_append(out, " (%s)", units);
    hf_text_append(out, " |");
}

static void write_condition(const hf_field_row *row, bool in_shards, hf_text *out)
{
    static const char *const tasks[] = {
        [HF_TASK_ANY] = "", [HF_TASK_CLASSES] = "classes", [HF_TASK_OUTCOME] = "measured outcome"};
    const bool always = row->condition == HF_IF_ALWAYS && row->task != HF_TASK_ANY;
    hf_text_append(out, " %s%s%s%s%s |\n", always ? "" : conditions[row->condition],
                   row->task != HF_TASK_ANY && !always ? "; " : "", tasks[row->task],
                   in_shards ? "" : "; ", in_shards ? "" : "not in shards");
}

static void write_field(const hf_field_row *row, hf_text *out)
{
    hf_text_append(out, "| `");
    write_path(row->path, out);
    hf_text_append(out, "` | %s", types[row->type]);
    write_axes(row->axes, out);
    write_meaning(row->long_name, row->units, row->flag_meanings, out);
    write_condition(row, (row->roles & HF_ROLE_STATISTICS) == 0, out);
}

static void write_axis(const hf_field_row *row, hf_text *out)
{
    hf_text_append(out, "| `");
    write_path(row->path, out);
    hf_text_append(out, "` | %s", types[row->type]);
    write_meaning(row->long_name, row->units, NULL, out);
    write_condition(row, true, out);
}

static bool begins(const char *path, const char *part)
{
    return strncmp(path, part, strlen(part)) == 0;
}

int64_t reference_fields(const char *part, hf_text *out)
{
    int64_t rows = 0;
    hf_text_append(out, "| path | type [dimensions] | meaning | there |\n"
                        "| --- | --- | --- | --- |\n");
    for (int i = 0; i < HF_TEXTS; i++)
        if (begins(hf_text_table[i].path, part)) {
            hf_text_append(out, "| `%s` | text | %s | always |\n", hf_text_table[i].path,
                           hf_text_table[i].long_name);
            rows++;
        }
    for (int i = 0; i < HF_FIELDS; i++)
        if (begins(hf_field_table[i].path, part)) {
            write_field(&hf_field_table[i], out);
            rows++;
        }
    return rows;
}

int64_t reference_field_count(void)
{
    return (int64_t)HF_FIELDS + (int64_t)HF_TEXTS;
}

int64_t reference_axes(const char *part, hf_text *out)
{
    (void)part;
    hf_text_append(out, "| path | type | holds | there |\n| --- | --- | --- | --- |\n");
    for (hf_axis axis = HF_AXIS_FEATURE; axis < HF_AXES; axis++)
        write_axis(&hf_axis_table[axis], out);
    return reference_axis_count();
}

int64_t reference_axis_count(void)
{
    return (int64_t)HF_AXES - (int64_t)HF_AXIS_FEATURE;
}
