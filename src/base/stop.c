#include "holdfast/stop.h"

#include <signal.h>
#include <stdatomic.h>
#include <stddef.h>

static atomic_int requested;

void hf_stop_request(int reason)
{
    int none = 0;
    atomic_compare_exchange_strong(&requested, &none, reason);
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
