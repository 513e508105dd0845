#include "holdfast/schedule.h"

#include "holdfast/memory.h"
#include "holdfast/results.h"

/* A block should keep a thread busy for about a tenth of a second, which hides the hand-over of the
 * next; and stay a message of moderate size. */
static const double block_operations = 4e9;
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

static int64_t pending_of_size(const hf_schedule *schedule, int64_t hidden_index)
{
    const hf_grid *grid = schedule->grid;
    int64_t count = 0;
    for (int64_t split = 0; split < grid->splits; split++)
        for (int64_t seed = 0; seed < grid->seeds; seed++) {
            const int64_t number = (split * grid->hiddens + hidden_index) * grid->seeds + seed;
            count += schedule->status[number] == HF_PENDING;
        }
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
    const int64_t by_cost = at_least_one(block_operations / schedule->cost[hidden_index]);
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
    const int64_t rows = grid->splits * grid->seeds;
    for (; schedule->at_hidden < grid->hiddens; schedule->at_hidden++, schedule->at_row = 0) {
        const int64_t h = schedule->order[schedule->at_hidden];
        while (schedule->at_row < rows) {
            const int64_t split = schedule->at_row / grid->seeds;
            const int64_t seed_index = schedule->at_row % grid->seeds;
            const int64_t number = (split * grid->hiddens + h) * grid->seeds + seed_index;
            const int64_t limit = block_limit(schedule, h);
            int64_t run = 0;
            while (run < limit && seed_index + run < grid->seeds &&
                   schedule->status[number + run] == HF_PENDING)
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
