"""Ranks that die and ranks that run out of memory: the job ends, and goes on with other ranks.

A file is interrupted with 1, 3 and 16 ranks in turn, by a kill -9 of rank 0, of another rank, of the
launcher, or of all at once; then one process without a launcher completes it: the digest is that of a
run that nothing interrupted. $HOLDFAST_ROUNDS (default 1) repeats it all.
"""

import errno
import os
import pathlib
import random
import signal
import time

import faults
import launcher
import skips
from faults import COMPLETE
from harness import holdfast, processes_in, start

ROUNDS = int(os.environ.get("HOLDFAST_ROUNDS", 1))
SEED = faults.seed_from_environment()
RANKS = [1, 3, 16]
ATTEMPTS = 10  # at hitting a run with each of these numbers of ranks
STRIDE = 60  # at most so many allocations between those that are refused

CONFIG = {"grid.yaml": """\
model: {hidden: [6]}
splits: {count: 4}
replicas: {seeds: 150}
training: {iterations: 2000}
output: {history_every: 100}
significance: {bootstrap: 200}
null_test: {labels: 1, probes: 1, splits: 1}
"""}
SMALL = {"grid.yaml": """\
data: {source: "builtin:iris"}
model: {hidden: [2, 3]}
splits: {count: 2}
replicas: {seeds: 8}
training: {iterations: 4}
significance: {bootstrap: 50}
null_test: {labels: 1, probes: 1}
"""}
COMMAND = "run grid.yaml -q -o out.h5"


def kill(processes):
    for process in processes:
        try:
            os.kill(process, signal.SIGKILL)
        except ProcessLookupError:
            pass


class RankTest(faults.FaultTest):
    def setUp(self):
        super().setUp()
        launcher.need_mpi()
        self.random = random.Random(SEED)

    def wait_until_all_gone(self, folder):
        limit = time.monotonic() + 20
        while processes_in(folder) and time.monotonic() < limit:
            time.sleep(0.05)
        self.assertEqual(processes_in(folder), [], "ranks outlive their job")


class KilledRanks(RankTest):
    def wait_for_progress(self, process, path):
        """Until a replica more is done than when it started."""
        before = faults.replicas_done(path) if path.exists() else 0
        while process.poll() is None:
            if path.exists() and faults.replicas_done(path) > before:
                return
            time.sleep(0.01)

    def interrupt(self, folder, victim, ranks):
        """Returns whether the kill came before the run's end."""
        path = folder / "out.h5"
        process = start(COMMAND, folder, ranks)
        if self.random.random() < 0.75:
            self.wait_for_progress(process, path)
        time.sleep(self.random.uniform(0, self.seconds / 8))
        running = {pid: launcher.rank_of(pid) for pid in processes_in(folder)}
        victims = {
            "rank 0": [pid for pid, rank in running.items() if rank == 0],
            "another rank": [pid for pid, rank in running.items() if rank == ranks - 1],
            "launcher": [process.pid],
            "all": list(running),
        }[victim]
        kill(victims or [process.pid])
        outcome = process.end()
        self.wait_until_all_gone(folder)
        if path.exists():
            faults.check_sound(path)
        return outcome.exit != 0

    def interrupt_all(self, victim, number):
        """A folder whose run was interrupted with each number of ranks."""
        for attempt in range(ATTEMPTS):
            folder = self.new_folder(f"{victim} {number} {attempt}", CONFIG)
            if all(self.interrupt(folder, victim, ranks) for ranks in RANKS):
                return folder
        self.fail(f"kills of {victim} come too late, {ATTEMPTS} times")

    def test_a_file_survives_kills_of_ranks_and_goes_on_with_others(self):
        plain = self.new_folder("plain", CONFIG)
        begin = time.monotonic()
        self.run_once(plain, COMMAND)
        self.seconds = time.monotonic() - begin
        reference = self.digest("out.h5", plain)
        for number in range(ROUNDS):
            for victim in ["rank 0", "another rank", "launcher", "all"]:
                folder = self.interrupt_all(victim, number)
                self.run_once(folder, COMMAND)
                self.assertEqual(faults.check_sound(folder / "out.h5")[0], COMPLETE)
                self.assertEqual(self.digest("out.h5", folder), reference, victim)


class FailingRanks(RankTest):
    """One rank of three meets a fault: all leave, with one message and that fault's exit code."""

    def setUp(self):
        super().setUp()
        plain = self.new_folder("plain", SMALL)
        self.run_once(plain, COMMAND)
        self.reference = self.digest("out.h5", plain)

    def check_fault(self, fault, rank, exit):
        """Returns whether that rank makes so many calls."""
        folder = self.new_folder(f"{fault} {rank}".replace(":", "-"), SMALL)
        log = pathlib.Path(self.folder, "log")
        log.unlink(missing_ok=True)
        variables = faults.injected(fault, log, HOLDFAST_FAULT_RANK=rank)
        outcome = holdfast(COMMAND, folder, ranks=3, environment=variables)
        self.wait_until_all_gone(folder)
        hit = "hit\n" in log.read_text()
        if hit:
            self.assertEqual(outcome.exit, exit, f"{fault} of rank {rank}\n{outcome}")
            self.check_one_message(outcome.stderr)
        self.run_once(folder, COMMAND)
        self.assertEqual(self.digest("out.h5", folder), self.reference, fault)
        return hit

    def test_a_rank_without_memory(self):
        for rank in [1, 2]:
            number = 1
            while self.check_fault(f"allocate:{number}:{errno.ENOMEM}", rank, 70):
                number += self.random.randint(STRIDE // 2, STRIDE)

    def test_rank_0_with_a_full_disk(self):
        for number in [self.random.randint(2, 60), self.random.randint(60, 200)]:
            self.check_fault(f"write:{number}:{errno.ENOSPC}", 0, 74)


if __name__ == "__main__":
    skips.main()
