#!/usr/bin/env bash
# A Slurm cluster of four nodes on one machine, each in namespaces of its own:
#
#     cluster.sh probe              exits 77, saying why, where that is not possible
#     cluster.sh up FOLDER          starts it; FOLDER holds its configuration, state and logs
#     cluster.sh in FOLDER CMD ...  runs a command on the control node
#     cluster.sh kill FOLDER NODE   a node (n1 ... n4) dies: its processes, network and memory
#     cluster.sh boot FOLDER NODE   and comes back
#     cluster.sh down FOLDER        ends everything that `up` has started
#
# One process, the cluster's init, holds it all: a bridge, munged and slurmctld; inside, a node has
# its own network, processes, host name and /dev/shm. Files are shared, as on a cluster. Needs root.
set -euo pipefail
PATH=$PATH:/usr/sbin:/sbin

here=$(cd "$(dirname "${BASH_SOURCE[0]}")" && pwd)
export here
nodes=4 cpus=4 network=10.77.0
export nodes network

fail() {
    echo "$1"
    exit "${2:-1}"
}

# wait_for SECONDS COMMAND ...
wait_for() {
    local turns=$(($1 * 20))
    shift
    for ((turn = 0; turn < turns; turn++)); do
        "$@" >/dev/null 2>&1 && return 0
        sleep 0.05
    done
    return 1
}

# Becomes the command's parent; to be used in a subshell.
isolate() {
    exec unshare --net --pid --mount --uts --ipc --fork --kill-child --mount-proc "$@"
}

probe() {
    local tool why
    [ "$(id -u)" -eq 0 ] || fail "SKIPPED: a cluster of namespaces needs root" 77
    for tool in slurmctld slurmd munged sbatch ip unshare nsenter pgrep mpirun; do
        command -v "$tool" >/dev/null || fail "SKIPPED: needs $tool (Debian: slurm-wlm, munge, iproute2, procps)" 77
    done
    why=$(isolate sh -c 'mount --make-rprivate / && ip link add br0 type bridge &&
        ip link add v0 type veth peer name v1' 2>&1) ||
        fail "SKIPPED: this machine allows no namespaces with a network: $why" 77
}

write_configuration() {
    {
        echo "127.0.0.1 localhost"
        echo "$network.254 ctl"
        for ((i = 1; i <= nodes; i++)); do echo "$network.$i n$i"; done
    } >"$cluster/hosts"
    (umask 077 && head -c 1024 /dev/urandom >"$cluster/munge.key")
    sed -e "s|@CLUSTER@|$cluster|g; s|@NODES@|$nodes|g; s|@CPUS@|$cpus|g; s|@NETWORK@|$network|g" \
        "$here/slurm.conf.in" >"$cluster/slurm.conf"
    echo "CgroupPlugin=cgroup/v1" >"$cluster/cgroup.conf" # unused, but slurmd loads one
    echo "PMIxCliTmpDirBase=/dev/shm" >"$cluster/mpi.conf" # /tmp is shared by the nodes
}

up() {
    mkdir -p "$cluster"/{state,log}
    write_configuration
    isolate "$here/cluster.sh" init "$cluster" </dev/null >"$cluster/log/init.log" 2>&1 &
    echo $! >"$cluster/unshare.pid"
    wait_for 30 test -e "$cluster/started" || fail "$(cat "$cluster/log/init.log")"
    pgrep -P "$(cat "$cluster/unshare.pid")" >"$cluster/init.pid"
    wait_for 20 all_idle || fail "$(inside sinfo -N -l; tail -n 20 "$cluster"/log/*)"
}

all_idle() {
    [ "$(inside sinfo -h -N -t idle -o %N | wc -l)" -eq "$nodes" ]
}

# The first process of the cluster.
init() {
    mount --make-rprivate /
    mount --bind "$cluster/hosts" /etc/hosts
    mount -t tmpfs -o mode=1777 tmpfs /dev/shm
    hostname ctl
    ip link set lo up
    ip link add br0 type bridge
    ip addr add "$network.254/24" dev br0
    ip link set br0 up
    munged -S "$cluster/munge.sock" --key-file="$cluster/munge.key" \
        --pid-file="$cluster/munged.pid" --log-file="$cluster/log/munged.log" \
        --seed-file="$cluster/munged.seed"
    slurmctld -c -f "$SLURM_CONF"
    for ((i = 1; i <= nodes; i++)); do boot "n$i"; done
    touch "$cluster/started"
    reap
}

# What a first process has to do: taking in those whose parents have gone.
reap() {
    trap : CHLD
    while :; do
        sleep 3600 &
        wait $! || true
    done
}

# boot NODE, inside the cluster.
boot() {
    local node=$1 number=${1#n} outer inner
    rm -f "$cluster/$node.up"
    mkdir -p "$cluster/spool.$node"
    ip link del "v$number" 2>/dev/null || true
    isolate "$here/cluster.sh" node "$cluster" "$node" </dev/null >"$cluster/log/$node.log" 2>&1 &
    outer=$!
    wait_for 5 pgrep -P "$outer"
    inner=$(pgrep -P "$outer")
    echo "$inner" >"$cluster/$node.pid"
    ip link add "v$number" type veth peer name eth0 netns "$inner"
    ip link set "v$number" master br0 up
    wait_for 10 test -e "$cluster/$node.up" || fail "$(cat "$cluster"/log/*"$node.log")"
}

# The first process of a node.
node() {
    mount --make-rprivate /
    mount -t tmpfs -o mode=1777 tmpfs /dev/shm
    hostname "$1"
    ip link set lo up
    wait_for 5 ip link show eth0
    ip addr add "$network.${1#n}/24" dev eth0
    ip link set eth0 up
    slurmd -N "$1" -f "$SLURM_CONF"
    touch "$cluster/$1.up"
    reap
}

# Commands inside find this machine's files and the cluster's everything else.
inside() {
    nsenter -t "$(cat "$cluster/init.pid")" -a --wd="$PWD" "$@"
}

down() {
    local outer
    [ -e "$cluster/unshare.pid" ] || return 0
    outer=$(cat "$cluster/unshare.pid")
    kill -9 "$(pgrep -P "$outer")" 2>/dev/null || true
    wait_for 20 sh -c "! kill -0 $outer"
    rm -f "$cluster/unshare.pid"
}

command=${1:-}
[ "$command" = probe ] && { probe; exit; }
cluster=${2:?which folder?}
export cluster SLURM_CONF=$cluster/slurm.conf
shift 2
case $command in
up | init | down) "$command" ;;
node) node "$1" ;;
in) inside "$@" ;;
kill) inside kill -9 "$(cat "$cluster/$1.pid")" ;;
boot) inside "$here/cluster.sh" boot-inside "$cluster" "$1" ;;
boot-inside) boot "$1" ;;
*) fail "unknown: $command" 64 ;;
esac
