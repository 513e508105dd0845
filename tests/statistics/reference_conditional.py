"""The conditional test of the program against that of conditional_reference.py:

    reference_conditional.py HOLDFAST

Small experiments, each with something of its own: two hidden sizes and fewer seeds than there are; three
classes; more features than samples; missing cells, a constant and few values; named groups; categories. The p-values
have to be the same but for draws that are so near to the data that rounding decides; two-stage draws,
reasons and groups have to be the same. Exits 77 (skipped) without h5py, NumPy or SciPy.
"""
import os
import pathlib
import subprocess
import sys
import tempfile

TESTS = pathlib.Path(__file__).resolve().parents[1]
sys.path.insert(0, str(TESTS / "commands"))
import skips  # noqa: E402

try:
    import h5py
    import numpy as np
    import conditional_reference
    import designs
except ImportError as reason:
    skips.end(f"{reason} (Debian: python3-h5py, python3-scipy)")

CONFIGURATION = """\
splits: {count: 5}
model: {hidden: [6]}
training: {learning_rate: 0.01, iterations: 60}
replicas: {seeds: 3}
significance: {methods: [olden], bootstrap: 20, conditional_draws: 199}
output: {history_every: 0, initial_weights: false}
"""


def with_signal(random, x):
    y = (x[:, 0] + x[:, 1] ** 2 + random.standard_normal(len(x)) > 0.5).astype(int)
    return x, y


def wide(random):
    return with_signal(random, random.standard_normal((40, 50)))


def holes(random):
    """Missing cells, a constant, a binary, a count, and two columns that are nearly the same."""
    x = random.standard_normal((120, 8))
    x[:, 2], x[:, 3], x[:, 4] = 7.0, x[:, 3] > 0.6, random.poisson(1.5, 120)
    x[:, 6] = x[:, 5] + 0.02 * x[:, 6]
    x, y = with_signal(random, x)
    x[random.random(x.shape) < 0.05] = np.nan
    x[:, 2] = 7.0
    return x, y


def plain(random):
    return with_signal(random, random.standard_normal((60, 6)))


def mixed(random):
    """Numbers and categories of 2, 3, 5 and one level, some cells missing."""
    x = random.standard_normal((130, 7))
    y = (x[:, 0] + x[:, 4] ** 2 + random.standard_normal(len(x)) > 0.5).astype(int)
    for f, levels in ((2, 2), (3, 3), (4, 5)):
        x[:, f] = designs.levels_of(x[:, f] + 0.4 * x[:, 0], levels)
    x[:, 5] = 0
    x[random.random(x.shape) < 0.04] = np.nan
    return designs.csv_text(x, y, (2, 3, 4, 5))


# name: data of our own or None, what holdfast is told, what the reference is told
CASES = {
    "two sizes, two of three seeds": (None, ["model.hidden=[4,9]", "significance.conditional_seeds=2"],
                                      {"seeds": 2}),
    "three classes": (None, ["data.source=builtin:wine", "significance.seed=7"], {"seed": 7}),
    "more features than samples": (wide, [], {}),
    "missing cells and few values": (holes, ["data.missing=mean"], {}),
    "named groups": (plain, ["data.feature_groups={one: [feature_4, feature_0], two: [feature_2, feature_5]}"],
                     {"named": ((0, 4), (2, 5))}),
    "categories": (mixed, ["data.missing=mean", "data.feature_groups={one: [f3, f6]}"], {"named": ((3, 6),)}),
}
EXACT = ("reason", "draws", "dependent_on")
NEAR = {"own_variation": 1e-9, "misfit": 1e-7, "spread_ratio": 1e-4}


def run(holdfast, folder, make, settings):
    words = [word for setting in settings for word in ("--set", setting)]
    data = make(np.random.default_rng(1)) if make else None
    if isinstance(data, str):
        pathlib.Path(folder, "data.csv").write_text(data, encoding="ascii")
        words = ["--set", "data.source=data.csv", "--set", "data.target=label", *words]
    elif data:
        with h5py.File(os.path.join(folder, "data.h5"), "w") as file:
            file["x"], file["y"] = data
        words = ["--set", "data.source=data.h5", *words]
    with open(os.path.join(folder, "case.yaml"), "w", encoding="ascii") as out:
        out.write(CONFIGURATION)
    subprocess.run([holdfast, "run", "case.yaml", "-q", "-o", "case.h5", *words], cwd=folder, check=True)
    return os.path.join(folder, "case.h5")


def differences(path, expected):
    """Sentences on what differs."""
    with h5py.File(path, "r") as file:
        found = {name: node[()] for name, node in file["significance/conditional"].items()}
        group = file["significance/group"][()]
    if [list(np.flatnonzero(group == g)) for g in range(group.max() + 1)] != expected["groups"]:
        yield f"groups {group} for {expected['groups']}"
        return
    if found["networks"] != expected["networks"]:
        yield f"networks: {found['networks']} for {expected['networks']}"
    for prefix in ("", "group_"):
        for name in EXACT:
            if not np.array_equal(found[prefix + name], expected[prefix + name]):
                yield f"{prefix}{name}: {found[prefix + name]} for {expected[prefix + name]}"
        for name, most in NEAR.items():
            if not np.allclose(found[prefix + name], expected[prefix + name], most, most, equal_nan=True):
                yield f"{prefix}{name}: {found[prefix + name]} for {expected[prefix + name]}"
        p, q = found[prefix + "p_value"], expected[prefix + "p_value"]
        allowed = (expected[prefix + "close"] + 1e-6) / (expected[prefix + "draws"] + 1)
        if (np.isnan(p) != np.isnan(q)).any() or (np.abs(p - q) > allowed).any():
            yield f"{prefix}p_value: {p} for {q}"
        for name, dependent in (("q_value", False), ("q_value_by", True)):
            if not np.allclose(found[prefix + name], conditional_reference.adjusted(p, dependent),
                               1e-12, 1e-12, equal_nan=True):
                yield f"{prefix}{name}: {found[prefix + name]}"


def main():
    holdfast, good = os.path.abspath(sys.argv[1]), True
    for name, (make, settings, told) in CASES.items():
        with tempfile.TemporaryDirectory() as folder:
            path = run(holdfast, folder, make, settings)
            expected = conditional_reference.conditional(path, 199, **told)
            wrong = list(differences(path, expected))
        defined = int(np.isfinite(expected["p_value"]).sum())
        print(f"{name}: {defined} of {len(expected['p_value'])} features tested, "
              f"{len(expected['groups'])} groups: {'as the reference' if not wrong else 'DIFFERENT'}")
        for sentence in wrong:
            print(f"  {sentence}")
        good &= not wrong and defined > 0
    sys.exit(0 if good else 1)


if __name__ == "__main__":
    main()
