"""Planted data sets: designs whose informative features are known.

DESIGNS maps a name to a function of a NumPy generator that returns x [sample, feature], labels y
[sample] and the list of informative features; CONFIGURATION has what a design changes in the
training. Two classes and 300 samples unless the function says otherwise.
"""
import pathlib

import numpy as np

SAMPLES, FEATURES, INFORMATIVE = 300, 30, 5
BREAST_CANCER = pathlib.Path(__file__).resolve().parents[2] / "data" / "breast_cancer.csv"

# Ten times the default: what 1,000 iterations at the default rate only begin, they finish.
CONFIGURATION = {"overfitted": {"training.learning_rate": 0.01}}


def signs(count):
    return np.where(np.arange(count) % 2, -1.0, 1.0)


def draw(rng, logit):
    return (rng.random(len(logit)) < 1 / (1 + np.exp(-logit))).astype(int)


def linear(rng, samples, features):
    """Independent features; the first five have the logit +1 and -1 in turn."""
    x = rng.standard_normal((samples, features))
    informative = list(range(INFORMATIVE))
    return x, draw(rng, x[:, informative] @ signs(INFORMATIVE)), informative


def independent(rng):
    return linear(rng, SAMPLES, FEATURES)


def weak(rng):
    """A third of that logit."""
    x = rng.standard_normal((SAMPLES, FEATURES))
    informative = list(range(INFORMATIVE))
    return x, draw(rng, x[:, informative] @ signs(INFORMATIVE) / 3), informative


def mixed(rng):
    """200 samples; of ten binary features, 10 to 50 % of them 1, the first five inform; ten features
    of noise are continuous. Networks that learn rows by heart do it with the latter."""
    binary = (rng.random((200, 10)) < rng.uniform(0.1, 0.5, 10)).astype(float)
    x = np.hstack([binary, rng.standard_normal((200, 10))])
    informative = list(range(INFORMATIVE))
    centered = x[:, informative] - x[:, informative].mean(axis=0)
    return x, draw(rng, 1.5 * centered @ signs(INFORMATIVE)), informative


def large(rng):
    return linear(rng, 2000, FEATURES)


def small(rng):
    return linear(rng, 60, FEATURES)


def many_noise(rng):
    return linear(rng, 200, 200)


def more_features_than_samples(rng):
    return linear(rng, 60, 300)


def noise(rng):
    return rng.standard_normal((SAMPLES, FEATURES)), rng.integers(0, 2, SAMPLES), []


def blocks(rng):
    """6 blocks of 5 features that correlate by 0.9; the first of each of the first 5 informs."""
    shared = np.repeat(rng.standard_normal((SAMPLES, 6)), 5, axis=1)
    x = np.sqrt(0.9) * shared + np.sqrt(0.1) * rng.standard_normal((SAMPLES, FEATURES))
    informative = [5 * b for b in range(INFORMATIVE)]
    return x, draw(rng, x[:, informative] @ signs(INFORMATIVE)), informative


def imbalance(rng):
    """600 samples, 30 of the rarer class, whose first five features are shifted by +1 and -1."""
    x = rng.standard_normal((600, FEATURES))
    y = np.repeat([0, 1], [570, 30])
    x[y == 1, :INFORMATIVE] += signs(INFORMATIVE)
    return x, y, list(range(INFORMATIVE))


def three_classes(rng):
    """Each of the first three features speaks for one class; the next two tell two classes apart."""
    x = rng.standard_normal((SAMPLES, FEATURES))
    logits = 1.5 * np.stack([x[:, 0] + x[:, 3], x[:, 1] - x[:, 3], x[:, 2] + x[:, 4]], axis=1)
    gumbel = rng.gumbel(size=logits.shape)
    return x, np.argmax(logits + gumbel, axis=1), list(range(INFORMATIVE))


def real_features(rng):
    """The breast cancer data's 569 x 30, by rank made normal, and five of them drawn."""
    x = np.loadtxt(BREAST_CANCER, delimiter=",", skiprows=1, usecols=range(1, 31))
    ranks = x.argsort(axis=0).argsort(axis=0)
    z = np.sqrt(12) * ((ranks + 0.5) / len(x) - 0.5)
    informative = sorted(rng.choice(x.shape[1], INFORMATIVE, replace=False).tolist())
    return x, z[:, informative], informative


def real_logistic(rng):
    x, z, informative = real_features(rng)
    return x, draw(rng, 1.5 * z @ signs(INFORMATIVE)), informative


def real_nonlinear(rng):
    """A product, a square, a step and a slope."""
    x, z, informative = real_features(rng)
    logit = (1.5 * z[:, 0] * z[:, 1] + 1.5 * (z[:, 2]**2 - 1) + 1.5 * np.sign(z[:, 3]) +
             1.5 * z[:, 4])
    return x, draw(rng, logit), informative


DESIGNS = {
    "independent": independent,
    "blocks": blocks,
    "real_logistic": real_logistic,
    "real_nonlinear": real_nonlinear,
    "small": small,
    "overfitted": small,
    "many_noise": many_noise,
    "more_features_than_samples": more_features_than_samples,
    "imbalance": imbalance,
    "three_classes": three_classes,
    "large": large,
    "noise": noise,
    "weak": weak,
    "mixed": mixed,
}


def make(name, number):
    """Data set `number` of a design: always the same one."""
    return DESIGNS[name](np.random.default_rng([list(DESIGNS).index(name), number]))
