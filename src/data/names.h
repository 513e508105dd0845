/*
 * Names in the order in which they come, found by hashing: 10^5 columns or labels cost no more
 * than their number.
 */
#ifndef HOLDFAST_DATA_NAMES_H
#define HOLDFAST_DATA_NAMES_H

#include "holdfast/status.h"
#include "holdfast/text.h"
#include <stdbool.h>
#include <stdint.h>

/* Start with {0}; release with hf_data_names_free. */
typedef struct hf_data_names {
    hf_text_list list;
    int64_t capacity; /* of list.items */
    int64_t *slots;   /* [slot_count] index + 1, 0: free; a power of two */
    int64_t slot_count;
} hf_data_names;

int64_t hf_data_names_find(const hf_data_names *names, const char *name); /* -1: not there */
/* Adds a copy of a name; *index (may be NULL) gets its place. The caller has looked that it is
 * new. */
hf_status hf_data_names_add(hf_data_names *names, const char *name, int64_t *index,
                            hf_error *error);
void hf_data_names_free(hf_data_names *names);

/* Line breaks, tabs and other control characters become spaces: names are kept one a line. */
void hf_data_clean_name(char *name);

/* *pointer grows (at least twofold) to hold `needed` elements; what is new is not initialised. */
hf_status hf_data_grow(void *pointer, int64_t *capacity, int64_t needed, size_t size,
                       hf_error *error);

#endif
