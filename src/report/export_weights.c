/* weights/<replica>: a row a weight. */
#include "export.h"
#include "holdfast/memory.h"
#include "output.h"
#include "text/csv.h"

typedef struct tensor {
    const char *name;
    hf_field field, initial;
    int64_t rows, columns; /* columns 0: a bias */
} tensor;

static void append_header(hf_csv *csv, bool with_initial)
{
    static const char *const names[] = {"tensor", "row", "column", "value", "initial_value"};
    for (int i = 0; i < 4 + with_initial; i++)
        hf_csv_text(csv, names[i]);
    hf_csv_end_row(csv);
}

static hf_status append_rows(const tensor *shape, const float *values, const float *initial,
                             hf_csv *csv, FILE *out, hf_error *error)
{
    const int64_t columns = shape->columns > 0 ? shape->columns : 1;
    for (int64_t i = 0; i < shape->rows * columns; i++) {
        hf_csv_text(csv, shape->name);
        hf_csv_integer(csv, i / columns);
        if (shape->columns > 0)
            hf_csv_integer(csv, i % columns);
        else
            hf_csv_text(csv, "");
        hf_csv_float(csv, values[i]);
        if (initial)
            hf_csv_float(csv, initial[i]);
        hf_csv_end_row(csv);
        HF_TRY(hf_output_some(csv->text, out, error));
    }
    return HF_OK;
}

static hf_status append_tensor(const hf_results *results, const hf_replica_place *place,
                               const tensor *shape, hf_csv *csv, FILE *out, hf_error *error)
{
    const int64_t hidden = place->hidden_index;
    const size_t bytes = hf_results_entry_bytes(results, shape->field, hidden);
    float *values = NULL, *initial = NULL;
    hf_status status;
    HF_TRY_CLEANUP(hf_allocate(&values, (int64_t)bytes, 1, error));
    HF_TRY_CLEANUP(hf_results_read(results, shape->field, hidden, place->row, 1, values, error));
    if (hf_results_has(results, shape->initial, hidden)) {
        HF_TRY_CLEANUP(hf_allocate(&initial, (int64_t)bytes, 1, error));
        HF_TRY_CLEANUP(
            hf_results_read(results, shape->initial, hidden, place->row, 1, initial, error));
    }
    status = append_rows(shape, values, initial, csv, out, error);
cleanup:
    hf_free(&values);
    hf_free(&initial);
    return status;
}

hf_status hf_export_weights(const hf_results *results, int64_t replica, FILE *out, hf_error *error)
{
    const hf_replica_place place = hf_grid_place(hf_results_grid(results), replica);
    const int64_t inputs = hf_results_counts(results).inputs;
    const int64_t classes = hf_results_classes(results)->count;
    const tensor tensors[] = {
        {"input_weight", HF_WEIGHTS_INPUT_WEIGHT, HF_WEIGHTS_INITIAL_INPUT_WEIGHT, place.hidden,
         inputs},
        {"input_bias", HF_WEIGHTS_INPUT_BIAS, HF_WEIGHTS_INITIAL_INPUT_BIAS, place.hidden, 0},
        {"output_weight", HF_WEIGHTS_OUTPUT_WEIGHT, HF_WEIGHTS_INITIAL_OUTPUT_WEIGHT, classes,
         place.hidden},
        {"output_bias", HF_WEIGHTS_OUTPUT_BIAS, HF_WEIGHTS_INITIAL_OUTPUT_BIAS, classes, 0},
    };
    hf_text text = {0};
    hf_csv csv = {.text = &text};
    hf_status status = HF_OK;
    append_header(&csv,
                  hf_results_has(results, HF_WEIGHTS_INITIAL_INPUT_WEIGHT, place.hidden_index));
    for (size_t i = 0; i < sizeof tensors / sizeof *tensors; i++)
        HF_TRY_CLEANUP(append_tensor(results, &place, &tensors[i], &csv, out, error));
    status = hf_output_all(&text, out, error);
cleanup:
    hf_text_free(&text);
    return status;
}
