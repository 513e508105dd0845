"""Every importance of the contract in NumPy, float64, by its definition and not by holdfast's way.

The networks are evaluated anew for each shuffle, integrated gradients by cutting each line where
units switch, and Philox is written out from Salmon et al. (2011).
"""

import numpy as np

MASK = np.uint64(0xFFFFFFFF)


def philox(key, counter):
    """Philox 4x32-10: key (k0, k1) and counter (c0, c1, c2, c3), arrays or numbers of 32 bits."""
    k0, k1 = (np.uint64(k) for k in key)
    c0, c1, c2, c3 = np.broadcast_arrays(*(np.asarray(c, np.uint64) for c in counter))
    for _ in range(10):
        p0, p1 = c0 * np.uint64(0xD2511F53), c2 * np.uint64(0xCD9E8D57)
        high = np.uint64(32)
        c0, c1, c2, c3 = (p1 >> high) ^ c1 ^ k0, p1 & MASK, (p0 >> high) ^ c3 ^ k1, p0 & MASK
        k0, k1 = (k0 + np.uint64(0x9E3779B9)) & MASK, (k1 + np.uint64(0xBB67AE85)) & MASK
    return np.stack([c0, c1, c2, c3], axis=-1)


class Stream:
    """Numbers of the calls n = 0, 1, ... of one stream."""

    def __init__(self, key, counter):
        self.key, self.counter = key, counter
        self.numbers, self.calls = [], 0

    def next(self):
        if not self.numbers:
            n = np.arange(self.calls, self.calls + 256)
            self.numbers = [int(x) for x in philox(self.key, (n, *self.counter)).ravel()][::-1]
            self.calls += 256
        return self.numbers.pop()

    def below(self, bound):
        """Lemire (2019): the high half of a product, drawn again where it would be unfair."""
        while True:
            product = self.next() * bound
            if product % 2**32 >= 2**32 % bound:
                return product >> 32


def shuffled(items, stream):
    """Fisher and Yates."""
    items = np.array(items)
    for i in range(len(items) - 1, 0, -1):
        j = stream.below(i + 1)
        items[i], items[j] = items[j], items[i]
    return items


def shuffle_stream(significance_seed, seed, hidden, split, feature, repeat):
    place = (hidden << 44) + (split << 22) + feature
    return Stream((4 + (repeat << 8), significance_seed), (seed, place & 0xFFFFFFFF, place >> 32))


class Replica:
    """Weights [.., ..], test rows x with labels y, the training mean of the inputs, and the keys. One
    output is for a measured outcome, y as it was standardised: nothing is centred. feature_of [input]:
    the feature that an input belongs to; None: each its own."""

    def __init__(self, weights, x, y, mean, seed, split, feature_of=None):
        self.w1, self.b1, self.w2, self.b2 = (np.asarray(w, np.float64) for w in weights)
        self.x, self.y, self.mean = np.asarray(x, np.float64), y, np.asarray(mean, np.float64)
        self.hidden, inputs = self.w1.shape
        feature_of = np.arange(inputs) if feature_of is None else np.asarray(feature_of)
        self.features = feature_of.max() + 1
        self.inputs = [np.flatnonzero(feature_of == f) for f in range(self.features)]
        self.seed, self.split = int(seed), int(split)
        self.v = self.w2 - self.w2.mean(axis=0) if len(self.w2) > 1 else self.w2

    def loss(self, x):
        logits = np.maximum(x @ self.w1.T + self.b1, 0) @ self.w2.T + self.b2
        if len(self.w2) == 1:
            return ((self.y - logits[:, 0]) ** 2).mean()
        most = logits.max(axis=1)
        rest = np.log(np.exp(logits - most[:, None]).sum(axis=1)) + most
        return (rest - logits[np.arange(len(x)), self.y]).mean()


    def by_feature(self, combine, of_inputs):
        """[feature]: `combine` of what its inputs have, the last axis."""
        return np.array([combine(of_inputs[..., inputs]) for inputs in self.inputs])


METHODS = {}


def importance(function):
    """Makes the function that of the method of its name: importance [feature] of a replica."""
    METHODS[function.__name__] = function
    return function


@importance
def max_weight(replica, _):
    return replica.by_feature(np.max, replica.w1)


@importance
def max_abs_weight(replica, _):
    return replica.by_feature(np.max, np.abs(replica.w1))


@importance
def l2_norm(replica, _):
    return replica.by_feature(np.linalg.norm, replica.w1)


@importance
def garson(replica, _):
    sizes = np.abs(replica.w1)
    sums = sizes.sum(axis=1, keepdims=True)
    shares = np.divide(sizes, sums, out=np.zeros_like(sizes), where=sums > 0)
    total = (np.linalg.norm(replica.v, axis=0)[:, None] * shares).sum(axis=0)
    return replica.by_feature(np.sum, total / total.sum())


@importance
def olden(replica, _):
    return replica.by_feature(np.linalg.norm, replica.v @ replica.w1)


@importance
def permutation(replica, significance):
    rises = np.zeros((replica.features, significance["permutation_repeats"]))
    base = replica.loss(replica.x)
    for feature in range(replica.features):
        for repeat in range(rises.shape[1]):
            x = replica.x.copy()
            stream = shuffle_stream(significance["seed"], replica.seed, replica.hidden,
                                    replica.split, feature, repeat)
            inputs = replica.inputs[feature]
            x[:, inputs] = x[shuffled(np.arange(len(x)), stream)][:, inputs]
            rises[feature, repeat] = replica.loss(x) - base
    return rises.mean(axis=1)


def attributions(replica, x):
    """IG [class, input] of one row: between the places t of the line from the mean to x where
    some unit switches, the gradient is constant."""
    start = replica.w1 @ replica.mean + replica.b1
    end = replica.w1 @ x + replica.b1
    switches = [-a / (b - a) for a, b in zip(start, end) if a * b < 0]
    cuts = np.array([0, *sorted(switches), 1])
    gradient = np.zeros(replica.v.shape[:1] + replica.w1.shape[1:])
    for begin, finish in zip(cuts[:-1], cuts[1:]):
        active = start + (end - start) * (begin + finish) / 2 > 0
        gradient += (finish - begin) * (replica.v * active) @ replica.w1
    return gradient * (x - replica.mean)


def outputs(replica, x):
    return replica.v @ np.maximum(replica.w1 @ x + replica.b1, 0)


@importance
def integrated_gradients(replica, _):
    total = np.zeros(replica.features)
    for x in replica.x:
        ig = attributions(replica, x)
        change = outputs(replica, x) - outputs(replica, replica.mean)
        assert np.abs(ig.sum(axis=1) - change).max() < 1e-9 * (1 + np.abs(change).max())
        total += replica.by_feature(lambda of: np.linalg.norm(of.sum(axis=-1)), ig)
    return total / len(replica.x)
