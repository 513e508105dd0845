"""Data sets whose truth is known, for calibration.py: DESIGNS[name](random) -> Data.

A feature is informative if the label depends on it when all other features are held fixed, else it is null.
A group is informative if one of its members is. Labels are drawn from a logit of the informative features,
so both follow from the list of these. Labels are binary unless said. Categories are text in the table that
holdfast reads.
"""
import csv
import functools
import pathlib
from typing import NamedTuple, Sequence

import numpy as np
from scipy.special import expit, ndtri
from scipy.stats import rankdata

REAL = pathlib.Path(__file__).resolve().parents[2] / "data" / "breast_cancer.csv"


class Data(NamedTuple):
    x: np.ndarray  # [sample, feature]
    y: np.ndarray  # [sample], classes 0, 1 ..., or floats: a measured outcome
    informative: Sequence[int] = ()
    settings: Sequence[str] = ()  # what holdfast is told besides, key.path=value
    categories: Sequence[int] = ()  # features whose x is the number of a level


LEVELS = "abcdefgh"


def cell(value, is_category):
    if np.isnan(value):
        return "NA"
    return LEVELS[int(value)] if is_category else repr(float(value))


def csv_text(x, y, categories):
    """A table with the columns f0, f1 ... and label; the levels of categories are letters."""
    lines = [",".join([f"f{f}" for f in range(x.shape[1])] + ["label"])]
    for row, label in zip(x, y):
        lines.append(",".join([cell(v, f in categories) for f, v in enumerate(row)] + [str(label)]))
    return "\n".join(lines) + "\n"


def drawn(random, logit):
    return (random.random(len(logit)) < expit(logit)).astype(int)


def linear(random, x, informative, strength):
    """Labels of x with the coefficients +strength and -strength in turn."""
    signs = np.where(np.arange(len(informative)) % 2, -1.0, 1.0)
    return Data(x, drawn(random, strength * x[:, informative] @ signs), informative)


def gauss(random, samples, features):
    return random.standard_normal((samples, features))


@functools.lru_cache(maxsize=None)
def real_x():
    """[569, 30]: scikit-learn's breast cancer data."""
    with open(REAL, encoding="utf-8", newline="") as file:
        rows = list(csv.reader(file))[1:]
    return np.array([[float(cell) for cell in row[1:]] for row in rows])


def normal_scores(x):
    return ndtri((rankdata(x, axis=0) - 0.5) / len(x))


# ---- nothing to find ------------------------------------------------------------------------

def noise(random):
    return Data(gauss(random, 200, 20), random.integers(0, 2, 200))


def noise_real(random):
    """Labels without meaning, as unbalanced as the real ones."""
    x = real_x()
    return Data(x, random.permutation(np.arange(len(x)) < 212).astype(int))


# ---- columns of our own ---------------------------------------------------------------------

def planted(random):
    return linear(random, gauss(random, 200, 20), [0, 1, 2], 1.0)


def blocks(random):
    """Six blocks of five features at a correlation of 0.9; one feature of each of three blocks informs."""
    shared = np.repeat(gauss(random, 300, 6), 5, axis=1)
    x = np.sqrt(0.9) * shared + np.sqrt(0.1) * gauss(random, 300, 30)
    return linear(random, x, [0, 5, 10], 1.0)


def proxies(random):
    """Features 3 ... 8 correlate by 0.7 with one of the informative features 0, 1, 2."""
    x = gauss(random, 300, 20)
    for f in range(3, 9):
        x[:, f] = 0.7 * x[:, f % 3] + np.sqrt(1 - 0.49) * x[:, f]
    return linear(random, x, [0, 1, 2], 1.0)


def near_copies(random):
    """Ten null features in pairs that differ by a noise of 0.03, 0.1 or 0.3 standard deviations, and ten
    independent ones of which three inform."""
    x = gauss(random, 200, 20)
    for pair, size in enumerate((0.03, 0.1, 0.3, 0.03, 0.1)):
        x[:, 2 * pair + 1] = x[:, 2 * pair] + size * x[:, 2 * pair + 1]
    return linear(random, x, [10, 11, 12], 1.0)


def mixed(random):
    """Five N(0,1), five binary, five counts, and two categories of three levels, a column a level; a
    category's own columns are null, since the others determine each of them."""
    n = 300
    level = random.integers(0, 3, (n, 2))
    x = np.hstack([gauss(random, n, 5), random.random((n, 5)) < (0.5, 0.5, 0.2, 0.5, 0.2),
                   random.poisson((2, 2, 1, 5, 1), (n, 5)),
                   *(level[:, [k]] == np.arange(3) for k in (0, 1))])
    logit = 1.2 * x[:, 0] + 2 * (x[:, 5] - 0.5) - 0.8 * (x[:, 10] - 2) + 1.5 * ((level[:, 0] == 0) - 1 / 3)
    return Data(x, drawn(random, logit), [0, 5, 10])


def wide(random):
    """More features than samples."""
    return linear(random, gauss(random, 80, 120), [0, 1, 2], 2.0)


def wide_blocks(random):
    """More features than samples, in blocks of four at a correlation of 0.8."""
    shared = np.repeat(gauss(random, 80, 30), 4, axis=1)
    x = np.sqrt(0.8) * shared + np.sqrt(0.2) * gauss(random, 80, 120)
    return linear(random, x, [0, 4, 8], 2.0)


def autoregressive(random):
    """Neighbours correlate by 0.95."""
    x = gauss(random, 300, 30)
    for f in range(1, 30):
        x[:, f] = 0.95 * x[:, f - 1] + np.sqrt(1 - 0.95**2) * x[:, f]
    return linear(random, x, [4, 14, 24], 1.0)


def three_classes(random):
    x = gauss(random, 300, 20)
    logits = 1.2 * np.column_stack([x[:, 0], x[:, 1], -x[:, 1] + x[:, 2]])
    noisy = logits + random.gumbel(size=logits.shape)
    return Data(x, noisy.argmax(axis=1), [0, 1, 2])


# ---- categories -----------------------------------------------------------------------------

def levels_of(scores, count):
    """Numbers of `count` equally likely levels, in the order of the normal scores."""
    return np.digitize(scores, ndtri(np.arange(1, count) / count))


def level_effect(numbers):
    """Of standard deviation 1: every other level is for a class, the others against it."""
    effect = np.where(numbers % 2, -1.0, 1.0)
    return (effect - effect.mean()) / effect.std()


def categories(random):
    """Ten N(0,1) and ten categories of 2, 3, 4, 5, 2 ... levels, all independent; two numbers inform, and three
    categories of 2, 3 and 4 levels."""
    x = gauss(random, 300, 20)
    for f in range(10, 20):
        x[:, f] = levels_of(x[:, f], 2 + (f - 10) % 4)
    logit = x[:, 0] - x[:, 1] + sum(level_effect(x[:, f]) for f in (10, 11, 12))
    return Data(x, drawn(random, logit), [0, 1, 10, 11, 12], categories=range(10, 20))


def category_blocks(random):
    """Six blocks of five features at a correlation of 0.9; the last two of each are cut into categories of 2 to 5
    levels. A number of the first block informs, a category of the second (3 levels) and one of the third (4)."""
    x = blocks(random).x
    kinds = {5 * block + 3 + k: 2 + (block + 3 * k) % 4 for block in range(6) for k in (0, 1)}
    for f, count in kinds.items():
        x[:, f] = levels_of(x[:, f], count)
    logit = x[:, 0] + level_effect(x[:, 8]) + level_effect(x[:, 13])
    return Data(x, drawn(random, logit), [0, 8, 13], categories=tuple(kinds))


# ---- real columns ---------------------------------------------------------------------------

def real_logistic(random):
    """Five random columns inform, by their normal scores; none of them correlates by more than 0.7 with another,
    so that no two of them cancel."""
    x = normal_scores(real_x())
    related, chosen = np.abs(np.corrcoef(x.T)) > 0.7, []
    for f in random.permutation(x.shape[1]):
        if len(chosen) < 5 and not related[f, chosen].any():
            chosen.append(int(f))
    return Data(real_x(), drawn(random, 1.5 * x[:, chosen] @ random.choice([-1.0, 1.0], 5)), sorted(chosen))


def real_nonlinear(random):
    """A square, a product and a step of four random columns."""
    x = real_x()
    chosen = random.choice(x.shape[1], 4, replace=False)
    a, b, c, d = normal_scores(x[:, chosen]).T
    logit = 1.5 * (a * a - 1) + 1.5 * b * c + 2 * np.sign(d)
    return Data(x, drawn(random, logit), sorted(int(f) for f in chosen))


# ---- other networks -------------------------------------------------------------------------

def overfitted(random):
    return planted(random)._replace(settings=["training.iterations=1000"])


def early_stopping(random):
    return planted(random)._replace(settings=["training.iterations=1000",
                                              "training.validation_fraction=0.2"])


# ---- a measured outcome ---------------------------------------------------------------------

def measured(random, data, strength):
    """The features of another design and an outcome: their linear combination and noise of variance 1."""
    signs = np.where(np.arange(len(data.informative)) % 2, -1.0, 1.0)
    y = strength * data.x[:, data.informative] @ signs + random.standard_normal(len(data.x))
    return data._replace(y=y, settings=["training.iterations=60"])


def outcome(random):
    return measured(random, planted(random), 0.5)


def outcome_blocks(random):
    return measured(random, blocks(random), 0.5)


DESIGNS = {f.__name__: f for f in (
    noise, noise_real, planted, blocks, proxies, real_logistic, real_nonlinear, mixed, wide, wide_blocks,
    autoregressive, near_copies, three_classes, overfitted, early_stopping, categories, category_blocks,
    outcome, outcome_blocks)}
LARGE = ("noise", "noise_real", "planted", "blocks")  # those that get twice as many data sets
