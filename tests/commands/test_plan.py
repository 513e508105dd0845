"""holdfast plan: widths by the formula, the cheapest grid, and the line that trains it."""

import json
import math
import pathlib
import unittest

try:
    import h5py
    import numpy as np
except ImportError:
    h5py = None

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

    def test_what_aggregate_changed_is_in_the_line(self):
        self.run_grid()
        self.succeed("aggregate r.h5 -q --set significance.top=3")
        now = self.json()["width_now"]["formula"]
        self.assertIn(" --set 'significance.top=3'",
                      self.json(f"--width {now / 2:.6f}")["cheapest"]["command"])

    def test_a_width_that_is_reached_needs_nothing(self):
        self.run_grid()
        cheapest = self.json("--width 1")["cheapest"]
        if cheapest["new_replicas"] == 0:
            self.assertIsNone(cheapest["command"])
            self.assertIn("nothing more is needed", self.succeed("plan r.h5 --width 1"))

    def test_undefined_variances_are_explained(self):
        for key, reason in (("splits.count", "a single split"), ("replicas.seeds", "a single seed")):
            self.run_grid(options=f"--overwrite --set {key}=1")
            plan = self.json("--width 10%")
            self.assertIn(reason, plan["undefined"])
            self.assertIsNone(plan["width_now"]["formula"])
            self.assertIsNone(plan["cheapest"])
            text = self.succeed("plan r.h5 --width 10%")
            self.assertIn(f"cannot be told: there is {reason}", " ".join(text.split()))
            self.assertNotIn("nan", text)

    def test_a_shard_has_no_plan(self):
        self.run_grid(options="--shard 1/2")
        self.check(Case("", "plan r.h5", 65, ["r.h5", "shard"]))

    def test_an_unknown_method(self):
        self.run_grid()
        self.check(Case("", "plan r.h5 --method garson", 64, ["'garson'", "l2_norm, olden"]))

    def test_the_text_fits_80_columns_but_for_the_line(self):
        self.run_grid()
        lines = self.succeed("plan r.h5 --width 0.2").splitlines()
        for line in lines:
            if "holdfast run" not in line:
                self.assertLessEqual(len(line), 80, line)
        self.assertTrue(any("--reuse r.h5" in line for line in lines))
        self.assertFalse(math.isnan(self.json()["seconds_per_replica"]))


add_cases(PlanRefused, CASES)

if __name__ == "__main__":
    unittest.main()
