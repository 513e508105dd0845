# What jobs/local.sh and tests/run.sh share: packages to install, the build folder. Source it.
# shellcheck shell=bash

setup_top=$(cd "$(dirname "${BASH_SOURCE[0]}")/.." && pwd)
# shellcheck source=jobs/launcher.sh
. "$setup_top/jobs/launcher.sh"
# The folder to build in.
setup_build=$(realpath -m -- "${HOLDFAST_BUILD:-$setup_top/build}")

# What a build needs. Each line has the Debian package and a sign that it is there: a command, a
# header file or a path with wildcards. So compilers and tools from elsewhere count too. name1|name2
# means the first of these packages that this Debian has.
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
libutf8proc-dev     utf8proc.h
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
    /*) compgen -G "$1" >/dev/null ;;
    */*.h | *.h)
        local folder
        for folder in /usr/include /usr/local/include "/usr/include/$(uname -m)-linux-gnu" \
            /usr/include/hdf5/{serial,openmpi,mpich}; do
            [ -e "$folder/$1" ] && return 0
        done
        return 1
        ;;
    *) command -v "$1" >/dev/null 2>&1 ;;
    esac
}

# setup_missing NEEDS: prints the packages, or name1|name2, that are missing.
setup_missing() {
    local package sign
    while read -r package sign; do
        if [ -n "$package" ] && ! setup_has "$sign"; then
            echo "$package"
        fi
    done <<<"$1"
}

# setup_pick NAME1|NAME2 ...: puts the first of each that apt knows into `packages`, others into
# `unknown`.
setup_pick() {
    local needed name
    packages=() unknown=()
    for needed in "$@"; do
        for name in ${needed//|/ }; do
            if apt-cache show "$name" >/dev/null 2>&1; then
                packages+=("$name")
                continue 2
            fi
        done
        unknown+=("$needed")
    done
}

# Installs `packages`.
setup_apt() {
    [ "${#packages[@]}" -eq 0 ] || setup_as_root env DEBIAN_FRONTEND=noninteractive apt-get install \
        -y -qq --no-install-recommends "${packages[@]}" >/dev/null
}

# setup_writable COMMAND FOLDER ...: ends if a folder cannot be made or written, and says how to run
# the command elsewhere.
setup_writable() {
    local command=$1 folder there
    for folder in "${@:2}"; do
        there=$folder
        while [ ! -e "$there" ]; do
            there=$(dirname "$there")
        done
        if [ ! -d "$there" ] || [ ! -w "$there" ]; then
            echo "$(realpath -m "$folder") cannot be written. In a folder that can be written, type" >&2
            echo "    HOLDFAST_BUILD=build $command" >&2
            exit 73
        fi
    done
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
        # CMake may find them elsewhere. Without a compiler there is no use in trying.
        if setup_has cmake && setup_has make && setup_has cc && setup_has mpicc; then
            return 0
        fi
        echo "Please install them and try again." >&2
        exit 69
    fi
    echo "Installing ${missing[*]}"
    # New lists of packages are fetched only if the present ones are not enough.
    setup_pick "${missing[@]}"
    if [ "${#unknown[@]}" -gt 0 ] || ! setup_apt 2>/dev/null; then
        setup_as_root apt-get update -qq
        setup_pick "${missing[@]}"
        if [ "${#unknown[@]}" -gt 0 ]; then
            echo "Going on without ${unknown[*]}, which apt does not have here"
        fi
        setup_apt
    fi
}

# setup_configure [CMAKE ARGUMENT ...]: configures the build folder. It can be repeated.
setup_configure() {
    local log
    setup_writable "$(realpath "$0")" "$setup_build"
    log=$(mktemp)
    if ! cmake -S "$setup_top" -B "$setup_build" "$@" >"$log" 2>&1; then
        cat "$log" >&2
        rm -f "$log"
        exit 69
    fi
    rm -f "$log"
}

# Sets what mpirun needs in its environment.
setup_mpi() {
    launcher_protect
}
