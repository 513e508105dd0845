#!/usr/bin/env bash
# compare_paths.sh KERNEL_BITS [WORK]: do all paths of the kernels compute the same bits?
#
# KERNEL_BITS is kernel_bits.c as this processor runs it. Without WORK its paths are compared with its
# portable one; with WORK, a folder, those of AArch64, built there with the compiler options in
# OPTIONS and run by qemu.
set -euo pipefail

native=$1
work=${2:-}
top=$(cd "$(dirname "${BASH_SOURCE[0]}")/../.." && pwd)
expected=$("$native" portable)
compared=0

# compare PATH COMMAND ...: COMMAND prints what the native portable path prints.
compare() {
    local path=$1 status=0 lines
    shift
    lines=$("$@" "$path") || status=$?
    if [ "$status" -eq 69 ]; then
        return
    elif [ "$status" -ne 0 ]; then
        echo "FAILED: $* $path: exit code $status"
        exit 1
    elif ! diff <(echo "$expected") <(echo "$lines"); then
        echo "FAILED: \"<\" is the portable path of this processor, \">\" is $* $path"
        exit 1
    fi
    echo "$path: the same bits in $(wc -l <<<"$lines") lines"
    compared=$((compared + 1))
}

skip() {
    echo "SKIPPED: $*"
    exit 77
}

if [ -z "$work" ]; then
    for path in avx512 avx2 neon; do
        compare "$path" "$native"
    done
    [ "$compared" -gt 0 ] || skip "this processor has the portable path alone"
    exit 0
fi

compiler=aarch64-linux-gnu-gcc
command -v $compiler >/dev/null || skip "needs the package gcc-aarch64-linux-gnu"
[ "$($compiler -print-file-name=libc.a)" != libc.a ] || skip "needs the package libc6-dev-arm64-cross"
qemu=$(command -v qemu-aarch64 || command -v qemu-aarch64-static) ||
    skip "needs the package qemu-user"

rm -rf "$work"
mkdir -p "$work"
read -ra options <<<"${OPTIONS:--ffp-contract=off}"
options=(-std=c11 -D_GNU_SOURCE "${options[@]}" -I"$top/include" -I"$top/src")
running=()
for source in "$top"/src/{kernels,base}/*.c "$top"/tests/kernels/kernel_*.c; do
    # The compiler takes 20 s for -O3 of the portable path, which must not change its bits either.
    level=-O3
    [[ $source != */portable.c ]] || level=-O1
    "$compiler" "${options[@]}" $level -c "$source" -o "$work/$(basename "$source" .c).o" &
    running+=($!)
done
for process in "${running[@]}"; do
    wait "$process" || { echo "FAILED: $compiler"; exit 1; }
done
"$compiler" -static "$work"/*.o -o "$work/kernel_bits" -lm
for path in neon portable; do
    compare "$path" "$qemu" "$work/kernel_bits"
done
[ "$compared" -eq 2 ] || { echo "FAILED: no neon path in the AArch64 build"; exit 1; }
