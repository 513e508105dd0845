/* Lists of names in a sentence. */
#include "list.h"

const char *hf_list_separator(int64_t index, int64_t count)
{
    return index + 2 < count ? ", " : index + 2 == count ? " and " : "";
}
