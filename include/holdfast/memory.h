/*
 * Memory: zeroed, aligned to a cache line, every product of sizes checked.
 *
 * What is allocated here is released with hf_free (or free). Thread-safe.
 */
#ifndef HOLDFAST_MEMORY_H
#define HOLDFAST_MEMORY_H

#include "holdfast/status.h"
#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#ifdef __cplusplus
extern "C" {
#endif

#define HF_ALIGNMENT 64

/* *product = a * b; false where that does not fit (then *product is untouched). */
bool hf_multiply(size_t a, size_t b, size_t *product);

/* *pointer = count elements of `size` bytes, zeroed, 64-byte aligned; never NULL on success, also
 * for count 0. HF_INTERNAL (saying how much was asked for) where memory is short or count is
 * negative. */
hf_status hf_allocate(void *pointer, int64_t count, size_t size, hf_error *error);

/* A copy of a text, of its first `length` bytes. Same errors. */
hf_status hf_copy_text(char **copy, const char *text, hf_error *error);
hf_status hf_copy_bytes(char **copy, const char *text, size_t length, hf_error *error);

/* Releases *pointer and sets it to NULL; NULL is fine. */
void hf_free(void *pointer);

/* Arrays that are released together. Start with {0}. Not for several threads at once. */
typedef struct hf_memory {
    void **arrays; /* [count], with room for more */
    int64_t count, room;
} hf_memory;

/* As hf_allocate; the array is the memory's and is released with it, never by itself. */
hf_status hf_memory_allocate(hf_memory *memory, void *pointer, int64_t count, size_t size,
                             hf_error *error);
/* Pointers to the arrays stay what they are and are not to be used any more. */
void hf_memory_free(hf_memory *memory);

#ifdef __cplusplus
}
#endif

#endif
