"""The conditional test as a stage of a run: the same results for any ranks, threads and instruction
set, after stops and kills, in shards, and by aggregate."""

import random
import signal
import time

import skips
from harness import CommandTest, holdfast, start

# Training takes no time, the test some seconds: few features get all draws, which are many.
LONG = """\
data: {source: noise.csv}
model: {hidden: [16]}
splits: {count: 4}
replicas: {seeds: 4}
training: {iterations: 60}
significance: {conditional_draws: 60000, methods: [olden], bootstrap: 20}
"""
SHORT = LONG.replace("60000", "1999")


def noise(rows=150, features=40):
    numbers = random.Random(7)
    lines = ["label," + ",".join(f"x{f}" for f in range(features))]
    for row in range(rows):
        cells = [f"{numbers.gauss(0, 1):.4f}" for _ in range(features)]
        lines.append("ab"[row % 2] + "," + ",".join(cells))
    return "\n".join(lines) + "\n"


class Conditional(CommandTest):
    files = {"long.yaml": LONG, "short.yaml": SHORT, "noise.csv": noise()}

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

    def interrupt(self, number, trains=True, ranks=0):
        """A run that is ended in the test; one that finds all networks trained begins with it."""
        process = start("run long.yaml -o out.h5 -v", self.folder, ranks)
        self.addCleanup(process.kill_all)
        limit = time.monotonic() + 100
        while trains and b"trained" not in process.stdout.readline():
            self.assertLess(time.monotonic(), limit, "no training")
        time.sleep(random.uniform(0.1, 0.6))
        process.send_signal(number)
        return process.end()

    def test_a_stop_keeps_what_is_done(self):
        self.succeed("run long.yaml -o whole.h5")
        outcome = self.interrupt(signal.SIGTERM)
        self.assertEqual(outcome.exit, 75, outcome)
        self.assertIn("in the conditional test", outcome.stderr)
        self.assertIn("same command", outcome.stderr)
        self.check_one_message(outcome.stderr)
        self.assertEqual(holdfast("digest out.h5", self.folder).exit, 75)
        self.succeed("run long.yaml -o out.h5")
        self.assertEqual(self.digest("out.h5"), self.digest("whole.h5"))

    def test_a_kill_loses_nothing(self):
        self.succeed("run long.yaml -o whole.h5")
        self.interrupt(signal.SIGKILL)
        for _ in range(2):
            self.interrupt(signal.SIGKILL, trains=False)
        self.succeed("run long.yaml -o out.h5", ranks=2)
        self.assertEqual(self.digest("out.h5"), self.digest("whole.h5"))


if __name__ == "__main__":
    skips.main()
