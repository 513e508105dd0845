/* holdfast: from the words of the command line to a command, from its status to the exit code. */
#include "commands/commands.h"
#include "holdfast/status_codes.h"
#include "holdfast/stop.h"
#include "holdfast/version.h"
#include "parallel/launcher.h"
#include <fcntl.h>
#include <signal.h>
#include <stdbool.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

/* A standard stream that was closed would give its number to the next file opened, and messages
 * would land in the results. Its place is taken such that writing to stdout still fails. */
static void hold_standard_streams(void)
{
    static const int modes[] = {O_RDONLY, O_RDONLY, O_WRONLY};
    for (int stream = 0; stream < 3; stream++)
        if (fcntl(stream, F_GETFD) < 0 && open("/dev/null", modes[stream]) < 0)
            _Exit(HF_INTERNAL);
}

/* Some libraries that MPI brings take every signal before main begins, and nohup would be
 * forgotten: functions in this section are called before theirs. */
__attribute__((section(".preinit_array"),
               used)) static void (*const note_ignored)(void) = hf_stop_note_ignored;

static bool asks_for_help(char **words)
{
    for (; *words && strcmp(*words, "--") != 0; words++)
        if (strcmp(*words, "--help") == 0 || strcmp(*words, "-h") == 0)
            return true;
    return false;
}

static hf_status print_help(const char *name, hf_error *error)
{
    const hf_command *command;
    if (!name) {
        hf_command_print_list(stdout);
        return HF_OK;
    }
    HF_TRY(hf_command_find(name, &command, error));
    hf_command_print_help(command, stdout);
    return HF_OK;
}

/* Options that stand where a command is expected, and --help; true where that was all. */
static bool answer_without_command(char **words, hf_status *status, hf_error *error)
{
    const char *first = words[0];
    if (!first)
        *status = hf_fail(error, HF_USAGE, "no command given; see holdfast --help");
    else if (strcmp(first, "--version") == 0)
        printf("holdfast %s (commit %s)\n", HF_VERSION, HF_COMMIT);
    else if (strcmp(first, "--help") == 0 || strcmp(first, "-h") == 0)
        *status = print_help(NULL, error);
    else if (strcmp(first, "help") == 0)
        *status = print_help(words[1], error);
    else if (asks_for_help(words + 1))
        *status = print_help(first, error);
    else
        return false;
    return true;
}

static hf_status dispatch(int argc, char **argv, hf_error *error)
{
    hf_status status = HF_OK;
    const hf_command *command;
    bool answered = answer_without_command(argv + 1, &status, error);
    if (!answered)
        status = hf_command_find(argv[1], &command, error);
    /* The launcher kills the others once one has failed: only the rank that speaks does. */
    if (status != HF_OK && !hf_launcher_is_first_rank())
        return HF_OK;
    if (answered || status != HF_OK)
        return status;
    if (!command->all_ranks && !hf_launcher_is_first_rank())
        return HF_OK;
    status = command->function(argc - 1, argv + 1, error);
    /* all ranks find that, each for itself */
    return status == HF_WRONG_LAUNCHER && !hf_launcher_is_first_rank() ? HF_OK : status;
}

int main(int argc, char **argv)
{
    static hf_error error;
    hold_standard_streams();
    signal(SIGXFSZ, SIG_IGN); /* a file-size limit is a failed write, not the end */
    hf_status status = dispatch(argc, argv, &error);
    /* What did not reach its reader was not done: a full disk must not look like success. */
    if ((fflush(stdout) != 0 || ferror(stdout)) && status == HF_OK) {
        clearerr(stdout); /* the reason may be long gone: a further write gives it again */
        putchar('\n');
        fflush(stdout);
        status = hf_fail_errno(&error, HF_IO, "standard output cannot be written");
    }
    if (status != HF_OK)
        hf_command_print_error(&error);
    if (status == HF_IO) /* HDF5 1.10 that met a failing disk crashes in its exit handler */
        _Exit((int)status);
    return (int)status;
}
