"""Files of other formats: format_1/ holds one of format 1, made by version 0.1.0, with what that
version said of it; it is shown, verified and reused, and nothing writes into it."""

import csv
import io
import json
import pathlib
import re
import shlex
import unittest

try:
    import h5py
except ImportError:
    h5py = None

import skips
from harness import Case, CommandTest, listing

FORMAT_1 = pathlib.Path(__file__).resolve().parent / "format_1"
WRITER = "holdfast 0.1.0 (commit a48c340546fe)"
# Of the summary: what is said in words may be said otherwise.
WORDS = ("reason", "remarks")
CONFIGURATION = (FORMAT_1 / "experiment.yaml").read_text()


def reference(name):
    return (FORMAT_1 / name).read_text()


class OfFormat1(CommandTest):
    """The file is old.h5, its configuration old.yaml, 12 networks and 16 of each null test."""

    files = {"old.yaml": CONFIGURATION, "old.h5": (FORMAT_1 / "results.h5").read_bytes()}

    def tearDown(self):
        self.assertEqual(self.path("old.h5").read_bytes(), self.files["old.h5"])
        super().tearDown()


class Shown(OfFormat1):
    def test_the_digest_is_what_it_was(self):
        self.assertEqual(self.digest("old.h5"), reference("results.digest"))

    def check_same(self, was, shown, at):
        """All that the older version said is there, whatever has come since."""
        if isinstance(was, dict):
            for key, value in was.items():
                self.assertIn(key, shown, at)
                if key in WORDS:
                    continue
                self.check_same(value, shown[key], f"{at}.{key}")
        elif at.endswith(".undefined"):  # in whatever order
            def by_dataset(items):
                return {item["dataset"]: item for item in items}

            self.check_same(by_dataset(was), by_dataset(shown), f"{at}:")
        elif isinstance(was, list) and any(isinstance(item, dict) for item in was):
            self.assertEqual(len(was), len(shown), at)
            for i, item in enumerate(was):
                self.check_same(item, shown[i], f"{at}[{i}]")
        else:
            self.assertEqual(was, shown, at)

    def test_the_numbers_of_the_summary_are_what_they_were(self):
        was = json.loads(reference("results.json"))
        self.check_same(was, json.loads(self.succeed("summary old.h5 --format json")), "summary")

    def test_the_columns_of_the_summary_are_what_they_were(self):
        was = list(csv.DictReader(io.StringIO(reference("results.csv"))))
        shown = list(csv.DictReader(io.StringIO(self.succeed("summary old.h5 --format csv"))))
        self.assertEqual(len(was), len(shown))
        for old, new in zip(was, shown):
            self.assertEqual(old, {key: new[key] for key in old})

    def test_text_and_tables_are_made(self):
        self.assertIn("3 seeds x 2 hidden sizes", self.succeed("summary old.h5"))
        self.assertNotIn("iterations", self.succeed("export old.h5 replicas"))
        for table in ("replicas", "significance", "importance/garson", "weights/0"):
            self.assertGreater(len(self.succeed(f"export old.h5 {table}").splitlines()), 4)

    def test_a_report_is_made(self):
        self.report("old.h5", "report")
        self.assertIn("report/report.html", listing(self.folder))

    def test_verify_compares_networks_and_says_why_not_statistics(self):
        shown = self.succeed("verify old.h5 --replicas 100")
        self.assertIn("retrained  44 networks: all equal to the bit", shown)
        self.assertIn(f"statistics not compared: {WRITER} made them", shown)
        found = json.loads(self.succeed("verify old.h5 --replicas 3 --format json"))
        self.assertEqual([found[key] for key in ("complete", "statistics_compared", "verified")],
                         [True, False, True])

    @unittest.skipUnless(h5py, "needs h5py")
    def test_verify_finds_what_was_changed(self):
        self.path("changed.h5").write_bytes(self.files["old.h5"])
        with h5py.File(self.path("changed.h5"), "r+") as file:
            file["replicas/test_loss"][3] += 1
        self.check(Case("", "verify changed.h5", 65, ["replica 3", "checksum"]))


class Refused(OfFormat1):
    def test_commands_that_would_change_it(self):
        for command in ("aggregate old.h5", "aggregate old.h5 -o new.h5 --set significance.top=1",
                        "plan old.h5", "merge -o new.h5 old.h5"):
            with self.subTest(command):
                self.check(Case("", command, 65, ["old.h5", WRITER, "format 1", "format 2",
                                                  "--reuse old.h5"], forbidden=["--overwrite"]))

    def test_a_run_on_it_holds_the_line_that_takes_it_over(self):
        outcome = self.check(Case("", "run old.yaml -o old.h5", 65, ["old.h5", WRITER, "format 1"],
                                  forbidden=["--overwrite"]))
        line = re.search(r"^ +holdfast (run .*--reuse .*)$", outcome.stderr, re.MULTILINE)[1]
        self.assertIn("reused    44 of 44", self.succeed(shlex.split(line)))
        self.assertEqual(listing(self.folder), ["old-2.h5", "old.h5", "old.yaml"])

    def test_a_run_of_another_experiment_on_it_has_no_such_line(self):
        self.check(Case("", "run old.yaml -o old.h5 --set splits.seed=3", 65, [WRITER, "-o"],
                        forbidden=["--reuse"]))

    @unittest.skipUnless(h5py, "needs h5py")
    def test_a_file_of_a_run_that_was_killed(self):
        """It has no session, so its version is not known."""
        self.path("killed.h5").write_bytes(self.files["old.h5"])
        with h5py.File(self.path("killed.h5"), "r+") as file:
            file["provenance/sessions"][...] = b""
            file["provenance/state"][...] = 0
            file["replicas/status"][5:] = 0
        outcome = self.check(Case("", "run old.yaml -o killed.h5", 65,
                                  ["an older version of holdfast", "--reuse killed.h5"]))
        line = re.search(r"^ +holdfast (run .*--reuse .*)$", outcome.stderr, re.MULTILINE)[1]
        self.assertIn("reused    37 of 44", self.succeed(shlex.split(line)))
        self.assertEqual(self.digest("killed-2.h5"), self.scratch())

    def scratch(self):
        self.succeed("run old.yaml -q -o scratch.h5")
        return self.digest("scratch.h5")

    def test_a_dry_run_says_so(self):
        shown = self.succeed("run old.yaml -o old.h5 --dry-run")
        self.assertIn(f"was written by {WRITER} in an older format (the run will refuse: exit 65)",
                      " ".join(shown.split()))

    @unittest.skipUnless(h5py, "needs h5py")
    def test_a_newer_format(self):
        self.path("newer.h5").write_bytes(self.files["old.h5"])
        with h5py.File(self.path("newer.h5"), "r+") as file:
            file.attrs.modify("holdfast_format", 3)
        for command in ("summary newer.h5", "digest newer.h5", "verify newer.h5",
                        "aggregate newer.h5", "run old.yaml -o newer.h5",
                        "run old.yaml -o new.h5 --reuse newer.h5"):
            with self.subTest(command):
                self.check(Case("", command, 65, ["newer.h5", "format 3", "newer"],
                                forbidden=["--overwrite", "damaged"]))
        self.assertIn("is of a newer format (the run will refuse: exit 65)",
                      self.succeed("run old.yaml -o newer.h5 --dry-run"))


class Reused(OfFormat1):
    """The digest is that of a run from scratch."""

    def check_reuse(self, options, taken, every):
        shown = self.succeed(f"run old.yaml {options} -o new.h5 --overwrite --reuse old.h5")
        self.assertIn(f"reused    {taken} of {every} networks", shown)
        self.succeed(f"run old.yaml -q {options} -o scratch.h5 --overwrite")
        self.assertEqual(self.digest("new.h5"), self.digest("scratch.h5"))
        self.succeed("verify new.h5")

    def test_as_it_is(self):
        self.check_reuse("", 44, 44)
        self.assertIn("0.1.0", str(self.path("new.h5").read_bytes()))

    def test_a_larger_grid(self):
        self.check_reuse("--set replicas.seeds=4 --set model.hidden=[2,4,3]", 44, 24 + 24 + 24)

    def test_other_null_tests(self):
        self.check_reuse("--set null_test.labels=4 --set null_test.probes=0", 12 + 16, 12 + 32)
        self.check_reuse("--set null_test.seeds=3", 44, 12 + 24 + 24)

    def test_other_statistics(self):
        self.check_reuse("--set significance.methods=[olden,permutation,garson] "
                         "--set null_test.fdr=0.1", 12, 44)
        self.check_reuse("--set significance.seed=5", 12, 44)

    def test_keys_that_older_versions_did_not_have(self):
        for key in ("training.validation_fraction=0.2", "training.class_weight=balanced", "splits.seed=1"):
            self.check(Case("", f"run old.yaml -o new.h5 --reuse old.h5 --set {key}", 73,
                            ["--reuse old.h5", key.partition("=")[0]]))


if __name__ == "__main__":
    skips.main()
