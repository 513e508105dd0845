"""The conditional test of small cases, against reference.py: p-values, S_b, own variation, misfit, spread;
and the same bits whatever the threads, the memory, the parts and the instruction set."""

import os
import pathlib
import subprocess
import sys
import tempfile
import unittest

sys.path.insert(0, str(pathlib.Path(__file__).resolve().parents[1] / "commands"))
import skips  # noqa: E402

try:
    import numpy as np
except ImportError as reason:
    skips.end(f"{reason} (Debian: python3-numpy)")

import reference

PROGRAM = os.environ["CONDITIONAL_CASE"]
FOLDER = tempfile.TemporaryDirectory()
FIRST, AGAIN = 99, 0.15
PLENTY = 1 << 28


def network(random, split, hidden, d, classes):
    def draw(*shape):
        return random.normal(size=shape).astype(np.float32)
    return {"split": split, "w1": draw(hidden, d), "b1": draw(hidden), "w2": draw(classes, hidden),
            "b2": draw(classes)}


def make_case(x, classes, groups, *, seed, draws, splits=4, hidden=(3, 7), never_tested=0, feature=None):
    """Random networks, and labels that go with what they say, but for the first input. x [row, input];
    groups [feature], feature [input]."""
    random = np.random.default_rng(seed)
    n, d = x.shape
    train = (random.random((splits, n)) < 0.5).astype(np.uint8)
    train[:, :never_tested] = 1
    case = {"x": x, "classes": classes, "train": train, "group": np.array(groups, np.int32),
            "seed": seed, "draws": draws, "feature": np.arange(d) if feature is None else feature}
    moments = [(np.nanmean(x[t == 1], axis=0), np.nanstd(x[t == 1], axis=0)) for t in train]
    case["center"] = case["fill"] = np.array([mean for mean, _ in moments])
    case["scale"] = np.array([np.where(sd > 0, sd, 1) for _, sd in moments])
    case["networks"] = [network(random, s, h, d, classes) for s in range(splits) for h in hidden
                        for _ in range(2)]
    mean = np.zeros((n, classes))
    mean[reference_rows(case)] = reference.logits(case, [0], random.permutation(x[:, [0]]))
    if classes == 1:  # in a unit of its own
        case["target"] = 300 + 40 * (mean[:, 0] / mean.std() + random.normal(size=n))
    noise = random.gumbel(size=mean.shape)
    case["y"] = np.argmax(mean / mean.std() + noise, axis=1).astype(np.int32)
    return case


def reference_rows(case):
    return (case["train"] == 0).any(axis=0)


def tests_of(case):
    feature, group = case["feature"], case["group"]
    members = [np.flatnonzero(group == g) for g in range(group.max() + 1)]
    tests = [[f] for f in range(len(group))] + [m for m in members if len(m) > 1]
    return [np.flatnonzero(np.isin(feature, test)).tolist() for test in tests]


def write(case, path):
    (n, d), features = case["x"].shape, len(case["group"])
    head = [n, d, case["classes"], len(case["train"]), len(case["networks"]), features,
            case["group"].max() + 1, case["seed"], case["draws"]]
    parts = [np.array(head, np.int64), case["x"], case["y"]]
    parts += [case["target"]] if case["classes"] == 1 else []
    parts += [case["train"], case["center"], case["scale"], case["fill"],
              np.searchsorted(case["feature"], range(features + 1)).astype(np.int64), case["group"]]
    for net in case["networks"]:
        parts.append(np.array([net["split"], len(net["b1"])], np.int64))
        parts += [net[k] for k in ("w1", "b1", "w2", "b2")]
    path.write_bytes(b"".join(np.ascontiguousarray(part).tobytes() for part in parts))


def run(path, threads=1, memory=PLENTY, parts=1, *words, kernels=""):
    environment = dict(os.environ, HOLDFAST_ISA=kernels, OMP_WAIT_POLICY="passive")
    return subprocess.run([PROGRAM, str(path), str(threads), str(memory), str(parts), *words],
                          env=environment, check=True, stdout=subprocess.PIPE,
                          stderr=subprocess.DEVNULL if kernels else None,
                          universal_newlines=True).stdout


def table(text):
    return {int(row[0]): [float.fromhex(v) for v in row[1:]]
            for row in map(str.split, text.splitlines()) if row[0].isdigit()}


def columns(random, n, d, correlation=0.6):
    shared = random.normal(size=(n, 1))
    return correlation * shared + np.sqrt(1 - correlation**2) * random.normal(size=(n, d))


class Case:
    """Mixed into TestCase: `case` is made once."""

    @classmethod
    def setUpClass(cls):
        cls.case = cls.make(np.random.default_rng(7))
        cls.path = pathlib.Path(FOLDER.name) / cls.__name__
        write(cls.case, cls.path)
        cls.model = reference.Model(cls.case["x"], cls.case["feature"])
        n = len(cls.case["x"])
        cls.orders = reference.permutations(n, cls.case["seed"], cls.case["draws"])
        cls.output = run(cls.path)

    def near(self, value, expected, relative=1e-9):
        self.assertLessEqual(abs(value - expected), relative * max(1, abs(expected)))

    def test_states(self):
        found = table(self.output)
        self.assertEqual(len(found), len(tests_of(self.case)))
        self.near(float.fromhex(self.output.split()[1]), self.model.shrinkage, 1e-12)
        for t, inputs in enumerate(tests_of(self.case)):
            with self.subTest(inputs):
                reason, variation, misfit, dependence = self.model.state(inputs)
                self.assertEqual(found[t][0], reason)
                self.assertEqual(found[t][3], dependence)
                self.near(found[t][1], variation)
                if reason != reference.CONSTANT:
                    self.near(found[t][2], misfit, 1e-8)
        self.assertEqual({row[0] for row in found.values()}, self.reasons)

    def test_scores_and_p_values(self):
        found, all_draws = table(self.output), self.case["draws"]
        stages = set()
        scores = table(run(self.path, 1, PLENTY, 1, "scores"))
        for t, inputs in enumerate(tests_of(self.case)):
            with self.subTest(inputs):
                p, draws, ratio = found[t][4:]
                if found[t][0] != reference.DEFINED:
                    self.assertTrue(np.isnan(p) and np.isnan(ratio) and draws == 0)
                    continue
                logits = reference.all_logits(self.case, self.model, inputs, self.orders)
                first = reference.outcome(self.case, logits[:FIRST + 1])
                whole = reference.outcome(self.case, logits)
                again = reference.p_value(first[0]) <= AGAIN or all_draws <= FIRST
                stages.add(again)
                expected = whole if again else first
                self.assertEqual(draws, all_draws if again else FIRST)
                self.near(ratio, expected[2], 1e-5)
                self.near(scores[t][0], whole[1], 1e-5)
                distance = np.abs(np.array(scores[t][1:]) - whole[0])
                self.assertLess(distance.max(), 1e-5 * whole[0].std())
                unsure = np.sum(np.abs(expected[0][1:] - expected[0][0]) < 1e-5 * expected[0].std())
                self.assertLessEqual(abs(p - reference.p_value(expected[0])) * (draws + 1),
                                     unsure + 1e-9)
        self.assertEqual(stages, self.stages)

    def test_same_bits(self):
        channels = {2: 1}.get(self.case["classes"], self.case["classes"])
        row = 8 * reference_rows(self.case).sum() * channels
        for memory in (7 * row if self.case["draws"] > 9 else 1, 250 * row):
            self.assertEqual(run(self.path, 2, memory, 1), self.output, memory)
        self.assertEqual(run(self.path, 3, PLENTY, 5), self.output)
        for kernels in ("portable", "avx2", "avx512", "neon"):
            try:
                self.assertEqual(run(self.path, 1, PLENTY, 2, kernels=kernels), self.output, kernels)
            except subprocess.CalledProcessError as error:
                self.assertEqual(error.returncode, 1)  # no such kernels here


class TwoClasses(Case, unittest.TestCase):
    reasons, stages = {reference.DEFINED}, {True, False}

    @staticmethod
    def make(random):
        return make_case(columns(random, 61, 6), 2, [0, 0, 1, 2, 2, 2], seed=11, draws=239)


class MeasuredOutcome(Case, unittest.TestCase):
    """One output; ties and missing cells."""
    reasons, stages = {reference.DEFINED}, {True, False}

    @staticmethod
    def make(random):
        x = columns(random, 73, 6)
        x[:, 1] = np.round(x[:, 1])
        x[random.random(73) < 0.1, 2] = np.nan
        return make_case(x, 1, [0, 0, 1, 2, 2, 2], seed=12, draws=239, never_tested=5)


class ThreeClassesWithGaps(Case, unittest.TestCase):
    """Ties, missing cells, a constant, near copies; rows that are never tested."""
    reasons, stages = {reference.DEFINED, reference.CONSTANT, reference.OWN_VARIATION}, {True, False}

    @staticmethod
    def make(random):
        x = columns(random, 80, 8)
        x[:, 1] = np.round(x[:, 1])
        x[:, 2] = x[:, 2] > 0
        x[:, 5] = 3
        x[:, 7] = x[:, 6] + 1e-4 * random.normal(size=80)
        x[random.random(80) < 0.1, 0] = np.nan
        x[random.random(80) < 0.2, 3] = np.nan
        return make_case(x, 3, [0, 0, 1, 1, 2, 3, 4, 4], seed=4294967295, draws=149, never_tested=9)


class Categories(Case, unittest.TestCase):
    """Numbers; categories of two, three and five levels, some cells of them missing; one that goes with a
    number; one of one level. Features 1 and 3 are a group, so are 0 and 4."""
    reasons, stages = {reference.DEFINED, reference.CONSTANT}, {True, False}
    classes = 3

    @classmethod
    def make(cls, random):
        n = 90
        numbers = columns(random, n, 3)
        level = random.choice(3, n, p=[0.5, 0.3, 0.2])
        near = np.digitize(numbers[:, 1] + 0.5 * random.normal(size=n), [-1, -0.3, 0.4, 1])
        cells = [numbers[:, [0]], numbers[:, [1]], level[:, None] == range(3), numbers[:, [2]] > 0,
                 near[:, None] == range(5), np.zeros((n, 1)), numbers[:, [2]]]
        for column in (2, 4):
            cells[column] = np.where(random.random((n, 1)) < 0.1, np.nan, cells[column])
        feature = np.concatenate([[f] * part.shape[1] for f, part in enumerate(cells)])
        return make_case(np.hstack(cells).astype(float), cls.classes, [0, 1, 2, 1, 0, 3, 4], seed=9, draws=149,
                         feature=feature)


class CategoriesAndAnOutcome(Categories):
    """The same against a measured outcome."""
    classes = 1


class MoreInputsThanRows(Case, unittest.TestCase):
    reasons, stages = {reference.DEFINED}, {True}

    @staticmethod
    def make(random):
        groups = [f // 4 for f in range(30)]
        return make_case(columns(random, 24, 30, 0.3), 2, groups, seed=5, draws=59)


class ManyRows(Case, unittest.TestCase):
    """Several tiles of rows, units and channels; a model that leaves a dependence."""
    reasons, stages = {reference.DEFINED, reference.DEPENDENCE}, {True}

    @staticmethod
    def make(random):
        x = columns(random, 2000, 3, 0.2)
        x[:, 1] = x[:, 0] + 0.1 * random.normal(size=2000)
        return make_case(x, 5, [0, 1, 1], seed=1, draws=5, splits=2, hidden=(70, 1))


if __name__ == "__main__":
    skips.main()
