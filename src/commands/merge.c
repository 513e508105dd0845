/* holdfast merge: the shards of one experiment become one results file, with its statistics. */
#include "commands/commands.h"
#include "commands/experiment_difference.h"
#include "commands/session.h"
#include "holdfast/memory.h"
#include "holdfast/status_codes.h"
#include "holdfast/stop.h"
#include "kernels/kernels.h"
#include "text/number.h"
#include <stdlib.h>
#include <string.h>

typedef struct request {
    const char *output;
    hf_text_list shards;
    bool overwrite, quiet;
} request;

const hf_option hf_merge_command_options[] = {
    HF_REST(shards, "SHARD.h5 ...", "all shards of one experiment, of run --shard"),
    HF_TEXT(output, "output", 'o', "OUT.h5", "the results file to write (required)"),
    HF_FLAG(overwrite, "overwrite", 0, "replace the results file"), HF_QUIET_FLAG, HF_OPTIONS_END};

typedef struct shard_file {
    const char *path; /* not owned */
    int64_t number, pending;
} shard_file;

/* Those that a merge is given. */
typedef struct shard_files {
    hf_experiment experiment; /* the whole one */
    shard_file *items;        /* [count] by number */
    int64_t count, division;  /* how many there are; into how many the first one's was divided */
    int64_t session_bytes;    /* of all their sessions */
    char *given;              /* text of the configuration, from shard 1 */
} shard_files;

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

/* ---- one file after the other ---- */

/* Against the first file: the experiment, and into how many shards it was divided. */
static hf_status check_agreement(const shard_files *shards, const hf_results *results,
                                 hf_error *error)
{
    const hf_shard *shard = &hf_results_grid(results)->shard;
    const char *path = hf_results_path(results), *first = shards->items[0].path;
    hf_difference difference;
    hf_status status = HF_OK;
    HF_TRY(hf_difference_find(results, &shards->experiment, HF_AGREE_IN_EXPERIMENT, &difference,
                              error));
    if (difference.key)
        status = hf_fail(error, HF_BAD_DATA,
                         "%s and %s are of different experiments: %s %s in the latter", path, first,
                         difference.key, hf_difference_text(&difference));
    else if (shard->count != shards->division)
        status = hf_fail(error, HF_BAD_DATA,
                         "%s is shard %lld of %lld, but %s is one of %lld: all shards of a merge "
                         "must have the same N",
                         path, (long long)shard->number, (long long)shard->count, first,
                         (long long)shards->division);
    hf_difference_free(&difference);
    return status;
}

static hf_status look_at(shard_files *shards, const hf_results *results, shard_file *item,
                         hf_error *error)
{
    char *sessions;
    HF_TRY(hf_results_need_format(results, error));
    item->number = hf_results_grid(results)->shard.number;
    if (item->number == 0)
        return hf_fail(error, HF_BAD_DATA,
                       "%s is a whole experiment, not a shard: there is nothing to merge",
                       item->path);
    if (item == shards->items) {
        shards->division = hf_results_grid(results)->shard.count;
        HF_TRY(hf_results_experiment(results, &shards->experiment, error));
    } else {
        HF_TRY(check_agreement(shards, results, error));
    }
    if (item->number == 1 && !shards->given)
        HF_TRY(hf_results_config_given(results, &shards->given, error));
    HF_TRY(hf_results_pending(results, &item->pending, error));
    HF_TRY(hf_results_sessions(results, &sessions, error));
    shards->session_bytes += (int64_t)strlen(sessions);
    hf_free(&sessions);
    return HF_OK;
}

/* ---- all together ---- */

static int by_number(const void *a, const void *b)
{
    const shard_file *x = a, *y = b;
    if (x->number != y->number)
        return x->number < y->number ? -1 : 1;
    return strcmp(x->path, y->path);
}

enum { MOST_FAULTS = 20 };

/* Lines of the message, of which MOST_FAULTS are shown. */
typedef struct faults {
    hf_text text;
    int64_t count;
    size_t shown; /* bytes of those that are shown, where there are more */
} faults;

static hf_text *add_fault(faults *all)
{
    if (all->count++ == MOST_FAULTS)
        all->shown = all->text.length;
    hf_text_append(&all->text, "\n  ");
    return &all->text;
}

static void find_gap(int64_t first, int64_t last, int64_t division, faults *all)
{
    if (first == last)
        hf_text_append(add_fault(all), "shard %lld of %lld is missing", (long long)first,
                       (long long)division);
    else if (first < last)
        hf_text_append(add_fault(all), "shards %lld to %lld of %lld are missing", (long long)first,
                       (long long)last, (long long)division);
}

static void find_faults(const shard_files *shards, faults *all)
{
    const shard_file *items = shards->items;
    for (int64_t i = 0; i < shards->count; i++) {
        const int64_t before = i > 0 ? items[i - 1].number : 0;
        find_gap(before + 1, items[i].number - 1, shards->division, all);
        if (items[i].number == before)
            hf_text_append(add_fault(all), "%s and %s are both shard %lld", items[i - 1].path,
                           items[i].path, (long long)before);
        if (items[i].pending > 0)
            hf_text_append(add_fault(all),
                           "%s (shard %lld) is unfinished: %lld of its networks are not trained "
                           "yet; finish it with its holdfast run command",
                           items[i].path, (long long)items[i].number, (long long)items[i].pending);
    }
    find_gap(items[shards->count - 1].number + 1, shards->division, shards->division, all);
}

static hf_status check_whole(const shard_files *shards, hf_error *error)
{
    faults all = {0};
    find_faults(shards, &all);
    if (all.count > MOST_FAULTS) {
        all.text.length = all.shown;
        hf_text_append(&all.text, "\n  and %lld more", (long long)(all.count - MOST_FAULTS));
    }
    hf_status status = hf_text_check(&all.text, error);
    if (status == HF_OK && all.count > 0)
        status = hf_fail(error, HF_BAD_DATA, "the files do not make a whole experiment:%s",
                         all.text.data);
    hf_text_free(&all.text);
    return status;
}

/* HF_BAD_DATA: one is no shard, or of another experiment, or they overlap, or some of it is missing
 * or not yet done: all that is wrong in one message. Memory: one file's experiment. */
static hf_status look_at_all(const hf_text_list *paths, shard_files *shards, hf_error *error)
{
    HF_TRY(hf_allocate(&shards->items, paths->count, sizeof *shards->items, error));
    for (; shards->count < paths->count; shards->count++) {
        shard_file *item = &shards->items[shards->count];
        hf_results *results;
        item->path = paths->items[shards->count];
        HF_TRY(hf_results_open(item->path, false, &results, error));
        const hf_status status = look_at(shards, results, item, error);
        hf_results_close(&results, NULL);
        HF_TRY(status);
    }
    shards->experiment.grid.shard = (hf_shard){0};
    qsort(shards->items, (size_t)shards->count, sizeof *shards->items, by_number);
    return check_whole(shards, error);
}

/* ---- into one ---- */

static hf_status join(const shard_file *shard, hf_results *whole, const hf_results *results,
                      hf_error *error)
{
    hf_taken taken;
    HF_TRY(hf_results_take(whole, results, &taken, error));
    if (taken.damaged > 0)
        return hf_fail(error, HF_BAD_DATA,
                       "%s (shard %lld): the checksum of replica %lld%s does not match (damaged: "
                       "%lld); its holdfast run command trains such networks again",
                       shard->path, (long long)shard->number, (long long)taken.first_damaged,
                       hf_arm_text(taken.damaged_arm), (long long)taken.damaged);
    if (taken.pending > 0)
        return hf_fail(error, HF_BAD_DATA, "%s (shard %lld) has changed meanwhile: %lld pending",
                       shard->path, (long long)shard->number, (long long)taken.pending);
    return hf_results_add_sessions_of(whole, results, error);
}

static hf_status join_all(hf_results *whole, const void *context, hf_error *error)
{
    const shard_files *shards = context;
    for (int64_t i = 0; i < shards->count; i++) {
        hf_results *results;
        HF_TRY(hf_results_open(shards->items[i].path, false, &results, error));
        const hf_status status = join(&shards->items[i], whole, results, error);
        hf_results_close(&results, NULL);
        HF_TRY(status);
    }
    return HF_OK;
}

static void conclude(const request *asked, const shard_files *shards)
{
    int64_t replicas = 0;
    for (hf_arm arm = 0; arm < HF_ARMS; arm++) {
        const hf_grid grid = hf_arm_grid(&shards->experiment.config, arm);
        replicas += hf_grid_replicas(&grid);
    }
    printf("  joined    %s, %s\n", hf_count(shards->count, "shard").text,
           hf_count(replicas, "network").text);
    hf_command_print_next(asked->output);
}

static hf_status merge(const request *asked, shard_files *shards, const hf_session *session,
                       hf_error *error)
{
    HF_TRY(look_at_all(&asked->shards, shards, error));
    const hf_derivation derivation = {.output = asked->output,
                                      .experiment = &shards->experiment,
                                      .given = shards->given,
                                      .session_bytes = shards->session_bytes,
                                      .session = session,
                                      .fill = join_all,
                                      .context = shards};
    HF_TRY(hf_derive(&derivation, error));
    if (!asked->quiet)
        conclude(asked, shards);
    return HF_OK;
}

hf_status hf_command_merge(int argc, char **argv, hf_error *error)
{
    request asked = {0};
    shard_files shards = {0};
    hf_session session = {.argc = argc, .argv = argv};
    hf_status status;
    HF_TRY_CLEANUP(hf_options_read(hf_merge_command_options, argc, argv, &asked, error));
    HF_TRY_CLEANUP(check_request(&asked, error));
    HF_TRY_CLEANUP(hf_kernels_select(error));
    hf_stop_catch_signals(); /* a merge that is told to stop leaves nothing behind */
    hf_session_start_alone(&session);
    status = merge(&asked, &shards, &session, error);
cleanup:
    hf_session_free(&session);
    hf_experiment_free(&shards.experiment);
    hf_free(&shards.items);
    hf_free(&shards.given);
    hf_text_list_free(&asked.shards);
    return status;
}
