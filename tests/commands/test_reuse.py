"""run --reuse: what has grown, or has other statistics, takes over what was trained, and is as if run
from scratch."""

import re
import shlex
import unittest

try:
    import h5py
except ImportError:
    h5py = None

import skips
from harness import Case, CommandTest, holdfast, listing, write_files

# 2 x 2 x 3 = 12 replicas.
OLD = """\
data: {source: 'builtin:wine'}
model: {hidden: [6, 3]}
splits: {count: 2}
replicas: {seeds: 3, first_seed: 4}
training: {iterations: 15}
significance: {conditional_draws: 19}
"""

# What is set, and how many of the old replicas the new grid has.
GRIDS = {
    "more seeds": ("replicas.seeds=5", 12),
    "seeds that overlap at their end": ("replicas.first_seed=5", 8),
    "seeds that overlap at their beginning": ("replicas.first_seed=2", 4),
    "seeds around the old ones": ("replicas.first_seed=3 replicas.seeds=9", 12),
    "other seeds": ("replicas.first_seed=10", 0),
    "a hidden size more": ("model.hidden=[6,3,5]", 12),
    "hidden sizes in another order": ("model.hidden=[3,8,6]", 12),
    "a hidden size less": ("model.hidden=[3]", 6),
    "more splits": ("splits.count=5", 12),
    "fewer splits": ("splits.count=1", 6),
    "all of it at once": ("splits.count=4 model.hidden=[9,3] replicas.first_seed=5", 4),
    "other statistics": ("replicas.seeds=4 significance.top=2 significance.votes=all "
                         "significance.confidence=0.9 significance.bootstrap=100", 12),
}


def settings(keys):
    """Keys stand apart by blanks that have no blank, brace or comma beside them."""
    return " ".join(f"--set '{key}'" for key in re.split(r" (?=[a-z_]+\.)", keys.strip()) if key)


class Reuse(CommandTest):
    files = {"old.yaml": OLD}

    def setUp(self):
        super().setUp()
        self.succeed("run old.yaml -q -o old.h5")

    def check_reuse(self, options, taken, all_replicas=None, reuse="old.h5"):
        """Runs with --reuse and from scratch; both are to be the same."""
        shown = self.succeed(f"run old.yaml {options} -o new.h5 --overwrite --reuse {reuse}")
        found = re.search(r"reused +(\d+) of (\d+) networks", shown)
        self.assertEqual(int(found[1]), taken, shown)
        if all_replicas:
            self.assertEqual(int(found[2]), all_replicas)
        trained = re.search(r"trained +(\d+) network", shown)
        self.assertEqual(int(trained[1]), int(found[2]) - taken, shown)
        self.succeed(f"run old.yaml -q {options} -o scratch.h5 --overwrite")
        self.assertEqual(self.succeed("digest new.h5"), self.succeed("digest scratch.h5"))
        return shown


class Taken(Reuse):
    def test_grids(self):
        for name, (keys, taken) in GRIDS.items():
            with self.subTest(name):
                self.check_reuse(settings(keys), taken)

    def test_splits_of_every_method(self):
        for method, count, more in (("stratified_kfold", 5, 10), ("complementary_pairs", 2, 6)):
            with self.subTest(method):
                base = f"--set splits.method={method} --set splits.count="
                self.succeed(f"run old.yaml -q --overwrite -o part.h5 {base}{count}")
                self.check_reuse(base + str(more), 2 * 3 * count, 2 * 3 * more, "part.h5")

    def test_splits_of_a_file_that_has_grown(self):
        rows = [",".join(str((i * (p + 1) // 3) % 2) for i in range(178)) for p in range(4)]
        options = "--set splits.method=file --set splits.file=splits.csv --set splits.count="
        write_files(self.folder, {"splits.csv": "\n".join(rows[:2]) + "\n"})
        self.succeed(f"run old.yaml -q -o part.h5 {options}2")
        write_files(self.folder, {"splits.csv": "\n".join(rows) + "\n"})
        self.check_reuse(options + "4", 12, 24, "part.h5")
        write_files(self.folder, {"splits.csv": "\n".join([rows[0]] + rows[2:]) + "\n"})
        self.check(Case("", f"run old.yaml {options}3 -o other.h5 --reuse part.h5", 73,
                        ["part.h5", "splits.file"]))

    def test_with_ranks(self):
        shown = self.succeed("run old.yaml --set replicas.seeds=9 -o new.h5 --reuse old.h5",
                             ranks=3)
        self.assertIn("reused    12 of 36", shown)
        self.succeed("run old.yaml -q --set replicas.seeds=9 -o scratch.h5")
        self.assertEqual(self.succeed("digest new.h5"), self.succeed("digest scratch.h5"))

    @unittest.skipUnless(h5py, "needs h5py")
    def test_an_unfinished_file_gives_what_it_has(self):
        with h5py.File(self.path("old.h5"), "r+") as file:
            file["replicas/status"][3:8] = 0
            file["provenance/state"][...] = 0
        self.check_reuse("--set replicas.seeds=4", 7)

    @unittest.skipUnless(h5py, "needs h5py")
    def test_damaged_rows_are_trained_anew(self):
        with h5py.File(self.path("old.h5"), "r+") as file:
            file["history/loss"][2, 3] += 1
            file["importance/garson"][7, 3] += 1
        shown = self.check_reuse("--set replicas.seeds=4", 10)
        self.assertIn("2 networks there whose checksum does not match", shown)

    def test_the_same_grid_is_a_copy(self):
        self.check_reuse("", 12, 12)
        self.assertEqual(self.succeed("digest new.h5"), self.succeed("digest old.h5"))

    def test_from_and_into_shards(self):
        self.succeed("run old.yaml -q --shard 1/2 -o half.h5")
        self.check_reuse("--set replicas.seeds=4", 6, 16, "half.h5")
        self.check_reuse("--set replicas.seeds=4 --shard 2/2", 6, 8)

    def test_the_sessions_of_the_old_file_are_kept(self):
        self.succeed("run old.yaml -q --set replicas.seeds=4 -o new.h5 --reuse old.h5")
        text = self.path("new.h5").read_bytes()
        for words in (b'["holdfast", "run", "old.yaml", "-q", "-o", "old.h5"]',
                      b'"--reuse", "old.h5"]'):
            self.assertTrue(words in text, words)

    def test_the_same_line_goes_on(self):
        line = "run old.yaml --set replicas.seeds=5 -o new.h5 --reuse old.h5"
        self.succeed(line)
        before = self.path("new.h5").read_bytes()
        self.assertIn("complete", self.succeed(line))
        self.path("old.h5").unlink()
        self.assertIn("complete", self.succeed(line))
        self.assertEqual(self.path("new.h5").read_bytes(), before)

    def test_the_old_file_stays_as_it_is(self):
        before = self.path("old.h5").read_bytes()
        self.succeed("run old.yaml -q --set replicas.seeds=5 -o new.h5 --reuse old.h5")
        self.assertEqual(self.path("old.h5").read_bytes(), before)

    def test_a_dry_run_looks_at_the_old_file(self):
        self.succeed("run old.yaml --dry-run --set replicas.seeds=5 --reuse old.h5")
        self.assertEqual(listing(self.folder), ["old.h5", "old.yaml"])
        self.check(Case("", "run old.yaml --dry-run --reuse no.h5", 66, ["no.h5"]))


# What is set, over the methods of OLD.
STATISTICS = {
    "fewer methods in another order": "significance.methods=[olden,permutation]",
    "a method that was not there": "significance.methods=[max_weight,garson]",
    "shuffles by another seed": "significance.seed=9",
    "more shuffles": "significance.permutation_repeats=7 significance.methods=[garson,permutation]",
    "named groups": "data.feature_groups={size: [alcohol, ash], colour: [hue]}",
    "groups of weaker correlation": "significance.group_correlation=0.3",
    "the level of the null tests": "null_test.fdr=0.1",
    "with a larger grid": "significance.methods=[permutation] significance.seed=3 "
                          "model.hidden=[6,4,3] replicas.seeds=4",
}

# With labels=2 and probes=2 of 2 seeds, so 12 + 2 x 8 + 2 x 8 networks.
NULLS = "null_test.labels=2 null_test.probes=2 null_test.seeds=2"
# What is set besides, and how many of these networks are those that are wanted.
NULL_TESTS = {
    "the same": ("", 44),
    "more draws": ("null_test.labels=5 null_test.probes=3", 44),
    "fewer draws": ("null_test.labels=1", 12 + 8 + 16),
    "one of them alone": ("null_test.labels=0", 12 + 16),
    "none of them": ("null_test.labels=0 null_test.probes=0", 12),
    "more seeds": ("null_test.seeds=3", 44),
    "other splits": ("null_test.splits=1", 12),
    "more splits": ("splits.count=3", 12),
    "more splits, the same part": ("splits.count=3 null_test.splits=2", 44),
    "a hidden size more": ("model.hidden=[3,6,4]", 44),
    "another level": ("null_test.fdr=0.5", 44),
    "another seed of the draws": ("significance.seed=1", 12),
    "methods whose importances are there": ("significance.methods=[garson,permutation]", 44),
    "a method that only weights give": ("significance.methods=[garson,max_weight]", 12),
    "other shuffles": ("significance.permutation_repeats=2", 12),
    "other shuffles that nobody wants": ("significance.permutation_repeats=2 "
                                         "significance.methods=[garson]", 44),
}


class Statistics(Reuse):
    def test_other_statistics(self):
        for name, keys in STATISTICS.items():
            with self.subTest(name):
                self.check_reuse(settings(keys), 12)

    def test_diverged_networks(self):
        diverge = "training.optimizer=sgd training.learning_rate=24 "
        self.succeed(f"run old.yaml -q {settings(diverge)} -o old.h5 --overwrite")
        states = [line.split(",")[4] for line in self.succeed("export old.h5 replicas").split()[1:]]
        self.assertEqual(set(states), {"1", "2"})
        self.check_reuse(settings(diverge + "significance.methods=[permutation,max_weight] "
                                  "significance.seed=2"), 12)


    def test_networks_that_stopped_early(self):
        early = "training.validation_fraction=0.3 training.patience=2 training.learning_rate=0.05 "
        self.succeed(f"run old.yaml -q {settings(early)} -o old.h5 --overwrite")
        self.check_reuse(settings(early + "significance.methods=[integrated_gradients,permutation] "
                                  "significance.seed=2 replicas.seeds=4"), 12)


class NullTests(Reuse):
    def test_added(self):
        for keys in ("null_test.labels=2", "null_test.probes=1 null_test.seeds=1", NULLS):
            with self.subTest(keys):
                self.check_reuse(settings(keys), 12)

    def test_of_the_old_file(self):
        self.succeed(f"run old.yaml -q {settings(NULLS)} -o old.h5 --overwrite")
        for name, (keys, taken) in NULL_TESTS.items():
            with self.subTest(name):
                self.check_reuse(settings(f"{NULLS} {keys}"), taken)

    def test_with_ranks_and_shards(self):
        self.succeed(f"run old.yaml -q {settings(NULLS)} --shard 1/2 -o half.h5")
        self.check_reuse(settings(f"{NULLS} null_test.labels=3"), 6 + 8 + 8, reuse="half.h5")
        self.succeed(f"run old.yaml -q {settings(NULLS)} -o ranks.h5 --reuse old.h5", ranks=2)
        self.succeed(f"run old.yaml -q {settings(NULLS)} -o scratch.h5 --overwrite")
        self.assertEqual(self.digest("ranks.h5"), self.digest("scratch.h5"))

    def test_a_dry_run_counts_what_is_left(self):
        shown = self.succeed(f"run old.yaml --dry-run {settings(NULLS)} --reuse old.h5 -o new.h5")
        self.assertIn("replicas  44 networks", shown)
        self.assertRegex(shown, r"reused +12 of them, from old\.h5; work and time are without")


class Refused(Reuse):
    def refuse(self, options, texts, exit_code=73):
        before = self.path("old.h5").read_bytes()
        self.check(Case("", f"run old.yaml {options}", exit_code, texts))
        self.assertEqual(self.path("old.h5").read_bytes(), before)

    def test_other_keys(self):
        for key in ("training.iterations=16", "training.learning_rate=0.01", "splits.seed=1",
                    "splits.train_fraction=0.4", "output.history_every=2", "model.init=pytorch",
                    "data.exclude=[hue]", "training.validation_fraction=0.2",
                    "training.patience=5"):
            with self.subTest(key):
                self.refuse(f"--set {key} -o new.h5 --reuse old.h5",
                            ["old.h5", key.partition("=")[0]])

    def test_other_data(self):
        self.refuse("--set data.source=builtin:iris -o new.h5 --reuse old.h5", ["data.source"])

    def test_the_first_key_that_differs_is_named(self):
        self.refuse("--set replicas.seeds=9 --set training.loss=cross_entropy_of_softmax "
                    "--set training.iterations=9 -o new.h5 --reuse old.h5", ["training.loss"])

    def test_the_output_itself(self):
        self.refuse("--set replicas.seeds=5 -o old.h5 --reuse old.h5", ["old.h5"])
        self.refuse("--set replicas.seeds=5 -o old.h5 --reuse ./old.h5 --overwrite", ["old.h5"])

    def test_nothing_and_no_results(self):
        write_files(self.folder, {"text.h5": "hello\n"})
        self.refuse("--reuse no.h5", ["no.h5"], 66)
        self.refuse("--reuse text.h5", ["text.h5"], 65)
        self.assertEqual(listing(self.folder), ["old.h5", "old.yaml", "text.h5"])


class Suggested(Reuse):
    """Where only the grid has grown, the message holds the line to use."""

    def suggestion(self, options):
        outcome = holdfast(f"run old.yaml {options}", self.folder)
        self.assertEqual(outcome.exit, 73, outcome.stderr)
        self.check_one_message(outcome.stderr)
        return re.search(r"^ +holdfast (run .*--reuse .*)$", outcome.stderr, re.MULTILINE)

    def test_the_line_works(self):
        for number, key in enumerate(("replicas.seeds=5", "model.hidden=[3,6,4]",
                                      "splits.count=3", "null_test.labels=2")):
            with self.subTest(key):
                found = self.suggestion(f"-o old.h5 --set {key}")
                self.assertIn("--reuse old.h5", found[1])
                shown = self.succeed(found[1])
                self.assertIn("reused    12 of", shown)
                self.assertTrue(self.path(f"old-{number + 2}.h5").exists())

    def test_words_are_quoted_as_a_shell_needs_it(self):
        self.succeed("run old.yaml -q -o 'an old.h5'")
        found = self.suggestion("-o 'an old.h5' --set replicas.seeds=4 --set \"name=it's\"")
        self.assertIn("--reuse 'an old.h5'", found[1])
        self.assertIn("reused    12 of", self.succeed(shlex.split(found[1])))

    def test_also_where_the_statistics_differ_besides(self):
        found = self.suggestion("-o old.h5 --set null_test.probes=1 --set significance.seed=2")
        self.assertIn("reused    12 of", self.succeed(found[1]))

    def test_statistics_that_null_tests_cannot_follow(self):
        """aggregate could not make them: the draws depend on the seed."""
        self.succeed(f"run old.yaml -q {settings(NULLS)} -o old.h5 --overwrite")
        found = self.suggestion(f"-o old.h5 {settings(NULLS)} --set significance.seed=2")
        self.assertIn("reused    12 of", self.succeed(found[1]))

    def test_no_line_where_it_would_not_help(self):
        for options in ("--set training.iterations=16 --set replicas.seeds=5",
                        "--set replicas.first_seed=100"):
            with self.subTest(options):
                self.assertIsNone(self.suggestion(f"-o old.h5 {options}"))


if __name__ == "__main__":
    skips.main()
