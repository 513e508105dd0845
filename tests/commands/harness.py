"""Runs holdfast as a user types it, in an empty folder, and checks all that is left of it.

A Case says which files there are, the words after `holdfast`, the exit code and what stderr must
and must not say. Besides, for every case: holdfast says at most one thing (one line "holdfast: ...",
further lines indented), nothing is left behind by a failure, no process survives, and a time limit
holds. Python's standard library alone; the binary is $HOLDFAST, mpirun is $MPIRUN.
"""

import os
import pathlib
import shlex
import signal
import subprocess
import tempfile
import time
import unittest
from typing import Mapping, NamedTuple, Sequence, Union

HOLDFAST = os.environ["HOLDFAST"]
MPIRUN = os.environ.get("MPIRUN", "mpirun")
CONFIGS = pathlib.Path(__file__).resolve().parents[2] / "configs"
TIME_LIMIT = 120  # seconds; nothing here takes more than a few
NEVER = ("HDF5-DIAG", "Segmentation", "Assertion", "Traceback", "MPI_ABORT", "core dumped")

# A grid of four replicas, trained in no time.
TINY = """\
model: {hidden: [4]}
splits: {count: 2}
replicas: {seeds: 2}
training: {iterations: 3}
"""


class Case(NamedTuple):
    name: str
    command: str  # what follows `holdfast`
    exit: int = 0
    stderr: Sequence[str] = ()  # texts that must be there
    forbidden: Sequence[str] = ()  # texts that must not
    stdout: Sequence[str] = ()
    files: Mapping[str, Union[str, bytes]] = {}
    environment: Mapping[str, str] = {}


class Outcome(NamedTuple):
    exit: int
    stdout: str
    stderr: str


def write_files(folder, files):
    for name, content in files.items():
        path = pathlib.Path(folder, name)
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(content if isinstance(content, bytes) else content.encode())


def listing(folder):
    return sorted(str(p.relative_to(folder)) for p in pathlib.Path(folder).rglob("*"))


def processes_in(folder):
    """Processes whose current folder is `folder`: whatever a command has left running."""
    found = []
    for entry in pathlib.Path("/proc").iterdir():
        try:
            if entry.name.isdigit() and os.readlink(entry / "cwd") == os.path.realpath(folder):
                found.append(int(entry.name))
        except OSError:  # gone meanwhile, or another user's
            pass
    return found


def run_words(words, folder, environment=None, **options):
    """Runs a command in its own session, all of which is killed at the time limit."""
    full = dict(os.environ, OMPI_ALLOW_RUN_AS_ROOT="1", OMPI_ALLOW_RUN_AS_ROOT_CONFIRM="1",
                HWLOC_COMPONENTS="-opencl", LC_ALL="C.UTF-8", **(environment or {}))
    process = subprocess.Popen(words, cwd=folder, env=full, stdin=subprocess.DEVNULL,
                               stdout=subprocess.PIPE, stderr=subprocess.PIPE,
                               start_new_session=True, **options)
    try:
        stdout, stderr = process.communicate(timeout=TIME_LIMIT)
    except subprocess.TimeoutExpired:
        os.killpg(process.pid, signal.SIGKILL)
        stdout, stderr = process.communicate()
        raise AssertionError(f"no end after {TIME_LIMIT} s: {shlex.join(words)}\n"
                             f"{stderr.decode(errors='replace')}") from None
    return Outcome(process.returncode, stdout.decode(errors="replace"),
                   stderr.decode(errors="replace"))


def holdfast(command, folder, ranks=0, environment=None, **options):
    """`holdfast COMMAND`, with `ranks` under mpirun."""
    words = [HOLDFAST] + (shlex.split(command) if isinstance(command, str) else list(command))
    if ranks:
        words = [MPIRUN, "-q", "-n", str(ranks), "--oversubscribe"] + words
    return run_words(words, folder, environment, **options)


class CommandTest(unittest.TestCase):
    """A test with a folder of its own."""

    def setUp(self):
        temporary = tempfile.TemporaryDirectory(prefix="holdfast-test-")
        self.addCleanup(temporary.cleanup)
        self.folder = temporary.name

    def succeed(self, command, **options):
        """Runs a command that must work and returns its stdout."""
        outcome = holdfast(command, self.folder, **options)
        self.assertEqual(outcome.exit, 0, outcome.stderr)
        return outcome.stdout

    def check_one_message(self, stderr):
        said = [line for line in stderr.splitlines() if line.startswith("holdfast:")]
        self.assertEqual(len(said), 1, f"one message is wanted:\n{stderr}")
        for line in stderr.splitlines():
            self.assertTrue(line.startswith(("holdfast:", " ")), f"a stray line:\n{stderr}")

    def check_nothing_runs(self):
        """Ranks may take a moment to go after mpirun has."""
        limit = time.monotonic() + 5
        while processes_in(self.folder) and time.monotonic() < limit:
            time.sleep(0.05)
        self.assertEqual(processes_in(self.folder), [], "processes were left behind")

    def check(self, case, ranks=0, **options):
        write_files(self.folder, case.files)
        before = listing(self.folder)
        outcome = holdfast(case.command, self.folder, ranks, case.environment, **options)
        self.assertEqual(outcome.exit, case.exit, f"stderr:\n{outcome.stderr}")
        for text in case.stderr:
            self.assertIn(text, outcome.stderr)
        for text in case.stdout:
            self.assertIn(text, outcome.stdout)
        for text in tuple(case.forbidden) + NEVER:
            self.assertNotIn(text, outcome.stderr)
        self.check_nothing_runs()
        if case.exit != 0:
            self.check_one_message(outcome.stderr)
            self.assertEqual(listing(self.folder), before, "something was left behind")
        return outcome


def method_of(case, ranks):
    def method(self):
        self.check(case, ranks)

    return method


def add_cases(test_class, cases, ranks=0):
    """A test method for each case, named by its sentence."""
    for case in cases:
        name = "test " + case.name
        if hasattr(test_class, name):
            raise ValueError(f"two cases named {case.name}")
        setattr(test_class, name, method_of(case, ranks))
