/* The request to stop: signals, a time limit, another rank. */
#include "holdfast/stop.h"

#include <math.h>
#include <signal.h>
#include <stdatomic.h>
#include <stdbool.h>
#include <stddef.h>
#include <sys/time.h>

static const int signals[] = {SIGTERM, SIGINT, SIGHUP, SIGUSR1};
enum { SIGNALS = sizeof signals / sizeof *signals };

static atomic_int requested;
static bool held, noted, ignored[SIGNALS];

void hf_stop_request(int reason)
{
    int none = 0;
    atomic_compare_exchange_strong(&requested, &none, reason);
}

static void note_signal(int number)
{
    hf_stop_request(number == SIGALRM ? HF_STOP_TIME : number);
}

void hf_stop_note_ignored(void)
{
    struct sigaction before;
    if (noted)
        return;
    noted = true;
    for (int i = 0; i < SIGNALS; i++)
        ignored[i] = sigaction(signals[i], NULL, &before) == 0 && before.sa_handler == SIG_IGN;
}

static sigset_t all_signals(void)
{
    sigset_t set;
    sigemptyset(&set);
    for (int i = 0; i < SIGNALS; i++)
        sigaddset(&set, signals[i]);
    return set;
}

void hf_stop_hold_signals(void)
{
    const sigset_t set = all_signals();
    hf_stop_note_ignored();
    sigprocmask(SIG_BLOCK, &set, NULL);
    held = true;
}

void hf_stop_catch_signals(void)
{
    const sigset_t set = all_signals();
    struct sigaction action = {.sa_flags = SA_RESTART};
    hf_stop_note_ignored();
    sigemptyset(&action.sa_mask);
    for (int i = 0; i < SIGNALS; i++) {
        action.sa_handler =
            ignored[i] ? SIG_IGN : note_signal; /* libraries may have set their own */
        sigaction(signals[i], &action, NULL);
    }
    if (held)
        sigprocmask(SIG_UNBLOCK, &set, NULL);
    held = false;
}

void hf_stop_after(double seconds)
{
    const double longest = 1e9; /* decades, which every clock can count */
    const double whole = floor(seconds < longest ? seconds : longest);
    const struct itimerval timer = {
        .it_value = {.tv_sec = (time_t)whole,
                     .tv_usec =
                         seconds < longest ? 1 + (suseconds_t)((seconds - whole) * 999998) : 0}};
    struct sigaction action = {.sa_handler = note_signal, .sa_flags = SA_RESTART};
    sigemptyset(&action.sa_mask);
    sigaction(SIGALRM, &action, NULL);
    setitimer(ITIMER_REAL, &timer, NULL);
}

int hf_stop_requested(void)
{
    return atomic_load_explicit(&requested, memory_order_relaxed);
}

const char *hf_stop_reason(int reason)
{
    static const struct {
        int reason;
        const char *text;
    } reasons[] = {{SIGTERM, "SIGTERM"},
                   {SIGINT, "SIGINT"},
                   {SIGHUP, "SIGHUP"},
                   {SIGUSR1, "SIGUSR1"},
                   {HF_STOP_TIME, "--max-time"}};
    for (size_t i = 0; i < sizeof reasons / sizeof *reasons; i++)
        if (reasons[i].reason == reason)
            return reasons[i].text;
    return "a failure";
}
