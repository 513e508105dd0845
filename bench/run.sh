#!/usr/bin/env bash
# Times holdfast against the programs and libraries that a user would pick instead, on this machine:
#
#     ./bench/run.sh [--quick] [--only CASE] [--rounds N]
#
# Installs the peers (about 1 GB, mostly PyTorch), builds holdfast where needed, runs all of it in
# turns and prints a table; all measurements go to build-bench/results-HOST.json. Takes about ten
# minutes, --quick (one short round) about two. The machine should have nothing else to do.
# HOLDFAST=/path/to/holdfast takes another program, PYTHON another Python with PyTorch and
# scikit-learn. Safe to run again.
set -euo pipefail

cd "$(dirname "${BASH_SOURCE[0]}")/.."
# shellcheck source=jobs/setup.sh
. jobs/setup.sh
# shellcheck source=bench/setup.sh
. bench/setup.sh

# Debian's packages belong to Debian's Python, which need not be the first one in PATH.
python=${PYTHON:-/usr/bin/python3}
holdfast=${HOLDFAST:-}

setup_install "$setup_build_needs$setup_peer_needs"
if [ -z "$holdfast" ]; then
    # The tests need more packages; a folder that was configured for them stays so.
    if [ -e build/CTestTestfile.cmake ]; then
        setup_configure
    else
        setup_configure -DHOLDFAST_TESTS=OFF
    fi
    cmake --build build --target holdfast -j "$(nproc)"
    holdfast=build/holdfast
fi

folder=$PWD/build-bench
mkdir -p "$folder"
export PYTHONDONTWRITEBYTECODE=1
setup_peers "$folder" "$python"
setup_mpi
"$python" bench/compare.py --holdfast "$holdfast" --programs "$folder" \
    --output "$folder/results-$(hostname).json" "$@"
