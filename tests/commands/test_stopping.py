"""Signals and --max-time: exit 75 on every rank, what is finished is in the file, and going on gives
what an uninterrupted run gives. Replicas that would train for years show that what is in flight is
dropped."""

import json
import os
import signal
import time

import launcher
import skips
from harness import Case, CommandTest, add_cases, holdfast, processes_in, start

# About 200 replicas of a few milliseconds.
MANY = """\
model: {hidden: [10, 20]}
splits: {count: 10}
replicas: {seeds: 10}
training: {iterations: 400}
"""
ENDLESS = """\
model: {hidden: [30]}
splits: {count: 2}
replicas: {seeds: 4}
training: {iterations: 1000000000}
output: {history_every: 0}
"""
FILES = {"many.yaml": MANY, "endless.yaml": ENDLESS}
SIGNALS = [signal.SIGTERM, signal.SIGINT, signal.SIGHUP, signal.SIGUSR1]

CASES = [Case(f"a time limit that is none: {text!r}", f"run many.yaml --max-time '{text}'", 64,
              ["--max-time"], files=FILES)
         for text in ("", "0s", "-1s", "3", "1m1h", "1.2.3s", "5x", "1h 2m", "m", "1e3s")]


class Stopping(CommandTest):
    files = FILES

    def start(self, command, ranks=0, **options):
        process = start(command, self.folder, ranks, **options)
        self.addCleanup(process.kill_all)
        return process

    def wait_for_training(self, process, file):
        """Until the results file is there: training begins right after."""
        limit = time.monotonic() + 60
        while not os.path.exists(os.path.join(self.folder, file)):
            self.assertIsNone(process.poll(), "it ended before the file was there")
            self.assertLess(time.monotonic(), limit, "no results file")
            time.sleep(0.01)

    def stop(self, process, file, number, pid=None, exits=(75,)):
        self.wait_for_training(process, file)
        time.sleep(0.1)
        os.kill(pid() if pid else process.pid, number)
        outcome = process.end()
        self.assertIn(outcome.exit, exits, outcome)
        self.check_one_message(outcome.stderr)
        self.assertIn(file, outcome.stderr)
        self.assertIn("same command", outcome.stderr)
        self.check_nothing_runs()
        return outcome.stderr

    def process_of_rank(self, wanted):
        (process,) = (process for process in processes_in(self.folder)
                      if launcher.rank_of(process) == wanted)
        return process

    def test_each_signal_ends_replicas_that_never_end(self):
        for number in SIGNALS:
            file = f"{number.name}.h5"
            process = self.start(f"run endless.yaml -q -o {file}")
            self.assertIn(number.name, self.stop(process, file, number))
            self.assertEqual(holdfast(f"digest {file}", self.folder).exit, 75)

    def test_a_team_of_threads_leaves_together(self):
        process = self.start("run endless.yaml -q -o team.h5 --threads 2 --set replicas.seeds=1"
                             " --set splits.count=1 --set model.hidden=[1000]")
        self.stop(process, "team.h5", signal.SIGTERM)

    def test_what_was_to_be_ignored_is_ignored(self):
        process = self.start("run many.yaml -q -o nohup.h5",
                             preexec_fn=lambda: signal.signal(signal.SIGHUP, signal.SIG_IGN))
        self.wait_for_training(process, "nohup.h5")
        process.send_signal(signal.SIGHUP)
        self.assertEqual(process.end().exit, 0)

    def test_a_signal_to_the_launcher_ends_all_cleanly(self):
        for number, exits in launcher.kind().signals.items():
            process = self.start(f"run endless.yaml -q -o {number.name}.h5", ranks=3)
            self.stop(process, f"{number.name}.h5", number, exits=exits)

    def test_a_signal_to_one_rank_ends_all_with_75(self):
        for rank in (0, 2):
            process = self.start(f"run endless.yaml -q -o {rank}.h5", ranks=3)
            self.stop(process, f"{rank}.h5", signal.SIGTERM, lambda r=rank: self.process_of_rank(r))

    def check_time_is_up(self, ranks):
        outcome = holdfast("run endless.yaml -q -o out.h5 --max-time 0.5s", self.folder, ranks)
        self.assertEqual(outcome.exit, 75, outcome)
        self.check_one_message(outcome.stderr)
        self.assertIn("--max-time", outcome.stderr)

    def test_time_is_up(self):
        self.check_time_is_up(ranks=0)
        self.succeed("run many.yaml -q -o enough.h5 --max-time 1d2h3m4s")

    def test_time_is_up_with_ranks(self):
        self.check_time_is_up(ranks=3)

    def test_a_file_that_takes_long_to_make_is_given_up(self):
        """4 x 4e8 history entries are 13 GB: longer than the limit, and none of it is left."""
        outcome = holdfast("run endless.yaml -q -o big.h5 --max-time 0.3s --set"
                           " training.iterations=200000000 --set output.history_every=1",
                           self.folder)
        if outcome.exit == 74:
            self.skipTest(f"the disk has no room for it: {outcome.stderr}")
        self.assertEqual(outcome.exit, 75, outcome.stderr)
        self.check_one_message(outcome.stderr)
        self.assertIn("--max-time", outcome.stderr)
        self.assertEqual(sorted(os.listdir(self.folder)), sorted(FILES))

    def test_going_on_gives_the_same_results(self):
        self.succeed("run many.yaml -q -o whole.h5")
        trained = set()  # replicas done at each interruption
        ranks = 3 if launcher.MPIRUN else 0
        for number in range(60):
            limit = 0.02 * 1.2**number  # seconds: a machine of any speed is interrupted
            outcome = holdfast(f"run many.yaml -q -o parts.h5 --max-time {limit:.3f}s", self.folder,
                               ranks=number % 2 * ranks)
            if outcome.exit == 0:
                break
            self.assertEqual(outcome.exit, 75, outcome.stderr)
            if os.path.exists(os.path.join(self.folder, "parts.h5")):
                summary = json.loads(self.succeed("summary parts.h5 --format json"))
                trained.add(summary["health"]["all"]["done"])
        else:
            self.fail("no progress between interruptions")
        self.assertGreater(len(trained), 1, "never interrupted on the way: nothing was tested")
        self.assertEqual(self.succeed("digest parts.h5"), self.succeed("digest whole.h5"))


add_cases(Stopping, CASES)

if __name__ == "__main__":
    skips.main()
