/* Names of later versions, so that they do not read as typing errors. Each goes when it arrives. */
#include "options.h"

#include <string.h>

static const struct {
    const char *key, *choice; /* a section has no choice */
} later[] = {
    {"null_test", NULL},
    {"significance.methods", "permutation"},
    {"significance.methods", "integrated_gradients"},
};
enum { LATER = sizeof later / sizeof later[0] };

bool hf_key_is_later(const char *name)
{
    size_t length = strcspn(name, ".");
    for (int i = 0; i < LATER; i++)
        if (!later[i].choice && strlen(later[i].key) == length &&
            strncmp(later[i].key, name, length) == 0)
            return true;
    return false;
}

bool hf_key_is_later_choice(const hf_key *key, const char *choice)
{
    for (int i = 0; i < LATER; i++)
        if (later[i].choice && strcmp(later[i].key, key->name) == 0 &&
            strcmp(later[i].choice, choice) == 0)
            return true;
    return false;
}
