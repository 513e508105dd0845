"""Do the intervals cover? Not a test: a study of some minutes.

    coverage.py HOLDFAST AGGREGATE_FILE [FOLDER] [GRIDS]

Trains a pool of 64 seeds x 64 splits (breast cancer, 10 hidden units), then draws GRIDS (400) grids
of 8 x 8 and of 16 x 16 from it without replacement, has the program aggregate each, and counts how
often the 95 % intervals hold the pool's value: the frequency of features between 0.1 and 0.9, and
stability_cross. The binomial interval of Wilson, which takes all replicas as independent, stands
beside it. FOLDER keeps the pool for the next time.
"""
import os
import subprocess
import sys
import tempfile

import h5py
import numpy as np

POOL = 64
METHODS = ("max_abs_weight", "l2_norm", "garson", "olden")
CONFIGURATION = """\
splits: {{count: {size}}}
model: {{hidden: [10]}}
training: {{iterations: {iterations}}}
replicas: {{seeds: {size}}}
significance: {{methods: [{methods}], top: 5}}
output: {{history_every: 0, initial_weights: false}}
"""


def make(holdfast, path, size, iterations):
    text = CONFIGURATION.format(size=size, iterations=iterations, methods=", ".join(METHODS))
    with open(path + ".yaml", "w", encoding="ascii") as out:
        out.write(text)
    subprocess.run([holdfast, "run", path + ".yaml", "-q", "-o", path], check=True)


def read_pool(path):
    with h5py.File(path, "r") as file:
        shape = (POOL, POOL)  # [split, seed]
        learned = file["replicas/learned"][()].reshape(shape)
        importance = {m: file["importance"][m][()].reshape(*shape, -1) for m in METHODS}
        truth = {m: (file["significance"][m]["frequency"][()],
                     file["significance"][m]["stability_cross"][()]) for m in METHODS}
    return learned, importance, truth


def aggregate(program, path, learned, importance, splits, seeds):
    at = np.ix_(splits, seeds)
    with h5py.File(path, "r+") as file:
        file["replicas/learned"][:] = learned[at].ravel()
        file["replicas/status"][:] = 1
        for method in METHODS:
            values = importance[method][at]
            file["importance"][method][:] = values.reshape(-1, values.shape[-1])
    subprocess.run([program, path], check=True)
    with h5py.File(path, "r") as file:
        return {m: {name: file["significance"][m][name][()] for name in
                    ("frequency", "frequency_low", "frequency_high", "voters",
                     "stability_cross_low", "stability_cross_high")} for m in METHODS}


def wilson(share, count):
    z = 1.959964
    middle = (share + z * z / (2 * count)) / (1 + z * z / count)
    half = z / (1 + z * z / count) * np.sqrt(share * (1 - share) / count + z * z / (4 * count**2))
    return middle - half, middle + half


def study(holdfast, program, folder, size, grids, pool):
    learned, importance, truth = pool
    random = np.random.default_rng(size)
    path = os.path.join(folder, f"grid_{size}.h5")
    if not os.path.exists(path):
        make(holdfast, path, size, 1)
    hits = {m: {"frequency": [], "binomial": [], "cross": [], "width": []} for m in METHODS}
    for _ in range(grids):
        splits = np.sort(random.choice(POOL, size, replace=False))
        seeds = np.sort(random.choice(POOL, size, replace=False))
        found = aggregate(program, path, learned, importance, splits, seeds)
        for m in METHODS:
            frequency, cross = truth[m]
            middle = (frequency >= 0.1) & (frequency <= 0.9)
            x = found[m]
            low, high = x["frequency_low"][middle], x["frequency_high"][middle]
            hits[m]["frequency"].append((low <= frequency[middle]) & (frequency[middle] <= high))
            hits[m]["width"].append((high - low).mean())
            low, high = wilson(x["frequency"][middle], x["voters"])
            hits[m]["binomial"].append(((low <= frequency[middle]) &
                                        (frequency[middle] <= high)).mean())
            hits[m]["cross"].append(x["stability_cross_low"] <= cross <=
                                    x["stability_cross_high"])
    for m in METHODS:
        features = ((truth[m][0] >= 0.1) & (truth[m][0] <= 0.9)).sum()
        mean = {name: np.mean(values) for name, values in hits[m].items()}
        lowest = np.mean(hits[m]["frequency"], axis=0).min()
        print(f"| {size} x {size} | {m} | {features} | {100 * mean['frequency']:.1f} % | "
              f"{100 * lowest:.1f} % | "
              f"{mean['width']:.3f} | {100 * mean['binomial']:.1f} % | "
              f"{100 * mean['cross']:.1f} % |", flush=True)


def main():
    holdfast, program = (os.path.abspath(path) for path in sys.argv[1:3])
    grids = int(sys.argv[4]) if len(sys.argv) > 4 else 400
    with tempfile.TemporaryDirectory() as temporary:
        folder = os.path.abspath(sys.argv[3]) if len(sys.argv) > 3 else temporary
        os.makedirs(folder, exist_ok=True)
        path = os.path.join(folder, "pool.h5")
        make(holdfast, path, POOL, 1000)  # at once where it is there already
        pool = read_pool(path)
        print("| grid | method | features | frequency | lowest | mean width | binomial | stability_cross |")
        print("| --- | --- | --- | --- | --- | --- | --- | --- |")
        for size in (8, 16):
            study(holdfast, program, folder, size, grids, pool)


if __name__ == "__main__":
    main()
