"""Started by another MPI's launcher, each rank would be a run of its own: exit code 69, one message.

What launchers leave in the environment is set here by hand; other launchers that are on this machine
are tried besides.
"""

import json
import pathlib
import re
import shutil
import subprocess

import harness
import launcher
import skips
from harness import HOLDFAST, TINY, CommandTest, listing

OPEN_MPI = {"OMPI_COMM_WORLD_RANK": "0", "OMPI_COMM_WORLD_SIZE": "4"}
MPICH = {"PMI_RANK": "0", "PMI_SIZE": "4"}
STEP = {"SLURM_PROCID": "0", "SLURM_STEP_NUM_TASKS": "4", "SLURM_STEP_ID": "0"}


class Launcher(CommandTest):
    files = {"tiny.yaml": TINY}

    def setUp(self):
        super().setUp()
        self.info = json.loads(self.succeed("info --format json"))

    def start(self, command, environment):
        return harness.holdfast(command, self.folder, environment=environment)

    def foreign(self):
        """Environments in which this build's MPI sees one rank of several."""
        own = "" if self.info["mpi"] == "none" else self.info["mpi"].split()[0]
        names = {"Open MPI's mpirun": OPEN_MPI, "MPICH's mpiexec": MPICH, "srun": STEP}
        return {name: variables for name, variables in names.items()
                if not own or not name.startswith(own)}

    def test_it_is_refused_with_the_launcher_to_use(self):
        for name, variables in self.foreign().items():
            for command in "run tiny.yaml", "bench gather --tiny":
                with self.subTest(name, command=command):
                    outcome = self.start(command, variables)
                    self.assertEqual(outcome.exit, 69, outcome.stderr)
                    self.check_one_message(outcome.stderr)
                    self.assertIn(f"{name} started 4 ranks", outcome.stderr)
                    remedy = (f"{self.info['launcher']} -n 4" if self.info["launcher"]
                              else "start it by itself")
                    self.assertIn(remedy, outcome.stderr)
                    self.assertEqual(listing(self.folder), ["tiny.yaml"])

    def test_another_rank_says_nothing_and_ends_with_0(self):
        # The launcher kills all ranks once one has failed: rank 0 must have said it before.
        for name, variables in self.foreign().items():
            with self.subTest(name):
                other = {key: "1" if value == "0" else value for key, value in variables.items()}
                outcome = self.start("run tiny.yaml", other)
                self.assertEqual((outcome.exit, outcome.stdout, outcome.stderr), (0, "", ""))

    def test_srun_names_itself_also_where_it_counts_as_mpich_does(self):
        # MPICH would take these variables for its own launcher's and wait for the others.
        pmi = {} if self.info["mpi"].startswith("MPICH") else MPICH
        outcome = self.start("run tiny.yaml", {**pmi, **STEP})
        self.assertEqual(outcome.exit, 69)
        self.assertIn("srun started 4 ranks", outcome.stderr)

    def test_other_commands_do_not_mind(self):
        self.succeed("run tiny.yaml -q -o out.h5")
        for variables in self.foreign().values():
            for command in "summary out.h5", "digest out.h5", "info":
                with self.subTest(command):
                    outcome = self.start(command, variables)
                    self.assertEqual((outcome.exit, outcome.stderr), (0, ""))
                    self.assertTrue(outcome.stdout)

    def test_a_variable_that_is_set_to_nothing_is_no_rank(self):
        for variables in OPEN_MPI, MPICH, STEP:
            with self.subTest(variables):
                outcome = self.start("info", dict.fromkeys(variables, ""))
                self.assertEqual((outcome.exit, outcome.stderr), (0, ""))
                self.assertIn("version", outcome.stdout)

    def test_one_rank_is_no_false_alarm(self):
        batch = {"SLURM_JOB_ID": "7", "SLURM_NTASKS": "4", "SLURM_PROCID": "0"}
        daemon = {"SLURM_STEP_NUM_TASKS": "2", "OMPI_COMM_WORLD_RANK": "0",
                  "OMPI_COMM_WORLD_SIZE": "1"}
        alone = {"SLURM_PROCID": "0", "SLURM_STEP_NUM_TASKS": "1"}
        for variables in batch, daemon, alone:
            with self.subTest(variables):
                outcome = self.start("run tiny.yaml -q --overwrite -o out.h5", variables)
                self.assertEqual((outcome.exit, outcome.stderr), (0, ""))

    def test_launchers_of_other_mpis_on_this_machine(self):
        others = [path for path in map(shutil.which, ("mpirun.openmpi", "mpiexec.mpich"))
                  if path and path != self.info["launcher"]]
        if not others:
            self.skipTest("no launcher of another MPI is here (Debian: openmpi-bin, mpich)")
        for path in others:
            with self.subTest(path):
                outcome = harness.run_words([path, "-n", "3", HOLDFAST, "run", "tiny.yaml"],
                                            self.folder, launcher.ENVIRONMENT)
                self.assertEqual(outcome.exit, 69, outcome.stderr)
                self.assertEqual(outcome.stderr.count("holdfast: "), 1, outcome.stderr)

    def test_info_names_the_launcher(self):
        self.assertEqual(self.info["launcher"] == "", self.info["mpi"] == "none")
        if not self.info["launcher"]:
            return
        said = subprocess.run([self.info["launcher"], "--version"], capture_output=True, text=True,
                              check=True, env=None).stdout
        words = {"Open": "Open ?(MPI|RTE)", "MPICH": "HYDRA", "Intel(R)": "Intel"}
        self.assertRegex(said, words[self.info["mpi"].split()[0]])
        self.assertTrue(pathlib.Path(self.info["launcher"]).is_absolute())

    def test_the_lists_of_rank_variables_are_the_same(self):
        top = pathlib.Path(__file__).resolve().parents[2]
        names = r'"(\w+_(?:RANK|RANKID|PROCID))"'
        for file in "src/parallel/launcher.c", "tests/faults/inject.c":
            found = re.findall(names, (top / file).read_text())
            found = [name for name in found if not name.startswith("HOLDFAST_")]
            self.assertEqual(found, list(launcher.RANK_VARIABLES), file)


if __name__ == "__main__":
    skips.main()
