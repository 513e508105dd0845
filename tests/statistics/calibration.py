"""How often the conditional test is right, on data sets whose truth is known (designs.py):

    calibration.py --holdfast PATH [--design NAME ...] [--sets N] [--jobs 2] [--engine holdfast|numpy]
                   [--draws B] [--probes D] [--set KEY=VALUE ...] [--json FILE] [--check]
    calibration.py --read FILE ...    the tables of earlier runs' --json files

One run of holdfast a data set: 8 splits x 6 seeds x 16 units, 150 iterations. Prints a table for
docs/statistics.md: the shares of p-values of null features and groups up to 0.05 and 0.01 with 99 %
intervals over data sets, the false discovery rate and power at q = 0.1 and 0.2 (Benjamini and Hochberg;
Benjamini and Yekutieli), and with --probes what stands out among probes. Without --sets, 200 data sets of
the first four designs and 100 of the others. "Answers" leaves out the data sets
in which the networks are not shown to predict, where nothing is called an answer. The engine numpy is conditional_reference.py; holdfast reads
what the program itself has tested. With --check it exits 1 where a share is clearly off. Exits 77 (skipped)
without h5py, NumPy or SciPy.
"""
import argparse
import json
import multiprocessing
import os
import pathlib
import subprocess
import sys
import tempfile

os.environ.setdefault("OPENBLAS_NUM_THREADS", "1")  # one process a core instead
sys.path.insert(0, str(pathlib.Path(__file__).resolve().parents[1] / "commands"))
import skips  # noqa: E402

try:
    import h5py
    import numpy as np
    from scipy.stats import t as student
    import conditional_reference
    import designs
except ImportError as reason:
    skips.end(f"{reason} (Debian: python3-h5py, python3-scipy)")

CONFIGURATION = """\
data: {source: data.h5}
splits: {count: 8}
model: {hidden: [16]}
training: {learning_rate: 0.005, iterations: 150}
replicas: {seeds: 6}
significance: {methods: [permutation], permutation_repeats: 1, bootstrap: 20}
output: {history_every: 0, initial_weights: false}
"""
TABLE = ("data.source=data.csv", "data.target=label")  # for data with categories
# What --check asks for; a bound fails where the 99 % interval lies wholly beyond it.
SIZE, FDR_MOST = (0.03, 0.07), 0.14
GROUP_POWER = {"real_logistic": 0.80, "blocks": 0.95}
LEVELS, RATES = (0.05, 0.01), (0.1, 0.2)
Z99 = 2.5758
FAMILIES = {"features": "", "groups": "group_"}


# ---- one data set ---------------------------------------------------------------------------

def is_measured(data):
    return np.asarray(data.y).dtype.kind == "f"


def write_data(folder, data):
    """data.h5, or with categories data.csv."""
    x, y = np.asarray(data.x, float), np.asarray(data.y)
    y = y if is_measured(data) else y.astype(np.int32)
    if data.categories:
        pathlib.Path(folder, "data.csv").write_text(designs.csv_text(x, y, data.categories), encoding="ascii")
        return
    with h5py.File(os.path.join(folder, "data.h5"), "w") as file:
        file["x"], file["y"] = x, y


def train(asked, folder, data):
    """Has holdfast run on the data set; returns the path of its results."""
    write_data(folder, data)
    with open(os.path.join(folder, "case.yaml"), "w", encoding="ascii") as out:
        out.write(CONFIGURATION)
    settings = [*data.settings, *(TABLE if data.categories else ()), f"null_test.probes={asked.probes}", *asked.set]
    if not is_measured(data):
        settings.append("data.classes=[" + ",".join(map(str, range(max(data.y) + 1))) + "]")
    if asked.engine == "holdfast":
        settings.append(f"significance.conditional_draws={asked.draws}")
    words = [word for setting in settings for word in ("--set", setting)]
    subprocess.run([asked.holdfast, "run", "case.yaml", "-q", "--threads", "1", "-o", "case.h5", *words],
                   cwd=folder, check=True)
    return os.path.join(folder, "case.h5")


def read(path):
    """What the program itself has found, by the names of conditional_reference.conditional."""
    with h5py.File(path, "r") as file:
        found = {name: node[()] for name, node in file["significance/conditional"].items()}
        group = file["significance/group"][()]
    found["groups"] = [np.flatnonzero(group == g) for g in range(group.max() + 1)]
    return found


def predicts(path):
    """Is the lower limit of Nadeau and Bengio's interval of the balanced accuracy above chance, or of R2 above 0?"""
    with h5py.File(path, "r") as file:
        train, classes = file["splits/train"][()], len(file["class"])
        score = "balanced_accuracy" if classes > 1 else "test_r2"
        splits = file["replicas"][score][()].reshape(len(train), -1).mean(axis=1)
    factor = 1 / len(splits) + np.mean(train == 0) / np.mean(train == 1)
    half = student.ppf(0.975, len(splits) - 1) * np.sqrt(factor * splits.var(ddof=1))
    return bool(splits.mean() - half > (1 / classes if classes > 1 else 0))


def outcome(task):
    """{family: p, q, q_by, informative}, what stands out, whether the networks predict, of data set `number` of a design."""
    asked, name, number = task
    key = list(designs.DESIGNS).index(name)
    data = designs.DESIGNS[name](np.random.default_rng([key, number]))
    with tempfile.TemporaryDirectory() as folder:
        path = train(asked, folder, data)
        if asked.engine == "holdfast":
            found = read(path)
        else:
            found = conditional_reference.conditional(path, asked.draws, dtype=np.float32)
        stands_out, predict = None, predicts(path)
        if asked.probes:
            with h5py.File(path, "r") as file:
                stands_out = file["null_test/probes/permutation/stands_out"][()].astype(bool)
    truth = np.isin(np.arange(data.x.shape[1]), data.informative)
    result = {"stands_out": stands_out, "truth": truth, "predicts": predict}
    for family, prefix in FAMILIES.items():
        members = truth if not prefix else np.array([truth[list(g)].any() for g in found["groups"]])
        result[family] = {"informative": members, "p": found[prefix + "p_value"],
                          "q": found[prefix + "q_value"], "q_by": found[prefix + "q_value_by"]}
    return result


# ---- all of a design ------------------------------------------------------------------------

def share(hits, tests):
    """Share and half-width of its 99 % interval; data sets are the units, not tests. Where there are hits in
    none or in all, the half-width is that of one hit, so that it is not 0."""
    hits, tests = np.asarray(hits, float), np.asarray(tests, float)
    if tests.sum() == 0:
        return float("nan"), float("nan")
    value, sets = hits.sum() / tests.sum(), len(hits)
    if sets < 2:
        return value, float("nan")
    spread = max(np.sqrt(np.sum((hits - value * tests)**2) * sets / (sets - 1)), 1.0)
    return value, Z99 * spread / tests.sum()


def discoveries(named, truth):
    """Share of false among the named, share of the informative that are named."""
    hits = np.sum(named & truth)
    return np.sum(named & ~truth) / max(1, named.sum()), hits / truth.sum() if truth.any() else np.nan


def mean(values):
    """Mean over data sets and half-width of its 99 % interval."""
    values = np.asarray(values, float)
    values = values[np.isfinite(values)]
    return share(values, np.ones(len(values)))


def family_figures(rows, predict):
    defined = [np.isfinite(row["p"]) & ~row["informative"] for row in rows]
    figures = {"tests": int(sum(d.sum() for d in defined)),
               "undefined": float(np.mean(np.concatenate([~np.isfinite(row["p"]) for row in rows])))}
    for level in LEVELS:
        hits = [np.sum(row["p"][d] <= level + 1e-12) for row, d in zip(rows, defined)]
        figures[f"size_{level}"] = share(hits, [d.sum() for d in defined])
    for kind in ("q", "q_by"):
        for rate in RATES:
            false, power = zip(*(discoveries(np.nan_to_num(row[kind], nan=1.0) <= rate,
                                             row["informative"]) for row in rows))
            figures[f"fdr_{kind}_{rate}"], figures[f"power_{kind}_{rate}"] = mean(false), mean(power)
            figures[f"fdr_answers_{kind}_{rate}"] = mean(np.array(false) * predict)
    return figures


def design_figures(outcomes):
    figures = {family: family_figures([o[family] for o in outcomes], [o["predicts"] for o in outcomes])
               for family in FAMILIES}
    if outcomes[0]["stands_out"] is not None:
        false, power = zip(*(discoveries(o["stands_out"], o["truth"]) for o in outcomes))
        figures["probes"] = {"fdr": mean(false), "power": mean(power)}
    return {"sets": len(outcomes), "predicts": mean([o["predicts"] for o in outcomes]), **figures}


# ---- tables ---------------------------------------------------------------------------------

def number(value, digits=2):
    return "-" if not np.isfinite(value) else f"{value:.{digits}f}"


def markdown(head, rows):
    return "\n".join("| " + " | ".join(row) + " |" for row in (head, ["---"] * len(head), *rows))


def size_table(figures, family):
    head = ["design", "data sets", "null p-values", *(f"P(p ≤ {level})" for level in LEVELS),
            "not defined"]
    return markdown(head, [
        [name, str(of["sets"]), str(of[family]["tests"]),
         *(f"{number(value, 3)} ± {number(width, 3)}"
           for value, width in (of[family][f"size_{level}"] for level in LEVELS)),
         number(of[family]["undefined"])] for name, of in figures.items()])


def discovery_table(figures, family):
    columns = [(kind, rate, what) for kind in ("q", "q_by") for rate in RATES
               for what in ("fdr", "fdr_answers", "power")]
    words = {"q": "", "q_by": ", BY", "fdr": "false", "fdr_answers": "false answers", "power": "found"}
    head = ["design"] + [f"{words[what]}, q = {rate}{words[kind]}" for kind, rate, what in columns]
    return markdown(head, [
        [name, *(number(of[family][f"{what}_{kind}_{rate}"][0]) for kind, rate, what in columns)]
        for name, of in figures.items()])


def probes_table(figures):
    return markdown(["design", "false share of what stands out", "informative that stand out"],
                    [[name, *(number(of["probes"][what][0]) for what in ("fdr", "power"))]
                     for name, of in figures.items()])


def faults(figures):
    """Sentences on what is clearly off."""
    found = []
    for name, of in figures.items():
        for family in FAMILIES:
            if not of[family]["tests"]:
                found.append(f"{name}, {family}: no null one is tested")
            size, width = of[family]["size_0.05"]
            if size - width > SIZE[1] or size + width < SIZE[0]:
                found.append(f"{name}, {family}: P(p <= .05) is {size:.3f} ± {width:.3f}")
            rate, width = of[family]["fdr_q_0.1"]
            if rate - width > FDR_MOST:
                found.append(f"{name}, {family}: the false discovery rate at q = 0.1 is {rate:.2f} ± {width:.2f}")
        power, width = of["groups"]["power_q_0.1"]
        if power + width < GROUP_POWER.get(name, 0):
            found.append(f"{name}: the power of groups at q = 0.1 is {power:.2f} ± {width:.2f}")
    return found


def report(figures, asked):
    for family in FAMILIES:
        print(f"\n{family.capitalize()}\n\n{size_table(figures, family)}\n\n"
              f"{discovery_table(figures, family)}")
    if all("probes" in of for of in figures.values()):
        print(f"\nProbes\n\n{probes_table(figures)}")
    if asked.json:
        pathlib.Path(asked.json).write_text(json.dumps(figures, indent=1), encoding="ascii")


def arguments():
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--holdfast", type=os.path.abspath)
    parser.add_argument("--read", nargs="+", default=[], metavar="FILE")
    parser.add_argument("--design", nargs="+", choices=designs.DESIGNS, default=list(designs.DESIGNS))
    parser.add_argument("--sets", type=int)
    parser.add_argument("--jobs", type=int, default=2)
    parser.add_argument("--engine", choices=("holdfast", "numpy"), default="holdfast")
    parser.add_argument("--draws", type=int, default=999)
    parser.add_argument("--probes", type=int, default=0)
    parser.add_argument("--set", action="append", default=[], metavar="KEY=VALUE")
    parser.add_argument("--json")
    parser.add_argument("--check", action="store_true")
    asked = parser.parse_args()
    if not asked.holdfast and not asked.read:
        parser.error("--holdfast or --read is needed")
    return asked


def simulate(asked):
    figures = {}
    with multiprocessing.Pool(asked.jobs) as pool:
        for name in asked.design:
            sets = asked.sets or (200 if name in designs.LARGE else 100)
            outcomes = pool.map(outcome, [(asked, name, k) for k in range(sets)], chunksize=1)
            figures[name] = design_figures(outcomes)
            print(f"{name}: done", file=sys.stderr, flush=True)
    return figures


def main():
    asked, figures = arguments(), {}
    for path in asked.read:
        figures.update(json.loads(pathlib.Path(path).read_text(encoding="ascii")))
    figures = figures or simulate(asked)
    report(figures, asked)
    off = faults(figures) if asked.check else []
    for sentence in off:
        print(f"OFF: {sentence}")
    sys.exit(1 if off else 0)


if __name__ == "__main__":
    main()
