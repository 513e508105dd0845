/*
 * Trains one network with libholdfast and prints its accuracy and its most important features.
 *
 * CMakeLists.txt beside it builds it, or
 *     cc train_one.c $(pkg-config --cflags --libs holdfast) -o train_one
 */
#include <holdfast/memory.h>
#include <holdfast/replica.h>
#include <stdio.h>

static const char configuration[] = "data: {source: builtin:breast_cancer}\n"
                                    "model: {hidden: [30]}\n"
                                    "replicas: {first_seed: 7, seeds: 1}\n"
                                    "splits: {count: 1}\n"
                                    "significance: {methods: [garson]}\n";

/* Rank 1 is the largest importance; on ties the lower index comes first. */
static int64_t rank_of(int64_t feature, const float *importance, int64_t features)
{
    int64_t rank = 1;
    for (int64_t f = 0; f < features; f++)
        rank += importance[f] > importance[feature] ||
                (importance[f] == importance[feature] && f < feature);
    return rank;
}

static void print_results(const hf_experiment *experiment, const hf_rows_layout *layout,
                          const hf_rows *rows)
{
    const hf_dataset *data = &experiment->dataset;
    const float *accuracy = hf_rows_at(layout, rows, HF_REPLICAS_TEST_ACCURACY, 0, 0);
    const float *importance = hf_rows_at(layout, rows, HF_IMPORTANCE, 0, 0);
    printf("test accuracy %.4f\n", (double)*accuracy);
    for (int64_t rank = 1; rank <= experiment->config.significance.top; rank++)
        for (int64_t f = 0; f < data->features; f++)
            if (rank_of(f, importance, data->features) == rank)
                printf("%lld. %s %.4f\n", (long long)rank, data->feature_names.items[f],
                       (double)importance[f]);
}

int main(void)
{
    hf_error error = {HF_OK, ""};
    hf_config config = {0};
    hf_experiment experiment = {0};
    hf_rows_layout *layout = NULL;
    hf_worker *worker = NULL;
    hf_rows rows = {.arm = HF_ARM_MAIN, .first = 0, .count = 1};
    hf_data_counts counts;
    hf_status status;

    HF_TRY_CLEANUP(hf_config_parse(configuration, NULL, &config, &error));
    HF_TRY_CLEANUP(hf_experiment_make(&config, &experiment, &error));
    counts = hf_experiment_counts(&experiment);
    HF_TRY_CLEANUP(hf_rows_layout_make(&experiment.config, rows.arm, &counts, &layout, &error));
    HF_TRY_CLEANUP(hf_worker_make(&experiment, rows.arm, layout, 1, &worker, &error));
    rows.bytes = hf_rows_size(layout, rows.hidden_index, rows.count);
    HF_TRY_CLEANUP(hf_allocate(&rows.data, (int64_t)rows.bytes, 1, &error));
    HF_TRY_CLEANUP(hf_worker_run(worker, &rows, &error));
    print_results(&experiment, layout, &rows);

cleanup:
    if (status != HF_OK)
        fprintf(stderr, "train_one: %s\n", error.message);
    hf_free(&rows.data);
    hf_worker_free(&worker);
    hf_rows_layout_free(&layout);
    hf_experiment_free(&experiment);
    return status;
}
