#!/usr/bin/env bash
# Builds holdfast and runs an experiment on this machine:
#
#     ./jobs/local.sh [CONFIG]        (default configs/breast_cancer.yaml)
#
# Installs what is missing, trains the whole grid on 16 MPI ranks (RANKS=4 ./jobs/local.sh for
# another number), prints the summary and where the results file is. Safe to run again.
set -euo pipefail

top=$(cd "$(dirname "${BASH_SOURCE[0]}")/.." && pwd)
config=$(realpath -m -- "${1:-$top/configs/breast_cancer.yaml}")
ranks=${RANKS:-16}
cd "$top"
# shellcheck source=jobs/setup.sh
. jobs/setup.sh

if [ $# -gt 1 ] || [[ ! $ranks =~ ^[1-9][0-9]*$ ]]; then
    echo "usage: [RANKS=16] $0 [CONFIG]" >&2
    exit 64
fi

if [ ! -e "$config" ]; then
    echo "$config: no such file" >&2
    exit 66
fi

setup_install "$setup_build_needs"
# The tests need more packages; a folder that was configured for them stays so.
if [ -e build/CTestTestfile.cmake ]; then
    setup_configure
else
    setup_configure -DHOLDFAST_TESTS=OFF
fi
cmake --build build --target holdfast -j "$(nproc)"

setup_mpi
mpirun_options=(-n "$ranks")
if [ "$ranks" -gt "$(setup_cores)" ]; then
    mpirun_options+=(--oversubscribe)
else
    # Few ranks share all cores instead of being bound to one each.
    mpirun_options+=(--bind-to none)
fi
name=$(basename "$config")
results=results/${name%.*}.h5
mpirun "${mpirun_options[@]}" build/holdfast run "$config"
echo
build/holdfast summary "$results"
echo
echo "Results: $top/$results"
