/* replicas and importance/<method>: a row a replica. */
#include "export.h"
#include "output.h"
#include "results/fields.h"
#include "text/csv.h"
#include <string.h>

/* What a scan of replicas appends to. */
typedef struct table {
    hf_csv csv;
    FILE *out;
    const hf_column *columns;
    int column_count;
    int64_t features;
} table;

/* Value `index` of a column of that type. */
static void append_cell(hf_csv *csv, hf_type type, const void *values, int64_t index)
{
    switch (type) {
    case HF_TYPE_U8:
        hf_csv_integer(csv, ((const uint8_t *)values)[index]);
        break;
    case HF_TYPE_U32:
        hf_csv_integer(csv, ((const uint32_t *)values)[index]);
        break;
    case HF_TYPE_I32:
        hf_csv_integer(csv, ((const int32_t *)values)[index]);
        break;
    case HF_TYPE_I64:
        hf_csv_integer(csv, ((const int64_t *)values)[index]);
        break;
    default:
        hf_csv_float(csv, ((const float *)values)[index]);
    }
}

static hf_status append_replicas(void *context, const hf_block *block, hf_error *error)
{
    table *t = context;
    for (int64_t i = 0; i < block->count; i++) {
        hf_csv_integer(&t->csv, block->first + i);
        for (int c = 0; c < t->column_count; c++)
            append_cell(&t->csv, hf_field_table[t->columns[c].field].type, block->value[c], i);
        hf_csv_end_row(&t->csv);
    }
    return hf_output_some(t->csv.text, t->out, error);
}

static hf_status append_importances(void *context, const hf_block *block, hf_error *error)
{
    table *t = context;
    for (int64_t i = 0; i < block->count; i++) {
        const hf_replica_place place = hf_grid_place(block->grid, block->first + i);
        const float *importance = (const float *)block->value[0] + i * t->features;
        hf_csv_integer(&t->csv, place.number);
        hf_csv_integer(&t->csv, place.seed);
        hf_csv_integer(&t->csv, place.hidden);
        hf_csv_integer(&t->csv, place.split);
        for (int64_t f = 0; f < t->features; f++)
            hf_csv_float(&t->csv, importance[f]);
        hf_csv_end_row(&t->csv);
        HF_TRY(hf_output_some(t->csv.text, t->out, error));
    }
    return HF_OK;
}

/* The rows below the header that the table has so far. */
static hf_status export_rows(const hf_results *results, table *t,
                             hf_status (*append)(void *, const hf_block *, hf_error *),
                             hf_error *error)
{
    const hf_scan scan = {
        .columns = t->columns, .column_count = t->column_count, .visit = append, .context = t};
    hf_csv_end_row(&t->csv);
    hf_status status = hf_results_visit(results, &scan, error);
    if (status == HF_OK)
        status = hf_output_all(t->csv.text, t->out, error);
    hf_text_free(t->csv.text);
    return status;
}

/* All of /replicas, in the order of the list of fields. */
hf_status hf_export_replicas(const hf_results *results, FILE *out, hf_error *error)
{
    static const char group[] = "/replicas/";
    hf_column columns[HF_FIELDS];
    hf_text text = {0};
    table t = {.csv = {.text = &text}, .out = out, .columns = columns};
    hf_csv_text(&t.csv, "replica");
    for (hf_field field = 0; field < HF_FIELDS; field++)
        if (strncmp(hf_field_table[field].path, group, strlen(group)) == 0 &&
            hf_results_has(results, field, 0)) {
            columns[t.column_count++] = (hf_column){field, 0};
            hf_csv_text(&t.csv, hf_field_table[field].path + strlen(group));
        }
    return export_rows(results, &t, append_replicas, error);
}

hf_status hf_export_importance(const hf_results *results, int64_t method_index, FILE *out,
                               hf_error *error)
{
    static const char *const keys[] = {"replica", "seed", "hidden", "split"};
    const hf_text_list *features = hf_results_features(results);
    const hf_column column = {HF_IMPORTANCE, method_index};
    hf_text text = {0};
    table t = {.csv = {.text = &text},
               .out = out,
               .columns = &column,
               .column_count = 1,
               .features = features->count};
    for (size_t i = 0; i < sizeof keys / sizeof *keys; i++)
        hf_csv_text(&t.csv, keys[i]);
    for (int64_t f = 0; f < features->count; f++)
        hf_csv_text(&t.csv, features->items[f]);
    return export_rows(results, &t, append_importances, error);
}
