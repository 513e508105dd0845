"""What the peers written in Python share: arguments, data, checks and the report.

A peer trains, times whole trainings, checks each one's result and prints one JSON object:
{"name": ..., "seconds": [seconds per 1,000 iterations of one replica, ...], "check": {...}}.
A result that fails its check is never reported as a time.
"""

import argparse
import csv
import json
import pathlib
import sys
import time

import numpy as np

BREAST_CANCER = pathlib.Path(__file__).resolve().parents[2] / "data" / "breast_cancer.csv"


def arguments(description):
    """The command line that all peers understand; --rows asks for synthetic data."""
    parser = argparse.ArgumentParser(description=description)
    parser.add_argument("--repeat", type=int, default=3, help="timed trainings")
    parser.add_argument("--threads", type=int, default=1)
    parser.add_argument("--hidden", type=int, default=30)
    parser.add_argument("--iterations", type=int, default=1000)
    parser.add_argument("--rows", type=int, help="training rows of a synthetic data set")
    parser.add_argument("--test-rows", type=int, default=0)
    parser.add_argument("--features", type=int, default=30)
    parser.add_argument("--classes", type=int, default=2)
    return parser


def breast_cancer():
    """The tutorial's halves (284 and 285 rows), z-scored by the training rows, float32.

    For each class, from the last to the first, its first half of rows in file order trains.
    """
    with open(BREAST_CANCER, newline="", encoding="utf-8") as file:
        rows = list(csv.reader(file))[1:]
    names = list(dict.fromkeys(row[0] for row in rows))
    labels = np.array([names.index(row[0]) for row in rows])
    inputs = np.array([row[1:] for row in rows], dtype=np.float64)
    train = []
    for label in reversed(range(len(names))):
        members = np.flatnonzero(labels == label)
        train.extend(members[: round(len(members) / 2)])
    test = np.setdiff1d(np.arange(len(labels)), train)
    inputs = (inputs - inputs[train].mean(axis=0)) / inputs[train].std(axis=0)
    inputs = inputs.astype(np.float32)
    return inputs[train], labels[train], inputs[test], labels[test]


def clusters(rows, test_rows, features, classes):
    """Synthetic data of any size: one normal cluster a class."""
    random = np.random.default_rng(0)
    centers = random.normal(size=(classes, features))
    labels = np.arange(rows + test_rows) % classes
    inputs = centers[labels] + random.normal(size=(rows + test_rows, features))
    inputs = inputs.astype(np.float32)
    return inputs[:rows], labels[:rows], inputs[rows:], labels[rows:]


def time_trainings(name, train, repeat, scale):
    """Times train(seed), which returns a function that gives the check (a dictionary with
    "passed") outside the timed part; reports seconds × scale. The caller has warmed up.
    """
    seconds = []
    for seed in range(repeat):
        start = time.perf_counter()
        trained = train(seed)
        seconds.append((time.perf_counter() - start) * scale)
        check = trained()
        if not check["passed"]:
            sys.exit(f"{name}: the trained network fails its check: {check}")
    print(json.dumps({"name": name, "seconds": seconds, "check": check}))
