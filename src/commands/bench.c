/* holdfast bench: what this machine can do, and how much of it holdfast gets. */
#include "commands/bench.h"

#include "commands/commands.h"
#include "holdfast/status_codes.h"
#include "kernels/kernels.h"
#include "parallel/launcher.h"
#include "text/json.h"
#include <stdbool.h>
#include <string.h>

typedef struct {
    const char *what, *only;
    int format;
    int64_t threads;
    bool tiny;
} request;

enum { FORMAT_TEXT, FORMAT_JSON };

const hf_option hf_bench_options[] = {
    {HF_OPTION_ARGUMENT, "[kernels|train|gather]", .help = "what to measure (default: all of it)",
     .offset = offsetof(request, what)},
    {HF_OPTION_TEXT, "case", 0, "NAME", "of train or gather: this case alone, e.g. tutorial",
     .offset = offsetof(request, only)},
    {HF_OPTION_NUMBER, "threads", 0, "N", "threads that train a replica together (default 1)",
     .offset = offsetof(request, threads), .least = 1, .most = 4096},
    {HF_OPTION_FLAG, "tiny", .help = "small sizes, once: does it run and is it right",
     .offset = offsetof(request, tiny)},
    {HF_OPTION_CHOICE, "format", 0, "text|json", "(default text)",
     .offset = offsetof(request, format)},
    {.kind = HF_OPTION_END}};

/* All that was measured; counts of 0 were not asked for. */
typedef struct {
    double peak;
    int kernel_count, training_count;
    hf_bench_kernel kernels[HF_BENCH_KERNELS];
    hf_bench_training trainings[HF_BENCH_TRAININGS];
    hf_bench_gathering gathering; /* ranks 0: not asked for */
    int64_t threads;
} results;

static void print_text(const results *r)
{
    printf("kernels %s; FMA peak of one core %.1f GFLOP/s\n", hf_kernels_name(), r->peak);
    if (r->kernel_count > 0)
        printf("\n%-16s %6s %6s %6s %9s %6s\n", "kernel", "rows", "hidden", "feat.", "GFLOP/s",
               "peak");
    for (int i = 0; i < r->kernel_count; i++) {
        const hf_bench_kernel *k = &r->kernels[i];
        printf("%-16s %6lld %6lld %6lld %9.1f %5.0f%%\n", k->name, (long long)k->m, (long long)k->n,
               (long long)k->k, k->gflops, 100 * k->share_of_peak);
    }
    if (r->training_count > 0)
        printf("\n%-12s %6s %6s %6s %6s %7s %7s %10s %8s %5s\n", "training", "rows", "test",
               "feat.", "hidden", "classes", "threads", "ms / 1000", "GFLOP/s", "peak");
    for (int i = 0; i < r->training_count; i++) {
        const hf_bench_training *t = &r->trainings[i];
        printf("%-12s %6lld %6lld %6lld %6lld %7lld %7lld %10.2f %8.1f %4.0f%%\n", t->name,
               (long long)t->rows, (long long)t->test_rows, (long long)t->features,
               (long long)t->hidden, (long long)t->classes, (long long)t->threads,
               t->ms_per_1000_iterations, t->gflops, 100 * t->share_of_peak);
    }
    const hf_bench_gathering *g = &r->gathering;
    if (g->ranks > 0) {
        printf("\n%-12s %6s %14s %12s %15s %14s\n", "rank 0 takes", "ranks", "bytes/replica",
               "replicas/s", "MB/s", "busy/replica");
        printf("%-12s %6lld %14lld %12.0f %15.0f %11.2f us\n", g->name, (long long)g->ranks,
               (long long)g->bytes_per_replica, g->replicas_per_second, g->bytes_per_second * 1e-6,
               g->busy_seconds_per_replica * 1e6);
    }
}

static void write_kernels(hf_json *json, const results *r)
{
    hf_json_begin_array(json, "kernels");
    for (int i = 0; i < r->kernel_count; i++) {
        const hf_bench_kernel *k = &r->kernels[i];
        hf_json_begin_object(json, NULL);
        hf_json_text(json, "name", k->name);
        hf_json_integer(json, "m", k->m);
        hf_json_integer(json, "n", k->n);
        hf_json_integer(json, "k", k->k);
        hf_json_number(json, "gflops", k->gflops);
        hf_json_number(json, "share_of_peak", k->share_of_peak);
        hf_json_end_object(json);
    }
    hf_json_end_array(json);
}

static void write_trainings(hf_json *json, const results *r)
{
    hf_json_begin_array(json, "train");
    for (int i = 0; i < r->training_count; i++) {
        const hf_bench_training *t = &r->trainings[i];
        hf_json_begin_object(json, NULL);
        hf_json_text(json, "name", t->name);
        hf_json_integer(json, "rows", t->rows);
        hf_json_integer(json, "test_rows", t->test_rows);
        hf_json_integer(json, "features", t->features);
        hf_json_integer(json, "hidden", t->hidden);
        hf_json_integer(json, "classes", t->classes);
        hf_json_integer(json, "threads", t->threads);
        hf_json_number(json, "ms_per_1000_iterations", t->ms_per_1000_iterations);
        hf_json_number(json, "gflops", t->gflops);
        hf_json_number(json, "share_of_peak", t->share_of_peak);
        hf_json_end_object(json);
    }
    hf_json_end_array(json);
}

static void write_gathering(hf_json *json, const hf_bench_gathering *g)
{
    hf_json_begin_object(json, "gather");
    hf_json_text(json, "name", g->name);
    hf_json_integer(json, "ranks", g->ranks);
    hf_json_number(json, "replicas_per_second", g->replicas_per_second);
    hf_json_number(json, "bytes_per_second", g->bytes_per_second);
    hf_json_integer(json, "bytes_per_replica", g->bytes_per_replica);
    hf_json_number(json, "busy_seconds_per_replica", g->busy_seconds_per_replica);
    hf_json_end_object(json);
}

static hf_status print_json(const results *r, hf_error *error)
{
    hf_text text = {0};
    hf_json json = {.text = &text};
    hf_json_begin_object(&json, NULL);
    hf_json_text(&json, "isa", hf_kernels_name());
    hf_json_integer(&json, "threads", r->threads);
    hf_json_number(&json, "peak_gflops", r->peak);
    if (r->kernel_count > 0)
        write_kernels(&json, r);
    if (r->training_count > 0)
        write_trainings(&json, r);
    if (r->gathering.ranks > 0)
        write_gathering(&json, &r->gathering);
    hf_json_end_object(&json);
    hf_status status = hf_text_check(&text, error);
    if (status == HF_OK)
        printf("%s\n", text.data);
    hf_text_free(&text);
    return status;
}

static bool asks_for(const request *asked, const char *what)
{
    return !asked->what || strcmp(asked->what, what) == 0;
}

/* Rank 0 alone. */
static hf_status measure(const request *asked, results *r, hf_error *error)
{
    r->peak = hf_bench_peak();
    if (asks_for(asked, "kernels")) {
        HF_TRY(hf_bench_kernels(asked->tiny, r->kernels, error));
        r->kernel_count = HF_BENCH_KERNELS;
    }
    if (asks_for(asked, "train"))
        HF_TRY(hf_bench_train(asked->only, asked->threads, asked->tiny, r->trainings,
                              &r->training_count, error));
    const double after = hf_bench_peak();
    r->peak = after > r->peak ? after : r->peak;
    return HF_OK;
}

/* All ranks: what rank 0 does alone comes first. */
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
                                 &r->gathering, error);
    if (status != HF_OK)
        hf_command_print_error(error);
    if (parallel.rank > 0) /* nothing to show */
        r->gathering.ranks = 0;
    hf_parallel_stop(status);
    return status;
}

static hf_status print(const request *asked, const results *measured, hf_error *error)
{
    if (asked->format == FORMAT_JSON)
        return print_json(measured, error);
    print_text(measured);
    return HF_OK;
}

static hf_status check_request(const request *asked, hf_error *error)
{
    static const char *const known[] = {"kernels", "train", "gather"};
    for (int i = 0; i < 3; i++)
        if (!asked->what || strcmp(asked->what, known[i]) == 0)
            return HF_OK;
    return hf_fail(error, HF_USAGE, "bench: '%s' is none of kernels, train, gather", asked->what);
}

hf_status hf_command_bench(int argc, char **argv, hf_error *error)
{
    request asked = {.threads = 1};
    results measured = {0};
    hf_status status = hf_options_read(hf_bench_options, argc, argv, &asked, error);
    if (status == HF_OK)
        status = check_request(&asked, error);
    if (status == HF_OK)
        status = hf_kernels_select(error);
    const bool first = hf_launcher_is_first_rank(), together = asks_for(&asked, "gather");
    if (!first && (status != HF_OK || !together)) /* the first rank says what is wrong */
        return HF_OK;
    HF_TRY(status);
    measured.threads = asked.threads;
    HF_TRY(together ? measure_together(&asked, &measured, error)
                    : measure(&asked, &measured, error));
    return first ? print(&asked, &measured, error) : HF_OK;
}
