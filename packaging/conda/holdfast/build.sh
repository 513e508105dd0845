#!/usr/bin/env bash
# Run by rattler-build (or conda-build) with PREFIX, SRC_DIR, CPU_COUNT and the variant's mpi set.
set -euo pipefail

case ${mpi:?names the variant: nompi, openmpi or mpich} in
nompi) with_mpi=OFF ;;
openmpi | mpich) with_mpi=ON ;;
*)
    echo "mpi is $mpi, but must be nompi, openmpi or mpich" >&2
    exit 64
    ;;
esac

# Conda's compilers say what they need in CMAKE_ARGS.
read -ra arguments <<<"${CMAKE_ARGS:-}"
cmake -S "$SRC_DIR" -B build-conda "${arguments[@]}" -DCMAKE_BUILD_TYPE=Release \
    -DCMAKE_PREFIX_PATH="$PREFIX" -DCMAKE_INSTALL_PREFIX="$PREFIX" -DCMAKE_INSTALL_LIBDIR=lib \
    -DHOLDFAST_MPI="$with_mpi" -DHOLDFAST_TESTS=OFF
cmake --build build-conda -j "$CPU_COUNT"
cmake --install build-conda
