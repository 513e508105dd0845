/* What training costs, for planning. */
#include "trainer.h"

double hf_training_flops(const hf_config *config, int64_t features, int64_t hidden, int64_t classes,
                         int64_t train_rows, int64_t validation_rows, int64_t test_rows)
{
    const double input = (double)features * (double)hidden,
                 output = (double)hidden * (double)classes;
    const double iterations = (double)config->training.iterations;
    const double step = (double)hf_batch_rows(config, train_rows) * (2 * input + 3 * output) +
                        (double)validation_rows * (input + output);
    const double test = (double)test_rows * (input + output);
    const double entries =
        (double)hf_history_entries(config->training.iterations, config->output.history_every);
    return 2 * (iterations * step + entries * test);
}

/* The share of `count` equal things that the busiest member of a team has. */
static double largest_share(int64_t count, int64_t team)
{
    return (double)((count + team - 1) / team) / (double)count;
}

double hf_training_speedup(const hf_config *config, int64_t features, int64_t hidden,
                           int64_t classes, int64_t train_rows, int64_t validation_rows,
                           int64_t team)
{
    /* Measured with 2 threads on 284 to 20,000 rows: a barrier and the wait for the slower member;
     * what the activations that another core wrote cost more. */
    const double operations_per_second = 1e11, wait_seconds = 2e-6, from_other_caches = 1.15;
    const int64_t rows = hf_batch_rows(config, train_rows);
    const int64_t vectors = hf_pad_lanes(rows) / HF_LANES;
    const double input = (double)features * (double)hidden,
                 output = (double)hidden * (double)classes;
    const double alone =
        2 * ((double)rows * (2 * input + 3 * output) + (double)validation_rows * (input + output)) /
        operations_per_second;
    const int64_t barriers = hf_barriers(config, train_rows, validation_rows, team);
    if (team == 1)
        return 1;
    const double share = (largest_share(vectors, team) + largest_share(hidden, team)) / 2;
    return alone / (alone * share * from_other_caches + (double)barriers * wait_seconds);
}
