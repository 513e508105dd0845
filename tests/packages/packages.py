"""What the tests of this folder share: running commands, and the digest that a package must give."""

import os
import pathlib
import shutil
import subprocess
import sys

SOURCE = pathlib.Path(__file__).resolve().parents[2]
sys.path.insert(0, str(SOURCE / "tests/commands"))  # skips.py
AS_ROOT = {"OMPI_ALLOW_RUN_AS_ROOT": "1", "OMPI_ALLOW_RUN_AS_ROOT_CONFIRM": "1"}


def run(*words, environment=None, **options):
    """Returns what the command prints; one that fails ends the test with it."""
    environment = {**os.environ, **AS_ROOT, **(environment or {})}
    outcome = subprocess.run([str(word) for word in words], env=environment, text=True, timeout=1800,
                             stdin=subprocess.DEVNULL, stdout=subprocess.PIPE,
                             stderr=subprocess.STDOUT, check=False, **options)
    assert outcome.returncode == 0, f"{words}: {outcome.returncode}\n{outcome.stdout}"
    return outcome.stdout


# Debian's packages of the commands that a package's prefix gets.
DEBIAN_HAS = {
    "mpicc.openmpi": "libopenmpi-dev", "mpiexec.openmpi": "openmpi-bin",
    "mpicc.mpich": "libmpich-dev", "mpiexec.mpich": "mpich",
    "h5cc": "libhdf5-dev", "h5pcc.openmpi": "libhdf5-openmpi-dev",
}


def stand_in(test, path, name):
    """Makes `path` a command that does what this machine's `name` does; without that the test is skipped."""
    if not shutil.which(name):
        test.skipTest(f"needs {name} ({DEBIAN_HAS[name]})")
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(f'#!/bin/sh\nexec {shutil.which(name)} "$@"\n')
    path.chmod(0o755)


def quick_digest(folder):
    """What the build under test gives for configs/quick.yaml, on one process."""
    results = folder / "expected.h5"
    run(os.environ["HOLDFAST"], "run", SOURCE / "configs/quick.yaml", "-q", "-o", results)
    return run(os.environ["HOLDFAST"], "digest", results).split()[0]
