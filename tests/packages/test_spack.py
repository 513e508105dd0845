"""Spack's package of holdfast: configured, built, installed and tested as its package.py says, with a fake of
Spack's API and this machine's libraries in the place of Spack's."""

import os
import pathlib
import tempfile
import types
import unittest

import fake_spack
from packages import AS_ROOT, SOURCE, quick_digest, run, stand_in
import skips  # packages.py has found it

os.environ.update(AS_ROOT)
PACKAGE = SOURCE / "packaging/spack/spack_repo/holdfast/packages/holdfast/package.py"


class Spack(unittest.TestCase):
    def setUp(self):
        temporary = tempfile.TemporaryDirectory(prefix="holdfast-test-")
        self.addCleanup(temporary.cleanup)
        self.folder = pathlib.Path(temporary.name)

    def prefix(self, name, commands):
        """A dependency's prefix, whose commands are this machine's."""
        prefix = self.folder / name
        for command, target in commands.items():
            stand_in(self, prefix / "bin" / command, target)
        return types.SimpleNamespace(prefix=fake_spack.Prefix(prefix), mpicc=f"{prefix}/bin/mpicc")

    def check(self, mpi=None, parallel_hdf5=False, shared=True):
        """`mpi`: how this machine's commands of that MPI end, or None for ~mpi."""
        hdf5 = {"h5pcc": f"h5pcc.{mpi}"} if parallel_hdf5 else {"h5cc": "h5cc"}
        dependencies = {"hdf5": self.prefix("hdf5", hdf5)}
        if mpi:
            dependencies["mpi"] = self.prefix("mpi", {"mpicc": f"mpicc.{mpi}", "mpiexec": f"mpiexec.{mpi}"})
        holdfast = fake_spack.load(PACKAGE)
        version = next(words[0] for name, words, _ in holdfast.said if name == "version")
        spec = fake_spack.Spec(version, {"mpi": bool(mpi), "shared": shared}, parallel_hdf5, dependencies)
        package = holdfast(spec, self.folder / "prefix")

        build = self.folder / "build"
        prefixes = ";".join(dependency.prefix for dependency in dependencies.values())
        run("cmake", "-S", SOURCE, "-B", build, f"-DCMAKE_INSTALL_PREFIX={package.prefix}",
            f"-DCMAKE_PREFIX_PATH={prefixes}", "-DCMAKE_BUILD_TYPE=Release",
            "-DCMAKE_INSTALL_RPATH_USE_LINK_PATH=ON", *package.cmake_args())
        run("cmake", "--build", build, "-j2")
        run("cmake", "--install", build)
        library = "libholdfast.so" if shared else "libholdfast.a"
        self.assertEqual(len(list(pathlib.Path(package.prefix).glob(f"lib*/{library}"))), 1)

        os.chdir(self.folder)
        self.addCleanup(os.chdir, SOURCE)
        skipped = []
        for name in [name for name in vars(holdfast) if name.startswith("test_")]:
            try:
                getattr(package, name)()
            except fake_spack.SkipTest:
                skipped.append(name)
        self.assertEqual(skipped, [] if mpi else ["test_ranks"])
        self.assertEqual(run(package.prefix.bin.holdfast, "digest", "grid.h5").split()[0],
                         quick_digest(self.folder))
        said = run(package.prefix.bin.holdfast, "info")
        self.assertRegex(said, {"openmpi": "Open MPI", "mpich": "MPICH", None: r"MPI +none"}[mpi])
        # Debian's names of the two.
        kind = f"libhdf5_{mpi}" if parallel_hdf5 else "libhdf5_serial"
        self.assertRegex(run("ldd", package.prefix.bin.holdfast), rf"{kind}\.so")

    def test_open_mpi_and_parallel_hdf5_which_is_the_default(self):
        self.check("openmpi", parallel_hdf5=True)

    def test_open_mpi_and_serial_hdf5(self):
        self.check("openmpi")

    def test_mpich(self):
        self.check("mpich")

    def test_no_mpi_and_a_static_library(self):
        self.check(shared=False)


if __name__ == "__main__":
    skips.main()
