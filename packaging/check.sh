#!/usr/bin/env bash
# An installed holdfast trains the quick grid that came with it, and below a launcher does the same to the bit:
#
#     check.sh PROGRAM [LAUNCHER WORD ...]        e.g. check.sh holdfast mpiexec -n 2
set -euo pipefail

program=$(command -v "${1:?names the program}")
shift
quick=$(dirname "$program")/../share/doc/holdfast/configs/quick.yaml
folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT

# digest NAME [LAUNCHER ...]: of a new file of results
digest() {
    local results=$folder/$1.h5
    shift
    "$@" "$program" run "$quick" -q -o "$results" >&2
    "$program" verify "$results" >&2
    "$program" digest "$results" | cut -d ' ' -f 1
}

"$program" --version
one=$(digest one)
if [ $# -gt 0 ]; then
    many=$(digest many "$@")
    if [ "$one" != "$many" ]; then
        echo "one process gives $one, $* gives $many" >&2
        exit 1
    fi
fi
echo "$one quick.yaml"
