"""jobs/again.sh: an experiment goes on from job to job until it is done, under each scheduler of
jobs/README.md with the script that stands there, and its digest is that of one run.
"""

import os
import pathlib
import re
import signal
import subprocess
import sys
import time

HERE = pathlib.Path(__file__).resolve().parent
TOP = HERE.parents[1]
sys.path.insert(0, str(HERE.parent / "commands"))
import skips  # noqa: E402
from harness import HOLDFAST, CommandTest, write_files  # noqa: E402
import schedulers  # noqa: E402

CONFIG = """\
model: {hidden: [8]}
splits: {count: 4}
replicas: {seeds: 48}
training: {iterations: 6000}
output: {history_every: 1000}
significance: {bootstrap: 100}
"""
AGAIN = str(TOP / "jobs" / "again.sh")


def made_small(script, seconds):
    """The script with a small configuration, two ranks, some seconds a job."""
    script, options = re.subn("configs/breast_cancer.yaml --max-time 3h50m",
                              f"small.yaml --max-time {seconds:.2f}s --threads 1", script)
    assert options == 1, script
    return script.replace("RANKS=64", "RANKS=2")


class Again(CommandTest):
    references = []

    def setUp(self):
        super().setUp()
        write_files(self.folder, {"small.yaml": CONFIG})
        self.environment = {name: value for name, value in os.environ.items()
                            if not name.startswith(("PBS_", "LSB_", "SLURM_", "FLUX_", "HWLOC_"))}
        self.environment["FAKE_MPIRUN"] = schedulers.mpirun_of(HOLDFAST)

    def digest(self, path):
        return self.succeed(["digest", path]).strip()

    def reference(self):
        """The digest of one run, and how long it took on one core."""
        if not self.references:
            begin = time.monotonic()
            self.succeed("run small.yaml -q -o alone.h5 --threads 1")
            self.references.append((self.digest("alone.h5"), time.monotonic() - begin))
        return self.references[0]

    def run_jobs(self, kind, script):
        os.symlink(TOP / "jobs", pathlib.Path(self.folder, "jobs"))
        digest, seconds = self.reference()
        # Of two ranks: about three jobs, however fast the machine.
        write_files(self.folder, {kind.command.split()[-1]: made_small(script, seconds / 6)})
        scheduler = kind(self.folder, self.environment)
        scheduler.submit()
        scheduler.run()
        again = 99 if kind is schedulers.Sge else 75
        self.assertEqual(scheduler.codes, [again] * (len(scheduler.codes) - 1) + [0],
                         scheduler.output)
        self.assertGreaterEqual(len(scheduler.codes), 2, scheduler.output)
        self.assertEqual(self.digest("results/small.h5"), digest)
        if self.environment["FAKE_MPIRUN"]:
            self.assertIn("2 ranks on 1 host", scheduler.output)

    def check_readme(self, kind):
        script = schedulers.readme_scripts(TOP / "jobs" / "README.md")[kind.name]
        self.assertIsNotNone(script, f"jobs/README.md has no script for {kind.name}")
        self.run_jobs(kind, script)

    def test_pbs(self):
        self.check_readme(schedulers.Pbs)

    def test_lsf(self):
        self.check_readme(schedulers.Lsf)

    def test_sge(self):
        self.check_readme(schedulers.Sge)

    def test_flux(self):
        self.check_readme(schedulers.Flux)

    def start(self, *words):
        return subprocess.Popen(["bash", AGAIN, *words], cwd=self.folder, env=self.environment,
                                stdin=subprocess.DEVNULL, stdout=subprocess.PIPE,
                                stderr=subprocess.STDOUT, text=True)

    def check_ended(self, process, code, *texts):
        output = process.communicate(timeout=600)[0]
        self.assertEqual(process.returncode, code, output)
        for text in texts:
            self.assertIn(text, output)
        return output

    def test_a_job_that_is_cancelled_does_not_come_back(self):
        write_files(self.folder, {"long.yaml": CONFIG.replace("6000", "600000")})
        process = self.start("long.yaml", "--max-time", "1h", "--", "touch", "submitted")
        results = pathlib.Path(self.folder, "results", "long.h5")
        while not results.exists() and process.poll() is None:
            time.sleep(0.05)
        process.send_signal(signal.SIGTERM)
        self.check_ended(process, 143, "terminated by the scheduler")
        self.assertFalse(pathlib.Path(self.folder, "submitted").exists())
        self.check_nothing_runs()

    def test_what_cannot_be_submitted_is_said(self):
        process = self.start("small.yaml", "--max-time", "0.1s", "--threads", "1", "--", "false", "x.pbs")
        self.check_ended(process, 75, "Submit it again: false x.pbs")

    def test_a_mistake_is_final_and_said_once(self):
        write_files(self.folder, {"bad.yaml": "replicas: {seedz: 3}\n"})
        for name, code, text in (("none.yaml", 66, "none.yaml: no such configuration"),
                                 ("bad.yaml", 78, "seedz")):
            with self.subTest(name):
                process = self.start(name, "--max-time", "1h", "--", "touch", "submitted")
                self.check_ended(process, code, text)
                self.assertFalse(pathlib.Path(self.folder, "submitted").exists())
        self.check_ended(self.start("small.yaml"), 64, "--max-time 3h50m")


if __name__ == "__main__":
    skips.main()
