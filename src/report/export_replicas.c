/* replicas and importance/<method>: a row a replica. */
#include "export.h"
#include "holdfast/memory.h"
#include "output.h"
#include "text/csv.h"
#include <string.h>

enum { BLOCK_REPLICAS = 4096 };

typedef enum { U8, U32, I32, I64, F32 } cell_type;

static const size_t cell_bytes[] = {[U8] = 1, [U32] = 4, [I32] = 4, [I64] = 8, [F32] = 4};

typedef struct column {
    const char *name;
    hf_field field;
    cell_type type;
} column;

static const column columns[] = {
    {"seed", HF_REPLICAS_SEED, I64},
    {"hidden", HF_REPLICAS_HIDDEN, I32},
    {"split", HF_REPLICAS_SPLIT, I32},
    {"status", HF_REPLICAS_STATUS, U8},
    {"learned", HF_REPLICAS_LEARNED, U8},
    {"train_loss", HF_REPLICAS_TRAIN_LOSS, F32},
    {"train_accuracy", HF_REPLICAS_TRAIN_ACCURACY, F32},
    {"test_loss", HF_REPLICAS_TEST_LOSS, F32},
    {"test_accuracy", HF_REPLICAS_TEST_ACCURACY, F32},
    {"balanced_accuracy", HF_REPLICAS_BALANCED_ACCURACY, F32},
    {"dead_units", HF_REPLICAS_DEAD_UNITS, I32},
    {"seconds", HF_REPLICAS_SECONDS, F32},
    {"crc32", HF_REPLICAS_CRC32, U32},
    {"importance_crc32", HF_REPLICAS_IMPORTANCE_CRC32, U32},
};

enum { COLUMNS = sizeof columns / sizeof *columns };

static void append_cell(hf_csv *csv, cell_type type, const unsigned char *cell)
{
    union {
        uint32_t u32;
        int32_t i32;
        int64_t i64;
        float f32;
    } value;
    memcpy(&value, cell, cell_bytes[type]);
    switch (type) {
    case U8:
        hf_csv_integer(csv, *cell);
        break;
    case U32:
        hf_csv_integer(csv, value.u32);
        break;
    case I32:
        hf_csv_integer(csv, value.i32);
        break;
    case I64:
        hf_csv_integer(csv, value.i64);
        break;
    case F32:
        hf_csv_float(csv, value.f32);
        break;
    }
}

/* A column after the other: [COLUMNS][BLOCK_REPLICAS] cells of at most 8 bytes. */
static unsigned char *cells_of(unsigned char *block, int c)
{
    return block + (size_t)c * BLOCK_REPLICAS * sizeof(int64_t);
}

static hf_status append_block(const hf_results *results, int64_t first, int64_t count,
                              unsigned char *block, hf_csv *csv, hf_error *error)
{
    for (int c = 0; c < COLUMNS; c++)
        HF_TRY(
            hf_results_read(results, columns[c].field, 0, first, count, cells_of(block, c), error));
    for (int64_t i = 0; i < count; i++) {
        hf_csv_integer(csv, hf_grid_first(hf_results_grid(results)) + first + i);
        for (int c = 0; c < COLUMNS; c++)
            append_cell(csv, columns[c].type,
                        cells_of(block, c) + (size_t)i * cell_bytes[columns[c].type]);
        hf_csv_end_row(csv);
    }
    return HF_OK;
}

hf_status hf_export_replicas(const hf_results *results, FILE *out, hf_error *error)
{
    const int64_t replicas = hf_grid_replicas(hf_results_grid(results));
    unsigned char *block = NULL;
    hf_text text = {0};
    hf_csv csv = {.text = &text};
    hf_status status;
    HF_TRY_CLEANUP(hf_allocate(&block, COLUMNS * BLOCK_REPLICAS, sizeof(int64_t), error));
    hf_csv_text(&csv, "replica");
    for (int c = 0; c < COLUMNS; c++)
        hf_csv_text(&csv, columns[c].name);
    hf_csv_end_row(&csv);
    for (int64_t first = 0; first < replicas; first += BLOCK_REPLICAS) {
        int64_t count = replicas - first < BLOCK_REPLICAS ? replicas - first : BLOCK_REPLICAS;
        HF_TRY_CLEANUP(append_block(results, first, count, block, &csv, error));
        HF_TRY_CLEANUP(hf_output_some(&text, out, error));
    }
    status = hf_output_all(&text, out, error);
cleanup:
    hf_free(&block);
    hf_text_free(&text);
    return status;
}

static void append_importance_header(const hf_results *results, hf_csv *csv)
{
    static const char *const keys[] = {"replica", "seed", "hidden", "split"};
    const hf_text_list *features = hf_results_features(results);
    for (size_t i = 0; i < sizeof keys / sizeof *keys; i++)
        hf_csv_text(csv, keys[i]);
    for (int64_t f = 0; f < features->count; f++)
        hf_csv_text(csv, features->items[f]);
    hf_csv_end_row(csv);
}

static void append_importance_row(const hf_results *results, int64_t entry, const float *importance,
                                  hf_csv *csv)
{
    const hf_grid *grid = hf_results_grid(results);
    const hf_replica_place place = hf_grid_place(grid, hf_grid_first(grid) + entry);
    const int64_t features = hf_results_features(results)->count;
    hf_csv_integer(csv, place.number);
    hf_csv_integer(csv, place.seed);
    hf_csv_integer(csv, place.hidden);
    hf_csv_integer(csv, place.split);
    for (int64_t f = 0; f < features; f++)
        hf_csv_float(csv, importance[f]);
    hf_csv_end_row(csv);
}

hf_status hf_export_importance(const hf_results *results, int64_t method_index, FILE *out,
                               hf_error *error)
{
    const int64_t replicas = hf_grid_replicas(hf_results_grid(results));
    const int64_t features = hf_results_features(results)->count;
    const int64_t block = hf_block_replicas(replicas, (size_t)features * sizeof(float));
    float *importance = NULL;
    hf_text text = {0};
    hf_csv csv = {.text = &text};
    hf_status status;
    HF_TRY_CLEANUP(hf_allocate(&importance, block * features, sizeof *importance, error));
    append_importance_header(results, &csv);
    for (int64_t first = 0; first < replicas; first += block) {
        int64_t count = replicas - first < block ? replicas - first : block;
        HF_TRY_CLEANUP(
            hf_results_read(results, HF_IMPORTANCE, method_index, first, count, importance, error));
        for (int64_t i = 0; i < count; i++) {
            append_importance_row(results, first + i, importance + i * features, &csv);
            HF_TRY_CLEANUP(hf_output_some(&text, out, error));
        }
    }
    status = hf_output_all(&text, out, error);
cleanup:
    hf_free(&importance);
    hf_text_free(&text);
    return status;
}
