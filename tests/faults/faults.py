"""What the tests of faults share: runs that can be interrupted, and a file's soundness.

A file is sound when h5py opens it and the checksums of every replica marked done are those that
zlib computes here from the rows as h5py reads them (docs/reliability.md says what they cover).
"""

import concurrent.futures
import os
import pathlib
import random
import sys
import unittest
import zlib

sys.path.insert(0, str(pathlib.Path(__file__).resolve().parents[1] / "commands"))
import harness  # noqa: E402
import skips  # noqa: E402

try:
    import h5py
    import numpy as np
except ImportError as reason:
    skips.end(f"{reason} (Debian: python3-h5py)")

INJECT = os.environ["HOLDFAST_INJECT"]  # the shared library made from inject.c
WORKERS = os.cpu_count() or 1

STATE = "provenance/state"
TRAINING, TRAINED, COMPLETE = range(3)
PENDING, DONE, DIVERGED = range(3)

# Of the checksum /replicas/crc32, in this order; then the weights and the initial weights.
MEASURES = ["replicas/" + name for name in (
    "status", "learned", "train_loss", "train_accuracy", "test_loss", "test_accuracy",
    "balanced_accuracy", "dead_units", "iterations", "seconds")]
MEASURES += ["history/loss", "history/test_accuracy"]
WEIGHTS = ["input_weight", "input_bias", "output_weight", "output_bias"]
WEIGHTS += ["initial_" + name for name in WEIGHTS]


def seed_from_environment():
    """The seed of the test's random numbers: $HOLDFAST_SEED, or a new one; printed."""
    seed = int(os.environ.get("HOLDFAST_SEED", random.SystemRandom().randrange(1 << 32)))
    print(f"HOLDFAST_SEED={seed}", flush=True)
    return seed


def bytes_of(values):
    """[row, ...] as [row, byte]."""
    values = np.ascontiguousarray(values)
    return values.view(np.uint8).reshape(len(values), -1)


def checksums(parts):
    return np.array([zlib.crc32(row.tobytes()) for row in np.concatenate(parts, axis=1)],
                    dtype=np.uint32)


def trained_datasets(file, size):
    """Paths of what /replicas/crc32 covers for replicas of a hidden size, in its order."""
    group = f"weights/hidden_{size:04}"
    return ([path for path in MEASURES if path in file],
            [f"{group}/{name}" for name in WEIGHTS if f"{group}/{name}" in file])


def importance_datasets(file):
    return [f"importance/{name}" for name in file["method"].attrs["names"].decode().split("\n")]


def null_test_datasets(file, name):
    """Paths of what /null_test/NAME/crc32 covers, in its order."""
    group = f"null_test/{name}"
    methods = file["method"].attrs["names"].decode().split("\n")
    importances = [f"{group}/{method}/importance" for method in methods]
    return [f"{group}/{measure}" for measure in ("status", "learned", "balanced_accuracy")] + [
        path for path in importances if path in file]


def torn_null_replicas(file, name):
    """The same as torn_replicas of a null test's [permutation or draw, replica]."""
    def rows(path):
        values = file[path][()]
        return values.reshape(-1, *values.shape[2:])

    paths = null_test_datasets(file, name)
    status = rows(paths[0])
    bad = checksums([bytes_of(status)] + [bytes_of(rows(path)) for path in paths[1:]]) != rows(
        f"null_test/{name}/crc32")
    return [f"{name} {row}" for row in np.flatnonzero(bad & (status != PENDING))]


def torn_replicas(file):
    """Replicas marked done or diverged whose rows do not have their checksums."""
    status = file["replicas/status"][()]  # first: what it says is done was written before
    torn = []
    for size in file["hidden"][()]:
        numbers = file[f"replica_{size:04}"][()]
        places = np.searchsorted(file["replica"][()], numbers)
        per_replica, per_size = trained_datasets(file, size)
        trained = checksums([bytes_of(status[places])]
                            + [bytes_of(file[path][()][places]) for path in per_replica[1:]]
                            + [bytes_of(file[path][()]) for path in per_size])
        importance = checksums([bytes_of(file[path][()][places])
                                for path in importance_datasets(file)])
        bad = (trained != file["replicas/crc32"][()][places]) | (
            importance != file["replicas/importance_crc32"][()][places])
        torn += list(numbers[bad & (status[places] != PENDING)])
    return torn + [torn_row for name in file.get("null_test", [])
                   for torn_row in torn_null_replicas(file, name)]


def check_sound(path):
    """Returns (state, replicas done); fails where a done replica is torn."""
    with h5py.File(path, "r") as file:
        status = file["replicas/status"][()]
        torn = torn_replicas(file)
        if torn:
            raise AssertionError(f"{path}: done but torn: replicas {torn}")
        return int(file[STATE][()]), int((status != PENDING).sum())


def replicas_done(path):
    with h5py.File(path, "r") as file:
        return int((file["replicas/status"][()] != PENDING).sum())


def injected(fault, log, **more):
    """The environment of a holdfast that meets a fault (inject.c; None: its calls are counted)."""
    if harness.SANITIZE:
        raise unittest.SkipTest("inject.c replaces malloc and write, and so do the sanitizers")
    variables = {"HOLDFAST_FAULT": fault} if fault else {}
    return {**variables, "LD_PRELOAD": INJECT, "HOLDFAST_FAULT_LOG": str(log), **more}


def in_parallel(function, items):
    """function(item) for each, on all cores; the first failure is raised."""
    with concurrent.futures.ThreadPoolExecutor(WORKERS) as pool:
        return list(pool.map(function, items))


class FaultTest(harness.CommandTest):
    """A test with a folder of its own, and holdfast in a process of its own."""

    def run_once(self, folder, command, exit=0, **variables):
        """`holdfast COMMAND` in `folder`; checks the exit code; returns the outcome."""
        outcome = harness.holdfast(command, folder, environment=variables)
        self.assertEqual(outcome.exit, exit, f"{command} {variables}\n{outcome.stderr}")
        return outcome

    def digest(self, path, folder=None):
        return self.run_once(folder or self.folder, f"digest {path}").stdout

    def new_folder(self, name, files):
        folder = pathlib.Path(self.folder, name)
        folder.mkdir()
        harness.write_files(folder, files)
        return folder
