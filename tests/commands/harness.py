"""Runs holdfast as a user types it, in an empty folder, and checks all that is left of it.

A Case says which files there are, the words after `holdfast`, the exit code and what stderr must
and must not say. Besides, for every case: holdfast says at most one thing (one line "holdfast: ...",
further lines indented), nothing is left behind by a failure, no process survives, and a time limit
holds. Python's standard library alone; the binary is $HOLDFAST, ranks are started by launcher.py.
With $HOLDFAST_SANITIZE set the build is instrumented, and takes its time.
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

import launcher

HOLDFAST = os.environ["HOLDFAST"]
SANITIZE = bool(os.environ.get("HOLDFAST_SANITIZE"))
CONFIGS = pathlib.Path(__file__).resolve().parents[2] / "configs"
TIME_LIMIT = 1200 if SANITIZE else 120  # seconds; nothing here takes more than a few
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
    stderr: str  # of holdfast; with ranks, of those that said anything
    launcher: str = ""  # what else came through the launcher


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


class Process(subprocess.Popen):
    """A command under way in a session of its own."""

    def __init__(self, words, folder, environment=None, **options):
        full = {**os.environ, **launcher.ENVIRONMENT, "LC_ALL": "C.UTF-8", **(environment or {})}
        super().__init__(words, cwd=folder, env=full, stdin=subprocess.DEVNULL,
                         stdout=subprocess.PIPE, stderr=subprocess.PIPE, start_new_session=True,
                         **options)

    def kill_all(self):
        """Kills what runs of it, if any does."""
        if self.poll() is None:
            os.killpg(self.pid, signal.SIGKILL)

    def end(self):
        """Waits for the end, at most until the time limit, and returns the outcome."""
        try:
            stdout, stderr = self.communicate(timeout=TIME_LIMIT)
        except subprocess.TimeoutExpired:
            self.kill_all()
            stdout, stderr = self.communicate()
            raise AssertionError(f"no end after {TIME_LIMIT} s: {shlex.join(map(str, self.args))}\n"
                                 f"{stderr.decode(errors='replace')}") from None
        return Outcome(self.returncode, stdout.decode(errors="replace"),
                       stderr.decode(errors="replace"))


class Ranks(Process):
    """The same with ranks, whose variables are not the launcher's."""

    def __init__(self, words, folder, ranks, environment=None, **options):
        launcher.need_mpi()
        self.said = tempfile.TemporaryDirectory(prefix="holdfast-stderr-")
        variables = [f"{name}={value}" for name, value in (environment or {}).items()]
        super().__init__(launcher.words(ranks, ["env", *variables, *words], self.said.name),
                         folder, launcher.RANKS_ENVIRONMENT, **options)

    def end(self):
        outcome = super().end()
        texts = [path.read_text(errors="replace") for path in pathlib.Path(self.said.name).iterdir()]
        self.said.cleanup()
        # The line in between is no message: two ranks that say something are one too many.
        stderr = "\nanother rank:\n".join(filter(None, texts))
        return outcome._replace(stderr=stderr, launcher=outcome.stderr)


def run_words(words, folder, environment=None, **options):
    return Process(words, folder, environment, **options).end()


def start(command, folder, ranks=0, environment=None, **options):
    """`holdfast COMMAND` under way, with `ranks` by the launcher."""
    words = [HOLDFAST] + (shlex.split(command) if isinstance(command, str) else list(command))
    if ranks:
        return Ranks(words, folder, ranks, environment, **options)
    return Process(words, folder, environment, **options)


def holdfast(command, folder, ranks=0, environment=None, **options):
    """`holdfast COMMAND` from its start to its end."""
    return start(command, folder, ranks, environment, **options).end()


class CommandTest(unittest.TestCase):
    """A test with a folder of its own, in which the class's files are."""

    files: Mapping[str, Union[str, bytes]] = {}

    def setUp(self):
        temporary = tempfile.TemporaryDirectory(prefix="holdfast-test-")
        self.addCleanup(temporary.cleanup)
        self.folder = temporary.name
        write_files(self.folder, self.files)

    def path(self, name):
        return pathlib.Path(self.folder, name)

    def succeed(self, command, **options):
        """Runs a command that must work and returns its stdout."""
        outcome = holdfast(command, self.folder, **options)
        self.assertEqual(outcome.exit, 0, outcome.stderr + outcome.launcher)
        return outcome.stdout

    def report(self, file, folder="page"):
        """Makes the report; returns its page."""
        outcome = holdfast(f"report {file} -o {folder}", self.folder)
        if outcome.exit == 66 and "gnuplot" in outcome.stderr:
            self.skipTest("needs gnuplot")
        self.assertEqual(outcome.exit, 0, outcome.stderr)
        return pathlib.Path(self.folder, folder, "report.html").read_text(encoding="utf-8")

    def digest(self, file):
        return self.succeed(f"digest {file}")

    def leave_unfinished(self, command, path):
        """`holdfast COMMAND`, a long run, stopped when its file is there: on a slow machine later."""
        for limit in (0.3, 1, 3, 10, 30):
            outcome = holdfast(f"{command} --max-time {limit}s", self.folder)
            self.assertEqual(outcome.exit, 75, outcome.stderr)
            if pathlib.Path(self.folder, path).exists():
                return
        self.fail(f"{path} is not there after 30 s")

    def check_one_message(self, stderr):
        said = [line for line in stderr.splitlines() if line.startswith("holdfast:")]
        self.assertEqual(len(said), 1, f"one message is wanted:\n{stderr}")
        for line in stderr.splitlines():
            self.assertTrue(line.startswith(("holdfast:", " ")), f"a stray line:\n{stderr}")

    def check_nothing_runs(self):
        """Ranks may take a moment to go after their launcher has."""
        limit = time.monotonic() + 5
        while processes_in(self.folder) and time.monotonic() < limit:
            time.sleep(0.05)
        self.assertEqual(processes_in(self.folder), [], "processes were left behind")

    def check(self, case, ranks=0, **options):
        write_files(self.folder, case.files)
        before = listing(self.folder)
        outcome = holdfast(case.command, self.folder, ranks, case.environment, **options)
        self.assertEqual(outcome.exit, case.exit, f"stderr:\n{outcome.stderr}{outcome.launcher}")
        for text in case.stderr:
            self.assertIn(text, outcome.stderr)
        for text in case.stdout:
            self.assertIn(text, outcome.stdout)
        for text in tuple(case.forbidden) + NEVER:
            self.assertNotIn(text, outcome.stderr + outcome.launcher)
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
