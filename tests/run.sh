#!/usr/bin/env bash
# Builds holdfast with warnings as errors and runs all tests, then those rows of tests/matrix.sh that take
# minutes (other compilers, MPIs, the sanitizers):
#
#     ./tests/run.sh [--core]
#
# Installs what is missing. --core leaves out what needs packages beyond the build's own, a test
# library and Python: those tests are then skipped, and say so; and the matrix. Safe to run again.
# HOLDFAST_BUILD names another folder than build/; HOLDFAST_MATRIX=none leaves the matrix out.
set -euo pipefail

cd "$(dirname "${BASH_SOURCE[0]}")/.."
# shellcheck source=jobs/setup.sh
. jobs/setup.sh

core_needs='
libcmocka-dev       cmocka.h
python3             python3
'
further_needs='
clang-format-14     clang-format-14
hdf5-tools          h5dump
netcdf-bin          ncdump
python3-h5py        /usr/lib/python3/dist-packages/h5py
python3-h5netcdf    /usr/lib/python3/dist-packages/h5netcdf
python3-netcdf4     /usr/lib/python3/dist-packages/netCDF4
python3-xarray      /usr/lib/python3/dist-packages/xarray
python3-tables      /usr/lib/python3/dist-packages/tables
python3-pandas      /usr/lib/python3/dist-packages/pandas
slurm-wlm           /usr/sbin/slurmctld
munge               /usr/sbin/munged
iproute2            ip
util-linux          unshare
procps              pgrep
pkg-config          pkg-config
dpkg-dev            dpkg-shlibdeps
file                file
mandoc              mandoc
groff-base          groff
locales             /usr/share/i18n/locales/de_DE
gcc-aarch64-linux-gnu   aarch64-linux-gnu-gcc
libc6-dev-arm64-cross   /usr/aarch64-linux-gnu/lib/libc.a
qemu-user           qemu-aarch64
r-base-core         Rscript
r-cran-hdf5r        /usr/lib/R/site-library/hdf5r
r-bioc-rhdf5        /usr/lib/R/site-library/rhdf5
octave              octave
python3-silx        /usr/lib/python3/dist-packages/silx
chromium            chromium
chromium-driver     chromedriver
lintian             lintian
python3-yaml        /usr/lib/python3/dist-packages/yaml
'
matrix_needs='
g++                 c++
clang               clang
libomp-dev          /usr/lib/*/libomp.so.5
mpich               mpiexec.mpich
libmpich-dev        mpicc.mpich
'

case $# in
0) needs=$setup_build_needs$core_needs$further_needs$matrix_needs ;;
1) [ "$1" = --core ] && needs=$setup_build_needs$core_needs ;;
esac
if [ -z "${needs:-}" ]; then
    echo "usage: $0 [--core]" >&2
    exit 64
fi

setup_install "$needs"
setup_configure -DHOLDFAST_TESTS=ON -DHOLDFAST_WERROR=ON
cmake --build "$setup_build" -j "$(nproc)"
setup_mpi
(cd "$setup_build" && ctest --output-on-failure -j2 -LE packaging)
if [ "${1:-}" != --core ] && [ "${HOLDFAST_MATRIX:-}" != none ]; then
    tests/matrix.sh --ci
fi
