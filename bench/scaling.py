#!/usr/bin/env python3
"""How many ranks can rank 0 keep busy? A model, and a simulation of it up to 10^5 ranks.

    bench/scaling.py [--measure build/holdfast]
                     [--per-replica S] [--per-byte S] [--per-block S] [--bytes N] [--disk B/S]

--measure gets rank 0's constants from `mpirun -n 2 holdfast bench gather`: one replica a block, small
rows, large rows. Each thread
trains a block of replicas at a time; a block that comes back is answered with the next one, and a rank
holds one block more than it has threads, so that a thread waits only when its rank's next block is
late. Rank 0 takes blocks in one after the other.

The simulation is of events: threads that finish blocks, rank 0 that serves them in the order of
arrival. Standard library alone.
"""

import argparse
import heapq
import json
import random
import statistics
import subprocess


def gather(program, case, times=3):
    """Bytes of a replica, and the seconds that rank 0 is busy with it: the median of some runs."""
    busy = []
    for _ in range(times):
        words = ["mpirun", "-n", "2", program, "bench", "gather", "--case", case, "--format", "json"]
        report = json.loads(subprocess.run(words, check=True, capture_output=True).stdout)["gather"]
        busy.append(report["busy_seconds_per_replica"])
    return report["bytes_per_replica"], statistics.median(busy)


def measure(program, c):
    """Three cases, three constants. Small rows come in blocks of all 250 seeds, large ones of 15."""
    single_bytes, single = gather(program, "single")
    _, small = gather(program, "small")
    large_bytes, large = gather(program, "large")
    c.per_block = (single - small) / (1 - 1 / 250)
    c.per_byte = (large - c.per_block / 15 - small) / (large_bytes - single_bytes)
    c.per_replica = max(0, small - c.per_block / 250 - single_bytes * c.per_byte)
    print(f"measured: {c.per_block * 1e6:.1f} us a block, {c.per_replica * 1e6:.2f} us a replica, "
          f"{c.per_byte * 1e9:.3f} ns a byte")
    tutorial_bytes, tutorial = gather(program, "tutorial")
    predicted = c.per_block / 250 + c.per_replica + tutorial_bytes * c.per_byte
    print(f"check, the tutorial's rows ({tutorial_bytes} bytes): {tutorial * 1e6:.2f} us measured, "
          f"{predicted * 1e6:.2f} us by the model")


def block_replicas(ranks, seconds, c):
    """As src/grid/schedule.c: a block keeps a thread busy for `target` seconds, or as long as rank 0
    needs for four times the workers' blocks; at least one replica, at most a message's."""
    return max(1, min(c.most, int(max(c.target, c.target_per_worker * ranks) / seconds)))


def service_seconds(replicas, c):
    """Rank 0's time for one block: the larger of what the processor and what the disk needs."""
    cpu = c.per_block + replicas * (c.per_replica + c.bytes * c.per_byte)
    disk = replicas * c.bytes / c.disk if c.disk else 0
    return max(cpu, disk)


def predicted_efficiency(ranks, seconds, c):
    """Busy share of the threads: 1 until rank 0 is busy all the time, then what it can serve."""
    n = block_replicas(ranks, seconds, c)
    return min(1, n * seconds / (ranks * service_seconds(n, c)))


def saturating_ranks(seconds, c):
    """Up to where rank 0 keeps all busy; blocks grow with the ranks, so that it is found by halving."""
    low, high = 1, 10**9
    while high - low > max(1, low // 1000):
        middle = (low + high) // 2
        if predicted_efficiency(middle, seconds, c) < 1:
            high = middle
        else:
            low = middle
    return low


def simulated_efficiency(ranks, seconds, c, blocks_each=8):
    """One thread a rank, one block running and one waiting, replica times spread by +-20 %."""
    rng = random.Random(1)
    n = block_replicas(ranks, seconds, c)
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
    parser.add_argument("--per-replica", type=float, default=1.5e-7, help="s, rank 0")
    parser.add_argument("--per-byte", type=float, default=2.5e-10, help="s, rank 0")
    parser.add_argument("--per-block", type=float, default=25e-6, help="s, rank 0")
    parser.add_argument("--latency", type=float, default=1e-3, help="s, answer to a rank")
    parser.add_argument("--bytes", type=float, default=16e3, help="of a replica's rows")
    parser.add_argument("--disk", type=float, default=0, help="bytes/s, 0: the page cache")
    parser.add_argument("--target", type=float, default=0.03, help="s, wanted length of a block")
    parser.add_argument("--target-per-worker", type=float, default=1.2e-4, help="s, added to it")
    parser.add_argument("--measure", metavar="HOLDFAST", help="measures rank 0's constants first")
    parser.add_argument("--most", type=int, default=260, help="replicas of a block at most")
    c = parser.parse_args()
    if c.measure:
        measure(c.measure, c)
    ranks = [16, 1000, 10_000, 100_000]
    print("efficiency in %, model / simulation, by seconds of a replica (rows) and ranks (columns)")
    print(f"{'':>10}" + "".join(f"{r:>16,}" for r in ranks) + f"{'saturates at':>16}")
    for seconds in (0.001, 0.01, 0.1, 1, 10, 60):
        cells = []
        for r in ranks:
            model = predicted_efficiency(r, seconds, c)
            simulated = simulated_efficiency(r, seconds, c)
            cells.append(f"{100 * model:6.1f} / {100 * simulated:5.1f}")
        limit = saturating_ranks(seconds, c)
        print(f"{seconds:>8} s" + "".join(f"{x:>16}" for x in cells) + f"{limit:>16,}")


if __name__ == "__main__":
    main()
