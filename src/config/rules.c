/* The rules that need no data, once a file and its overrides have been read. */
#include "reader.h"

#include "text/number.h"

#include <string.h>

#define SEEDS_END 4294967296LL /* seeds are below 2^32 */

static bool is_bad(const hf_reader *reader, const char *key)
{
    return reader->bad[hf_key_find(key)];
}

static int64_t default_count(const hf_config *config)
{
    switch ((hf_splits_method)config->splits.method) {
    case HF_SPLITS_FIRST_HALF:
        return 1;
    case HF_SPLITS_STRATIFIED_KFOLD:
        return config->splits.folds;
    case HF_SPLITS_FILE:
        return 0; /* its rows, known when it is read */
    case HF_SPLITS_STRATIFIED_SHUFFLE:
    case HF_SPLITS_COMPLEMENTARY_PAIRS:
        break;
    }
    return 32;
}

static void check_count(hf_reader *reader)
{
    const hf_config *config = reader->config;
    long long count = config->splits.count, folds = config->splits.folds;
    if (is_bad(reader, "splits.method") || is_bad(reader, "splits.count"))
        return;
    if (config->splits.method == HF_SPLITS_FIRST_HALF && count != 1)
        hf_reader_problem(reader, NULL, "splits.count",
                          "splits.method first_half has one split, not %lld: write 1 "
                          "or leave splits.count out",
                          count);
    if (config->splits.method == HF_SPLITS_COMPLEMENTARY_PAIRS && count % 2 != 0)
        hf_reader_problem(reader, NULL, "splits.count",
                          "%lld is odd; splits.method complementary_pairs makes two "
                          "splits of each shuffle: write %lld",
                          count, count + 1);
    if (config->splits.method == HF_SPLITS_STRATIFIED_KFOLD && !is_bad(reader, "splits.folds") &&
        count % folds != 0)
        hf_reader_problem(reader, NULL, "splits.count",
                          "%lld is not a multiple of splits.folds, %lld: write %lld", count, folds,
                          (count / folds + 1) * folds);
}

static void check_split_method(hf_reader *reader)
{
    const hf_config *config = reader->config;
    bool by_file = config->splits.method == HF_SPLITS_FILE;
    if (is_bad(reader, "splits.method"))
        return;
    if (by_file && !config->splits.file && !is_bad(reader, "splits.file"))
        hf_reader_problem(reader, NULL, "splits.method",
                          "file needs splits.file, the path of a CSV or HDF5 0/1 "
                          "matrix [split, row of the data file]");
    if (!by_file && config->splits.file)
        hf_reader_problem(reader, NULL, "splits.file",
                          "is used only with splits.method: file: set splits.method to file, or "
                          "remove splits.file");
    if (config->splits.method == HF_SPLITS_FIRST_HALF && config->data.groups)
        hf_reader_problem(reader, NULL, "data.groups",
                          "splits.method first_half cannot keep groups together: use "
                          "stratified_shuffle, stratified_kfold or complementary_pairs");
}

static void check_seeds(hf_reader *reader)
{
    long long first = reader->config->replicas.first_seed, seeds = reader->config->replicas.seeds;
    if (is_bad(reader, "replicas.first_seed") || is_bad(reader, "replicas.seeds"))
        return;
    if (first + seeds > SEEDS_END)
        hf_reader_problem(reader, NULL, "replicas.seeds",
                          "with first_seed %lld the last seed would be %lld; seeds "
                          "are at most %lld",
                          first, first + seeds - 1, SEEDS_END - 1);
}

static void check_source(hf_reader *reader)
{
    hf_text hint = {0};
    char shown[HF_SHOWN_BYTES];
    const char *name = hf_config_builtin_name(reader->config->data.source);
    for (int64_t i = 0; name && i < hf_config_builtin_count; i++)
        if (strcmp(hf_config_builtins[i], name) == 0)
            return;
    if (!name)
        return;
    const char *nearest = hf_text_nearest(name, hf_config_builtins, hf_config_builtin_count);
    if (nearest)
        hf_text_append(&hint, "did you mean builtin:%s?", nearest);
    for (int64_t i = 0; !nearest && i < hf_config_builtin_count; i++)
        hf_text_append(&hint, "%sbuiltin:%s", i ? ", " : "there are ", hf_config_builtins[i]);
    hf_reader_problem(reader, NULL, "data.source", "no built-in data set %s; %s",
                      hf_reader_show(name, shown), hint.data ? hint.data : "");
    hf_text_free(&hint);
}

bool hf_config_countable(int64_t splits, int64_t hiddens, int64_t seeds)
{
    int64_t replicas;
    return !__builtin_mul_overflow(splits, hiddens, &replicas) &&
           !__builtin_mul_overflow(replicas, seeds, &replicas) && replicas <= HF_REPLICAS_MOST;
}

void hf_reader_check_replicas(hf_reader *reader)
{
    const long long splits = reader->config->splits.count;
    const long long hiddens = reader->config->model.hidden.count;
    const long long seeds = reader->config->replicas.seeds;
    if (!hf_config_countable(splits, hiddens, seeds))
        hf_reader_problem(reader, NULL, "replicas.seeds",
                          "%lld split%s x %lld hidden size%s x %lld seed%s are more than %d "
                          "networks: lower splits.count, model.hidden or replicas.seeds",
                          splits, hf_plural(splits), hiddens, hf_plural(hiddens), seeds,
                          hf_plural(seeds), HF_REPLICAS_MOST);
}

static void check_part(hf_reader *reader, const char *key, int64_t part, const char *of,
                       int64_t whole)
{
    if (part > whole && whole > 0)
        hf_reader_problem(reader, NULL, key,
                          "%lld is more than %s, %lld: lower it, or leave it out", (long long)part,
                          of, (long long)whole);
}

void hf_reader_check_null_test(hf_reader *reader)
{
    const hf_config *config = reader->config;
    const int64_t splits = config->splits.count, seeds = config->replicas.seeds;
    const int64_t draws[] = {config->null_test.labels, config->null_test.probes};
    const char *const keys[] = {"null_test.labels", "null_test.probes"};
    check_part(reader, "null_test.seeds", config->null_test.seeds, "replicas.seeds", seeds);
    check_part(reader, "null_test.splits", config->null_test.splits, "splits.count", splits);
    const int64_t part_splits = config->null_test.splits ? config->null_test.splits : splits;
    const int64_t part_seeds = config->null_test.seeds ? config->null_test.seeds : seeds;
    for (int i = 0; i < 2; i++) {
        int64_t all;
        if (__builtin_mul_overflow(draws[i], part_splits, &all) ||
            !hf_config_countable(all, config->model.hidden.count, part_seeds))
            hf_reader_problem(reader, NULL, keys[i],
                              "%lld draws of %lld splits, %lld hidden sizes and %lld seeds are "
                              "more than %d networks: lower it, null_test.splits or "
                              "null_test.seeds",
                              (long long)draws[i], (long long)part_splits,
                              (long long)config->model.hidden.count, (long long)part_seeds,
                              HF_REPLICAS_MOST);
    }
}

void hf_reader_check(hf_reader *reader)
{
    hf_config *config = reader->config;
    if (config->splits.count == 0 && !is_bad(reader, "splits.method") &&
        !is_bad(reader, "splits.count"))
        config->splits.count = default_count(config);
    check_source(reader);
    check_split_method(reader);
    check_count(reader);
    check_seeds(reader);
    hf_reader_check_task(reader);
    if (reader->problem_count > 0)
        return;
    hf_reader_check_replicas(reader);
    hf_reader_check_null_test(reader);
}
