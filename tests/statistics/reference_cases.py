"""The experiments on which reference.py recomputes the statistics.

CASES: name -> (what is trained, the settings that the statistics depend on). CLAIMS: name -> what makes
that case a case, of the values of some method and the replicas' status.
"""
import os

import numpy as np


def table(rows, features, seed, extra=None):
    """A CSV file of two classes whose first features tell them apart."""
    random = np.random.default_rng(seed)
    y = np.arange(rows) % 2
    x = random.normal(size=(rows, features))
    x[:, : max(1, features // 3)] += 1.5 * y[:, None]
    if extra:
        extra(x)
    lines = ["kind," + ",".join(f"f{i}" for i in range(features))]
    lines += [f"{'ab'[c]}," + ",".join(repr(float(v)) for v in row) for c, row in zip(y, x)]
    return "\n".join(lines) + "\n", x


def twins(x):
    """A constant feature, two equal ones, one that falls as another rises, ties."""
    x[:, 2] = 4
    x[:, 4] = x[:, 1]
    x[:, 5] = -x[:, 0]**3
    x[:, 6] = np.round(x[:, 6])


def flat(x):
    x[:] = 1


CASES = {
    "odd sizes": ({"seed": 5, "hidden": [3, 7], "count": 7, "iterations": 20}, {"bootstrap": 150}),
    "three classes, k-fold": (
        {"source": "builtin:wine", "seed": 4, "hidden": [4], "iterations": 15,
         "splits": "method: stratified_kfold, folds: 3, count: 9"},
        {"bootstrap": 120, "unit_splits": 3, "splits": "stratified_kfold", "top": 4}),
    "complementary pairs": (
        {"source": "builtin:iris", "seed": 3, "hidden": [5, 2], "iterations": 25,
         "splits": "method: complementary_pairs, count: 24"},
        {"bootstrap": 100, "unit_splits": 2, "splits": "complementary_pairs", "halves": True,
         "top": 1, "seed": 77}),
    "one pair": (
        {"source": "builtin:wine", "seed": 3, "hidden": [5], "iterations": 25,
         "splits": "method: complementary_pairs, count: 2"},
        {"bootstrap": 60, "unit_splits": 2, "splits": "complementary_pairs", "halves": True}),
    "one seed": ({"seed": 1, "hidden": [3, 4, 5], "count": 6, "iterations": 20},
                 {"bootstrap": 60}),
    "one split": ({"seed": 7, "hidden": [3], "iterations": 20, "splits": "method: first_half"},
                  {"bootstrap": 60, "splits": "first_half"}),
    "one replica": ({"source": "builtin:iris", "seed": 1, "hidden": [3], "count": 1,
                     "iterations": 60}, {"bootstrap": 30}),
    "many folds": (
        {"source": "builtin:iris", "seed": 12, "hidden": [3], "iterations": 20,
         "splits": "method: stratified_kfold, folds: 5, count: 5"},
        {"bootstrap": 50, "unit_splits": 5, "splits": "stratified_kfold", "confidence": 0.8}),
    "all features selected": ({"source": "builtin:iris", "seed": 3, "hidden": [3], "count": 3,
                               "iterations": 20}, {"bootstrap": 40, "top": 4}),
    "all vote": ({"source": "builtin:wine", "seed": 4, "hidden": [2, 3], "count": 4,
                  "iterations": 1}, {"bootstrap": 80, "votes": "all", "top": 2}),
    "a few learn": ({"source": "builtin:wine", "seed": 4, "hidden": [1, 2], "count": 4,
                     "iterations": 1}, {"bootstrap": 200, "top": 2}),
    "one in four seeds learns": (
        {"source": "builtin:wine", "seed": 4, "hidden": [1], "iterations": 1,
         "splits": "count: 3, seed: 0"}, {"bootstrap": 200, "top": 2}),
    "pairs are rare": ({"source": "builtin:wine", "seed": 4, "hidden": [1], "iterations": 1,
                        "splits": "count: 4, seed: 1"}, {"bootstrap": 200, "top": 2}),
    "nobody learns": ({"table": (20, 3, 1, flat), "seed": 3, "hidden": [2], "count": 4,
                       "iterations": 5}, {"bootstrap": 30}),
    "one feature": ({"table": (20, 1, 1, None), "seed": 2, "hidden": [2], "count": 3,
                     "iterations": 5}, {"bootstrap": 30}),
    "twins": ({"table": (40, 9, 3, twins), "seed": 4, "hidden": [3], "count": 5,
               "iterations": 30}, {"bootstrap": 60}),
    "data not stored": ({"table": (40, 9, 3, twins), "seed": 2, "hidden": [3], "count": 2,
                         "iterations": 30, "dataset": "false"}, {"bootstrap": 20}),
    "more features than ranks": ({"table": (60, 130, 5, None), "seed": 3, "hidden": [4],
                                  "count": 3, "iterations": 20}, {"bootstrap": 30, "top": 7}),
    "one diverges": (
        {"source": "builtin:wine", "seed": 8, "hidden": [2, 6], "count": 3, "iterations": 51,
         "training": ", optimizer: sgd, learning_rate: 1, weight_decay: 2.2"},
        {"bootstrap": 50, "votes": "all"}),
    "most diverge": (
        {"source": "builtin:wine", "seed": 8, "hidden": [2, 6], "count": 3, "iterations": 55,
         "training": ", optimizer: sgd, learning_rate: 1, weight_decay: 2.2"},
        {"bootstrap": 50, "votes": "all"}),
}

# What makes a case a case; without it the rest would agree for the wrong reason.
CLAIMS = {
    "one pair": lambda x, status: x["half_samples"] == 2,
    "complementary pairs": lambda x, status: not np.isnan(x["error_bound_unimodal"][3]),
    "nobody learns": lambda x, status: x["voters"] == 0,
    "one feature": lambda x, status: x["voters"] == 0,
    "one replica": lambda x, status: x["voters"] == 1,
    "a few learn": lambda x, status: 0 < x["draws_skipped"] <= 20,
    "one in four seeds learns": lambda x, status: x["voters"] > 1 and np.isnan(
        x["frequency_low"]).all(),
    "pairs are rare": lambda x, status: not np.isnan(x["stability_cross"]) and np.isnan(
        x["stability_cross_low"]),
    "one diverges": lambda x, status: (status == 2).sum() == 1,
    "most diverge": lambda x, status: min(x["variance_seeds_used"]) < 2 < (status == 1).sum(),
    "twins": lambda x, status: any(x["frequency"] == 0) and not all(np.isnan(
        x["group_frequency"])),
}


def configuration(name, what, settings, folder):
    source = what.get("source", "builtin:breast_cancer")
    data = f"'{source}'"
    if "table" in what:
        text, _ = table(*what["table"])
        with open(os.path.join(folder, "table.csv"), "w", encoding="ascii") as out:
            out.write(text)
        data = "table.csv, target: kind"
    settings.setdefault("splits", "stratified_shuffle")
    settings.setdefault("halves", settings["splits"] == "stratified_shuffle")
    splits = what.get("splits", f"count: {what.get('count')}")
    chosen = ", ".join(f"{key}: {settings[key]}" for key in
                       ("bootstrap", "top", "votes", "confidence", "seed") if key in settings)
    return (f"name: {name}\ndata: {{source: {data}}}\nsplits: {{{splits}}}\n"
            f"model: {{hidden: {what['hidden']}}}\ntraining: {{iterations: {what['iterations']}{what.get('training', '')}}}\n"
            f"replicas: {{seeds: {what['seed']}}}\nsignificance: {{{chosen}}}\n"
            f"output: {{history_every: 0, dataset: {what.get('dataset', 'true')}}}\n")
