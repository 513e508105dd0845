/* Splits that are read from a file. */
#include "splits.h"

#include "data/csv_reader.h"
#include "data/h5.h"
#include "data/names.h"
#include "data/place.h"
#include "holdfast/memory.h"
#include "holdfast/status_codes.h"
#include "text/number.h"
#include <ctype.h>
#include <stdbool.h>
#include <string.h>
#include <sys/stat.h>

typedef struct matrix {
    const char *path;
    const hf_dataset *dataset;
    hf_splits *splits;
    hf_error *error;
    int64_t width; /* rows of the data file */
    uint8_t *row;  /* [width] of the split being read */
    int64_t capacity;
} matrix;

static hf_status wrong_width(const matrix *m, const hf_data_place *place, int64_t width)
{
    const bool dropped = m->width != m->dataset->samples;
    return hf_data_fail(m->error, place, "%lld column%s, but the data file has %lld row%s%s",
                        (long long)width, hf_plural(width), (long long)m->width,
                        hf_plural(m->width),
                        dropped ? " (including those that data.missing drops)" : "");
}

static hf_status wrong_value(const matrix *m, const hf_data_place *place, int64_t column,
                             const char *value)
{
    const bool header = place->row == 0 && place->line > 0 && isalpha((unsigned char)value[0]);
    return hf_data_fail(m->error, place, "column %lld: '%.40s' is neither 1 (train) nor 0 (test)%s",
                        (long long)column + 1, value, header ? "; remove the header row" : "");
}

static hf_status end_split(matrix *m)
{
    const hf_dataset *d = m->dataset;
    const size_t bytes = d->samples > 0 ? (size_t)d->samples : 1;
    HF_TRY(hf_data_grow(&m->splits->train, &m->capacity, m->splits->count + 1, bytes, m->error));
    uint8_t *train = m->splits->train + m->splits->count * d->samples;
    for (int64_t i = 0; i < d->samples; i++)
        train[i] = m->row[d->row ? d->row[i] : i];
    m->splits->count++;
    return HF_OK;
}

static hf_status take_cell(void *context, hf_csv_position at, int64_t column, const char *text)
{
    matrix *m = context;
    const hf_data_place place = {.file = m->path, .row = at.row, .line = at.line};
    if (strcmp(text, "0") != 0 && strcmp(text, "1") != 0)
        return wrong_value(m, &place, column, text);
    if (column < m->width)
        m->row[column] = text[0] == '1';
    return HF_OK;
}

static hf_status take_row(void *context, hf_csv_position at, int64_t cells)
{
    matrix *m = context;
    const hf_data_place place = {.file = m->path, .row = at.row, .line = at.line};
    return cells == m->width ? end_split(m) : wrong_width(m, &place, cells);
}

static hf_status read_csv(matrix *m)
{
    const hf_csv_source source = {.name = m->path};
    const hf_csv_handler handler = {.context = m, .cell = take_cell, .row = take_row};
    const hf_data_place place = {.file = m->path, .row = -1};
    HF_TRY(hf_csv_read(&source, &handler, m->error));
    return m->splits->count > 0 ? HF_OK : hf_data_fail(m->error, &place, "holds no split");
}

/* The only dataset of two dimensions: *name is to be freed. */
static hf_status find_matrix(const hf_data_h5 *h5, char **name, hf_error *error)
{
    hf_text_list names = {0};
    hf_status status = hf_data_h5_list(h5, 2, &names, error);
    if (status == HF_OK && names.count != 1)
        status = hf_fail(error, HF_BAD_DATA,
                         "%s: %lld datasets have two dimensions: name that of the splits "
                         "/splits/train or /train",
                         h5->path, (long long)names.count);
    if (status == HF_OK)
        status = hf_copy_text(name, names.items[0], error);
    hf_text_list_free(&names);
    return status;
}

static hf_status read_set(matrix *m, const hf_data_h5_set *set, double *values)
{
    hf_data_place place = {.file = set->file, .dataset = set->name, .row = -1};
    if (set->size[1] != m->width)
        return wrong_width(m, &place, set->size[1]);
    for (int64_t split = 0; split < set->size[0]; split++) {
        char text[32];
        place.row = split;
        HF_TRY(hf_data_h5_read_rows(set, split, 1, values, m->error));
        for (int64_t i = 0; i < m->width; i++) {
            m->row[i] = values[i] == 1;
            if (values[i] == 0 || values[i] == 1)
                continue;
            snprintf(text, sizeof text, "%g", values[i]);
            return wrong_value(m, &place, i, text);
        }
        HF_TRY(end_split(m));
    }
    return HF_OK;
}

static hf_status read_hdf5(matrix *m)
{
    static const char *const usual[] = {"/splits/train", "/train"};
    hf_error *error = m->error;
    hf_status status;
    hf_data_h5 h5 = {0};
    hf_data_h5_set set = {0};
    char *name = NULL;
    double *values = NULL;
    HF_TRY_CLEANUP(hf_data_h5_open(&h5, m->path, error));
    for (size_t i = 0; i < 2 && !name; i++)
        if (hf_data_h5_has(&h5, usual[i]))
            HF_TRY_CLEANUP(hf_copy_text(&name, usual[i], error));
    if (!name)
        HF_TRY_CLEANUP(find_matrix(&h5, &name, error));
    HF_TRY_CLEANUP(hf_data_h5_open_set(&h5, "splits.file", name, 2, &set, error));
    HF_TRY_CLEANUP(hf_data_h5_check_matrix(&set, error));
    HF_TRY_CLEANUP(hf_allocate(&values, set.size[1], sizeof *values, error));
    status = read_set(m, &set, values);
cleanup:
    hf_free(&values);
    hf_data_h5_close_set(&set);
    hf_free(&name);
    hf_data_h5_close(&h5);
    return status;
}

hf_status hf_split_file_read(const hf_config *config, const hf_dataset *dataset, hf_splits *splits,
                             hf_error *error)
{
    struct stat about;
    matrix m = {.path = config->splits.file, .dataset = dataset, .splits = splits, .error = error};
    if (stat(m.path, &about) != 0)
        return hf_fail_errno(error, HF_NO_INPUT, "splits.file: %s", m.path);
    m.width = dataset->row ? dataset->file_rows : dataset->samples;
    HF_TRY(hf_allocate(&m.row, m.width, 1, error));
    const bool is_hdf5 = S_ISREG(about.st_mode) && hf_data_is_hdf5(m.path);
    const hf_status status = is_hdf5 ? read_hdf5(&m) : read_csv(&m);
    hf_free(&m.row);
    return status;
}
