/* The commands without a file: info, what this build is and would use here; config, the defaults.
 */
#include "commands/commands.h"
#include "holdfast/config.h"
#include "holdfast/version.h"
#include "kernels/kernels.h"
#include "parallel/launcher.h"
#include "parallel/parallel.h"
#include "text/json.h"
#include <sched.h>
#include <string.h>

typedef struct request {
    int format;
} request;

const hf_option hf_info_command_options[] = {
    HF_CHOICE(format, "format", "text|json", "(default text)"), HF_OPTIONS_END};
const hf_option hf_config_command_options[] = {HF_OPTIONS_END};

/* Cores that this process may run on: its affinity mask, not the machine. */
static int usable_cores(void)
{
    int cores = 1;
    for (int most = 1024; most <= 1 << 20; most *= 2) {
        cpu_set_t *mask = CPU_ALLOC((size_t)most);
        size_t bytes = CPU_ALLOC_SIZE((size_t)most);
        bool known = mask && sched_getaffinity(0, bytes, mask) == 0;
        if (known)
            cores = CPU_COUNT_S(bytes, mask);
        CPU_FREE(mask);
        if (known)
            break;
    }
    return cores;
}

/* One row of the answer. */
typedef struct fact {
    enum { TEXT, LIST, NUMBER } kind; /* LIST: words separated by ", " */
    const char *key, *label, *text;
    int number;
} fact;

static void append_list(hf_json *json, const char *key, const char *words)
{
    hf_json_begin_array(json, key);
    while (*words) {
        char word[64];
        const size_t length = strcspn(words, ",");
        snprintf(word, sizeof word, "%.*s", (int)length, words);
        hf_json_text(json, NULL, word);
        words += length;
        words += strspn(words, ", ");
    }
    hf_json_end_array(json);
}

static void append_json(const fact *facts, int count, hf_text *text)
{
    hf_json json = {.text = text};
    hf_json_begin_object(&json, NULL);
    for (int i = 0; i < count; i++)
        if (facts[i].kind == NUMBER)
            hf_json_integer(&json, facts[i].key, facts[i].number);
        else if (facts[i].kind == LIST)
            append_list(&json, facts[i].key, facts[i].text);
        else
            hf_json_text(&json, facts[i].key, facts[i].text);
    hf_json_end_object(&json);
    hf_text_append(text, "\n");
}

static void append_text(const fact *facts, int count, hf_text *text)
{
    for (int i = 0; i < count; i++)
        if (facts[i].kind == NUMBER)
            hf_text_append(text, "%-18s%d\n", facts[i].label, facts[i].number);
        else
            hf_text_append(text, "%-18s%s\n", facts[i].label, facts[i].text);
}

hf_status hf_command_info(int argc, char **argv, hf_error *error)
{
    request asked = {HF_PRINT_TEXT};
    hf_text text = {0};
    HF_TRY(hf_options_read(hf_info_command_options, argc, argv, &asked, error));
    HF_TRY(hf_kernels_select(error));
    int cores = usable_cores();
    const fact facts[] = {
        {TEXT, "version", "version", HF_VERSION, 0},
        {TEXT, "commit", "commit", HF_COMMIT, 0},
        {TEXT, "compiler", "compiler", HF_COMPILER, 0},
        {TEXT, "flags", "flags", HF_FLAGS, 0},
        {TEXT, "instruction_set", "instruction set", hf_kernels_name(), 0},
        {LIST, "instruction_sets", "available here", hf_kernels_available(), 0},
        {NUMBER, "cores", "cores", NULL, cores},
        {NUMBER, "threads", "threads per rank", NULL, cores},
        {TEXT, "mpi", "MPI", hf_parallel_mpi_version(), 0},
        {TEXT, "launcher", "its launcher", hf_launcher_path(), 0},
        {TEXT, "hdf5", "HDF5", hf_results_hdf5_version(), 0},
    };
    const int count = sizeof facts / sizeof facts[0];
    (asked.format == HF_PRINT_JSON ? append_json : append_text)(facts, count, &text);
    return hf_command_print_text(&text, error);
}

hf_status hf_command_config(int argc, char **argv, hf_error *error)
{
    hf_text text = {0};
    HF_TRY(hf_options_read(hf_config_command_options, argc, argv, NULL, error));
    hf_config_write_defaults(&text);
    return hf_command_print_text(&text, error);
}
