/* Zeroed, aligned memory; products of sizes are checked. */
#include "holdfast/memory.h"
#include "holdfast/status_codes.h"

#include <stdlib.h>
#include <string.h>
#include <sys/mman.h>

enum { HUGE_PAGE = 2 << 20, FIRST_ROOM = 16 };

bool hf_multiply(size_t a, size_t b, size_t *product)
{
    return !__builtin_mul_overflow(a, b, product);
}

hf_status hf_allocate(void *pointer, int64_t count, size_t size, hf_error *error)
{
    void *memory = NULL;
    size_t bytes, padded;
    if (count < 0 || !hf_multiply((size_t)count, size, &bytes) ||
        __builtin_add_overflow(bytes, HUGE_PAGE, &padded))
        return hf_fail(error, HF_INTERNAL,
                       "%lld elements of %zu bytes are more than can be addressed",
                       (long long)count, size);
    /* whole cache lines, at least one; of a large block whole huge pages */
    const size_t unit = bytes >= HUGE_PAGE ? HUGE_PAGE : HF_ALIGNMENT;
    padded = bytes > 0 ? (bytes + unit - 1) / unit * unit : unit;
    memory = aligned_alloc(unit, padded);
    if (!memory)
        return hf_fail(error, HF_INTERNAL, "out of memory: %zu bytes asked for", bytes);
    if (unit == HUGE_PAGE)
        madvise(memory, padded, MADV_HUGEPAGE); /* only a wish: fewer address look-ups */
    memset(memory, 0, padded);
    memcpy(pointer, &memory, sizeof memory);
    return HF_OK;
}

hf_status hf_copy_bytes(char **copy, const char *text, size_t length, hf_error *error)
{
    HF_TRY(hf_allocate(copy, (int64_t)length + 1, 1, error));
    memcpy(*copy, text, length);
    return HF_OK;
}

hf_status hf_copy_text(char **copy, const char *text, hf_error *error)
{
    return hf_copy_bytes(copy, text, strlen(text), error);
}

void hf_free(void *pointer)
{
    void *memory;
    void *nothing = NULL;
    memcpy(&memory, pointer, sizeof memory);
    free(memory);
    memcpy(pointer, &nothing, sizeof nothing);
}

hf_status hf_memory_allocate(hf_memory *memory, void *pointer, int64_t count, size_t size,
                             hf_error *error)
{
    if (memory->count == memory->room) {
        const int64_t room = 2 * memory->room + FIRST_ROOM;
        void **arrays;
        HF_TRY(hf_allocate(&arrays, room, sizeof *arrays, error));
        if (memory->count > 0)
            memcpy(arrays, memory->arrays, (size_t)memory->count * sizeof *arrays);
        hf_free(&memory->arrays);
        memory->arrays = arrays;
        memory->room = room;
    }
    HF_TRY(hf_allocate(pointer, count, size, error));
    memcpy(&memory->arrays[memory->count++], pointer, sizeof *memory->arrays);
    return HF_OK;
}

void hf_memory_free(hf_memory *memory)
{
    for (int64_t i = 0; i < memory->count; i++)
        hf_free(&memory->arrays[i]);
    hf_free(&memory->arrays);
    *memory = (hf_memory){0};
}
