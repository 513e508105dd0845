"""Early stopping as part of a run: its networks resume, shard, merge, are reused, verified and aggregated
like the others, and the digest is the same however that went."""

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
replicas: {seeds: 5, first_seed: 3}
training: {iterations: 150, learning_rate: 0.02, batch_size: 20, validation_fraction: 0.25, patience: 8}
significance: {bootstrap: 50}
null_test: {labels: 3, probes: 2, seeds: 2, splits: 2}
"""
# Of 8 + 4 groups, which the splits keep whole.
ROWS = "\n".join(f"{'ab'[i // 5 % 3 == 0]},{i * i % 17},{i % 5},{i * 7 % 11},g{i // 5}" for i in range(60))
SPLITS = "\n".join(",".join(str((i // 15 + p) % 2) for i in range(60)) for p in range(3))
TABLE = {"table.csv": "kind,p,q,r,who\n" + ROWS + "\n", "splits.csv": SPLITS + "\n"}
TABLE_RUN = """\
data: {source: table.csv, target: kind, %s}
model: {hidden: [4]}
splits: {%s}
replicas: {seeds: 3}
training: {iterations: 60, learning_rate: 0.02, validation_fraction: 0.4, patience: 5}
significance: {bootstrap: 50}
null_test: {labels: 3, probes: 2}
"""
WAYS_TO_SPLIT = {
    "groups": ("groups: who", "count: 4, train_fraction: 0.75"),
    "first half": ("exclude: [who]", "method: first_half"),
    "k-fold": ("exclude: [who]", "method: stratified_kfold, folds: 3, count: 3"),
    "complementary pairs": ("exclude: [who]", "method: complementary_pairs, count: 2"),
    "a file": ("exclude: [who]", "method: file, file: splits.csv"),
}
FEW = "kind,p\n" + "".join(f"{'ab'[i % 2]},{i * 5 % 8}\n" for i in range(8))
FEW_RUN = "data: {source: few.csv, target: kind}\ntraining: {%s}\n"

BAD = [
    Case("a share of more than half", "run few.yaml -o a.h5", 78, ["training.validation_fraction"],
         files={"few.yaml": FEW_RUN % "validation_fraction: 0.6", "few.csv": FEW}),
    Case("no patience", "run few.yaml -o a.h5", 78, ["training.patience"],
         files={"few.yaml": FEW_RUN % "patience: 0", "few.csv": FEW}),
    Case("a split too small to set a row aside", "run few.yaml -o a.h5", 65,
         ["split 0", "training.validation_fraction", "set it to 0"],
         files={"few.yaml": FEW_RUN % "validation_fraction: 0.2", "few.csv": FEW}),
]


class Bad(CommandTest):
    pass


add_cases(Bad, BAD)


class EarlyStopping(SmallRuns):
    files = {"small.yaml": SMALL}


class Ways(EarlyStopping):
    def test_ranks_threads_and_kernels_do_not_matter(self):
        self.check_ways((dict(), dict(ranks=3), dict(options="--threads 3"),
                         dict(ranks=2, options="--threads 2")))

    def test_each_way_of_splitting_on_other_ranks(self):
        self.check_ways_to_split(TABLE, TABLE_RUN, WAYS_TO_SPLIT)

    def test_shards_make_the_whole(self):
        self.check_shards()

    def test_a_grown_grid_takes_over_what_is_there(self):
        self.check_grown("--set replicas.seeds=7 --set splits.count=4")

    def test_another_patience_is_another_experiment(self):
        self.run_small("a.h5")
        for key in ("training.validation_fraction=0.2", "training.patience=9"):
            self.check(Case(key, f"run small.yaml -o a.h5 --set {key}", 73, [key.split("=")[0]]))

    def test_statistics_are_made_anew_from_the_file(self):
        self.check_made_anew()

    def test_a_run_that_is_stopped_goes_on(self):
        more = "--set training.iterations=20000 --set training.patience=20000 --threads 1"
        self.leave_unfinished(f"run small.yaml -q -o a.h5 {more}", "a.h5")
        self.succeed("run small.yaml -q -o a.h5 " + more)
        self.assertEqual(self.digest("a.h5"), self.run_small("b.h5", more))


@unittest.skipUnless(h5py, "needs h5py")
class Stored(EarlyStopping):
    def read(self, file, path):
        with h5py.File(self.path(file), "r") as opened:
            return opened[path][()]

    def test_groups_stay_whole(self):
        write_files(self.folder, {**TABLE, "table.yaml": TABLE_RUN % WAYS_TO_SPLIT["groups"]})
        self.succeed("run table.yaml -q -o a.h5")
        group, aside = self.read("a.h5", "dataset/group"), self.read("a.h5", "splits/validation")
        for split in aside:
            share = np.bincount(group, split) / np.bincount(group)
            self.assertTrue(set(share) == {0.0, 1.0}, share)

    def test_without_it_nothing_is_stored_and_nothing_else_differs(self):
        off = "--set training.validation_fraction=0"
        self.run_small("a.h5", off)
        self.run_small("b.h5", off + " --set training.patience=3")
        with h5py.File(self.path("a.h5"), "r") as a, h5py.File(self.path("b.h5"), "r") as b:
            self.assertNotIn("validation", a["splits"])
            self.assertTrue((a["replicas/iterations"][()] == 150).all())
            for path in ("replicas/test_loss", "history/loss", "weights/hidden_0006/input_weight"):
                self.assertEqual(a[path][()].tobytes(), b[path][()].tobytes())

    def test_rows_set_aside_that_are_damaged_are_noticed(self):
        self.run_small("a.h5")
        with h5py.File(self.path("a.h5"), "r+") as file:
            file["splits/validation"][1, 4] ^= 1
        self.check(Case("", "verify a.h5", 65, ["/splits/validation"]))

    def test_a_network_that_diverges_has_no_step(self):
        self.run_small("a.h5", "--set training.optimizer=sgd --set training.learning_rate=1e30 "
                       "--set null_test.labels=0 --set null_test.probes=0")
        self.assertTrue((self.read("a.h5", "replicas/status") == 2).all())
        self.assertTrue((self.read("a.h5", "replicas/iterations") == 0).all())

    def test_error_bounds_do_not_apply(self):
        for fraction, applies in ((0, True), (0.25, False)):
            self.run_small("a.h5", f"--set training.validation_fraction={fraction} "
                           "--set null_test.labels=0 --set null_test.probes=0")
            bound = self.read("a.h5", "significance/olden/error_bound")
            self.assertEqual(np.isfinite(bound).all(), applies)
        shown = self.succeed("summary a.h5 --format json")
        self.assertIn("early stopping sets training rows aside", shown)


if __name__ == "__main__":
    skips.main()
