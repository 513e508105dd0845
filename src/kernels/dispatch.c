/* Which kernels run: chosen once from what the processor has, or by HOLDFAST_ISA. */
#include "holdfast/status_codes.h"
#include "kernel_path.h"

#include <stdbool.h>
#include <stdlib.h>
#include <string.h>

static bool always(void)
{
    return true;
}

#if defined(__x86_64__)
static bool has_avx512(void)
{
    return __builtin_cpu_supports("avx512f") && __builtin_cpu_supports("fma");
}
static bool has_avx2(void)
{
    return __builtin_cpu_supports("avx2") && __builtin_cpu_supports("fma");
}
#else
#    define has_avx512 always
#    define has_avx2 always
#endif

static const struct {
    const char *name;
    const hf_kernel_table *(*table)(void);
    bool (*supported)(void);
} paths[HF_KERNEL_PATHS] = {
    {"avx512", hf_kernels_avx512, has_avx512},
    {"avx2", hf_kernels_avx2, has_avx2},
    {"neon", hf_kernels_neon, always},
    {"portable", hf_kernels_portable, always},
};

const char *const hf_kernels_names[HF_KERNEL_PATHS] = {"avx512", "avx2", "neon", "portable"};

static const hf_kernel_table *selected;

const hf_kernel_table *hf_kernels_find(const char *name)
{
    for (int i = 0; i < HF_KERNEL_PATHS; i++)
        if (strcmp(name, paths[i].name) == 0 && paths[i].supported())
            return paths[i].table();
    return NULL;
}

const char *hf_kernels_available(void)
{
    static char names[64];
    names[0] = '\0';
    for (int i = 0; i < HF_KERNEL_PATHS; i++)
        if (hf_kernels_find(paths[i].name)) {
            if (names[0])
                strcat(names, ", ");
            strcat(names, paths[i].name);
        }
    return names;
}

hf_status hf_kernels_select(hf_error *error)
{
    const char *wanted = getenv("HOLDFAST_ISA");
    if (!wanted || !*wanted) {
        selected = NULL;
        selected = hf_kernels();
        return HF_OK;
    }
    const hf_kernel_table *table = hf_kernels_find(wanted);
    if (!table)
        return hf_fail(error, HF_USAGE,
                       "HOLDFAST_ISA=%s: no such kernels for this processor; there are: %s", wanted,
                       hf_kernels_available());
    selected = table;
    return HF_OK;
}

const hf_kernel_table *hf_kernels(void)
{
    const hf_kernel_table *best = selected;
    for (int i = 0; !best && i < HF_KERNEL_PATHS; i++)
        best = hf_kernels_find(paths[i].name);
    return best;
}

const char *hf_kernels_name(void)
{
    return hf_kernels()->name;
}
