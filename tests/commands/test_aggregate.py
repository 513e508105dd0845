"""aggregate: other statistics of the same replicas, equal to a run with these keys from the start; and
verify, over files that are as they should be."""

import json
import os
import re
import shlex

import skips
from harness import TINY, Case, CommandTest, add_cases, holdfast, listing

SMALL = """\
data: {source: 'builtin:wine'}
model: {hidden: [3, 6]}
splits: {count: 3}
replicas: {seeds: 4}
training: {iterations: 40, learning_rate: 0.01}
significance: {conditional_draws: 19}
"""
FILES = {"small.yaml": SMALL, "tiny.yaml": TINY}

CASES = [
    Case("a key that needs training", "aggregate x.h5 --set splits.count=3", 64,
         ["splits.count", "significance", "null_test.fdr", "data.feature_groups"]),
    Case("a null test to be trained", "aggregate x.h5 --set null_test.labels=3", 64,
         ["null_test.labels"]),
    Case("an unknown key of another section", "aggregate x.h5 --set null_test.fdrs=0.1", 64,
         ["null_test.fdrs"]),
    Case("a key of the statistics elsewhere", "aggregate x.h5 --set null_test.fdr=0.1", 66),
    Case("feature groups", "aggregate x.h5 --set 'data.feature_groups={a: [b]}'", 66),
    Case("a name is no statistic", "aggregate x.h5 --set name=x", 64, ["name=x"]),
    Case("an unknown key", "aggregate x.h5 --set significance.topp=3", 66),
    Case("no such file", "aggregate x.h5", 66, ["x.h5"]),
    Case("no results file", "aggregate x.h5", 65, ["x.h5"], files={"x.h5": "no"}),
    Case("verify: no such file", "verify x.h5", 66, ["x.h5"]),
    Case("verify: a number that is none", "verify x.h5 --replicas many", 64, ["--replicas"]),
]

# What changes, as the configuration has it.
CHANGES = [
    "significance.top=2",
    "significance.votes=all",
    "significance.confidence=0.8",
    "significance.bootstrap=100",
    "significance.methods=[olden]",
    "significance.methods=[integrated_gradients,garson,max_weight,permutation]",
    "significance.permutation_repeats=2",
    "significance.seed=7",
    "significance.group_correlation=0.3",
    "significance.fdr=0.2",
    "data.feature_groups={size: [alcohol, ash], colour: [hue]}",
    "null_test.fdr=0.1",
]


class Aggregate(CommandTest):
    files = FILES

    def test_nothing_changes_where_nothing_is_asked(self):
        self.succeed("run small.yaml -q -o a.h5")
        before = self.digest("a.h5")
        self.succeed("aggregate a.h5")
        self.assertEqual(self.digest("a.h5"), before)
        self.assertEqual(listing(self.folder), ["a.h5", "small.yaml", "tiny.yaml"])
        # and the file is still that of the run
        self.assertIn("nothing to do", self.succeed("run small.yaml -o a.h5"))

    def test_each_key_gives_what_a_run_with_it_gives(self):
        self.succeed("run small.yaml -q -o a.h5")
        before = self.digest("a.h5")
        for i, change in enumerate(CHANGES):
            self.succeed(f"aggregate a.h5 -o b{i}.h5 -q --set '{change}'")
            self.succeed(f"run small.yaml -q -o c{i}.h5 --set '{change}'")
            self.assertEqual(self.digest(f"b{i}.h5"), self.digest(f"c{i}.h5"), change)
            self.assertNotEqual(self.digest(f"b{i}.h5"), before, change)
            self.succeed(f"verify b{i}.h5")
        self.assertEqual(self.digest("a.h5"), before, "the source was to stay as it is")

    def test_there_and_back_again_in_place(self):
        self.succeed("run small.yaml -q -o a.h5")
        before = self.digest("a.h5")
        self.succeed("aggregate a.h5 --set significance.top=1 --set significance.methods=[olden]")
        self.assertNotEqual(self.digest("a.h5"), before)
        self.succeed("aggregate a.h5 --set significance.top=4 --set significance.methods="
                     "[permutation,integrated_gradients,olden,garson,l2_norm,max_abs_weight]")
        self.assertEqual(self.digest("a.h5"), before)

    def test_the_level_of_the_probes(self):
        probes = "--set null_test.probes=2"
        self.succeed(f"run small.yaml -q -o a.h5 {probes}")
        self.succeed("aggregate a.h5 -q -o b.h5 --set null_test.fdr=0.9")
        self.succeed(f"run small.yaml -q -o c.h5 {probes} --set null_test.fdr=0.9")
        self.assertEqual(self.digest("b.h5"), self.digest("c.h5"))
        self.assertNotEqual(self.digest("b.h5"), self.digest("a.h5"))

    def test_groups_there_and_back_again(self):
        self.succeed("run small.yaml -q -o a.h5")
        before = self.digest("a.h5")
        self.succeed("aggregate a.h5 -q --set 'data.feature_groups={size: [alcohol, ash]}'")
        self.assertNotEqual(self.digest("a.h5"), before)
        self.succeed("aggregate a.h5 -q --set data.feature_groups=null")
        self.assertEqual(self.digest("a.h5"), before)

    def test_the_run_that_is_refused_names_the_line(self):
        """Of each key of the statistics: the line makes what the run would have made."""
        self.succeed("run small.yaml -q -o a.h5")
        for i, change in enumerate(("significance.top=2", "null_test.fdr=0.1",
                                    "data.feature_groups={size: [alcohol, ash]}")):
            outcome = holdfast(f"run small.yaml -o a.h5 --set '{change}'", self.folder)
            self.assertEqual(outcome.exit, 73, outcome.stderr)
            line = re.search(r"^ +holdfast (aggregate .*)$", outcome.stderr, re.MULTILINE)[1]
            self.succeed(shlex.split(line))
            made = shlex.split(line)[-1]
            self.succeed(f"run small.yaml -q -o c{i}.h5 --set '{change}'")
            self.assertEqual(self.digest(made), self.digest(f"c{i}.h5"))

    def test_data_that_are_not_stored_are_read_again(self):
        self.succeed("run small.yaml -q -o a.h5 --set output.dataset=false")
        self.succeed("aggregate a.h5 -o b.h5 --set significance.seed=3")
        self.succeed("run small.yaml -q -o c.h5 --set output.dataset=false"
                     " --set significance.seed=3")
        self.assertEqual(self.digest("b.h5"), self.digest("c.h5"))

    def test_errors_leave_everything_as_it_was(self):
        self.succeed("run small.yaml -q -o a.h5")
        before = self.digest("a.h5")
        files = listing(self.folder)
        for command, code, words in [
                ("aggregate a.h5 --set significance.top=99", 78, "significance.top"),
                ("aggregate a.h5 --set significance.methods=[nothing]", 78, "methods"),
                ("aggregate a.h5 --set significance.topp=3", 78, "significance.top"),
                ("aggregate a.h5 --set 'data.feature_groups={a: [ash], b: [ash]}'", 78, "ash"),
                ("aggregate a.h5 --set 'data.feature_groups={a: [ashes, hue]}'", 65, "ashes"),
                ("aggregate a.h5 -o small.yaml", 73, "small.yaml"),
                ("aggregate a.h5 -o a.h5/x.h5", 73, "a.h5"),
                ("aggregate a.h5 --set significance.methods=[tutorial]", 78, "tutorial")]:
            outcome = holdfast(command, self.folder)
            self.assertEqual(outcome.exit, code, outcome.stderr)
            self.check_one_message(outcome.stderr)
            self.assertIn(words, outcome.stderr)
            self.assertEqual(listing(self.folder), files)
        self.assertEqual(self.digest("a.h5"), before)

    def test_an_unfinished_file_is_to_be_finished_first(self):
        self.leave_unfinished("run small.yaml -q -o a.h5 --set training.iterations=100000000"
                              " --set output.history_every=0", "a.h5")
        outcome = holdfast("aggregate a.h5", self.folder)
        self.assertEqual(outcome.exit, 75, outcome.stderr)
        self.assertIn("holdfast run", outcome.stderr)
        report = json.loads(self.succeed("verify a.h5 --format json"))
        self.assertEqual((report["done"], report["retrained"], report["verified"]), (0, [], True))

    def test_verify_retrains_as_many_as_asked(self):
        self.succeed("run small.yaml -q -o a.h5")
        for wanted, trained in ((0, 0), (1, 1), (5, 5), (24, 24), (100, 24)):
            report = json.loads(self.succeed(f"verify a.h5 --replicas {wanted} --format json"))
            self.assertTrue(report["verified"])
            numbers = [r["replica"] for r in report["retrained"]]
            self.assertEqual(numbers, sorted(set(numbers)))
            self.assertEqual(len(numbers), trained)
            for r in report["retrained"]:
                place = (r["split"] * 2 + [3, 6].index(r["hidden"])) * 4 + r["seed"]
                self.assertEqual(place, r["replica"])
        self.assertIn("all equal to the bit", self.succeed("verify a.h5"))
        if os.path.exists("/proc/cpuinfo"):
            out = self.succeed("verify a.h5", environment={"HOLDFAST_ISA": "portable"})
            self.assertIn("all equal to the bit", out)


add_cases(Aggregate, CASES)

if __name__ == "__main__":
    skips.main()
