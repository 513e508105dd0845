/*
 * Does in C++17 what train_one.c does: trains one network with libholdfast and prints its accuracy and
 * its most important features.
 *
 *     c++ -std=c++17 train_one.cpp $(pkg-config --cflags --libs holdfast) -o train_one_cpp
 */
#include <algorithm>
#include <cstdio>
#include <cstdlib>
#include <holdfast/memory.h>
#include <holdfast/replica.h>
#include <memory>
#include <numeric>
#include <stdexcept>
#include <vector>

static const char configuration[] = "data: {source: builtin:breast_cancer}\n"
                                    "model: {hidden: [30]}\n"
                                    "replicas: {first_seed: 7, seeds: 1}\n"
                                    "splits: {count: 1}\n"
                                    "significance: {methods: [garson]}\n";

/* Calls a function of libholdfast with an error as its last argument; throws the error's message. */
template <typename Function, typename... Arguments>
static void check(Function function, Arguments... arguments)
{
    hf_error error = {HF_OK, ""};
    if (function(arguments..., &error) != HF_OK)
        throw std::runtime_error(error.message);
}

/* Owns a value and releases it with libholdfast's function for it. */
template <typename T> struct Owned {
    T value{};
    void (*release)(T *);
    explicit Owned(void (*with)(T *)) : release(with)
    {
    }
    Owned(const Owned &) = delete;
    Owned &operator=(const Owned &) = delete;
    ~Owned()
    {
        release(&value);
    }
};

static void train_and_print()
{
    hf_config config{};
    Owned<hf_experiment> experiment(hf_experiment_free);
    Owned<hf_rows_layout *> layout(hf_rows_layout_free);
    Owned<hf_worker *> worker(hf_worker_free);
    hf_rows rows{};
    rows.arm = HF_ARM_MAIN;
    rows.count = 1;

    check(hf_config_parse, configuration, nullptr, &config);
    check(hf_experiment_make, &config, &experiment.value);
    const hf_dataset &data = experiment.value.dataset;
    const hf_data_counts counts = hf_experiment_counts(&experiment.value);
    check(hf_rows_layout_make, &experiment.value.config, rows.arm, &counts, &layout.value);
    check(hf_worker_make, &experiment.value, rows.arm, layout.value, 1, &worker.value);
    rows.bytes = hf_rows_size(layout.value, rows.hidden_index, rows.count);
    check(hf_allocate, &rows.data, static_cast<int64_t>(rows.bytes), size_t{1});
    std::unique_ptr<void, decltype(&std::free)> memory(rows.data, &std::free);
    check(hf_worker_run, worker.value, &rows);

    const auto at = [&](hf_field field) {
        return static_cast<const float *>(hf_rows_at(layout.value, &rows, field, 0, 0));
    };
    std::printf("test accuracy %.4f\n", double(*at(HF_REPLICAS_TEST_ACCURACY)));
    const float *importance = at(HF_IMPORTANCE);
    std::vector<int64_t> order(static_cast<size_t>(data.features));
    std::iota(order.begin(), order.end(), 0);
    std::stable_sort(order.begin(), order.end(), [&](int64_t a, int64_t b) {
        return importance[a] > importance[b];
    });
    for (int64_t rank = 0; rank < experiment.value.config.significance.top; rank++) {
        const int64_t f = order[static_cast<size_t>(rank)];
        std::printf("%lld. %s %.4f\n", static_cast<long long>(rank + 1),
                    data.feature_names.items[f], double(importance[f]));
    }
}

int main()
{
    try {
        train_and_print();
        return 0;
    } catch (const std::exception &failure) {
        std::fprintf(stderr, "train_one: %s\n", failure.what());
        return 1;
    }
}
