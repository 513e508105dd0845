"""All of /importance of results files, recomputed with NumPy from what else the files hold."""

import json
import os
import pathlib
import subprocess
import sys
import tempfile
import unittest

sys.path.insert(0, str(pathlib.Path(__file__).resolve().parents[1] / "commands"))
import skips  # noqa: E402

try:
    import h5py
    import numpy as np
except ImportError as reason:
    skips.end(f"{reason} (Debian: python3-h5py)")

import reference

HOLDFAST = os.environ["HOLDFAST"]
SOURCE = pathlib.Path(__file__).resolve().parents[2]

# Reads hidden units as features: compared in no file, but by hand (test_importance.c).
OF_UNITS = {"tutorial"}
EVERY_METHOD = list(reference.METHODS)[::-1]

# Three classes, hidden sizes that fill no vector, shuffles of a seed of their own; every method.
THREE_CLASSES = f"""\
data: {{source: 'builtin:wine'}}
splits: {{count: 3}}
model: {{hidden: [17, 1, 40]}}
replicas: {{first_seed: 4294967293, seeds: 2}}
training: {{iterations: 150}}
significance: {{methods: [{", ".join(EVERY_METHOD)}],
               permutation_repeats: 3, seed: 4000000000}}
"""

# Raw inputs between 1e-3 and 4e3; the recipe that mostly learns nothing.
RAW = """\
data: {standardize: none}
splits: {method: first_half}
model: {hidden: [30], init: pytorch}
replicas: {seeds: 4}
training: {loss: cross_entropy_of_softmax, iterations: 200}
"""

# A single test row in each split, and hardly trained: small importances, many of them exactly 0.
ONE_TEST_ROW = """\
data: {source: 'builtin:iris'}
splits: {method: file, file: split.csv}
model: {hidden: [4]}
replicas: {seeds: 2}
training: {iterations: 3}
"""

TEN_CLASSES = """\
data: {source: 'builtin:digits'}
splits: {method: stratified_kfold, folds: 20}
model: {hidden: [9]}
replicas: {seeds: 1}
training: {iterations: 60, optimizer: sgd, learning_rate: 0.1, batch_size: 50}
significance: {permutation_repeats: 2}
"""

OUTCOME = f"""\
data: {{source: 'builtin:wine', target: alcohol, exclude: [cultivar]}}
splits: {{count: 3}}
model: {{hidden: [17, 1]}}
replicas: {{first_seed: 4294967294, seeds: 2}}
training: {{iterations: 150}}
significance: {{methods: [{", ".join(EVERY_METHOD)}], permutation_repeats: 3, seed: 4000000000}}
"""

# As a spreadsheet writes it: row names, decimal commas, a category of four levels, one of two, one of
# numbers; missing cells of each kind.
STAGES, SEXES = ("I", "II", "III", ""), ("f", "m", "NA")


def mixed_table(rows):
    lines = ['"";kind;stage;size;sex;site;age']
    for i in range(rows):
        lines.append(f"p{i};{'yes' if (i * 7) % 11 < 5 else 'no'};{STAGES[i * i % 13 % 4]};"
                     f"{i * 37 % 101 / 8:.2f};{SEXES[i % 17 % 3]};{i % 7 % 5 * 3};"
                     f"{i * 5 % 31 if i % 9 else ''}".replace(".", ","))
    return "\n".join(lines) + "\n"


MIXED = f"""\
data: {{source: mixed.csv, missing: mean, target: kind, categorical: [site]}}
splits: {{count: 3}}
model: {{hidden: [17, 1]}}
replicas: {{seeds: 2}}
training: {{iterations: 100, learning_rate: 0.02}}
significance: {{methods: [{", ".join(EVERY_METHOD)}], permutation_repeats: 3, seed: 4000000000}}
"""

# The same columns, a measured outcome.
MIXED_OUTCOME = MIXED.replace("target: kind, categorical", "target: size, exclude: [kind], categorical")

SIGNIFICANCE = {"permutation_repeats": 5, "seed": 0}


def inputs_of(file):
    """x [sample, input]: of a category of more than two levels one 0/1 input a level."""
    names = file["dataset/feature_names"][()].decode().split("\n")
    levels, columns = json.loads(file["dataset/levels"][()]), []
    for x, name in zip(file["dataset/x"][:].T, names):
        if len(levels.get(name, [])) <= 2:
            columns.append(x)
        else:
            columns += [np.where(np.isnan(x), np.nan, x == level) for level in range(len(levels[name]))]
    return np.array(columns).T


def replicas_of(file):
    """(replica number, Replica) for all of a results file, inputs standardised from /dataset."""
    x, y = inputs_of(file), file["dataset/y"][:]
    feature_of, seen = file["dataset/input_feature"][:], {}
    for number, size in enumerate(file["replicas/hidden"][:]):
        split, seed = int(file["replicas/split"][number]), int(file["replicas/seed"][number])
        train = file["splits/train"][split] == 1
        filled = np.where(np.isnan(x), file["splits/fill"][split], x)
        inputs = (filled - file["splits/center"][split]) / file["splits/scale"][split]
        inputs = inputs.astype(np.float32)
        group = file[f"weights/hidden_{size:04d}"]
        row = seen[size] = seen.get(size, -1) + 1
        weights = [group[name][row] for name in ("input_weight", "input_bias", "output_weight",
                                                 "output_bias")]
        if "target_center" in file["splits"]:
            center, scale = file["splits/target_center"][split], file["splits/target_scale"][split]
            outcome = ((y - center) / scale).astype(np.float32).astype(np.float64)
        else:
            outcome = y
        mean = inputs[train].astype(np.float64).mean(axis=0)
        yield number, reference.Replica(weights, inputs[~train], outcome[~train], mean, seed, split,
                                        feature_of)


class Importance(unittest.TestCase):
    def setUp(self):
        temporary = tempfile.TemporaryDirectory(prefix="holdfast-test-")
        self.addCleanup(temporary.cleanup)
        self.folder = pathlib.Path(temporary.name)

    def run_holdfast(self, config):
        (self.folder / "grid.yaml").write_text(config)
        subprocess.run([HOLDFAST, "run", "grid.yaml", "-q", "-o", "out.h5"], cwd=self.folder,
                       check=True, timeout=300)
        return h5py.File(self.folder / "out.h5", "r")

    def check(self, config, significance=None, names=None):
        significance = {**SIGNIFICANCE, **(significance or {})}
        with self.run_holdfast(config) as file:
            methods = file["method"].attrs["names"].decode().split("\n")
            self.assertEqual(methods, names or ["permutation", "integrated_gradients", "olden",
                                                "garson", "l2_norm", "max_abs_weight"])
            for number, replica in replicas_of(file):
                for method in methods:
                    with self.subTest(replica=number, method=method):
                        self.check_method(replica, method, significance,
                                          file["importance"][method][number])

    def check_method(self, replica, method, significance, importance):
        """float32 of the float64 value: its rounding and a little for sums in another order."""
        expected = reference.METHODS[method](replica, significance)
        scale = np.abs(expected).max()
        error = np.abs(importance - expected) - 6e-8 * np.abs(expected)
        self.assertEqual(importance.dtype, np.float32)
        self.assertLess(error.max(), 1e-12 * scale + 1e-15)

    def test_three_classes_and_several_hidden_sizes(self):
        self.check(THREE_CLASSES, {"permutation_repeats": 3, "seed": 4000000000},
                   EVERY_METHOD)

    def test_a_measured_outcome(self):
        self.check(OUTCOME, {"permutation_repeats": 3, "seed": 4000000000},
                   EVERY_METHOD)

    def test_categories_and_missing_cells(self):
        (self.folder / "mixed.csv").write_text(mixed_table(90))
        self.check(MIXED, {"permutation_repeats": 3, "seed": 4000000000}, EVERY_METHOD)
        with h5py.File(self.folder / "out.h5", "r") as file:
            self.assertEqual(json.loads(file["dataset/levels"][()]),
                             {"stage": ["I", "II", "III"], "sex": ["f", "m"],
                              "site": ["0", "3", "6", "9", "12"]})
            self.assertEqual(list(file["dataset/input_feature"]), [0, 0, 0, 1, 2, 3, 3, 3, 3, 3, 4])
            self.assertEqual(file["input"].attrs["names"].decode().split("\n")[2:6],
                             ["stage = III", "size", "sex = m", "site = 0"])

    def test_categories_with_a_measured_outcome(self):
        (self.folder / "mixed.csv").write_text(mixed_table(600))  # test rows in two slices
        self.check(MIXED_OUTCOME, {"permutation_repeats": 3, "seed": 4000000000}, EVERY_METHOD)
        with h5py.File(self.folder / "out.h5", "r") as file:
            self.assertIn("test_r2", file["replicas"])
            self.assertIn("stage", json.loads(file["dataset/levels"][()]))

    def test_every_method_has_its_formula(self):
        config = subprocess.run([HOLDFAST, "config"], check=True, text=True,
                                stdout=subprocess.PIPE).stdout
        help_lines = config.split("  methods:")[1].split("  top:")[0].replace("#", " ")
        methods = {word.strip() for word in help_lines.rpartition(";")[2].split("|")}
        self.assertEqual(set(reference.METHODS) | OF_UNITS, methods)
        documented = {"docs/importance.md": "`{}`", "include/holdfast/importance.h": " *   {} "}
        for document, form in documented.items():
            text = (SOURCE / document).read_text()
            for method in methods:
                self.assertIn(form.format(method), text, document)

    def test_raw_inputs(self):
        self.check(RAW)

    def test_one_test_row(self):
        rows = [["1"] * 150 for _ in range(2)]
        rows[0][7] = rows[1][149] = "0"
        (self.folder / "split.csv").write_text("\n".join(",".join(row) for row in rows) + "\n")
        self.check(ONE_TEST_ROW)

    def test_ten_classes_and_mini_batches(self):
        self.check(TEN_CLASSES, {"permutation_repeats": 2})

    def test_philox_is_that_of_its_authors(self):
        # Random123's known answers (kat_vectors, philox4x32 10)
        for key, counter, expected in (
                ((0, 0), (0, 0, 0, 0), (0x6627E8D5, 0xE169C58D, 0xBC57AC4C, 0x9B00DBD8)),
                ((0xFFFFFFFF,) * 2, (0xFFFFFFFF,) * 4,
                 (0x408F276D, 0x41C83B0E, 0xA20BC7C6, 0x6D5451FD)),
                ((0xA4093822, 0x299F31D0), (0x243F6A88, 0x85A308D3, 0x13198A2E, 0x03707344),
                 (0xD16CFE09, 0x94FDCCEB, 0x5001E420, 0x24126EA1))):
            self.assertEqual(tuple(int(x) for x in reference.philox(key, counter)), expected)


if __name__ == "__main__":
    skips.main()
