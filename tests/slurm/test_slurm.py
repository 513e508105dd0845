"""The batch scripts of jobs/ on a real Slurm cluster of four nodes (cluster.sh).

Whatever happens to the job, the digest in the end is that of one process that nothing interrupted.
"""

import os
import pathlib
import shutil
import subprocess
import sys
import time
import unittest

HERE = pathlib.Path(__file__).resolve().parent
sys.path.insert(0, str(HERE.parent / "faults"))
import faults  # noqa: E402
import skips  # noqa: E402
from harness import HOLDFAST, holdfast, write_files  # noqa: E402

CLUSTER = str(HERE / "cluster.sh")
TOP = HERE.parents[1]
# About half a second, five seconds and a minute and a half of one core.
ITERATIONS = {"short": 300, "medium": 3000, "long": 40000}
CONFIG = """\
model: {{hidden: [8]}}
splits: {{count: 4}}
replicas: {{seeds: 128}}
training: {{iterations: {iterations}}}
output: {{history_every: 100}}
significance: {{bootstrap: 100}}
"""
ENDED = {"COMPLETED", "FAILED", "CANCELLED", "TIMEOUT", "NODE_FAIL"}
LIMIT = 600  # seconds for any job
faults.harness.TIME_LIMIT = LIMIT

# What a site would write into jobs/site.env, for nodes that are namespaces of one machine. Nothing that
# jobs/ needs anywhere is among it: that must be there without.
JOBS_ENVIRONMENT = {
    "OMPI_MCA_pml": "ob1",
    "OMPI_MCA_btl": "self,vader,tcp", "OMPI_MCA_btl_tcp_if_include": "10.77.0.0/24",
    "OMPI_MCA_oob_tcp_if_include": "10.77.0.0/24",
    "OMPI_MCA_btl_vader_single_copy_mechanism": "none",
    "OMPI_MCA_orte_tmpdir_base": "/dev/shm",
    "HOLDFAST": HOLDFAST, "HOLDFAST_HOME": str(TOP)}
# The program, which says what its launcher has been given.
WITNESS = """\
#!/bin/sh
[ "$1" = run ] && echo "$(hostname) ${{HWLOC_COMPONENTS-unset}}" >>"seen.$SLURM_JOB_ID.$(hostname).$$"
exec '{holdfast}' "$@"
"""


class Cluster(faults.FaultTest):
    """A cluster for each test, and what is asked of it."""

    references = {}

    def setUp(self):
        super().setUp()
        os.chmod(self.folder, 0o755)  # munge insists
        self.cluster = str(pathlib.Path(self.folder, "cluster"))
        self.addCleanup(subprocess.run, [CLUSTER, "down", self.cluster], check=True)
        self.call([CLUSTER, "up", self.cluster])
        for name, iterations in ITERATIONS.items():
            write_files(self.folder, {f"{name}.yaml": CONFIG.format(iterations=iterations)})

    def call(self, words, check=True):
        environment = {name: value for name, value in os.environ.items()
                       if name != "HWLOC_COMPONENTS" and not name.startswith(("OMPI_", "PRTE_"))}
        outcome = subprocess.run(words, cwd=self.folder, env={**environment, **JOBS_ENVIRONMENT},
                                 capture_output=True, text=True, stdin=subprocess.DEVNULL,
                                 timeout=LIMIT)
        if check:
            self.assertEqual(outcome.returncode, 0, f"{words}\n{outcome.stdout}{outcome.stderr}")
        return outcome.stdout

    def inside(self, *words, check=True):
        return self.call([CLUSTER, "in", self.cluster, *words], check)

    def submit(self, script, name, *options, words=()):
        return self.inside("sbatch", "--parsable", *options, str(TOP / "jobs" / script),
                           f"{name}.yaml", *words).strip()

    def submit_on_all_nodes(self, name, *options):
        return self.submit("holdfast.sbatch", name, "--nodes=4", "--ntasks-per-node=4", *options)

    def shown(self, job):
        return dict(field.split("=", 1) for field in
                    self.inside("scontrol", "-o", "show", "job", job).split() if "=" in field)

    def logs(self):
        return "\n".join(f"{path.name}:\n{path.read_text(errors='replace')}"
                         for path in sorted(pathlib.Path(self.folder).glob("*.log")))

    def wait_for(self, what, condition):
        limit = time.monotonic() + LIMIT
        while not condition():
            self.assertLess(time.monotonic(), limit, f"{what}\n{self.logs()}")
            time.sleep(0.2)

    def wait_until_ended(self, job, state="COMPLETED"):
        self.wait_for(f"job {job} does not end",
                      lambda: self.shown(job)["JobState"] in ENDED)
        shown = self.shown(job)
        self.assertEqual(shown["JobState"], state, self.logs())
        return shown

    def done(self, name):
        path = pathlib.Path(self.folder, "results", f"{name}.h5")
        return faults.check_sound(path)[1] if path.exists() else 0

    def wait_until_under_way(self, name):
        before = self.done(name)
        self.wait_for(f"{name} does not get on", lambda: self.done(name) > before)

    def reference(self, name):
        if name not in self.references:
            self.run_once(self.folder, f"run {name}.yaml -q -o {name}-alone.h5")
            self.references[name] = self.digest(f"{name}-alone.h5")
        return self.references[name]

    def check_complete(self, name):
        self.assertEqual(self.done(name), 512)
        self.assertEqual(self.digest(f"results/{name}.h5"), self.reference(name), self.logs())

    def check_restarted(self, job, times=1):
        self.assertGreaterEqual(int(self.wait_until_ended(job)["Restarts"]), times, self.logs())

    def check_stopped_and_requeued(self, name, job):
        self.check_restarted(job)
        self.assertIn("time is nearly up", self.logs())
        self.assertIn("stopped cleanly: the job goes back into the queue", self.logs())
        self.check_complete(name)


class Slurm(Cluster):
    def test_sixteen_ranks_on_four_nodes_by_mpirun_and_by_srun(self):
        witness = pathlib.Path(self.folder, "witness")
        witness.write_text(WITNESS.format(holdfast=HOLDFAST))
        witness.chmod(0o755)
        for launcher in "mpirun", "srun":
            with self.subTest(launcher):
                shutil.rmtree(pathlib.Path(self.folder, "results"), ignore_errors=True)
                job = self.submit_on_all_nodes(
                    "short", f"--export=ALL,HOLDFAST_LAUNCHER={launcher},HOLDFAST={witness}")
                restarts = int(self.wait_until_ended(job)["Restarts"])
                self.assertIn("16 ranks on 4 hosts", self.logs())
                seen = sorted(path.read_text().strip()
                              for path in pathlib.Path(self.folder).glob(f"seen.{job}.*"))
                ranks = [f"n{node} -opencl" for node in (1, 2, 3, 4) for _ in range(4)]
                if restarts == 0:
                    self.assertEqual(seen, ranks)
                else:  # a launch that failed on a busy machine, after which the job went back
                    self.assertEqual(set(seen), set(ranks), self.logs())
                    self.assertGreaterEqual(len(seen), len(ranks))
                self.check_complete("short")

    def test_the_signal_before_the_time_limit_requeues_the_job(self):
        for launcher in "mpirun", "srun":
            with self.subTest(launcher):
                shutil.rmtree(pathlib.Path(self.folder, "results"), ignore_errors=True)
                job = self.submit_on_all_nodes(
                    "medium", f"--export=ALL,HOLDFAST_LAUNCHER={launcher}")
                self.wait_until_under_way("medium")
                self.inside("scancel", "--batch", "--signal=USR1", job)
                self.check_stopped_and_requeued("medium", job)

    def test_requeue_and_cancel_and_a_node_that_dies(self):
        job = self.submit_on_all_nodes("medium")
        self.wait_until_under_way("medium")
        self.inside("scontrol", "requeue", job)
        self.wait_until_under_way("medium")
        self.inside("scancel", job)
        self.wait_until_ended(job, "CANCELLED")
        self.assertLess(self.done("medium"), 512, "the job was done before it was cancelled")

        job = self.submit_on_all_nodes("medium", "--comment=mine")
        failures = pathlib.Path(self.folder, f"holdfast-{job}.failures")
        self.wait_until_under_way("medium")
        self.call([CLUSTER, "kill", self.cluster, "n3"])
        self.wait_for("the death of a node is not noticed", lambda: "failure 1" in self.logs())
        self.assertEqual(failures.read_text().count("exit code"), 1)
        self.inside("scontrol", "update", "nodename=n3", "state=down", "reason=test")
        self.call([CLUSTER, "boot", self.cluster, "n3"])
        self.check_restarted(job)
        self.check_complete("medium")
        self.assertEqual(self.shown(job)["Comment"], "mine")
        self.assertFalse(failures.exists())

    def test_a_mistake_is_not_tried_again(self):
        write_files(self.folder, {"bad.yaml": "replicas: {seedz: 3}\n"})
        job = self.submit_on_all_nodes("bad")
        shown = self.wait_until_ended(job, "FAILED")
        self.assertEqual((shown["ExitCode"], shown["Restarts"]), ("78:0", "0"), self.logs())

    def check_refused(self, job, code, text):
        """The job ended at once, for good, with one message."""
        shown = self.wait_until_ended(job, "FAILED")
        log = pathlib.Path(shown["StdOut"]).read_text()
        self.assertEqual((shown["ExitCode"], shown["Restarts"]), (f"{code}:0", "0"), log)
        self.assertIn(text, log)
        said = [line for line in log.splitlines() if line.startswith(("jobs: ", "holdfast: "))]
        self.assertEqual(len(said), 1, log)

    def test_what_is_not_there_is_said_before_any_rank_is_started(self):
        export = "--export=ALL,"
        program = self.submit_on_all_nodes("short", export + "HOLDFAST=/nowhere/holdfast")
        self.check_refused(program, 69, "/nowhere/holdfast: there is no such program")
        launcher = self.submit_on_all_nodes("short", export + "HOLDFAST_LAUNCHER=/nowhere/mpirun")
        self.check_refused(launcher, 69, "HOLDFAST_LAUNCHER is '/nowhere/mpirun'")
        self.check_refused(self.submit_on_all_nodes("none"), 66, "none.yaml: no such configuration")
        self.assertFalse(pathlib.Path(self.folder, "results").exists())

    def test_ranks_that_do_not_find_each_other_are_not_tried_again(self):
        job = self.submit("holdfast.sbatch", "short", "--ntasks=2", "--ntasks-per-node=2",
                          "--export=ALL,HOLDFAST_LAUNCHER=srun,HOLDFAST_SRUN_MPI=none")
        self.check_refused(job, 69, "launcher")

    def test_an_array_of_shards_and_their_merge(self):
        array = self.submit("array.sbatch", "short", "--array=1-4", "--cpus-per-task=2")
        merge = self.submit("merge.sbatch", "short", f"--dependency=afterok:{array}", words=["4"])
        self.wait_until_ended(merge)
        self.check_complete("short")

        # Some elements again: of four, as their files are.
        results = pathlib.Path(self.folder, "results")
        (results / "short.h5").unlink()
        (results / "short.shard-3-of-4.h5").unlink()
        self.wait_until_ended(self.submit("array.sbatch", "short", "--array=3"))
        merge = self.submit("merge.sbatch", "short", words=["4"])
        self.wait_until_ended(merge)
        self.check_complete("short")

        # An array of one or two could be another division: not without being told.
        before = sorted(path.name for path in results.iterdir())
        for array in "1", "1-2", "5":
            job = self.submit("array.sbatch", "short", f"--array={array}")
            self.check_refused(f"{job}_{array[0]}", 64, "HOLDFAST_SHARDS=N sbatch")
        (results / "short.shard-1-of-4.h5").unlink()
        self.wait_until_ended(self.submit("array.sbatch", "short", "--array=1",
                                          "--export=ALL,HOLDFAST_SHARDS=4"))
        self.assertEqual(sorted(path.name for path in results.iterdir()), before)


class TimeLimit(Cluster):
    """Slurm's own time limit; it looks at these every half a minute."""

    @unittest.skipUnless(os.environ.get("HOLDFAST_SLURM_TIME_LIMIT"),
                         "takes minutes; HOLDFAST_SLURM_TIME_LIMIT=1 runs it")
    def test_the_time_limit_requeues_the_job(self):
        job = self.submit_on_all_nodes("long", "--time=1", "--signal=B:USR1@50")
        self.check_stopped_and_requeued("long", job)


if __name__ == "__main__":
    probe = subprocess.run([CLUSTER, "probe"], capture_output=True, text=True)
    if probe.returncode != 0:
        print(probe.stdout.strip() or probe.stderr.strip())
        sys.exit(probe.returncode)
    skips.main()
