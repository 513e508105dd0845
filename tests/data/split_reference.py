"""Prints the table of test_split_reference.c: the splits of a small data set, written down here a second
time, with the random numbers of tests/random/philox.py."""

import pathlib
import sys

sys.path.insert(0, str(pathlib.Path(__file__).resolve().parents[1] / "random"))
import philox  # noqa: E402

PURPOSE_SPLIT = 3
SHUFFLE, KFOLD, PAIRS = range(3)


def shuffled(items, seed, index, label, kind):
    return philox.shuffled(items, philox.stream((PURPOSE_SPLIT, seed), (index, label, kind)))


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
