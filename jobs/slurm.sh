# What the batch scripts share. They source it inside a Slurm job, with HOLDFAST_HOME set.
# shellcheck shell=bash
#
# holdfast goes on where it was interrupted. So a job that did not reach the end goes back into the
# queue: after its time limit, and after a node died. A failure that another try would not cure (no
# program, a bad configuration, a full disk) ends the job.

# shellcheck source=jobs/launcher.sh
. "$HOLDFAST_HOME/jobs/launcher.sh"

# An element of an array has its own number. The array's number would mean all elements.
job=${SLURM_ARRAY_JOB_ID:+${SLURM_ARRAY_JOB_ID}_$SLURM_ARRAY_TASK_ID}
job=${job:-$SLURM_JOB_ID}
# shellcheck disable=SC2034
launcher_job="job $job, restart ${SLURM_RESTART_COUNT:-0}"
# It gets a line for each failure and lies beside the log.
failures=holdfast-$job.failures
[ "${SLURM_RESTART_COUNT:-0}" -gt 0 ] || rm -f "$failures"

launcher_program "$HOLDFAST_HOME"
launcher_protect
most_restarts=${HOLDFAST_MOST_RESTARTS:-1000}
most_failures=${HOLDFAST_MOST_FAILURES:-5}

# run_to_the_end CONFIG [OPTION ...]: calls `holdfast run`; then ends the job or puts it back into
# the queue.
run_to_the_end() {
    launcher_configuration "$1"
    launcher_choose
    launcher_run "$holdfast" run "$1" --threads "${SLURM_CPUS_PER_TASK:-1}" --progress log "${@:2}"
    conclude "$code"
}

# conclude EXIT_CODE: of `holdfast run` (docs/running.md) or of the launcher.
conclude() {
    case $1 in
    0)
        launcher_say "complete"
        rm -f "$failures"
        exit 0
        ;;
    # 126, 127: a shell or launcher could not start the program.
    64 | 65 | 66 | 69 | 70 | 74 | 78 | 126 | 127)
        launcher_say "failed with exit code $1: another try would not help"
        exit "$1"
        ;;
    esac
    # A user cancelled the job, or Slurm preempted it. Slurm decides whether it comes back.
    [ -n "$cancelled" ] && exit "$1"
    if [ "$1" -eq 75 ]; then
        [ "${SLURM_RESTART_COUNT:-0}" -lt "$most_restarts" ] && requeue "stopped cleanly"
        launcher_say "stopped, after $most_restarts restarts: submit it again"
        exit 75
    fi
    # Another run is writing the file. After a node died, its lock may hold for a while.
    [ "$1" -eq 73 ] && [ "${SLURM_RESTART_COUNT:-0}" -eq 0 ] && exit 73
    # All other codes are the launcher's: a rank or a node died.
    count_failure "$1" && requeue "failed with exit code $1 (failure $count of $most_failures)"
    launcher_say "failed with exit code $1 and is not tried again: at most $most_failures failures, see $failures"
    exit "$1"
}

# count_failure EXIT_CODE: sets `count`; false after too many failures, or if the file cannot be
# written.
count_failure() {
    echo "$(date '+%F %T') restart ${SLURM_RESTART_COUNT:-0}: exit code $1" >>"$failures" || return 1
    count=$(wc -l <"$failures")
    [ "$count" -le "$most_failures" ]
}

requeue() {
    launcher_say "$1: the job goes back into the queue"
    trap - TERM # with which Slurm now ends this shell
    if scontrol requeue "$job"; then
        sleep 60
    fi
    launcher_say "the job cannot be requeued: submit it again"
    exit 75
}
