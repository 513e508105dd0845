#!/usr/bin/env bash
# Builds holdfast and runs an experiment on this machine:
#
#     ./jobs/local.sh [CONFIG]        (default configs/breast_cancer.yaml)
#
# It installs what is missing, builds in build/ (or the folder HOLDFAST_BUILD) and trains the whole
# grid on 16 MPI ranks (RANKS=4 ./jobs/local.sh for another number). It prints the summary and the
# path of the results file, in results/ below the current folder. You can run it again.
set -euo pipefail

top=$(cd "$(dirname "${BASH_SOURCE[0]}")/.." && pwd)
export RANKS=${RANKS:-16}
# shellcheck source=jobs/setup.sh
. "$top/jobs/setup.sh"

if [ $# -gt 1 ] || [[ ! $RANKS =~ ^[1-9][0-9]*$ ]]; then
    echo "usage: [RANKS=16] [HOLDFAST_BUILD=FOLDER] $0 [CONFIG]" >&2
    exit 64
fi
config=${1:-$top/configs/breast_cancer.yaml}
if [ ! -e "$config" ]; then
    echo "$config: no such file" >&2
    exit 66
fi
setup_writable "$(realpath "$0")${1:+ $(realpath "$1")}" "$setup_build" results
setup_install "$setup_build_needs"
# The tests need more packages; a folder that was configured for them stays so.
if [ -e "$setup_build/CTestTestfile.cmake" ]; then
    setup_configure
else
    setup_configure -DHOLDFAST_TESTS=OFF
fi
cmake --build "$setup_build" --target holdfast -j "$(nproc)"

HOLDFAST=$setup_build/holdfast
launcher_program "$top"
launcher_protect
launcher_choose
name=$(basename "$config")
results=results/${name%.*}.h5
"${launch[@]}" "$holdfast" run "$config"
echo
"$holdfast" summary "$results"
echo
echo "Results: $PWD/$results"
