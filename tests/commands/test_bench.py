"""`holdfast bench` runs, is right, and names things as scripts expect; its speed is no test's matter."""

import json

import skips
from harness import Case, CommandTest, add_cases

CASES = [
    Case("no such benchmark", "bench kernel", 64, ["kernel", "train"]),
    Case("no such size of rows", "bench gather --tiny --case larg", 64, ["larg", "large"]),
    Case("no thread", "bench train --threads 0", 64, ["--threads"]),
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

    def check_gathering(self, gather):
        self.assertLessEqual({"replicas_per_second", "bytes_per_second", "bytes_per_replica"},
                             set(gather))
        rate = gather["replicas_per_second"] * gather["bytes_per_replica"]
        self.assertAlmostEqual(rate / gather["bytes_per_second"], 1, places=6)

    def test_what_rank_0_takes_in_from_any_number_of_ranks(self):
        # history, weights before and after, importances: 4 bytes each; a few small numbers
        numbers = 2 * 1000 + 2 * (31 * 30 + 31 * 2)
        for ranks in (0, 1, 3):
            with self.subTest(ranks=ranks):
                out = self.succeed("bench gather --tiny --format json", ranks=ranks)
                gather = json.loads(out)["gather"]
                self.check_gathering(gather)
                self.assertGreater(gather["bytes_per_replica"], 4 * numbers)
                self.assertLess(gather["bytes_per_replica"], 4 * numbers + 2000)
        for case in ("single", "small", "large"):
            out = self.succeed(f"bench gather --tiny --format json --case {case}")
            self.check_gathering(json.loads(out)["gather"])

    def test_all_of_it_under_mpirun_is_one_report(self):
        report = json.loads(self.succeed("bench --tiny --format json", ranks=3))
        self.assertEqual({"kernels", "train", "gather"} - set(report), set())

    def test_threads_share_a_replica(self):
        out = self.succeed("bench train --tiny --case rows_1000 --threads 2 --format json")
        report = json.loads(out)
        self.assertEqual((report["threads"], report["train"][0]["threads"]), (2, 2))

    def test_one_case_as_text(self):
        self.assertIn("hidden_10", self.succeed("bench train --tiny --case hidden_10"))


add_cases(Bench, CASES)

if __name__ == "__main__":
    skips.main()
