#!/usr/bin/env bash
# install.sh BUILD WORK SOURCE: installs into an empty folder and builds examples/ against the library there,
# found by CMake and by pkg-config; both print what the installed program finds for the same network.
set -euo pipefail

build=$1
work=$2
example=$3/examples
prefix=$work/prefix
rm -rf "$work"
mkdir -p "$work"
cmake --install "$build" --prefix "$prefix" >/dev/null
"$prefix/bin/holdfast" --version

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

# check PROGRAM: the same accuracy, then five features
check() {
    "$@" | tee "$work/printed"
    head -1 "$work/printed" | diff - "$work/expected"
    [ "$(wc -l <"$work/printed")" -eq 6 ]
}

cmake -S "$example" -B "$work/build" -DCMAKE_PREFIX_PATH="$prefix" >/dev/null
cmake --build "$work/build" >/dev/null
check "$work/build/train_one"

for file in share/man/man1/holdfast.1 share/bash-completion/completions/holdfast \
    share/doc/holdfast/docs/configuration.md share/doc/holdfast/examples/train_one.c; do
    [ -s "$prefix/$file" ] || { echo "$file is not installed" && exit 1; }
done

if ! command -v pkg-config >/dev/null; then
    echo "SKIPPED: needs pkg-config (pkg-config), for the part that builds with it"
    exit 77
fi
PKG_CONFIG_PATH=$(dirname "$(find "$prefix" -name holdfast.pc)")
export PKG_CONFIG_PATH
pkg-config --modversion holdfast | diff - <("$prefix/bin/holdfast" --version | awk '{ print $2 }')
read -ra flags <<<"$(pkg-config --cflags --libs holdfast)"
cc -std=c11 "$example/train_one.c" -o "$work/by-pkg-config" "${flags[@]}"
LD_LIBRARY_PATH=$(pkg-config --variable=libdir holdfast) check "$work/by-pkg-config"
