"""The conda recipe: its build.sh run as rattler-build would, with this machine's libraries, and its tests."""

import os
import pathlib
import re
import tempfile
import unittest

from packages import SOURCE, quick_digest, run, stand_in
import skips  # packages.py has found it

RECIPE = SOURCE / "packaging/conda/holdfast"


class Conda(unittest.TestCase):
    def setUp(self):
        temporary = tempfile.TemporaryDirectory(prefix="holdfast-test-")
        self.addCleanup(temporary.cleanup)
        self.folder = pathlib.Path(temporary.name)
        self.prefix = self.folder / "prefix"

    def build(self, mpi):
        work = self.folder / "work"
        work.mkdir()
        run("bash", RECIPE / "build.sh", cwd=work, environment={
            "mpi": mpi, "PREFIX": str(self.prefix), "SRC_DIR": str(SOURCE), "CPU_COUNT": "2"})

    def check(self, mpi):
        if mpi != "nompi":
            for name in ("mpicc", "mpiexec"):
                stand_in(self, self.prefix / "bin" / name, f"{name}.{mpi}")
        self.build(mpi)

        recipe = (RECIPE / "recipe.yaml").read_text()
        tests = dict(re.findall(r"(?m)^        (then|else): (bash packaging/check\.sh .*)$", recipe))
        digest = run("bash", "-c", tests["then" if mpi == "nompi" else "else"], cwd=SOURCE,
                     environment={"PATH": f"{self.prefix}/bin:{os.environ['PATH']}"})
        self.assertIn(quick_digest(self.folder) + " quick.yaml\n", digest)
        files = re.findall(r"(?m)^        - ((?:bin|include|lib|share)/.*)$", recipe)
        self.assertEqual(len(files), 6)
        for file in files:
            self.assertTrue((self.prefix / file).exists(), file)
        said = run(self.prefix / "bin/holdfast", "info")
        self.assertRegex(said, {"openmpi": "Open MPI", "mpich": "MPICH", "nompi": r"MPI +none"}[mpi])

    def test_nompi(self):
        self.check("nompi")

    def test_openmpi(self):
        self.check("openmpi")

    def test_mpich(self):
        self.check("mpich")

    def test_an_unknown_mpi_is_refused(self):
        with self.assertRaisesRegex(AssertionError, "mpi is lam, but must be nompi, openmpi or mpich"):
            self.build("lam")


if __name__ == "__main__":
    skips.main()
