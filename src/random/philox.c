/* Philox 4x32-10 streams: numbers, uniform integers, shuffles. */
#include "random/random.h"

#include <Random123/philox.h>

void hf_philox(hf_purpose purpose, uint32_t seed, const uint32_t counter[4], uint32_t numbers[4])
{
    philox4x32_ctr_t place = {{counter[0], counter[1], counter[2], counter[3]}};
    philox4x32_key_t key = {{(uint32_t)purpose, seed}};
    philox4x32_ctr_t result = philox4x32(place, key);
    for (int i = 0; i < 4; i++)
        numbers[i] = result.v[i];
}

hf_stream hf_stream_make(hf_purpose purpose, uint32_t seed, uint32_t a, uint32_t b, uint32_t c)
{
    return (hf_stream){
        .purpose = (uint32_t)purpose, .seed = seed, .counter = {0, a, b, c}, .used = 4};
}

/* Static, so that they are inlined: calls of what other files call are not, in shared code. */
static inline uint32_t next(hf_stream *stream)
{
    if (stream->used == 4) {
        hf_philox((hf_purpose)stream->purpose, stream->seed, stream->counter, stream->numbers);
        stream->counter[0]++;
        stream->used = 0;
    }
    return stream->numbers[stream->used++];
}

static inline uint32_t below(hf_stream *stream, uint32_t bound)
{
    uint64_t product = (uint64_t)next(stream) * bound;
    if ((uint32_t)product < bound) {                  /* rare, and spares the others the division */
        const uint32_t unfair = (0u - bound) % bound; /* 2^32 mod bound: to draw again below it */
        while ((uint32_t)product < unfair)
            product = (uint64_t)next(stream) * bound;
    }
    return (uint32_t)(product >> 32);
}

uint32_t hf_stream_below(hf_stream *stream, uint32_t bound)
{
    return below(stream, bound);
}

void hf_stream_shuffle(hf_stream *stream, int64_t *items, int64_t count)
{
    for (int64_t i = count - 1; i > 0; i--) {
        int64_t j = below(stream, (uint32_t)i + 1);
        int64_t item = items[i];
        items[i] = items[j];
        items[j] = item;
    }
}
