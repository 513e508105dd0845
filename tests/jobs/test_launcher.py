"""jobs/launcher.sh: what starts the ranks, with which words and variables; and jobs/setup.sh: which
packages are installed. Launchers and apt are stand-ins here that print what they are given.
"""

import pathlib
import subprocess
import sys
from typing import Mapping, NamedTuple, Sequence

HERE = pathlib.Path(__file__).resolve().parent
TOP = HERE.parents[1]
sys.path.insert(0, str(HERE.parent / "commands"))
import skips  # noqa: E402
from harness import CommandTest, write_files  # noqa: E402

ECHO = '#!/bin/sh\necho "words: ${0##*/} $*"\nenv\n'
PROGRAM = """\
#!/bin/sh
[ -z "$BROKEN" ] || { echo "libhdf5.so.103: cannot open shared object file" >&2; exit 127; }
cat <<END
{
  "version": "1",
  "mpi": "$MPI",
  $LAUNCHER_LINE
  "hdf5": "1.10"
}
END
"""
# The program, then the words before it.
SCRIPT = f"""\
set -euo pipefail
. "{TOP}/jobs/launcher.sh"
launcher_program "$PWD"
launcher_protect
launcher_choose
launcher_run "$holdfast" run
exit "$code"
"""


class Start(NamedTuple):
    name: str
    words: str  # that the launcher is called with; "" for none
    environment: Mapping[str, str] = {}
    commands: Sequence[str] = ("mpirun", "mpiexec")
    launcher: str = ""  # the line of `holdfast info`; {folder} stands for the commands' folder


STARTS = [
    Start("the launcher of the MPI library comes first", "mpiexec.mpich -n 3 PROGRAM run",
          {"RANKS": "3"}, ("mpirun", "mpiexec", "mpiexec.mpich"), '"{folder}/mpiexec.mpich"'),
    Start("one that is not there any more is passed over", "mpirun -n 3 PROGRAM run", {"RANKS": "3"},
          launcher='"{folder}/gone"'),
    Start("a program without MPI is one process", "", {"RANKS": "3", "MPI": "none"}, launcher='""'),
    Start("an MPI of which no launcher was found takes what is there",
          "srun --kill-on-bad-exit=1 --cpus-per-task=1 -n 8 PROGRAM run",
          {"SLURM_JOB_ID": "1", "SLURM_NTASKS": "8", "MPI": "MPICH Version: 3.4a2"}, ("srun",),
          launcher='""'),
    Start("a version that does not say so takes mpirun", "mpirun -n 3 PROGRAM run", {"RANKS": "3"}),
    Start("then mpiexec", "mpiexec -n 3 PROGRAM run", {"RANKS": "3"}, ("mpiexec",)),
    Start("then srun within a Slurm job",
          "srun --mpi=pmix --kill-on-bad-exit=1 --cpus-per-task=2 -n 8 PROGRAM run",
          {"SLURM_JOB_ID": "1", "SLURM_NTASKS": "8", "SLURM_CPUS_PER_TASK": "2"}, ("srun",)),
    Start("srun's plugin for MPICH is the cluster's own",
          "srun --kill-on-bad-exit=1 --cpus-per-task=1 -n 8 PROGRAM run",
          {"HOLDFAST_LAUNCHER": "srun", "SLURM_NTASKS": "8", "MPI": "MPICH Version: 4.0.2"}, ("srun",)),
    Start("or what is asked for",
          "srun --mpi=pmi2 --kill-on-bad-exit=1 --cpus-per-task=1 -n 8 PROGRAM run",
          {"HOLDFAST_LAUNCHER": "srun", "SLURM_NTASKS": "8", "HOLDFAST_SRUN_MPI": "pmi2"}, ("srun",)),
    Start("Flux runs", "flux run -n 4 PROGRAM run", {"HOLDFAST_LAUNCHER": "flux", "RANKS": "4"}, ("flux",)),
    Start("none is one process", "", {"HOLDFAST_LAUNCHER": "none", "RANKS": "3"}),
    Start("without a number the launcher knows it", "mpirun PROGRAM run"),
    Start("LSF's number", "mpirun -n 5 PROGRAM run", {"LSB_DJOB_NUMPROC": "5"}),
    Start("SGE's number", "mpirun -n 6 PROGRAM run", {"NSLOTS": "6"}),
    Start("further options", "mpirun -n 2 --hostfile hosts PROGRAM run",
          {"RANKS": "2", "HOLDFAST_LAUNCHER_OPTIONS": "--hostfile hosts"}),
]
FAILURES = [
    ("no program", 69, "there is no such program", {"HOLDFAST": "/nowhere/holdfast"}),
    ("a program that does not start", 69, "libhdf5.so.103: cannot open", {"BROKEN": "1"}),
    ("no such launcher", 69, "HOLDFAST_LAUNCHER is '/nowhere/mpirun'",
     {"HOLDFAST_LAUNCHER": "/nowhere/mpirun"}),
    ("no launcher at all", 69, "export HOLDFAST_LAUNCHER=", {}),
]


class Launcher(CommandTest):
    def setUp(self):
        super().setUp()
        self.commands = pathlib.Path(self.folder, "commands")
        self.program = pathlib.Path(self.folder, "holdfast")
        write_files(self.folder, {"holdfast": PROGRAM})
        self.program.chmod(0o755)
        # A PATH without the launchers of this machine.
        self.commands.mkdir()
        for name in "bash", "sh", "cat", "env", "id", "sed", "wc", "date", "hostname", "dirname":
            found = subprocess.run(["which", name], capture_output=True, text=True, check=True).stdout
            (self.commands / name).symlink_to(found.strip())

    def add_commands(self, names, text=ECHO):
        for name in names:
            (self.commands / name).write_text(text)
            (self.commands / name).chmod(0o755)

    def run_script(self, script=SCRIPT, launcher="", **environment):
        line = f'"launcher": {launcher.format(folder=self.commands)},' if launcher else ""
        return subprocess.run(
            [str(self.commands / "bash"), "-c", script], cwd=self.folder, capture_output=True, text=True,
            stdin=subprocess.DEVNULL, timeout=120, check=False,
            env={"PATH": str(self.commands), "HOLDFAST": str(self.program), "LAUNCHER_LINE": line,
                 "MPI": "Open MPI v4.1.4", **environment})

    def test_how_ranks_are_started(self):
        for start in STARTS:
            with self.subTest(start.name):
                self.add_commands(start.commands)
                outcome = self.run_script(launcher=start.launcher, **start.environment)
                self.assertEqual((outcome.returncode, outcome.stderr), (0, ""))
                words = start.words.replace("PROGRAM", str(self.program))
                if words:
                    self.assertIn(f"words: {words}\n", outcome.stdout)
                else:
                    self.assertNotIn("words:", outcome.stdout)
                    self.assertIn('"version"', outcome.stdout)
                for name in start.commands:
                    (self.commands / name).unlink()

    def test_what_is_not_there_is_said_once_and_nothing_is_started(self):
        for name, code, text, environment in FAILURES:
            with self.subTest(name):
                outcome = self.run_script(**environment)
                self.assertEqual(outcome.returncode, code, outcome.stderr)
                self.assertEqual(outcome.stdout, "")
                self.assertEqual(outcome.stderr.count("jobs: "), 1, outcome.stderr)
                self.assertIn(text, outcome.stderr)

    def test_every_protection_is_there_without_a_site_s_file(self):
        self.add_commands(["mpirun"])
        lines = self.run_script().stdout.splitlines()
        for setting in ("HWLOC_COMPONENTS=-opencl", "OMPI_MCA_rmaps_base_oversubscribe=1",
                        "OMPI_MCA_hwloc_base_binding_policy=none", "OMPI_MCA_mpi_yield_when_idle=1",
                        "PRTE_MCA_rmaps_default_mapping_policy=:oversubscribe",
                        "PRTE_MCA_hwloc_default_binding_policy=none",
                        "I_MPI_JOB_SIGNAL_PROPAGATION=enable"):
            self.assertIn(setting, lines)

    def test_a_site_s_settings_stand_and_its_hwloc_loses_opencl_all_the_same(self):
        self.add_commands(["mpirun"])
        write_files(self.folder, {"jobs/site.env": "export OMPI_MCA_hwloc_base_binding_policy=core\n"
                                                   "export HWLOC_COMPONENTS=-cuda\n"})
        lines = self.run_script().stdout.splitlines()
        self.assertIn("OMPI_MCA_hwloc_base_binding_policy=core", lines)
        self.assertIn("HWLOC_COMPONENTS=-opencl,-cuda", lines)

    def test_a_launcher_that_was_asked_to_stop_has_stopped_whatever_its_exit_code(self):
        for ends_with, code in ((75, 75), (0, 75), (255, 75), (78, 78)):
            with self.subTest(ends_with):
                self.add_commands(["mpirun"], f"#!/bin/sh\ntrap 'exit {ends_with}' USR1\n"
                                              "kill -USR1 $PPID\nwhile :; do /bin/sleep 0.1; done\n")
                outcome = self.run_script()
                self.assertEqual(outcome.returncode, code, outcome.stderr)
                self.assertIn("time is nearly up: stopping", outcome.stdout)

    def test_a_launcher_that_loses_the_signal_is_ended(self):
        (self.commands / "sleep").symlink_to("/bin/sleep")
        for lost, sent in (("USR1", "TERM"), ("USR1 TERM", "KILL")):
            with self.subTest(lost):
                self.add_commands(["mpirun"], f"#!/bin/sh\ntrap '' {lost}\nkill -USR1 $PPID\n"
                                              "while :; do sleep 0.1; done\n")
                outcome = self.run_script(HOLDFAST_STOP_SECONDS="1")
                self.assertEqual(outcome.returncode, 75, outcome.stderr)
                self.assertIn(f"have not stopped: SIG{sent} for mpirun", outcome.stdout)

    def test_packages_are_those_that_apt_has(self):
        self.add_commands(["apt-get"], f'#!/bin/sh\necho "$*" >>"{self.folder}/apt.log"\n')
        self.add_commands(["apt-cache"], '#!/bin/sh\ncase $2 in old-dev | new-dev) exit 0 ;; esac\nexit 100\n')
        self.add_commands(["sudo"], '#!/bin/sh\nexec "$@"\n')
        (self.commands / "realpath").symlink_to("/usr/bin/realpath")
        outcome = self.run_script(f"""set -euo pipefail
            . "{TOP}/jobs/setup.sh"
            setup_install 'gone-dev|new-dev|old-dev  /nowhere/a
                           never-dev|none-dev        /nowhere/b
                           there                     /usr'""")
        self.assertEqual((outcome.returncode, outcome.stderr), (0, ""))
        self.assertIn("Going on without never-dev|none-dev, which apt does not have", outcome.stdout)
        asked = pathlib.Path(self.folder, "apt.log").read_text().splitlines()
        self.assertEqual(asked, ["update -qq", "install -y -qq --no-install-recommends new-dev"])


if __name__ == "__main__":
    skips.main()
