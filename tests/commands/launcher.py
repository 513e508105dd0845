"""Starts ranks: the one place that knows launchers of MPI.

$MPIRUN is the launcher of the MPI that holdfast was built with; empty: it was built without MPI, and
tests that need ranks are skipped. No option but -n is used, which all launchers have; the rest is said
by variables of the environment, which a launcher that does not know them leaves alone.
"""

import os
import pathlib
import re
import signal
import subprocess
import unittest
from typing import Mapping, NamedTuple

MPIRUN = os.environ.get("MPIRUN", "mpirun")

# The variables by which a launcher tells a process its rank: the list of src/parallel/launcher.c.
RANK_VARIABLES = ("OMPI_COMM_WORLD_RANK", "PMI_RANK", "PMIX_RANK", "PALS_RANKID", "FLUX_TASK_RANK",
                  "SLURM_PROCID")

ENVIRONMENT = {
    # Root may start ranks, and more of them than there are cores: Open MPI 4, then 5.
    "OMPI_ALLOW_RUN_AS_ROOT": "1", "OMPI_ALLOW_RUN_AS_ROOT_CONFIRM": "1",
    "PRTE_ALLOW_RUN_AS_ROOT": "1", "PRTE_ALLOW_RUN_AS_ROOT_CONFIRM": "1",
    "OMPI_MCA_rmaps_base_oversubscribe": "1",
    "PRTE_MCA_rmaps_default_mapping_policy": ":oversubscribe",
    # hwloc's OpenCL plugin starts threads in Open MPI's mpirun, which then loses signals.
    "HWLOC_COMPONENTS": "-opencl",
}

# Ranks of one machine need no network, whose absence Open MPI 5 reports from each rank.
RANKS_ENVIRONMENT = {**ENVIRONMENT, "OMPI_MCA_btl": "^tcp"}

# Each rank's stderr goes to a file named by its process, apart from what the launcher says.
APART = 'exec "$@" 2>"$0/$$"'


class Kind(NamedTuple):
    """What launchers do, each by its own design."""

    version: str  # a regular expression that is found in what `--version` prints
    signals: Mapping[signal.Signals, tuple]  # sent to a launcher whose ranks train: its exit codes


KINDS = {
    # SIGTERM and SIGINT: the ranks are terminated, and mpirun says 1 whatever they say.
    "Open MPI 4": Kind(r"\(Open ?(MPI|RTE)\) 4",
                       {signal.SIGUSR1: (75,), signal.SIGTERM: (1,), signal.SIGINT: (1,)}),
    "Open MPI 5": Kind(r"\(Open MPI\) 5",
                       {signal.SIGUSR1: (75,), signal.SIGTERM: (1,), signal.SIGINT: (1,)}),
    # All three are handed to the ranks; after the last two it may be gone before they are, with 0.
    "Hydra": Kind("HYDRA", {signal.SIGUSR1: (75,), signal.SIGTERM: (75, 0), signal.SIGINT: (75, 0)}),
}


def need_mpi():
    if not MPIRUN:
        raise unittest.SkipTest("built without MPI, or its launcher was not found")


def kind():
    """The row of KINDS for $MPIRUN."""
    need_mpi()
    version = subprocess.run([MPIRUN, "--version"], env={**os.environ, **ENVIRONMENT}, text=True,
                             capture_output=True, check=False).stdout
    for name, row in KINDS.items():
        if re.search(row.version, version):
            return row
    raise AssertionError(f"{MPIRUN} is none of {', '.join(KINDS)}:\n{version}")


def words(ranks, program, stderr_folder=None):
    """The command line that starts `program`, a list of words, with so many ranks."""
    need_mpi()
    apart = ["sh", "-c", APART, str(stderr_folder)] if stderr_folder else []
    return [MPIRUN, "-n", str(ranks), *apart, *program]


def rank_of(process):
    """The rank of the process with this number; None: it has none, or is gone."""
    try:
        block = pathlib.Path(f"/proc/{process}/environ").read_bytes().decode(errors="replace")
    except OSError:
        return None
    variables = dict(text.split("=", 1) for text in block.split("\0") if "=" in text)
    for name in RANK_VARIABLES:
        if name in variables:
            return int(variables[name])
    return None
