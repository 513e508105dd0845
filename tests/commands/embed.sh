#!/usr/bin/env bash
# embed.sh PREFIX WORK EXAMPLES [--static]: builds examples/ against the holdfast installed in PREFIX, in C and in
# C++, found by CMake and by pkg-config (--static: with its option for static libraries); each prints what
# the installed program finds for the same network. 77 where a part is left out.
set -euo pipefail

prefix=$1
work=$2
examples=$3
static=${4:-}
code=0
rm -rf "$work"
mkdir -p "$work"

# The configuration in train_one.c.
cat >"$work/one.yaml" <<'END'
splits: {count: 1}
replicas: {first_seed: 7, seeds: 1}
significance: {methods: [garson]}
END
"$prefix/bin/holdfast" run "$work/one.yaml" -q -o "$work/one.h5"
"$prefix/bin/holdfast" export "$work/one.h5" replicas |
    awk -F, 'NR == 1 { for (i = 1; i <= NF; i++) if ($i == "test_accuracy") column = i }
             NR == 2 { printf "test accuracy %.4f\n", $column }' >"$work/expected"

# check PROGRAM ...: the same accuracy, then five features
check() {
    "$@" | tee "$work/printed"
    head -1 "$work/printed" | diff - "$work/expected"
    [ "$(wc -l <"$work/printed")" -eq 6 ]
}

leave_out() {
    echo "SKIPPED: $*"
    code=77
}

cmake -S "$examples" -B "$work/build" -DCMAKE_PREFIX_PATH="$prefix" >"$work/configure.log" ||
    { cat "$work/configure.log" && exit 1; }
cmake --build "$work/build" >/dev/null
check "$work/build/train_one"
if command -v c++ >/dev/null; then
    check "$work/build/train_one_cpp"
else
    leave_out "needs a C++ compiler (g++), for the part in C++"
fi

if ! command -v pkg-config >/dev/null; then
    leave_out "needs pkg-config (pkg-config), for the part that builds with it"
    exit $code
fi
PKG_CONFIG_PATH=$(dirname "$(find "$prefix" -name holdfast.pc)")
export PKG_CONFIG_PATH
pkg-config --modversion holdfast | diff - <("$prefix/bin/holdfast" --version | awk '{ print $2 }')
read -ra flags <<<"$(pkg-config --cflags --libs ${static:+"$static"} holdfast)"
LD_LIBRARY_PATH=$(pkg-config --variable=libdir holdfast)
export LD_LIBRARY_PATH
cc -std=c11 "$examples/train_one.c" -o "$work/by-pkg-config" "${flags[@]}"
check "$work/by-pkg-config"
if command -v c++ >/dev/null; then
    c++ -std=c++17 -Wall -Wextra -Wpedantic -Werror "$examples/train_one.cpp" -o "$work/by-pkg-config-cpp" "${flags[@]}"
    check "$work/by-pkg-config-cpp"
fi
exit $code
