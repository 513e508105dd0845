#!/usr/bin/env bash
# install.sh BUILD WORK SOURCE: installs into an empty folder, looks at what is there, and embeds the library.
set -euo pipefail

build=$1
work=$2
source=$3
prefix=$work/prefix
rm -rf "$work"
cmake --install "$build" --prefix "$prefix" >/dev/null
"$prefix/bin/holdfast" --version
for file in share/man/man1/holdfast.1 share/bash-completion/completions/holdfast \
    share/doc/holdfast/docs/configuration.md share/doc/holdfast/examples/train_one.c; do
    [ -s "$prefix/$file" ] || { echo "$file is not installed" && exit 1; }
done
# Each public header is complete in itself, in C and, where a compiler is there, in C++.
for header in "$prefix"/include/holdfast/*.h; do
    echo "#include <holdfast/$(basename "$header")>" >"$work/alone.c"
    cc -std=c11 -Wall -Wextra -Werror -fsyntax-only -I"$prefix/include" "$work/alone.c"
    if command -v c++ >/dev/null; then
        c++ -std=c++11 -Wall -Wextra -Werror -fsyntax-only -I"$prefix/include" -x c++ "$work/alone.c"
    fi
done
exec "$(dirname "$0")/embed.sh" "$prefix" "$work/examples" "$source/examples"
