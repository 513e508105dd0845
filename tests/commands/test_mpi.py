"""Three ranks: one message, every rank ends, nothing is left behind."""

import os
import signal
import subprocess
import time
import unittest

from harness import (HOLDFAST, MPIRUN, TINY, Case, CommandTest, add_cases, listing, processes_in,
                     write_files)

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

    def test_mpirun_terminated_takes_all_ranks_along(self):
        write_files(self.folder, CONFIG)
        words = [MPIRUN, "-q", "-n", "3", "--oversubscribe", HOLDFAST, "run", "tiny.yaml", "-q",
                 "--set", "training.iterations=1000000000", "--set", "output.history_every=0"]
        environment = dict(os.environ, OMPI_ALLOW_RUN_AS_ROOT="1",
                           OMPI_ALLOW_RUN_AS_ROOT_CONFIRM="1", HWLOC_COMPONENTS="-opencl")
        process = subprocess.Popen(words, cwd=self.folder, env=environment,
                                   stdin=subprocess.DEVNULL, stdout=subprocess.DEVNULL,
                                   stderr=subprocess.DEVNULL, start_new_session=True)
        limit = time.monotonic() + 30
        while len(processes_in(self.folder)) < 4 and time.monotonic() < limit:
            time.sleep(0.05)
        time.sleep(1)
        process.send_signal(signal.SIGTERM)
        try:
            self.assertNotEqual(process.wait(30), 0)
        finally:
            if process.poll() is None:
                os.killpg(process.pid, signal.SIGKILL)
        self.check_nothing_runs()


add_cases(ThreeRanks, CASES, ranks=3)

if __name__ == "__main__":
    unittest.main()
