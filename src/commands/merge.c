/* holdfast merge: the shards of one experiment become one results file, with its statistics. */
#include "commands/commands.h"
#include "commands/merge_shards.h"
#include "commands/session.h"
#include "holdfast/memory.h"
#include "holdfast/status_codes.h"
#include "holdfast/stop.h"
#include "kernels/kernels.h"
#include "text/number.h"

typedef struct request {
    const char *output;
    hf_text_list shards;
    bool overwrite, quiet;
} request;

const hf_option hf_merge_command_options[] = {
    HF_REST(shards, "SHARD.h5 ...", "all shards of one experiment, of run --shard"),
    HF_TEXT(output, "output", 'o', "OUT.h5", "the results file to make (needed)"),
    HF_FLAG(overwrite, "overwrite", 0, "replaces the results file"), HF_QUIET_FLAG, HF_OPTIONS_END};

/* Before anything else: may the output be made? */
static hf_status check_request(const request *asked, hf_error *error)
{
    if (!asked->output || !*asked->output)
        return hf_fail(error, HF_USAGE, "merge: -o OUT.h5 is needed; see holdfast merge --help");
    HF_TRY(hf_check_output(asked->output, asked->overwrite, error));
    for (int64_t i = 0; i < asked->shards.count; i++)
        if (hf_is_same_file(asked->shards.items[i], asked->output))
            return hf_fail(error, HF_CANNOT_CREATE,
                           "%s is one of the shards, which would be replaced; give another file "
                           "with -o",
                           asked->output);
    return HF_OK;
}

static hf_status join(const hf_merge_shard *shard, hf_results *whole, hf_error *error)
{
    hf_results *results;
    hf_taken taken;
    HF_TRY(hf_results_open(shard->path, false, &results, error));
    hf_status status = hf_results_take(whole, results, &taken, error);
    if (status == HF_OK && taken.damaged > 0)
        status = hf_fail(error, HF_BAD_DATA,
                         "%s (shard %lld): the checksum of replica %lld%s does not match (damaged: "
                         "%lld); its holdfast run line trains such replicas again",
                         shard->path, (long long)shard->number, (long long)taken.first_damaged,
                         hf_arm_text(taken.damaged_arm), (long long)taken.damaged);
    if (status == HF_OK && taken.pending > 0)
        status = hf_fail(error, HF_BAD_DATA, "%s (shard %lld) has changed meanwhile: %lld pending",
                         shard->path, (long long)shard->number, (long long)taken.pending);
    if (status == HF_OK)
        status = hf_results_add_sessions_of(whole, results, error);
    hf_results_close(&results, NULL);
    return status;
}

static hf_status join_all(hf_results *whole, const void *context, hf_error *error)
{
    const hf_merge_shards *shards = context;
    for (int64_t i = 0; i < shards->count; i++)
        HF_TRY(join(&shards->items[i], whole, error));
    return HF_OK;
}

/* The text of the configuration, from the first shard. */
static hf_status read_given(const hf_merge_shards *shards, char **given, hf_error *error)
{
    hf_results *results;
    HF_TRY(hf_results_open(shards->items[0].path, false, &results, error));
    hf_status status = hf_results_config_given(results, given, error);
    hf_results_close(&results, NULL);
    return status;
}

static hf_status merge(const request *asked, const hf_merge_shards *shards,
                       const hf_session *session, hf_error *error)
{
    char *given = NULL;
    HF_TRY(read_given(shards, &given, error));
    const hf_derivation derivation = {.output = asked->output,
                                      .experiment = &shards->experiment,
                                      .given = given,
                                      .session_bytes = shards->session_bytes,
                                      .session = session,
                                      .fill = join_all,
                                      .context = shards};
    const hf_status status = hf_derive(&derivation, error);
    hf_free(&given);
    return status;
}

static void conclude(const request *asked, const hf_merge_shards *shards)
{
    int64_t replicas = 0;
    for (hf_arm arm = 0; arm < HF_ARMS; arm++) {
        const hf_grid grid = hf_arm_grid(&shards->experiment.config, arm);
        replicas += hf_grid_replicas(&grid);
    }
    if (asked->quiet)
        return;
    printf("  joined    %s shard%s, ", hf_number_grouped(shards->count).text,
           hf_plural(shards->count));
    printf("%s replica%s\n", hf_number_grouped(replicas).text, hf_plural(replicas));
    hf_command_print_next(asked->output);
}

hf_status hf_command_merge(int argc, char **argv, hf_error *error)
{
    request asked = {0};
    hf_merge_shards shards = {0};
    hf_session session = {.argc = argc, .argv = argv};
    hf_status status;
    HF_TRY_CLEANUP(hf_options_read(hf_merge_command_options, argc, argv, &asked, error));
    HF_TRY_CLEANUP(check_request(&asked, error));
    HF_TRY_CLEANUP(hf_kernels_select(error));
    hf_stop_catch_signals(); /* a merge that is told to stop leaves nothing behind */
    hf_session_start_alone(&session);
    HF_TRY_CLEANUP(hf_merge_shards_read(&asked.shards, &shards, error));
    HF_TRY_CLEANUP(merge(&asked, &shards, &session, error));
    conclude(&asked, &shards);
cleanup:
    hf_session_free(&session);
    hf_merge_shards_free(&shards);
    hf_text_list_free(&asked.shards);
    return status;
}
