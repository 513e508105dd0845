/* The lock that keeps a second run from writing the same results file. */
#include "fixture.h"
#include "holdfast/status_codes.h"
#include <signal.h>
#include <stdatomic.h>
#include <stdio.h>
#include <string.h>
#include <sys/mman.h>
#include <sys/stat.h>
#include <sys/wait.h>
#include <time.h>
#include <unistd.h>

static hf_error error;

static const char *lock_file_of(const char *path)
{
    static char name[512];
    snprintf(name, sizeof name, "%s.lock", path);
    return name;
}

static bool exists(const char *name)
{
    struct stat about;
    return lstat(name, &about) == 0;
}

/* A process that takes the lock and keeps it until it is killed; returns once it has it. */
static pid_t start_holder(const char *path)
{
    int ready[2];
    char byte = 0;
    assert_int_equal(pipe(ready), 0);
    const pid_t child = fork();
    assert_true(child >= 0);
    if (child == 0) {
        hf_lock lock = {0};
        byte = hf_results_lock(path, &lock, NULL) == HF_OK;
        if (write(ready[1], &byte, 1) != 1)
            _exit(1);
        for (;;)
            pause();
    }
    close(ready[1]);
    assert_int_equal(read(ready[0], &byte, 1), 1);
    assert_int_equal(byte, 1);
    close(ready[0]);
    return child;
}

static void kill_holder(pid_t child)
{
    assert_int_equal(kill(child, SIGKILL), 0);
    assert_int_equal(waitpid(child, NULL, 0), child);
}

static void a_second_run_is_refused_and_told_whose_it_is(void **state)
{
    (void)state;
    const char *path = new_path();
    char host[256] = "", expected[1024];
    hf_lock lock = {0};
    const pid_t child = start_holder(path);
    assert_int_equal(hf_results_lock(path, &lock, &error), HF_CANNOT_CREATE);
    gethostname(host, sizeof host - 1);
    snprintf(expected, sizeof expected,
             "%s is being written by another run (%s, process %ld); wait for it or give another "
             "file with -o",
             path, host, (long)child);
    assert_string_equal(error.message, expected);
    hf_results_unlock(&lock); /* nothing is held */
    assert_true(exists(lock_file_of(path)));
    assert_int_equal(hf_results_lock(path, &lock, &error), HF_CANNOT_CREATE);
    kill_holder(child);
}

static void what_a_killed_run_leaves_behind_is_taken_over(void **state)
{
    (void)state;
    const char *path = new_path();
    hf_lock lock = {0};
    kill_holder(start_holder(path));
    assert_true(exists(lock_file_of(path)));
    assert_int_equal(hf_results_lock(path, &lock, &error), HF_OK);
    FILE *file = fopen(lock_file_of(path), "r");
    char owner[512] = "", process[64];
    assert_non_null(fgets(owner, sizeof owner, file));
    fclose(file);
    snprintf(process, sizeof process, ", process %ld\n", (long)getpid());
    assert_non_null(strstr(owner, process));
    hf_results_unlock(&lock);
    assert_false(exists(lock_file_of(path)));
    assert_int_equal(hf_results_lock(path, &lock, &error), HF_OK);
    hf_results_unlock(&lock);
    hf_results_unlock(&lock);
    assert_false(exists(lock_file_of(path)));
}

static void files_do_not_lock_each_other(void **state)
{
    (void)state;
    hf_lock a = {0}, b = {0};
    assert_int_equal(hf_results_lock(new_path(), &a, &error), HF_OK);
    assert_int_equal(hf_results_lock(new_path(), &b, &error), HF_OK);
    hf_results_unlock(&a);
    hf_results_unlock(&b);
}

/* Somebody removed the lock's file, and another run made its own: that one has to stay. */
static void another_runs_file_is_not_removed(void **state)
{
    (void)state;
    const char *path = new_path();
    hf_lock first = {0}, second = {0}, third = {0};
    assert_int_equal(hf_results_lock(path, &first, &error), HF_OK);
    assert_int_equal(unlink(lock_file_of(path)), 0);
    assert_int_equal(hf_results_lock(path, &second, &error), HF_OK);
    hf_results_unlock(&first);
    assert_true(exists(lock_file_of(path)));
    assert_int_equal(hf_results_lock(path, &third, &error), HF_CANNOT_CREATE);
    hf_results_unlock(&second);
    assert_false(exists(lock_file_of(path)));
}

typedef struct shared {
    atomic_int inside, clashes, turns;
} shared;

enum { ENOUGH_TURNS = 100 };

/* Takes and releases the lock, again and again, and watches that nobody else is inside. */
static void compete(const char *path, shared *all)
{
    const struct timespec a_while = {0, 50000}; /* for the others to come in */
    for (int i = 0; i < 4000 || (atomic_load(&all->turns) <= ENOUGH_TURNS && i < 10000000); i++) {
        hf_lock lock = {0};
        if (hf_results_lock(path, &lock, NULL) != HF_OK)
            continue;
        atomic_fetch_add(&all->clashes, atomic_fetch_add(&all->inside, 1) != 0);
        atomic_fetch_add(&all->turns, 1);
        nanosleep(&a_while, NULL);
        atomic_fetch_sub(&all->inside, 1);
        hf_results_unlock(&lock);
    }
}

/* Between opening and locking the holder may remove the file. */
static void never_do_two_hold_the_lock(void **state)
{
    (void)state;
    enum { PROCESSES = 3 };
    const char *path = new_path();
    pid_t children[PROCESSES];
    int outcome;
    shared *all =
        mmap(NULL, sizeof *all, PROT_READ | PROT_WRITE, MAP_SHARED | MAP_ANONYMOUS, -1, 0);
    assert_true(all != MAP_FAILED);
    for (int i = 0; i < PROCESSES; i++) {
        children[i] = fork();
        assert_true(children[i] >= 0);
        if (children[i] == 0) {
            compete(path, all);
            _exit(0);
        }
    }
    for (int i = 0; i < PROCESSES; i++) {
        assert_int_equal(waitpid(children[i], &outcome, 0), children[i]);
        assert_int_equal(outcome, 0);
    }
    assert_int_equal(atomic_load(&all->clashes), 0);
    assert_true(atomic_load(&all->turns) > ENOUGH_TURNS);
    assert_false(exists(lock_file_of(path)));
    munmap(all, sizeof *all);
}

static void where_no_file_can_be_made_there_is_an_error(void **state)
{
    (void)state;
    const char *path = new_path();
    hf_lock lock = {0};
    assert_int_equal(hf_results_lock("/nonexistent/results.h5", &lock, &error), HF_CANNOT_CREATE);
    assert_non_null(strstr(error.message, "/nonexistent/results.h5.lock"));
    hf_results_unlock(&lock);
    spill(path, (const unsigned char *)"kept", 4);
    assert_int_equal(symlink(path, lock_file_of(path)), 0); /* would be overwritten */
    assert_int_equal(hf_results_lock(path, &lock, &error), HF_CANNOT_CREATE);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(a_second_run_is_refused_and_told_whose_it_is),
        cmocka_unit_test(what_a_killed_run_leaves_behind_is_taken_over),
        cmocka_unit_test(files_do_not_lock_each_other),
        cmocka_unit_test(another_runs_file_is_not_removed),
        cmocka_unit_test(never_do_two_hold_the_lock),
        cmocka_unit_test(where_no_file_can_be_made_there_is_an_error),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
