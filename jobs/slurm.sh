# What the batch scripts share; sourced by them, inside a Slurm job.
# shellcheck shell=bash
#
# holdfast goes on where it was interrupted, so that a job which did not reach the end is put into
# the queue again: after its time limit, and after the death of a node. What cannot be mended by
# trying again (a bad configuration, a full disk) ends the job.

# A site's modules and settings, see site.env.example.
if [ -e "$HOLDFAST_HOME/jobs/site.env" ]; then
    # shellcheck source=/dev/null
    . "$HOLDFAST_HOME/jobs/site.env"
fi
# shellcheck disable=SC2034
holdfast=${HOLDFAST:-$HOLDFAST_HOME/build/holdfast}
most_restarts=${HOLDFAST_MOST_RESTARTS:-1000}
most_failures=${HOLDFAST_MOST_FAILURES:-5}

# An element of an array has a number of its own; the array's would mean all of them.
job=${SLURM_ARRAY_JOB_ID:+${SLURM_ARRAY_JOB_ID}_$SLURM_ARRAY_TASK_ID}
job=${job:-$SLURM_JOB_ID}

say() {
    echo "[$(date '+%F %T') job $job, restart ${SLURM_RESTART_COUNT:-0}] $*"
}

# launch COMMAND ...: becomes the command on all of the job's ranks.
launch() {
    case ${HOLDFAST_LAUNCHER:-mpirun} in
    # Slurm gave the cores: the threads of a node's ranks share them.
    mpirun) exec mpirun -q --bind-to none "$@" ;;
    srun) exec srun --mpi="${HOLDFAST_SRUN_MPI:-pmix}" --kill-on-bad-exit=1 \
        --cpus-per-task="${SLURM_CPUS_PER_TASK:-1}" "$@" ;;
    none) exec "$@" ;;
    esac
    say "HOLDFAST_LAUNCHER is mpirun, srun or none, not '$HOLDFAST_LAUNCHER'"
    exit 78
}

# run_to_the_end COMMAND ...: launches it and hands on the signals that Slurm sends to this shell;
# then ends the job, or puts it into the queue again.
run_to_the_end() {
    local code
    stopping="" cancelled=""
    trap 'stopping=1; say "time is nearly up: stopping"; stop_ranks' USR1
    trap 'cancelled=1; say "terminated by Slurm: stopping"; stop_ranks' TERM
    launch "$@" &
    launched=$!
    # A trap interrupts `wait`; it is over when the process is.
    while :; do
        wait "$launched"
        code=$?
        kill -0 "$launched" 2>/dev/null || break
    done
    wait "$launched"
    code=$?
    trap - USR1
    conclude "$code"
}

# mpirun and srun hand USR1 on to every rank, which TERM would not reach in time.
stop_ranks() {
    kill -USR1 "$launched" 2>/dev/null
}

# conclude EXIT_CODE: of `holdfast run` (docs/running.md) or of the launcher.
conclude() {
    case $1 in
    0)
        say "complete"
        exit 0
        ;;
    64 | 65 | 66 | 70 | 74 | 78)
        say "failed with $1: trying again would not help"
        exit "$1"
        ;;
    esac
    # Cancelled by a user, or preempted: whether it comes again is Slurm's business.
    [ -n "$cancelled" ] && exit "$1"
    if [ "$1" -eq 75 ] || [ -n "$stopping" ]; then
        [ "${SLURM_RESTART_COUNT:-0}" -lt "$most_restarts" ] && requeue "stopped in good order"
        say "stopped after $most_restarts restarts: submit it again"
        exit 75
    fi
    # Another run writes the file: where a node died, its lock may hold for a while.
    [ "$1" -eq 73 ] && [ "${SLURM_RESTART_COUNT:-0}" -eq 0 ] && exit 73
    # The launcher's own codes: a rank or a node died.
    count_failure && requeue "failed with $1 (failure $failures of $most_failures)"
    say "failed with $1, $most_failures times"
    exit "$1"
}

# The job's comment stays with it through the queue.
count_failure() {
    failures=$(scontrol -o show job "$SLURM_JOB_ID" | sed -n 's/.*Comment=failures:\([0-9]*\).*/\1/p')
    failures=$((${failures:-0} + 1))
    [ "$failures" -le "$most_failures" ] &&
        scontrol update JobId="$SLURM_JOB_ID" Comment="failures:$failures"
}

requeue() {
    say "$1: back into the queue"
    trap - TERM # with which Slurm now ends this shell
    if scontrol requeue "$job"; then
        sleep 60
    fi
    say "cannot be requeued: submit it again"
    exit 75
}
