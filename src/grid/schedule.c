/* Cuts the pending replicas into blocks and gives them out, smaller towards the end. */
#include "grid/schedule.h"

#include "holdfast/memory.h"

/* A block should keep a thread busy for about 30 ms, which hides the hand-over of the next; with
 * many workers for longer, so that rank 0, which needs about 30 us for a block, is idle three
 * quarters of its time (docs/scaling.md); and stay a message of moderate size. */
static const double block_operations = 4e9, block_operations_per_worker = 1.5e7;
static const int64_t block_bytes = INT64_C(4) << 20;

hf_status hf_schedule_make(const hf_grid *grid, const uint8_t *status, const double *cost,
                           const int64_t *row_bytes, int64_t workers, hf_schedule *schedule,
                           hf_error *error)
{
    *schedule = (hf_schedule){
        .grid = grid, .status = status, .workers = workers, .cost = cost, .row_bytes = row_bytes};
    HF_TRY(hf_allocate(&schedule->order, grid->hiddens, sizeof *schedule->order, error));
    for (int64_t h = 0; h < grid->hiddens; h++) {
        int64_t place = h;
        for (; place > 0 && cost[schedule->order[place - 1]] < cost[h]; place--)
            schedule->order[place] = schedule->order[place - 1];
        schedule->order[place] = h;
    }
    for (int64_t i = 0; i < hf_grid_replicas(grid); i++)
        schedule->pending += status[i] == HF_PENDING;
    return HF_OK;
}

static bool is_pending(const hf_schedule *schedule, int64_t number)
{
    return schedule->status[number - hf_grid_first(schedule->grid)] == HF_PENDING;
}

static int64_t pending_of_size(const hf_schedule *schedule, int64_t hidden_index)
{
    const hf_grid *grid = schedule->grid;
    int64_t count = 0;
    for (int64_t row = 0; row < hf_grid_rows(grid, hidden_index); row++)
        count += is_pending(schedule, hf_grid_number(grid, hidden_index, row));
    return count;
}

double hf_schedule_length(const hf_schedule *schedule, int64_t workers, const double *speedup)
{
    double total = 0, length = 0;
    int64_t costliest = 0;
    for (int64_t i = 0; i < schedule->grid->hiddens; i++) {
        const int64_t h = schedule->order[i], count = pending_of_size(schedule, h);
        const double cost = schedule->cost[h] / (speedup ? speedup[h] : 1);
        costliest += count;
        /* some worker gets so many of the costliest, none of which is cheaper than these */
        const double longest = (double)((costliest + workers - 1) / workers) * cost;
        length = count > 0 && longest > length ? longest : length;
        total += (double)count * cost;
    }
    return total / (double)workers > length ? total / (double)workers : length;
}

static int64_t at_least_one(double value)
{
    return value < 1 ? 1 : (int64_t)value;
}

static int64_t block_limit(const hf_schedule *schedule, int64_t hidden_index)
{
    const double by_workers = block_operations_per_worker * (double)schedule->workers;
    const double operations = by_workers > block_operations ? by_workers : block_operations;
    const int64_t by_cost = at_least_one(operations / schedule->cost[hidden_index]);
    const int64_t by_bytes =
        at_least_one((double)block_bytes / (double)schedule->row_bytes[hidden_index]);
    const int64_t by_share =
        at_least_one((double)schedule->pending / (4 * (double)schedule->workers));
    int64_t least = by_cost < by_bytes ? by_cost : by_bytes;
    return least < by_share ? least : by_share;
}

bool hf_schedule_next(hf_schedule *schedule, int64_t *first, int64_t *count)
{
    const hf_grid *grid = schedule->grid;
    for (; schedule->at_hidden < grid->hiddens; schedule->at_hidden++, schedule->at_row = 0) {
        const int64_t h = schedule->order[schedule->at_hidden];
        const int64_t rows = hf_grid_rows(grid, h);
        while (schedule->at_row < rows) {
            const int64_t number = hf_grid_number(grid, h, schedule->at_row);
            const int64_t limit = hf_grid_run(grid, number, block_limit(schedule, h));
            int64_t run = 0;
            while (run < limit && is_pending(schedule, number + run))
                run++;
            schedule->at_row += run > 0 ? run : 1;
            if (run > 0) {
                schedule->pending -= run;
                *first = number;
                *count = run;
                return true;
            }
        }
    }
    return false;
}

void hf_schedule_free(hf_schedule *schedule)
{
    hf_free(&schedule->order);
    *schedule = (hf_schedule){0};
}
