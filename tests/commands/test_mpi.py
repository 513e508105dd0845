"""Three ranks: one message, every rank ends, nothing is left behind."""

import os
import signal
import time
from pathlib import Path

import launcher
import skips
from harness import (HOLDFAST, TINY, Case, CommandTest, add_cases, listing, processes_in, run_words,
                     start, write_files)

CONFIG = {"tiny.yaml": TINY}
CSV = "label,a\nu,1\nv,2\nu,3\nv,4\nu,5,6\nv,6\n"

CASES = [
    Case("an unknown command", "rnu tiny.yaml", 64, ["'rnu'", "'run'"], files=CONFIG),
    Case("an unknown option", "run tiny.yaml --thread=1", 64, ["'--threads'"], files=CONFIG),
    Case("a shard that there is not", "run tiny.yaml --shard=3/2", 64, ["--shard"],
         files=CONFIG),
    Case("no such configuration", "run missing.yaml", 66, ["missing.yaml"]),
    Case("an unknown key", "run bad.yaml", 78, ["bad.yaml:1", "replicas.seeds"],
         files={"bad.yaml": "replicas: {seedz: 3}\n"}),
    Case("an unknown key on the command line", "run tiny.yaml --set replicas.seedz=3", 78,
         ["--set", "replicas.seeds"], files=CONFIG),
    Case("no such data", "run tiny.yaml --set data.source=missing.csv", 66, ["missing.csv"],
         files=CONFIG),
    Case("bad data", "run tiny.yaml --set data.source=d.csv", 65, ["d.csv", "row 5", "line 6"],
         files={**CONFIG, "d.csv": CSV}),
    Case("output that cannot be created", "run tiny.yaml -o taken/out.h5", 73, ["taken"],
         files={**CONFIG, "taken": ""}),
    Case("output where nobody can write", "run tiny.yaml -o /proc/out.h5", 73, ["/proc"],
         files=CONFIG),
    Case("an instruction set that nobody has", "run tiny.yaml", 64, ["HOLDFAST_ISA"],
         environment={"HOLDFAST_ISA": "mmx"}, files=CONFIG),
    Case("a dry run", "run tiny.yaml --dry-run", 0, files=CONFIG),
]


class ThreeRanks(CommandTest):
    def test_a_run_leaves_its_file_alone(self):
        self.check(Case("", "run tiny.yaml -q", files=CONFIG), ranks=3)
        self.assertEqual(listing(self.folder), ["results", "results/tiny.h5", "tiny.yaml"])

    def test_more_ranks_than_replicas(self):
        self.check(Case("", "run tiny.yaml -q -o out.h5", files=CONFIG), ranks=7)
        self.assertRegex(self.succeed("digest out.h5"), r"^[0-9a-f]{32}\n$")

    def test_another_experiment_is_refused_once(self):
        write_files(self.folder, CONFIG)
        self.succeed("run tiny.yaml -q -o out.h5")
        self.check(Case("", "run tiny.yaml -o out.h5 --set replicas.seeds=3", 73,
                        ["out.h5", "replicas.seeds"]), ranks=3)

    def test_the_message_reaches_the_user_through_the_launcher(self):
        words = launcher.words(3, [HOLDFAST, "run", "missing.yaml"])
        outcome = run_words(words, self.folder, launcher.RANKS_ENVIRONMENT)
        self.assertEqual(outcome.exit, 66, outcome.stderr)
        said = [line for line in outcome.stderr.splitlines() if "holdfast:" in line]
        self.assertEqual(len(said), 1, outcome.stderr)
        self.assertTrue(said[0].startswith("holdfast: cannot open"), outcome.stderr)

    def test_a_launcher_terminated_takes_all_ranks_along(self):
        write_files(self.folder, CONFIG)
        process = start("run tiny.yaml -q --set training.iterations=1000000000"
                        " --set output.history_every=0", self.folder, ranks=3)
        self.addCleanup(process.kill_all)
        limit = time.monotonic() + 30
        while self.ranks_here() != {0, 1, 2} and time.monotonic() < limit:
            time.sleep(0.05)
        time.sleep(1)
        process.send_signal(signal.SIGTERM)
        outcome = process.end()
        self.assertIn(outcome.exit, launcher.kind().signals[signal.SIGTERM], outcome)
        self.check_nothing_runs()

    def test_ranks_without_work_sleep(self):
        """One replica that never ends, four ranks: one trains, three have nothing to do."""
        write_files(self.folder, CONFIG)
        process = start("run tiny.yaml -q -o out.h5 --threads 1 --set training.iterations=1000000000"
                        " --set output.history_every=0 --set replicas.seeds=1 --set splits.count=1",
                        self.folder, ranks=4)
        self.addCleanup(process.kill_all)
        limit = time.monotonic() + 30
        while "out.h5" not in listing(self.folder) and time.monotonic() < limit:
            time.sleep(0.05)
        time.sleep(1)
        ranks = [pid for pid in processes_in(self.folder) if launcher.rank_of(pid) is not None]
        before = {pid: self.cpu_seconds(pid) for pid in ranks}
        begin = time.monotonic()
        time.sleep(3)
        wall = time.monotonic() - begin
        used = sorted((self.cpu_seconds(pid) - before[pid]) / wall for pid in ranks)
        self.assertEqual(len(used), 4)
        self.assertLess(used[-2], 0.04, used)  # one that looks without a pause uses 0.1 and more
        self.assertGreater(used[-1], 0.1, used)

    @staticmethod
    def cpu_seconds(process):
        fields = Path(f"/proc/{process}/stat").read_text().rsplit(")", 1)[1].split()
        return (int(fields[11]) + int(fields[12])) / os.sysconf("SC_CLK_TCK")

    def ranks_here(self):
        return {launcher.rank_of(process) for process in processes_in(self.folder)} - {None}


add_cases(ThreeRanks, CASES, ranks=3)

if __name__ == "__main__":
    skips.main()
