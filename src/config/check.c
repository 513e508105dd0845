/* What concerns several keys: rules without data (at reading) and with it (hf_config_resolve). */
#include "reader.h"

#include <stdarg.h>
#include <stdio.h>

#define SEEDS_END 4294967296LL    /* seeds are below 2^32 */
#define MOST_REPLICAS (1LL << 53) /* numbers that a double holds exactly */

static void problem(hf_reader *reader, const char *key, const char *format, ...)
    __attribute__((format(printf, 3, 4)));

static void problem(hf_reader *reader, const char *key, const char *format, ...)
{
    char what[512];
    va_list arguments;
    va_start(arguments, format);
    vsnprintf(what, sizeof what, format, arguments);
    va_end(arguments);
    hf_reader_problem(reader, &reader->place[hf_key_find(key)], key, "%s", what);
}

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
        problem(reader, "splits.count",
                "splits.method first_half has one split, not %lld: write 1 "
                "or leave splits.count out",
                count);
    if (config->splits.method == HF_SPLITS_COMPLEMENTARY_PAIRS && count % 2 != 0)
        problem(reader, "splits.count",
                "%lld is odd; splits.method complementary_pairs makes two "
                "splits of each shuffle: write %lld",
                count, count + 1);
    if (config->splits.method == HF_SPLITS_STRATIFIED_KFOLD && !is_bad(reader, "splits.folds") &&
        count % folds != 0)
        problem(reader, "splits.count", "%lld is no multiple of splits.folds, %lld: write %lld",
                count, folds, (count / folds + 1) * folds);
}

static void check_split_method(hf_reader *reader)
{
    const hf_config *config = reader->config;
    bool by_file = config->splits.method == HF_SPLITS_FILE;
    if (is_bad(reader, "splits.method"))
        return;
    if (by_file && !config->splits.file && !is_bad(reader, "splits.file"))
        problem(reader, "splits.method",
                "file needs splits.file, the path of a CSV or HDF5 0/1 "
                "matrix [split, row of the data file]");
    if (!by_file && config->splits.file)
        problem(reader, "splits.file",
                "is read with splits.method: file alone: set splits.method "
                "to file, or leave splits.file out");
    if (config->splits.method == HF_SPLITS_FIRST_HALF && config->data.groups)
        problem(reader, "data.groups",
                "splits.method first_half cannot keep groups together: use "
                "stratified_shuffle, stratified_kfold or complementary_pairs");
}

static void check_seeds(hf_reader *reader)
{
    long long first = reader->config->replicas.first_seed, seeds = reader->config->replicas.seeds;
    if (is_bad(reader, "replicas.first_seed") || is_bad(reader, "replicas.seeds"))
        return;
    if (first + seeds > SEEDS_END)
        problem(reader, "replicas.seeds",
                "with first_seed %lld the last seed would be %lld; seeds "
                "are at most %lld",
                first, first + seeds - 1, SEEDS_END - 1);
}

static bool too_many_replicas(const hf_config *config)
{
    int64_t cells = 0, replicas = 0;
    return __builtin_mul_overflow(config->splits.count, config->model.hidden.count, &cells) ||
           __builtin_mul_overflow(cells, config->replicas.seeds, &replicas) ||
           replicas > MOST_REPLICAS;
}

void hf_reader_check(hf_reader *reader)
{
    hf_config *config = reader->config;
    if (config->splits.count == 0 && !is_bad(reader, "splits.method") &&
        !is_bad(reader, "splits.count"))
        config->splits.count = default_count(config);
    check_split_method(reader);
    check_count(reader);
    check_seeds(reader);
    if (reader->problem_count == 0 && too_many_replicas(config))
        problem(reader, "replicas.seeds",
                "splits x hidden sizes x seeds are more than 2^53 "
                "replicas");
}

static hf_status check_tutorial(const hf_config *config, int64_t features, hf_error *error)
{
    const hf_integer_list *methods = &config->significance.methods, *hidden = &config->model.hidden;
    bool listed = false;
    for (int64_t i = 0; i < methods->count; i++)
        listed = listed || methods->items[i] == HF_TUTORIAL;
    for (int64_t i = 0; listed && i < hidden->count; i++)
        if (hidden->items[i] != features)
            return hf_fail(error, HF_BAD_CONFIG,
                           "significance.methods: tutorial reads hidden unit f as feature f, so "
                           "every hidden size must be the number of features, %lld, but "
                           "model.hidden has %lld: set model.hidden=[%lld], or leave tutorial out",
                           (long long)features, (long long)hidden->items[i], (long long)features);
    return HF_OK;
}

static hf_status resolve_count(hf_config *config, int64_t split_count, hf_error *error)
{
    if (config->splits.count == 0)
        config->splits.count =
            config->splits.method == HF_SPLITS_FILE ? split_count : default_count(config);
    if (config->splits.method == HF_SPLITS_FILE && config->splits.count != split_count)
        return hf_fail(error, HF_BAD_CONFIG,
                       "splits.count: %lld splits, but splits.file has %lld rows",
                       (long long)config->splits.count, (long long)split_count);
    if (too_many_replicas(config))
        return hf_fail(error, HF_BAD_CONFIG,
                       "replicas.seeds: splits x hidden sizes x seeds are "
                       "more than 2^53 replicas");
    return HF_OK;
}

hf_status hf_config_resolve(hf_config *config, int64_t features, int64_t split_count,
                            hf_error *error)
{
    int64_t *top = &config->significance.top;
    HF_TRY(resolve_count(config, split_count, error));
    if (*top == 0)
        *top = features >= 10 ? 5 : features >= 2 ? features / 2 : 1;
    if (*top > features)
        return hf_fail(error, HF_BAD_CONFIG,
                       "significance.top: %lld is more than the number of features, %lld",
                       (long long)*top, (long long)features);
    return check_tutorial(config, features, error);
}
