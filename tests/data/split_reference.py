"""Prints the table of test_split_reference.c: the splits of a small data set, from Philox 4x32-10
(Salmon et al. 2011), Lemire's bounded numbers (2019) and Fisher and Yates' shuffle, written down
here a second time."""

MASK = 0xFFFFFFFF
PURPOSE_SPLIT = 3
SHUFFLE, KFOLD, PAIRS = range(3)


def philox(key, counter):
    k, c = list(key), list(counter)
    for _ in range(10):
        p0, p1 = 0xD2511F53 * c[0], 0xCD9E8D57 * c[2]
        c = [(p1 >> 32) ^ c[1] ^ k[0], p1 & MASK, (p0 >> 32) ^ c[3] ^ k[1], p0 & MASK]
        k = [(k[0] + 0x9E3779B9) & MASK, (k[1] + 0xBB67AE85) & MASK]
    return c


def numbers(seed, a, b, c):
    place = 0
    while True:
        yield from philox((PURPOSE_SPLIT, seed), (place, a, b, c))
        place += 1


def below(stream, bound):
    while True:
        product = next(stream) * bound
        if product & MASK >= (1 << 32) % bound:
            return product >> 32


def shuffled(items, seed, index, label, kind):
    items, stream = list(items), numbers(seed, index, label, kind)
    for i in range(len(items) - 1, 0, -1):
        j = below(stream, i + 1)
        items[i], items[j] = items[j], items[i]
    return items


def rows_of(labels):
    return [[i for i, y in enumerate(labels) if y == c] for c in range(max(labels) + 1)]


def shuffle(labels, seed, split, fraction, kind=SHUFFLE):
    train = set()
    for c, rows in enumerate(rows_of(labels)):
        train.update(shuffled(rows, seed, split, c, kind)[:round(fraction * len(rows))])
    return train


def kfold(labels, seed, split, folds):
    repeat, fold = divmod(split, folds)
    dealt = [row for c, rows in enumerate(rows_of(labels))
             for row in shuffled(rows, seed, repeat, c, KFOLD)]
    return {row for position, row in enumerate(dealt) if position % folds != fold}


def pair(labels, seed, split):
    half = shuffle(labels, seed, split // 2, 0.5, PAIRS)
    return half if split % 2 == 0 else set(range(len(labels))) - half


if __name__ == "__main__":
    y = [0, 1, 1, 2, 0, 0, 1, 2, 2, 0, 1, 0, 0, 1, 2, 2, 0, 1, 0, 2]
    for name, make in (
            ("HF_SPLITS_STRATIFIED_SHUFFLE", lambda seed, p: shuffle(y, seed, p, 0.6)),
            ("HF_SPLITS_STRATIFIED_KFOLD", lambda seed, p: kfold(y, seed, p, 3)),
            ("HF_SPLITS_COMPLEMENTARY_PAIRS", lambda seed, p: pair(y, seed, p))):
        for seed in (0, 4294967295):
            for split in range(6):
                text = "".join("1" if i in make(seed, split) else "0" for i in range(len(y)))
                print('    {%s, %d, %d, "%s"},' % (name, seed, split, text))
