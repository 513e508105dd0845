/* The rules that need the data. */
#include "reader.h"

#include "text/number.h"

static void resolve_count(hf_reader *reader, int64_t split_count)
{
    hf_config *config = reader->config;
    const long long count = config->splits.count, rows = split_count;
    if (count == 0)
        config->splits.count = split_count;
    else if (config->splits.method == HF_SPLITS_FILE && count != rows)
        hf_reader_problem(reader, NULL, "splits.count",
                          "%lld split%s, but %s has %lld row%s: write %lld, or leave "
                          "splits.count out",
                          count, hf_plural(count), config->splits.file, rows, hf_plural(rows),
                          rows);
}

static void resolve_top(hf_reader *reader, int64_t features)
{
    int64_t *top = &reader->config->significance.top;
    if (*top == 0)
        *top = features >= 10 ? 5 : features >= 2 ? features / 2 : 1;
    if (*top > features)
        hf_reader_problem(reader, NULL, "significance.top",
                          "%lld is more than the %lld feature%s of the data", (long long)*top,
                          (long long)features, hf_plural(features));
}

static void check_tutorial(hf_reader *reader, int64_t features)
{
    const hf_integer_list *methods = &reader->config->significance.methods;
    const hf_integer_list *hidden = &reader->config->model.hidden;
    const bool listed = hf_method_first(methods->items, methods->count, HF_METHOD_UNITS) >= 0;
    int64_t other = 0; /* the first hidden size of another number */
    for (int64_t i = 0; i < hidden->count && other == 0; i++)
        other = hidden->items[i] != features ? hidden->items[i] : 0;
    if (listed && other)
        hf_reader_problem(
            reader, NULL, "significance.methods",
            "tutorial reads hidden unit f as feature f, so every hidden size must be the number of "
            "features, %lld, but model.hidden has %lld: set model.hidden=[%lld], or leave tutorial "
            "out",
            (long long)features, (long long)other, (long long)features);
}

hf_status hf_config_resolve(hf_config *config, int64_t features, int64_t split_count,
                            hf_error *error)
{
    hf_reader reader = {.config = config, .error = error};
    resolve_count(&reader, split_count);
    resolve_top(&reader, features);
    check_tutorial(&reader, features);
    hf_reader_check_replicas(&reader);
    hf_reader_check_null_test(&reader);
    return hf_reader_finish(&reader);
}
