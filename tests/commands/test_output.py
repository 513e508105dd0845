"""Where results go, and what is said where they cannot: exit 73 or 74, nothing left behind."""

import hashlib
import re
import resource
import shlex
import signal
import unittest

try:
    import h5py
except ImportError:
    h5py = None

import skips
from harness import TINY, Case, CommandTest, add_cases, listing

CONFIG = {"tiny.yaml": TINY}

CASES = [
    Case("a path below a file", "run tiny.yaml -o taken/out.h5", 73, ["taken"],
         files={**CONFIG, "taken": "a file"}),
    Case("a folder where nobody can write", "run tiny.yaml -o /proc/out.h5", 73,
         ["/proc"], files=CONFIG),
    Case("the name of a folder", "run tiny.yaml -o folder", 73, ["folder"],
         files={**CONFIG, "folder/x": ""}),
    Case("the default folder's name taken by a file", "run tiny.yaml", 73, ["results"],
         files={**CONFIG, "results": "a file"}),
    Case("a file that is no results file", "run tiny.yaml -o notes.txt", 73, ["notes.txt"],
         files={**CONFIG, "notes.txt": "keep me"}),
]

LARGEST_FILE = 64 << 20  # bytes: enough for MPI's own files, not for the results


class Output(CommandTest):
    files = CONFIG

    def test_the_default_place_is_made(self):
        self.succeed("run tiny.yaml -q")
        self.assertEqual(listing(self.folder), ["results", "results/tiny.h5", "tiny.yaml"])

    def test_the_folder_of_the_output_is_made(self):
        self.succeed("run tiny.yaml -q -o new/folder/out.h5")
        self.succeed("digest new/folder/out.h5")

    def test_a_second_run_finds_its_work_done(self):
        self.succeed("run tiny.yaml -q -o out.h5")
        before = self.path("out.h5").read_bytes()
        self.succeed("run tiny.yaml -o out.h5")
        self.assertEqual(self.path("out.h5").read_bytes(), before)

    def test_quiet_prints_nothing(self):
        self.check(Case("", "run tiny.yaml -q -o out.h5"))
        self.assertEqual(self.succeed("run tiny.yaml -q -o other.h5"), "")

    def test_a_dry_run_writes_nothing(self):
        shown = self.succeed("run tiny.yaml --dry-run")
        self.assertEqual(listing(self.folder), ["tiny.yaml"])
        self.assertRegex(shown, r"\b4\b.*replicas|replicas.*\b4\b")

    def test_a_dry_run_tells_what_it_finds_as_output(self):
        def output(options=""):
            before = listing(self.folder)
            shown = self.succeed("run tiny.yaml --dry-run " + options)
            self.assertEqual(listing(self.folder), before)
            shown = re.sub(r"\n {12}", " ", shown)  # a long one goes on below its beginning
            return [line for line in shown.splitlines() if line.startswith("  output    ")]

        self.assertEqual(output(), ["  output    results/tiny.h5: new"])
        self.assertEqual(output("-o tiny.yaml"), ["  output    tiny.yaml: exists and is not a "
                         "complete results file (the run will refuse: exit 73)"])
        self.assertEqual(output("-o tiny.yaml/x.h5"), ["  output    tiny.yaml/x.h5: Not a "
                         "directory (the run will refuse: exit 73)"])
        self.succeed("run tiny.yaml -q")
        self.assertEqual(output(), ["  output    results/tiny.h5: complete: the run has nothing "
                                    "to do"])
        self.assertEqual(output("--overwrite"), ["  output    results/tiny.h5: is replaced "
                                                 "(--overwrite)"])
        self.assertEqual(output("--set replicas.seeds=3"), ["  output    results/tiny.h5: is "
                         "another experiment's: replicas.seeds was 2, is 3 (the run will refuse: "
                         "exit 73)"])
        self.assertEqual(output("--set significance.top=3"), ["  output    results/tiny.h5: has "
                         "this experiment with other statistics: significance.top was 5, is 3 "
                         "(the run will refuse: exit 73)"])

    @unittest.skipUnless(h5py, "needs h5py")
    def test_a_dry_run_counts_what_is_there(self):
        self.succeed("run tiny.yaml -q")
        self.pend("results/tiny.h5", 3)
        before = self.path("results/tiny.h5").read_bytes()
        self.assertIn("  output    results/tiny.h5: goes on: 1 of 4 networks are done\n",
                      self.succeed("run tiny.yaml --dry-run"))
        self.assertEqual(self.path("results/tiny.h5").read_bytes(), before)

    def pend(self, name, count):
        """Damages the checksums of so many replicas, as if they had never been written."""
        with h5py.File(self.path(name), "r+") as file:
            file["replicas/crc32"][:count] ^= 1

    def test_other_statistics_of_a_complete_file_are_a_command(self):
        self.succeed("run tiny.yaml -q -o out.h5")
        outcome = self.check(Case("", "run tiny.yaml -o out.h5 --set significance.top=4 "
                                  "--set significance.methods=[olden]", 73))
        line = next(line for line in outcome.stderr.splitlines() if "holdfast aggregate" in line)
        self.assertTrue(line.startswith("  holdfast aggregate out.h5 --set "), line)
        words = shlex.split(line)
        self.assertIn("significance.top=4", words)
        self.assertIn("significance.methods=[olden]", words)
        self.succeed(words[1:] + ["-q"])
        self.succeed("run tiny.yaml -q -o " + words[-1] + " --set significance.top=4 "
                     "--set significance.methods=[olden]")

    def test_other_statistics_name_the_file_by_the_value(self):
        self.succeed("run tiny.yaml -q -o out.h5")
        self.check(Case("", "run tiny.yaml -o out.h5 --set significance.top=4", 73,
                        ["was 5, is 4", "holdfast aggregate out.h5 --set significance.top=4 "
                         "-o out-top4.h5"]))

    def test_the_last_lines_are_what_comes_next(self):
        self.assertTrue(self.succeed("run tiny.yaml --progress none").endswith(
            "  next      holdfast summary results/tiny.h5\n"
            "            holdfast report results/tiny.h5\n"))

    def test_a_dry_run_finds_bad_data(self):
        self.check(Case("", "run tiny.yaml --dry-run --set data.source=missing.csv", 66,
                        ["missing.csv"]))

    def test_another_experiment_stays_untouched(self):
        self.succeed("run tiny.yaml -q -o out.h5")
        before = hashlib.sha256(self.path("out.h5").read_bytes()).hexdigest()
        self.check(Case("", "run tiny.yaml -o out.h5 --set training.iterations=4", 73,
                        ["out.h5", "training.iterations", "--overwrite"]))
        after = hashlib.sha256(self.path("out.h5").read_bytes()).hexdigest()
        self.assertEqual(after, before)

    def test_overwrite_replaces(self):
        self.succeed("run tiny.yaml -q -o out.h5")
        first = self.succeed("digest out.h5")
        self.succeed("run tiny.yaml -q -o out.h5 --overwrite --set training.iterations=4")
        self.assertNotEqual(self.succeed("digest out.h5"), first)

    def test_a_failed_overwrite_keeps_what_there_was(self):
        self.succeed("run tiny.yaml -q -o out.h5")
        first = self.succeed("digest out.h5")
        self.check(Case("", "run tiny.yaml -o out.h5 --overwrite --set data.source=no.csv", 66,
                        ["no.csv"]))
        self.assertEqual(self.succeed("digest out.h5"), first)

    def test_a_disk_too_small_is_known_before_training(self):
        def small_files():
            signal.signal(signal.SIGXFSZ, signal.SIG_IGN)
            resource.setrlimit(resource.RLIMIT_FSIZE, (LARGEST_FILE, LARGEST_FILE))

        self.check(Case("", "run tiny.yaml -q -o out.h5 --set replicas.seeds=1000 "
                        "--set model.hidden=[1000]", 74, ["out.h5"]), preexec_fn=small_files)


add_cases(Output, CASES)

if __name__ == "__main__":
    skips.main()
