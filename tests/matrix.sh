#!/usr/bin/env bash
# Builds and tests holdfast in each configuration that it promises, and ends with a table:
#
#     tests/matrix.sh [--ci | ROW ...]        (default: all rows; --list names them)
#
# Every row must find the same digest for configs/quick.yaml. --ci: the rows that tests/run.sh runs. A row
# that cannot run here says SKIPPED and why. Builds and logs are in build-matrix/ (HOLDFAST_MATRIX names
# another folder). `static` and the Debian rows take the last commit, the others the files as they are. The Debian
# rows install into systems of their own below that folder, which takes root.
set -euo pipefail

top=$(cd "$(dirname "${BASH_SOURCE[0]}")/.." && pwd)
work=${HOLDFAST_MATRIX:-${HOLDFAST_BUILD:-$top/build}-matrix}
. "$top/tests/matrix/rows.sh"

all_rows=(clang sanitize mpich nompi static thread debug coverage hdf5_parallel subproject packager
    bits32 packaging debian11 debian12 debian13)
ci_rows=(clang sanitize mpich nompi static)

case ${1:-} in
--list)
    printf '%s\n' "${all_rows[@]}"
    exit 0
    ;;
--ci) rows=("${ci_rows[@]}") ;;
"") rows=("${all_rows[@]}") ;;
-*)
    echo "usage: $0 [--ci | --list | ROW ...]" >&2
    exit 64
    ;;
*) rows=("$@") ;;
esac
for row in "${rows[@]}"; do
    if [ "$(type -t "row_$row")" != function ]; then
        echo "$0: no row '$row'; --list names them" >&2
        exit 64
    fi
done

mkdir -p "$work"
setup_mpi
table=$(mktemp)
trap 'rm -f "$table"' EXIT
failed=0 passed=0 skipped=0

# run_row ROW: its log on disk, on the screen a line; the last lines of the log where it fails.
run_row() {
    local row=$1 code=0 started=$SECONDS result digest
    rm -f "$work/$row.digest"
    echo "== $row"
    # A subshell of its own keeps `set -e` in force.
    (
        set -euo pipefail
        "row_$row"
    ) >"$work/$row.log" 2>&1 &
    wait $! || code=$?
    case $code in
    0) result=passed passed=$((passed + 1)) ;;
    77) result=$(grep SKIPPED "$work/$row.log" | tail -1) skipped=$((skipped + 1)) ;;
    *)
        result="FAILED, see $work/$row.log" failed=$((failed + 1))
        tail -n 40 "$work/$row.log"
        ;;
    esac
    digest=$(sort -u "$work/$row.digest" 2>/dev/null | paste -sd ' ') || digest=""
    printf '%-14s %6d s  %-33s %s\n' "$row" $((SECONDS - started)) "${digest:--}" "$result" | tee -a "$table"
}

for row in "${rows[@]}"; do run_row "$row"; done

echo
echo "row              time    digest of configs/quick.yaml      result"
cat "$table"
# One digest for all rows that ran now.
if [ "$(for row in "${rows[@]}"; do cat "$work/$row.digest" 2>/dev/null || true; done | sort -u | wc -l)" -gt 1 ]; then
    echo "the rows do not agree on the digest"
    failed=$((failed + 1))
fi
echo "matrix: $passed passed, $failed failed, $skipped skipped"
[ "$failed" -eq 0 ]
