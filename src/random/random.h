/*
 * Random numbers: Philox 4x32-10 (Salmon et al. 2011, through Random123) addressed by purpose, seed
 * and place, and MT19937 as PyTorch uses it for CPU tensors.
 *
 * Nothing here depends on ranks, threads or the order of calls: a stream is a value, made from its
 * key.
 */
#ifndef HOLDFAST_RANDOM_RANDOM_H
#define HOLDFAST_RANDOM_RANDOM_H

#include <stdint.h>

/* What a number is for: the first half of the key. The values are part of the numerics: never
 * change. */
typedef enum hf_purpose {
    HF_PURPOSE_WEIGHTS = 1,
    HF_PURPOSE_BATCH_ORDER = 2,
    HF_PURPOSE_SPLIT = 3,
    HF_PURPOSE_PERMUTATION = 4,
    HF_PURPOSE_BOOTSTRAP = 5,
    HF_PURPOSE_NULL_LABELS = 6,
    HF_PURPOSE_NULL_PROBES = 7,
    HF_PURPOSE_VALIDATION = 8,
    HF_PURPOSE_CONDITIONAL = 9,
    HF_PURPOSE_TABLE = 10
} hf_purpose;

/* Four 32-bit numbers of the counter (a, b, c, d) under the key (purpose, seed). */
void hf_philox(hf_purpose purpose, uint32_t seed, const uint32_t counter[4], uint32_t numbers[4]);

/* A sequence of numbers: the counter's first word runs, the other three name the stream. */
typedef struct hf_stream {
    uint32_t purpose, seed, counter[4], numbers[4];
    int used;
} hf_stream;

hf_stream hf_stream_make(hf_purpose purpose, uint32_t seed, uint32_t a, uint32_t b, uint32_t c);
/* Uniform on 0 ... bound - 1 without bias (Lemire 2019), bound >= 1. */
uint32_t hf_stream_below(hf_stream *stream, uint32_t bound);
/* Fisher-Yates shuffle, count < 2^32: for i = count - 1 ... 1 item i and item hf_stream_below(i +
 * 1) change places. */
void hf_stream_shuffle(hf_stream *stream, int64_t *items, int64_t count);

typedef struct hf_mt19937 {
    uint32_t state[624];
    int next;
} hf_mt19937;

void hf_mt19937_seed(hf_mt19937 *generator, uint32_t seed);
uint32_t hf_mt19937_next(hf_mt19937 *generator);

#endif
