/* The names of the built-in data sets; src/data/ holds their tables. */
#include "holdfast/config.h"

#include <string.h>

const char *const hf_config_builtins[] = {"breast_cancer", "wine", "iris", "digits"};
const int64_t hf_config_builtin_count = sizeof hf_config_builtins / sizeof hf_config_builtins[0];

const char *hf_config_builtin_name(const char *source)
{
    static const char prefix[] = "builtin:";
    size_t length = strlen(prefix);
    return strncmp(source, prefix, length) == 0 ? source + length : NULL;
}
