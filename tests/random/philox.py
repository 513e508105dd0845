"""The program's random numbers, written down a second time for the references: Philox 4x32-10 (Salmon et
al. 2011), Lemire's bounded numbers (2019), the shuffle of Fisher and Yates."""

import itertools

MASK = 0xFFFFFFFF


def philox(key, counter):
    (k0, k1), (c0, c1, c2, c3) = key, counter
    for _ in range(10):
        p0, p1 = c0 * 0xD2511F53, c2 * 0xCD9E8D57
        c0, c1, c2, c3 = (p1 >> 32) ^ c1 ^ k0, p1 & MASK, (p0 >> 32) ^ c3 ^ k1, p0 & MASK
        k0, k1 = (k0 + 0x9E3779B9) & MASK, (k1 + 0xBB67AE85) & MASK
    return c0, c1, c2, c3


def stream(key, place):
    """Numbers of 32 bits: those of the counters (0, *place), (1, *place) ..."""
    for block in itertools.count():
        yield from philox(key, (block, *place))


def below(numbers, bound):
    """Uniform on 0 ... bound - 1: the high half of a product, drawn again where it would be unfair."""
    while True:
        product = next(numbers) * bound
        if product & MASK >= 2**32 % bound:
            return product >> 32


def shuffled(items, numbers):
    items = list(items)
    for i in range(len(items) - 1, 0, -1):
        j = below(numbers, i + 1)
        items[i], items[j] = items[j], items[i]
    return items


assert philox((0, 0), (0, 0, 0, 0)) == (0x6627E8D5, 0xE169C58D, 0xBC57AC4C, 0x9B00DBD8)
