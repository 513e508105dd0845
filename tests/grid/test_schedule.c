/* Handing out: every pending replica once, in blocks of one split and hidden size, large ones
 * first. */
#include "grid/schedule.h"
#include "holdfast/memory.h"
#include "holdfast/results.h"
#include "unit_test.h"
#include <stdlib.h>
#include <string.h>

enum { SPLITS = 5, HIDDENS = 3, SEEDS = 37, REPLICAS = SPLITS * HIDDENS * SEEDS };
static const int64_t sizes[HIDDENS] = {10, 100, 30};
static const double cost[HIDDENS] = {1e8, 1e9, 3e8};
static const int64_t row_bytes[HIDDENS] = {5000, 40000, 12000};
static const hf_grid grid = {.splits = SPLITS, .hiddens = HIDDENS, .seeds = SEEDS, .hidden = sizes};

typedef struct {
    uint8_t status[REPLICAS], given[REPLICAS];
    int64_t blocks, first_hidden, last_count, longest;
} record;

/* Hands everything out; checks what is true of every block. */
static void hand_out_all(record *r, const double *costs, int64_t workers)
{
    hf_schedule schedule;
    int64_t first, count;
    assert_int_equal(hf_schedule_make(&grid, r->status, costs, row_bytes, workers, &schedule, NULL),
                     HF_OK);
    while (hf_schedule_next(&schedule, &first, &count)) {
        const hf_replica_place a = hf_grid_place(&grid, first);
        const hf_replica_place b = hf_grid_place(&grid, first + count - 1);
        assert_true(count >= 1);
        assert_int_equal(a.split, b.split);
        assert_int_equal(a.hidden_index, b.hidden_index);
        for (int64_t i = first; i < first + count; i++) {
            assert_int_equal(r->status[i], HF_PENDING);
            assert_int_equal(r->given[i]++, 0);
        }
        if (r->blocks++ == 0)
            r->first_hidden = a.hidden;
        r->last_count = count;
        r->longest = count > r->longest ? count : r->longest;
    }
    assert_int_equal(schedule.pending, 0);
    for (int i = 0; i < REPLICAS; i++)
        assert_int_equal(r->given[i], r->status[i] == HF_PENDING);
    hf_schedule_free(&schedule);
}

static void every_pending_replica_is_handed_out_once(void **state)
{
    (void)state;
    record fresh = {0}, resumed = {0};
    hand_out_all(&fresh, cost, 16);
    assert_int_equal(fresh.first_hidden, 100);
    for (int i = 0; i < REPLICAS; i++) /* done and diverged ones here and there */
        resumed.status[i] = (uint8_t)(i * 7 % 11 < 6 ? i % 3 : HF_PENDING);
    hand_out_all(&resumed, cost, 2);
}

/* Shards of 3 begin and end within splits; `status` counts from a shard's first replica. */
static void a_shard_hands_out_its_own_replicas_alone(void **state)
{
    (void)state;
    int64_t given = 0;
    for (int64_t number = 1; number <= 3; number++) {
        hf_grid part = grid;
        part.shard = (hf_shard){number, 3};
        uint8_t status[REPLICAS] = {0}, seen[REPLICAS] = {0};
        hf_schedule schedule;
        int64_t first, count;
        const int64_t begin = hf_grid_first(&part), replicas = hf_grid_replicas(&part);
        status[replicas / 2] = HF_DONE;
        assert_int_equal(hf_schedule_make(&part, status, cost, row_bytes, 4, &schedule, NULL),
                         HF_OK);
        assert_int_equal(schedule.pending, replicas - 1);
        while (hf_schedule_next(&schedule, &first, &count)) {
            assert_int_equal(hf_grid_place(&part, first).split,
                             hf_grid_place(&part, first + count - 1).split);
            for (int64_t n = first; n < first + count; n++) {
                assert_in_range(n, begin, begin + replicas - 1);
                assert_int_equal(status[n - begin] + seen[n - begin]++, HF_PENDING);
                given++;
            }
        }
        hf_schedule_free(&schedule);
    }
    assert_int_equal(given, REPLICAS - 3);
}

static void nothing_is_handed_out_when_all_is_done(void **state)
{
    (void)state;
    record r = {0};
    memset(r.status, HF_DONE, sizeof r.status);
    hand_out_all(&r, cost, 2);
    assert_int_equal(r.blocks, 0);
}

static void blocks_shrink_towards_the_end(void **state)
{
    (void)state;
    const double cheap[HIDDENS] = {1, 1, 1};
    record r = {0};
    hand_out_all(&r, cheap, 2);
    assert_int_equal(r.longest, SEEDS); /* a block never spans splits or hidden sizes */
    assert_int_equal(r.last_count, 1);
}

static void costly_replicas_go_one_by_one(void **state)
{
    (void)state;
    const double dear[HIDDENS] = {1e12, 1e12, 1e12};
    record r = {0};
    hand_out_all(&r, dear, 2);
    assert_int_equal(r.blocks, REPLICAS);
}

/* By hand: 4 replicas of cost 10, 3 of 100, 1 of 30, in hidden sizes 0, 1, 2. */
static void the_length_is_that_of_the_fullest_worker(void **state)
{
    (void)state;
    const double costs[HIDDENS] = {10, 100, 30}, speedup[HIDDENS] = {1, 4, 2};
    uint8_t status[REPLICAS];
    hf_schedule schedule;
    memset(status, HF_DONE, sizeof status);
    for (int i = 0; i < 4; i++)
        status[i * HIDDENS * SEEDS + 3] = HF_PENDING;
    for (int i = 0; i < 3; i++)
        status[SEEDS + 5 + i] = HF_PENDING;
    status[2 * SEEDS] = HF_PENDING;
    assert_int_equal(hf_schedule_make(&grid, status, costs, row_bytes, 2, &schedule, NULL), HF_OK);
    assert_true(hf_schedule_length(&schedule, 1, NULL) == 370);
    assert_true(hf_schedule_length(&schedule, 2, NULL) == 200); /* two of the 100 */
    assert_true(hf_schedule_length(&schedule, 3, NULL) == 370 / 3.0);
    assert_true(hf_schedule_length(&schedule, 99, NULL) == 100);
    assert_true(hf_schedule_length(&schedule, 1, speedup) == 40 + 75 + 15);
    hf_schedule_free(&schedule);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(every_pending_replica_is_handed_out_once),
        cmocka_unit_test(a_shard_hands_out_its_own_replicas_alone),
        cmocka_unit_test(nothing_is_handed_out_when_all_is_done),
        cmocka_unit_test(blocks_shrink_towards_the_end),
        cmocka_unit_test(costly_replicas_go_one_by_one),
        cmocka_unit_test(the_length_is_that_of_the_fullest_worker),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
