/* The pigeonhole bootstrap's draws of seeds and splits. */
#include "bootstrap.h"

#include "holdfast/memory.h"
#include "random/random.h"
#include <string.h>

/* Names the streams of the two factors. Part of the numerics: never change. */
enum { STREAM_SEEDS = 0, STREAM_SPLITS = 1 };

int64_t hf_unit_splits(const hf_config *config)
{
    switch (config->splits.method) {
    case HF_SPLITS_STRATIFIED_KFOLD:
        return config->splits.folds;
    case HF_SPLITS_COMPLEMENTARY_PAIRS:
        return 2;
    default:
        return 1;
    }
}

hf_status hf_draws_make(const hf_config *config, hf_memory *memory, hf_draws *draws,
                        hf_error *error)
{
    hf_draws *d = draws;
    *d = (hf_draws){.seeds = config->replicas.seeds,
                    .splits = config->splits.count,
                    .unit_splits = hf_unit_splits(config),
                    .draws = config->significance.bootstrap,
                    .key = (uint32_t)config->significance.seed};
    HF_TRY(hf_memory_allocate(memory, &d->of_seed, d->seeds, sizeof *d->of_seed, error));
    return hf_memory_allocate(memory, &d->of_split, d->splits, sizeof *d->of_split, error);
}

int64_t hf_draws_padded(const hf_draws *draws)
{
    return (draws->draws + HF_DRAW_LANES) / HF_DRAW_LANES * HF_DRAW_LANES;
}

/* Draws as many units as there are; a unit is `width` lines that follow one another. */
static void draw(const hf_draws *draws, int64_t index, uint32_t factor, int64_t units,
                 int64_t width, int32_t (*of_line)[HF_DRAW_LANES], int64_t lane)
{
    hf_stream stream = hf_stream_make(HF_PURPOSE_BOOTSTRAP, draws->key, (uint32_t)index, factor, 0);
    for (int64_t i = 0; i < units; i++) {
        const int64_t unit = hf_stream_below(&stream, (uint32_t)units);
        for (int64_t line = unit * width; line < (unit + 1) * width; line++)
            of_line[line][lane]++;
    }
}

static void keep_all(int32_t (*of_line)[HF_DRAW_LANES], int64_t lines, int64_t lane)
{
    for (int64_t line = 0; line < lines; line++)
        of_line[line][lane] = 1;
}

void hf_draws_set(hf_draws *draws, int64_t first)
{
    memset(draws->of_seed, 0, (size_t)draws->seeds * sizeof *draws->of_seed);
    memset(draws->of_split, 0, (size_t)draws->splits * sizeof *draws->of_split);
    for (int64_t lane = 0; lane < HF_DRAW_LANES && first + lane <= draws->draws; lane++) {
        if (first + lane == 0) {
            keep_all(draws->of_seed, draws->seeds, lane);
            keep_all(draws->of_split, draws->splits, lane);
            continue;
        }
        const int64_t index = first + lane - 1;
        draw(draws, index, STREAM_SEEDS, draws->seeds, 1, draws->of_seed, lane);
        draw(draws, index, STREAM_SPLITS, draws->splits / draws->unit_splits, draws->unit_splits,
             draws->of_split, lane);
    }
}

/* The weighted numbers of the item's lines: their sum, and the sum of their squares. `weight` is
 * scratch of the caller's: of a local array the compiler makes 16 scalars. */
static void weigh_lines(const hf_lines *lines, int64_t item,
                        const int32_t (*of_line)[HF_DRAW_LANES],
                        const int32_t (*of_across)[HF_DRAW_LANES], int32_t *restrict weight,
                        double *restrict sum, double *restrict squares)
{
    for (int64_t line = lines->begin[item]; line < lines->begin[item + 1]; line++) {
        const int32_t *outer = of_line[lines->line[line]];
        memset(weight, 0, HF_DRAW_LANES * sizeof *weight);
        for (int64_t i = lines->first[line]; i < lines->first[line + 1]; i++) {
            const int32_t *inner = of_across[lines->across[i]];
            for (int lane = 0; lane < HF_DRAW_LANES; lane++)
                weight[lane] += inner[lane];
        }
        for (int lane = 0; lane < HF_DRAW_LANES; lane++) {
            const double product = (double)weight[lane] * outer[lane];
            sum[lane] += product;
            squares[lane] += product * product;
        }
    }
}

void hf_weigh_item(const hf_draws *draws, const hf_table_lines *lines, int64_t item,
                   int32_t *weight, double *pairs)
{
    double sum[HF_DRAW_LANES] = {0}, again[HF_DRAW_LANES] = {0};
    double by_seed[HF_DRAW_LANES] = {0}, by_split[HF_DRAW_LANES] = {0};
    const int32_t(*of_seed)[HF_DRAW_LANES] = (const int32_t(*)[HF_DRAW_LANES])draws->of_seed;
    const int32_t(*of_split)[HF_DRAW_LANES] = (const int32_t(*)[HF_DRAW_LANES])draws->of_split;
    weigh_lines(&lines->by_seed, item, of_seed, of_split, weight, sum, by_seed);
    weigh_lines(&lines->by_split, item, of_split, of_seed, weight, again, by_split);
    for (int lane = 0; lane < HF_DRAW_LANES; lane++) {
        weight[lane] = (int32_t)sum[lane];
        pairs[lane] += sum[lane] * sum[lane] - by_seed[lane] - by_split[lane];
    }
}

void hf_weigh_cells(const hf_draws *draws, const double *cell_squares, double *pairs)
{
    for (int64_t split = 0; split < draws->splits; split++) {
        double sum[HF_DRAW_LANES] = {0};
        const int32_t *of_split = draws->of_split[split];
        for (int64_t seed = 0; seed < draws->seeds; seed++) {
            const double square = cell_squares[split * draws->seeds + seed];
            const int32_t *of_seed = draws->of_seed[seed];
            for (int lane = 0; lane < HF_DRAW_LANES; lane++)
                sum[lane] += square * ((double)of_seed[lane] * of_seed[lane]);
        }
        for (int lane = 0; lane < HF_DRAW_LANES; lane++)
            pairs[lane] += sum[lane] * ((double)of_split[lane] * of_split[lane]);
    }
}
