"""What the tests of this folder share: running commands, tiny experiments, and how a skipped test ends."""

import os
import pathlib
import shlex
import subprocess
import sys
import unittest

SOURCE = pathlib.Path(__file__).resolve().parents[2]
SKIPPED = 77
AS_ROOT = {"OMPI_ALLOW_RUN_AS_ROOT": "1", "OMPI_ALLOW_RUN_AS_ROOT_CONFIRM": "1"}


def run(*words, environment=None, **options):
    """Returns what the command prints; one that fails ends the test with it."""
    environment = {**os.environ, **AS_ROOT, **(environment or {})}
    outcome = subprocess.run([str(word) for word in words], env=environment, text=True, timeout=1800,
                             stdin=subprocess.DEVNULL, stdout=subprocess.PIPE,
                             stderr=subprocess.STDOUT, check=False, **options)
    assert outcome.returncode == 0, f"{words}: {outcome.returncode}\n{outcome.stdout}"
    return outcome.stdout


def command(path, *words):
    """Makes `path` a command that does what `words` do."""
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(f'#!/bin/sh\nexec {shlex.join(map(str, words))} "$@"\n')
    path.chmod(0o755)


def quick_digest(folder):
    """What the build under test gives for configs/quick.yaml, on one process."""
    results = folder / "expected.h5"
    run(os.environ["HOLDFAST"], "run", SOURCE / "configs/quick.yaml", "-q", "-o", results)
    return run(os.environ["HOLDFAST"], "digest", results).split()[0]


def main():
    """unittest.main, but a run in which anything was skipped says why and ends with 77."""
    result = unittest.main(exit=False).result
    for _, reason in result.skipped:
        print(f"SKIPPED: {reason.removeprefix('SKIPPED: ')}")
    sys.exit(1 if not result.wasSuccessful() else SKIPPED if result.skipped else 0)
