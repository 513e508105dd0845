"""The conditional test once more, by NumPy, from a results file alone:

    conditional_reference.py RESULTS.h5 [--draws B] [--fdr Q] [--group-correlation R]

prints p, q and what is said beside them for each feature and group. The steps 1 to 9 are those of the
definition in docs/statistics.md; reference_conditional.py compares. Nothing is shared with the program but the file; the permutations come
from a second Philox.
"""
import argparse
import functools
import pathlib
import sys

import h5py
import numpy as np
from scipy.special import ndtri
from scipy.stats import rankdata

sys.path.insert(0, str(pathlib.Path(__file__).resolve().parents[1] / "random"))
import philox  # noqa: E402

PURPOSE_CONDITIONAL = 9
FIRST_DRAWS, GO_ON = 99, 0.15
SCALE, CLIP = 2.0**24, 2.0**15
CLOSE = 1e-5  # standard deviations
OWN_LEAST, DEPENDENCE_MOST = 0.01, 4.0
DEFINED, CONSTANT, TOO_LITTLE, DEPENDENCE = 1, 3, 4, 5  # as the file numbers them


# ---- permutations (step 4) ------------------------------------------------------------------

def philox_numbers(key, first, draws, blocks):
    """[draw, 4 blocks] u64: the streams (b, 0, 0) of the draws b = first ... first + draws - 1."""
    mask, low = np.uint64(0xFFFFFFFF), np.uint64(32)
    c0 = np.broadcast_to(np.arange(blocks, dtype=np.uint64), (draws, blocks))
    c1 = np.broadcast_to(np.arange(first, first + draws, dtype=np.uint64)[:, None], (draws, blocks))
    c2 = c3 = np.zeros((draws, blocks), np.uint64)
    k0, k1 = key
    for _ in range(10):
        p0, p1 = c0 * np.uint64(0xD2511F53), c2 * np.uint64(0xCD9E8D57)
        c0, c1, c2, c3 = ((p1 >> low) ^ c1 ^ np.uint64(k0), p1 & mask,
                          (p0 >> low) ^ c3 ^ np.uint64(k1), p0 & mask)
        k0, k1 = (k0 + 0x9E3779B9) & philox.MASK, (k1 + 0xBB67AE85) & philox.MASK
    return np.stack([c0, c1, c2, c3], axis=-1).reshape(draws, 4 * blocks)


@functools.lru_cache(maxsize=8)
def permutations(n, draws, seed, first=1):
    """[draw, n]: the draws first ... first + draws - 1. All shuffles advance together, one number a step;
    the rare draw that needs a number again is made by the plain code."""
    numbers = philox_numbers((PURPOSE_CONDITIONAL, seed), first, draws, n // 4 + 1)
    orders = np.tile(np.arange(n), (draws, 1))
    every, again = np.arange(draws), np.zeros(draws, bool)
    for step, i in enumerate(range(n - 1, 0, -1)):
        product = numbers[:, step] * np.uint64(i + 1)
        again |= (product & np.uint64(philox.MASK)) < 2**32 % (i + 1)
        j = (product >> np.uint64(32)).astype(np.int64)
        orders[every, i], orders[every, j] = orders[every, j], orders[every, i].copy()
    for b in np.flatnonzero(again):
        numbers_of = philox.stream((PURPOSE_CONDITIONAL, seed), (first + int(b), 0, 0))
        orders[b] = philox.shuffled(range(n), numbers_of)
    return orders


# ---- the model of the features (steps 1 to 3, 5) --------------------------------------------

def input_columns(x, feature):
    """[row, input] of x [row, feature], feature [input] being the feature that each belongs to: a category of
    several inputs has a 0/1 column a level."""
    size = np.bincount(feature, minlength=x.shape[1])
    columns = x[:, feature].astype(float)
    for f in np.flatnonzero(size > 1):
        numbers = x[:, f][:, None]
        columns[:, feature == f] = np.where(np.isnan(numbers), np.nan, numbers == np.arange(size[f]))
    return columns


class Features:
    """Normal scores of the inputs x [row, input], their precision, and copies of columns. feature [input]."""

    def __init__(self, x, feature):
        self.x, (self.n, self.d), self.feature = x, x.shape, feature
        self.present = ~np.isnan(x)
        self.z = np.zeros(x.shape)
        self.center, self.spread = np.zeros(self.d), np.zeros(self.d)
        for j in range(self.d):
            self.score(j)
        self.shrinkage = 0.01
        if self.n < 2 * self.d:
            self.shrinkage = max(0.01, ledoit_wolf(self.z))
        self.precision, self.whitened = self.invert()

    def score(self, j):
        seen = self.present[:, j]
        values = self.x[seen, j]
        if len(np.unique(values)) < 2:
            return
        raw = ndtri((rankdata(values) - 0.5) / len(values))
        self.center[j] = raw.mean()
        self.spread[j] = np.sqrt(np.mean((raw - raw.mean())**2))
        self.z[seen, j] = (raw - self.center[j]) / self.spread[j]

    def invert(self):
        covariance = (1 - self.shrinkage) * (self.z.T @ self.z) / self.n
        precision = np.linalg.inv(covariance + self.shrinkage * np.eye(self.d))
        return precision, self.z @ precision

    def residuals(self, members):
        """[row, member]: what the members' scores have beyond all other inputs."""
        own = self.precision[np.ix_(members, members)]
        return np.linalg.solve(own, self.whitened[:, members].T).T

    def copies(self, members, residual, orders):
        """[1 + draw, row, member]: the data (b = 0) and the copies."""
        movable = np.flatnonzero(self.present[:, members].all(axis=1))
        if len(movable) < self.n:
            orders = np.array([order[np.isin(order, movable)] for order in orders])
        made = np.tile(self.x[:, members], (1 + len(orders), 1, 1))
        for k, j in enumerate(members):
            kept = self.z[movable, j] - residual[movable, k]
            scores = (kept + residual[:, k][orders]) * self.spread[j] + self.center[j]
            ascending = np.sort(self.x[self.present[:, j], j])
            n = len(ascending)
            steps = ndtri(np.arange(1, n) / n)
            made[1:, movable, k] = ascending[np.searchsorted(steps, scores, side="right")]
        for f in np.unique(self.feature[members]):
            levels = np.flatnonzero(self.feature[members] == f)
            if len(levels) > 1:
                self.copy_levels(made, members, levels, residual, movable, orders)
        return made

    def copy_levels(self, made, members, levels, residual, movable, orders):
        """Of a category the level with the largest score; one without samples is none."""
        columns = members[levels]
        scores = (self.z[movable][:, columns] - residual[movable][:, levels]
                  + residual[:, levels][orders])
        scores[:, :, self.spread[columns] == 0] = -np.inf
        chosen = scores.argmax(axis=2)[:, :, None] == np.arange(len(levels))
        made[np.ix_(range(1, len(made)), movable, levels)] = chosen

    def misfit(self, members, residual):
        fit = self.z[:, members] - residual
        worst = 0.0
        for k in range(len(members)):
            r, f = residual[:, k], fit[:, k]
            for a, b in ((r * r, f), (r, f * f), (r * r, f * f)):
                worst = max(worst, abs(correlation(a, b)))
        return np.sqrt(self.n) * worst

    def dependence(self, members, residual):
        """The outside feature with whose input a residual goes most, -1 where root n times the correlation is at
        most 4."""
        outside = np.setdiff1d(np.arange(self.d), members)
        found = [(abs(correlation(residual[:, k], self.z[:, j])), self.feature[j])
                 for k in range(len(members)) for j in outside if self.spread[j] > 0]
        most, feature = max(found, default=(0.0, -1))
        return int(feature) if np.sqrt(self.n) * most > DEPENDENCE_MOST else -1


def correlation(a, b):
    a, b = a - a.mean(), b - b.mean()
    size = np.sqrt((a @ a) * (b @ b))
    return a @ b / size if size > 0 else 0.0


def ledoit_wolf(z):
    """Ledoit and Wolf's (2004) intensity for columns of mean 0, as scikit-learn computes it."""
    n, d = z.shape
    covariance = z.T @ z / n
    mu = np.trace(covariance) / d
    squares = (covariance**2).sum()
    beta = (((z**2).T @ (z**2)).sum() / n - squares) / (d * n)
    delta = (squares - 2 * mu * np.trace(covariance) + d * mu**2) / d
    return 0.0 if min(beta, delta) == 0 else min(beta, delta) / delta


# ---- what the networks say (step 6) ---------------------------------------------------------

class Networks:
    """The networks of the first seeds: weights, and the rows that each has not been trained on."""

    def __init__(self, file, seeds=None, dtype=np.float64):
        table = file["dataset/x"][()]
        self.feature = file["dataset/input_feature"][()]
        self.x = input_columns(table, self.feature)
        self.y = file["dataset/y"][()]
        self.classes = len(file["class"])
        self.test = file["splits/train"][()] == 0
        self.center, self.scale = file["splits/center"][()], file["splits/scale"][()]
        self.fill = file["splits/fill"][()] if "splits/fill" in file else self.center
        self.dtype = dtype
        all_seeds = len(file["seed"])
        seeds = min(all_seeds, seeds or min(8, all_seeds))
        self.of_split = [[] for _ in self.test]
        status, split = file["replicas/status"][()], file["replicas/split"][()]
        for hidden in file["hidden"][()]:
            group = file[f"weights/hidden_{hidden:04d}"]
            parts = [group[name][()] for name in ("input_weight", "input_bias", "output_weight",
                                                  "output_bias")]
            for row, number in enumerate(file[f"replica_{hidden:04d}"][()]):
                if status[number] == 1 and number % all_seeds < seeds:
                    w1, b1, w2, b2 = (part[row].astype(dtype) for part in parts)
                    self.of_split[split[number]].append((w1, b1, w2 - w2.mean(axis=0), b2 - b2.mean()))
        self.count = sum(map(len, self.of_split))
        counts = sum(len(of) * test for of, test in zip(self.of_split, self.test))
        self.rows = np.flatnonzero(counts)
        self.networks_of_row = counts[self.rows]

    def standardized(self, split, values, columns):
        """As the network sees it: the cast to float32 is part of the definition."""
        filled = np.where(np.isnan(values), self.fill[split, columns], values)
        seen = (filled - self.center[split, columns]) / self.scale[split, columns]
        return seen.astype(np.float32).astype(self.dtype)

    def split_sums(self, split, members, copies):
        """i64 [draw, tested row of the split, class]: sums of the split's networks' rounded logits."""
        rows = np.flatnonzero(self.test[split])
        x = self.standardized(split, self.x[rows], slice(None))
        change = self.standardized(split, copies[:, rows], members) - x[None][:, :, members]
        change = np.ascontiguousarray(np.moveaxis(change, 2, 0)).reshape(len(members), -1)
        total = 0
        for w1, b1, w2, b2 in self.of_split[split]:
            before = w1 @ x.T + b1[:, None]
            units = (w1[:, members] @ change).reshape(len(b1), len(copies), len(rows))
            units += before[:, None, :]
            np.maximum(units, 0, out=units)
            logits = w2 @ units.reshape(len(b1), -1) + b2[:, None]
            total = total + np.clip(np.rint(logits.astype(np.float64) * SCALE), -CLIP * SCALE,
                                    CLIP * SCALE).astype(np.int64)
        return np.moveaxis(total.reshape(-1, len(copies), len(rows)), 0, 2)

    def sums(self, members, copies):
        """i64 [draw, tested row, class]: sums over all networks."""
        total = np.zeros((len(copies), self.test.shape[1], self.classes), np.int64)
        for split, test in enumerate(self.test):
            if self.of_split[split]:
                total[:, test] += self.split_sums(split, members, copies)
        return total[:, self.rows]

    def mean_logits(self, sums):
        return sums / (self.networks_of_row[:, None] * SCALE)


# ---- labels given the predictions, and the count (steps 7 and 8) -----------------------------

def unit_scores(mean):
    """u [row, class] of the mean logits, or None where they do not vary."""
    centred = mean - mean.mean(axis=0)
    size = np.sqrt(np.mean(centred**2))
    return centred / (2 * size) if size > 0 else None


def fitted(u, y):
    """[row, class]: the probabilities of the fitted softmax_c(a_c + t u[i,c])."""
    n, classes = u.shape
    counts = np.bincount(y, minlength=classes)
    a = np.log((counts + 0.5) / (counts[-1] + 0.5))
    t, onehot = 0.0, np.eye(classes)[y]
    for _ in range(8):
        p = softmax(a + t * u)
        mean_u = (p * u).sum(axis=1)
        gradient = np.append((onehot - p).sum(axis=0)[:-1], ((onehot - p) * u).sum() - t)
        hessian = np.empty((classes, classes))
        hessian[:-1, :-1] = np.diag(p.sum(axis=0)[:-1]) - p[:, :-1].T @ p[:, :-1]
        hessian[:-1, -1] = hessian[-1, :-1] = (p * (u - mean_u[:, None])).sum(axis=0)[:-1]
        hessian[-1, -1] = ((p * u * u).sum(axis=1) - mean_u**2).sum() + 1
        hessian[np.diag_indices(classes)] += 1e-9
        step = np.clip(np.linalg.solve(hessian, gradient), -1, 1)
        a[:-1] += step[:-1]
        t = max(0.0, t + step[-1])
    return softmax(a + t * u)


def softmax(logits):
    e = np.exp(logits - logits.max(axis=1, keepdims=True))
    return e / e.sum(axis=1, keepdims=True)


def judge(logits, y, classes):
    """p, spread ratio, and the statistics S_b of the mean logits [1 + draw, row, class]."""
    mean = logits.mean(axis=0)
    away = np.sqrt(np.mean((logits - mean)**2, axis=(1, 2)))
    ratio = away[0] / away[1:].mean() if away[1:].mean() > 0 else np.nan
    u = unit_scores(mean)
    if u is None:
        return 1.0, ratio, np.zeros(len(logits))
    e = np.eye(classes)[y] - fitted(u, y)
    s = np.tensordot(logits, e, axes=((1, 2), (0, 1)))
    return (1 + np.sum(s[1:] >= s[0])) / len(s), ratio, s


# ---- groups ---------------------------------------------------------------------------------

def grouped(x, feature, threshold=0.7, named=()):
    """The partition of the features, in the order of first members: `named` lists, the rest by linkage; those of
    several inputs stand by themselves."""
    taken = {f for group in named for f in group}
    size = np.bincount(feature)
    alone = [[f] for f in range(len(size)) if f not in taken and size[f] > 1]
    rest = [f for f in range(len(size)) if f not in taken and size[f] == 1]
    columns = x[:, np.searchsorted(feature, rest)]
    return sorted([sorted(group) for group in named] + alone + linked(columns, threshold, rest))


def mean_ranks(column):
    seen = ~np.isnan(column)
    ranks = np.zeros(len(column))
    ranks[seen] = rankdata(column[seen]) - (seen.sum() + 1) / 2
    return ranks


def linked(x, threshold, names):
    """Average linkage on 1 - |rho| as long as the mean distance is below 1 - threshold; of equal pairs the
    one with the lowest first members. Clusters stay in the order of their first members."""
    ranks = [mean_ranks(x[:, j]) for j in range(x.shape[1])]
    distance = np.array([[1 - abs(correlation(a, b)) for b in ranks] for a in ranks])
    clusters = [[j] for j in range(len(ranks))]
    while len(clusters) > 1:
        upper = np.where(np.triu(np.ones(distance.shape, bool), 1), distance, np.inf)
        a, b = np.unravel_index(np.argmin(upper), upper.shape)
        if not upper[a, b] < 1 - threshold:
            break
        sizes = len(clusters[a]), len(clusters[b])
        distance[a] = (sizes[0] * distance[a] + sizes[1] * distance[b]) / sum(sizes)
        distance[:, a] = distance[a]
        distance = np.delete(np.delete(distance, b, 0), b, 1)
        clusters[a] += clusters.pop(b)
    return [sorted(names[j] for j in cluster) for cluster in clusters]


# ---- the test -------------------------------------------------------------------------------

def adjusted(p, dependent=False):
    """q of Benjamini and Hochberg, or of Benjamini and Yekutieli; NaN is no test."""
    p = np.asarray(p, float)
    q, tests = np.full(len(p), np.nan), np.flatnonzero(~np.isnan(p))
    m = len(tests)
    if m:
        order = tests[np.argsort(p[tests], kind="stable")]
        factor = m * (np.sum(1 / np.arange(1, m + 1)) if dependent else 1)
        steps = p[order] * factor / np.arange(1, m + 1)
        q[order] = np.minimum(1, np.minimum.accumulate(steps[::-1])[::-1])
    return q


def reason_of(features, members, residual):
    if not (features.spread[members] > 0).any():
        return CONSTANT
    if np.mean(residual**2) < OWN_LEAST:
        return TOO_LITTLE
    if features.dependence(members, residual) >= 0:
        return DEPENDENCE
    return DEFINED


def test_one(features, networks, members, draws, seed):
    """All that is said of one feature or group; members are features."""
    members = np.flatnonzero(np.isin(features.feature, members))
    residual = features.residuals(members)
    said = {"reason": reason_of(features, members, residual), "p_value": np.nan, "draws": 0,
            "spread_ratio": np.nan, "close": 0, "own_variation": np.mean(residual**2),
            "misfit": features.misfit(members, residual),
            "dependent_on": features.dependence(members, residual)}
    if said["reason"] != DEFINED:
        return said
    y = networks.y[networks.rows]
    for count in (min(FIRST_DRAWS, draws), draws):
        copies = features.copies(members, residual, permutations(features.n, count, seed))
        logits = networks.mean_logits(networks.sums(members, copies))
        said["p_value"], said["spread_ratio"], s = judge(logits, y, networks.classes)
        said["draws"] = count
        said["close"] = np.sum(np.abs(s[1:] - s[0]) <= CLOSE * s.std())
        if count == draws or said["p_value"] > GO_ON:
            return said


def conditional(path, draws=999, seed=0, group_correlation=0.7, named=(), seeds=None,
                dtype=np.float64):
    """{name: array} as in /significance/conditional; "groups": the lists of members; "close": how many draws
    are so near to the data that rounding decides."""
    with h5py.File(path, "r") as file:
        networks = Networks(file, seeds, dtype)
    features = Features(networks.x, networks.feature)
    groups = grouped(networks.x, networks.feature, group_correlation, named)
    single = [(int(f),) for f in np.unique(networks.feature)]
    done = {}
    for members in single + [tuple(g) for g in groups]:
        if members not in done:
            done[members] = test_one(features, networks, members, draws, seed)
    found = {"groups": groups, "networks": networks.count}
    for prefix, family in (("", single), ("group_", map(tuple, groups))):
        rows = [done[members] for members in family]
        for name in ("p_value", "own_variation", "misfit", "spread_ratio", "draws", "reason",
                     "dependent_on", "close"):
            found[prefix + name] = np.array([row[name] for row in rows])
        found[prefix + "q_value"] = adjusted(found[prefix + "p_value"])
        found[prefix + "q_value_by"] = adjusted(found[prefix + "p_value"], dependent=True)
    return found


def main():
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("results")
    parser.add_argument("--draws", type=int, default=999)
    parser.add_argument("--seed", type=int, default=0)
    parser.add_argument("--group-correlation", type=float, default=0.7)
    asked = parser.parse_args()
    found = conditional(asked.results, asked.draws, asked.seed, asked.group_correlation)
    for prefix, names in (("", range(len(found["p_value"]))), ("group_", found["groups"])):
        print("members p q q_by own_variation misfit spread_ratio draws reason")
        for i, name in enumerate(names):
            print(name, *(f"{found[prefix + field][i]:.4g}" for field in
                          ("p_value", "q_value", "q_value_by", "own_variation", "misfit",
                           "spread_ratio", "draws", "reason")))


if __name__ == "__main__":
    main()
