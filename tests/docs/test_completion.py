"""The bash completion offers the commands, options, words, keys and files that there are."""

import os
import pathlib
import re
import shutil
import subprocess
import sys
import tempfile
import unittest

sys.path.insert(0, str(pathlib.Path(__file__).resolve().parents[1] / "commands"))
import skips  # noqa: E402

HOLDFAST = os.environ["HOLDFAST"]
COMPLETION = os.environ["SOURCE"] + "/completion/holdfast"
SCRIPT = """
. "$0"
COMP_WORDS=("$@")
COMP_CWORD=$(($# - 1))
_holdfast
printf '%s\\n' "${COMPREPLY[@]}"
"""


def help_of(*command):
    return subprocess.run([HOLDFAST, *command, "--help"], check=True, text=True,
                          stdout=subprocess.PIPE).stdout


def commands():
    listed = help_of().split("commands:\n")[1].split("\n\n")[0]
    return re.findall(r"^  (\w+)", listed, re.M)


@unittest.skipUnless(shutil.which("bash"), "needs bash (bash)")
class Completion(unittest.TestCase):
    def setUp(self):
        temporary = tempfile.TemporaryDirectory(prefix="holdfast-test-")
        self.addCleanup(temporary.cleanup)
        self.folder = pathlib.Path(temporary.name)

    def offered(self, *words):
        outcome = subprocess.run(["bash", "-c", SCRIPT, COMPLETION, HOLDFAST, *words], text=True,
                                 cwd=self.folder, capture_output=True, timeout=60, check=True)
        self.assertEqual(outcome.stderr, "")
        return sorted(outcome.stdout.split())

    def test_every_command_is_offered(self):
        self.assertGreater(len(commands()), 10)
        self.assertEqual(self.offered(""), sorted(commands() + ["--help", "--version"]))
        self.assertEqual(self.offered("dig"), ["digest"])

    def test_every_option_of_every_command_is_offered(self):
        for command in commands():
            options = set(re.findall(r"^ +(?:-\w, )?(--[a-z-]+)", help_of(command), re.M))
            self.assertIn("--help", options)
            self.assertEqual(set(self.offered(command, "--")), options, command)

    def test_the_words_of_a_choice_are_offered_after_a_space_and_after_an_equals_sign(self):
        self.assertEqual(self.offered("summary", "--format", ""), ["csv", "json", "text"])
        self.assertEqual(self.offered("summary", "--format", "=", "j"), ["json"])
        self.assertEqual(self.offered("run", "x.yaml", "--progress", "b"), ["bar"])

    def test_set_offers_the_keys_of_the_configuration(self):
        self.assertEqual(self.offered("run", "--set", "replicas."),
                         ["replicas.first_seed=", "replicas.seeds="])
        self.assertEqual(self.offered("run", "--set", "nam"), ["name="])

    def test_files_are_offered_by_their_ending(self):
        for name in ("a.yaml", "b.h5", "c d.h5", "e.txt"):
            (self.folder / name).touch()
        (self.folder / "folder").mkdir()
        self.assertEqual(self.offered("run", ""), ["a.yaml", "folder"])
        self.assertEqual(self.offered("summary", ""), sorted(["b.h5", "c", "d.h5", "folder"]))
        self.assertEqual(self.offered("run", "-o", "b"), ["b.h5"])
        self.assertEqual(self.offered("report", "b.h5", "-o", ""), ["folder"])

    def test_export_offers_its_tables_after_the_file(self):
        self.assertEqual(self.offered("export", "b.h5", "s"), ["significance"])

    def test_a_number_has_nothing_to_offer(self):
        self.assertEqual(self.offered("run", "--threads", ""), [])


if __name__ == "__main__":
    skips.main()
