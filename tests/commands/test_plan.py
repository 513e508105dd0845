"""holdfast plan: widths by the formula, the cheapest grid, and the line that trains it."""

import json
import math
import pathlib
import re
import unittest

try:
    import h5py
    import numpy as np
except ImportError:
    h5py = None

import skips
from harness import Case, CommandTest, add_cases, write_files

Z95 = 1.959963984540054

GRID = """\
name: to be planned
data: {source: 'builtin:wine'}
model: {hidden: [3, 5]}
splits: {count: 4}
replicas: {seeds: 5}
training: {iterations: 12}
significance: {methods: [l2_norm, olden], votes: all}
"""

# Null tests beside the grid's 40 replicas, and how many replicas of theirs that makes.
NULL_TESTS = {
    "no null tests": ("{labels: 0}", 0),
    "on all of the grid": ("{labels: 3, probes: 2}", 200),
    "on some seeds": ("{labels: 3, seeds: 2}", 48),
    "on some splits": ("{probes: 2, splits: 3}", 60),
    "on a part": ("{labels: 1, probes: 2, seeds: 3, splits: 2}", 36),
}

CASES = [
    Case(f"a width of {width}", f"plan x.h5 --width {width}", 64, ["--width", "0.1 or 10%"])
    for width in ("0", "1.1", "x", "0.1x", "120%", "-0.1", ".", "%", "0x1p-3", "nan")
] + [
    Case("no such file", "plan x.h5", 66, ["x.h5"]),
    Case("a plan has no csv", "plan x.h5 --format csv", 64, ["text|json"]),
]


class PlanRefused(CommandTest):
    pass


class Plan(CommandTest):
    def run_grid(self, text=GRID, options=""):
        write_files(self.folder, {"grid.yaml": text})
        self.succeed(f"run grid.yaml -q -o r.h5 {options}")

    def json(self, options="", file="r.h5"):
        return json.loads(self.succeed(f"plan {file} --format json {options}"))

    @unittest.skipUnless(h5py, "needs h5py and NumPy")
    def widths(self, method="l2_norm"):
        with h5py.File(pathlib.Path(self.folder, "r.h5"), "r") as file:
            group = file["significance"][method]
            seed, split, both = (group[f"plan_variance_{name}"][:]
                                 for name in ("seed", "split", "interaction"))
            interval = group["frequency_high"][:] - group["frequency_low"][:]

        def widest(seeds, splits):
            return float(np.max(2 * Z95 * np.sqrt(split / splits + seed / seeds
                                                  + both / (seeds * splits))))

        return widest, float(np.max(interval))

    def test_the_widths_are_those_of_the_formula(self):
        self.run_grid()
        for method in ("l2_norm", "olden"):
            widest, bootstrap = self.widths(method)
            plan = self.json(f"--method {method}")
            self.assertEqual(plan["method"], method)
            self.assertAlmostEqual(plan["width_now"]["bootstrap"], bootstrap)
            self.assertAlmostEqual(plan["width_now"]["formula"], widest(5, 4))
            for times, seeds, splits in zip((1, 2, 4, 8), plan["more_seeds"], plan["more_splits"]):
                self.assertEqual((seeds["seeds"], seeds["splits"]), (5 * times, 4))
                self.assertEqual((splits["seeds"], splits["splits"]), (5, 4 * times))
                self.assertEqual(seeds["replicas"], 40 * times)
                self.assertAlmostEqual(seeds["width"], widest(5 * times, 4))
                self.assertAlmostEqual(splits["width"], widest(5, 4 * times))
            self.assertAlmostEqual(plan["least_width"]["more_seeds"], widest(1e300, 4))
            self.assertIsNone(plan["cheapest"])

    def test_the_cheapest_grid_is_the_smallest_one(self):
        self.run_grid()
        widest, _ = self.widths()
        wanted = widest(5, 4) * 0.7
        found = self.json(f"--width {wanted:.6f}")["cheapest"]
        grids = [seeds * splits for seeds in range(5, 100) for splits in range(4, 100)
                 if widest(seeds, splits) <= wanted]
        self.assertEqual(found["seeds"] * found["splits"], min(grids))
        self.assertAlmostEqual(found["width"], widest(found["seeds"], found["splits"]))
        self.assertEqual(found["replicas"], 2 * min(grids))
        self.assertEqual(found["new_replicas"], 2 * min(grids) - 40)
        self.assertEqual(self.json(f"--width {100 * wanted:.4f}%")["cheapest"]["replicas"],
                         found["replicas"])

    def test_the_line_that_it_prints_trains_the_grid(self):
        self.run_grid(options="--set training.iterations=9 --set significance.top=4")
        now = self.json()["width_now"]["formula"]
        cheapest = self.json(f"--width {0.8 * now:.6f}")["cheapest"]
        line = cheapest["command"]
        self.assertIn(line, self.succeed(f"plan r.h5 --width {0.8 * now:.6f}"))
        self.assertTrue(line.startswith("holdfast run grid.yaml --set training.iterations=9"), line)
        said = self.succeed(line[len("holdfast "):])
        self.assertIn("40 of", said)
        grid = self.json(file="r-2.h5")["grid"]
        self.assertEqual((grid["seeds"], grid["splits"]), (cheapest["seeds"], cheapest["splits"]))

    def set_variances(self):
        """For which more seeds help as well as more splits."""
        with h5py.File(pathlib.Path(self.folder, "r.h5"), "r+") as file:
            for source, variance in (("seed", 0.05), ("split", 0.1), ("interaction", 0.1)):
                file[f"significance/l2_norm/plan_variance_{source}"][:] = variance

    def train(self, line):
        """How many replicas the printed line trains; its outcome is that of a run from scratch."""
        shown = self.succeed(line[len("holdfast "):] + " --overwrite")
        taken, of = map(int, re.search(r"reused +(\S+) of (\S+) networks",
                                       shown.replace(",", "")).groups())
        scratch = line[len("holdfast "):].replace("-o r-2.h5 --reuse r.h5", "-o s.h5 --overwrite")
        self.succeed(scratch + " -q")
        self.assertEqual(self.digest("r-2.h5"), self.digest("s.h5"))
        pathlib.Path(self.folder, "r-2.h5").unlink()
        return of - taken

    @unittest.skipUnless(h5py, "needs h5py and NumPy")
    def test_the_line_trains_as_many_replicas_as_promised(self):
        grown = set()
        for name, (null_test, _) in NULL_TESTS.items():
            self.run_grid(GRID + f"null_test: {null_test}\n", "--overwrite")
            self.set_variances()
            now = self.json()["width_now"]["formula"]
            for part in (0.9, 0.5):
                with self.subTest(name, part=part):
                    cheapest = self.json(f"--width {part * now:.6f}")["cheapest"]
                    grown |= {key for key, old in (("seeds", 5), ("splits", 4))
                              if cheapest[key] > old}
                    promised = {"grid": cheapest["new_replicas"], "labels": 0, "probes": 0}
                    self.assertEqual(cheapest["to_train"], promised)
                    self.assertEqual(self.train(cheapest["command"]), cheapest["new_replicas"])
        self.assertEqual(grown, {"seeds", "splits"})

    @unittest.skipUnless(h5py, "needs h5py and NumPy")
    def test_it_is_told_what_becomes_of_null_tests(self):
        for name, (null_test, replicas) in NULL_TESTS.items():
            self.run_grid(GRID + f"null_test: {null_test}\n", "--overwrite")
            self.set_variances()
            now = self.json()["width_now"]["formula"]
            text = self.succeed(f"plan r.h5 --width {0.5 * now:.6f}")
            with self.subTest(name):
                says = f"none of its {replicas} networks is trained again"
                self.assertEqual(says in " ".join(text.split()), replicas > 0)
                self.assertEqual("if it took all of that grid" in " ".join(text.split()),
                                 replicas > 0 and name != "on a part")

    @unittest.skipUnless(h5py, "needs h5py and NumPy")
    def test_what_is_pending_is_counted(self):
        self.run_grid(GRID + "null_test: {labels: 3, probes: 2}\n")
        now = self.json()["width_now"]["formula"]
        with h5py.File(pathlib.Path(self.folder, "r.h5"), "r+") as file:
            file["replicas/status"][:7] = 0
            file["null_test/labels/status"][1, :5] = 0
            file["null_test/probes/status"][0, 3:6] = 0
        options = f"--width {0.7 * now:.6f}"
        cheapest = self.json(options)["cheapest"]
        self.assertEqual(cheapest["to_train"],
                         {"grid": cheapest["new_replicas"] + 7, "labels": 5, "probes": 3})
        text = " ".join(self.succeed(f"plan r.h5 {options}").split())
        self.assertIn("and 7 that are pending", text)
        self.assertIn("8 of its 200 networks are trained", text)
        # 13 features and 3 classes: a probe's network has (26 + 4) / (13 + 4) times the weights
        seconds = self.json()["seconds_per_replica"]
        self.assertAlmostEqual(cheapest["thread_seconds"] / seconds,
                               cheapest["new_replicas"] + 12 + 3 * 30 / 17)
        self.assertEqual(self.train(cheapest["command"]), sum(cheapest["to_train"].values()))

    @unittest.skipUnless(h5py, "needs h5py and NumPy")
    def test_an_unfinished_file_is_not_planned_from_and_its_limits_are_of_what_is_there(self):
        self.run_grid(options="--set significance.top=2")
        with h5py.File(pathlib.Path(self.folder, "r.h5"), "r+") as file:
            file["provenance/state"][()] = 0
            file["replicas/status"][20:] = 0  # two of four splits
        self.check(Case("", "plan r.h5", 75, ["r.h5", "20 of 40", "same command"]))
        methods = json.loads(self.succeed("summary r.h5 --format json"))["significance"]
        edges = [high for method in ("l2_norm", "olden")
                 for frequency, high in zip(methods[method]["frequency"],
                                            methods[method]["frequency_high"])
                 if frequency == 0]
        self.assertGreater(len(edges), 0)
        for high in edges:
            self.assertAlmostEqual(high, 1 - 0.025 ** (1 / 2))

    @unittest.skipUnless(h5py, "needs h5py and NumPy")
    def test_features_of_frequency_0_or_1_have_a_limit_of_their_own(self):
        self.run_grid(options="--set significance.top=2")
        with h5py.File(pathlib.Path(self.folder, "r.h5"), "r") as file:
            frequency = file["significance/l2_norm/frequency"][:]
        never, always = int((frequency == 0).sum()), int((frequency == 1).sum())
        self.assertGreater(never + always, 0)
        now = self.json()["width_now"]["formula"]
        plan = self.json(f"--width {0.5 * now:.6f}")
        limit, cheapest = plan["limit"], plan["cheapest"]
        self.assertEqual((limit["never_selected"], limit["always_selected"]), (never, always))
        self.assertAlmostEqual(limit["width"], 1 - 0.025 ** (1 / 4))
        units = min(cheapest["seeds"], cheapest["splits"])
        self.assertAlmostEqual(cheapest["limit_width"], 1 - 0.025 ** (1 / units))
        needed = limit["seeds_needed"]
        self.assertEqual(needed, limit["splits_needed"])
        self.assertLessEqual(1 - 0.025 ** (1 / needed), 0.5 * now)
        self.assertGreater(1 - 0.025 ** (1 / (needed - 1)), 0.5 * now)

    @unittest.skipUnless(h5py, "needs h5py and NumPy")
    def test_out_of_reach_is_what_takes_too_long(self):
        self.run_grid()
        widest, _ = self.widths()
        now = self.json()["width_now"]["formula"]
        within = self.json(f"--width {0.5 * now:.6f}")
        self.assertFalse(within["out_of_reach"])
        self.assertIsNone(within["instead"])
        with h5py.File(pathlib.Path(self.folder, "r.h5"), "r+") as file:
            file["replicas/seconds"][:] = 3600
        plan = self.json(f"--width {0.01 * now:.6f}")
        self.assertTrue(plan["out_of_reach"])
        best = min(widest(seeds, splits) for seeds in range(5, 51) for splits in range(4, 41)
                   if seeds * splits <= 200)
        instead = plan["instead"]
        self.assertAlmostEqual(instead["width"], best, places=6)
        self.assertLessEqual(instead["replicas"], 400)
        self.assertAlmostEqual(instead["width"], widest(instead["seeds"], instead["splits"]))
        self.assertAlmostEqual(instead["thread_seconds"], 3600 * instead["new_replicas"])
        text = self.succeed(f"plan r.h5 --width {0.01 * now:.6f}")
        self.assertIn("out of reach in practice", text)
        self.assertIn(instead["command"], text)
        self.assertNotIn(plan["cheapest"]["command"], text)

    def test_what_aggregate_changed_is_in_the_line(self):
        self.run_grid()
        self.succeed("aggregate r.h5 -q --set significance.top=3")
        now = self.json()["width_now"]["formula"]
        self.assertIn(" --set significance.top=3",
                      self.json(f"--width {now / 2:.6f}")["cheapest"]["command"])

    def test_a_width_that_is_reached_needs_nothing(self):
        self.run_grid()
        cheapest = self.json("--width 1")["cheapest"]
        if cheapest["new_replicas"] == 0:
            self.assertIsNone(cheapest["command"])
            self.assertIn("nothing more is needed", self.succeed("plan r.h5 --width 1"))

    def test_undefined_variances_are_explained(self):
        for key, reason in (("splits.count", "only one split"), ("replicas.seeds", "only one seed")):
            self.run_grid(options=f"--overwrite --set {key}=1")
            plan = self.json("--width 10%")
            self.assertIn(reason, plan["undefined"])
            self.assertIsNone(plan["width_now"]["formula"])
            self.assertIsNone(plan["cheapest"])
            text = self.succeed("plan r.h5 --width 10%")
            self.assertIn(f"cannot be told: there is {reason}", " ".join(text.split()))
            self.assertNotIn("nan", text)

    def test_the_frequencies_of_one_voter_do_not_look_certain(self):
        # Of these four networks, which have learned nothing, one is above chance by accident.
        self.check(Case("run", "run one.yaml -q -o one.h5", files={"one.yaml": (
            "data: {source: 'builtin:wine'}\nmodel: {hidden: [4]}\nsplits: {count: 2}\n"
            "replicas: {first_seed: 4, seeds: 2}\nsignificance: {methods: [olden]}\n"
            "training: {iterations: 1, learning_rate: 1.0e-9}\n")}))
        summary = json.loads(self.check(Case("summary", "summary one.h5 --format json")).stdout)
        self.assertEqual(summary["significance"]["olden"]["voters"], 1)
        text = self.check(Case("text", "plan one.h5 --width 0.1")).stdout
        self.assertIn("cannot be told: more than a tenth", " ".join(text.split()))
        self.assertNotIn("nothing more is needed", text)
        plan = json.loads(self.check(Case("plan", "plan one.h5 --width 0.1 --format json")).stdout)
        self.assertIsNone(plan["cheapest"])
        self.assertIn("no counted network", plan["undefined"])

    def test_a_shard_has_no_plan(self):
        self.run_grid(options="--shard 1/2")
        self.check(Case("", "plan r.h5", 65, ["r.h5", "shard"]))

    def test_an_unknown_method(self):
        self.run_grid()
        self.check(Case("", "plan r.h5 --method garson", 64, ["'garson'", "l2_norm, olden"]))

    def test_the_text_fits_80_columns_but_for_the_line(self):
        self.run_grid()
        lines = self.succeed("plan r.h5 --width 0.2").splitlines()
        for line in lines + self.succeed("plan r.h5 --width 7%").splitlines():
            if "holdfast run" not in line:
                self.assertLessEqual(len(line), 80, line)
        self.assertTrue(any("--reuse r.h5" in line for line in lines))
        self.assertIn("no interval wider than 7 points", self.succeed("plan r.h5 --width 7%"))
        self.assertFalse(math.isnan(self.json()["seconds_per_replica"]))


add_cases(PlanRefused, CASES)

if __name__ == "__main__":
    skips.main()
