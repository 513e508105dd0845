/* Are these files the shards of one experiment, all of them and each once? */
#include "commands/merge_shards.h"

#include "commands/difference.h"
#include "holdfast/memory.h"
#include "holdfast/status_codes.h"
#include <stdlib.h>
#include <string.h>

enum { MOST_FAULTS = 20 };

/* ---- one file after the other ---- */

static hf_status check_is_shard(const hf_results *results, hf_error *error)
{
    if (hf_results_grid(results)->shard.count > 0)
        return HF_OK;
    return hf_fail(error, HF_BAD_DATA,
                   "%s is no shard but a whole experiment: there is nothing to merge",
                   hf_results_path(results));
}

/* Against the first file: the experiment, and into how many shards it was divided. */
static hf_status check_agreement(const hf_merge_shards *shards, const hf_results *results,
                                 const char *first_path, int64_t shard_count, hf_error *error)
{
    hf_difference difference;
    hf_status status = HF_OK;
    const hf_shard *shard = &hf_results_grid(results)->shard;
    HF_TRY(hf_difference_find(results, &shards->experiment, HF_AGREE_IN_EXPERIMENT, &difference,
                              error));
    if (difference.key)
        status = hf_fail(
            error, HF_BAD_DATA, "%s and %s are of different experiments: %s %s in the latter",
            hf_results_path(results), first_path, difference.key, hf_difference_text(&difference));
    else if (shard->count != shard_count)
        status = hf_fail(error, HF_BAD_DATA,
                         "%s is shard %lld of %lld, but %s one of %lld: the shards of one merge "
                         "are of one division",
                         hf_results_path(results), (long long)shard->number,
                         (long long)shard->count, first_path, (long long)shard_count);
    hf_difference_free(&difference);
    return status;
}

static hf_status add_session_bytes(hf_merge_shards *shards, const hf_results *results,
                                   hf_error *error)
{
    char *sessions;
    HF_TRY(hf_results_sessions(results, &sessions, error));
    shards->session_bytes += (int64_t)strlen(sessions);
    hf_free(&sessions);
    return HF_OK;
}

/* `shard_count` is the first file's. */
static hf_status look_at(hf_merge_shards *shards, const char *path, int64_t *shard_count,
                         hf_error *error)
{
    hf_results *results;
    hf_merge_shard *item = &shards->items[shards->count];
    HF_TRY(hf_results_open(path, false, &results, error));
    hf_status status = check_is_shard(results, error);
    if (status == HF_OK && shards->count == 0) {
        status = hf_results_experiment(results, &shards->experiment, error);
        *shard_count = hf_results_grid(results)->shard.count;
    } else if (status == HF_OK) {
        status = check_agreement(shards, results, shards->items[0].path, *shard_count, error);
    }
    *item = (hf_merge_shard){.path = path, .number = hf_results_grid(results)->shard.number};
    if (status == HF_OK)
        status = hf_results_pending(results, &item->pending, error);
    if (status == HF_OK)
        status = add_session_bytes(shards, results, error);
    hf_results_close(&results, NULL);
    shards->count++;
    return status;
}

/* ---- all together ---- */

static int by_number(const void *a, const void *b)
{
    const hf_merge_shard *x = a, *y = b;
    if (x->number != y->number)
        return x->number < y->number ? -1 : 1;
    return strcmp(x->path, y->path);
}

/* Lines of the message; those beyond MOST_FAULTS are counted. */
typedef struct faults {
    hf_text text;
    int64_t count;
} faults;

static hf_text *add_fault(faults *all)
{
    static hf_text ignored;
    ignored.length = 0;
    if (all->count++ >= MOST_FAULTS)
        return &ignored;
    hf_text_append(&all->text, "\n  ");
    return &all->text;
}

static void find_gap(faults *all, int64_t first, int64_t last, int64_t shard_count)
{
    if (first == last)
        hf_text_append(add_fault(all), "shard %lld of %lld is missing", (long long)first,
                       (long long)shard_count);
    else if (first < last)
        hf_text_append(add_fault(all), "shards %lld to %lld of %lld are missing", (long long)first,
                       (long long)last, (long long)shard_count);
}

static void find_faults(const hf_merge_shards *shards, int64_t shard_count, faults *all)
{
    const hf_merge_shard *items = shards->items;
    for (int64_t i = 0; i < shards->count; i++) {
        const int64_t before = i > 0 ? items[i - 1].number : 0;
        find_gap(all, before + 1, items[i].number - 1, shard_count);
        if (items[i].number == before)
            hf_text_append(add_fault(all), "%s and %s are both shard %lld", items[i - 1].path,
                           items[i].path, (long long)before);
        if (items[i].pending > 0)
            hf_text_append(add_fault(all),
                           "%s (shard %lld) is unfinished: %lld of its replicas are pending; "
                           "finish it with its holdfast run line",
                           items[i].path, (long long)items[i].number, (long long)items[i].pending);
    }
    find_gap(all, items[shards->count - 1].number + 1, shard_count, shard_count);
}

static hf_status check_whole(const hf_merge_shards *shards, int64_t shard_count, hf_error *error)
{
    faults all = {0};
    find_faults(shards, shard_count, &all);
    if (all.count > MOST_FAULTS)
        hf_text_append(&all.text, "\n  and %lld more", (long long)(all.count - MOST_FAULTS));
    hf_status status = hf_text_check(&all.text, error);
    if (status == HF_OK && all.count > 0)
        status = hf_fail(error, HF_BAD_DATA, "the files do not make a whole experiment:%s",
                         all.text.data);
    hf_text_free(&all.text);
    return status;
}

hf_status hf_merge_shards_read(const hf_text_list *paths, hf_merge_shards *shards, hf_error *error)
{
    int64_t shard_count = 0;
    hf_status status = HF_OK;
    *shards = (hf_merge_shards){0};
    HF_TRY(hf_allocate(&shards->items, paths->count, sizeof *shards->items, error));
    for (int64_t i = 0; i < paths->count; i++)
        HF_TRY_CLEANUP(look_at(shards, paths->items[i], &shard_count, error));
    shards->experiment.grid.shard = (hf_shard){0};
    qsort(shards->items, (size_t)shards->count, sizeof *shards->items, by_number);
    status = check_whole(shards, shard_count, error);
cleanup:
    if (status != HF_OK)
        hf_merge_shards_free(shards);
    return status;
}

void hf_merge_shards_free(hf_merge_shards *shards)
{
    hf_experiment_free(&shards->experiment);
    hf_free(&shards->items);
    *shards = (hf_merge_shards){0};
}
