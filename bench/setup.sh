# Shared by the scripts of bench/; to be sourced after jobs/setup.sh, in the top folder.
# shellcheck shell=bash

# The peers' Debian packages and what shows that they are there.
# shellcheck disable=SC2034
setup_peer_needs='
python3             /usr/bin/python3
python3-numpy       /usr/lib/python3/dist-packages/numpy
python3-torch       /usr/lib/python3/dist-packages/torch
python3-sklearn     /usr/lib/python3/dist-packages/sklearn
libfann-dev         floatfann.h
libopenblas-dev     cblas.h
libxsmm-dev         libxsmm.h
'

# setup_peer FOLDER PROGRAM SOURCE ... [-lLIBRARY ...]: compiles one of the peers written in C.
setup_peer() {
    local program=$1/$2
    shift 2
    if ! (cd bench/peers && "${CC:-cc}" -std=c11 -O2 -Wall -Wextra -o "$program" "$@" -lm); then
        echo "$program: not built; its rows will be missing" >&2
    fi
}

# setup_peers FOLDER PYTHON: all of them, and the breast cancer halves in FANN's format.
setup_peers() {
    setup_peer "$1" fann fann.c -lfann
    setup_peer "$1" gemm_openblas gemm.c gemm_openblas.c -lopenblas
    setup_peer "$1" gemm_libxsmm gemm.c gemm_libxsmm.c -lxsmm -lxsmmnoblas -lpthread -ldl -lrt
    "$2" bench/peers/fann_data.py "$1"
}
