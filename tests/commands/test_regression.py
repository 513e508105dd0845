"""A measured outcome as part of a run: how networks and statistics treat it, and that they do not depend on
how the run went. NumPy computes again what the file holds."""

import json
import math
import unittest

try:
    import h5py
    import numpy as np
except ImportError:
    h5py = None

import skips
from harness import Case, CommandTest, add_cases
from ways import SmallRuns

SMALL = """\
data: {source: 'builtin:wine', target: alcohol, exclude: [cultivar]}
model: {hidden: [6, 3]}
splits: {count: 5}
replicas: {seeds: 4, first_seed: 3}
training: {iterations: 150, learning_rate: 0.02, batch_size: 20, validation_fraction: 0.25, patience: 8}
significance: {bootstrap: 50, conditional_draws: 99}
null_test: {labels: 3, probes: 2, seeds: 2, splits: 2}
"""
# Of 8 + 4 groups, which the splits keep whole.
ROWS = "\n".join(f"{i * 7 % 53 / 4},{i * i % 17},{i % 5},{i * 7 % 11},g{i // 5}" for i in range(60))
SPLITS = "\n".join(",".join(str((i // 15 + p) % 2) for i in range(60)) for p in range(3))
TABLE = {"table.csv": "yield,p,q,r,who\n" + ROWS + "\n", "splits.csv": SPLITS + "\n"}
TABLE_RUN = """\
data: {source: table.csv, target: yield, %s}
model: {hidden: [4]}
splits: {%s}
replicas: {seeds: 3}
training: {iterations: 60, learning_rate: 0.02}
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
RUN = "data: {source: table.csv, target: yield, exclude: [who]%s}\ntraining: {iterations: 2%s}\n"
TEXT = "kind,p\n" + "".join(f"{'ab'[i % 2]},{i * 5 % 8}\n" for i in range(8))

BAD = [
    Case("a loss of classes, the task given", "run r.yaml -o a.h5", 78, ["r.yaml:2", "training.loss", "mse"],
         files={**TABLE, "r.yaml": RUN % (", task: regression", ", loss: cross_entropy")}),
    Case("a loss of classes, the task found", "run r.yaml -o a.h5", 78, ["r.yaml:2", "training.loss", "mse"],
         files={**TABLE, "r.yaml": RUN % ("", ", loss: cross_entropy_of_softmax")}),
    Case("the loss of an outcome, for classes", "run r.yaml -o a.h5", 78, ["training.loss", "data.task"],
         files={"table.csv": TEXT.replace("kind", "yield"),
                "r.yaml": "data: {source: table.csv}\ntraining: {loss: mse}\n"}),
    Case("classes of an outcome", "run r.yaml -o a.h5", 78, ["data.classes", "regression"],
         files={**TABLE, "r.yaml": RUN % (", task: regression, classes: ['1', '2']", "")}),
    Case("weights of classes", "run r.yaml -o a.h5", 78, ["training.class_weight", "weights are of classes"],
         files={**TABLE, "r.yaml": RUN % ("", ", class_weight: balanced")}),
    Case("text as an outcome", "run r.yaml -o a.h5", 65, ["row 1", "'kind'", "'a' is not a number", "data.task"],
         files={"table.csv": TEXT, "r.yaml": "data: {source: table.csv, task: regression}\n"}),
    Case("more than 20 numbers as classes", "run r.yaml -o a.h5", 65, ["'yield'", "data.task: regression"],
         files={**TABLE, "r.yaml": RUN % (", task: classification", "")}),
]


class Bad(CommandTest):
    pass


add_cases(Bad, BAD)


class Regression(SmallRuns):
    files = {"small.yaml": SMALL}


class Ways(Regression):
    def test_ranks_threads_and_kernels_do_not_matter(self):
        self.check_ways((dict(), dict(ranks=3), dict(options="--threads 3")))

    def test_each_way_of_splitting_on_other_ranks(self):
        self.check_ways_to_split(TABLE, TABLE_RUN, WAYS_TO_SPLIT)

    def test_shards_make_the_whole(self):
        self.check_shards()

    def test_a_grown_grid_takes_over_what_is_there(self):
        self.check_grown("--set replicas.seeds=6 --set splits.count=6")

    def test_the_task_found_is_the_task_given(self):
        expected = self.run_small("a.h5")
        self.assertEqual(self.run_small("b.h5", "--set data.task=regression --set training.loss=mse"), expected)
        self.succeed("run small.yaml -q -o a.h5 --set data.task=regression")

    def test_statistics_are_made_anew_from_the_file(self):
        self.check_made_anew()

    def test_a_file_without_its_data_reads_them_again(self):
        self.check_without_data()

    def test_what_diverges_is_counted(self):
        self.run_small("a.h5", "--set training.optimizer=sgd --set training.learning_rate=1e6 "
                               "--set training.momentum=0.9")
        health = json.loads(self.succeed("summary a.h5 --format json"))["health"]["all"]
        self.assertEqual(health["diverged"], health["replicas"])
        self.succeed("verify a.h5")


class Words(Regression):
    def test_summary_speaks_of_the_outcome(self):
        self.run_small("a.h5")
        text = self.succeed("summary a.h5")
        for word in ("measured outcome alcohol", "mean test R2", "RMSE", "rho"):
            self.assertIn(word, text)
        for word in ("balanced", "ccuracy", "AUC", "class"):
            self.assertNotIn(word, text)
        health = json.loads(self.succeed("summary a.h5 --format json"))["health"]["all"]
        self.assertGreater(health["mean_test_r2"], 0)
        self.assertGreater(health["mean_test_rmse"], 0)
        self.assertNotIn("mean_test_accuracy", health)

    def test_the_page_has_its_figures(self):
        self.run_small("a.h5")
        page = self.report("a.h5")
        for words in ("Predicted against measured", "measured alcohol", "third of the outcome", "Test R2",
                      "mean test R2", "highest third", "mean squared error of the standardised outcome"):
            self.assertTrue(words in page, words)
        for words in ("est accuracy", "alanced accuracy", "cross-entropy", "AUC"):
            self.assertFalse(words in page, words)

    def test_other_commands_have_it(self):
        self.run_small("a.h5")
        head = self.succeed("export a.h5 replicas").split("\n")[0].split(",")
        self.assertIn("test_r2", head)
        self.assertIn("test_rmse", head)
        self.assertNotIn("test_accuracy", head)
        self.succeed("plan a.h5")
        said = self.succeed("run small.yaml --dry-run")
        self.assertIn("alcohol: from 11.03 to 14.83, mean 13.00", said)


def student_interval(mean, per_split, ratio):
    """Nadeau & Bengio (2003); the quantile by bisection of the tail, 4 degrees of freedom in closed form."""
    low, high = 0.0, 100.0
    for _ in range(200):
        t = (low + high) / 2
        x = t / math.sqrt(4 + t * t)
        tail = 1 - (1.5 * x - 0.5 * x ** 3)
        low, high = (t, high) if tail > 0.05 else (low, t)
    half = low * math.sqrt((1 / len(per_split) + ratio) * np.var(per_split, ddof=1))
    return mean - half, mean + half


def ranks(values):
    order = np.argsort(values, kind="stable")
    result = np.empty(len(values))
    result[order] = np.arange(1, len(values) + 1)
    for value in np.unique(values):
        result[values == value] = result[values == value].mean()
    return result


@unittest.skipUnless(h5py, "needs h5py")
class Stored(Regression):
    def open(self, options=""):
        self.run_small("a.h5", options)
        file = h5py.File(self.path("a.h5"), "r")
        self.addCleanup(file.close)
        return file

    def test_networks_are_judged_by_their_predictions(self):
        file = self.open("--set training.validation_fraction=0")
        x, y = file["dataset/x"][:], file["dataset/y"][:]
        self.assertEqual(y.dtype, np.float64)
        self.assertEqual(file["class"].attrs["names"], b"alcohol")
        self.assertNotIn("test_accuracy", file["replicas"])
        self.assertNotIn("test_accuracy", file["history"])
        rows = {}
        for number, size in enumerate(file["replicas/hidden"][:]):
            row = rows[size] = rows.get(size, -1) + 1
            split = file["replicas/split"][number]
            train = file["splits/train"][split] == 1
            center, scale = y[train].mean(), y[train].std()
            self.assertAlmostEqual(center, file["splits/target_center"][split], 12)
            self.assertAlmostEqual(scale, file["splits/target_scale"][split], 12)
            weights = {name: w[row].astype(np.float64) for name, w in file[f"weights/hidden_{size:04d}"].items()}
            inputs = (x - file["splits/center"][split]) / file["splits/scale"][split]
            active = np.maximum(inputs @ weights["input_weight"].T + weights["input_bias"], 0)
            output = (active @ weights["output_weight"].T + weights["output_bias"])[:, 0]
            error = (y - center - scale * output)[~train]
            r2 = 1 - (error ** 2).sum() / ((y[~train] - y[~train].mean()) ** 2).sum()
            self.assertAlmostEqual(file["replicas/test_r2"][number], r2, 5)
            self.assertAlmostEqual(file["replicas/test_rmse"][number], np.sqrt((error ** 2).mean()), 5)
            self.assertAlmostEqual(file["replicas/test_loss"][number], (error ** 2).mean() / scale ** 2, 5)
            self.assertEqual(file["history/test_r2"][number, -1], file["replicas/test_r2"][number])
            self.assertEqual(file["replicas/learned"][number],
                             (error ** 2).sum() < ((y[~train] - center) ** 2).sum())

    def test_the_score_is_r2_with_its_interval(self):
        file = self.open()
        r2 = file["replicas/test_r2"][:].astype(np.float64)
        split = file["replicas/split"][:]
        per_split = np.array([r2[split == p].mean() for p in range(5)])
        given, aside = file["splits/train"][:], file["splits/validation"][:]
        ratio = (1 - given).sum() / (given - aside).sum()
        low, high = student_interval(r2.mean(), per_split, ratio)
        self.assertAlmostEqual(file["significance/score"][()], r2.mean(), 12)
        self.assertAlmostEqual(file["significance/score_low"][()], low, 9)
        self.assertAlmostEqual(file["significance/score_high"][()], high, 9)

    def test_the_label_test_compares_mean_r2(self):
        file = self.open()
        part = (file["replicas/seed"][:] < 5) & (file["replicas/split"][:] < 2)
        observed = file["replicas/test_r2"][:][part].astype(np.float64).mean()
        null = file["null_test/labels/test_r2"][:].astype(np.float64).mean(axis=1)
        self.assertAlmostEqual(file["null_test/labels/observed"][()], observed, 12)
        np.testing.assert_allclose(file["null_test/labels/accuracy"][:], null, atol=1e-12)
        self.assertEqual(file["null_test/labels/p_value"][()], (1 + (null >= observed).sum()) / 4)

    def test_by_itself_it_is_spearmans_rho(self):
        file = self.open()
        x, y = file["dataset/x"][:], ranks(file["dataset/y"][:])
        rho = [np.corrcoef(ranks(column), y)[0, 1] for column in x.T]
        np.testing.assert_allclose(file["significance/univariate/effect"][:], rho, atol=1e-12)
        self.assertTrue((file["significance/univariate/class"][:] == -1).all())
        p = file["significance/univariate/p_value"][:]
        self.assertEqual(list(np.argsort(p)), list(np.argsort(-np.abs(rho))))

    def test_direction_is_the_sign_of_the_outputs_gradient(self):
        file = self.open("--set significance.votes=all")
        x = file["dataset/x"][:]
        rising, rows = np.zeros(x.shape[1]), {}
        for number, size in enumerate(file["replicas/hidden"][:]):
            row = rows[size] = rows.get(size, -1) + 1
            split = file["replicas/split"][number]
            test = file["splits/train"][split] == 0
            weights = {name: w[row].astype(np.float64) for name, w in file[f"weights/hidden_{size:04d}"].items()}
            inputs = ((x - file["splits/center"][split]) / file["splits/scale"][split]).astype(np.float32)
            on = inputs[test] @ weights["input_weight"].T + weights["input_bias"] > 0
            gradient = (weights["output_weight"][0] * on.mean(axis=0)) @ weights["input_weight"]
            rising += (gradient > 0) + (gradient == 0) / 2
        np.testing.assert_allclose(file["significance/direction"][0], rising / number_of(file), atol=1e-12)


def number_of(file):
    return len(file["replica"])


if __name__ == "__main__":
    skips.main()
