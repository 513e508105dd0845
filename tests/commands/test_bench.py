"""`holdfast bench` runs, is right, and names things as scripts expect; its speed is no test's matter."""

import json
import unittest

from harness import Case, CommandTest, add_cases

CASES = [
    Case("no such benchmark", "bench kernel", 64, ["kernel", "train"]),
    Case("no such case", "bench train --tiny --case tutorail", 64, ["tutorail", "rows_20000"]),
]


class Bench(CommandTest):
    def test_every_benchmark_once(self):
        report = json.loads(self.succeed("bench --tiny --format json"))
        self.assertEqual(report["threads"], 1)
        self.assertGreater(report["peak_gflops"], 0)
        self.assertEqual({k["name"] for k in report["kernels"]}, {"forward", "weight_gradient"})
        for kernel in report["kernels"]:
            self.assertEqual(set(kernel), {"name", "m", "n", "k", "gflops", "share_of_peak"})
        cases = ["tutorial", "hidden_100", "hidden_10", "rows_1000", "rows_20000"]
        self.assertEqual([t["name"] for t in report["train"]], cases)
        for training in report["train"]:
            self.assertEqual(set(training), {"name", "rows", "test_rows", "features", "hidden",
                                             "classes", "threads", "ms_per_1000_iterations",
                                             "gflops", "share_of_peak"})
            # operations from the formula in docs/performance.md, over the time: the rate
            t = training
            first, second = t["features"] * t["hidden"], t["hidden"] * t["classes"]
            step = t["rows"] * (2 * first + 3 * second) + t["test_rows"] * (first + second)
            rate = 2 * step * 1000 / (t["ms_per_1000_iterations"] * 1e-3) * 1e-9
            self.assertAlmostEqual(rate / t["gflops"], 1, places=6)

    def test_one_case_as_text(self):
        self.assertIn("hidden_10", self.succeed("bench train --tiny --case hidden_10"))


add_cases(Bench, CASES)

if __name__ == "__main__":
    unittest.main()
