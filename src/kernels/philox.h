/* Philox 4x32-10 (Salmon et al. 2011), 16 counters at a time; part of body.h. */

static void philox(const uint32_t key[2], const uint32_t counter[4], uint32_t *numbers)
{
    enum { ROUNDS = 10 };
    static const uint32_t steps[HF_LANES] = {0, 1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12, 13, 14, 15};
    const integer_lane first = integer_set((int)0xD2511F53u),
                       second = integer_set((int)0xCD9E8D57u);
    integer_lane a = integer_add(integer_set((int)counter[0]), integer_load(steps));
    integer_lane b = integer_set((int)counter[1]), c = integer_set((int)counter[2]);
    integer_lane d = integer_set((int)counter[3]), high_a, high_c;
    uint32_t x = key[0], y = key[1];
    UNROLL for (int round = 0; round < ROUNDS; round++, x += 0x9E3779B9u, y += 0xBB67AE85u)
    {
        const integer_lane low_a = integer_multiply(a, first, &high_a);
        const integer_lane low_c = integer_multiply(c, second, &high_c);
        a = integer_xor(integer_xor(high_c, b), integer_set((int)x));
        c = integer_xor(integer_xor(high_a, d), integer_set((int)y));
        b = low_c;
        d = low_a;
    }
    integer_store(numbers, a);
    integer_store(numbers + HF_LANES, b);
    integer_store(numbers + 2 * HF_LANES, c);
    integer_store(numbers + 3 * HF_LANES, d);
}
