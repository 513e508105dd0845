#!/usr/bin/env bash
# install.sh BUILD WORK: installs into an empty folder and builds a program against the library
# there, found by CMake and by pkg-config.
set -euo pipefail

build=$1
work=$2
prefix=$work/prefix
rm -rf "$work"
mkdir -p "$work/program"
cmake --install "$build" --prefix "$prefix" >/dev/null
"$prefix/bin/holdfast" --version

cat >"$work/program/main.c" <<'END'
#include <holdfast/config.h>
#include <holdfast/version.h>
#include <stdio.h>
int main(void)
{
    hf_text text = {0};
    hf_config_write_defaults(&text);
    printf("%s %s\n", HF_VERSION, text.length > 0 ? "defaults" : "nothing");
    hf_text_free(&text);
    return 0;
}
END
cat >"$work/program/CMakeLists.txt" <<'END'
cmake_minimum_required(VERSION 3.20)
project(program C)
find_package(holdfast REQUIRED)
add_executable(program main.c)
target_link_libraries(program holdfast::holdfast)
END
cmake -S "$work/program" -B "$work/build" -DCMAKE_PREFIX_PATH="$prefix" >/dev/null
cmake --build "$work/build" >/dev/null
"$work/build/program" | grep defaults

if ! command -v pkg-config >/dev/null; then
    echo "pkg-config is not here: its part is left out"
    exit 0
fi
PKG_CONFIG_PATH=$(dirname "$(find "$prefix" -name holdfast.pc)")
export PKG_CONFIG_PATH
read -ra flags <<<"$(pkg-config --cflags --libs holdfast)"
cc "$work/program/main.c" -o "$work/by-pkg-config" "${flags[@]}"
LD_LIBRARY_PATH=$(pkg-config --variable=libdir holdfast) "$work/by-pkg-config" | grep defaults
