/* What run prints at its start and at its end. */
#include "commands/run/run_text.h"

#include "base/clock.h"
#include "commands/commands.h"
#include "holdfast/version.h"
#include "kernels/kernels.h"
#include "report/sections/sections.h"
#include "text/number.h"
#include <inttypes.h>
#include <stdio.h>
#include <string.h>

enum { SIZES_LISTED = 6 };

static void add_null_tests(const hf_config *config, hf_document *d)
{
    static const struct {
        const char *label, *draw;
    } rows[HF_ARMS] = {
        [HF_ARM_LABELS] = {"labels", "permutation"}, [HF_ARM_PROBES] = {"probes", "draw"}};
    for (hf_arm arm = HF_ARM_LABELS; arm < HF_ARMS; arm++) {
        const int64_t draws = hf_arm_draws(config, arm), part = hf_arm_part(config, arm);
        if (draws > 0)
            hf_text_append(hf_document_fact(d, rows[arm].label), "%s x %s = %s",
                           hf_count(draws, rows[arm].draw).text, hf_count(part, "network").text,
                           hf_count(draws * part, "network").text);
    }
}

static void add_shard(const hf_experiment *experiment, hf_document *d)
{
    const hf_grid *grid = &experiment->grid;
    int64_t null = 0;
    if (grid->shard.count == 0)
        return;
    hf_text *line = hf_document_fact(d, "shard");
    hf_append_shard(grid, line);
    for (hf_arm arm = HF_ARM_LABELS; arm < HF_ARMS; arm++) {
        const hf_grid draws = hf_experiment_grid(experiment, arm);
        null += hf_grid_replicas(&draws);
    }
    if (null > 0)
        hf_text_append(line, ", and %s of null tests", hf_count(null, "network").text);
}

static void add_ranks(const hf_parallel *parallel, const hf_cores *cores, hf_document *d)
{
    hf_text *line = hf_document_fact(d, "running");
    hf_text_append(line, "%s on %s, ", hf_count(parallel->ranks, "rank").text,
                   hf_count(cores->hosts, "host").text);
    if (cores->least == cores->most)
        hf_text_append(line, "%s each, ", hf_count(cores->least, "thread").text);
    else
        hf_text_append(line, "%" PRId64 " to %s each, ", cores->least,
                       hf_count(cores->most, "thread").text);
    hf_text_append(line, "%s%s; kernels: %s", hf_count(cores->usable, "core").text,
                   cores->oversubscribed ? " (shared)" : "", hf_kernels_name());
}

/* What makes a run slower than it could be, and how to mend it. */
static void warn_of_cores(const hf_run_options *options, const hf_parallel *parallel,
                          const hf_cores *cores)
{
    if (options->threads > 1 && cores->oversubscribed)
        fprintf(stderr,
                "holdfast: warning: --threads %lld makes more threads than the ranks have "
                "cores\n",
                (long long)options->threads);
    if (parallel->total_threads < cores->online && cores->usable < cores->online)
        fprintf(stderr,
                "holdfast: warning: %lld of %lld cores are in use: mpirun bound the ranks to them; "
                "use more ranks or mpirun --bind-to none\n",
                (long long)cores->usable, (long long)cores->online);
}

void hf_run_show_start(const hf_run_options *options, const hf_experiment *experiment,
                       const hf_parallel *parallel, const hf_cores *cores)
{
    const hf_dataset *data = &experiment->dataset;
    hf_document d = {.label_width = HF_FACT_LABEL};
    if (options->quiet)
        return;
    hf_document_say(&d, HF_BLOCK_TITLE, "holdfast %s: %s", HF_VERSION, experiment->config.name);
    hf_text_append(hf_document_fact(&d, "data"), "%s: %s, %s, %s", experiment->config.data.source,
                   hf_count(data->samples, "sample").text, hf_count(data->features, "feature").text,
                   data->target ? "a measured outcome" : hf_count(data->classes, "class").text);
    hf_run_add_data(options, experiment, &d);
    hf_append_grid(&experiment->grid, SIZES_LISTED, hf_document_fact(&d, "grid"));
    add_null_tests(&experiment->config, &d);
    add_shard(experiment, &d);
    add_ranks(parallel, cores, &d);
    hf_command_print_document(&d, stdout);
    warn_of_cores(options, parallel, cores);
    hf_run_warn_of_data(options, experiment);
}

static void add_damaged(int64_t damaged, const char *where, hf_document *d)
{
    if (damaged > 0)
        hf_text_append(hf_document_fact(d, "damaged"),
                       "%s%s whose checksum does not match: trained again",
                       hf_count(damaged, "network").text, where);
}

void hf_run_show_reused(const hf_run_options *options, const hf_taken *taken, int64_t replicas)
{
    hf_document d = {.label_width = HF_FACT_LABEL};
    if (options->quiet)
        return;
    hf_text_append(hf_document_fact(&d, "reused"), "%s of %s are taken over from %s",
                   hf_number_grouped(taken->taken).text, hf_count(replicas, "network").text,
                   options->reuse);
    add_damaged(taken->damaged, " there", &d);
    hf_command_print_document(&d, stdout);
}

void hf_run_show_resumed(const hf_run_options *options, const hf_output *output, int64_t demoted)
{
    hf_document d = {.label_width = HF_FACT_LABEL};
    if (options->quiet)
        return;
    add_damaged(demoted, "", &d);
    if (output->complete)
        hf_text_append(hf_document_fact(&d, "complete"),
                       "all %s are there and their checksums match: nothing to do",
                       hf_count(output->replicas, "network").text);
    else
        hf_text_append(hf_document_fact(&d, "going on"), "%s of %s are done",
                       hf_number_grouped(output->replicas - output->pending).text,
                       hf_count(output->replicas, "network").text);
    hf_command_print_document(&d, stdout);
}

void hf_run_show_file(const hf_run_options *options)
{
    hf_document d = {.label_width = HF_FACT_LABEL};
    if (options->quiet)
        return;
    hf_text_append(hf_document_fact(&d, "writing"), "%s", options->output);
    hf_command_print_document(&d, stdout);
}

void hf_run_show_config(const hf_run_options *options, const hf_experiment *experiment)
{
    hf_text text = {0};
    if (!options->verbose)
        return;
    hf_config_write(&experiment->config, &text);
    for (const char *line = text.data; line && *line; line += strcspn(line, "\n") + 1)
        printf("  | %.*s\n", (int)strcspn(line, "\n"), line);
    hf_text_free(&text);
}

void hf_run_show_phase(const hf_run_options *options, const char *phase, double seconds)
{
    char took[HF_TIMESTAMP_BYTES];
    hf_document d = {.label_width = HF_FACT_LABEL};
    if (!options->verbose)
        return;
    hf_clock_duration(seconds, took);
    hf_text_append(hf_document_fact(&d, phase), "%s", took);
    hf_command_print_document(&d, stdout);
}

void hf_run_show_end(const hf_run_options *options, const hf_output *output)
{
    const hf_shard *shard = &hf_results_grid(output->results)->shard;
    hf_document d = {.label_width = HF_FACT_LABEL};
    if (options->quiet)
        return;
    if (shard->count == 0) {
        hf_command_print_next(hf_results_path(output->results));
        return;
    }
    hf_text_append(hf_document_fact(&d, "done"),
                   "shard %" PRId64 " of %" PRId64 "; with all of them: holdfast merge -o OUT.h5 "
                   "SHARD.h5 ...",
                   shard->number, shard->count);
    hf_command_print_document(&d, stdout);
}
