"""All of /significance again, from /importance, /replicas and /dataset alone:

    reference.py HOLDFAST

Trains small experiments with the program and recomputes every number by the plainest code that
follows the definitions: explicit pairs of voters, explicit loops over seeds and splits, the
bootstrap's draws from a second Philox. Nothing is shared with the program but the file.

Exits 77 (skipped) where h5py or NumPy is not installed.
"""
import itertools
import math
import os
import pathlib
import subprocess
import sys
import tempfile

TESTS = pathlib.Path(__file__).resolve().parents[1]
sys.path[:0] = [str(TESTS / "commands"), str(TESTS / "random")]
import skips  # noqa: E402
from philox import below, stream  # noqa: E402

try:
    import h5py
    import numpy as np
except ImportError as reason:
    skips.end(f"{reason} (Debian: python3-h5py)")

from reference_cases import CASES, CLAIMS, configuration, table

NAN = float("nan")
BOOTSTRAP = 5  # hf_purpose
OF_TRAINING_ROWS = ("max_abs_weight", "l2_norm", "garson", "olden")


# ---- random numbers -------------------------------------------------------------------------

def multiplicities(seed, draw, factor, units):
    numbers = stream((BOOTSTRAP, seed), (draw, factor, 0))
    counts = [0] * units
    for _ in range(units):
        counts[below(numbers, units)] += 1
    return np.array(counts)


# ---- the file -------------------------------------------------------------------------------

class Experiment:
    def __init__(self, file, settings):
        self.file = file
        self.significance = file["significance"]
        self.methods = file["method"].attrs["names"].decode().split("\n")
        self.status = file["replicas/status"][()]
        self.learned = file["replicas/learned"][()]
        self.S, self.H, self.P = (len(file[name]) for name in ("seed", "hidden", "split"))
        self.d = len(file["feature"])
        self.number = np.arange(self.S * self.H * self.P)
        self.s = self.number % self.S
        self.h = self.number // self.S % self.H
        self.p = self.number // self.S // self.H
        assert (file["replicas/split"][()] == self.p).all()
        self.k = settings.get("top", max(1, min(5, self.d // 3)))
        self.votes_all = settings.get("votes") == "all"
        self.confidence = settings.get("confidence", 0.95)
        self.draws = settings["bootstrap"]
        self.seed = settings.get("seed", 0)
        self.splits = settings["splits"]
        self.unit_splits = settings.get("unit_splits", 1)
        self.halves = settings.get("halves", False)

    def draw_weights(self):
        """[draw, seed], [draw, split]: multiplicities."""
        units = self.P // self.unit_splits
        seeds = [multiplicities(self.seed, b, 0, self.S) for b in range(self.draws)]
        splits = [np.repeat(multiplicities(self.seed, b, 1, units), self.unit_splits)
                  for b in range(self.draws)]
        return np.array(seeds), np.array(splits)


def ranks_of(importance):
    """1 is the largest, ties to the lower index; None where one is not finite."""
    if not np.isfinite(importance).all():
        return None
    rank = np.empty(len(importance), int)
    rank[np.argsort(-importance.astype(float), kind="stable")] = np.arange(1, len(importance) + 1)
    return rank


def middle_ranks(values):
    _, place, count = np.unique(values, return_inverse=True, return_counts=True)
    return (np.cumsum(count) - (count - 1) / 2)[place]


def spearman(x, y):
    a, b = middle_ranks(x), middle_ranks(y)
    a, b = a - a.mean(), b - b.mean()
    return (a * b).sum() / np.sqrt((a * a).sum() * (b * b).sum())


# ---- statistics -----------------------------------------------------------------------------

def nogueira(selected, voters, k, d):
    if voters < 2 or k == d:
        return NAN
    share = selected / voters
    return 1 - (voters / (voters - 1) * share * (1 - share)).mean() / (k / d * (1 - k / d))


def overlap(pairs, sets, k, d, weights=None):
    """Mean overlap of the ordered pairs of voters in the mask, scaled."""
    weights = np.ones(len(sets)) if weights is None else weights
    together = np.outer(weights, weights) * pairs
    if together.sum() == 0 or k == d:
        return NAN
    shared = sets @ sets.T
    return ((together * shared).sum() / together.sum() - k * k / d) / (k - k * k / d)


def kendall(ranks):
    m, d = ranks.shape
    if m < 2:
        return NAN
    total = ranks.sum(0)
    return 12 * ((total - total.mean())**2).sum() / (m * m * (d**3 - d))


def anova(y):
    """y [seed, split]: variance components."""
    S, P = y.shape
    if S < 2 or P < 2:
        return NAN, NAN, NAN
    mean, of_seed, of_split = y.mean(), y.mean(1), y.mean(0)
    ms_split = S * ((of_split - mean)**2).sum() / (P - 1)
    ms_seed = P * ((of_seed - mean)**2).sum() / (S - 1)
    ms_e = ((y - of_seed[:, None] - of_split[None, :] + mean)**2).sum() / ((S - 1) * (P - 1))
    return max(0, (ms_seed - ms_e) / P), max(0, (ms_split - ms_e) / S), ms_e


def effective(units):
    """Of the unit that each voter is of."""
    number = np.unique(units, return_counts=True)[1].astype(float)
    return number.sum()**2 / (number**2).sum() if len(number) else NAN


def limits(values, skipped, draws, confidence):
    if skipped > 0.1 * draws:
        return NAN, NAN
    alpha = 1 - confidence
    return tuple(np.quantile(values, [alpha / 2, 1 - alpha / 2]))


class Method:
    """What /significance/<method> should hold."""

    def __init__(self, e, name, weights, group):
        self.e = e
        self.name = name
        self.expected = {}
        importance = e.file["importance"][name][()]
        self.ranks = [ranks_of(row) if e.status[i] == 1 else None
                      for i, row in enumerate(importance)]
        votes = [i for i in e.number if self.ranks[i] is not None
                 and (e.votes_all or e.learned[i]) and len(set(importance[i])) > 1]
        self.voters = np.array(votes, int)
        self.rank = np.array([self.ranks[i] for i in votes]).reshape(len(votes), e.d)
        self.sets = (self.rank <= e.k).astype(float)
        self.s, self.h, self.p = e.s[self.voters], e.h[self.voters], e.p[self.voters]
        self.counts(importance)
        self.agreement()
        self.bootstrap(weights)
        self.variances()
        self.plan()
        self.bounds()
        self.groups(group)

    def mean(self, values, who):
        return values[who].mean(0) if who.any() else np.full(values.shape[1], NAN)

    def counts(self, importance):
        e, x = self.e, self.expected
        everybody = np.ones(len(self.voters), bool)
        x["voters"] = len(self.voters)
        x["voters_by_hidden"] = [(self.h == h).sum() for h in range(e.H)]
        x["voters_by_split"] = [(self.p == p).sum() for p in range(e.P)]
        x["frequency"] = self.mean(self.sets, everybody)
        x["mean_rank"] = self.mean(self.rank.astype(float), everybody)
        x["mean_importance"] = self.mean(importance[self.voters].astype(float), everybody)
        x["frequency_by_hidden"] = [self.mean(self.sets, self.h == h) for h in range(e.H)]
        x["frequency_by_split"] = [self.mean(self.sets, self.p == p) for p in range(e.P)]
        kept = min(e.d, 100)
        x["rank_count"] = [[(np.minimum(self.rank[:, f], kept) == r).sum()
                            for r in range(1, kept + 1)] for f in range(e.d)]

    def agreement(self):
        e, x, n = self.e, self.expected, len(self.voters)
        x["stability"] = nogueira(self.sets.sum(0), n, e.k, e.d)
        x["stability_by_k"] = [nogueira((self.rank <= k).sum(0), n, k, e.d)
                               for k in range(1, min(e.d, 100) + 1)]
        x["kendall_w"] = kendall(self.rank)
        by_size = [self.h == h for h in range(e.H)]
        x["stability_by_hidden"] = [nogueira(self.sets[w].sum(0), w.sum(), e.k, e.d)
                                    for w in by_size]
        x["kendall_w_by_hidden"] = [kendall(self.rank[w]) for w in by_size]
        seed, size, split = (v[:, None] == v[None, :] for v in (self.s, self.h, self.p))
        self.cross = (~seed & ~split).astype(float)
        x["stability_cross"] = overlap(self.cross, self.sets, e.k, e.d)
        x["stability_seed"] = overlap(~seed & size & split, self.sets, e.k, e.d)
        x["stability_split"] = overlap(seed & size & ~split, self.sets, e.k, e.d)
        x["stability_hidden"] = overlap(seed & ~size & split, self.sets, e.k, e.d)
        x["stability_cross_by_hidden"] = [
            overlap(self.cross[np.ix_(w, w)], self.sets[w], e.k, e.d) for w in by_size]

    def bootstrap(self, weights):
        e, x = self.e, self.expected
        x["frequency_low"], x["frequency_high"] = np.full(e.d, NAN), np.full(e.d, NAN)
        x["stability_cross_low"] = x["stability_cross_high"] = NAN
        x["draws_skipped"] = x["stability_cross_draws_skipped"] = 0
        x["voting_seeds"] = effective(self.s)
        x["voting_splits"] = effective(self.p // e.unit_splits)
        if len(self.voters) == 0:
            return
        frequencies, crosses, pairless = [], [], 0
        for of_seed, of_split in zip(*weights):
            w = (of_seed[self.s] * of_split[self.p]).astype(float)
            if w.sum() > 0:
                frequencies.append((self.sets * w[:, None]).sum(0) / w.sum())
            if (np.outer(w, w) * self.cross).sum() > 0:
                crosses.append(overlap(self.cross, self.sets, e.k, e.d, w))
            else:
                pairless += 1
        skipped = e.draws - len(frequencies)
        x["draws_skipped"], x["stability_cross_draws_skipped"] = skipped, pairless
        if not np.isnan(x["stability_cross"]):
            x["stability_cross_low"], x["stability_cross_high"] = \
                limits(crosses, pairless, e.draws, e.confidence)
        if skipped > 0.1 * e.draws:
            return
        edge = 1 - ((1 - e.confidence) / 2)**(1 / min(x["voting_seeds"], x["voting_splits"]))
        for f in range(e.d):
            low, high = limits([v[f] for v in frequencies], 0, e.draws, e.confidence)
            share = self.sets[:, f].mean()
            x["frequency_low"][f] = 1 - edge if share == 1 else low
            x["frequency_high"][f] = edge if share == 0 else high

    def variances(self):
        e, x = self.e, self.expected
        shares = np.full((3, e.H, e.d), NAN)
        used = []
        for h in range(e.H):
            table = [[self.ranks[(p * e.H + h) * e.S + s] for p in range(e.P)] for s in range(e.S)]
            table = [row for row in table if all(rank is not None for rank in row)]
            used.append(len(table))
            for f in range(e.d):
                if not table:
                    continue
                parts = np.array(anova(np.array([[rank[f] for rank in row] for row in table],
                                                float)))
                if parts.sum() > 0:
                    shares[:, h, f] = parts / parts.sum()
        x["variance_seeds_used"] = used
        x["variance_seed"], x["variance_split"], x["variance_interaction"] = shares

    def plan(self):
        e, x = self.e, self.expected
        parts = np.full((e.d, 3), NAN)
        for f in range(e.d if len(self.voters) else 0):
            u = np.zeros((e.S, e.P))
            for v, (s, p) in enumerate(zip(self.s, self.p)):
                u[s, p] += self.sets[v, f] - x["frequency"][f]
            parts[f] = anova(u / (len(self.voters) / (e.S * e.P)))
        for column, what in enumerate(("seed", "split", "interaction")):
            x["plan_variance_" + what] = parts[:, column]

    def bounds(self):
        e, x = self.e, self.expected
        x["half_samples"], x["half_sample_frequency"] = 0, np.full(e.d, NAN)
        x["error_bound"], x["error_bound_unimodal"] = np.full(4, NAN), np.full(4, NAN)
        if not e.halves or self.name not in OF_TRAINING_ROWS:
            return
        chosen = []
        for p in range(e.P):
            finished = [self.ranks[i] for i in e.number[e.p == p] if self.ranks[i] is not None]
            if finished:
                mean = np.array(finished).mean(0)
                chosen.append(ranks_of(-mean) <= e.k)
        x["half_samples"] = len(chosen)
        if not chosen:
            return
        x["half_sample_frequency"] = np.array(chosen).mean(0)
        theta, B = e.k / e.d, max(1, e.P // 2)
        for i, pi in enumerate((0.6, 0.7, 0.8, 0.9)):
            x["error_bound"][i] = e.k**2 / ((2 * pi - 1) * e.d)
            u = 2 * (2 * pi - 1 - 1 / (2 * B)) if pi <= 0.75 else \
                (1 + 1 / B) / (4 * (1 - pi + 1 / (2 * B)))
            applies = e.splits == "complementary_pairs" and len(chosen) == e.P \
                and theta <= 1 / np.sqrt(3) and pi >= 0.5 + 1 / B - 1e-12 \
                and pi > 0.5 + min(theta**2, 1 / (2 * B) + 0.75 * theta**2) + 1e-12
            if applies:
                x["error_bound_unimodal"][i] = e.k**2 / e.d / u

    def groups(self, group):
        x = self.expected
        x["group_frequency"] = [
            self.sets[:, group == g].any(1).mean() if g >= 0 and len(self.voters) else NAN
            for g in group]


def correlated_groups(e):
    """Average linkage on 1 - |rho|, cut at 0.3; numbered by first appearance; chance level of each."""
    x = e.file["dataset/x"][()] if "x" in e.file["dataset"] else e.source
    rho = np.array([[abs(spearman(x[:, a], x[:, b])) if np.ptp(x[:, a]) * np.ptp(x[:, b]) > 0 else 0
                     for b in range(e.d)] for a in range(e.d)])
    groups = [[f] for f in range(e.d)]
    while len(groups) > 1:
        pairs = [(round(1 - rho[np.ix_(a, b)].mean(), 10), a[0], b[0], i, j)
                 for i, a in enumerate(groups) for j, b in enumerate(groups) if i < j]
        distance, _, _, i, j = min(pairs)
        if distance >= 0.3:
            break
        groups[i] = sorted(groups[i] + groups.pop(j))
        groups.sort()
    result, chance = np.empty(e.d, int), np.empty(e.d)
    for number, group in enumerate(groups):
        missed = 1.0
        for i in range(e.k):
            missed *= max(0, e.d - len(group) - i) / (e.d - i)
        result[group], chance[group] = number, 1 - missed
    return result, chance


# ---- beside the methods ---------------------------------------------------------------------

def student_tail(t, df):
    """P(|T| >= t), integrated numerically over the angle of t."""
    x, w = np.polynomial.legendre.leggauss(200)
    end = np.arctan2(t, np.sqrt(df))
    whole, part = ((np.cos(a * (x + 1) / 2)**(df - 1) * w).sum() * a / 2
                   for a in (np.pi / 2, end))
    return 1 - part / whole


def student_quantile(tail, df):
    low, high = 0.0, 1e6
    for _ in range(200):
        middle = (low + high) / 2
        low, high = (middle, high) if student_tail(middle, df) > tail else (low, middle)
    return low


def score_of(e):
    """Mean, and the interval of Nadeau and Bengio."""
    done = e.status == 1
    accuracy = e.file["replicas/balanced_accuracy"][()].astype(float)
    splits = [p for p in range(e.P) if done[e.p == p].any()]
    if not splits:
        return NAN, NAN, NAN
    means = np.array([accuracy[done & (e.p == p)].mean() for p in splits])
    mean = accuracy[done].mean()
    if len(splits) < 2 or (means == means[0]).all():
        return mean, NAN, NAN
    train = e.file["splits/train"][()][splits].sum(1).mean()
    test = e.file["splits/train"].shape[1] - train
    half = student_quantile(1 - e.confidence, len(splits) - 1) * np.sqrt(
        (1 / len(splits) + test / train) * means.var(ddof=1))
    return mean, mean - half, mean + half


def chi_square_tail(x, df):
    """Through Q(a + 1, y) = Q(a, y) + exp(-y) y^a / Gamma(a + 1)."""
    y, a = x / 2, 1.0 if df % 2 == 0 else 0.5
    tail = math.exp(-y) if df % 2 == 0 else math.erfc(math.sqrt(y))
    while a < df / 2:
        tail += math.exp(-y + a * math.log(y) - math.lgamma(a + 1)) if y > 0 else 0
        a += 1
    return tail


def univariate(e, x, y):
    """Effects by counting pairs, Kruskal-Wallis by the textbook, q-values by the definition."""
    classes = len(e.file["class"])
    effect, p = np.full(e.d, NAN), np.full(e.d, NAN)
    best = np.full(e.d, -1)
    for f in range(e.d):
        there = ~np.isnan(x[:, f])
        value, label = x[there, f], y[there]
        if len(set(label)) < 2 or np.ptp(value) == 0:
            continue
        auc = {c: np.mean([(b > a) + (b == a) / 2 for a in value[label != c]
                           for b in value[label == c]]) for c in sorted(set(label))}
        far = {c: round(abs(auc[c] - 0.5), 12) for c in auc}
        c = 1 if classes == 2 else max(far, key=far.get)
        effect[f], best[f] = auc[c], c if classes > 2 else -1
        rank, n = middle_ranks(value), len(value)
        h = 12 / (n * (n + 1)) * sum(rank[label == c].sum()**2 / (label == c).sum() for c in auc) \
            - 3 * (n + 1)
        ties = np.unique(value, return_counts=True)[1].astype(float)
        p[f] = chi_square_tail(h / (1 - (ties**3 - ties).sum() / (n**3 - n)), len(auc) - 1)
    tests = np.sort(p[~np.isnan(p)])
    q = [min([1.0] + [len(tests) * t / (j + 1) for j, t in enumerate(tests) if t >= v])
         if v == v else NAN for v in p]
    return {"effect": effect, "class": best, "p_value": p, "q_value": q}


def direction_of(e, x, voters):
    """Gradients test row by test row."""
    share = np.zeros((len(e.file["class"]), e.d))
    for i in voters:
        size = e.file["hidden"][e.h[i]]
        w1, b1, w2 = (e.file[f"weights/hidden_{size:04}/{name}"][e.p[i] * e.S + e.s[i]].astype(float)
                      for name in ("input_weight", "input_bias", "output_weight"))
        test = e.file["splits/train"][e.p[i]] == 0
        center, scale = (e.file[f"splits/{name}"][e.p[i]] for name in ("center", "scale"))
        inputs = ((x[test] - center) / scale).astype("float32").astype(float)
        on = (inputs @ w1.T + b1 > 0).astype(float)
        gradient = np.einsum("ij,cj,jf->cf", on, w2 - w2.mean(0), w1)
        share += (gradient > 0) + (gradient == 0) / 2
    return share / len(voters) if len(voters) else np.full_like(share, NAN)


def agreement_of(e, methods):
    table = np.full((len(methods), len(methods)), NAN)
    for (i, a), (j, b) in itertools.product(enumerate(methods), repeat=2):
        both = np.intersect1d(a.voters, b.voters)
        if len(both):
            table[i, j] = np.mean([spearman(e.file["importance"][a.name][r].astype(float),
                                            e.file["importance"][b.name][r].astype(float))
                                   for r in both])
    return table


def compare(path, stored, expected):
    expected = np.asarray(expected)
    stored = np.asarray(stored)
    assert stored.shape == expected.shape, (path, stored.shape, expected.shape)
    if expected.dtype.kind == "f":
        good = np.isclose(stored, expected, rtol=1e-10, atol=1e-12, equal_nan=True)
    else:
        good = stored == expected
    if not np.all(good):
        at = tuple(index[0] for index in np.nonzero(~np.atleast_1d(good)))
        raise AssertionError(f"{path}{list(at)}: file {np.atleast_1d(stored)[at]}, "
                             f"reference {np.atleast_1d(expected)[at]}")


def check(e):
    weights = e.draw_weights()
    group, chance = correlated_groups(e)
    methods = [Method(e, name, weights, group) for name in e.methods]
    checked = 0
    for method in methods:
        stored = e.significance[method.name]
        names = {name for name, item in stored.items() if isinstance(item, h5py.Dataset)}
        names.discard("feature")  # the plot's axis, a link
        assert names == set(method.expected), names ^ set(method.expected)
        for name, values in method.expected.items():
            compare(f"{method.name}/{name}", stored[name][()], values)
            checked += 1
    units = {"seed": e.S, "split": e.P // e.unit_splits}
    beside = {"agreement": agreement_of(e, methods), "group": group, "group_chance": chance}
    for factor, count in units.items():
        beside[factor + "_units"] = count
        beside[factor + "_resampling"] = 0 if count < 2 else 1 if count < 10 else 2
    x = e.file["dataset/x"][()] if "x" in e.file["dataset"] else e.source
    y = e.file["dataset/y"][()] if "y" in e.file["dataset"] else np.arange(len(x)) % 2
    beside["score"], beside["score_low"], beside["score_high"] = score_of(e)
    beside["direction"] = direction_of(e, x, methods[0].voters)
    for name, values in univariate(e, x, y).items():
        beside["univariate/" + name] = values
    found = set()
    e.significance.visititems(lambda name, item: found.add(name)
                              if isinstance(item, h5py.Dataset) else None)
    assert {name for name in found if name.split("/")[0] not in (*e.methods, "conditional")} \
        == set(beside)
    for name, values in beside.items():
        compare(name, e.significance[name][()], values)
    return checked + len(beside), methods


# ---- runs -----------------------------------------------------------------------------------

def run_case(holdfast, name, what, settings):
    with tempfile.TemporaryDirectory() as folder:
        with open(os.path.join(folder, "case.yaml"), "w", encoding="ascii") as out:
            out.write(configuration(name, what, settings, folder))
        subprocess.run([holdfast, "run", "case.yaml", "-q", "-o", "case.h5"], cwd=folder,
                       check=True)
        with h5py.File(os.path.join(folder, "case.h5"), "r") as file:
            e = Experiment(file, settings)
            if "table" in what:
                e.source = table(*what["table"])[1]
            checked, methods = check(e)
            claim = CLAIMS.get(name, lambda *_: True)
            assert any(claim(m.expected, e.status) for m in methods), f"{name}: is none"
            health = f"{(e.status == 2).sum()} of {len(e.status)} diverged, " \
                     f"{len(methods[0].voters)} vote"
        print(f"{name}: {checked} tables agree ({health})")


def main():
    holdfast = os.path.abspath(sys.argv[1])
    wanted = sys.argv[2:] or CASES
    for name in wanted:
        run_case(holdfast, name, *CASES[name])


if __name__ == "__main__":
    main()
