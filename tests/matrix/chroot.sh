# Bare Debian systems in folders, for tests/matrix.sh; sourced by it.
# shellcheck shell=bash disable=SC2154

# read_only FOLDER COMMAND ...: the command, for which FOLDER is mounted read-only where root allows it.
read_only() {
    local folder=$1
    shift
    if [ "$(id -u)" -eq 0 ] && unshare -m true 2>/dev/null; then
        # shellcheck disable=SC2016
        unshare -m --propagation private sh -c 'mount --bind "$0" "$0" && mount -o remount,bind,ro "$0" && exec "$@"' \
            "$folder" "$@"
    else
        "$@"
    fi
}

# bare_debian ROW SUITE TESTS: both README commands in a Debian that has nothing but its base system, the
# second one without the matrix that this is. Kept bases: HOLDFAST_CHROOTS, default $work/chroots.
bare_debian() {
    local row=$1 suite=$2 tests=$3 bases=${HOLDFAST_CHROOTS:-$work/chroots}
    local root=$work/$row/root
    [ "$(id -u)" -eq 0 ] || skip "a Debian of its own needs root"
    unshare -m true 2>/dev/null || skip "this machine allows no mount namespace"
    if [ ! -e "$bases/$suite/etc/debian_version" ]; then
        need debootstrap debootstrap
        mkdir -p "$bases"
        rm -rf "$bases/$suite.part"
        debootstrap --variant=minbase "$suite" "$bases/$suite.part" >&2 || skip "debootstrap cannot fetch $suite"
        mv "$bases/$suite.part" "$bases/$suite"
    fi
    rm -rf "${work:?}/$row"
    mkdir -p "$work/$row"
    cp -a "$bases/$suite" "$root"
    git clone -q "$top" "$root/holdfast"
    cp /etc/resolv.conf "$root/etc/resolv.conf" 2>/dev/null || true
    in_root "$root" "cd /holdfast && ./jobs/local.sh configs/quick.yaml && build/holdfast info"
    in_root "$root" "cd /holdfast && build/holdfast digest results/quick.h5" | tee -a "$work/$row.digest"
    # README's lines by hand, on a machine that has what local.sh installed: no test library.
    in_root "$root" "cd /holdfast && cmake -B build-by-hand && grep -q '^HOLDFAST_TESTS:BOOL=OFF' build-by-hand/CMakeCache.txt"
    in_root "$root" "cd /holdfast && export HOLDFAST_MATRIX=none && $tests"
    rm -rf "$root"
}

# in_root ROOT COMMANDS: with mounts that end with it.
in_root() {
    # shellcheck disable=SC2016
    unshare -m --propagation private bash -c '
        mount -t proc proc "$0/proc"
        mount --rbind /sys "$0/sys"
        mount --rbind /dev "$0/dev"
        mount -t tmpfs -o mode=1777 tmpfs "$0/dev/shm"
        exec env -i PATH=/usr/sbin:/usr/bin:/sbin:/bin HOME=/root LC_ALL=C.UTF-8 TERM=dumb \
            chroot "$0" bash -c "$1"' "$1" "$2"
}
