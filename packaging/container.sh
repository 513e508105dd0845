#!/usr/bin/env bash
# The steps that docker/Dockerfile and apptainer/holdfast.def share, as root in a bare Debian:
#
#     container.sh build SOURCE PACKAGE    builds the Debian package PACKAGE from SOURCE
#     container.sh install PACKAGE         installs it with what it recommends, and adds a user "holdfast"
set -euo pipefail

usage() {
    echo "usage: $0 build SOURCE PACKAGE | install PACKAGE" >&2
    exit 64
}

build() {
    cd "$1"
    # shellcheck source=jobs/setup.sh disable=SC1091
    . jobs/setup.sh
    # shellcheck disable=SC2154
    setup_install "$setup_build_needs
        dpkg-dev dpkg-shlibdeps
        file file"
    local folder
    folder=$(mktemp -d)
    cmake -S . -B "$folder" -DCMAKE_INSTALL_PREFIX=/usr -DHOLDFAST_TESTS=OFF
    cmake --build "$folder" -j "$(nproc)"
    (cd "$folder" && cpack)
    mv "$folder"/holdfast_*.deb "$2"
    rm -rf "$folder"
}

install_package() {
    local recommended
    IFS=', ' read -ra recommended <<<"$(dpkg-deb -f "$1" Recommends)"
    apt-get update -qq
    DEBIAN_FRONTEND=noninteractive apt-get install -y -qq --no-install-recommends \
        "$(realpath "$1")" "${recommended[@]}"
    rm -rf /var/lib/apt/lists/*
    useradd --create-home holdfast
}

case ${1:-}.$# in
build.3) build "$2" "$3" ;;
install.2) install_package "$2" ;;
*) usage ;;
esac
