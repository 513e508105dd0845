#!/usr/bin/env bash
# One experiment over as many jobs as it takes, under any scheduler:
#
#     jobs/again.sh CONFIG.yaml --max-time 3h50m [options of holdfast run] [-- COMMAND ...]
#
# Call it in a job's script, in the folder that gets results/. It stops cleanly after --max-time,
# which should be some minutes less than the job's limit, and then runs COMMAND, which submits the
# job again. The exit code is then 75 ("run it again"), with or without COMMAND; any other code is
# final. jobs/README.md has the scripts for PBS, LSF, SGE and Flux.
set -euo pipefail

home=$(cd "$(dirname "${BASH_SOURCE[0]}")/.." && pwd)
# shellcheck source=jobs/launcher.sh
. "$home/jobs/launcher.sh"

options=() again=()
while [ $# -gt 0 ]; do
    if [ "$1" = -- ]; then
        again=("${@:2}")
        break
    fi
    options+=("$1")
    shift
done
if [ "${#options[@]}" -lt 2 ] || [[ " ${options[*]}" != *" --max-time"[\ =]* ]]; then
    echo "usage: $0 CONFIG.yaml --max-time 3h50m [options of holdfast run] [-- COMMAND that submits the job]" >&2
    exit 64
fi

launcher_program "$home"
launcher_protect
launcher_configuration "${options[0]}"
launcher_choose
# shellcheck disable=SC2154
launcher_run "$holdfast" run --progress log "${options[@]}"

# shellcheck disable=SC2154
if [ "$code" -ne 75 ]; then
    [ "$code" -eq 0 ] || launcher_say "failed with exit code $code; the message above says why"
    exit "$code"
fi
# The user or the scheduler ended this job, so it must not come back.
# shellcheck disable=SC2154
[ -z "$cancelled" ] || exit 143
if [ "${#again[@]}" -eq 0 ]; then
    launcher_say "not finished: run it again"
elif ! "${again[@]}"; then
    launcher_say "not finished, and this node could not submit it. Submit it again: ${again[*]}"
else
    launcher_say "not finished: it is submitted again"
fi
exit 75
