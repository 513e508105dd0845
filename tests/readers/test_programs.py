"""The programs of docs/reading/ print what `holdfast export` prints of the same file.

Each is run on a real file; one whose tool is not installed is skipped, naming Debian's package.
Replica 11 has fewer hidden units than there are features: a matrix read in the wrong order shows.
"""

import csv
import functools
import io
import os
import pathlib
import shutil
import subprocess
import sys
import tempfile
import unittest

sys.path.insert(0, str(pathlib.Path(__file__).resolve().parents[1] / "commands"))
import skips  # noqa: E402

HOLDFAST = pathlib.Path(os.environ["HOLDFAST"])
PROGRAMS = pathlib.Path(os.environ["PROGRAMS"])
HIDDEN_OF_REPLICA_11 = 5  # replica = (split * 2 + hidden index) * 4 + seed index


def run(*words):
    environment = dict(os.environ, PATH=f"{HOLDFAST.parent}:{os.environ['PATH']}")
    return subprocess.run([str(word) for word in words], env=environment, text=True, timeout=300,
                          capture_output=True, check=False)


def is_there(*words):
    return shutil.which(words[0]) is not None and run(*words).returncode == 0


def needs(name, package, *probe):
    """Skips the test, when its turn comes, where the probe fails."""

    def decorate(method):
        @functools.wraps(method)
        def wrapper(self):
            if not is_there(*probe):
                self.skipTest(f"needs {name} ({package})")
            method(self)

        return wrapper

    return decorate


def needs_module(name, package):
    return needs(name, package, sys.executable, "-c", f"import {name}")


def needs_r(name, package):
    return needs(f"R's {name}", package, "Rscript", "-e", f"library({name})")


def needs_tool(name, package):
    return needs(name, package, "sh", "-c", f"command -v {name}")


class Programs(unittest.TestCase):
    @classmethod
    def setUpClass(cls):
        temporary = tempfile.TemporaryDirectory(prefix="holdfast-test-")
        cls.addClassCleanup(temporary.cleanup)
        cls.file = pathlib.Path(temporary.name, "real.h5")
        outcome = run(HOLDFAST, "run", PROGRAMS / "example.yaml", "-q", "-o", cls.file)
        assert outcome.returncode == 0, outcome.stderr

    def table(self, name):
        return list(csv.DictReader(io.StringIO(run(HOLDFAST, "export", self.file, name).stdout)))

    def documented(self):
        """What docs/reading.md says that the programs print."""
        block = PROGRAMS.with_suffix(".md").read_text().split("of them print\n\n")[1]
        return [line.strip() for line in block.split("\n\n")[0].splitlines()]

    def expected_features(self):
        rows = [row for row in self.table("significance") if row["method"] == "max_abs_weight"]
        rows.sort(key=lambda row: -float(row["frequency"]))
        self.assertEqual(len(rows), 30)
        return [f"{row['feature']}: {float(row['frequency']):.4f} "
                f"({float(row['frequency_low']):.4f} ... {float(row['frequency_high']):.4f})"
                for row in rows[:3]]

    def expected_weight(self, replica, hidden):
        value = {(row["row"], row["column"]): row["value"]
                 for row in self.table(f"weights/{replica}") if row["tensor"] == "input_weight"}
        self.assertEqual(len(value), hidden * 30)
        return [f"W1 {hidden} 30", f"W1[0, 1] {float(value['0', '1']):.6f}"]

    def output_of(self, *words):
        outcome = run(*words)
        self.assertEqual(outcome.returncode, 0, outcome.stderr)
        return outcome.stdout

    def check(self, *words):
        """All that such a program prints."""
        lines = self.output_of(*words, self.file).splitlines()
        self.check_lines(lines)

    def check_lines(self, lines):
        lines = [line.rstrip() for line in lines]
        self.assertEqual(lines[:3], self.expected_features())
        self.assertEqual(lines[3:5], self.expected_weight(11, HIDDEN_OF_REPLICA_11))
        name, first, arrow, last = lines[5].split()
        self.assertEqual((name, arrow), ("loss", "->"))
        self.assertTrue(0.5 < float(first) < 1.0, first)  # two classes: about log 2
        self.assertLess(float(last), 0.3)
        self.assertEqual(lines[6:], [])
        self.assertEqual(lines, self.documented())

    @needs_module("h5py", "python3-h5py")
    def test_h5py(self):
        self.check(sys.executable, PROGRAMS / "table_h5py.py")

    @needs_module("xarray, h5netcdf", "python3-xarray, python3-h5netcdf")
    def test_xarray_with_h5netcdf(self):
        self.check_lines(self.output_of(sys.executable, PROGRAMS / "table_xarray.py", self.file,
                                        "h5netcdf").splitlines())

    @needs_module("xarray, netCDF4", "python3-xarray, python3-netcdf4")
    def test_xarray_with_netcdf4(self):
        self.check_lines(self.output_of(sys.executable, PROGRAMS / "table_xarray.py", self.file,
                                        "netcdf4").splitlines())

    @needs_module("tables", "python3-tables")
    def test_pytables(self):
        self.check(sys.executable, PROGRAMS / "table_pytables.py")

    @needs_module("pandas", "python3-pandas")
    def test_pandas(self):
        lines = self.output_of(sys.executable, PROGRAMS / "table_pandas.py",
                               self.file).splitlines()
        self.assertEqual(lines[:3], self.expected_features())
        accuracies = [float(row["test_accuracy"]) for row in self.table("replicas")
                      if row["hidden"] == "30"]
        self.assertAlmostEqual(float(lines[-1].split()[1]), sum(accuracies) / len(accuracies),
                               places=5)

    @needs_r("hdf5r", "r-cran-hdf5r")
    def test_hdf5r(self):
        self.check("Rscript", PROGRAMS / "table_hdf5r.R")

    @needs_r("rhdf5", "r-bioc-rhdf5")
    def test_rhdf5(self):
        self.check("Rscript", PROGRAMS / "table_rhdf5.R")

    @needs_tool("octave-cli", "octave")
    def test_octave(self):
        self.check("octave-cli", "-q", PROGRAMS / "table_octave.m")

    @needs_tool("h5dump", "hdf5-tools")
    @needs_tool("ncdump", "netcdf-bin")
    def test_h5dump_and_ncdump(self):
        printed = self.output_of("bash", PROGRAMS / "dump.sh", self.file)
        frequencies = [f"{float(row['frequency']):.4f}" for row in self.table("significance")
                       if row["method"] == "max_abs_weight"]
        block = printed.split("DATA {")[1].split("}")[0]
        self.assertEqual(block.replace(",", " ").split(), frequencies)
        self.assertIn("mean radius\n", printed)
        self.assertIn("COUNT ( 1, 2, 3 );", printed)
        for line in ("feature = 30 ;", "replica_0005 = 8 ;", "int64 seed(seed) ;",
                     "float input_weight(replica_0005, unit_0005, input) ;",
                     " seed = 0, 1, 2, 3 ;", " hidden = 5, 30 ;"):
            self.assertTrue(line in printed, line)
        self.assertFalse("phony_dim" in printed, "an axis without a name")

    @needs_module("silx", "python3-silx")
    def test_silx(self):
        lines = self.output_of(sys.executable, PROGRAMS / "nexus_plot.py", self.file).splitlines()
        self.assertEqual(lines[0].split()[-1], "feature")
        self.assertEqual(lines[1], "/significance/max_abs_weight/frequency")
        self.assertEqual(lines[2], self.expected_features()[0].split(": ")[1].split()[0])


if __name__ == "__main__":
    skips.main()
