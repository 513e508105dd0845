"""Null tests as part of a run: their replicas resume, stop, shard, merge, are reused, verified and
aggregated like the others, and the digest is the same however that went."""

import json
import math
import os
import pathlib
import random
import signal
import subprocess
import unittest

try:
    import h5py
except ImportError:
    h5py = None

import skips
from harness import Case, holdfast, listing, start, write_files
from ways import SmallRuns

# The grid has 2 x 3 x 5 = 30 replicas; a draw 2 x 2 x 4 = 16 of them, in 4 + 3 draws: 142 in all.
SMALL = """\
data: {source: 'builtin:wine'}
model: {hidden: [6, 3]}
splits: {count: 3}
replicas: {seeds: 5, first_seed: 3}
training: {iterations: 40, learning_rate: 0.02, batch_size: 20}
significance: {bootstrap: 50}
null_test: {labels: 4, probes: 3, seeds: 4, splits: 2}
"""
REPLICAS = 142
# About 1,900 replicas, nearly all of null tests, of half a millisecond and more.
LONG = """\
model: {hidden: [10, 20]}
splits: {count: 4}
replicas: {seeds: 4}
training: {iterations: 150}
significance: {bootstrap: 50}
null_test: {labels: 40, probes: 19}
output: {history_every: 0}
"""
FILES = {"small.yaml": SMALL, "long.yaml": LONG}

# Each is its own way of making splits, which other ranks have to make for themselves.
ROWS = "\n".join(f"{'abc'[i % 3]},{i * i % 17},{i % 5},{i * 7 % 11},g{i // 4}" for i in range(60))
SPLITS = "\n".join(",".join(str((i // 3 + p) % 2) for i in range(60)) for p in range(3))
TABLE = {"table.csv": "kind,p,q,r,who\n" + ROWS + "\n", "splits.csv": SPLITS + "\n"}
TABLE_RUN = """\
data: {source: table.csv, target: kind, %s}
model: {hidden: [4]}
splits: {%s}
replicas: {seeds: 3}
training: {iterations: 30, learning_rate: 0.02}
significance: {bootstrap: 50}
null_test: {labels: 3, probes: 2}
"""
WAYS_TO_SPLIT = {
    "groups": ("groups: who", "count: 4"),
    "first half": ("exclude: [who]", "method: first_half"),
    "k-fold of groups": ("groups: who", "method: stratified_kfold, folds: 3, count: 3"),
    "complementary pairs": ("exclude: [who]", "method: complementary_pairs, count: 2"),
    "a file": ("exclude: [who]", "method: file, file: splits.csv"),
}


class NullTests(SmallRuns):
    files = FILES


class Ways(NullTests):
    def test_ranks_threads_and_kernels_do_not_matter(self):
        self.check_ways((dict(), dict(ranks=1), dict(ranks=3), dict(options="--threads 3"),
                         dict(ranks=3, options="--threads 2")))

    def test_each_way_of_splitting_on_other_ranks(self):
        self.check_ways_to_split(TABLE, TABLE_RUN, WAYS_TO_SPLIT)

    def test_all_replicas_are_counted(self):
        shown = self.succeed("run small.yaml -o a.h5")
        self.assertIn("4 permutations x 16 networks = 64 networks", shown)
        self.assertIn("3 draws x 16 networks = 48 networks", shown)
        self.assertIn(f"trained   {REPLICAS} networks", shown)
        self.assertIn(f"all {REPLICAS} networks", self.succeed("run small.yaml -o a.h5"))
        before = listing(self.folder)
        self.assertIn(f"replicas  {REPLICAS} networks\n", self.succeed("run small.yaml --dry-run -o b.h5"))
        self.assertEqual(listing(self.folder), before)

    def test_other_null_tests_are_another_experiment(self):
        self.run_small("a.h5")
        for key in ("labels=5", "probes=0", "seeds=3", "splits=3"):
            with self.subTest(key):
                self.check(Case("", f"run small.yaml -o a.h5 --set null_test.{key}", 73,
                                ["another experiment", "null_test." + key.split("=")[0]]))

    def test_another_false_discovery_rate_is_other_statistics(self):
        self.run_small("a.h5")
        self.check(Case("", "run small.yaml -o a.h5 --set null_test.fdr=0.5", 73,
                        ["with other statistics: null_test.fdr was 0.25, is 0.5",
                         "holdfast aggregate a.h5 --set null_test.fdr=0.5"]))


class Stopped(NullTests):
    def interrupt(self, file, seconds, ranks):
        """Starts, or goes on, and kills all of it after a while; whether it had ended before."""
        process = start(f"run long.yaml -q -o {file} --threads 1", self.folder, ranks)
        try:
            process.wait(seconds)
        except subprocess.TimeoutExpired:
            process.kill_all()
        outcome = process.end()
        self.check_nothing_runs()
        self.assertIn(outcome.exit, (0, -signal.SIGKILL), outcome)
        return outcome.exit == 0

    def test_killed_runs_go_on(self):
        self.succeed("run long.yaml -q -o whole.h5")
        for ranks in (0, 3):
            with self.subTest(ranks=ranks):
                file, kills, seconds = f"killed{ranks}.h5", 0, 0.3 if not ranks else 1.0
                while not self.interrupt(file, seconds, ranks):
                    kills += 1
                    seconds *= 1.2  # it ends one day
                self.assertGreater(kills, 0)
                self.assertEqual(self.digest(file), self.digest("whole.h5"))
                report = json.loads(self.succeed(f"verify {file} --format json"))
                self.assertEqual(report["damaged"], 0)

    def test_a_time_limit_stops_cleanly(self):
        self.succeed("run long.yaml -q -o whole.h5")
        limit, stops = 0.2, 0
        while True:
            outcome = holdfast(f"run long.yaml -q -o a.h5 --threads 1 --max-time {limit}s",
                               self.folder)
            if outcome.exit == 0:
                break
            self.assertEqual(outcome.exit, 75, outcome.stderr)
            self.check_one_message(outcome.stderr)
            if os.path.exists(os.path.join(self.folder, "a.h5")):
                stops += 1
                digest = holdfast("digest a.h5", self.folder)
                self.assertEqual(digest.exit, 75)
                self.assertIn("of 1920 networks", digest.stderr)
            limit *= 1.3
        self.assertGreater(stops, 0)
        self.assertEqual(self.digest("a.h5"), self.digest("whole.h5"))


class Shards(NullTests):
    def train(self, count, **ways):
        names = [f"s{number}.h5" for number in range(1, count + 1)]
        for number, name in enumerate(names, 1):
            self.succeed(f"run small.yaml -q --overwrite --shard {number}/{count} -o {name}",
                         **ways)
        return names

    def test_shards_of_several_ranks(self):
        expected = self.run_small("whole.h5")
        self.succeed(["merge", "-q", "-o", "out.h5"] + self.train(3, ranks=3))
        self.assertEqual(self.digest("out.h5"), expected)

    def test_shards_make_the_whole(self):
        expected = self.run_small("whole.h5")
        for count in (1, 5, 33):  # of 33 some hold no replica of the grid
            with self.subTest(count=count):
                shown = self.succeed(["merge", "--overwrite", "-o", "out.h5"] + self.train(count))
                self.assertIn(f"{REPLICAS} networks", shown)
                self.assertEqual(self.digest("out.h5"), expected)
                self.assertIn("nothing to do", self.succeed("run small.yaml -o out.h5"))

    @unittest.skipUnless(h5py, "needs h5py")
    def test_a_shard_whose_null_tests_are_unfinished_is_refused(self):
        names = self.train(2)
        with h5py.File(pathlib.Path(self.folder, "s2.h5"), "r+") as file:
            file["null_test/probes/status"][0, 3] = 0
        self.check(Case("", "merge -o out.h5 " + " ".join(names), 65, ["s2.h5", "1 of its"]))
        with h5py.File(pathlib.Path(self.folder, "s2.h5"), "r+") as file:
            file["null_test/probes/status"][0, 3] = 1
            file["null_test/probes/balanced_accuracy"][0, 3] += 1
        self.check(Case("", "merge -o out.h5 " + " ".join(names), 65,
                        ["s2.h5", "replica 27 of null_test.probes"]))


class Reused(NullTests):
    # options, and how many are taken over: of the grid, of permutations, of probes.
    GRIDS = {
        "more seeds, the same part": ("replicas.seeds=7", 30, 64, 48),
        "more splits, the same part": ("splits.count=4", 30, 64, 48),
        "another hidden size": ("model.hidden=[6,3,4]", 30, 64, 48),
        "other seeds": ("replicas.first_seed=5", 18, 32, 24),
    }

    def test_null_tests_of_the_same_part_are_taken_over(self):
        self.run_small("old.h5")
        for name, (keys, *taken) in self.GRIDS.items():
            with self.subTest(name):
                options = f"--set {keys}"
                shown = self.succeed(f"run small.yaml {options} -o new.h5 --overwrite "
                                     "--reuse old.h5")
                self.assertIn(f"reused    {sum(taken)} of", shown)
                self.assertEqual(self.digest("new.h5"), self.run_small("scratch.h5", options))

    def test_draws_of_other_splits_are_trained(self):
        """The part is all of the grid: its draws are made for all splits."""
        write_files(self.folder, {"small.yaml": SMALL.replace(", seeds: 4, splits: 2}", "}")})
        self.run_small("old.h5")
        shown = self.succeed("run small.yaml --set splits.count=4 -o new.h5 --reuse old.h5")
        self.assertIn("reused    30 of", shown)
        self.assertEqual(self.digest("new.h5"),
                         self.run_small("scratch.h5", "--set splits.count=4"))

    def test_the_part_counts_and_not_how_it_is_written(self):
        """All of 5 seeds and 3 splits, or the first 5 and 3 of more."""
        write_files(self.folder, {"small.yaml": SMALL.replace(", seeds: 4, splits: 2}", "}")})
        self.run_small("old.h5")
        grid = "--set replicas.seeds=7 --set splits.count=4"
        options = f"{grid} --set null_test.seeds=5 --set null_test.splits=3"
        shown = self.succeed(f"run small.yaml {options} -o new.h5 --reuse old.h5")
        self.assertIn("reused    240 of", shown)
        self.assertEqual(self.digest("new.h5"), self.run_small("scratch.h5", options))
        self.succeed("verify new.h5 --replicas 20")
        shown = self.succeed("run small.yaml -o back.h5 --reuse new.h5")
        self.assertIn("reused    240 of 240", shown)
        self.assertEqual(self.digest("back.h5"), self.digest("old.h5"))
        for key, other, taken in (("seeds", 4, 30 + 7 * 24), ("splits", 2, 30)):
            part = f"{options} --set null_test.{key}={other}"
            shown = self.succeed(f"run small.yaml {part} -o new.h5 --overwrite --reuse old.h5")
            self.assertIn(f"reused    {taken} of", shown)
            self.assertEqual(self.digest("new.h5"), self.run_small("scratch.h5", part))

    def test_the_summary_says_on_which_part_they_are(self):
        self.run_small("part.h5")
        text = " ".join(self.succeed("summary part.h5").split())
        self.assertIn("Permuted labels: on 4 seeds x 2 splits of the grid, the mean", text)
        write_files(self.folder, {"small.yaml": SMALL.replace(", seeds: 4, splits: 2}", "}")})
        self.run_small("all.h5")
        self.assertIn("Permuted labels: the mean", self.succeed("summary all.h5"))

    def test_draws_by_another_seed_are_not_the_same(self):
        methods = "--set significance.methods=[olden]"
        self.run_small("old.h5", methods)
        other = f"{methods} --set significance.seed=1"
        shown = self.succeed(f"run small.yaml {other} -o new.h5 --reuse old.h5")
        self.assertIn("reused    30 of", shown)
        self.assertEqual(self.digest("new.h5"), self.run_small("scratch.h5", other))


class Aggregated(NullTests):
    def test_statistics_are_made_anew(self):
        self.run_small("a.h5")
        for keys in ("significance.top=2", "significance.votes=all",
                     "significance.methods=[garson,olden]",
                     "significance.methods=[permutation]", "null_test.fdr=0.6"):
            with self.subTest(keys):
                self.succeed(f"aggregate a.h5 -q -o b.h5 --overwrite --set {keys}")
                self.assertEqual(self.digest("b.h5"), self.run_small("c.h5", f"--set {keys}"))
                self.succeed("verify b.h5 --replicas 30")

    def test_what_is_not_stored_is_refused(self):
        self.run_small("a.h5", "--set significance.methods=[olden,permutation]")
        for keys, told in (("significance.methods=[olden,garson]", "garson"),
                           ("significance.permutation_repeats=2", "permutation"),
                           ("significance.seed=1", "significance.seed")):
            with self.subTest(keys):
                self.check(Case("", f"aggregate a.h5 -o b.h5 --set {keys}", 78, [told, "run"]))

    def test_the_tutorials_method_may_come_and_go(self):
        keys = "--set model.hidden=[13]"
        with_tutorial = "significance.methods=[olden,tutorial]"
        self.run_small("a.h5", keys + " --set significance.methods=[olden]")
        self.succeed(f"aggregate a.h5 -q -o b.h5 --set {with_tutorial}")
        expected = self.run_small("c.h5", f"{keys} --set {with_tutorial}")
        self.assertEqual(self.digest("b.h5"), expected)


def groups_of_rows(seed, sizes, shared=True):
    """Noise: groups' rows are alike, and share their label unless told otherwise."""
    noise = random.Random(seed)
    rows = ["label,p,q,r,s,t,who"]
    for g, size in enumerate(sizes):
        centre = [noise.gauss(0, 1) for _ in range(5)]
        for _ in range(size):
            label = "ab"[g % 2 if shared else noise.randrange(2)]
            cells = ",".join(f"{c + noise.gauss(0, 0.2):.5f}" for c in centre)
            rows.append(f"{label},{cells},g{g}")
    return "\n".join(rows) + "\n"


GROUPS_RUN = """\
data: {source: groups.csv, groups: who}
model: {hidden: [4]}
splits: {count: 4}
replicas: {seeds: 3}
training: {iterations: 60, learning_rate: 0.02}
significance: {bootstrap: 50, top: 2, methods: [olden], conditional_draws: 0}
null_test: {labels: 19, probes: 4}
"""


class GroupsOfRows(NullTests):
    """Groups of rows (data.groups) change places as a whole, or the test is not defined."""

    def make(self, sizes, seed=1, shared=True, keys=GROUPS_RUN):
        write_files(self.folder, {"groups.csv": groups_of_rows(seed, sizes, shared),
                                  "groups.yaml": keys})

    def train(self, file, options="", **ways):
        self.succeed(f"run groups.yaml -q --overwrite -o {file} {options}", **ways)
        return self.digest(file)

    def findings(self, file):
        found = json.loads(self.succeed(f"summary {file} --format json"))
        return found, [(f["kind"], f["text"]) for f in found["findings"]]

    def test_ranks_shards_and_verify(self):
        self.make([3, 4] * 6, shared=False)
        expected = self.train("a.h5")
        self.assertEqual(self.train("b.h5", ranks=3), expected)
        for number in (1, 2, 3):
            self.train_shard(number, 3)
        self.succeed("merge -q -o out.h5 s1.h5 s2.h5 s3.h5")
        self.assertEqual(self.digest("out.h5"), expected)
        report = json.loads(self.succeed("verify a.h5 --replicas 1000 --format json"))
        self.assertTrue(report["verified"])
        self.assertEqual({row["null_test"] for row in report["retrained"]},
                         {None, "labels", "probes"})

    def train_shard(self, number, count):
        self.succeed(f"run groups.yaml -q --shard {number}/{count} -o s{number}.h5")

    def test_permuted_as_a_whole_and_said_so(self):
        self.make([3] * 12)
        shown = self.succeed("run groups.yaml -o a.h5")
        self.assertNotIn("warning", shown)
        text = " ".join(self.succeed("summary a.h5").split())
        self.assertIn("Groups of rows (data.groups) are permuted as a whole", text)
        self.assertNotIn("one by one", text)

    def test_noise_that_groups_share_seldom_predicts(self):
        """p <= 0.05 is wanted in 1 of 20 sets: more than 4 happen once in 400 times. With single
        rows permuted something stood out in 5 of these 20, with groups in none."""
        self.make([4] * 16)
        small, standing_out, contradictions = 0, 0, []
        for seed in range(20):
            self.make([4] * 16, seed)
            self.train("a.h5")
            found, kinds = self.findings("a.h5")
            small += found["null_test"]["labels"]["p_value"] <= 0.05
            names = [kind for kind, _ in kinds]
            standing_out += 1 in found["null_test"]["probes"]["olden"]["stands_out"]
            if "not_shown_to_predict" in names and "stands_out" in names:
                contradictions.append(seed)
        self.assertLessEqual(small, 4)
        self.assertLessEqual(standing_out, 2)
        self.assertEqual(contradictions, [])

    def check_not_defined(self, test, key, reason):
        other = {"labels": "probes", "probes": "labels"}[test]
        for way in ("--dry-run", ""):
            shown = holdfast(f"run groups.yaml -o a.h5 {way}", self.folder)
            self.assertEqual(shown.exit, 0, shown.stderr)
            self.assertIn(f"null_test.{test} is not defined for these data", shown.stderr)
            self.assertIn(reason, shown.stderr)
            self.assertNotIn(f"null_test.{other} is not", shown.stderr)
            self.assertNotIn(f"{test}  ", shown.stdout)
        digest = self.digest("a.h5")
        found, kinds = self.findings("a.h5")
        told = found["null_test"][test]
        self.assertIsNone(told[key])
        self.assertIn(reason, told["undefined"][0]["reason"])
        self.assertEqual([kind for kind, text in kinds if reason in text], ["not_defined"])
        self.assertIn("remarks", found["null_test"][other])
        text = " ".join(self.succeed("summary a.h5").split())
        self.assertIn(f"{'Permuted labels' if test == 'labels' else 'Probes'}: not defined: ", text)
        return digest

    def check_the_file_lives(self, digest):
        """It is complete for every command."""
        self.assertIn("nothing to do", self.succeed("run groups.yaml -o a.h5"))
        self.succeed("verify a.h5 --replicas 1000")
        self.succeed("report a.h5 -o page")
        self.succeed("plan a.h5")
        self.succeed("aggregate a.h5 -q -o b.h5 --set significance.top=1")
        self.succeed("aggregate b.h5 -q --set significance.top=2")
        self.assertEqual(self.digest("b.h5"), digest)
        for number in (1, 2):
            self.train_shard(number, 2)
        self.succeed("merge -q -o out.h5 s1.h5 s2.h5")
        self.assertEqual(self.digest("out.h5"), digest)
        self.assertEqual(self.findings("out.h5"), self.findings("a.h5"))
        self.succeed("run groups.yaml -q --set replicas.seeds=4 -o more.h5 --reuse a.h5")
        self.assertEqual(self.digest("more.h5"), self.train("new.h5", "--set replicas.seeds=4"))
        self.assertEqual(self.train("three.h5", ranks=3), digest)

    def test_labels_that_size_tells_are_not_defined(self):
        self.make([6, 3] * 6)
        digest = self.check_not_defined("labels", "p_value", "none of 54 rows can get other labels")
        self.check_the_file_lives(digest)
        if h5py:
            with h5py.File(pathlib.Path(self.folder, "a.h5")) as file:
                self.assertTrue(math.isnan(file["null_test/labels/p_value"][()]))
                self.assertTrue(math.isnan(file["null_test/labels/observed"][()]))
                self.assertIn("54 rows", file.attrs["null_test_labels_undefined"].decode()
                              if isinstance(file.attrs["null_test_labels_undefined"], bytes)
                              else file.attrs["null_test_labels_undefined"])

    def test_probes_of_groups_that_are_all_different_are_not_defined(self):
        self.make(range(3, 15))
        digest = self.check_not_defined("probes", "stands_out", "none of 102 rows can move")
        self.check_the_file_lives(digest)

    def test_where_nothing_is_defined_nothing_is_compared(self):
        self.make(range(2, 12), shared=False)
        self.train("a.h5")
        _, kinds = self.findings("a.h5")
        names = [kind for kind, _ in kinds]
        self.assertEqual(names.count("not_defined"), 2)
        self.assertIn(("not_compared_with_noise", "Nothing was compared with noise: the null tests "
                       "asked for are not defined for these data."), kinds)
        self.succeed("verify a.h5")

    def test_killed_runs_go_on(self):
        self.make([4] * 16, keys=GROUPS_RUN.replace("iterations: 60", "iterations: 2000"))
        expected = self.train("whole.h5")
        seconds, kills = 0.15, 0
        while True:
            process = start("run groups.yaml -q -o killed.h5 --threads 1", self.folder, 0)
            try:
                process.wait(seconds)
            except subprocess.TimeoutExpired:
                process.kill_all()
            if process.end().exit == 0:
                break
            kills += 1
            seconds *= 1.2
        self.assertGreater(kills, 0)
        self.assertEqual(self.digest("killed.h5"), expected)


# One feature 3 standard deviations apart, five noise columns.
FEW_RUN = """\
data: {source: few.csv}
model: {hidden: [8]}
splits: {count: 6}
replicas: {seeds: 4}
training: {iterations: 150, learning_rate: 0.02}
significance: {bootstrap: 50, top: 2, methods: [permutation, olden], conditional_draws: 0}
null_test: {labels: 19, probes: 5}
"""


class FewFeatures(NullTests):
    def test_one_clear_feature_is_never_said_not_to_stand_out(self):
        noise = random.Random(3)
        rows = ["label,clear," + ",".join(f"noise{j}" for j in range(5))]
        for i in range(80):
            cells = [noise.gauss(3 * (i % 2), 1)] + [noise.gauss(0, 1) for _ in range(5)]
            rows.append("ab"[i % 2] + "," + ",".join(f"{c:.5f}" for c in cells))
        write_files(self.folder, {"few.csv": "\n".join(rows) + "\n", "few.yaml": FEW_RUN})
        self.succeed("run few.yaml -q -o a.h5")
        found = json.loads(self.succeed("summary a.h5 --format json"))
        self.assertEqual(found["significance"]["permutation"]["frequency"][0], 1)
        told = found["null_test"]["probes"]["permutation"]
        self.assertEqual((told["answer"], told["above_all_probes"]), ("cannot_tell", 1))
        kinds = {f["kind"]: f for f in found["findings"] if f["method"] == "permutation"}
        self.assertIn("cannot_tell", kinds)
        self.assertIn("More frequent than every copy: 1 feature.", kinds["cannot_tell"]["text"])
        for kind in ("stands_out", "none_stands_out"):
            self.assertNotIn(kind, kinds)
        text = " ".join(self.succeed("summary a.h5").split())
        for no in ("does not stand out", "no feature stands out", "not stand out from"):
            self.assertNotIn(no, text)


class Verified(NullTests):
    def test_null_tests_are_among_what_is_trained_again(self):
        self.run_small("a.h5")
        report = json.loads(self.succeed("verify a.h5 --format json"))
        self.assertTrue(report["verified"])
        self.assertEqual(report["replicas"], REPLICAS)
        tests = {row["null_test"] for row in report["retrained"]}
        self.assertEqual(tests, {None, "labels", "probes"})

    @unittest.skipUnless(h5py, "needs h5py")
    def test_a_damaged_row_is_found_and_trained_again(self):
        expected = self.run_small("a.h5")
        with h5py.File(pathlib.Path(self.folder, "a.h5"), "r+") as file:
            file["null_test/labels/olden/importance"][2, 5, 7] *= 2
        outcome = self.check(Case("", "verify a.h5", 65, ["replica 37 of null_test.labels",
                                                          "draw 2"]))
        self.assertIn("141 match", outcome.stdout)
        self.check(Case("", "aggregate a.h5", 65, ["replica 37 of null_test.labels"]))
        self.assertIn("damaged   1 network", self.succeed("run small.yaml -o a.h5"))
        self.assertEqual(self.digest("a.h5"), expected)


if __name__ == "__main__":
    skips.main()
