# How holdfast's ranks are started and stopped. local.sh, again.sh and slurm.sh source this.
# shellcheck shell=bash
#
#     HOLDFAST                    the program (default: build/holdfast, or the one in the PATH)
#     HOLDFAST_LAUNCHER           mpirun, mpiexec, srun, flux, none, or the path of one of these
#                                 (default: the launcher of the MPI that holdfast was built with)
#     HOLDFAST_LAUNCHER_OPTIONS   further options for it, such as --hostfile $PBS_NODEFILE
#     HOLDFAST_SRUN_MPI           srun's --mpi (default: pmix for Open MPI, else the cluster's)
#     RANKS                       number of ranks (default: what the scheduler gave)
#     HOLDFAST_STOP_SECONDS       time for a launcher to stop cleanly (default 60)

# Launchers read these from the environment, so their command lines stay the same. Each launcher
# ignores the variables of the others. A variable that is already set keeps its value. They allow
# any number of ranks, which are not bound to cores (the threads of a rank share them), let waiting
# ranks yield to others, and pass signals on.
launcher_settings='
OMPI_MCA_rmaps_base_oversubscribe=1
OMPI_MCA_hwloc_base_binding_policy=none
OMPI_MCA_mpi_yield_when_idle=1
PRTE_MCA_rmaps_default_mapping_policy=:oversubscribe
PRTE_MCA_hwloc_default_binding_policy=none
I_MPI_JOB_SIGNAL_PROPAGATION=enable
'

launcher_fail() {
    echo "jobs: $2" >&2
    exit "$1"
}

# Sets what every run needs, whatever a site sets.
launcher_protect() {
    # With hwloc's OpenCL plugin loaded, Open MPI's mpirun loses SIGUSR1.
    if [[ ,${HWLOC_COMPONENTS:-}, != *,-opencl,* ]]; then
        export HWLOC_COMPONENTS=-opencl${HWLOC_COMPONENTS:+,$HWLOC_COMPONENTS}
    fi
    # Open MPI refuses to start ranks for root, but in a container the user is root.
    if [ "$(id -u)" -eq 0 ]; then
        export OMPI_ALLOW_RUN_AS_ROOT=1 OMPI_ALLOW_RUN_AS_ROOT_CONFIRM=1
    fi
}

# launcher_program FOLDER: reads a site's modules and settings from FOLDER/jobs/site.env, sets
# `holdfast` to the program and checks that it starts here.
launcher_program() {
    if [ -e "$1/jobs/site.env" ]; then
        # shellcheck source=/dev/null
        . "$1/jobs/site.env"
    fi
    holdfast=${HOLDFAST:-$1/build/holdfast}
    if [ -z "${HOLDFAST:-}" ] && [ ! -e "$holdfast" ] && command -v holdfast >/dev/null; then
        holdfast=holdfast
    fi
    if ! command -v "$holdfast" >/dev/null; then
        launcher_fail 69 "$holdfast: there is no such program. Build it, or name it:
    cd $1 && cmake -B build && cmake --build build
    export HOLDFAST=/where/it/is/holdfast        (in jobs/site.env, or before submitting)"
    fi
    if ! launcher_facts=$("$holdfast" info --format json 2>&1); then
        launcher_fail 69 "$holdfast does not start on $(hostname): $launcher_facts
Load the modules that it was built with in jobs/site.env (see jobs/site.env.example)."
    fi
}

# launcher_configuration FILE
launcher_configuration() {
    if [ ! -r "$1" ]; then
        launcher_fail 66 "$1: no such configuration in $PWD. Submit from the folder that has it, or give the full path."
    fi
}

# launcher_fact KEY: a line of `holdfast info`.
launcher_fact() {
    sed -n "s/^ *\"$1\": \"\(.*\)\",\{0,1\}\$/\1/p" <<<"$launcher_facts"
}

# Prints the launcher of holdfast's MPI. If the build found none, prints the first that is here.
launcher_default() {
    local name
    if [ "$(launcher_fact mpi)" = none ]; then
        echo none
        return
    fi
    name=$(launcher_fact launcher)
    for name in "$name" mpirun mpiexec ${SLURM_JOB_ID:+srun}; do
        if command -v "${name:-/}" >/dev/null; then
            echo "$name"
            return
        fi
    done
}

# Prints the number of ranks, or nothing if the launcher knows it.
launcher_ranks() {
    if [ -n "${RANKS:-}" ]; then
        echo "$RANKS"
    elif [ -n "${PBS_NODEFILE:-}" ]; then
        wc -l <"$PBS_NODEFILE" # it has a line for each rank
    else
        echo "${SLURM_NTASKS:-${LSB_DJOB_NUMPROC:-${NSLOTS:-}}}" # Slurm, LSF, SGE
    fi
}

# launcher_choose: sets `launch`, the words that come before the program's name.
launcher_choose() {
    local launcher=${HOLDFAST_LAUNCHER:-$(launcher_default)} ranks setting name srun_mpi options
    launch=()
    [ "$launcher" = none ] && return 0
    if [ -z "$launcher" ]; then
        launcher_fail 69 "neither mpirun nor mpiexec is here. Load the MPI module, or name the launcher:
    export HOLDFAST_LAUNCHER=/path/of/mpirun     (none: one process)"
    fi
    if ! command -v "$launcher" >/dev/null; then
        launcher_fail 69 "HOLDFAST_LAUNCHER is '$launcher', which is no command here. Set it to a launcher:
    export HOLDFAST_LAUNCHER=mpirun              (or mpiexec, srun, flux, none, or a path)"
    fi
    for setting in $launcher_settings; do
        name=${setting%%=*}
        [ -n "${!name:-}" ] || export "${setting?}"
    done
    ranks=$(launcher_ranks)
    launch=("$launcher")
    case ${launcher##*/} in
    srun)
        srun_mpi=${HOLDFAST_SRUN_MPI:-}
        [[ -z $srun_mpi && $(launcher_fact mpi) == "Open MPI"* ]] && srun_mpi=pmix
        launch+=(${srun_mpi:+"--mpi=$srun_mpi"} --kill-on-bad-exit=1
            --cpus-per-task="${SLURM_CPUS_PER_TASK:-1}")
        ;;
    flux) launch+=(run) ;;
    esac
    read -ra options <<<"${HOLDFAST_LAUNCHER_OPTIONS:-}"
    launch+=(${ranks:+-n "$ranks"} "${options[@]}")
}

# launcher_run COMMAND ...: runs it on all ranks to its end and sets `code`. It passes USR1 on to
# the ranks and sets `stopping`. It also passes TERM on as USR1, because TERM would kill the ranks
# before they have stopped cleanly, and sets `cancelled`.
# shellcheck disable=SC2034
launcher_run() {
    stopping="" cancelled="" launched=""
    trap 'stopping=1; launcher_say "time is nearly up: stopping"; launcher_stop' USR1
    trap 'cancelled=1; launcher_say "terminated by the scheduler: stopping"; launcher_stop' TERM
    "${launch[@]}" "$@" &
    launched=$!
    # A signal may have come before the launcher was there.
    [ -z "$stopping$cancelled" ] || launcher_stop
    # A trap interrupts `wait`, so wait again until the process has ended.
    while kill -0 "$launched" 2>/dev/null; do
        wait "$launched" || true
    done
    code=0
    wait "$launched" || code=$?
    trap - USR1
    # A stop was asked for and happened. On several nodes MPICH's launcher turns 75 into 0 or 255.
    case $code in
    64 | 65 | 66 | 69 | 70 | 73 | 74 | 78) ;;
    *) [ -z "$stopping$cancelled" ] || code=75 ;;
    esac
}

launcher_stop() {
    [ -n "$launched" ] || return 0
    kill -USR1 "$launched" 2>/dev/null || return 0
    launcher_insist &
}

# Ends a launcher that has lost the signal or its ranks. It would hold the job until its time limit.
launcher_insist() {
    local signal second
    for signal in TERM KILL; do
        for ((second = 0; second < ${HOLDFAST_STOP_SECONDS:-60}; second++)); do
            sleep 1
            kill -0 "$launched" 2>/dev/null || return 0
        done
        launcher_say "the ranks have not stopped: SIG$signal for ${launch[0]:-holdfast}"
        kill -"$signal" "$launched" 2>/dev/null || return 0
    done
}

launcher_say() {
    echo "[$(date '+%F %T') ${launcher_job:-holdfast}] $*"
}
