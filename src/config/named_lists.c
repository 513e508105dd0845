/* Names with a list of texts each. */
#include "options.h"

#include "holdfast/memory.h"
#include <string.h>

void hf_named_lists_free(hf_named_lists *named)
{
    for (int64_t i = 0; i < named->names.count; i++)
        hf_text_list_free(&named->lists[i]);
    hf_free(&named->lists);
    hf_text_list_free(&named->names);
}

hf_status hf_named_lists_add(hf_named_lists *named, const char *name, const hf_text_list *list,
                             hf_error *error)
{
    const int64_t count = named->names.count;
    hf_text_list *lists;
    HF_TRY(hf_allocate(&lists, count + 1, sizeof *lists, error));
    if (count > 0)
        memcpy(lists, named->lists, (size_t)count * sizeof *lists);
    hf_status status = hf_text_list_add_all(&lists[count], list, error);
    if (status == HF_OK)
        status = hf_text_list_add(&named->names, name, error);
    if (status != HF_OK) {
        hf_text_list_free(&lists[count]);
        hf_free(&lists);
        return status;
    }
    hf_free(&named->lists);
    named->lists = lists;
    return HF_OK;
}
