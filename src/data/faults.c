/* Collects what is wrong in a table's cells, column by column. */
#include "faults.h"

#include "holdfast/memory.h"

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

hf_status hf_data_faults_add_wrong(hf_data_faults *faults, int64_t column,
                                   const hf_data_place *place, const char *cell, int kind,
                                   hf_error *error)
{
    hf_column_faults *found;
    HF_TRY(faults_of(faults, column, &found, error));
    if (found->wrong++ == 0) {
        found->wrong_place = *place;
        found->kind = kind;
        hf_data_show_cell(found->wrong_cell, sizeof found->wrong_cell, cell);
    }
    return HF_OK;
}

hf_status hf_data_faults_add_mixed(hf_data_faults *faults, int64_t column,
                                   const hf_data_place *place, const char *text, int64_t texts,
                                   const hf_data_place *number_place, double number,
                                   hf_error *error)
{
    hf_column_faults *found;
    HF_TRY(faults_of(faults, column, &found, error));
    if (found->wrong > 0) /* of another kind: that is told */
        return HF_OK;
    HF_TRY(hf_data_faults_add_wrong(faults, column, place, text, HF_NOT_A_NUMBER, error));
    found->wrong = texts;
    found->number_place = *number_place;
    found->number = number;
    return HF_OK;
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
    hf_free(&faults->columns);
    hf_free(&faults->of_column);
    *faults = (hf_data_faults){0};
}
