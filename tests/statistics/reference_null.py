"""All of /null_test again: reference_null.py HOLDFAST

Trains small experiments with the program and recomputes every statistic from the stored rows by the
plainest code that follows the definitions. The rows themselves are checked against ordinary runs
without null tests, on data that were permuted here, by a second Philox: they must be
the same to the bit. Nothing is shared with the program but the files.

Exits 77 (skipped) where h5py or NumPy is not installed.
"""
import os
import pathlib
import subprocess
import sys
import tempfile
from fractions import Fraction

TESTS = pathlib.Path(__file__).resolve().parents[1]
sys.path[:0] = [str(TESTS / "commands"), str(TESTS / "random")]
import skips  # noqa: E402
from philox import shuffled, stream  # noqa: E402

try:
    import h5py
    import numpy as np
except ImportError as reason:
    skips.end(f"{reason} (Debian: python3-h5py)")

NULL_LABELS, NULL_PROBES = 6, 7  # hf_purpose
DONE, DIVERGED = 1, 2


def permutation(purpose, seed, draw, attempt, count):
    """Of 0 ... count - 1, as hf_stream_shuffle makes it."""
    return shuffled(range(count), stream((purpose, seed), (draw, attempt, 0)))


# ---- votes ----------------------------------------------------------------------------------

def selections(importance, status, learned, top, votes):
    """How many replicas vote and, exactly, how often each column is among the first `top`."""
    counts, voters = [0] * importance.shape[-1], 0
    for row, state, has_learned in zip(importance, status, learned):
        if state != DONE or (votes == "learned" and has_learned != 1):
            continue
        if not np.isfinite(row).all() or (row == row[0]).all():
            continue
        voters += 1
        for column in sorted(range(len(row)), key=lambda c: (-row[c], c))[:top]:
            counts[column] += 1
    return voters, counts


def frequencies(voters, counts):
    return [c / voters if voters else np.nan for c in counts]


def mean_accuracy(status, accuracy):
    finished = [0.0 if s == DIVERGED else float(a) for s, a in zip(status, accuracy) if s != 0]
    return sum(finished) / len(finished)


class Experiment:
    def __init__(self, file, what):
        self.file, self.what = file, what
        self.methods = file["method"].attrs["names"].decode().split("\n")
        self.seeds = what.get("part_seeds") or what["seeds"]
        self.splits = what.get("part_splits") or what["splits"]
        self.top = what["top"]
        self.votes = what.get("votes", "learned")
        self.group = file["significance/group"][()]

    def of_part(self, path):
        """Rows of the grid's part: the first seeds and splits, all hidden sizes."""
        rows = self.file[path][()]
        table = rows.reshape((self.what["splits"], len(self.what["hidden"]), self.what["seeds"])
                             + rows.shape[1:])
        part = table[:self.splits, :, :self.seeds]
        return part.reshape((-1,) + rows.shape[1:])


# ---- labels ---------------------------------------------------------------------------------

def check_labels(e, compare):
    labels = e.file["null_test/labels"]
    status, accuracy = labels["status"][()], labels["balanced_accuracy"][()]
    permutations = len(status)
    t = [mean_accuracy(s, a) for s, a in zip(status, accuracy)]
    observed = mean_accuracy(e.of_part("replicas/status"), e.of_part("replicas/balanced_accuracy"))
    as_high = sum(value >= observed for value in t)
    compare("labels/accuracy", labels["accuracy"][()], t)
    compare("labels/observed", labels["observed"][()], observed)
    compare("labels/p_value", labels["p_value"][()], (1 + as_high) / (1 + permutations))
    for method in e.methods:
        if method == "tutorial":
            assert method not in labels
            continue
        group = labels[method]
        voters, counts = selections(e.of_part(f"importance/{method}"), e.of_part("replicas/status"),
                                    e.of_part("replicas/learned"), e.top, "all")
        above = [0] * len(counts)
        for b in range(permutations):
            n, null = selections(group["importance"][b], status[b], labels["learned"][b], e.top,
                                 "all")
            compare(f"labels/{method}/frequency {b}", group["frequency"][b], frequencies(n, null))
            assert group["voters"][b] == n
            for f, count in enumerate(counts):
                if n == 0 or (voters and Fraction(max(null), n) >= Fraction(count, voters)):
                    above[f] += 1
        compare(f"labels/{method}/observed_frequency", group["observed_frequency"][()],
                frequencies(voters, counts))
        compare(f"labels/{method}/p_value", group["p_value"][()],
                [(1 + a) / (1 + permutations) if voters else np.nan for a in above])


# ---- probes ---------------------------------------------------------------------------------

def threshold_of(voters, counts):
    """The first of the thresholds with the smallest FDP+, and it, as fractions."""
    d = len(counts) // 2
    found = None
    for hundredths in range(100):
        t = Fraction(hundredths, 100)
        features = sum(Fraction(c, voters) > t for c in counts[:d])
        probes = sum(Fraction(c, voters) > t for c in counts[d:])
        fdp = Fraction(1 + probes, max(1, features))
        if found is None or fdp < found[1]:
            found = t, fdp
    return found


def probe_group_frequency(e, group, b, status, learned):
    """Of each feature: in how many voters is a probe of its group selected?"""
    d = len(e.group)
    hits, voters = [0] * d, 0
    for row, state, has_learned in zip(group["importance"][b], status, learned):
        n, counts = selections(row[None], [state], [has_learned], e.top, e.votes)
        voters += n
        chosen = {e.group[c - d] for c in range(d, 2 * d) if counts[c]}
        for f in range(d):
            hits[f] += e.group[f] in chosen
    return [np.nan if e.group[f] < 0 or voters == 0 else hits[f] / voters for f in range(d)]


def check_probes(e, compare):
    probes = e.file["null_test/probes"]
    status, learned = probes["status"][()], probes["learned"][()]
    for method in e.methods:
        if method == "tutorial":
            assert method not in probes
            continue
        group = probes[method]
        draws, columns = group["frequency"].shape
        chosen = np.zeros((draws, columns // 2), int)
        for b in range(draws):
            voters, counts = selections(group["importance"][b], status[b], learned[b], e.top,
                                        e.votes)
            threshold = fdp = np.nan
            if voters:
                t, fdp = threshold_of(voters, counts)
                threshold = float(t)
                if float(fdp) <= e.what.get("fdr", 0.25):
                    chosen[b] = [Fraction(c, voters) > t for c in counts[:columns // 2]]
            assert group["voters"][b] == voters
            compare(f"probes/{method}/frequency", group["frequency"][b],
                    frequencies(voters, counts))
            compare(f"probes/{method}/threshold", group["threshold"][b], threshold)
            compare(f"probes/{method}/fdp", group["fdp"][b], float(fdp))
            compare(f"probes/{method}/probe_group_frequency", group["probe_group_frequency"][b],
                    probe_group_frequency(e, group, b, status[b], learned[b]))
        compare(f"probes/{method}/selected", group["selected"][()], chosen)
        compare(f"probes/{method}/selected_share", group["selected_share"][()],
                chosen.sum(0) / draws)
        compare(f"probes/{method}/stands_out", group["stands_out"][()],
                [2 * c >= draws for c in chosen.sum(0)])


# ---- what a draw is trained on ----------------------------------------------------------------

def write_table(path, x, y):
    with open(path, "w", encoding="ascii") as out:
        names = [f"f{i}" for i in range(x.shape[1])]
        out.write(",".join(["kind"] + names) + "\n")
        for label, row in zip(y, x):
            out.write(",".join([f"c{label}"] + [repr(float(v)) for v in row]) + "\n")


def ordinary_run(holdfast, folder, e, x, y):
    """A run without null tests on these data, of the part alone."""
    classes = ", ".join(f"c{c}" for c in range(y.max() + 1))
    write_table(os.path.join(folder, "draw.csv"), x, y)
    what = dict(e.what, seeds=e.seeds, splits=e.splits, labels=0, probes=0,
                data=f"source: draw.csv, target: kind, classes: [{classes}]",
                methods=", ".join(m for m in e.methods if m != "tutorial"))
    train(holdfast, folder, "draw", what)
    return h5py.File(os.path.join(folder, "draw.h5"), "r")


def check_rows(holdfast, folder, e, family, draw, x, y):
    rows = e.file[f"null_test/{family}"]
    with ordinary_run(holdfast, folder, e, x, y) as plain:
        for name in ("status", "learned", "balanced_accuracy"):
            assert rows[name][draw].tobytes() == plain[f"replicas/{name}"][()].tobytes(), \
                (family, draw, name)
        for method in e.methods:
            if method != "tutorial":
                assert rows[f"{method}/importance"][draw].tobytes() == \
                    plain[f"importance/{method}"][()].tobytes(), (family, draw, method)


def check_draws(holdfast, folder, e):
    x, y = e.file["dataset/x"][()], e.file["dataset/y"][()]
    seed = e.what.get("seed", 0)
    for draw in range(e.what["labels"]):
        order = permutation(NULL_LABELS, seed, draw, 0, len(y))
        check_rows(holdfast, folder, e, "labels", draw, x, y[order])
    for draw in range(e.what["probes"]):
        order = permutation(NULL_PROBES, seed, draw, 0, len(y))
        check_rows(holdfast, folder, e, "probes", draw, np.hstack([x, x[order]]), y)


# ---- cases ------------------------------------------------------------------------------------

CASES = {
    "three classes": dict(data="source: 'builtin:wine'", hidden=[3, 7], seeds=5, splits=4, top=3,
                          iterations=80, labels=3, probes=3),
    "a part": dict(data="source: 'builtin:wine'", hidden=[4, 9], seeds=5, splits=4, top=2, seed=9,
                   iterations=60, labels=4, probes=4, part_seeds=3, part_splits=2,
                   training=", batch_size: 16", fdr=0.5),
    "correlated features": dict(data="source: 'builtin:breast_cancer'", hidden=[6], seeds=6,
                                training=", learning_rate: 0.02",
                                splits=4, top=5, iterations=60, labels=2, probes=5,
                                part_splits=3),
    "all vote": dict(data="source: 'builtin:iris'", hidden=[2], seeds=4, splits=3, top=2,
                     iterations=1, labels=20, probes=2, votes="all"),
    "k-fold": dict(data="source: 'builtin:iris'", hidden=[4], seeds=3, splits=6, top=1,
                   iterations=40, labels=2, probes=2, part_splits=3,
                   method="method: stratified_kfold, folds: 3, "),
    "early stopping": dict(data="source: 'builtin:wine'", hidden=[5], seeds=3, splits=3, top=2,
                           iterations=300, labels=3, probes=2,
                           training=", learning_rate: 0.02, validation_fraction: 0.3, patience: 5"),
    "the tutorial's method": dict(data="source: 'builtin:iris'", hidden=[4], seeds=3, splits=3,
                                  top=1, iterations=40, labels=2, probes=2,
                                  methods="tutorial, olden"),
    "some with probes diverge": dict(
        data="source: 'builtin:wine'", hidden=[2, 6], seeds=8, splits=3, top=3, iterations=53,
        labels=2, probes=3, votes="all", part_seeds=6,
        training=", optimizer: sgd, learning_rate: 1, weight_decay: 2.2"),
    "some with permuted labels diverge": dict(
        data="source: 'builtin:wine'", hidden=[2, 6], seeds=8, splits=3, top=3, iterations=72,
        labels=3, probes=1, votes="all", part_seeds=6,
        training=", optimizer: sgd, learning_rate: 1, weight_decay: 2.2"),
    "all diverge": dict(data="source: 'builtin:iris'", hidden=[3], seeds=2, splits=2, top=1,
                        iterations=9, labels=2, probes=2,
                        training=", optimizer: sgd, learning_rate: 1.0e+30"),
}


def some_diverge(family):
    return lambda file: 0 < (file[f"null_test/{family}/status"][()] == DIVERGED).mean() < 1


# What makes a case a case.
CLAIMS = {
    "some with probes diverge": some_diverge("probes"),
    "some with permuted labels diverge": some_diverge("labels"),
    "early stopping": lambda f: f["replicas/iterations"][()].min() < 300,
    "all diverge": lambda f: np.isnan(f["null_test/probes/olden/fdp"][()]).all(),
    "correlated features": lambda f: f["null_test/probes/l2_norm/stands_out"][()].any() and
        np.nanmax(f["null_test/probes/l2_norm/probe_group_frequency"][()]) > 0,
}


def train(holdfast, folder, name, what):
    null = "".join(f", {key}: {what[part]}" for key, part in
                   (("seeds", "part_seeds"), ("splits", "part_splits"), ("fdr", "fdr"))
                   if part in what and what["labels"])
    methods = what.get("methods", "max_abs_weight, l2_norm, garson, olden, permutation, "
                                  "integrated_gradients")
    text = (f"data: {{{what['data']}}}\n"
            f"splits: {{{what.get('method', '')}count: {what['splits']}}}\n"
            f"model: {{hidden: {what['hidden']}}}\n"
            f"training: {{iterations: {what['iterations']}{what.get('training', '')}}}\n"
            f"replicas: {{first_seed: 4, seeds: {what['seeds']}}}\n"
            f"significance: {{methods: [{methods}], top: {what['top']}, bootstrap: 20, "
            f"seed: {what.get('seed', 0)}, votes: {what.get('votes', 'learned')}}}\n"
            f"null_test: {{labels: {what['labels']}, probes: {what['probes']}{null}}}\n")
    with open(os.path.join(folder, name + ".yaml"), "w", encoding="ascii") as out:
        out.write(text)
    subprocess.run([holdfast, "run", name + ".yaml", "-q", "--overwrite", "-o", name + ".h5"],
                   cwd=folder, check=True)


def run_case(holdfast, name, what):
    checked = [0]

    def compare(path, stored, expected):
        stored, expected = np.asarray(stored, float), np.asarray(expected, float)
        if not np.array_equal(stored, expected, equal_nan=True):
            raise SystemExit(f"{name}: {path}: {stored} stored, {expected} expected")
        checked[0] += 1

    with tempfile.TemporaryDirectory() as folder:
        train(holdfast, folder, "case", what)
        with h5py.File(os.path.join(folder, "case.h5"), "r") as file:
            e = Experiment(file, what)
            check_labels(e, compare)
            check_probes(e, compare)
            check_draws(holdfast, folder, e)
            assert CLAIMS.get(name, lambda _: True)(file), f"{name}: is none"
    print(f"{name}: {checked[0]} tables agree, and the rows of all draws")


def main():
    for name in sys.argv[2:] or CASES:
        run_case(os.path.abspath(sys.argv[1]), name, CASES[name])


if __name__ == "__main__":
    main()
