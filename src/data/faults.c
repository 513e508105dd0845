/* Collects what is wrong in a table's cells, column by column. */
#include "faults.h"

#include "holdfast/memory.h"
#include <stdio.h>
#include <string.h>

enum { COLUMNS_LOOKED_INTO = 256 }; /* texts are kept of so many columns */

hf_status hf_data_faults_begin(hf_data_faults *faults, int64_t columns, hf_error *error)
{
    *faults = (hf_data_faults){.last_row = -1};
    return hf_allocate(&faults->of_column, columns, sizeof *faults->of_column, error);
}

static hf_status faults_of(hf_data_faults *faults, int64_t column, hf_column_faults **found,
                           hf_error *error)
{
    if (faults->of_column[column] == 0) {
        HF_TRY(hf_data_grow(&faults->columns, &faults->capacity, faults->count + 1,
                            sizeof *faults->columns, error));
        faults->columns[faults->count] = (hf_column_faults){0};
        faults->of_column[column] = ++faults->count;
    }
    *found = &faults->columns[faults->of_column[column] - 1];
    return HF_OK;
}

static hf_status keep_text(hf_column_faults *column, const char *cell, hf_error *error)
{
    if (column->texts.list.count > HF_LABELS_MOST || hf_data_names_find(&column->texts, cell) >= 0)
        return HF_OK;
    return hf_data_names_add(&column->texts, cell, NULL, error);
}

/* As a message shows it: not cut within a character, no control characters. */
static void copy_cell(char to[HF_FAULT_TEXT_BYTES], const char *cell)
{
    enum { MOST = 40 };
    size_t length = strlen(cell), kept = length <= MOST ? length : MOST;
    while (kept < length && kept > MOST - 4 && ((unsigned char)cell[kept] & 0xC0) == 0x80)
        kept--;
    snprintf(to, HF_FAULT_TEXT_BYTES, "%.*s%s", (int)kept, cell, kept < length ? "..." : "");
    hf_data_clean_name(to);
}

hf_status hf_data_faults_add_wrong(hf_data_faults *faults, int64_t column,
                                   const hf_data_place *place, const char *cell, int kind,
                                   hf_error *error)
{
    hf_column_faults *found;
    HF_TRY(faults_of(faults, column, &found, error));
    if (found->wrong++ == 0) {
        found->wrong_place = *place;
        found->kind = kind;
        copy_cell(found->wrong_cell, cell);
    }
    return faults->of_column[column] <= COLUMNS_LOOKED_INTO ? keep_text(found, cell, error) : HF_OK;
}

hf_status hf_data_faults_add_missing(hf_data_faults *faults, int64_t column,
                                     const hf_data_place *place, hf_cell_role role, hf_error *error)
{
    hf_column_faults *found;
    HF_TRY(faults_of(faults, column, &found, error));
    if (role != HF_CELL_FEATURE)
        found->role = role;
    if (role == HF_CELL_GROUP && found->missing_last_row == place->row + 1)
        return HF_OK;
    found->missing_last_row = place->row + 1;
    if (found->missing++ == 0) {
        found->missing_place = *place;
        faults->missing_columns++;
    }
    faults->missing_cells++;
    faults->missing_rows += faults->last_row != place->row;
    faults->last_row = place->row;
    return HF_OK;
}

void hf_data_faults_free(hf_data_faults *faults)
{
    for (int64_t i = 0; i < faults->count; i++)
        hf_data_names_free(&faults->columns[i].texts);
    hf_free(&faults->columns);
    hf_free(&faults->of_column);
    *faults = (hf_data_faults){0};
}
