/* Which key makes another experiment, or another evaluation of the same. */
#include "options.h"
#include "write.h"

#include <string.h>

static const char *difference(const hf_config *a, const hf_config *b, hf_key_role role,
                              hf_text *values)
{
    const char *found = NULL;
    for (int64_t i = 0; i < hf_key_count && !found; i++) {
        hf_text was = {0}, is = {0};
        if (hf_keys[i].role == role) {
            hf_key_write_value(&hf_keys[i], a, &was);
            hf_key_write_value(&hf_keys[i], b, &is);
            if (was.failed || is.failed || strcmp(was.data, is.data) != 0)
                found = hf_keys[i].name;
        }
        if (found && values)
            hf_text_append(values, "was %s, is %s", was.data ? was.data : "?",
                           is.data ? is.data : "?");
        hf_text_free(&was);
        hf_text_free(&is);
    }
    return found;
}

const char *hf_config_difference(const hf_config *a, const hf_config *b, hf_text *values)
{
    return difference(a, b, HF_KEY_EXPERIMENT, values);
}

const char *hf_config_significance_difference(const hf_config *a, const hf_config *b,
                                              hf_text *values)
{
    return difference(a, b, HF_KEY_SIGNIFICANCE, values);
}
