/* Lists of names in a sentence. */
#include "list.h"

#include "number.h"

bool hf_list_next(hf_list *list)
{
    const bool is_named = list->count++ < list->most;
    if (is_named && list->count > 1)
        hf_text_append(list->text, ", ");
    return is_named;
}

void hf_list_end(hf_list *list)
{
    if (list->count > list->most)
        hf_text_append(list->text, " and %s more",
                       hf_number_grouped(list->count - list->most).text);
}

const char *hf_list_separator(int64_t index, int64_t count)
{
    return index + 2 < count ? ", " : index + 2 == count ? " and " : "";
}
