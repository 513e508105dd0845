/* The rules that need the data. */
#include "reader.h"

#include "text/number.h"
#include <math.h>

/* A table with a measured outcome has one class (dataset.h). */
static void resolve_task(hf_reader *reader, int64_t classes)
{
    int *task = &reader->config->data.task;
    if (*task == HF_TASK_AUTO)
        *task = classes == 1 ? HF_TASK_REGRESSION : HF_TASK_CLASSIFICATION;
    hf_reader_check_task(reader);
}

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
        *top = features >= 15 ? 5 : features >= 3 ? features / 3 : 1;
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

static void resolve_conditional_seeds(hf_reader *reader)
{
    enum { USUAL = 8 };
    const int64_t all = reader->config->replicas.seeds;
    int64_t *seeds = &reader->config->significance.conditional_seeds;
    if (*seeds == 0)
        *seeds = all < USUAL ? all : USUAL;
    if (*seeds > all)
        hf_reader_problem(reader, NULL, "significance.conditional_seeds",
                          "%lld is more than replicas.seeds, %lld: lower it, or leave it out",
                          (long long)*seeds, (long long)all);
}

/* Sums of that many networks' logits, 2^39 each at most, fit into 64 bits. */
static void check_conditional_networks(hf_reader *reader)
{
    enum { MOST = 1 << 23 };
    const hf_config *config = reader->config;
    const int64_t seeds = config->significance.conditional_seeds;
    const double networks =
        (double)seeds * (double)config->splits.count * (double)config->model.hidden.count;
    if (config->significance.conditional_draws != 0 && networks > MOST)
        hf_reader_problem(
            reader, NULL, "significance.conditional_seeds",
            "%lld seed%s would make %.0f networks of the conditional test, which takes "
            "%d at most: lower it, or set conditional_draws to 0",
            (long long)seeds, hf_plural(seeds), networks, MOST);
}

/* Multiplications and additions of the training of all networks, as counts alone tell them: a step
 * takes three passes over the rows that it trains on and one over the test rows. */
static double training_operations(const hf_config *config, const hf_data_counts *counts)
{
    const double splits = (double)config->splits.count;
    const double train = (double)counts->train_rows;
    const double test = splits * (double)counts->samples - train;
    const double batch = splits * (double)config->training.batch_size;
    const double step = config->training.batch_size > 0 && batch < train ? batch : train;
    double units = 0;
    for (int64_t h = 0; h < config->model.hidden.count; h++)
        units += (double)config->model.hidden.items[h];
    return 2 * (double)config->training.iterations * (double)config->replicas.seeds * units *
           (double)(counts->inputs + counts->classes) * (3 * step + test);
}

/* Of a conditional test with that many draws for all features. */
static double conditional_operations(const hf_config *config, const hf_data_counts *counts,
                                     double draws)
{
    const double test =
        (double)config->splits.count * (double)counts->samples - (double)counts->train_rows;
    double units = 0;
    for (int64_t h = 0; h < config->model.hidden.count; h++)
        units += (double)config->model.hidden.items[h];
    return draws * (double)counts->features * (double)config->significance.conditional_seeds *
           units * test;
}

/* As many draws as the smallest p-value needs that Benjamini and Hochberg's rule accepts for half
 * of one false feature. */
static void resolve_conditional_draws(hf_config *config, const hf_data_counts *counts)
{
    enum { USUAL = 999, MOST = 9999 };
    int64_t *draws = &config->significance.conditional_draws;
    const int64_t tests = counts->groups > counts->features ? counts->groups : counts->features;
    if (*draws >= 0)
        return;
    const double needed = ceil(2 * (double)tests / config->significance.fdr) - 1;
    *draws = needed < USUAL ? USUAL : needed > MOST ? MOST : (int64_t)needed;
    if (*draws > USUAL && conditional_operations(config, counts, (double)*draws) >
                              training_operations(config, counts))
        *draws = USUAL;
}

hf_status hf_config_resolve(hf_config *config, const hf_data_counts *counts, hf_error *error)
{
    hf_reader reader = {.config = config, .error = error};
    resolve_task(&reader, counts->classes);
    resolve_count(&reader, counts->splits);
    resolve_top(&reader, counts->features);
    resolve_conditional_seeds(&reader);
    resolve_conditional_draws(config, counts);
    check_conditional_networks(&reader);
    check_tutorial(&reader, counts->features);
    const hf_status weights = hf_reader_resolve_class_weight(&reader, counts);
    hf_reader_check_replicas(&reader);
    hf_reader_check_null_test(&reader);
    const hf_status status = hf_reader_finish(&reader);
    return weights != HF_OK ? weights : status;
}
