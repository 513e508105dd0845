/* Runs gnuplot on the figures: their data and their .gp files. */
#include "gnuplot.h"

#include "holdfast/status_codes.h"
#include "holdfast/stop.h"
#include <errno.h>
#include <fcntl.h>
#include <poll.h>
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/socket.h>
#include <sys/stat.h>
#include <sys/wait.h>
#include <unistd.h>

#define LOG_NAME "gnuplot.log"
enum { SAID = 400, CANNOT_START = 127, LOOK_MILLISECONDS = 100 };

hf_status hf_gnuplot_find(hf_text *program, hf_error *error)
{
    const char *path = getenv("PATH");
    while (path && *path) {
        const size_t length = strcspn(path, ":");
        struct stat about;
        program->length = 0;
        hf_text_append(program, "%.*s/gnuplot", (int)length, path);
        HF_TRY(hf_text_check(program, error));
        if (length > 0 && stat(program->data, &about) == 0 && S_ISREG(about.st_mode) &&
            access(program->data, X_OK) == 0)
            return HF_OK;
        path += length + (path[length] == ':');
    }
    return hf_fail(error, HF_NO_INPUT,
                   "report: gnuplot, which draws the figures, is not found in PATH: install it "
                   "(Debian: apt-get install gnuplot-nox)");
}

/* In the child: only calls that are safe between fork and exec. */
static void become_gnuplot(const char *program, const char *folder, int input)
{
    /* "-" makes its input a script, which ends at the first error */
    char *const arguments[] = {(char *)"gnuplot", (char *)"-d", (char *)"-", NULL};
    const int log = chdir(folder) == 0 ? open(LOG_NAME, O_WRONLY | O_CREAT | O_TRUNC, 0666) : -1;
    if (log >= 0 && dup2(input, STDIN_FILENO) >= 0 && dup2(log, STDOUT_FILENO) >= 0 &&
        dup2(log, STDERR_FILENO) >= 0)
        execv(program, arguments);
    _exit(CANNOT_START);
}

/* A child that is gone ends the sending, not this process. */
static bool send_all(int to, const char *bytes, size_t length)
{
    while (length > 0) {
        const ssize_t sent = send(to, bytes, length, MSG_NOSIGNAL);
        if (sent < 0 && errno == EINTR)
            continue;
        if (sent <= 0)
            return false;
        bytes += sent;
        length -= (size_t)sent;
    }
    return true;
}

static bool send_text(int to, const char *text)
{
    return send_all(to, text, strlen(text));
}

/* Its name, its data, and what draws them. */
static bool send_figures(int to, const hf_figure *figures, int count)
{
    bool sent = true;
    for (const hf_figure *f = figures; f < figures + count && sent; f++)
        if (f->data.length > 0)
            sent = send_text(to, "name = '") && send_text(to, f->name) && send_text(to, "'\n") &&
                   send_text(to, f->data.data) && send_text(to, f->script) &&
                   send_text(to, "unset output\n");
    return sent;
}

static hf_status read_file(const char *path, hf_text *text, hf_error *error)
{
    char block[1 << 16];
    size_t length;
    FILE *in = fopen(path, "re");
    if (!in)
        return hf_fail_errno(error, HF_IO, "report: gnuplot has not written %s", path);
    while ((length = fread(block, 1, sizeof block, in)) > 0)
        hf_text_append_bytes(text, block, length);
    fclose(in);
    return hf_text_check(text, error);
}

/* What it said, on one line. */
static hf_status fail_with_log(const char *folder, hf_error *error)
{
    hf_text path = {0}, said = {0};
    hf_text_append(&path, "%s/" LOG_NAME, folder);
    hf_status status = hf_text_check(&path, error);
    if (status == HF_OK && read_file(path.data, &said, NULL) != HF_OK)
        hf_text_free(&said);
    for (size_t i = 0; i < said.length; i++)
        if ((unsigned char)said.data[i] < ' ')
            said.data[i] = ' ';
    if (status == HF_OK)
        status = hf_fail(error, HF_IO, "report: gnuplot failed: %.*s", SAID,
                         said.length > 0 ? said.data : "it says nothing");
    hf_text_free(&path);
    hf_text_free(&said);
    return status;
}

/* Tells it that this is all, and waits; when this process is told to stop, so is gnuplot. */
static void wait_for_end(pid_t child, int socket, int *result)
{
    struct pollfd end = {.fd = socket, .events = POLLIN}; /* which it is when gnuplot is gone */
    shutdown(socket, SHUT_WR);
    while (!hf_stop_requested() && poll(&end, 1, LOOK_MILLISECONDS) <= 0)
        ;
    if (hf_stop_requested())
        kill(child, SIGTERM);
    while (waitpid(child, result, 0) < 0 && errno == EINTR)
        ;
}

static hf_status run(const char *program, const char *folder, const hf_figure *figures, int count,
                     hf_error *error)
{
    int ends[2], result = -1;
    if (socketpair(AF_UNIX, SOCK_STREAM | SOCK_CLOEXEC, 0, ends) != 0)
        return hf_fail_errno(error, HF_IO, "report: cannot talk to gnuplot");
    const pid_t child = fork();
    if (child == 0)
        become_gnuplot(program, folder, ends[1]);
    close(ends[1]);
    const bool sent = child > 0 && send_figures(ends[0], figures, count);
    if (child > 0)
        wait_for_end(child, ends[0], &result);
    close(ends[0]);
    if (child < 0)
        return hf_fail_errno(error, HF_IO, "report: cannot start %s", program);
    if (!sent || !WIFEXITED(result) || WEXITSTATUS(result) != 0)
        return fail_with_log(folder, error);
    return HF_OK;
}

static bool is_whole(const hf_text *svg)
{
    static const char end[] = "</svg>";
    return svg->length > sizeof end && strstr(svg->data, "<svg") && strstr(svg->data, end);
}

hf_status hf_gnuplot_draw(const char *program, const char *folder, hf_figure *figures, int count,
                          hf_error *error)
{
    hf_text path = {0};
    hf_status status;
    HF_TRY(run(program, folder, figures, count, error));
    for (int i = 0; i < count; i++) {
        if (figures[i].data.length == 0)
            continue;
        path.length = 0;
        hf_text_append(&path, "%s/%s.svg", folder, figures[i].name);
        HF_TRY_CLEANUP(hf_text_check(&path, error));
        HF_TRY_CLEANUP(read_file(path.data, &figures[i].svg, error));
        if (!is_whole(&figures[i].svg)) {
            status = fail_with_log(folder, error);
            goto cleanup;
        }
    }
    status = HF_OK;
cleanup:
    hf_text_free(&path);
    return status;
}
