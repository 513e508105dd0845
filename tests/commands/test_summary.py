"""holdfast summary: its numbers are those of the file, its options, and how it reads at any width."""

import csv
import fcntl
import io
import json
import math
import os
import pathlib
import pty
import re
import shlex
import struct
import subprocess
import termios
import unicodedata
import unittest

try:
    import h5py
except ImportError:
    h5py = None

import skips
from harness import HOLDFAST, Case, CommandTest, add_cases, write_files

GRID = """\
name: a small grid
data: {source: 'builtin:wine'}
model: {hidden: [3, 12]}
splits: {method: complementary_pairs, count: 6}
replicas: {seeds: 4}
training: {iterations: 20, learning_rate: 0.02}
significance: {methods: [l2_norm, olden, permutation]}
"""

CASES = [
    Case("a number of features below 0", "summary x.h5 --top -1", 64, ["--top", "'-1'"]),
    Case("a hidden size of 0", "summary x.h5 --hidden 0", 64, ["--hidden", "'0'"]),
    Case("no such file", "summary x.h5", 66, ["x.h5"]),
]


class SummaryRefused(CommandTest):
    pass


def columns_of(line):
    return sum(2 if unicodedata.east_asian_width(c) in "WF" else 1 for c in line)


def plain(values):
    """Nested lists in which NaN is None, as in JSON."""
    if isinstance(values, list):
        return [plain(value) for value in values]
    return None if isinstance(values, float) and math.isnan(values) else values


class Summary(CommandTest):
    def run_grid(self, text=GRID, options=""):
        write_files(self.folder, {"grid.yaml": text})
        self.succeed(f"run grid.yaml -q --overwrite -o r.h5 {options}")

    def summary(self, options=""):
        return self.succeed(f"summary r.h5 {options}")

    def json(self, options=""):
        return json.loads(self.summary(f"--format json {options}"))

    def findings(self, options=""):
        """By kind; of several of a kind the last."""
        return {finding["kind"]: finding for finding in self.json(options)["findings"]}

    def words(self, options=""):
        return " ".join(self.summary(options).split())

    def assert_fits(self, text, columns):
        for line in text.splitlines():
            if not line.startswith("    holdfast "):  # a command is not broken
                self.assertLessEqual(columns_of(line), columns, line)

    @unittest.skipUnless(h5py, "needs h5py")
    def test_the_json_holds_every_dataset_of_significance(self):
        self.run_grid()
        found = self.json()["significance"]
        with h5py.File(self.path("r.h5"), "r") as file:
            for name, item in file["significance"].items():
                if isinstance(item, h5py.Dataset):
                    self.assertEqual(found[name], plain(item[()].tolist()), name)
                    continue
                reasons = {row["dataset"]: row for row in found[name]["undefined"]}
                for key, dataset in item.items():
                    if not isinstance(dataset, h5py.Dataset) or key in file:
                        continue  # NeXus readers' link to the axis
                    values = dataset[()].tolist()
                    self.assertEqual(found[name][key], plain(values), f"{name}/{key}")
                    has_nan = "None" in repr(plain(values))
                    self.assertEqual(has_nan, key in reasons, f"{name}/{key} has a reason")
                    if has_nan:
                        self.assertGreater(len(reasons[key]["reason"]), 10)

    @unittest.skipUnless(h5py, "needs h5py")
    def test_the_csv_holds_the_numbers_of_the_file(self):
        self.run_grid()
        rows = list(csv.DictReader(io.StringIO(self.summary("--format csv"))))
        self.assertEqual(len(rows), 3 * 13)
        with h5py.File(self.path("r.h5"), "r") as file:
            names = file["dataset/feature_names"][()].decode().splitlines()
            for i, row in enumerate(rows):
                feature = i % 13
                group = file["significance"][row["method"]]
                self.assertEqual(row["feature"], names[feature])
                self.assertEqual(float(row["chance_level"]), 4 / 13)
                for key in ("frequency", "frequency_low", "frequency_high", "mean_rank",
                            "mean_importance", "plan_variance_split"):
                    self.assertEqual(float(row[key]), group[key][feature], key)
                for key in ("voters", "stability", "stability_cross", "kendall_w"):
                    self.assertEqual(float(row[key]), group[key][()], key)
                self.assertEqual(float(row["frequency_hidden_0012"]),
                                 group["frequency_by_hidden"][1, feature])
                self.assertEqual(float(row["variance_seed_hidden_0003"]),
                                 group["variance_seed"][0, feature])
                self.assertEqual(int(row["group"]), file["significance/group"][feature])

    def test_the_leading_method_is_asked_for(self):
        self.run_grid()
        self.assertIn("ordered by l2_norm. Chance", self.words())
        text = self.words("--method permutation")
        self.assertIn("ordered by permutation. Chance", text)
        self.assertIn("This method leads because --method asked for it.", text)
        self.assertEqual(self.json("--method olden")["leading_method"], "olden")
        first = self.summary("--method olden --format csv").splitlines()[1]
        self.assertTrue(first.startswith("olden,"), first)
        self.check(Case("", "summary r.h5 --method oldn", 64,
                        ["'oldn'", "did you mean 'olden'", "l2_norm, olden, permutation"]))
        self.check(Case("", "summary r.h5 --method garson", 64,
                        ["'garson'", "l2_norm, olden, permutation"]))

    def test_a_hidden_size_is_asked_for(self):
        self.run_grid()
        self.assertIn("the bars are of hidden size 12,", self.words("--hidden 12"))
        frequency = self.json("--hidden 12")["significance"]["l2_norm"]["frequency_by_hidden"][1]
        first = [line for line in self.summary("--hidden 12").splitlines()
                 if line.startswith("   1 ")][0]
        self.assertIn(f" {100 * max(frequency):.1f} ", first)
        for form in ("text", "csv", "json"):
            self.check(Case("", f"summary r.h5 --hidden 4 --format {form}", 64,
                            ["hidden size 4", "3, 12"]))

    def commands_in(self, text):
        """The lines that are commands, as a shell reads them, without the first word."""
        found = re.findall(r"^ +(holdfast (?:.*\\\n)*.*)$", text, re.M)
        return [shlex.join(shlex.split(lines.replace("\\\n", ""))[1:]) for lines in found]

    def test_the_command_that_is_shown_tells_what_predictions_rest_on(self):
        for file in ("r.h5", "a file's name.h5", 60 * "long" + ".h5"):
            with self.subTest(file[:20]):
                self.run_grid(GRID.replace("olden, permutation", "garson"))
                pathlib.Path(self.folder, "r.h5").rename(self.path(file))
                text = self.succeed(["summary", file])
                self.assert_fits(text, 80)
                self.assertIn("permutation or integrated_gradients measure", " ".join(text.split()))
                command, = [line for line in self.commands_in(text) if "methods" in line]
                words = [file if word == "RESULTS.h5" else word for word in shlex.split(command)]
                self.assertIn(file, words)
                self.succeed(words)
                found = json.loads(self.succeed(["summary", file, "--format", "json"]))["findings"]
                kinds = {finding["kind"]: finding for finding in found}
                self.assertNotIn("influence_not_measured", kinds)
                beside = kinds.get("methods_agree") or kinds["methods_disagree"]
                self.assertEqual(beside["method"], "permutation")
                self.assertEqual(len(beside["features"]), 4)  # a third of 13

    def test_the_command_that_is_shown_for_all_features_selected_works(self):
        self.run_grid(GRID, "--set significance.top=13")
        self.assertEqual(self.findings()["every_feature_selected"]["values"]["top"], 13)
        command, = self.commands_in(self.summary())
        self.succeed(command)
        self.assertIn("top 5 of 13", self.words())
        self.assertNotIn("every_feature_selected", self.findings())

    def test_null_tests_are_told_in_words(self):
        self.run_grid(GRID + "null_test: {labels: 2, probes: 1}\n", "--set model.hidden=[3]")
        text = self.words()
        labels = self.json()["null_test"]["labels"]
        found = next(finding for finding in self.json()["findings"]
                     if "permutations" in finding["values"])
        self.assertEqual(found["values"]["p"], labels["p_value"])
        self.assertEqual(found["values"]["smallest"], int(labels["p_value"] < 0.34))
        self.assertEqual((found["values"]["permutations"], found["values"]["needed"]), (2, 19))
        self.assertEqual(found["kind"], "predicts")
        self.assertIn("Permuted labels cannot tell: 19 permutations are needed.", text)
        self.assertIn("Single features by l2_norm (maxT): all adjusted p ", text)
        self.assertIn(f"{min(labels['l2_norm']['p_value']):.3f} (null_p_value in", text)
        self.assertIn("Probes: 1 time, copies of the features with permuted rows", text)
        self.assertNotIn("not_compared_with_noise", self.findings())
        self.assert_fits(self.summary(), 80)

    def test_features_are_left_out_of_long_lists(self):
        header = "class," + ",".join(f"gene {i}" for i in range(60))
        rows = [f"{i % 3}," + ",".join(str((i * (f + 7) + f * f) % 17) for f in range(60))
                for i in range(60)]
        write_files(self.folder, {"d.csv": "\n".join([header] + rows) + "\n"})
        self.run_grid(GRID.replace("builtin:wine", "d.csv"), "--set significance.votes=all")
        self.assertIn("\n  20 ", self.summary())
        self.assertNotIn("\n  21 ", self.summary())
        self.assertIn("and 40 more (--top 0 lists all)", self.summary())
        self.assertIn("\n  60 ", self.summary("--top 0"))
        self.assertNotIn(" more (--top", self.summary("--top 0"))
        self.assertIn("and 57 more (--top 0", self.summary("--top 3"))
        self.assertEqual(len(self.summary("--top 3 --format csv").splitlines()), 1 + 3 * 60)

    def test_eight_methods_and_long_names_fit_80_columns(self):
        names = ["a measurement whose name is 40 columns w", "温度センサー番号", "µ-Größe", "d"]
        rows = [f"{'no' if i % 2 else 'yes'}," + ",".join(str(i * k % 11) for k in (1, 3, 5, 7))
                for i in range(40)]
        write_files(self.folder, {"d.csv": "label," + ",".join(names) + "\n" + "\n".join(rows)})
        self.run_grid("data: {source: d.csv}\nmodel: {hidden: [4]}\nsplits: {count: 2}\n"
                      "replicas: {seeds: 3}\ntraining: {iterations: 3}\nsignificance: {votes: all, "
                      "methods: [max_weight, tutorial, max_abs_weight, l2_norm, garson, olden, "
                      "permutation, integrated_gradients]}\n")
        text = self.summary()
        self.assert_fits(text, 80)
        self.assertNotIn("nan", text)
        for name in names[1:]:
            self.assertIn(f" {name} ", text)

    def test_a_single_replica(self):
        self.run_grid("model: {hidden: [4]}\nsplits: {count: 1}\nreplicas: {seeds: 1}\n"
                      "training: {iterations: 3}\nsignificance: {votes: all}\n")
        text = self.summary()
        self.assert_fits(text, 80)
        self.assertNotIn("nan", text.replace("malignant", ""))
        words = " ".join(text.split())
        few = self.findings()["few_units"]["values"]
        self.assertEqual((few["seeds"], few["splits"]), (1, 1))
        self.assertEqual((few["one_seed"], few["one_split"]), (1, 1))
        self.assertIn("only one network is counted", words)

    def test_nobody_learned(self):
        self.run_grid(GRID + "", "--set training.learning_rate=1e-30 --set training.iterations=1 "
                                 "--set data.standardize=none --set model.hidden=[1]")
        health, found = self.json()["health"]["all"], self.findings()
        if health["learned"] == 0:
            self.assertEqual(found["no_voters"]["values"]["none_learned"], 1)
            self.assertNotIn("learned", found)
        else:
            self.assertEqual(found["not_learned"]["values"]["not_learned"],
                             health["done"] - health["learned"])

    @unittest.skipUnless(h5py, "needs h5py")
    def test_an_unfinished_file_shows_what_is_there(self):
        self.run_grid()
        complete = self.json()["significance"]["olden"]
        with h5py.File(self.path("r.h5"), "r+") as file:
            file["provenance/state"][()] = 0
        found = self.json()
        self.assertEqual((found["state"], found["digest"]), ("training", None))
        for key, values in found["significance"]["olden"].items():
            if key not in ("group_frequency", "undefined"):
                self.assertEqual(values, complete[key], key)
        with h5py.File(self.path("r.h5"), "r+") as file:
            status = file["replicas/status"][:]
            status[20:] = 0
            file["replicas/status"][:] = status
        unfinished = self.json()["findings"][0]
        self.assertEqual(unfinished["kind"], "unfinished")
        self.assertEqual(unfinished["values"], {"pending": 28, "trained": 20, "replicas": 48})
        self.assertIn("UNFINISHED: 20 of 48 networks so far", self.words())
        self.assertLessEqual(self.json()["significance"]["olden"]["voters"], 20)

    def test_the_text_follows_the_terminal(self):
        self.run_grid()
        for columns in (60, 100, 132):
            text = self.on_terminal(columns)
            self.assert_fits(text, columns)
        wide = max(map(columns_of, self.on_terminal(132).splitlines()))
        self.assertGreater(wide, 80)

    def on_terminal(self, columns):
        master, slave = pty.openpty()
        fcntl.ioctl(slave, termios.TIOCSWINSZ, struct.pack("HHHH", 50, columns, 0, 0))
        with subprocess.Popen([HOLDFAST, "summary", "r.h5"], cwd=self.folder, stdout=slave) as run:
            os.close(slave)
            output = b""
            try:
                while part := os.read(master, 65536):
                    output += part
            except OSError:  # the other end is closed
                pass
            self.assertEqual(run.wait(), 0)
        os.close(master)
        return output.decode().replace("\r", "")


add_cases(SummaryRefused, CASES)

if __name__ == "__main__":
    skips.main()
