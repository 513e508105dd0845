#!/usr/bin/env bash
# rebuild.sh BUILD: a change to an error code must not build most of the program again. Counts, in what the
# compiler noted for each object file of src/, those that read status_codes.h.
set -euo pipefail

if [ -e "$1/build.ninja" ]; then
    echo "SKIPPED: needs a build by make (ninja keeps these notes to itself)"
    exit 77
fi
mapfile -t notes < <(find "$1/src" -name '*.o.d')
[ "${#notes[@]}" -gt 100 ] || { echo "only ${#notes[@]} object files have notes on what they read" && exit 1; }
affected=$(grep -l 'holdfast/status_codes\.h' "${notes[@]}" | wc -l)
echo "$affected of ${#notes[@]} object files read status_codes.h"
[ "$affected" -gt 0 ] && [ $((affected * 2)) -lt "${#notes[@]}" ]
