"""run --shard and merge: the shards together are the whole run, or merge says why they are not."""

import csv
import io
import json
import signal
import subprocess
import time
import unittest

try:
    import h5py
except ImportError:
    h5py = None

import skips
from harness import HOLDFAST, Case, CommandTest, add_cases, holdfast, listing, write_files

# 2 x 3 x 5 = 30 replicas: shards of 4 begin and end within splits and within hidden sizes.
GRID = """\
data: {source: 'builtin:wine'}
model: {hidden: [6, 3]}
splits: {count: 3}
replicas: {seeds: 5, first_seed: 3}
training: {iterations: 15, batch_size: 20}
"""
FILES = {"grid.yaml": GRID}

USAGE = [
    Case(f"the shard {shard}", f"run grid.yaml --shard {shard}", 64, ["--shard", "I/N"],
         files=FILES)
    for shard in ("0/4", "5/4", "4", "1/", "/4", "-1/4", "1/4x", "a/b", "1/0", "1/2/3", "1.5/4")
] + [
    Case("a merge into nothing", "merge a.h5", 64, ["-o"]),
    Case("a merge of nothing", "merge -o out.h5", 64, ["SHARD.h5"]),
    Case("a merge of files that are not there", "merge -o out.h5 a.h5 b.h5", 66, ["a.h5"]),
    Case("a merge of a text", "merge -o out.h5 a.h5", 65, ["a.h5"], files={"a.h5": "hello\n"}),
    Case("a merge into a file that is there", "merge -o out.h5 a.h5", 73, ["out.h5", "--overwrite"],
         files={"out.h5": "keep me"}),
]


class Usage(CommandTest):
    pass


add_cases(Usage, USAGE)


class Shards(CommandTest):
    files = FILES

    def train(self, count, numbers=None, options="", **ways):
        """Trains shards of `count` into s1.h5, s2.h5 ..., and returns these names."""
        numbers = numbers or range(1, count + 1)
        for number in numbers:
            self.succeed(f"run grid.yaml -q --shard {number}/{count} -o s{number}.h5 {options}",
                         **ways)
        return [f"s{number}.h5" for number in numbers]

    def digest_of_whole(self, options=""):
        self.succeed(f"run grid.yaml -q -o whole.h5 {options}")
        return self.succeed("digest whole.h5")

    def merge(self, shards, out="out.h5"):
        self.succeed(["merge", "-q", "-o", out] + shards)
        return self.succeed(["digest", out])

    def refuse(self, shards, texts, exit_code=65):
        self.check(Case("", " ".join(["merge -o out.h5"] + list(shards)), exit_code, texts))


class Merged(Shards):
    def test_shards_make_the_whole(self):
        expected = self.digest_of_whole()
        for count in (1, 4, 7, 37):  # of 37 seven are empty
            with self.subTest(count=count):
                self.assertEqual(self.merge(self.train(count, options="--overwrite"),
                                            f"out{count}.h5"), expected)

    def test_the_order_of_the_files_does_not_matter(self):
        expected = self.digest_of_whole()
        self.assertEqual(self.merge(self.train(4)[::-1]), expected)

    def test_shards_of_different_ranks_and_threads(self):
        expected = self.digest_of_whole()
        shards = self.train(3, [1], ranks=3)
        shards += self.train(3, [2], options="--threads 2")
        shards += self.train(3, [3], ranks=2, environment={"HOLDFAST_ISA": "portable"})
        self.assertEqual(self.merge(shards), expected)

    def test_diverged_replicas_are_results(self):
        options = ("--set training.optimizer=sgd --set training.learning_rate=1e30 "
                   "--set data.standardize=none")
        expected = self.digest_of_whole(options)
        health = json.loads(self.succeed("summary whole.h5 --format json"))["health"]
        self.assertGreater(health["all"]["diverged"], 10)
        self.assertEqual(self.merge(self.train(4, options=options)), expected)

    def test_data_that_are_not_stored_are_read_again(self):
        rows = "\n".join(f"{'ab'[i % 2]},{i * i % 17},{i % 5}" for i in range(40))
        write_files(self.folder, {"data.csv": "y,p,q\n" + rows + "\n"})
        options = "--set data.source=data.csv --set output.dataset=false"
        expected = self.digest_of_whole(options)
        shards = self.train(2, options=options)
        self.assertEqual(self.merge(shards), expected)
        write_files(self.folder, {"data.csv": "y,p,q\n" + rows.replace("16", "15") + "\n"})
        self.path("out.h5").unlink()
        self.refuse(shards, ["s1.h5", "data.csv"])
        self.path("data.csv").unlink()
        self.refuse(shards, ["data.csv"], 66)

    def test_a_splits_file_need_not_be_there(self):
        splits = "\n".join(",".join(str((i + p) % 2) for i in range(178)) for p in range(3))
        write_files(self.folder, {"splits.csv": splits + "\n"})
        options = "--set splits.method=file --set splits.file=splits.csv"
        expected = self.digest_of_whole(options)
        shards = self.train(2, options=options)
        self.path("splits.csv").unlink()
        self.assertEqual(self.merge(shards), expected)

    def test_the_merged_file_is_complete(self):
        shards = self.train(4)
        shown = self.succeed(["merge", "-o", "new/folder/out.h5"] + shards)
        self.assertIn("30 networks", shown)
        summary = json.loads(self.succeed("summary new/folder/out.h5 --format json"))
        self.assertEqual(summary["state"], "complete")
        self.assertIsNone(summary["shard"])
        self.assertIn("complete", self.succeed("run grid.yaml -o new/folder/out.h5"))

    def test_the_sessions_of_all_shards_are_kept(self):
        self.merge(self.train(7))
        text = self.path("out.h5").read_bytes()
        for number in range(1, 8):
            words = f'"--shard", "{number}/7"'.encode()
            self.assertTrue(words in text, words)
        self.assertTrue(b'"command_line": ["holdfast", "merge"' in text)

    def test_a_larger_grid(self):
        options = "--set replicas.seeds=700 --set training.iterations=1"
        expected = self.digest_of_whole(options)
        self.assertEqual(self.merge(self.train(11, options=options)), expected)

    def test_overwrite_replaces(self):
        shards = self.train(2)
        write_files(self.folder, {"out.h5": "something else"})
        self.succeed(["merge", "-q", "--overwrite", "-o", "out.h5"] + shards)
        self.assertEqual(self.succeed("digest out.h5"), self.digest_of_whole())


class Refused(Shards):
    def test_a_shard_given_twice(self):
        self.train(3)
        self.refuse(["s1.h5", "s2.h5", "s3.h5", "s2.h5"], ["s2.h5 and s2.h5"])
        self.path("copy.h5").write_bytes(self.path("s2.h5").read_bytes())
        self.refuse(["s1.h5", "s2.h5", "s3.h5", "copy.h5"], ["copy.h5 and s2.h5"])

    def test_shards_that_are_missing(self):
        self.train(9, [2, 3, 7])
        self.refuse(["s2.h5", "s3.h5", "s7.h5"],
                    ["shard 1 of 9", "shards 4 to 6 of 9", "shards 8 to 9 of 9"])

    @unittest.skipUnless(h5py, "needs h5py")
    def test_a_shard_that_is_unfinished(self):
        shards = self.train(3)
        with h5py.File(self.path("s2.h5"), "r+") as file:
            file["replicas/status"][:4] = 0
        self.refuse(shards, ["s2.h5", "4 of its networks are not trained yet"])
        self.train(3, [2])
        self.assertEqual(self.merge(shards), self.digest_of_whole())

    @unittest.skipUnless(h5py, "needs h5py")
    def test_a_damaged_row(self):
        shards = self.train(3)
        with h5py.File(self.path("s2.h5"), "r+") as file:
            file["weights/hidden_0003/input_weight"][2, 1, 5] += 1
            number = file["replica_0003"][2]
        self.refuse(shards, ["s2.h5", f"replica {number}", "checksum"])
        self.assertIn("damaged", self.succeed("run grid.yaml --shard 2/3 -o s2.h5"))
        self.assertEqual(self.merge(shards), self.digest_of_whole())

    def test_another_experiment(self):
        self.train(2)
        self.succeed("run grid.yaml -q --shard 2/2 -o other.h5 --set training.iterations=16")
        self.refuse(["s1.h5", "other.h5"], ["s1.h5", "other.h5", "training.iterations"])
        self.succeed("run grid.yaml -q --shard 2/2 -o votes.h5 --set significance.votes=all")
        self.refuse(["s1.h5", "votes.h5"], ["s1.h5", "votes.h5", "significance.votes"])

    def test_another_division(self):
        self.train(2, [1])
        self.succeed("run grid.yaml -q --shard 2/3 -o other.h5")
        self.refuse(["s1.h5", "other.h5"], ["s1.h5", "other.h5", "shard 2 of 3"])

    def test_a_whole_file(self):
        self.digest_of_whole()
        self.refuse(["whole.h5"], ["whole.h5", "whole"])
        self.train(2, [1])
        self.refuse(["s1.h5", "whole.h5"], ["whole.h5", "whole"])

    def test_a_shard_as_the_output(self):
        shards = self.train(2)
        before = self.path("s1.h5").read_bytes()
        self.check(Case("", "merge --overwrite -o s1.h5 " + " ".join(shards), 73, ["s1.h5"]))
        self.assertEqual(self.path("s1.h5").read_bytes(), before)

    def test_an_output_that_a_run_is_writing(self):
        shards = self.train(2)
        run = subprocess.Popen([HOLDFAST, "run", "grid.yaml", "-q", "-o", "out.h5", "--threads",
                                "1", "--set", "training.iterations=100000000", "--set",
                                "output.history_every=0"], cwd=self.folder)
        self.addCleanup(run.wait)
        self.addCleanup(run.kill)
        while not self.path("out.h5").exists():
            time.sleep(0.01)
        outcome = holdfast(["merge", "--overwrite", "-o", "out.h5"] + shards, self.folder)
        self.assertEqual(outcome.exit, 73)
        self.assertIn("another run", outcome.stderr)
        run.send_signal(signal.SIGKILL)


    def test_a_merge_that_is_told_to_stop_leaves_nothing(self):
        shards = self.train(2, options="--set replicas.seeds=1500 --set training.iterations=1")
        before = listing(self.folder)
        merge = subprocess.Popen([HOLDFAST, "merge", "-q", "-o", "out.h5"] + shards,
                                 cwd=self.folder, stderr=subprocess.PIPE)
        while merge.poll() is None and listing(self.folder) == before:
            time.sleep(0.001)
        merge.send_signal(signal.SIGTERM)
        message = merge.communicate(timeout=60)[1].decode()
        if merge.returncode == 75:
            self.assertIn("SIGTERM", message)
            self.assertEqual(listing(self.folder), before)
        else:  # it was done before the signal came
            self.assertEqual((merge.returncode, message), (0, ""))
            self.succeed("digest out.h5")


class ShardFile(Shards):
    def test_the_default_name_says_which_one_it_is(self):
        self.succeed("run grid.yaml -q --shard 2/4")
        self.assertEqual(listing(self.folder),
                         ["grid.yaml", "results", "results/grid.shard-2-of-4.h5"])

    def test_a_finished_shard_is_left_alone(self):
        self.train(4, [2])
        before = self.path("s2.h5").read_bytes()
        self.assertIn("complete", self.succeed("run grid.yaml --shard 2/4 -o s2.h5"))
        self.assertEqual(self.path("s2.h5").read_bytes(), before)

    def test_another_shard_is_another_experiment(self):
        self.train(4, [2])
        before = self.path("s2.h5").read_bytes()
        for options, text in (("--shard 3/4", "is 3/4"), ("--shard 2/5", "is 2/5"),
                              ("", "is none")):
            self.check(Case("", f"run grid.yaml -o s2.h5 {options}", 73,
                            ["s2.h5", "shard", "was 2/4", text]))
        self.assertEqual(self.path("s2.h5").read_bytes(), before)
        self.digest_of_whole()
        self.check(Case("", "run grid.yaml -o whole.h5 --shard 1/4", 73, ["shard", "is 1/4"]))

    def test_a_shard_holds_the_replicas_of_the_whole(self):
        self.digest_of_whole()
        self.train(4, [2])
        rows = list(csv.DictReader(io.StringIO(self.succeed("export s2.h5 replicas"))))
        self.assertEqual([int(row["replica"]) for row in rows], list(range(7, 15)))
        for number in (7, 11, 14):
            self.assertEqual(self.succeed(f"export s2.h5 weights/{number}"),
                             self.succeed(f"export whole.h5 weights/{number}"))
        whole = self.succeed("export whole.h5 importance/garson").splitlines()
        self.assertEqual(self.succeed("export s2.h5 importance/garson").splitlines()[1:],
                         whole[8:16])
        self.check(Case("", "export s2.h5 weights/6", 64, ["weights/7 to weights/14"]))

    def test_its_statistics_come_with_the_merge(self):
        self.train(4, [2])
        for command in ("summary s2.h5 --format csv", "export s2.h5 significance"):
            self.check(Case("", command, 65, ["s2.h5", "shard 2 of 4", "merge"]))
        self.check(Case("", "aggregate s2.h5", 65, ["s2.h5", "shard", "merge"]))
        text = self.succeed("summary s2.h5")
        for words in ("2 of 4", "7 to 14", "holdfast merge"):
            self.assertIn(words, text)
        summary = json.loads(self.succeed("summary s2.h5 --format json"))
        self.assertEqual(summary["state"], "trained")
        self.assertEqual([finding["kind"] for finding in summary["findings"]], ["learned"])
        self.assertEqual(summary["shard"]["number"], 2)
        self.assertEqual(summary["shard"]["shards"], 4)
        self.assertEqual(summary["grid"]["replicas"], 30)
        self.assertEqual(summary["health"]["all"]["done"], 8)
        self.assertEqual(summary["digest"] + "\n", self.succeed("digest s2.h5"))

    def test_the_digest_of_an_unfinished_shard_is_none(self):
        run = subprocess.Popen([HOLDFAST, "run", "grid.yaml", "-q", "-o", "s.h5", "--shard", "1/2",
                                "--set", "training.iterations=100000000", "--set",
                                "output.history_every=0"], cwd=self.folder)
        while not self.path("s.h5").exists():
            time.sleep(0.01)
        run.kill()
        run.wait()
        outcome = holdfast("digest s.h5", self.folder)
        self.assertEqual(outcome.exit, 75)
        self.assertIn("0 of 15", outcome.stderr)
        self.assertIn("0 of 15 networks so far", self.succeed("summary s.h5"))

    def test_more_shards_than_replicas(self):
        self.assertIn("no networks", self.succeed("run grid.yaml --shard 1/41 -o s1.h5"))
        self.assertRegex(self.succeed("digest s1.h5"), "^[0-9a-f]{32}\n$")
        self.assertIn("1 of 41: no networks (", self.succeed("summary s1.h5"))
        self.assertEqual(len(self.succeed("export s1.h5 replicas").splitlines()), 1)
        self.succeed("run grid.yaml -q --shard 1/41 -o s1.h5", ranks=2)

    def test_a_shard_of_one_network_names_it(self):
        self.succeed("run grid.yaml -q --shard 41/41 -o s41.h5")
        self.assertRegex(self.succeed("summary s41.h5"), r"41 of 41: 1 network, replica \d+\n")

    def test_a_dry_run_shows_the_shards_numbers(self):
        text = self.succeed("run grid.yaml --shard 2/4 --dry-run")
        for words in ("2 of 4", "8 networks, replicas 7 to 14"):
            self.assertIn(words, text)
        self.assertRegex(text, r"replicas +8 networks\n")
        self.assertEqual(listing(self.folder), ["grid.yaml"])


if __name__ == "__main__":
    skips.main()
