/* Shards of a grid, and the replicas that two grids share, against counting by brute force. */
#include "holdfast/grid.h"
#include "unit_test.h"

static const int64_t sizes[] = {30, 7, 100}, others[] = {100, 5, 30};

typedef struct sample_grid {
    int64_t splits, hiddens, seeds;
} sample_grid;

static const sample_grid samples[] = {{4, 3, 5}, {1, 1, 1}, {7, 1, 1}, {2, 2, 13}, {3, 2, 1}};
enum { SAMPLES = sizeof samples / sizeof *samples };

static hf_grid grid_of(const sample_grid *s)
{
    return (hf_grid){.splits = s->splits,
                     .hiddens = s->hiddens,
                     .seeds = s->seeds,
                     .first_seed = 11,
                     .hidden = sizes};
}

static void shards_hold_every_number_once_and_in_order(void **state)
{
    (void)state;
    for (int i = 0; i < SAMPLES; i++)
        for (int64_t count = 1; count <= 70; count++) {
            hf_grid grid = grid_of(&samples[i]);
            const int64_t whole = hf_grid_whole(&grid);
            int64_t next = 0;
            for (int64_t number = 1; number <= count; number++) {
                grid.shard = (hf_shard){number, count};
                const int64_t replicas = hf_grid_replicas(&grid);
                assert_int_equal(hf_grid_first(&grid), next);
                assert_int_equal(hf_grid_whole(&grid), whole);
                assert_in_range(replicas, whole / count, whole / count + 1);
                next += replicas;
            }
            assert_int_equal(next, whole);
        }
}

static void the_largest_division_of_the_largest_grid_is_exact(void **state)
{
    (void)state;
    hf_grid grid = {.splits = 1, .hiddens = 1, .seeds = HF_REPLICAS_MOST, .hidden = sizes};
    grid.shard = (hf_shard){HF_SHARDS_MOST, HF_SHARDS_MOST};
    assert_int_equal(hf_grid_first(&grid) + hf_grid_replicas(&grid), HF_REPLICAS_MOST);
    assert_in_range(hf_grid_replicas(&grid), 2, 3);
}

/* Goes through a shard's numbers, counting rows of each size by hand. */
static void check_places(const hf_grid *grid)
{
    const int64_t first = hf_grid_first(grid), replicas = hf_grid_replicas(grid);
    int64_t rows[3] = {0};
    for (int64_t entry = 0; entry < replicas; entry++) {
        const hf_replica_place place = hf_grid_place(grid, first + entry);
        assert_int_equal(place.entry, entry);
        assert_int_equal(place.row, rows[place.hidden_index]);
        assert_int_equal(hf_grid_number(grid, place.hidden_index, place.row), first + entry);
        rows[place.hidden_index]++;
    }
    for (int64_t h = 0; h < grid->hiddens; h++)
        assert_int_equal(hf_grid_rows(grid, h), rows[h]);
}

static void rows_count_from_the_first_replica_of_the_shard(void **state)
{
    (void)state;
    for (int i = 0; i < SAMPLES; i++) {
        hf_grid grid = grid_of(&samples[i]);
        check_places(&grid);
        for (int64_t count = 1; count <= 9; count++)
            for (int64_t number = 1; number <= count; number++) {
                grid.shard = (hf_shard){number, count};
                check_places(&grid);
            }
    }
}

static void a_run_ends_with_its_hidden_size_or_the_shard(void **state)
{
    (void)state;
    hf_grid grid = grid_of(&samples[0]); /* 60 replicas, 5 seeds: shard 2 of 7 holds 8 ... 16 */
    grid.shard = (hf_shard){2, 7};
    assert_int_equal(hf_grid_first(&grid), 8);
    assert_int_equal(hf_grid_replicas(&grid), 9);
    assert_int_equal(hf_grid_run(&grid, 8, 100), 2);
    assert_int_equal(hf_grid_run(&grid, 10, 100), 5);
    assert_int_equal(hf_grid_run(&grid, 10, 3), 3);
    assert_int_equal(hf_grid_run(&grid, 15, 100), 2);
}

/* By comparing seed, hidden size and split with every replica of the other grid. */
static int64_t find_slowly(const hf_grid *grid, int64_t number, const hf_grid *other)
{
    const hf_replica_place wanted = hf_grid_place(grid, number);
    const int64_t first = hf_grid_first(other);
    for (int64_t n = first; n < first + hf_grid_replicas(other); n++) {
        const hf_replica_place place = hf_grid_place(other, n);
        if (place.seed == wanted.seed && place.hidden == wanted.hidden &&
            place.split == wanted.split)
            return n;
    }
    return -1;
}

static void check_find(const hf_grid *grid, const hf_grid *other, int64_t *found)
{
    const int64_t end = hf_grid_first(grid) + hf_grid_replicas(grid);
    for (int64_t number = hf_grid_first(grid); number < end; number++) {
        int64_t run;
        const int64_t there = hf_grid_find(grid, number, other, &run);
        assert_in_range(run, 1, hf_grid_run(grid, number, 1000));
        for (int64_t k = 0; k < run; k++)
            assert_int_equal(find_slowly(grid, number + k, other), there < 0 ? -1 : there + k);
        *found += there >= 0;
    }
}

static void the_same_replica_is_found_in_another_grid(void **state)
{
    (void)state;
    const hf_shard shards[] = {{0, 0}, {1, 2}, {2, 2}, {2, 5}, {90, 200}};
    const hf_grid grid = grid_of(&samples[0]);
    for (int64_t first_seed = 4; first_seed < 18; first_seed++)
        for (int64_t seeds = 1; seeds <= 9; seeds += 4)
            for (int64_t splits = 2; splits <= 6; splits += 2)
                for (int i = 0; i < 5; i++) {
                    hf_grid other = {splits, 3, seeds, first_seed, others, shards[i]};
                    int64_t here = 0, there = 0;
                    check_find(&grid, &other, &here);
                    check_find(&other, &grid, &there);
                    assert_int_equal(here, there);
                }
    int64_t all = 0;
    check_find(&grid, &grid, &all);
    assert_int_equal(all, 60);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(shards_hold_every_number_once_and_in_order),
        cmocka_unit_test(the_largest_division_of_the_largest_grid_is_exact),
        cmocka_unit_test(rows_count_from_the_first_replica_of_the_shard),
        cmocka_unit_test(a_run_ends_with_its_hidden_size_or_the_shard),
        cmocka_unit_test(the_same_replica_is_found_in_another_grid),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
