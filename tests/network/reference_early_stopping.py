"""Early stopping again, in float64: reference_early_stopping.py HOLDFAST

Trains small grids with the program and trains each of their networks a second time, by NumPy, from
the stored initial weights: which rows are set aside, which step is kept, where training ends, what
is reported. Nothing is shared with the program but the files.

Exits 77 (skipped) where h5py or NumPy is not installed.
"""
import os
import pathlib
import subprocess
import sys
import tempfile

TESTS = pathlib.Path(__file__).resolve().parents[1]
sys.path[:0] = [str(TESTS / "commands"), str(TESTS / "random")]
import skips  # noqa: E402
from philox import shuffled, stream  # noqa: E402

try:
    import h5py
    import numpy as np
except ImportError as reason:
    skips.end(f"{reason} (Debian: python3-h5py)")

BATCH_ORDER, VALIDATION = 2, 8  # hf_purpose
CLOSE = 1e-5

CASES = {
    "adam": dict(learning_rate=0.02),
    "adam, softmax twice": dict(learning_rate=0.02, loss="cross_entropy_of_softmax"),
    "sgd": dict(optimizer="sgd", learning_rate=0.3, momentum=0.9),
    "adam in batches": dict(learning_rate=0.02, batch_size=16),
    "sgd in batches": dict(optimizer="sgd", learning_rate=0.1, batch_size=7, shuffle="false"),
    "patience beyond the end": dict(learning_rate=0.02, patience=100000),
    "little patience": dict(learning_rate=0.02, batch_size=10, patience=1),
    "half set aside": dict(learning_rate=0.02, validation_fraction=0.5),
    "balanced": dict(learning_rate=0.02, class_weight="balanced"),
    "balanced, softmax twice": dict(learning_rate=0.02, loss="cross_entropy_of_softmax",
                                    class_weight="balanced"),
    "weights, adamw in batches": dict(optimizer="adamw", learning_rate=0.02, batch_size=16,
                                      class_weight=[0.5, 3, 1]),
    "weights, sgd in batches": dict(optimizer="sgd", learning_rate=0.1, batch_size=7,
                                    shuffle="false", class_weight=[4, 1, 0.25]),
}
STANDARD = dict(optimizer="adam", loss="cross_entropy", iterations=120, validation_fraction=0.3,
                patience=12, batch_size=0, shuffle="true", momentum=0, class_weight="none")
SEED = 3  # of the splits


def make_table(path):
    """Three classes that overlap: after some steps the rows are learned by heart."""
    rng = np.random.default_rng(5)
    y = rng.integers(0, 3, 110)
    x = rng.standard_normal((110, 6)) + 0.7 * (np.arange(6) == y[:, None])
    x[::9, 4] = np.nan
    with open(path, "w", encoding="ascii") as out:
        out.write("kind," + ",".join(f"f{i}" for i in range(6)) + "\n")
        for label, row in zip(y, x):
            out.write(f"c{label}," + ",".join("" if np.isnan(v) else repr(float(v)) for v in row)
                      + "\n")


def set_aside(train, y, split, fraction):
    """0/1 [sample]: of each class its share of the training rows, half-even."""
    chosen = np.zeros(len(y), np.uint8)
    for label in range(y.max() + 1):
        rows = np.flatnonzero((train == 1) & (y == label))
        order = shuffled(rows, stream((VALIDATION, SEED), (split, label, 0)))
        chosen[order[:round(fraction * len(rows))]] = 1
    return chosen


class Network:
    """input -> ReLU -> softmax; PyTorch's layouts, losses and update rules."""

    def __init__(self, weights, what, train_y):
        self.w = [np.array(w, float) for w in weights]
        self.m, self.v = [np.zeros_like(w) for w in self.w], [np.zeros_like(w) for w in self.w]
        self.what, self.step = what, 0
        count = np.bincount(train_y, minlength=3)
        self.class_weight = {"none": np.ones(3), "balanced": len(train_y) / (3 * count)}.get(
            str(what["class_weight"]), what["class_weight"])

    def forward(self, x):
        w1, b1, w2, b2 = self.w
        active = np.maximum(x @ w1.T + b1, 0)
        return active, active @ w2.T + b2

    def losses(self, logits, y):
        """Per row, and their gradient by the logits."""
        own = np.eye(logits.shape[1])[y]
        p = softmax(logits)
        if self.what["loss"] == "cross_entropy":
            return -np.log(p[own == 1]), p - own
        q = softmax(p)
        g = q - own
        return -np.log(q[own == 1]), p * (g - np.sum(p * g, axis=1, keepdims=True))

    def weights(self, y):
        return np.array(self.class_weight, float)[y]

    def loss(self, x, y):
        return float(np.average(self.losses(self.forward(x)[1], y)[0], weights=self.weights(y)))

    def accuracy(self, x, y):
        return float(np.mean(np.argmax(self.forward(x)[1], axis=1) == y))

    def train(self, x, y):
        """One step; the loss before it."""
        active, logits = self.forward(x)
        losses, g = self.losses(logits, y)
        weights = self.weights(y)
        g *= (weights / weights.sum())[:, None]
        back = (g @ self.w[2]) * (active > 0)
        self.update([back.T @ x, back.sum(0), g.T @ active, g.sum(0)])
        return float(np.average(losses, weights=weights))

    def update(self, gradients):
        self.step += 1
        rate = self.what["learning_rate"]
        for w, m, v, g in zip(self.w, self.m, self.v, gradients):
            if self.what["optimizer"] == "sgd":
                m[...] = self.what["momentum"] * m + g
                w -= rate * m
            else:
                m[...] = 0.9 * m + 0.1 * g
                v[...] = 0.999 * v + 0.001 * g * g
                root = np.sqrt(v / (1 - 0.999**self.step)) + 1e-8
                w -= rate * m / (1 - 0.9**self.step) / root


def softmax(z):
    e = np.exp(z - z.max(axis=1, keepdims=True))
    return e / e.sum(axis=1, keepdims=True)


def batches(count, what, seed, split):
    """The rows of each step, for ever."""
    size = what["batch_size"] or count
    epoch = 0
    while True:
        order = list(range(count))
        if what["shuffle"] == "true" and size < count:
            order = shuffled(order, stream((BATCH_ORDER, seed), (epoch, split, 0)))
        for first in range(0, count, size):
            yield order[first:first + size]
        epoch += 1


class Data:
    """What a split's networks see, by the stored splits."""

    def __init__(self, file, split, what):
        x, y = file["dataset/x"][()], file["dataset/y"][()]
        train = file["splits/train"][split]
        aside = file["splits/validation"][split]
        assert np.array_equal(aside, set_aside(train, y, split, what["validation_fraction"])), split
        trains = (train == 1) & (aside == 0)
        fill = np.nanmean(x[trains], axis=0)
        x = np.where(np.isnan(x), fill, x)
        center, scale = x[trains].mean(0), x[trains].std(0)
        for name, value in (("center", center), ("scale", scale), ("fill", fill)):
            assert np.allclose(file[f"splits/{name}"][split], value, rtol=1e-12), name
        x = (x - center) / scale
        self.train, self.aside = (x[trains], y[trains]), (x[aside == 1], y[aside == 1])
        self.test = (x[train == 0], y[train == 0])


def train_again(network, data, what, seed, split):
    """Losses of the training batches, validation losses and weights after each step; the kept step."""
    rows = batches(len(data.train[1]), what, seed, split)
    history, accuracy, validation, weights = [], [], [], []
    best = 0
    for t in range(what["iterations"]):
        chosen = next(rows)
        history.append(network.train(data.train[0][chosen], data.train[1][chosen]))
        accuracy.append(network.accuracy(*data.test))
        validation.append(network.loss(*data.aside))
        weights.append([w.copy() for w in network.w])
        if validation[t] < validation[best]:
            best = t
        if t - best >= what["patience"]:
            break
    return history, accuracy, validation, weights, best + 1


def check(file, replica, place, what, data):
    """Whether the kept step is the reference's; what is there is checked for the step it names."""
    seed, hidden, split, row = place
    path = f"weights/hidden_{hidden:04d}/"
    parts = ("input_weight", "input_bias", "output_weight", "output_bias")
    network = Network([file[path + "initial_" + p][row] for p in parts], what,
                      data.train[1])
    history, accuracy, validation, weights, best = train_again(network, data, what, seed, split)
    kept = int(file["replicas/iterations"][replica])
    stored = file["history/loss"][replica]
    taken = int(np.isfinite(stored).sum())
    # float32 may choose another step only where float64 hardly tells the two apart
    if kept != best:
        assert abs(validation[kept - 1] - validation[best - 1]) < 1e-7, (replica, kept, best)
        return False
    assert taken == len(history), (replica, taken, len(history))
    assert np.isnan(stored[taken:]).all(), replica
    assert np.isnan(file["history/test_accuracy"][replica][taken:]).all(), replica
    assert np.abs(stored[:taken] - history).max() < CLOSE, replica
    assert np.abs(file["history/test_accuracy"][replica][:taken] - accuracy).max() < 0.03, replica
    network.w = weights[best - 1]
    for name, expected in (("train_loss", network.loss(*data.train)),
                           ("test_loss", network.loss(*data.test)),
                           ("train_accuracy", network.accuracy(*data.train)),
                           ("test_accuracy", network.accuracy(*data.test))):
        assert abs(file[f"replicas/{name}"][replica] - expected) < CLOSE, (replica, name)
    dead = int((~(network.forward(data.train[0])[0] > 0).any(axis=0)).sum())
    assert file["replicas/dead_units"][replica] == dead, replica
    for p, w in zip(parts, network.w):
        assert np.abs(file[path + p][row] - w).max() < 1e-4, (replica, p)
    return True


def run_case(holdfast, folder, name, changes):
    what = {**STANDARD, **changes}
    training = ", ".join(f"{key}: {value}" for key, value in what.items())
    pathlib.Path(folder, "case.yaml").write_text(
        "data: {source: data.csv, target: kind, missing: mean}\n"
        f"splits: {{count: 3, train_fraction: 0.6, seed: {SEED}}}\nmodel: {{hidden: [4, 11]}}\n"
        f"training: {{{training}}}\nreplicas: {{first_seed: 2, seeds: 4}}\n"
        "significance: {methods: [olden], bootstrap: 1}\n", encoding="ascii")
    subprocess.run([holdfast, "run", "case.yaml", "-q", "--overwrite", "-o", "case.h5"], cwd=folder,
                   check=True)
    with h5py.File(os.path.join(folder, "case.h5"), "r") as file:
        data = [Data(file, split, what) for split in range(3)]
        hidden, split = file["replicas/hidden"][()], file["replicas/split"][()]
        seen, same = {}, 0
        for replica, seed in enumerate(file["replicas/seed"][()]):
            size = int(hidden[replica])
            row = seen[size] = seen.get(size, -1) + 1
            place = (int(seed), size, int(split[replica]), row)
            same += check(file, replica, place, what, data[place[2]])
        kept = file["replicas/iterations"][()]
    assert same >= len(hidden) - 1, f"{name}: {len(hidden) - same} other steps were kept"
    assert (kept > 1).any() and (kept < what["iterations"]).any(), f"{name} shows nothing"
    print(f"{name}: {len(hidden)} networks, kept after {kept.min()} to {kept.max()} steps")


def main():
    holdfast = os.path.abspath(sys.argv[1])
    with tempfile.TemporaryDirectory() as folder:
        make_table(os.path.join(folder, "data.csv"))
        for name in sys.argv[2:] or CASES:
            run_case(holdfast, folder, name, CASES[name])


if __name__ == "__main__":
    main()
