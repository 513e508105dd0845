/* The options of run: times, shards, the default name of the output. */
#include "commands/run/run.h"

#include "commands/commands.h"
#include "holdfast/status_codes.h"
#include "text/path.h"
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

enum { MOST_THREADS = 4096 };

typedef hf_run_options request; /* for the macros of command_line.h */

const hf_option hf_run_command_options[] = {
    HF_ARGUMENT(config, "CONFIG.yaml", "the configuration; 'holdfast config' prints one"),
    HF_TEXT(output, "output", 'o', "FILE", "results file (default results/<CONFIG's stem>.h5)"),
    HF_FLAG(overwrite, "overwrite", 0, "replace the results file"),
    HF_LIST(set, "set", "KEY=VALUE", "set a key of the configuration; repeatable"),
    HF_NUMBER(threads, "threads", "N", 1, MOST_THREADS,
              "threads per rank (default: the cores it may use)"),
    HF_TEXT(max_time, "max-time", 0, "3h50m", "stop cleanly after this time (exit 75)"),
    HF_TEXT(shard_text, "shard", 0, "I/N", "train part I of N into a file of its own; see merge"),
    HF_TEXT(reuse, "reuse", 0, "OLD.h5",
            "take over networks of another grid, or without null tests"),
    HF_FLAG(dry_run, "dry-run", 0, "show what the run would do; write nothing"),
    HF_CHOICE(progress, "progress", "auto|bar|log|none", "how to show progress (default auto)"),
    HF_QUIET_FLAG,
    HF_FLAG(verbose, "verbose", 'v', "print more"),
    HF_OPTIONS_END};

static hf_status check_overrides(const hf_text_list *set, hf_error *error)
{
    for (int64_t i = 0; i < set->count; i++) {
        const char *equals = strchr(set->items[i], '=');
        if (!equals || equals == set->items[i])
            return hf_fail(error, HF_USAGE,
                           "run: --set takes KEY=VALUE (as in replicas.seeds=64), not '%s'",
                           set->items[i]);
    }
    return HF_OK;
}

/* "3h50m", "90s", "1.5h": numbers with d, h, m or s, largest unit first. */
static hf_status read_duration(const char *text, double *seconds, hf_error *error)
{
    static const struct {
        char unit;
        double seconds;
    } units[] = {{'d', 86400}, {'h', 3600}, {'m', 60}, {'s', 1}};
    const char *at = text;
    *seconds = 0;
    for (size_t u = 0; u < sizeof units / sizeof *units; u++) {
        const size_t digits = strspn(at, "0123456789.");
        if (digits == 0 || at[digits] != units[u].unit)
            continue;
        char *end;
        const double number = strtod(at, &end);
        if (end != at + digits)
            break;
        *seconds += number * units[u].seconds;
        at += digits + 1;
    }
    if (*at || *seconds <= 0)
        return hf_fail(error, HF_USAGE,
                       "run: --max-time takes a time such as 3h50m, 45m or 90s, not '%s'", text);
    return HF_OK;
}

static hf_status read_shard(const char *text, hf_shard *shard, hf_error *error)
{
    char number[24];
    const char *slash = strchr(text, '/');
    const size_t length = slash ? (size_t)(slash - text) : 0;
    snprintf(number, sizeof number, "%.*s", (int)(length < 20 ? length : 20), text);
    if (!slash ||
        hf_options_number("", slash + 1, 1, HF_SHARDS_MOST, &shard->count, NULL) != HF_OK ||
        hf_options_number("", number, 1, shard->count, &shard->number, NULL) != HF_OK)
        return hf_fail(error, HF_USAGE,
                       "run: --shard takes I/N, the I-th of N shards (1 <= I <= N <= %d), not '%s'",
                       HF_SHARDS_MOST, text);
    return HF_OK;
}

/* results/quick.h5 for configs/quick.yaml; results/quick.shard-2-of-8.h5 */
static hf_status default_output(hf_run_options *options, hf_error *error)
{
    const char *base = hf_path_base(options->config);
    const int length = hf_path_stem(options->config) - (int)(base - options->config);
    hf_text_append(&options->output_default, "results/%.*s", length, base);
    if (options->shard.count > 0)
        hf_text_append(&options->output_default, ".shard-%lld-of-%lld",
                       (long long)options->shard.number, (long long)options->shard.count);
    hf_text_append(&options->output_default, ".h5");
    options->output = options->output_default.data;
    return hf_text_check(&options->output_default, error);
}

hf_status hf_run_options_read(int argc, char **argv, hf_run_options *options, hf_error *error)
{
    *options = (hf_run_options){0};
    HF_TRY(hf_options_read(hf_run_command_options, argc, argv, options, error));
    HF_TRY(check_overrides(&options->set, error));
    if (options->quiet && options->verbose)
        return hf_fail(error, HF_USAGE, "run: -q and -v cannot be used together");
    if (options->max_time)
        HF_TRY(read_duration(options->max_time, &options->max_seconds, error));
    if (options->shard_text)
        HF_TRY(read_shard(options->shard_text, &options->shard, error));
    if (!options->output)
        HF_TRY(default_output(options, error));
    if (!*options->output)
        return hf_fail(error, HF_USAGE, "run: -o needs a file name");
    return HF_OK;
}

void hf_run_options_free(hf_run_options *options)
{
    hf_text_list_free(&options->set);
    hf_text_free(&options->output_default);
}
