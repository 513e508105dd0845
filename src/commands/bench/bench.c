/* holdfast bench: what this machine can do, and how much of it holdfast gets. */
#include "commands/bench/bench.h"

#include "commands/commands.h"
#include "holdfast/status_codes.h"
#include "kernels/kernels.h"
#include "parallel/launcher.h"
#include "text/json.h"
#include <stdbool.h>
#include <string.h>

typedef struct request {
    const char *what, *only;
    int format;
    int64_t threads;
    bool tiny;
} request;

const hf_option hf_bench_command_options[] = {
    HF_ARGUMENT(what, "[kernels|train|gather]", "what to measure (default: all of it)"),
    HF_TEXT(only, "case", 0, "NAME", "measure only this case of train or gather, e.g. tutorial"),
    HF_NUMBER(threads, "threads", "N", 1, 4096,
              "threads that train one network together (default 1)"),
    HF_FLAG(tiny, "tiny", 0, "small sizes, once: check that it runs and is right"),
    HF_CHOICE(format, "format", "text|json", "(default text)"),
    HF_OPTIONS_END};

enum { KERNELS, TRAIN, GATHER, KINDS };
static const char *const kinds[KINDS] = {"kernels", "train", "gather"}; /* also keys of the JSON */

/* All that was measured. */
typedef struct results {
    double peak;
    hf_bench_table tables[KINDS];
    int64_t threads;
} results;

static void append_table(const hf_bench_table *table, hf_text *text)
{
    if (table->count == 0)
        return;
    hf_text_append(text, "\n%-*s", table->name_width, table->title);
    for (const hf_bench_column *c = table->columns; c->key; c++)
        hf_text_append(text, " %*s", c->width, c->title);
    for (const hf_bench_row *row = table->rows; row < table->rows + table->count; row++) {
        hf_text_append(text, "\n%-*s", table->name_width, row->name);
        for (int i = 0; table->columns[i].key; i++) {
            const hf_bench_column *c = &table->columns[i];
            hf_text_append(text, " %*.*f%s", c->width - (int)strlen(c->unit), c->decimals,
                           c->factor * row->values[i], c->unit);
        }
    }
    hf_text_append(text, "\n");
}

static void append_text(const results *r, hf_text *text)
{
    hf_text_append(text, "kernels %s; FMA peak of one core %.1f GFLOP/s\n", hf_kernels_name(),
                   r->peak);
    for (int kind = 0; kind < KINDS; kind++)
        append_table(&r->tables[kind], text);
}

static void write_rows(hf_json *json, const char *key, const hf_bench_table *table)
{
    for (const hf_bench_row *row = table->rows; row < table->rows + table->count; row++) {
        hf_json_begin_object(json, key);
        hf_json_text(json, "name", row->name);
        for (int i = 0; table->columns[i].key; i++)
            hf_json_number(json, table->columns[i].key, row->values[i]);
        hf_json_end_object(json);
    }
}

static void append_json(const results *r, hf_text *text)
{
    hf_json json = {.text = text};
    hf_json_begin_object(&json, NULL);
    hf_json_text(&json, "isa", hf_kernels_name());
    hf_json_integer(&json, "threads", r->threads);
    hf_json_number(&json, "peak_gflops", r->peak);
    for (int kind = KERNELS; kind < GATHER; kind++) {
        if (r->tables[kind].count == 0)
            continue;
        hf_json_begin_array(&json, kinds[kind]);
        write_rows(&json, NULL, &r->tables[kind]);
        hf_json_end_array(&json);
    }
    write_rows(&json, kinds[GATHER], &r->tables[GATHER]); /* one case: an object */
    hf_json_end_object(&json);
    hf_text_append(text, "\n");
}

static bool asks_for(const request *asked, int kind)
{
    return !asked->what || strcmp(asked->what, kinds[kind]) == 0;
}

/* Only on rank 0. */
static hf_status measure(const request *asked, results *r, hf_error *error)
{
    r->peak = hf_bench_peak();
    if (asks_for(asked, KERNELS))
        HF_TRY(hf_bench_kernels(asked->tiny, &r->tables[KERNELS], error));
    if (asks_for(asked, TRAIN))
        HF_TRY(hf_bench_train(asked->only, asked->threads, asked->tiny, &r->tables[TRAIN], error));
    const double after = hf_bench_peak();
    r->peak = after > r->peak ? after : r->peak;
    return HF_OK;
}

/* All ranks: what only rank 0 does comes first. */
static hf_status measure_together(const request *asked, results *r, hf_error *error)
{
    hf_parallel parallel;
    hf_cores cores;
    HF_TRY(hf_parallel_start(&parallel, error));
    hf_status status = parallel.rank == 0 ? measure(asked, r, error) : HF_OK;
    status = hf_parallel_agree(&parallel, status, error);
    if (status == HF_OK)
        status = hf_parallel_use_cores(&parallel, 1, &cores, NULL, error);
    if (status == HF_OK)
        status = hf_bench_gather(&parallel, asked->what ? asked->only : NULL, asked->tiny,
                                 &r->tables[GATHER], error);
    if (status != HF_OK)
        hf_command_print_error(error);
    hf_parallel_stop(status);
    return status;
}

static hf_status check_request(const request *asked, hf_error *error)
{
    for (int kind = 0; kind < KINDS; kind++)
        if (asks_for(asked, kind))
            return HF_OK;
    return hf_fail(error, HF_USAGE, "bench: '%s' is none of kernels, train, gather", asked->what);
}

hf_status hf_command_bench(int argc, char **argv, hf_error *error)
{
    request asked = {.threads = 1};
    results measured = {0};
    hf_text text = {0};
    hf_status status = hf_options_read(hf_bench_command_options, argc, argv, &asked, error);
    if (status == HF_OK)
        status = check_request(&asked, error);
    if (status == HF_OK)
        status = hf_kernels_select(error);
    const bool first = hf_launcher_is_first_rank(), together = asks_for(&asked, GATHER);
    if (!first && (status != HF_OK || !together)) /* the first rank says what is wrong */
        return HF_OK;
    HF_TRY(status);
    measured.threads = asked.threads;
    HF_TRY(together ? measure_together(&asked, &measured, error)
                    : measure(&asked, &measured, error));
    if (!first)
        return HF_OK;
    (asked.format == HF_PRINT_JSON ? append_json : append_text)(&measured, &text);
    return hf_command_print_text(&text, error);
}
