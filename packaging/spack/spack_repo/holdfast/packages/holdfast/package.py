from spack_repo.builtin.build_systems.cmake import CMakePackage

from spack.package import *


class Holdfast(CMakePackage):
    """Asks whether a small neural network's feature importance holds fast: trains a grid of seeds,
    hidden sizes and train/test splits on MPI ranks and threads, counts how often each feature is
    significant, and keeps every weight in one HDF5 file."""

    license("BSD-3-Clause")

    # Built from the checkout that this file is in: spack.yaml names it under "develop".
    version("0.2.0")

    variant("mpi", default=True, description="Ranks by MPI; without it one process with threads")
    variant("shared", default=True, description="libholdfast as a shared library")

    depends_on("c", type="build")
    depends_on("cmake@3.18:", type="build")
    depends_on("random123", type="build")
    depends_on("hdf5@1.10:1.14 +hl")
    depends_on("libcsv@3:")
    depends_on("libyaml")
    depends_on("utf8proc@2:")
    depends_on("xxhash@0.8:")
    depends_on("zlib-api")

    # Serial or parallel HDF5, as whoever installs has it; without MPI only a serial one can do.
    depends_on("hdf5~mpi", when="~mpi")
    with when("+mpi"):
        depends_on("mpi")
        depends_on("openmpi@4:5", when="^[virtuals=mpi] openmpi")
        depends_on("mpich@4:", when="^[virtuals=mpi] mpich")

    conflicts("%gcc@:9", msg="holdfast is tested with GCC 10 and newer")
    conflicts("%clang@:13", msg="holdfast is tested with clang 14 and newer")

    def cmake_args(self):
        args = [
            self.define_from_variant("BUILD_SHARED_LIBS", "shared"),
            self.define_from_variant("HOLDFAST_MPI", "mpi"),
            self.define("HOLDFAST_TESTS", False),
            self.define("HDF5_PREFER_PARALLEL", self.spec.satisfies("^hdf5+mpi")),
        ]
        if self.spec.satisfies("+mpi"):
            args.append(self.define("MPI_C_COMPILER", self.spec["mpi"].mpicc))
        return args

    def _digest(self, results, *launcher):
        """Trains the quick grid, below a launcher where one is named; the digest of all results."""
        program = self.prefix.bin.holdfast
        config = join_path(self.prefix.share.doc.holdfast.configs, "quick.yaml")
        words = [*launcher, program, "run", config, "-q", "-o", results]
        which(words[0], required=True)(*words[1:])
        return which(program, required=True)("digest", results, output=str).split()[0]

    def test_version(self):
        """the program says its version"""
        holdfast = which(self.prefix.bin.holdfast, required=True)
        check_outputs(f"holdfast {self.spec.version}", holdfast("--version", output=str))

    def test_grid(self):
        """a quick grid is trained, summed up and found whole"""
        self._digest("grid.h5")
        holdfast = which(self.prefix.bin.holdfast, required=True)
        check_outputs("12 done", holdfast("summary", "grid.h5", output=str))
        holdfast("verify", "grid.h5")

    def test_ranks(self):
        """two ranks give the results of one, to the bit"""
        if self.spec.satisfies("~mpi"):
            raise SkipTest("needs +mpi")
        launcher = join_path(self.spec["mpi"].prefix.bin, "mpiexec")
        one, two = self._digest("one.h5"), self._digest("two.h5", launcher, "-n", "2")
        if one != two:
            raise RuntimeError(f"one process gives {one}, two ranks {two}")
