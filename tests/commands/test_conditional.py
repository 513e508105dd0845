"""The conditional test as a stage of a run: the same results for any ranks, threads and instruction
set, after stops and kills, in shards, and by aggregate."""

import json
import os
import random
import signal
import time

try:
    import h5py
except ImportError:
    h5py = None

import launcher
import skips
from harness import Case, CommandTest, holdfast, processes_in, start

# Training takes no time, the test seconds on one thread: few features get all draws, which are many.
LONG = """\
data: {source: noise.csv}
model: {hidden: [16]}
splits: {count: 4}
replicas: {seeds: 4}
training: {iterations: 60}
significance: {conditional_draws: 200000, methods: [olden], bootstrap: 20}
"""
SHORT = LONG.replace("200000", "1999")
# Four networks, each of which takes some seconds of the test.
LARGE = LONG.replace("[16]", "[2000]").replace("splits: {count: 4}", "splits: {count: 2}").replace(
    "seeds: 4", "seeds: 2").replace("200000", "20000").replace("iterations: 60", "iterations: 2")


def noise(rows=150, features=40):
    numbers = random.Random(7)
    lines = ["label," + ",".join(f"x{f}" for f in range(features))]
    for row in range(rows):
        cells = [f"{numbers.gauss(0, 1):.4f}" for _ in range(features)]
        lines.append("ab"[row % 2] + "," + ",".join(cells))
    return "\n".join(lines) + "\n"


class Conditional(CommandTest):
    files = {"long.yaml": LONG, "large.yaml": LARGE, "short.yaml": SHORT, "noise.csv": noise()}

    def test_ranks_threads_and_instruction_sets_change_nothing(self):
        self.succeed("run short.yaml -o one.h5 --threads 1")
        wanted = self.digest("one.h5")
        self.succeed("run short.yaml -o three.h5 --threads 3")
        self.assertEqual(self.digest("three.h5"), wanted)
        self.succeed("run short.yaml -o portable.h5", environment={"HOLDFAST_ISA": "portable"})
        self.assertEqual(self.digest("portable.h5"), wanted)
        self.succeed("run short.yaml -o ranks.h5", ranks=3)
        self.assertEqual(self.digest("ranks.h5"), wanted)
        self.succeed("run short.yaml -o ranks.h5 --overwrite", ranks=5)
        self.assertEqual(self.digest("ranks.h5"), wanted)

    def test_shards_and_aggregate_make_the_same(self):
        self.succeed("run short.yaml -o one.h5")
        wanted = self.digest("one.h5")
        for shard in (1, 2, 3):
            self.succeed(f"run short.yaml --shard {shard}/3 -o part{shard}.h5")
        self.succeed("merge -o merged.h5 part1.h5 part2.h5 part3.h5")
        self.assertEqual(self.digest("merged.h5"), wanted)
        self.succeed("aggregate one.h5 --set significance.conditional_draws=99 -o fewer.h5")
        self.assertNotEqual(self.digest("fewer.h5"), wanted)
        self.succeed("aggregate fewer.h5 --set significance.conditional_draws=1999 -o again.h5")
        self.assertEqual(self.digest("again.h5"), wanted)
        self.succeed("verify again.h5")

    def interrupt(self, number, seconds, trains=True):
        """A run that is ended in the test; one that finds all networks trained begins with it."""
        process = start("run long.yaml -o out.h5 -v --threads 1", self.folder)
        self.addCleanup(process.kill_all)
        limit = time.monotonic() + 100
        while trains and b"trained" not in process.stdout.readline():
            self.assertLess(time.monotonic(), limit, "no training")
        time.sleep(seconds)
        process.send_signal(number)
        return process.end()

    def test_a_stop_keeps_what_is_done(self):
        self.succeed("run long.yaml -o whole.h5")
        outcome = self.interrupt(signal.SIGTERM, 0.3)
        self.assertEqual(outcome.exit, 75, outcome)
        self.assertIn("in the conditional test", outcome.stderr)
        self.assertIn("same command", outcome.stderr)
        self.check_one_message(outcome.stderr)
        self.assertEqual(holdfast("digest out.h5", self.folder).exit, 75)
        self.succeed("run long.yaml -o out.h5")
        self.assertEqual(self.digest("out.h5"), self.digest("whole.h5"))

    def features_done(self, file):
        """How many features the file has a result of."""
        tables = json.loads(self.succeed(f"summary {file} --format json"))["significance"]["conditional"]
        return sum(reason != 0 for reason in tables["reason"])

    def test_each_stop_leaves_more_behind(self):
        """With more time wherever it was too short for anything."""
        done, left, limit = 0, set(), 0.2
        for _ in range(60):
            outcome = holdfast(f"run long.yaml -q -o out.h5 --threads 1 --max-time {limit}s", self.folder)
            if outcome.exit == 0:
                break
            self.assertEqual(outcome.exit, 75, outcome)
            before, done = done, self.features_done("out.h5")
            self.assertGreaterEqual(done, before)
            limit *= 1 if done > before else 2
            left.add(done)
        else:
            self.fail(f"{done} features are tested after 60 runs")
        self.assertGreater(len(left - {0}), 0, "no stop came within the test")

    def test_a_stop_of_one_rank_is_one_of_all(self):
        """Of five ranks one has no network."""
        for rank in (0, 3):
            with self.subTest(rank):
                process = start("run large.yaml -v -o out.h5 --overwrite --threads 1", self.folder,
                                ranks=5)
                self.addCleanup(process.kill_all)
                while b"trained" not in process.stdout.readline():
                    self.assertIsNone(process.poll(), "it ended before")
                time.sleep(0.5)
                begin = time.monotonic()
                os.kill(next(pid for pid in processes_in(self.folder)
                             if launcher.rank_of(pid) == rank), signal.SIGTERM)
                outcome = process.end()
                self.assertEqual(outcome.exit, 75, outcome)
                self.check_one_message(outcome.stderr)
                self.assertIn("in the conditional test", outcome.stderr)
                self.assertLess(time.monotonic() - begin, 60)

    def test_a_wrong_result_is_found_and_made_anew(self):
        if not h5py:
            self.skipTest("needs h5py")
        self.succeed("run short.yaml -o a.h5")
        wanted = self.digest("a.h5")
        with h5py.File(self.path("a.h5"), "r+") as file:
            file["significance/conditional/p_value"][3] = 0.0005
        self.check(Case("", "verify a.h5", 65, ["/significance/conditional/p_value"]))
        self.succeed("aggregate a.h5")
        self.assertEqual(self.digest("a.h5"), wanted)
        self.succeed("verify a.h5")

    def test_a_kill_loses_nothing(self):
        self.succeed("run long.yaml -o whole.h5")
        done = 0
        for seconds, trains in ((0.2, True), (0.4, False), (0.6, False)):
            outcome = self.interrupt(signal.SIGKILL, seconds, trains)
            self.assertEqual(outcome.exit, -signal.SIGKILL, "it ended before")
            before, done = done, self.features_done("out.h5")
            self.assertGreaterEqual(done, before)
        self.assertGreater(done, 0)
        self.succeed("run long.yaml -o out.h5", ranks=2)
        self.assertEqual(self.digest("out.h5"), self.digest("whole.h5"))


if __name__ == "__main__":
    skips.main()
