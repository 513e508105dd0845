/* The hash of a dataset's content. */
#include "holdfast/dataset.h"

#include <math.h>
#include <stdio.h>
#include <string.h>

#define XXH_STATIC_LINKING_ONLY /* for a state that needs no allocation, which could fail */
#include <xxhash.h>

enum { WORDS = 512 };

/* The stream is of little-endian 64-bit words, the same on every machine. */
typedef struct digester {
    XXH3_state_t state;
    unsigned char words[WORDS * 8];
    size_t used;
} digester;

static void flush(digester *d)
{
    XXH3_128bits_update(&d->state, d->words, d->used);
    d->used = 0;
}

static void add_word(digester *d, uint64_t word)
{
    if (d->used == sizeof d->words)
        flush(d);
    for (int i = 0; i < 8; i++)
        d->words[d->used++] = (unsigned char)(word >> (8 * i));
}

static void add_double(digester *d, double value)
{
    uint64_t bits = UINT64_C(0x7FF8000000000000); /* one NaN for all */
    if (!isnan(value))
        memcpy(&bits, &value, sizeof bits);
    add_word(d, bits);
}

static void add_names(digester *d, const hf_text_list *names)
{
    add_word(d, (uint64_t)names->count);
    for (int64_t i = 0; i < names->count; i++) {
        size_t length = strlen(names->items[i]);
        add_word(d, length);
        flush(d);
        XXH3_128bits_update(&d->state, names->items[i], length);
    }
}

void hf_dataset_hash(hf_dataset *dataset)
{
    digester d = {.used = 0};
    XXH3_128bits_reset(&d.state);
    add_word(&d, (uint64_t)dataset->samples);
    add_word(&d, (uint64_t)dataset->features);
    add_word(&d, (uint64_t)dataset->classes);
    for (int64_t i = 0; i < dataset->samples * dataset->features; i++)
        add_double(&d, dataset->x[i]);
    for (int64_t i = 0; i < dataset->samples; i++)
        add_word(&d, (uint64_t)dataset->y[i]);
    add_word(&d, dataset->group != NULL);
    for (int64_t i = 0; dataset->group && i < dataset->samples; i++)
        add_word(&d, (uint64_t)dataset->group[i]);
    add_names(&d, &dataset->feature_names);
    add_names(&d, &dataset->class_names);
    /* Only where there are any: tables without keep the hash that they had in files of format 1. */
    for (int64_t f = 0; dataset->levels && f < dataset->features; f++)
        add_names(&d, &dataset->levels[f]);
    for (int64_t i = 0; dataset->target && i < dataset->samples; i++)
        add_double(&d, dataset->target[i]);
    flush(&d);

    XXH128_canonical_t canonical;
    XXH128_canonicalFromHash(&canonical, XXH3_128bits_digest(&d.state));
    for (size_t i = 0; i < sizeof canonical.digest; i++)
        snprintf(dataset->hash + 2 * i, 3, "%02x", canonical.digest[i]);
}
