#!/usr/bin/env python3
"""How many ranks can rank 0 keep busy? A model, and a simulation of it up to 10^5 ranks.

    bench/scaling.py [--per-replica S] [--per-byte S] [--per-block S] [--bytes N] [--disk B/S]

Constants are measured by `mpirun -n 2 holdfast bench gather` (docs/scaling.md says how). Each thread
trains a block of replicas at a time; a block that comes back is answered with the next one, and a rank
holds one block more than it has threads, so that a thread waits only when its rank's next block is
late. Rank 0 takes blocks in one after the other.

The simulation is of events: threads that finish blocks, rank 0 that serves them in the order of
arrival. Standard library alone.
"""

import argparse
import heapq
import random


def block_replicas(seconds, target, most):
    """As src/grid/schedule.c: a block keeps a thread busy for `target` seconds or is one replica."""
    return max(1, min(most, int(target / seconds)))


def service_seconds(replicas, c):
    """Rank 0's time for one block: the larger of what the processor and what the disk needs."""
    cpu = c.per_block + replicas * (c.per_replica + c.bytes * c.per_byte)
    disk = replicas * c.bytes / c.disk if c.disk else 0
    return max(cpu, disk)


def predicted_efficiency(ranks, seconds, c):
    """Busy share of the threads: 1 until rank 0 is busy all the time, then what it can serve."""
    n = block_replicas(seconds, c.target, c.most)
    return min(1, n * seconds / (ranks * service_seconds(n, c)))


def simulated_efficiency(ranks, seconds, c, blocks_each=8):
    """One thread a rank, one block running and one waiting, replica times spread by +-20 %."""
    rng = random.Random(1)
    n = block_replicas(seconds, c.target, c.most)
    service = service_seconds(n, c)
    work = n * seconds
    waiting = [1] * ranks  # blocks at hand beside the one that runs
    events = [(work * rng.uniform(0.05, 1), r) for r in range(ranks)]  # (end of a block, rank)
    heapq.heapify(events)
    idle = {}  # ranks without a block, and since when
    free_at = 0.0  # rank 0
    answers = []  # (time, rank): the next block arrives
    done = 0
    settled, total = ranks * blocks_each // 2, ranks * blocks_each  # the start does not count
    now = begin = 0.0
    while done < total:
        if answers and (not events or answers[0][0] <= events[0][0]):
            now, rank = heapq.heappop(answers)
            if rank in idle:
                del idle[rank]
                heapq.heappush(events, (now + work * rng.uniform(0.8, 1.2), rank))
            else:
                waiting[rank] += 1
            continue
        now, rank = heapq.heappop(events)
        done += 1
        if done == settled:
            begin = now
        free_at = max(free_at, now) + service
        heapq.heappush(answers, (free_at + c.latency, rank))
        if waiting[rank]:
            waiting[rank] -= 1
            heapq.heappush(events, (now + work * rng.uniform(0.8, 1.2), rank))
        else:
            idle[rank] = now
    return min(1, (total - settled) * work / ((now - begin) * ranks))


def main():
    parser = argparse.ArgumentParser(description=__doc__.split("\n")[0])
    parser.add_argument("--per-replica", type=float, default=1.5e-6, help="s, rank 0")
    parser.add_argument("--per-byte", type=float, default=2.5e-10, help="s, rank 0")
    parser.add_argument("--per-block", type=float, default=10e-6, help="s, rank 0")
    parser.add_argument("--latency", type=float, default=1e-3, help="s, answer to a rank")
    parser.add_argument("--bytes", type=float, default=16e3, help="of a replica's rows")
    parser.add_argument("--disk", type=float, default=0, help="bytes/s, 0: the page cache")
    parser.add_argument("--target", type=float, default=0.1, help="s, wanted length of a block")
    parser.add_argument("--most", type=int, default=260, help="replicas of a block at most")
    c = parser.parse_args()
    ranks = [16, 1000, 10_000, 100_000]
    print("efficiency in %, model / simulation, by seconds of a replica (rows) and ranks (columns)")
    print(f"{'':>10}" + "".join(f"{r:>16,}" for r in ranks) + f"{'saturates at':>16}")
    for seconds in (0.001, 0.01, 0.1, 1, 10, 60):
        cells = []
        for r in ranks:
            model = predicted_efficiency(r, seconds, c)
            simulated = simulated_efficiency(r, seconds, c)
            cells.append(f"{100 * model:6.1f} / {100 * simulated:5.1f}")
        n = block_replicas(seconds, c.target, c.most)
        limit = int(n * seconds / service_seconds(n, c))
        print(f"{seconds:>8} s" + "".join(f"{x:>16}" for x in cells) + f"{limit:>16,}")


if __name__ == "__main__":
    main()
