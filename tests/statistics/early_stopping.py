"""Should training stop early by default? The same data with training.validation_fraction 0 and 0.2:

    early_stopping.py HOLDFAST [CASE ...] [--data-sets N] [--jobs J] [--set KEY=VALUE ...]

A case is a planted design (early_designs.py), N data sets of each, or a real data set (real_sets.py).
All that is not said here are holdfast's defaults; 8 seeds x 8 splits. The table of
docs/statistics.md, "Early stopping", has:

  AUC       how well the frequencies (permutation importance) rank the informative features: the
            share of pairs of an informative and another feature in which the informative one is
            selected more often, ties counting half; of a real data set, instead, Spearman's
            correlation of the frequencies with the importances of a random forest
  accuracy  mean balanced accuracy of all networks on their test rows
  loss      their mean test loss against the entropy of the classes' shares: above 1 a constant
            guess is better
  steps     median number of steps to the weights that were kept

and the mean difference (0.2 less 0) with its standard error: over the data sets of a design, over
the splits of a real data set. A measurement, not a test: needs h5py and NumPy.
"""
import argparse
import concurrent.futures
import os
import pathlib
import subprocess
import tempfile

import h5py
import numpy as np

import early_designs as designs
import real_sets

FRACTIONS = ("0", "0.2")
SETTINGS = {
    "splits.count": 8, "replicas.seeds": 8, "significance.methods": "[permutation]",
    "significance.bootstrap": 1, "significance.conditional_draws": 0,
    "output.history_every": 0, "output.initial_weights": "false",
}


def write_planted(name, number, folder):
    x, y, informative = designs.make(name, number)
    with open(os.path.join(folder, "data.csv"), "w", encoding="ascii") as out:
        out.write(",".join(["target"] + [f"f{f}" for f in range(x.shape[1])]) + "\n")
        for label, row in zip(y, x):
            out.write(",".join([f"c{label}"] + [repr(float(v)) for v in row]) + "\n")
    settings = {"data.source": "data.csv", "data.target": "target"}
    return {**settings, **designs.CONFIGURATION.get(name, {})}, informative


def ranking(frequency, informative):
    """AUC of the informative features against the others."""
    others = np.setdiff1d(np.arange(len(frequency)), informative)
    if not len(informative) or not len(others) or np.isnan(frequency).any():
        return np.nan
    a, b = frequency[informative][:, None], frequency[others][None, :]
    return float(np.mean((a > b) + 0.5 * (a == b)))


def ranks(values):
    """Mid-ranks."""
    values = np.asarray(values)
    return np.array([np.mean(values < v) + np.mean(values <= v) for v in values])


def agreement(frequency, forest):
    if forest is None or np.isnan(frequency).any() or np.ptp(frequency) == 0:
        return np.nan
    return float(np.corrcoef(ranks(frequency), ranks(forest))[0, 1])


def measure(file, informative, forest):
    """By split: accuracy and loss; AUC and steps of the whole."""
    y = file["dataset/y"][()]
    share = np.bincount(y) / len(y)
    entropy = -np.sum(share * np.log(share))
    split = file["replicas/split"][()]
    accuracy, loss = file["replicas/balanced_accuracy"][()], file["replicas/test_loss"][()]
    by_split = [(np.nanmean(accuracy[split == p]), np.nanmean(loss[split == p]) / entropy)
                for p in np.unique(split)]
    frequency = file["significance/permutation/frequency"][()]
    return {"auc": ranking(frequency, informative) if forest is None else
            agreement(frequency, forest),
            "steps": float(np.median(file["replicas/iterations"][()])),
            "by_split": np.array(by_split, dtype=float)}


def run(holdfast, settings, fraction, folder, informative, forest):
    words = [holdfast, "run", "case.yaml", "-q", "-o", f"{fraction}.h5", "--threads", "1"]
    for key, value in {**SETTINGS, **settings, "training.validation_fraction": fraction}.items():
        words += ["--set", f"{key}={value}"]
    pathlib.Path(folder, "case.yaml").write_text("name: early stopping\n", encoding="ascii")
    subprocess.run(words, cwd=folder, check=True)
    with h5py.File(os.path.join(folder, f"{fraction}.h5"), "r") as file:
        return measure(file, informative, forest)


def analyse(holdfast, name, number, extra):
    """A result for each fraction; None where the data are not there."""
    with tempfile.TemporaryDirectory() as folder:
        if name in designs.DESIGNS:
            settings, informative = write_planted(name, number, folder)
            forest = None
        else:
            settings, informative = real_sets.write(name, folder), []
            forest = real_sets.forest(settings, folder) if settings else None
        if settings is None:
            return None
        return [run(holdfast, {**settings, **extra}, f, folder, informative, forest)
                for f in FRACTIONS]


def difference(pairs):
    pairs = pairs[~np.isnan(pairs).any(axis=1)]
    if len(pairs) == 0:
        return "| | | "
    gain = pairs[:, 1] - pairs[:, 0]
    error = f" ± {gain.std(ddof=1) / np.sqrt(len(gain)):.3f}" if len(gain) > 1 else ""
    return f"| {pairs[:, 0].mean():.3f} | {pairs[:, 1].mean():.3f} | {gain.mean():+.3f}{error} "


def row(name, results):
    """A line of the table."""
    auc = np.array([[r["auc"] for r in pair] for pair in results])
    steps = [r[1]["steps"] for r in results]
    if len(results) > 1:
        both = np.array([[r["by_split"].mean(axis=0) for r in pair] for pair in results])
    else:
        both = np.stack([r["by_split"] for r in results[0]], axis=1)
    return (f"| {name} {difference(auc)}{difference(both[:, :, 0])}{difference(both[:, :, 1])}"
            f"| {np.median(steps):.0f} |")


def main():
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("holdfast")
    parser.add_argument("cases", nargs="*", metavar="CASE")
    parser.add_argument("--data-sets", type=int, default=10)
    parser.add_argument("--jobs", type=int, default=1)
    parser.add_argument("--set", action="append", default=[], metavar="KEY=VALUE")
    asked = parser.parse_args()
    holdfast, extra = os.path.abspath(asked.holdfast), dict(s.split("=", 1) for s in asked.set)
    print("| data | AUC 0 | 0.2 | difference | accuracy 0 | 0.2 | difference | loss 0 | 0.2 | "
          "difference | steps |\n" + "| --- " * 11 + "|", flush=True)
    with concurrent.futures.ThreadPoolExecutor(asked.jobs) as pool:
        for name in asked.cases or [*designs.DESIGNS, *real_sets.NAMES]:
            count = asked.data_sets if name in designs.DESIGNS else 1
            results = list(pool.map(lambda number, name=name: analyse(holdfast, name, number, extra),
                                    range(count)))
            print(f"| {name} | not there |" if results[0] is None else row(name, results),
                  flush=True)


if __name__ == "__main__":
    main()
