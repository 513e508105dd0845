/* Lists of names in a sentence. */
#ifndef HOLDFAST_TEXT_LIST_H
#define HOLDFAST_TEXT_LIST_H

#include <stdint.h>

/* As in "a, b and c": what stands between item `index` of `count` and the next one. */
const char *hf_list_separator(int64_t index, int64_t count);

#endif
