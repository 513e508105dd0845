/* The datasets of an HDF5 file as a table. */
#include "cell_number.h"
#include "data/table/cf.h"
#include "h5.h"
#include "holdfast/memory.h"
#include "holdfast/status_codes.h"
#include "raw_table.h"
#include "text/number.h"

#include <math.h>
#include <string.h>

enum { BLOCK_VALUES = 1 << 20 };

typedef struct source {
    hf_raw_table table;
    hf_data_h5 h5;
    hf_data_h5_set inputs;
    hf_cf cf; /* of the inputs */
    hf_data_h5_texts labels, groups;
    hf_text text;  /* a label or a group */
    double *block; /* rows as read, [block_rows, column] */
    int64_t block_rows;
} source;

/* A scalar text holds one name a line. */
static hf_status add_lines(hf_raw_table *t, const char *text)
{
    while (*text) {
        const size_t length = strcspn(text, "\n");
        HF_TRY(hf_raw_table_add_column(t, text, length - (length > 0 && text[length - 1] == '\r')));
        text += length + (text[length] == '\n');
    }
    return HF_OK;
}

/* Where the number is that of the inputs' other side. */
static const char *transposed(const source *s, int64_t count, int64_t other_side)
{
    return count == other_side && s->inputs.size[0] != s->inputs.size[1]
               ? ": the matrix looks transposed, store it as [sample, feature]"
               : "";
}

static hf_status add_names(source *s, const hf_data_h5_texts *texts)
{
    hf_raw_table *t = &s->table;
    const int64_t *count = &t->header.list.count, columns = s->inputs.size[1];
    t->inputs = texts->set.name; /* where something may be wrong */
    if (texts->set.kind != H5T_STRING)
        return hf_raw_table_fail(t, -1, "contains no text: feature names are needed");
    for (int64_t i = 0; i < texts->set.elements; i++) {
        HF_TRY(hf_data_h5_text(texts, i, &s->text, t->error));
        HF_TRY(texts->set.rank == 0 ? add_lines(t, s->text.data)
                                    : hf_raw_table_add_column(t, s->text.data, s->text.length));
    }
    if (*count != columns)
        return hf_raw_table_fail(t, -1, "has %lld name%s, but %s has %lld column%s%s",
                                 (long long)*count, hf_plural(*count), s->inputs.name,
                                 (long long)columns, hf_plural(columns),
                                 transposed(s, *count, s->inputs.size[0]));
    t->inputs = s->inputs.name;
    return HF_OK;
}

static hf_status number_columns(source *s)
{
    char name[32];
    for (int64_t i = 0; i < s->inputs.size[1]; i++) {
        snprintf(name, sizeof name, "feature_%lld", (long long)i);
        HF_TRY(hf_data_names_add(&s->table.header, name, NULL, s->table.error));
    }
    return HF_OK;
}

static hf_status read_header(source *s)
{
    const char *given = s->table.config->data.feature_names;
    const char *name = given ? given : "/feature_names";
    hf_data_h5_texts texts = {0};
    if (!given && !hf_data_h5_has(&s->h5, name))
        return number_columns(s);
    hf_status status =
        hf_data_h5_read_texts(&s->h5, "data.feature_names", name, &texts, s->table.error);
    if (status == HF_OK)
        status = add_names(s, &texts);
    hf_data_h5_free_texts(&texts);
    return status;
}

/* Labels or groups: one for each row of the inputs. */
static hf_status read_texts(source *s, const char *key, const char *name, hf_data_h5_texts *texts)
{
    const int64_t rows = s->inputs.size[0];
    HF_TRY(hf_data_h5_read_texts(&s->h5, key, name, texts, s->table.error));
    if (texts->set.rank > 0 && texts->set.elements == rows)
        return HF_OK;
    return hf_fail(s->table.error, HF_BAD_DATA,
                   "%s: %s has %lld element%s, but %s has %lld row%s%s", s->h5.path, name,
                   (long long)texts->set.elements, hf_plural(texts->set.elements), s->inputs.name,
                   (long long)rows, hf_plural(rows),
                   transposed(s, texts->set.elements, s->inputs.size[1]));
}

static hf_status open_all(source *s)
{
    hf_raw_table *t = &s->table;
    const hf_config *config = t->config;
    t->inputs = config->data.inputs ? config->data.inputs : "/x";
    t->labels = config->data.target ? config->data.target : "/y";
    t->groups = config->data.groups;
    HF_TRY(hf_data_h5_open(&s->h5, t->file, t->error));
    HF_TRY(hf_data_h5_open_set(&s->h5, "data.inputs", t->inputs, 2, &s->inputs, t->error));
    HF_TRY(hf_data_h5_check_matrix(&s->inputs, t->error));
    HF_TRY(hf_cf_read(s->inputs.id, t->file, t->inputs, &s->cf, t->error));
    HF_TRY(read_header(s));
    HF_TRY(read_texts(s, "data.target", t->labels, &s->labels));
    s->labels.reals = config->data.task != HF_TASK_CLASSIFICATION;
    if (t->groups)
        HF_TRY(read_texts(s, "data.groups", t->groups, &s->groups));
    t->target = s->inputs.size[1]; /* behind the inputs */
    t->group = t->groups ? t->target + 1 : -1;
    HF_TRY(hf_raw_table_choose_features(t));
    return hf_raw_table_begin(t);
}

static hf_status allocate_block(source *s)
{
    const int64_t columns = s->inputs.size[1];
    size_t row_bytes;
    s->block_rows = columns < BLOCK_VALUES ? BLOCK_VALUES / columns : 1;
    if (!hf_multiply((size_t)columns, sizeof *s->block, &row_bytes))
        return hf_raw_table_fail(&s->table, -1, "has too many columns");
    return hf_allocate(&s->block, s->block_rows, row_bytes, s->table.error);
}

static hf_status take_text(source *s, int64_t column, const hf_data_h5_texts *texts)
{
    HF_TRY(hf_data_h5_text(texts, s->table.row, &s->text, s->table.error));
    return hf_raw_table_take_text(&s->table, column, s->text.data);
}

static hf_status take_row(source *s, const double *read)
{
    hf_raw_table *t = &s->table;
    HF_TRY(hf_raw_table_begin_row(t));
    for (int64_t column = 0; column < s->inputs.size[1]; column++) {
        const int64_t feature = t->feature_of[column];
        if (feature < 0)
            continue;
        if (isinf(read[column])) {
            t->values[feature] = read[column];
            HF_TRY(hf_raw_table_wrong(t, column, read[column] < 0 ? "-inf" : "inf", HF_INFINITE));
        } else
            HF_TRY(hf_raw_table_take_number(t, column, read[column]));
    }
    HF_TRY(take_text(s, t->target, &s->labels));
    if (t->group >= 0)
        HF_TRY(take_text(s, t->group, &s->groups));
    return hf_raw_table_end_row(t);
}

static hf_status read_rows(source *s)
{
    const int64_t rows = s->inputs.size[0];
    HF_TRY(allocate_block(s));
    for (int64_t first = 0; first < rows; first += s->block_rows) {
        const int64_t count = rows - first < s->block_rows ? rows - first : s->block_rows;
        HF_TRY(hf_data_h5_read_rows(&s->inputs, first, count, s->block, s->table.error));
        hf_cf_apply(&s->cf, s->block, count * s->inputs.size[1]);
        for (int64_t i = 0; i < count; i++) {
            s->table.row = first + i;
            HF_TRY(take_row(s, s->block + i * s->inputs.size[1]));
        }
    }
    return hf_raw_table_finish(&s->table);
}

hf_status hf_data_read_hdf5(const hf_config *config, hf_dataset *dataset, hf_error *error)
{
    source s = {.table = {.config = config,
                          .dataset = dataset,
                          .error = error,
                          .file = config->data.source,
                          .target = -1,
                          .group = -1,
                          .row_names = -1,
                          .row = -1}};
    hf_status status = open_all(&s);
    if (status == HF_OK)
        status = read_rows(&s);
    hf_free(&s.block);
    hf_text_free(&s.text);
    hf_raw_table_free(&s.table);
    hf_data_h5_free_texts(&s.groups);
    hf_data_h5_free_texts(&s.labels);
    hf_data_h5_close_set(&s.inputs);
    hf_data_h5_close(&s.h5);
    return status;
}
