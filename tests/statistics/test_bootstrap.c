/* The draws, and weighted numbers against the plain double loop. */
#include "../src/statistics/bootstrap.h"
#include "random/random.h"
#include "unit_test.h"
#include <stdbool.h>

enum { SEEDS = 5, HIDDENS = 2, SPLITS = 6, REPLICAS = SEEDS * HIDDENS * SPLITS, ITEMS = 4 };

static int64_t sizes[HIDDENS] = {3, 5};

static hf_config config_of(int method)
{
    hf_config config = {0};
    config.splits.method = method;
    config.splits.count = SPLITS;
    config.splits.folds = 3;
    config.model.hidden = (hf_integer_list){sizes, HIDDENS};
    config.replicas.seeds = SEEDS;
    config.significance.bootstrap = 40;
    config.significance.seed = 11;
    return config;
}

static void every_draw_has_as_many_units_as_there_are(void **state)
{
    (void)state;
    hf_memory memory = {0};
    const struct {
        int method;
        int64_t unit;
    } cases[] = {{HF_SPLITS_STRATIFIED_SHUFFLE, 1},
                 {HF_SPLITS_COMPLEMENTARY_PAIRS, 2},
                 {HF_SPLITS_STRATIFIED_KFOLD, 3}};
    for (int c = 0; c < 3; c++) {
        const hf_config config = config_of(cases[c].method);
        hf_draws draws;
        assert_int_equal(hf_draws_make(&config, &memory, &draws, NULL), HF_OK);
        assert_int_equal(hf_unit_splits(&config), cases[c].unit);
        assert_int_equal(hf_draws_padded(&draws), 48);
        for (int64_t first = 0; first < 48; first += HF_DRAW_LANES) {
            hf_draws_set(&draws, first);
            for (int64_t lane = 0; lane < HF_DRAW_LANES; lane++) {
                const bool there = first + lane <= 40;
                int32_t seeds = 0, splits = 0;
                for (int s = 0; s < SEEDS; s++)
                    seeds += draws.of_seed[s][lane];
                for (int p = 0; p < SPLITS; p++) {
                    splits += draws.of_split[p][lane];
                    assert_int_equal(draws.of_split[p][lane],
                                     draws.of_split[p / cases[c].unit * cases[c].unit][lane]);
                }
                assert_int_equal(seeds, there ? SEEDS : 0);
                assert_int_equal(splits, there ? SPLITS : 0);
            }
        }
        hf_memory_free(&memory);
    }
}

static void the_first_sample_is_what_was_observed(void **state)
{
    (void)state;
    hf_memory memory = {0};
    const hf_config config = config_of(HF_SPLITS_STRATIFIED_SHUFFLE);
    hf_draws draws;
    assert_int_equal(hf_draws_make(&config, &memory, &draws, NULL), HF_OK);
    hf_draws_set(&draws, 0);
    for (int s = 0; s < SEEDS; s++)
        assert_int_equal(draws.of_seed[s][0], 1);
    for (int p = 0; p < SPLITS; p++)
        assert_int_equal(draws.of_split[p][0], 1);
    hf_memory_free(&memory);
}

/* Draw 17 is sample 18: lane 2 of the block from 16 on. */
static void a_draw_is_a_stream_of_its_own(void **state)
{
    (void)state;
    hf_memory memory = {0};
    const hf_config config = config_of(HF_SPLITS_COMPLEMENTARY_PAIRS);
    hf_draws draws;
    int32_t seeds[SEEDS] = {0}, pairs[SPLITS / 2] = {0};
    hf_stream stream = hf_stream_make(HF_PURPOSE_BOOTSTRAP, 11, 17, 0, 0);
    for (int i = 0; i < SEEDS; i++)
        seeds[hf_stream_below(&stream, SEEDS)]++;
    stream = hf_stream_make(HF_PURPOSE_BOOTSTRAP, 11, 17, 1, 0);
    for (int i = 0; i < SPLITS / 2; i++)
        pairs[hf_stream_below(&stream, SPLITS / 2)]++;
    assert_int_equal(hf_draws_make(&config, &memory, &draws, NULL), HF_OK);
    hf_draws_set(&draws, 16);
    for (int s = 0; s < SEEDS; s++)
        assert_int_equal(draws.of_seed[s][2], seeds[s]);
    for (int p = 0; p < SPLITS; p++)
        assert_int_equal(draws.of_split[p][2], pairs[p / 2]);
    hf_memory_free(&memory);
}

/* Sum over ordered pairs of the item's replicas that differ in seed and split, each with the
 * product of their weights. */
static int64_t pairs_of(const hf_draws *draws, const hf_grid *grid, const bool *has, int64_t lane,
                        int64_t *weight)
{
    int64_t pairs = 0;
    *weight = 0;
    for (int a = 0; a < REPLICAS; a++) {
        const hf_cell x = hf_cell_of(grid, a);
        const int64_t w = draws->of_seed[x.seed][lane] * draws->of_split[x.split][lane];
        *weight += has[a] ? w : 0;
        for (int b = 0; b < REPLICAS; b++) {
            const hf_cell y = hf_cell_of(grid, b);
            if (has[a] && has[b] && x.seed != y.seed && x.split != y.split)
                pairs += w * draws->of_seed[y.seed][lane] * draws->of_split[y.split][lane];
        }
    }
    return pairs;
}

static void fill_randomly(hf_memory *memory, hf_selections *selections, bool (*has)[REPLICAS])
{
    uint32_t random = 3;
    int64_t found[ITEMS] = {0};
    for (int item = 0; item < ITEMS; item++)
        for (int i = 0; i < REPLICAS; i++) {
            random = random * 1664525u + 1013904223u;
            has[item][i] = (int)((random >> 16) % 4) < item; /* the first one: nobody */
            found[item] += has[item][i];
        }
    assert_int_equal(hf_selections_make(found, ITEMS, memory, selections, NULL), HF_OK);
    for (int i = 0; i < REPLICAS; i++)
        for (int item = 0; item < ITEMS; item++)
            if (has[item][i])
                hf_selections_add(selections, item, i);
}

static void weighted_numbers_are_those_of_the_plain_loops(void **state)
{
    (void)state;
    hf_memory memory = {0};
    const hf_config config = config_of(HF_SPLITS_STRATIFIED_SHUFFLE);
    const hf_grid grid = {.splits = SPLITS, .hiddens = HIDDENS, .seeds = SEEDS};
    bool has[ITEMS][REPLICAS];
    hf_selections selections;
    hf_table_lines lines;
    hf_draws draws;
    fill_randomly(&memory, &selections, has);
    assert_int_equal(hf_table_lines_make(&selections, &grid, &memory, &lines, NULL), HF_OK);
    assert_int_equal(hf_draws_make(&config, &memory, &draws, NULL), HF_OK);
    for (int64_t first = 0; first < hf_draws_padded(&draws); first += HF_DRAW_LANES) {
        hf_draws_set(&draws, first);
        for (int item = 0; item < ITEMS; item++) {
            int32_t weight[HF_DRAW_LANES];
            double pairs[HF_DRAW_LANES] = {0}, squares[SEEDS * SPLITS] = {0};
            for (int i = 0; i < REPLICAS; i++) {
                const hf_cell cell = hf_cell_of(&grid, i);
                squares[cell.split * SEEDS + cell.seed] += has[item][i];
            }
            for (int i = 0; i < SEEDS * SPLITS; i++)
                squares[i] *= squares[i];
            hf_weigh_item(&draws, &lines, item, weight, pairs);
            hf_weigh_cells(&draws, squares, pairs);
            for (int64_t lane = 0; lane < HF_DRAW_LANES; lane++) {
                int64_t expected;
                assert_true(pairs[lane] ==
                            (double)pairs_of(&draws, &grid, has[item], lane, &expected));
                assert_int_equal(weight[lane], expected);
            }
        }
    }
    hf_memory_free(&memory);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(every_draw_has_as_many_units_as_there_are),
        cmocka_unit_test(the_first_sample_is_what_was_observed),
        cmocka_unit_test(a_draw_is_a_stream_of_its_own),
        cmocka_unit_test(weighted_numbers_are_those_of_the_plain_loops),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
