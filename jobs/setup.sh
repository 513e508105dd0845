# Shared by jobs/local.sh and tests/run.sh; to be sourced. Both run in the repository's top folder.
# shellcheck shell=bash

# What a build needs, one a line: the Debian package and what shows that it is there, a command, a
# header file or a path. Compilers and tools that did not come from packages count as well.
# shellcheck disable=SC2034
setup_build_needs='
cmake               cmake
make                make
gcc                 cc
libc6-dev           stdio.h
openmpi-bin         mpirun
libopenmpi-dev      mpicc
libhdf5-dev         hdf5.h
libyaml-dev         yaml.h
libcsv-dev          csv.h
librandom123-dev    Random123/philox.h
zlib1g-dev          zlib.h
libxxhash-dev       xxhash.h
gnuplot-nox         gnuplot
'

# Runs a command as root, through sudo where needed.
setup_as_root() {
    if [ "$(id -u)" -eq 0 ]; then
        "$@"
    else
        sudo "$@"
    fi
}

setup_has() {
    case $1 in
    /*) [ -e "$1" ] ;;
    */*.h | *.h)
        local folder
        for folder in /usr/include /usr/local/include "/usr/include/$(uname -m)-linux-gnu" \
            /usr/include/hdf5/serial; do
            [ -e "$folder/$1" ] && return 0
        done
        return 1
        ;;
    *) command -v "$1" >/dev/null 2>&1 ;;
    esac
}

# setup_missing NEEDS: prints the packages that are not there.
setup_missing() {
    local package sign
    while read -r package sign; do
        if [ -n "$package" ] && ! setup_has "$sign"; then
            echo "$package"
        fi
    done <<<"$1"
}

setup_can_install() {
    setup_has apt-get && { [ "$(id -u)" -eq 0 ] || setup_has sudo; }
}

# setup_install NEEDS: installs what is missing, with apt.
setup_install() {
    local missing
    mapfile -t missing < <(setup_missing "$1")
    if [ "${#missing[@]}" -eq 0 ]; then
        return 0
    fi
    if ! setup_can_install; then
        echo "No apt-get or no sudo here. These seem to be missing (Debian's names):" >&2
        echo "    ${missing[*]}" >&2
        # They may be where only CMake finds them; without a compiler there is no use in trying.
        if setup_has cmake && setup_has make && setup_has cc && setup_has mpicc; then
            return 0
        fi
        echo "Please install them and try again." >&2
        exit 69
    fi
    echo "Installing ${missing[*]}"
    local install=(env DEBIAN_FRONTEND=noninteractive apt-get install -y -qq
        --no-install-recommends "${missing[@]}")
    # The lists of packages are fetched only where the ones that are there do not do.
    if ! setup_as_root "${install[@]}" >/dev/null 2>&1; then
        setup_as_root apt-get update -qq
        setup_as_root "${install[@]}" >/dev/null
    fi
}

# setup_configure [CMAKE ARGUMENT ...]: build/, or again where its answers change.
setup_configure() {
    local log
    log=$(mktemp)
    if ! cmake -S . -B build "$@" >"$log" 2>&1; then
        cat "$log" >&2
        rm -f "$log"
        exit 69
    fi
    rm -f "$log"
}

# Cores that Open MPI counts as slots: not hardware threads, and only those we may use.
setup_cores() {
    local usable physical
    usable=$(nproc)
    physical=$(lscpu -p=CORE,SOCKET 2>/dev/null | grep -v '^#' | sort -u | wc -l || true)
    if [ "${physical:-0}" -gt 0 ] && [ "$physical" -lt "$usable" ]; then
        echo "$physical"
    else
        echo "$usable"
    fi
}

# What Open MPI wants in its environment.
setup_mpi() {
    if [ "$(id -u)" -eq 0 ]; then
        export OMPI_ALLOW_RUN_AS_ROOT=1 OMPI_ALLOW_RUN_AS_ROOT_CONFIRM=1
    fi
    # With the OpenCL plugin loaded, mpirun loses SIGUSR1.
    export HWLOC_COMPONENTS=-opencl
}
