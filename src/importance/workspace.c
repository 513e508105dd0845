/* Memory of the methods. */
#include "methods.h"

#include "holdfast/status_codes.h"

/* Units over rows that are kept at a time, as float64: 32 MiB. */
enum { UNITS_MOST = 1 << 22 };

int64_t hf_chunk_rows(int64_t hidden)
{
    const int64_t rows = UNITS_MOST / hidden / HF_DOUBLE_LANES * HF_DOUBLE_LANES;
    return rows > 0 ? rows : HF_DOUBLE_LANES;
}

static int64_t find_widest(const hf_input_map *map)
{
    int64_t widest = 1;
    for (int64_t f = 0; map->first_input && f < map->features; f++)
        widest = hf_inputs_of(map, f) > widest ? hf_inputs_of(map, f) : widest;
    return widest;
}

static hf_status make_member(int64_t hidden, int64_t classes, int64_t rows,
                             hf_importance_workspace *workspace, hf_importance_member *member,
                             hf_error *error)
{
    const size_t row = (size_t)rows * sizeof(float), output = (size_t)classes * sizeof(double);
    const int64_t widest = workspace->widest, block = widest > INPUT_BLOCK ? widest : INPUT_BLOCK;
    hf_memory *memory = &workspace->memory;
    HF_TRY(hf_memory_allocate(memory, &member->columns, block, row, error));
    HF_TRY(hf_memory_allocate(memory, &member->shuffled, widest, row, error));
    if (widest > 1) {
        HF_TRY(
            hf_memory_allocate(memory, &member->slice, widest, SLICE_ROWS * sizeof(float), error));
        HF_TRY(hf_memory_allocate(memory, &member->slice_units, hidden, SLICE_ROWS * sizeof(double),
                                  error));
    }
    HF_TRY(hf_memory_allocate(memory, &member->weight, hidden, sizeof(double), error));
    HF_TRY(hf_memory_allocate(memory, &member->coefficient, hidden, output, error));
    return hf_memory_allocate(memory, &member->contrast, HF_CONTRAST_ROWS, output, error);
}

/* What the methods by rows need besides. */
static hf_status make_for_rows(int64_t hidden, int64_t classes, int64_t rows,
                               hf_importance_workspace *workspace, hf_error *error)
{
    const int64_t chunk = hf_chunk_rows(hidden), padded = hf_pad_double_lanes(rows);
    const size_t output = (size_t)classes * sizeof(double);
    hf_memory *memory = &workspace->memory;
    int64_t units = padded < chunk ? padded : chunk;
    if (__builtin_mul_overflow(units, hidden, &units))
        units = INT64_MAX; /* which cannot be allocated */
    if (units < UNITS_MOST && padded > chunk)
        units = UNITS_MOST; /* a smaller hidden size may fill it */
    HF_TRY(hf_memory_allocate(memory, &workspace->unit, units, sizeof(double), error));
    HF_TRY(hf_memory_allocate(memory, &workspace->output, hidden, output, error));
    HF_TRY(hf_memory_allocate(memory, &workspace->output_bias, 1, output, error));
    HF_TRY(hf_memory_allocate(memory, &workspace->baseline, hidden, sizeof(double), error));
    HF_TRY(hf_memory_allocate(memory, &workspace->label, padded, sizeof(float), error));
    HF_TRY(hf_memory_allocate(memory, &workspace->target, padded, sizeof(float), error));
    HF_TRY(hf_memory_allocate(memory, &workspace->members, workspace->threads,
                              sizeof *workspace->members, error));
    for (int64_t i = 0; i < workspace->threads; i++)
        HF_TRY(make_member(hidden, classes, padded, workspace, &workspace->members[i], error));
    return HF_OK;
}

hf_status hf_importance_workspace_make(const hf_input_map *map, int64_t hidden, int64_t classes,
                                       int64_t rows, int64_t threads,
                                       hf_importance_workspace **made, hf_error *error)
{
    hf_importance_workspace *workspace;
    hf_status status = HF_OK;
    size_t input;
    *made = NULL;
    HF_TRY(hf_allocate(&workspace, 1, sizeof *workspace, error));
    workspace->map = *map;
    workspace->widest = find_widest(map);
    workspace->threads = threads;
    if (!hf_multiply((size_t)classes, sizeof(double), &input))
        HF_TRY_CLEANUP(hf_fail(error, HF_INTERNAL, "too many classes"));
    HF_TRY_CLEANUP(
        hf_memory_allocate(&workspace->memory, &workspace->scratch, map->inputs, input, error));
    if (rows > 0)
        HF_TRY_CLEANUP(make_for_rows(hidden, classes, rows, workspace, error));
cleanup:
    if (status != HF_OK)
        hf_importance_workspace_free(&workspace);
    *made = workspace;
    return status;
}

void hf_importance_workspace_free(hf_importance_workspace **made)
{
    if (*made)
        hf_memory_free(&(*made)->memory);
    hf_free(made);
}
