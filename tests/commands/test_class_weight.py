"""Weights of the classes as part of a run: a mapping is the list, balanced follows the rows that train, and
no way of running changes a bit."""

import json
import random
import unittest

try:
    import h5py
    import numpy as np
except ImportError:
    h5py = None

import skips
from harness import Case, CommandTest, add_cases, write_files
from ways import SmallRuns

SMALL = """\
data: {source: 'builtin:wine'}
model: {hidden: [6, 3]}
splits: {count: 3}
replicas: {seeds: 4, first_seed: 3}
training: {iterations: 100, learning_rate: 0.02, batch_size: 20, validation_fraction: 0.25, patience: 8,
           class_weight: balanced}
significance: {bootstrap: 50}
null_test: {labels: 3, probes: 2, seeds: 2, splits: 2}
"""


def rare_table(rows=200, every=20):
    """One row in `every` is of class rare, which differs little from the other."""
    numbers = random.Random(1)
    lines = ["kind,p,q"]
    for i in range(rows):
        rare = i % every == 0
        lines.append(f"{'rare' if rare else 'common'},{numbers.gauss(rare, 1):.4f},{numbers.gauss(0, 1):.4f}")
    return "\n".join(lines) + "\n"


RARE = {"rare.csv": rare_table(), "rare.yaml": """\
data: {source: rare.csv}
model: {hidden: [4]}
splits: {count: 6}
replicas: {seeds: 3}
training: {iterations: 60, learning_rate: 0.05}
significance: {bootstrap: 50}
"""}
KEY = "training.class_weight"
LINE = f"--set {KEY}=balanced"


def refused(name, value, *said):
    return Case(name, f"run rare.yaml -o a.h5 --set '{KEY}={value}'", 78, [KEY, *said], files=RARE)


BAD = [
    refused("a weight of 0", "[1, 0]", "out of range"),
    refused("a negative weight", "[1, -2]", "out of range"),
    refused("an infinite weight", "[1, .inf]", "not a finite number"),
    refused("a weight that is no number", "{rare: .nan, common: 1}", "not a finite number"),
    refused("too many weights", "[1, 2, 3]", "3 weights for 2 classes", "'rare', 'common'"),
    refused("too few weights", "[1]", "1 weight for 2 classes"),
    refused("an unknown label", "{rare: 3, comon: 1}", "'comon'", "did you mean common?"),
    refused("a class without a weight", "{rare: 3}", "'common' has no weight"),
    refused("a word that is none", "balance", "did you mean balanced?"),
]


class Bad(CommandTest):
    pass


add_cases(Bad, BAD)


class Ways(SmallRuns):
    files = {"small.yaml": SMALL}

    def test_ranks_threads_and_kernels_do_not_matter(self):
        self.check_ways((dict(), dict(ranks=3), dict(options="--threads 3")))

    def test_a_list_on_other_ranks(self):
        more = f"--set '{KEY}={{class_2: 0.5, class_0: 3, class_1: 1}}'"
        self.assertEqual(self.run_small("b.h5", more, ranks=3), self.run_small("a.h5", more))

    def test_networks_are_verified(self):
        self.run_small("whole.h5")
        self.succeed("verify whole.h5 --replicas 1000")

    def test_shards_make_the_whole(self):
        self.check_shards(2)

    def test_a_grown_grid_takes_over_what_is_there(self):
        self.check_grown("--set replicas.seeds=5")

    def test_without_the_rows_in_the_file_they_are_read_again(self):
        self.check_without_data()

    def test_another_weight_is_another_experiment(self):
        self.run_small("a.h5")
        for value in ("none", "[1, 1, 2]"):
            self.check(Case(value, f"run small.yaml -o a.h5 --set '{KEY}={value}'", 73, [KEY]))
        self.check(Case("", f"run small.yaml -o b.h5 --reuse a.h5 --set {KEY}=none", 73, [KEY]))

    def test_the_methods_paragraph_says_what_was_done(self):
        for value, said in (("balanced", "weighted inversely"), ("[3, 1, 1]", "3 (class_0), 1 (class_1) and 1 (class_2)")):
            self.run_small("a.h5", f"--set '{KEY}={value}'")
            self.assertIn(said, self.report("a.h5"))


class RareRuns(CommandTest):
    files = RARE

    def run_rare(self, file, value=None, more=""):
        given = f"--set '{KEY}={value}'" if value else ""
        self.succeed(f"run rare.yaml -q --overwrite -o {file} {given} {more}")
        return self.digest(file)


class Rare(RareRuns):
    def test_a_mapping_is_the_list_and_none_is_nothing(self):
        by_list = self.run_rare("a.h5", "[3, 1]")
        for value in ("{rare: 3, common: 1}", "{common: 1, rare: 3.0}"):
            self.assertEqual(self.run_rare("b.h5", value), by_list)
            self.succeed(f"run rare.yaml -q -o a.h5 --set '{KEY}={value}'")  # it is done
        self.assertEqual(self.run_rare("a.h5", "none"), self.run_rare("b.h5"))
        self.assertNotEqual(self.run_rare("a.h5", "balanced"), self.digest("b.h5"))

    def test_a_rare_class_is_advised_of_where_it_has_no_weight(self):
        said = (("", True), (f"--set {KEY}=none", True), (LINE, False), (f"--set '{KEY}=[3, 1]'", False))
        for options, advised in said:
            with self.subTest(options):
                for more in ("--dry-run", "--overwrite"):
                    outcome = self.check(Case("", f"run rare.yaml -o a.h5 {more} {options}"))
                    self.assertEqual(LINE in outcome.stderr, advised, outcome.stderr)
                    self.assertEqual("'rare'" in outcome.stderr, advised)
                found = json.loads(self.succeed("summary a.h5 --format json"))["findings"]
                texts = [f["text"] for f in found if f["kind"] == "imbalance"]
                self.assertEqual(len(texts), advised)
                self.assertTrue(all("training.class_weight: balanced" in text for text in texts))
        self.assertNotIn("warning", self.check(Case("", "run rare.yaml -q -o b.h5")).stderr)

    def test_classes_above_a_tenth_need_no_advice(self):
        write_files(self.folder, {"rare.csv": rare_table(200, 10)})
        self.assertNotIn(KEY, self.check(Case("", "run rare.yaml --dry-run")).stderr)
        write_files(self.folder, {"rare.csv": rare_table(200, 11)})
        self.assertIn(LINE, self.check(Case("", "run rare.yaml --dry-run")).stderr)


@unittest.skipUnless(h5py, "needs h5py")
class Stored(RareRuns):
    def test_the_list_is_in_the_resolved_configuration(self):
        self.run_rare("a.h5", "{common: 1, rare: 3}")
        with h5py.File(self.path("a.h5"), "r") as file:
            text = file["config/resolved"][()].decode()
        self.assertIn("class_weight: [3, 1]", text)

    def losses(self, file):
        """Test losses of all networks from stored weights, with and without the classes' weights."""
        x, y = file["dataset/x"][()], file["dataset/y"][()]
        path, found = "weights/hidden_0004/", []
        for replica, split in enumerate(file["replicas/split"][()]):
            train = file["splits/train"][split] == 1
            inputs = (x - file["splits/center"][split]) / file["splits/scale"][split]
            w1, b1, w2, b2 = (file[path + name][replica].astype(float) for name in
                              ("input_weight", "input_bias", "output_weight", "output_bias"))
            z = np.maximum(inputs @ w1.T + b1, 0) @ w2.T + b2
            row = np.log(np.exp(z).sum(1)) - z[np.arange(len(y)), y]
            weight = (train.sum() / (2 * np.bincount(y[train])))[y]
            found.append([np.average(row[~train], weights=weight[~train]), row[~train].mean()])
        return np.array(found).T

    def test_losses_are_weighted_means(self):
        self.run_rare("a.h5", "balanced")
        with h5py.File(self.path("a.h5"), "r") as file:
            weighted, plain = self.losses(file)
            stored = file["replicas/test_loss"][()]
        self.assertLess(np.abs(stored - weighted).max(), 1e-5)
        self.assertGreater(np.abs(stored - plain).max(), 0.05)

    def test_the_rare_class_is_found_more_often(self):
        recall = {}
        for value in ("none", "balanced"):
            self.run_rare("a.h5", value)
            with h5py.File(self.path("a.h5"), "r") as file:
                recall[value] = file["replicas/balanced_accuracy"][()].mean()
        self.assertGreater(recall["balanced"], recall["none"] + 0.1)


if __name__ == "__main__":
    skips.main()
