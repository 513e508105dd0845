/* What run prints at its start and at its end. */
#include "commands/run_text.h"

#include "base/clock.h"
#include "commands/commands.h"
#include "holdfast/version.h"
#include "kernels/kernels.h"
#include "text/number.h"
#include "text/terminal.h"
#include <stdio.h>
#include <string.h>

static void print_grid(const hf_grid *grid)
{
    printf("  grid      %lld seed%s x %lld hidden size%s (", (long long)grid->seeds,
           hf_plural(grid->seeds), (long long)grid->hiddens, hf_plural(grid->hiddens));
    for (int64_t h = 0; h < grid->hiddens && h < 6; h++)
        printf("%s%lld", h ? ", " : "", (long long)grid->hidden[h]);
    printf("%s) x %lld split%s = %s replica%s\n", grid->hiddens > 6 ? " ..." : "",
           (long long)grid->splits, hf_plural(grid->splits),
           hf_number_grouped(hf_grid_whole(grid)).text, hf_plural(hf_grid_whole(grid)));
}

static void print_null_tests(const hf_config *config)
{
    static const struct {
        const char *label, *draws;
    } rows[HF_ARMS] = {
        [HF_ARM_LABELS] = {"labels", "permutation"},
        [HF_ARM_PROBES] = {"probes", "draw"},
    };
    for (hf_arm arm = HF_ARM_LABELS; arm < HF_ARMS; arm++) {
        const int64_t draws = hf_arm_draws(config, arm);
        const int64_t part = hf_arm_part(config, arm);
        if (draws > 0) {
            printf("  %-9s %s %s%s x ", rows[arm].label, hf_number_grouped(draws).text,
                   rows[arm].draws, hf_plural(draws));
            printf("%s replica%s = ", hf_number_grouped(part).text, hf_plural(part));
            printf("%s replicas\n", hf_number_grouped(draws * part).text);
        }
    }
}

static void print_shard(const hf_experiment *experiment)
{
    const hf_grid *grid = &experiment->grid;
    const int64_t first = hf_grid_first(grid), count = hf_grid_replicas(grid);
    int64_t null = 0;
    if (grid->shard.count == 0)
        return;
    printf("  shard     %lld of %lld: ", (long long)grid->shard.number,
           (long long)grid->shard.count);
    if (count == 0)
        printf("no replicas (there are more shards than replicas)\n");
    else if (count == 1)
        printf("replica %lld\n", (long long)first);
    else
        printf("%s replicas, %lld to %lld\n", hf_number_grouped(count).text, (long long)first,
               (long long)(first + count - 1));
    for (hf_arm arm = HF_ARM_LABELS; arm < HF_ARMS; arm++) {
        const hf_grid draws = hf_experiment_grid(experiment, arm);
        null += hf_grid_replicas(&draws);
    }
    if (null > 0)
        printf("            and %s replica%s of null tests\n", hf_number_grouped(null).text,
               hf_plural(null));
}

static void print_ranks(const hf_parallel *parallel, const hf_cores *cores)
{
    printf("  running   %d rank%s on %lld host%s, ", parallel->ranks, hf_plural(parallel->ranks),
           (long long)cores->hosts, hf_plural(cores->hosts));
    if (cores->least == cores->most)
        printf("%lld thread%s each, ", (long long)cores->least, hf_plural(cores->least));
    else
        printf("%lld to %lld threads each, ", (long long)cores->least, (long long)cores->most);
    printf("%lld core%s%s; kernels: %s\n", (long long)cores->usable, hf_plural(cores->usable),
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

void hf_run_introduce(const hf_run_options *options, const hf_experiment *experiment,
                      const hf_parallel *parallel, const hf_cores *cores)
{
    const hf_dataset *data = &experiment->dataset;
    if (options->quiet)
        return;
    printf("holdfast %s: %s\n", HF_VERSION, experiment->config.name);
    printf("  data      %s: %s samples, %s feature%s, %lld classes\n",
           experiment->config.data.source, hf_number_grouped(data->samples).text,
           hf_number_grouped(data->features).text, hf_plural(data->features),
           (long long)data->classes);
    hf_run_tell_data(options, experiment);
    print_grid(&experiment->grid);
    print_null_tests(&experiment->config);
    print_shard(experiment);
    print_ranks(parallel, cores);
    fflush(stdout);
    warn_of_cores(options, parallel, cores);
    hf_run_warn_of_data(options, experiment);
}

void hf_run_tell_reused(const hf_run_options *options, const hf_taken *taken, int64_t replicas)
{
    if (options->quiet)
        return;
    printf("  reused    %s of %s replicas are taken over from %s\n",
           hf_number_grouped(taken->taken).text, hf_number_grouped(replicas).text, options->reuse);
    if (taken->damaged > 0)
        printf("  damaged   %s replica%s there whose checksum does not match: trained anew\n",
               hf_number_grouped(taken->damaged).text, hf_plural(taken->damaged));
    fflush(stdout);
}

void hf_run_tell_resumed(const hf_run_options *options, const hf_output *output, int64_t demoted)
{
    const int64_t replicas = output->replicas;
    if (options->quiet)
        return;
    if (demoted > 0)
        printf("  damaged   %s replica%s whose checksum does not match: trained again\n",
               hf_number_grouped(demoted).text, hf_plural(demoted));
    if (output->complete)
        printf("  complete  all %s replicas are there and their checksums match: nothing to do\n",
               hf_number_grouped(replicas).text);
    else
        printf("  going on  %s of %s replicas are done\n",
               hf_number_grouped(replicas - output->pending).text,
               hf_number_grouped(replicas).text);
    fflush(stdout);
}

void hf_run_tell_file(const hf_run_options *options)
{
    if (options->quiet)
        return;
    printf("  writing   %s\n", options->output);
    fflush(stdout);
}

void hf_run_tell_config(const hf_run_options *options, const hf_experiment *experiment)
{
    hf_text text = {0};
    if (!options->verbose)
        return;
    hf_config_write(&experiment->config, &text);
    for (const char *line = text.data; line && *line; line += strcspn(line, "\n") + 1)
        printf("  | %.*s\n", (int)strcspn(line, "\n"), line);
    hf_text_free(&text);
}

void hf_run_tell_phase(const hf_run_options *options, const char *phase, double seconds)
{
    char took[HF_TIMESTAMP_BYTES];
    hf_clock_duration(seconds, took);
    if (options->verbose)
        printf("  %-9s %s\n", phase, took);
}

void hf_run_conclude(const hf_run_options *options, const hf_output *output)
{
    const hf_shard *shard = &hf_results_grid(output->results)->shard;
    if (options->quiet)
        return;
    if (shard->count > 0)
        printf("  done      shard %lld of %lld; with all of them: holdfast merge -o OUT.h5 "
               "SHARD.h5 ...\n",
               (long long)shard->number, (long long)shard->count);
    else
        hf_command_print_next(hf_results_path(output->results));
    fflush(stdout);
}
