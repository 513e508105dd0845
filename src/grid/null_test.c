/* The study arms of null tests: their grids and what each draw is trained on. */
#include "holdfast/null_test.h"

#include "data/splits/splits.h"
#include "exchange.h"
#include "holdfast/memory.h"
#include "holdfast/status_codes.h"
#include "random/random.h"
#include <string.h>

enum { MOST_ATTEMPTS = 1000 };

static int64_t least(int64_t a, int64_t b)
{
    return a < b ? a : b;
}

const char *hf_arm_text(hf_arm arm)
{
    static const char *const texts[HF_ARMS] = {"", " of null_test.labels", " of null_test.probes"};
    return texts[arm];
}

int64_t hf_arm_draws(const hf_config *config, hf_arm arm)
{
    const int64_t draws[HF_ARMS] = {1, config->null_test.labels, config->null_test.probes};
    return *hf_arm_undefined(config, arm) ? 0 : draws[arm];
}

const char *hf_arm_undefined(const hf_config *config, hf_arm arm)
{
    return arm == HF_ARM_LABELS   ? config->undefined.labels
           : arm == HF_ARM_PROBES ? config->undefined.probes
                                  : "";
}

int64_t hf_arm_splits(const hf_config *config, hf_arm arm)
{
    const int64_t some = config->null_test.splits;
    return arm == HF_ARM_MAIN || some == 0 ? config->splits.count
                                           : least(some, config->splits.count);
}

hf_grid hf_arm_grid(const hf_config *config, hf_arm arm)
{
    hf_grid grid = hf_grid_of(config);
    const int64_t draws = hf_arm_draws(config, arm), some = config->null_test.seeds;
    grid.splits = draws * hf_arm_splits(config, arm);
    if (arm != HF_ARM_MAIN && some > 0)
        grid.seeds = least(some, grid.seeds);
    return grid;
}

hf_grid hf_shard_grid(const hf_config *config, hf_shard shard, hf_arm arm)
{
    hf_grid grid = hf_arm_grid(config, arm);
    grid.shard = shard;
    return grid;
}

hf_grid hf_experiment_grid(const hf_experiment *experiment, hf_arm arm)
{
    return hf_shard_grid(&experiment->config, experiment->grid.shard, arm);
}

int64_t hf_arm_part(const hf_config *config, hf_arm arm)
{
    const hf_grid grid = hf_arm_grid(config, arm);
    return hf_arm_splits(config, arm) * grid.hiddens * grid.seeds;
}

int64_t hf_arm_features(int64_t features, hf_arm arm)
{
    return arm == HF_ARM_PROBES ? 2 * features : features;
}

/* Files of format 1 exchanged single rows, whatever their group. */
static hf_status make_exchange(const hf_experiment *experiment, hf_arm arm, hf_exchange *exchange,
                               hf_error *error)
{
    return hf_exchange_make(&experiment->dataset, arm, hf_config_has(&experiment->config, 2),
                            exchange, error);
}

/* order [samples]: whose labels, or features, each row takes. */
static hf_status permute(const hf_experiment *experiment, const hf_exchange *exchange,
                         hf_purpose purpose, int64_t draw, int64_t attempt, int64_t **order,
                         hf_error *error)
{
    hf_stream stream = hf_stream_make(purpose, (uint32_t)experiment->config.significance.seed,
                                      (uint32_t)draw, (uint32_t)attempt, 0);
    HF_TRY(hf_allocate(order, experiment->dataset.samples, sizeof **order, error));
    const hf_status status = hf_exchange_draw(exchange, &stream, *order, error);
    if (status != HF_OK)
        hf_free(order);
    return status;
}

/* Each probe is of its feature's kind. */
static hf_status join_inputs(const hf_dataset *data, hf_draw *draw, hf_error *error)
{
    const int64_t d = data->features;
    if (data->levels) {
        HF_TRY(hf_allocate(&draw->levels, 2 * d, sizeof *draw->levels, error));
        for (int64_t f = 0; f < 2 * d; f++)
            draw->levels[f] = data->levels[f % d];
    }
    draw->dataset.levels = draw->levels;
    draw->dataset.first_input = NULL; /* the data's own are not to be freed */
    const hf_status status = hf_dataset_lay_inputs(&draw->dataset, error);
    draw->first_input = draw->dataset.first_input;
    return status;
}

static hf_status join_probes(const hf_experiment *experiment, int64_t number, hf_draw *draw,
                             hf_error *error)
{
    const hf_dataset *data = &experiment->dataset;
    const int64_t d = data->features;
    const size_t row = (size_t)d * sizeof(double);
    int64_t *order;
    hf_exchange exchange;
    HF_TRY(make_exchange(experiment, HF_ARM_PROBES, &exchange, error));
    hf_status status =
        permute(experiment, &exchange, HF_PURPOSE_NULL_PROBES, number, 0, &order, error);
    hf_exchange_free(&exchange);
    HF_TRY(status);
    status = hf_allocate(&draw->x, data->samples, 2 * row, error);
    for (int64_t i = 0; i < data->samples && status == HF_OK; i++) {
        memcpy(draw->x + 2 * i * d, data->x + i * d, row);
        memcpy(draw->x + (2 * i + 1) * d, data->x + order[i] * d, row);
    }
    hf_free(&order);
    draw->dataset.x = draw->x;
    draw->dataset.features = 2 * d;
    return status == HF_OK ? join_inputs(data, draw, error) : status;
}

/* The part's splits for the labels as they are permuted now: HF_BAD_DATA where there are none. */
static hf_status split_anew(const hf_experiment *experiment, hf_draw *draw, hf_error *error)
{
    hf_config config = experiment->config; /* borrows all */
    config.splits.count = hf_arm_splits(&experiment->config, HF_ARM_LABELS);
    hf_free(&draw->train);
    hf_free(&draw->validation);
    hf_free(&draw->class_order);
    if (config.splits.method == HF_SPLITS_FILE) {
        draw->splits = experiment->splits; /* its training rows are borrowed */
        draw->splits.count = config.splits.count;
        draw->splits.validation = NULL;
        HF_TRY(hf_split_check(&config, &draw->dataset, &draw->splits, error));
        HF_TRY(hf_splits_set_aside(&config, &draw->dataset, &draw->splits, error));
    } else {
        HF_TRY(hf_splits_make(&config, &draw->dataset, &draw->splits, error));
        draw->train = draw->splits.train;
        draw->class_order = draw->splits.class_order;
    }
    draw->validation = draw->splits.validation;
    return HF_OK;
}

static hf_status attempt_labels(const hf_experiment *experiment, const hf_exchange *exchange,
                                int64_t number, int64_t attempt, hf_draw *draw, hf_error *error)
{
    const hf_dataset *data = &experiment->dataset;
    int64_t *order;
    HF_TRY(permute(experiment, exchange, HF_PURPOSE_NULL_LABELS, number, attempt, &order, error));
    for (int64_t i = 0; i < data->samples; i++)
        draw->y[i] = data->y[order[i]];
    for (int64_t i = 0; draw->target && i < data->samples; i++)
        draw->target[i] = data->target[order[i]];
    hf_free(&order);
    return split_anew(experiment, draw, error);
}

static hf_status permute_labels(const hf_experiment *experiment, int64_t number, hf_draw *draw,
                                hf_error *error)
{
    hf_exchange exchange;
    hf_status status = HF_BAD_DATA;
    HF_TRY(hf_allocate(&draw->y, experiment->dataset.samples, sizeof *draw->y, error));
    draw->dataset.y = draw->y;
    if (experiment->dataset.target)
        HF_TRY(
            hf_allocate(&draw->target, experiment->dataset.samples, sizeof *draw->target, error));
    draw->dataset.target = draw->target;
    HF_TRY(make_exchange(experiment, HF_ARM_LABELS, &exchange, error));
    for (int64_t attempt = 0; attempt < MOST_ATTEMPTS && status == HF_BAD_DATA; attempt++)
        status = attempt_labels(experiment, &exchange, number, attempt, draw, error);
    hf_exchange_free(&exchange);
    if (status != HF_BAD_DATA)
        return status;
    return hf_fail(
        error, HF_BAD_DATA,
        "null_test.labels: none of %d permutations of the labels gave splits with %s, or "
        "set null_test.labels=0",
        MOST_ATTEMPTS,
        experiment->dataset.target
            ? "test rows whose outcome varies: make the test sets larger"
            : "every class in their training rows: leave out the rarest class");
}

hf_status hf_draw_make(const hf_experiment *experiment, hf_arm arm, int64_t number, hf_draw *draw,
                       hf_error *error)
{
    hf_status status = HF_OK;
    *draw = (hf_draw){.dataset = experiment->dataset, .splits = experiment->splits};
    draw->dataset.feature_names = draw->dataset.class_names = (hf_text_list){0};
    if (arm == HF_ARM_LABELS)
        status = permute_labels(experiment, number, draw, error);
    if (arm == HF_ARM_PROBES)
        status = join_probes(experiment, number, draw, error);
    if (status != HF_OK)
        hf_draw_free(draw);
    return status;
}

void hf_draw_free(hf_draw *draw)
{
    hf_free(&draw->x);
    hf_free(&draw->first_input);
    hf_free(&draw->levels);
    hf_free(&draw->y);
    hf_free(&draw->target);
    hf_free(&draw->train);
    hf_free(&draw->validation);
    hf_free(&draw->class_order);
    *draw = (hf_draw){0};
}
