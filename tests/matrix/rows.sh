# The rows of tests/matrix.sh, a function each; sourced by it. $top is the repository, $work where builds go.
# shellcheck shell=bash disable=SC2154
#
# A row prints what it does, appends digests to $work/ROW.digest, and returns 77 after "SKIPPED: why" where
# it cannot run.

. "$top/jobs/setup.sh"
. "$top/tests/matrix/chroot.sh"

skip() {
    echo "SKIPPED: $*"
    exit 77
}

# need COMMAND PACKAGE
need() {
    setup_has "$1" || skip "needs $1 (Debian: $2)"
}

# build ROW PRESET [CMAKE ARGUMENT ...]: a preset of CMakePresets.json in $work/ROW.
build() {
    local row=$1 preset=$2
    shift 2
    (cd "$top" && cmake --preset "$preset" -B "$work/$row" "$@")
    cmake --build "$work/$row" -j "$(nproc)"
}

# quick PRESET: its digest and the quick tests.
quick() {
    build "$1" "$1"
    digest "$1" "$work/$1/holdfast"
    run_tests "$1" -L quick
}

# run_tests ROW [CTEST ARGUMENT ...]
run_tests() {
    local row=$1
    shift
    (cd "$work/$row" && ctest --output-on-failure -j2 --no-tests=error "$@")
}

# digest ROW PROGRAM [LAUNCHER WORD ...]
digest() {
    local row=$1 program=$2 folder
    shift 2
    folder=$(mktemp -d)
    "$@" "$program" run "$top/configs/quick.yaml" -q -o "$folder/quick.h5"
    "$program" digest "$folder/quick.h5" | tee -a "$work/$row.digest"
    rm -r "$folder"
}

row_clang() {
    need clang clang
    quick clang
}

row_debug() { quick debug; }
row_coverage() { quick coverage; }

# What the sanitizers' rows run: HOLDFAST_MATRIX_TESTS=all for the whole suite.
which_tests=(-L quick)
[ "${HOLDFAST_MATRIX_TESTS:-quick}" = all ] && which_tests=()

row_sanitize() {
    build sanitize sanitize
    gcc -shared -fPIC -o "$work/sanitize/keep_loaded.so" "$top/tests/matrix/keep_loaded.c"
    export LD_PRELOAD=$work/sanitize/keep_loaded.so
    export ASAN_OPTIONS=verify_asan_link_order=0:fast_unwind_on_malloc=0
    export LSAN_OPTIONS=suppressions=$top/tests/matrix/leaks.txt:print_suppressions=0
    digest sanitize "$work/sanitize/holdfast"
    run_tests sanitize "${which_tests[@]}"
}

# gcc's OpenMP waits in ways that ThreadSanitizer does not see; clang's tells it.
row_thread() {
    need clang clang
    local archer
    archer=$(compgen -G '/usr/lib/llvm-*/lib/libarcher.so' | tail -1) ||
        skip "needs libarcher.so (Debian: libomp-dev)"
    build thread thread
    export OMP_TOOL_LIBRARIES=$archer
    export TSAN_OPTIONS=ignore_noninstrumented_modules=1
    digest thread "$work/thread/holdfast"
    run_tests thread "${which_tests[@]}"
}

row_mpich() {
    need mpicc.mpich libmpich-dev
    need mpiexec.mpich mpich
    build mpich mpich
    digest mpich "$work/mpich/holdfast"
    local ranks
    for ranks in 1 2 16; do
        digest mpich "$work/mpich/holdfast" mpiexec.mpich -n $ranks
    done
    run_tests mpich -L quick
    run_tests mpich -R '^(command_(mpi|digest|stopping|launcher|bench)|faults_kill_mpi)$'
}

row_nompi() {
    build nompi nompi
    if ldd "$work/nompi/holdfast" | grep -i libmpi; then
        echo "linked with MPI"
        return 1
    fi
    digest nompi "$work/nompi/holdfast"
    run_tests nompi -L quick
    run_tests nompi -R '^(command_(mpi|digest|launcher|output|aggregate|shards|reuse)|test_parity.*)$'
}

# The usual module on clusters; its headers want those of MPI.
row_hdf5_parallel() {
    need h5pcc.openmpi libhdf5-openmpi-dev
    build hdf5_parallel release \
        -DHDF5_ROOT="/usr/lib/$(uname -m)-linux-gnu/hdf5/openmpi" \
        -DHDF5_C_COMPILER_EXECUTABLE="$(command -v h5pcc.openmpi)"
    ldd "$work/hdf5_parallel/holdfast" | grep hdf5_openmpi
    digest hdf5_parallel "$work/hdf5_parallel/holdfast"
    digest hdf5_parallel "$work/hdf5_parallel/holdfast" env OMPI_MCA_rmaps_base_oversubscribe=1 mpirun -n 3
    run_tests hdf5_parallel -L quick
    run_tests hdf5_parallel -R '^(command_(mpi|digest|readers|results_files)|check_results_file|faults_kill)$'
}

# What `git archive` gives, where nothing can be written, as a static library below a prefix.
row_static() {
    local tree=$work/static/tree prefix=$work/static/prefix
    [ ! -e "$tree" ] || chmod -R u+w "$tree"
    rm -rf "$work/static"
    mkdir -p "$tree"
    git -C "$top" archive HEAD | tar -x -C "$tree"
    chmod -R a-w "$tree"
    read_only "$tree" cmake -S "$tree" -B "$work/static/build" -DHOLDFAST_WERROR=ON \
        -DHOLDFAST_TESTS=OFF -DBUILD_SHARED_LIBS=OFF
    read_only "$tree" cmake --build "$work/static/build" -j "$(nproc)"
    [ "$("$work/static/build/holdfast" --version | sed 's/.*commit \(.*\))/\1/')" = \
        "$(git -C "$top" rev-parse HEAD | cut -c 1-12)" ]
    # A clone that is somebody else's: git says why it does not tell the commit, and so does the build.
    if [ "$(id -u)" -eq 0 ]; then
        git clone -q "$top" "$work/static/foreign"
        chown -R 65534 "$work/static/foreign"
        env -u GIT_CONFIG_GLOBAL HOME=/nonexistent cmake -D SOURCE="$work/static/foreign" \
            -D OUTPUT="$work/static/version.h" -P "$top/cmake/HoldfastVersion.cmake" 2>&1 |
            grep -A3 "git does not tell the commit" | grep ownership
    fi
    cmake --install "$work/static/build" --prefix "$prefix"
    if grep -rE "$work|/lib[a-z0-9_]+\.(so|a)" "$(find "$prefix" -name holdfast.pc)" \
        "$(find "$prefix" -name holdfastTargets.cmake)"; then
        echo "these hold paths of this machine"
        return 1
    fi
    digest static "$prefix/bin/holdfast"
    "$top/tests/commands/embed.sh" "$prefix" "$work/static/examples" "$tree/examples" --static
    HOLDFAST_BUILD=$work/static/local read_only "$tree" env -C "$work/static" \
        RANKS=2 "$tree/jobs/local.sh" "$tree/configs/quick.yaml"
}

row_subproject() {
    need c++ g++
    cmake -S "$top/tests/matrix/subproject" -B "$work/subproject" -DHOLDFAST_SOURCE="$top"
    cmake --build "$work/subproject" -j "$(nproc)"
    diff <("$work/subproject/train_one") <("$work/subproject/train_one_cpp")
    digest subproject "$work/subproject/holdfast/holdfast"
}

# As distributions build: no build type, their own flags; and libraries below a prefix of their own.
row_packager() {
    local libraries=$work/packager/libraries file
    mkdir -p "$libraries"/{lib,include}
    cp /usr/include/csv.h "$libraries/include"
    for file in /usr/lib/"$(uname -m)"-linux-gnu/libcsv.so*; do cp -a "$file" "$libraries/lib"; done
    CFLAGS="-O2 -g -fstack-protector-strong -D_FORTIFY_SOURCE=2" cmake -S "$top" -B "$work/packager/build" \
        -DCMAKE_BUILD_TYPE=None -DCMAKE_PREFIX_PATH="$libraries" -DHOLDFAST_TESTS=OFF
    cmake --build "$work/packager/build" -j "$(nproc)"
    cmake --install "$work/packager/build" --prefix "$work/packager/prefix"
    "$work/packager/prefix/bin/holdfast" info | grep '^flags' | tee /dev/stderr | grep -e '-O2 -g' | grep -ve -O3
    # Found at run time without LD_LIBRARY_PATH.
    env -u LD_LIBRARY_PATH ldd "$work/packager/prefix/bin/holdfast" | grep "$libraries/lib/libcsv"
    digest packager "$work/packager/prefix/bin/holdfast"
}

row_bits32() {
    local log=$work/bits32.configure
    echo 'int main(void) { return 0; }' >"$work/bits32.c"
    gcc -m32 "$work/bits32.c" -o "$work/bits32.out" || skip "needs a compiler for 32 bits (Debian: gcc-12-multilib, or that of another version)"
    if cmake -S "$top" -B "$work/bits32" -DCMAKE_C_FLAGS=-m32 >"$log" 2>&1; then
        echo "configured for 32 bits"
        return 1
    fi
    grep "needs a 64-bit processor" "$log"
}

# Spack's and conda's recipes, the containers' steps (tests/packages); in the folder of the ordinary build.
row_packaging() {
    [ -e "$setup_build/CTestTestfile.cmake" ] || skip "needs a build with tests: ./tests/run.sh"
    (cd "$setup_build" && ctest --output-on-failure -L packaging)
}

row_debian11() {
    bare_debian debian11 bullseye "apt-get install -y -qq libcmocka-dev python3 >/dev/null &&
        cmake -B build -DHOLDFAST_TESTS=ON -DHOLDFAST_WERROR=ON && cmake --build build -j$(nproc) &&
        cd build && ctest -L quick -j2 --output-on-failure --no-tests=error"
}
row_debian12() { bare_debian debian12 bookworm ./tests/run.sh; }
row_debian13() { bare_debian debian13 trixie ./tests/run.sh; }
