"""What summary claims, on data of which it is known what there is to find.

Whole commands on small grids. Whatever the data: where the networks are not shown to predict nothing
is answered but what features are by themselves; no sentence contradicts another; numbers in sentences
are those of the file; the verdict takes at most 25 lines of 80 columns. Words: names of cases, none:
all.
"""

import json
import pathlib
import re
import subprocess
import sys
import tempfile
import unittest

HERE = pathlib.Path(__file__).resolve().parent
sys.path.insert(0, str(HERE.parent / "commands"))
import skips  # noqa: E402
from harness import HOLDFAST  # noqa: E402

try:
    import numpy as np
except ImportError:
    np = None

GRID = """\
data: {source: data.csv, target: y%s}
model: {hidden: [4]}
splits: {count: %d}
replicas: {seeds: 4}
training: {iterations: %d, learning_rate: %g}
significance: {conditional_draws: %d, bootstrap: 200}
%s"""
NULL_TESTS = "null_test: {labels: 19, probes: 5}\n"
LINES, COLUMNS = 25, 80


# ---- data: columns by name and labels, from a generator of random numbers ----

def numbered(x):
    return {f"x{j}": x[:, j] for j in range(x.shape[1])}


def halves(n):
    return np.arange(n) % 2


def correlated(r, n=80):
    common = r.standard_normal((n, 2))
    return common[:, [0, 0, 0, 1, 1, 1]] + 0.4 * r.standard_normal((n, 6))


def shares_labels(r):
    """20 groups of 4 rows that are alike, and have one label."""
    x = np.repeat(r.standard_normal((20, 6)), 4, axis=0) + 0.1 * r.standard_normal((80, 6))
    columns = numbered(x)
    columns["patient"] = np.repeat(np.arange(20), 4) * 7 % 41
    return columns, np.repeat(halves(20), 4)


NOISE = {
    "normal": lambda r: (numbered(r.standard_normal((80, 6))), halves(80)),
    "uniform": lambda r: (numbered(r.uniform(size=(80, 6))), halves(80)),
    "heavy_tails": lambda r: (numbered(r.standard_t(2, (80, 6))), halves(80)),
    "binary": lambda r: (numbered(r.integers(0, 2, (80, 6))), halves(80)),
    "counts": lambda r: (numbered(r.poisson(2, (80, 6))), halves(80)),
    "correlated": lambda r: (numbered(correlated(r)), halves(80)),
    "n_20": lambda r: (numbered(r.standard_normal((20, 6))), halves(20)),
    "two_features": lambda r: (numbered(r.standard_normal((80, 2))), halves(80)),
    "p_above_n": lambda r: (numbered(r.standard_normal((30, 60))), halves(30)),
    "imbalance": lambda r: (numbered(r.standard_normal((100, 6))), (np.arange(100) < 5) * 1),
    "three_classes": lambda r: (numbered(r.standard_normal((90, 6))), np.arange(90) % 3),
    "groups": lambda r: shares_labels(r),
}


def informative(r, d, strength=3.0):
    x, y = r.standard_normal((80, d)), halves(80)
    x[:, 1] += strength * y
    return numbered(x), y


def with_copy(r):
    columns, y = NOISE["normal"](r)
    return {**columns, "copy": y * 1.0}, y


def with_identifier(r):
    columns, _ = NOISE["normal"](r)
    return {"number": np.arange(80), **columns}, (np.arange(80) >= 40) * 1


def with_duplicates(r):
    columns, y = informative(r, 6)
    return {name: np.concatenate([c[:60], c[:20]]) for name, c in columns.items()}, \
        np.concatenate([y[:60], y[:20]])


class Claims(unittest.TestCase):
    maxDiff = None

    def summary(self, columns, y, splits=6, iterations=60, rate=0.03, data="", draws=199,
                more=""):
        folder = self.folder()
        rows = zip(*columns.values(), y)
        lines = [",".join([*columns, "y"])] + [",".join(f"{v:.9g}" for v in row) for row in rows]
        (folder / "data.csv").write_text("\n".join(lines) + "\n")
        (folder / "c.yaml").write_text(GRID % (data, splits, iterations, rate, draws, more))
        run = lambda *words: subprocess.run([HOLDFAST, *words], cwd=folder, check=True, text=True,
                                            capture_output=True).stdout
        run("run", "c.yaml", "-o", "a.h5", "-q")
        document = json.loads(run("summary", "a.h5", "--format", "json"))
        text = run("summary", "a.h5", "--format", "text")
        self.check(document, text)
        return document, text

    def folder(self):
        folder = tempfile.TemporaryDirectory(prefix="holdfast-claims-")
        self.addCleanup(folder.cleanup)
        return pathlib.Path(folder.name)

    # ---- whatever the data ----

    def check(self, document, text):
        found = document["findings"]
        kinds = [f["kind"] for f in found]
        self.check_sentences(found, text)
        predictions = [f for f in found if f["kind"] in ("predicts", "not_shown_to_predict") or
                       "score" in f["values"]]
        self.assertEqual(len(predictions), 1)
        self.check_score(document, predictions[0], text)
        if "predicts" not in kinds:
            answers = {f["kind"] for f in found if f["level"] == "answer"}
            self.assertLessEqual(answers, {"associated_by_itself"})
            self.assertNotIn("predictions rest on", " ".join(text.split()))
        for some, none in (("leads", "none_leads"), ("stands_out", "none_stands_out"),
                           ("group_adds_information", "none_adds_information"),
                           ("feature_adds_information", "none_adds_information"),
                           ("methods_agree", "methods_disagree")):
            self.assertFalse(some in kinds and none in kinds, (some, none))
        for finding in found:
            self.check_numbers(document, finding, text)

    def check_sentences(self, found, text):
        verdict = text[:text.index("\nFeatures\n")] if "\nFeatures\n" in text else \
            text[:text.index("\nNetworks\n")]
        self.assertLessEqual(len(verdict.rstrip("\n").split("\n")), LINES, verdict)
        self.assertLessEqual(max(len(line) for line in text.split("\n")), COLUMNS)
        for finding in found:
            self.assertRegex(finding["text"], r"^[A-Z0-9\w].*[.?]$")
        said = " ".join(f["text"] for f in found)
        self.assertNotRegex(said, r"\b1 (networks|features|splits|seeds|groups|copies)\b")
        self.assertNotIn("does not matter", text)
        self.assertNotRegex(text, r"\bnan\b")

    def check_score(self, document, finding, text):
        score = document["significance"]["score"]
        self.assertEqual(finding["values"]["score"], score)
        self.assertIn(f"{100 * score:.1f}%", finding["text"])
        low = document["significance"]["score_low"]
        if finding["kind"] == "predicts" and low is not None:
            self.assertGreater(low, finding["values"]["chance"])

    def check_numbers(self, document, finding, text):
        names = document["dataset"]["feature_names"]
        significance, values = document["significance"], finding["values"]
        tests = significance["conditional"]
        if finding["kind"] in ("leads", "most_frequent"):
            frequency = significance[finding["method"]]["frequency"]
            self.assertEqual(values["frequency"], frequency[names.index(finding["features"][0])])
        if finding["kind"] == "leads":
            self.assertGreater(values["low"], values["chance"])
        if finding["kind"] == "group_adds_information":
            group = significance["feature_group"].index(finding["group"])
            self.assertEqual(values["q"], tests["group_q_value"][group])
            members = {n for n, g in zip(names, significance["group"]) if g == group}
            self.assertEqual(set(finding["features"]), members)
            self.assertGreater(len(members), 1)
        if finding["kind"] == "feature_adds_information":
            feature = names.index(finding["features"][0])
            group = significance["group"][feature]
            alone = significance["group"].count(group) == 1
            self.assertEqual(values["q"], tests["group_q_value"][group] if alone
                             else tests["q_value"][feature])
            self.assertLessEqual(values["q"], values["fdr"])
            self.assertIn(f"{values['q']:.3f}", text)
            self.assertEqual(finding["group"] is None, alone)
        if finding["kind"] == "associated_by_itself":
            first = names.index(finding["features"][0])
            self.assertEqual(values["effect"], significance["univariate"]["effect"][first])
            self.assertEqual(values["found"], sum(
                q is not None and q <= values["fdr"] for q in significance["univariate"]["q_value"]))

    # ---- what is known ----

    def one(self, document, kind):
        found = [f for f in document["findings"] if f["kind"] == kind]
        self.assertEqual(len(found), 1, kind)
        return found[0]

    def features_of(self, document, kind):
        return [name for f in document["findings"] if f["kind"] == kind for name in f["features"]]

    def test_noise_answers_nothing(self):
        """Each of twelve may be said to predict by bad luck, once in 40: none is with this seed."""
        unlucky = []
        for kind, make in NOISE.items():
            with self.subTest(noise=kind):
                data = ", groups: patient" if kind == "groups" else ""
                document, text = self.summary(*make(np.random.default_rng(1)), data=data)
                kinds = {f["kind"] for f in document["findings"]}
                if "predicts" in kinds:
                    unlucky.append(kind)
                if kind == "groups":
                    self.assertIn("grouped_rows", kinds)
                    self.assertNotIn("Meinshausen", text)
                if kind == "imbalance":
                    self.assertIn("imbalance", kinds)
        self.assertEqual(unlucky, [])

    def test_null_tests_answer_nothing_on_noise(self):
        """Whether or not rows come in groups that share a label."""
        for kind in ("normal", "groups"):
            with self.subTest(noise=kind):
                data = ", groups: patient" if kind == "groups" else ""
                document, text = self.summary(*NOISE[kind](np.random.default_rng(1)), data=data,
                                              more=NULL_TESTS)
                kinds = {f["kind"] for f in document["findings"]}
                self.assertLessEqual(kinds & {"predicts", "stands_out"}, set())
                self.assertIsNotNone(document["null_test"]["labels"])
                self.assertIn("no answer: the networks are not shown to predict", text)

    def test_a_rare_class_that_can_be_told(self):
        """5 of 100 rows: what there is to find is said, by the networks or in spite of them."""
        columns, _ = informative(np.random.default_rng(9), 6)
        y = (np.arange(80) < 5) * 1
        columns["x1"] = np.random.default_rng(9).standard_normal(80) + 4 * y
        document, _ = self.summary(columns, y)
        kinds = {f["kind"] for f in document["findings"]}
        self.assertIn("imbalance", kinds)
        self.assertTrue("predicts" in kinds or "networks_miss_it" in kinds, kinds)
        self.assertEqual(self.one(document, "associated_by_itself")["features"][0], "x1")

    def test_more_features_than_rows(self):
        """One of 60 features tells 40 rows apart, and 20 rows do not show it to a network: that is said."""
        r = np.random.default_rng(10)
        x, y = r.standard_normal((40, 60)), halves(40)
        x[:, 7] += 8 * y
        document, _ = self.summary(numbered(x), y, draws=1999)
        kinds = {f["kind"] for f in document["findings"]}
        self.assertEqual(self.one(document, "associated_by_itself")["features"][0], "x7")
        self.assertIn("networks_miss_it", kinds)
        self.assertNotIn("leads", kinds)

    def test_one_informative_feature_is_named(self):
        for d in (6, 30):
            with self.subTest(features=d):
                document, text = self.summary(*informative(np.random.default_rng(2), d), draws=999)
                self.one(document, "predicts")
                self.assertEqual(self.features_of(document, "feature_adds_information")[:1], ["x1"])
                self.assertEqual(self.features_of(document, "leads")[:1], ["x1"])
                self.assertEqual(self.one(document, "associated_by_itself")["features"][0], "x1")
                said = next(f for f in document["findings"]
                            if f["kind"] == "feature_adds_information")
                self.assertIn("higher in 1", said["text"])
                self.assertGreaterEqual(said["values"]["direction_1"], 0.9)

    def test_with_all_defaults_the_dominating_feature_comes_first(self):
        """Like the Pima data: one feature decides most, others are skewed, and weights are large."""
        r = np.random.default_rng(12)
        n, names = 400, ["pregnant", "pressure", "triceps", "insulin", "mass", "pedigree", "age"]
        x = np.exp(0.6 * r.standard_normal((n, len(names))))
        glucose = r.standard_normal(n)
        logit = 1.6 * glucose + 0.3 * x[:, 4] - 0.5
        y = (r.random(n) < 1 / (1 + np.exp(-logit))).astype(int)
        columns = {**dict(zip(names, x.T)), "glucose": 30 * glucose + 120}
        folder = self.folder()
        rows = zip(*columns.values(), y)
        lines = [",".join([*columns, "y"])] + [",".join(f"{v:.9g}" for v in row) for row in rows]
        (folder / "data.csv").write_text("\n".join(lines) + "\n")
        (folder / "c.yaml").write_text("data: {source: data.csv, target: y}\n")
        run = lambda *words: subprocess.run([HOLDFAST, *words], cwd=folder, check=True, text=True,
                                            capture_output=True).stdout
        run("run", "c.yaml", "-o", "a.h5", "-q")
        found = json.loads(run("summary", "a.h5", "--format", "json"))["findings"]
        leads = next(f for f in found if f["kind"] == "leads")
        self.assertEqual((leads["method"], leads["features"][0]), ("permutation", "glucose"))
        adds = {f["features"][0] for f in found if f["kind"] == "feature_adds_information"}
        self.assertIn("glucose", adds)
        table = run("summary", "a.h5").split("\nFeatures\n")[1]
        self.assertRegex(table, r"\n *1 +glucose ")

    def test_few_copies_cannot_tell(self):
        """30 features at 0.1 take 299 copies: p is at least 1/200."""
        document, text = self.summary(*informative(np.random.default_rng(2), 30))
        self.one(document, "none_adds_information")
        said = [f for f in document["findings"] if f["kind"] == "cannot_tell"]
        self.assertEqual([f["values"]["draws_needed"] for f in said], [299])
        self.assertEqual(said[0]["command"],
                         "holdfast aggregate a.h5 --set significance.conditional_draws=299")
        self.assertIn("none is shown not to", text)

    def test_a_copy_of_the_label_is_named(self):
        document, _ = self.summary(*with_copy(np.random.default_rng(3)))
        self.one(document, "predicts")
        self.assertEqual(self.one(document, "perfect_separation")["features"], ["copy"])
        self.assertEqual(self.features_of(document, "feature_adds_information"), ["copy"])
        self.assertIn("copy", self.features_of(document, "leads"))

    def test_an_identifier_is_named(self):
        document, text = self.summary(*with_identifier(np.random.default_rng(4)))
        self.one(document, "predicts")
        self.assertEqual(self.one(document, "identifier")["features"], ["number"])
        self.assertIn("Row numbers rather than measurements, by their values: number", text)

    def test_rows_that_repeat_are_counted(self):
        document, _ = self.summary(*with_duplicates(np.random.default_rng(5)))
        self.assertEqual(self.one(document, "duplicate_rows")["values"]["repeated"], 20)

    def test_overfitting_is_said(self):
        columns, y = informative(np.random.default_rng(6), 20, 0.5)
        document, text = self.summary(columns, y, iterations=1500)
        said = self.one(document, "overfitting")
        self.assertAlmostEqual(said["values"]["constant_loss"], np.log(2), places=12)
        self.assertGreater(said["values"]["test_loss"], np.log(2))
        self.assertIn("training.validation_fraction: 0.2", said["text"])
        self.assertIn("The networks overfit", text)

    def test_networks_miss_what_is_there(self):
        """They are hardly trained: a feature by itself says more."""
        columns, y = informative(np.random.default_rng(7), 6)
        document, _ = self.summary(columns, y, iterations=1, rate=1e-9)
        kinds = {f["kind"] for f in document["findings"]}
        self.assertIn("not_shown_to_predict", kinds)
        self.assertIn("networks_miss_it", kinds)
        self.assertEqual(self.one(document, "associated_by_itself")["features"][0], "x1")

    def test_nobody_learned(self):
        """All inputs are the same: every network gives every row the same class."""
        columns = {f"x{j}": np.ones(40) for j in range(4)}
        document, text = self.summary(columns, halves(40))
        self.one(document, "not_shown_to_predict")
        self.assertIn("so there are no frequencies", self.one(document, "no_voters")["text"])
        self.assertEqual(len(self.features_of(document, "constant_feature")), 4)
        self.assertNotIn("\nFeatures\n", text)

    def test_few_splits_cannot_tell(self):
        document, _ = self.summary(*informative(np.random.default_rng(8), 6), splits=2)
        said = [f for f in document["findings"] if f["kind"] == "cannot_tell"]
        self.assertEqual(len(said), 1)
        self.assertIn("2 splits are too few", said[0]["text"])


if __name__ == "__main__":
    if np is None:
        skips.end("needs NumPy (python3-numpy)")
    skips.main()
