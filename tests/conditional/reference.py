"""The conditional test of one case, written down a second time with NumPy, in float64 and as the definition
reads: whole matrices, no fixed point but the rounding of logits, no blocks of draws."""

import functools
import pathlib
import statistics
import sys

import numpy as np

sys.path.insert(0, str(pathlib.Path(__file__).resolve().parents[1] / "random"))
import philox  # noqa: E402

PURPOSE_CONDITIONAL = 9
DEFINED, CONSTANT, OWN_VARIATION, DEPENDENCE = 1, 3, 4, 5
QUANTILE = statistics.NormalDist().inv_cdf


def scores(x):
    """Step 1: z and each column's mean and deviation of the raw scores."""
    z, mean, deviation = np.zeros_like(x), np.zeros(x.shape[1]), np.zeros(x.shape[1])
    for j, column in enumerate(x.T):
        there = ~np.isnan(column)
        values = column[there]
        middle = [(np.sum(values < v) + 1 + np.sum(values <= v)) / 2 for v in values]
        raw = np.array([QUANTILE((r - 0.5) / len(values)) for r in middle])
        mean[j] = raw.mean()
        if np.ptp(values) > 0:
            deviation[j] = raw.std()
            z[there, j] = (raw - mean[j]) / deviation[j]
    return z, mean, deviation


@functools.lru_cache(maxsize=None)
def thresholds(n):
    return [QUANTILE(k / n) for k in range(1, n)]


def ledoit_wolf(z):
    """As scikit-learn's ledoit_wolf_shrinkage(z, assume_centered=True) reads."""
    n, d = z.shape
    squares, gram = z**2, z.T @ z
    variances = squares.sum(axis=0) / n
    mu = variances.sum() / d
    delta_ = (gram**2).sum() / n**2
    beta = ((squares.T @ squares).sum() / n - delta_) / (d * n)
    delta = (delta_ - 2 * mu * variances.sum() + d * mu**2) / d
    beta = min(beta, delta)
    return 0 if beta == 0 else beta / delta


class Model:
    """Steps 1 to 3. x [row, input]; feature [input] is the number of its feature, which is a category if it
    has several."""

    def __init__(self, x, feature=None):
        n, d = x.shape
        self.x = x
        self.feature = np.arange(d) if feature is None else feature
        self.z, self.mean, self.deviation = scores(x)
        self.shrinkage = 0.01 if n >= 2 * d else max(0.01, ledoit_wolf(self.z))
        self.precision = np.linalg.inv((1 - self.shrinkage) * self.z.T @ self.z / n
                                       + self.shrinkage * np.eye(d))

    def residuals(self, inputs):
        return (self.z @ self.precision)[:, inputs] @ np.linalg.inv(
            self.precision[np.ix_(inputs, inputs)])

    def state(self, inputs):
        """reason, own variation, misfit, dependence"""
        n, d = self.z.shape
        r = self.residuals(inputs)
        fit = self.z[:, inputs] - r
        outside = [k for k in range(d) if k not in inputs and self.deviation[k] > 0]
        left = {k: max(abs(correlation(r[:, a], self.z[:, k])) for a in range(len(inputs)))
                for k in outside}
        worst = max(left, key=left.get, default=-1)
        dependence = worst if outside and np.sqrt(n) * left[worst] > 4 else -1
        misfit = np.sqrt(n) * max(
            abs(correlation(a, b)) for c in range(len(inputs))
            for a, b in ((r[:, c]**2, fit[:, c]), (r[:, c], fit[:, c]**2), (r[:, c]**2, fit[:, c]**2)))
        variation = np.mean(r**2)
        if not self.deviation[inputs].any():
            reason = CONSTANT
        elif variation < 0.01:
            reason = OWN_VARIATION
        else:
            reason = DEFINED if dependence < 0 else DEPENDENCE
        return reason, variation, misfit, dependence

    def copy(self, inputs, r, permutation):
        """Steps 4 and 5: the test's columns of one draw, r their residuals."""
        copied = self.x[:, inputs].copy()
        complete = ~np.isnan(copied).any(axis=1)
        donors = [i for i in permutation if complete[i]]
        z = self.z[complete][:, inputs] - r[complete] + r[donors]
        for a, j in enumerate(inputs):
            values = np.sort(self.x[~np.isnan(self.x[:, j]), j])
            raw = z[:, a] * self.deviation[j] + self.mean[j]
            copied[complete, a] = values[np.searchsorted(thresholds(len(values)), raw, side="right")]
        for f in set(self.feature[inputs]):
            levels = np.flatnonzero(self.feature[inputs] == f)
            if len(levels) > 1:
                varies = np.where(self.deviation[inputs][levels] > 0, z[:, levels], -np.inf)
                copied[np.ix_(complete, levels)] = np.argmax(varies, axis=1)[:, None] == range(len(levels))
        return copied


def correlation(a, b):
    return np.corrcoef(a, b)[0, 1] if np.ptp(a) > 0 and np.ptp(b) > 0 else 0


def logits(case, inputs, copied):
    """Step 6: [tested row, class] mean over the networks, with these columns in the place of x's."""
    n = case["x"].shape[0]
    sums, tested = np.zeros((n, case["classes"])), np.zeros(n)
    x = case["x"].copy()
    x[:, inputs] = copied
    for network in case["networks"]:
        s = network["split"]
        filled = np.where(np.isnan(x), case["fill"][s], x)
        rows = case["train"][s] == 0
        seen = ((filled - case["center"][s]) / case["scale"][s]).astype(np.float32)[rows].astype(float)
        w1, b1, w2, b2 = (network[k].astype(float) for k in ("w1", "b1", "w2", "b2"))
        if len(w2) > 1:  # the one output for a measured outcome stays as it is
            w2, b2 = w2 - w2.mean(axis=0), b2 - b2.mean()
        out = np.maximum(seen @ w1.T + b1, 0) @ w2.T + b2
        sums[rows] += np.clip(np.round(out * 2**24) / 2**24, -2**15, 2**15)
        tested[rows] += 1
    return sums[tested > 0] / tested[tested > 0, None]


def fit(u, y, classes):
    """Step 7: errors [row, class] and the slope."""
    count = np.bincount(y, minlength=classes)
    parameters = np.append(np.log((count[:-1] + 0.5) / (count[-1] + 0.5)), 0.0)
    truth = np.eye(classes)[y]

    def shares():
        eta = np.column_stack([np.tile(parameters[:-1], (len(y), 1)), np.zeros(len(y))])
        eta = np.exp(eta + parameters[-1] * u)
        return eta / eta.sum(axis=1, keepdims=True)

    for _ in range(8):
        p = shares()
        gradient = np.append((truth - p)[:, :-1].sum(axis=0),
                             ((truth - p) * u).sum() - parameters[-1])
        hessian = np.zeros((classes, classes))
        for row, value in zip(p, u):
            design = np.column_stack([np.eye(classes)[:, :-1], value])
            hessian += design.T @ (np.diag(row) - np.outer(row, row)) @ design
        hessian[-1, -1] += 1
        hessian += 1e-9 * np.eye(classes)
        parameters += np.clip(np.linalg.solve(hessian, gradient), -1, 1)
        parameters[-1] = max(parameters[-1], 0)
    return truth - shares(), parameters[-1]


def fit_outcome(u, y):
    """Step 7 of a measured outcome: least squares on 1 and u, the slope at least 0."""
    intercept, slope = np.linalg.lstsq(np.column_stack([np.ones(len(y)), u[:, 0]]), y, rcond=None)[0]
    if slope < 0:
        intercept, slope = y.mean(), 0
    return (y - intercept)[:, None] - slope * u, slope


def all_logits(case, model, inputs, permutations):
    """All draws' logits [B + 1, row, class]."""
    r = model.residuals(inputs)
    copies = [case["x"][:, inputs]] + [model.copy(inputs, r, order) for order in permutations]
    return np.array([logits(case, inputs, copied) for copied in copies])


def outcome(case, draws):
    """Steps 7 and 8: S_b [B + 1], the slope, the spread ratio."""
    mean = draws.mean(axis=0)
    u = mean - mean.mean(axis=0)
    u /= 2 * np.sqrt((u**2).mean())
    tested = (case["train"] == 0)[[network["split"] for network in case["networks"]]].any(axis=0)
    if case["classes"] == 1:
        error, slope = fit_outcome(u, case["target"][tested])
    else:
        error, slope = fit(u, case["y"][tested], case["classes"])
    spread = np.sqrt(((draws - mean)**2).mean(axis=(1, 2)))
    return (draws * error).sum(axis=(1, 2)), slope, spread[0] / spread[1:].mean()


def permutations(n, seed, draws):
    return [philox.shuffled(range(n), philox.stream((PURPOSE_CONDITIONAL, seed), (b, 0, 0)))
            for b in range(1, draws + 1)]


def p_value(s):
    return (1 + np.sum(s[1:] >= s[0])) / len(s)
