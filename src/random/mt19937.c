/* Matsumoto & Nishimura (1998), with the initialisation of 2002. */
#include "random/random.h"

enum { WORDS = 624, MIDDLE = 397 };

void hf_mt19937_seed(hf_mt19937 *generator, uint32_t seed)
{
    uint32_t *state = generator->state;
    state[0] = seed;
    for (uint32_t i = 1; i < WORDS; i++)
        state[i] = 1812433253u * (state[i - 1] ^ (state[i - 1] >> 30)) + i;
    generator->next = WORDS;
}

static void refill(uint32_t *state)
{
    for (int i = 0; i < WORDS; i++) {
        uint32_t joined = (state[i] & 0x80000000u) | (state[(i + 1) % WORDS] & 0x7fffffffu);
        state[i] = state[(i + MIDDLE) % WORDS] ^ (joined >> 1) ^ ((joined & 1u) * 0x9908b0dfu);
    }
}

uint32_t hf_mt19937_next(hf_mt19937 *generator)
{
    if (generator->next == WORDS) {
        refill(generator->state);
        generator->next = 0;
    }
    uint32_t word = generator->state[generator->next++];
    word ^= word >> 11;
    word ^= (word << 7) & 0x9d2c5680u;
    word ^= (word << 15) & 0xefc60000u;
    return word ^ (word >> 18);
}
