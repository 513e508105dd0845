/* Lists of names in a sentence. */
#ifndef HOLDFAST_TEXT_LIST_H
#define HOLDFAST_TEXT_LIST_H

#include "holdfast/text.h"
#include <stdbool.h>
#include <stdint.h>

/* "a, b, c and 4 more": the first `most` are named, the others counted.
 *
 *   hf_list list = {.text = line, .most = 8};
 *   for (...)
 *       if (hf_list_next(&list))
 *           hf_text_append(line, "%s", name);
 *   hf_list_end(&list);
 */
typedef struct hf_list {
    hf_text *text; /* not owned */
    int64_t most;
    int64_t count; /* so far */
} hf_list;
/* Begins the next item; false: it is not named any more. */
bool hf_list_next(hf_list *list);
void hf_list_end(hf_list *list);

/* As in "a, b and c": what stands between item `index` of `count` and the next one. */
const char *hf_list_separator(int64_t index, int64_t count);

#endif
