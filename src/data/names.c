/* Names found by hashing. */
#include "names.h"

#include "holdfast/memory.h"
#include "holdfast/status_codes.h"
#include <stdlib.h>
#include <string.h>
#include <xxhash.h>

hf_status hf_data_grow(void *pointer, int64_t *capacity, int64_t needed, size_t size,
                       hf_error *error)
{
    if (needed <= *capacity)
        return HF_OK;
    int64_t target = *capacity > INT64_MAX / 2 ? needed : *capacity * 2;
    if (target < needed)
        target = needed;
    void *memory;
    size_t bytes;
    memcpy(&memory, pointer, sizeof memory);
    if (!hf_multiply((size_t)target, size, &bytes) ||
        !(memory = realloc(memory, bytes > 0 ? bytes : 1)))
        return hf_fail(error, HF_INTERNAL, "out of memory: %lld elements of %zu bytes asked for",
                       (long long)target, size);
    memcpy(pointer, &memory, sizeof memory);
    *capacity = target;
    return HF_OK;
}

/* The slot that holds the name, or the free one where it would go. */
static int64_t slot_of(const hf_data_names *names, const char *name)
{
    int64_t mask = names->slot_count - 1;
    int64_t slot = (int64_t)(XXH3_64bits(name, strlen(name)) & (uint64_t)mask);
    while (names->slots[slot] && strcmp(names->list.items[names->slots[slot] - 1], name) != 0)
        slot = (slot + 1) & mask;
    return slot;
}

int64_t hf_data_names_find(const hf_data_names *names, const char *name)
{
    return names->slot_count > 0 ? names->slots[slot_of(names, name)] - 1 : -1;
}

static hf_status widen(hf_data_names *names, hf_error *error)
{
    int64_t *old = names->slots;
    int64_t count = names->slot_count > 0 ? names->slot_count * 2 : 64;
    HF_TRY(hf_allocate(&names->slots, count, sizeof *names->slots, error));
    names->slot_count = count;
    for (int64_t i = 0; i < names->list.count; i++)
        names->slots[slot_of(names, names->list.items[i])] = i + 1;
    hf_free(&old);
    return HF_OK;
}

hf_status hf_data_names_add(hf_data_names *names, const char *name, int64_t *index, hf_error *error)
{
    hf_text_list *list = &names->list;
    if (2 * (list->count + 1) > names->slot_count)
        HF_TRY(widen(names, error));
    HF_TRY(
        hf_data_grow(&list->items, &names->capacity, list->count + 1, sizeof *list->items, error));
    HF_TRY(hf_copy_text(&list->items[list->count], name, error));
    int64_t slot = slot_of(names, name);
    if (index)
        *index = list->count;
    names->slots[slot] = ++list->count;
    return HF_OK;
}

void hf_data_names_free(hf_data_names *names)
{
    hf_text_list_free(&names->list);
    hf_free(&names->slots);
    *names = (hf_data_names){0};
}

void hf_data_clean_name(char *name)
{
    char *to = name;
    for (const char *from = name; *from; from++) {
        if (from[0] == '\r' && from[1] == '\n')
            continue;
        unsigned char byte = (unsigned char)*from;
        *to++ = byte < 0x20 || byte == 0x7F ? ' ' : *from;
    }
    *to = '\0';
}
