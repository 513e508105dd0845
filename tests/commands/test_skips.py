"""What is skipped counts as skipped and says why, and hides no failure: of a Python file, of a cmocka
program, and of every test that is registered."""

import json
import os
import pathlib
import subprocess
import sys
import unittest

import skips
from harness import CommandTest, run_words

SKIPPING, CTEST, BUILD = (os.environ[name] for name in ("SKIPPING", "CTEST", "BUILD"))
HERE = pathlib.Path(__file__).resolve().parent

REASON = """R's "hdf5r" isn't here"""
FILE = f"""\
import sys, unittest
sys.path.insert(0, {str(HERE)!r})
import skips

class Parts(unittest.TestCase):
    def test_runs(self):
        pass

    @unittest.skip({REASON!r})
    def test_is_skipped(self):
        pass

    def test_fails(self):
        self.fail()

    def test_skips_a_part_of_itself(self):
        for number in range(3):
            with self.subTest(number=number):
                self.assertNotEqual(number, 2)
                self.skipTest("later")

skips.main()
"""


class Endings(CommandTest):
    def end_of(self, *names):
        return run_words([sys.executable, "-B", "-c", FILE, *(f"Parts.{name}" for name in names)],
                         self.folder)

    def test_a_file_that_passes(self):
        outcome = self.end_of("test_runs")
        self.assertEqual((outcome.exit, outcome.stdout), (0, ""))

    def test_a_file_with_a_skipped_part(self):
        for names in ("test_is_skipped",), ("test_runs", "test_is_skipped"):
            outcome = self.end_of(*names)
            self.assertEqual(outcome.exit, skips.SKIPPED)
            self.assertIn(f"SKIPPED: {REASON} (", outcome.stdout)

    def test_a_failure_is_not_hidden(self):
        for names in ("test_fails", "test_is_skipped"), ("test_skips_a_part_of_itself",):
            outcome = self.end_of(*names)
            self.assertEqual(outcome.exit, 1)
            self.assertIn("SKIPPED: ", outcome.stdout)

    def test_a_file_without_tests_fails(self):
        self.assertEqual(self.end_of("no_such_test").exit, 1)
        empty = "import skips; skips.main()"
        outcome = run_words([sys.executable, "-B", "-c", empty], self.folder,
                            {"PYTHONPATH": str(HERE)})
        self.assertNotIn(outcome.exit, (0, skips.SKIPPED))

    def test_a_cmocka_program(self):
        for words, exit in ([], skips.SKIPPED), (["fail"], 1):
            outcome = run_words([SKIPPING, *words], self.folder)
            self.assertEqual(outcome.exit, exit)
            self.assertIn("""SKIPPED: it isn't "here\"""", outcome.stdout)


class Registered(unittest.TestCase):
    def test_77_is_skipped_and_no_text_is(self):
        listed = subprocess.run([CTEST, "--test-dir", BUILD, "--show-only=json-v1"], check=True,
                                stdout=subprocess.PIPE).stdout
        tests = json.loads(listed)["tests"]
        self.assertGreater(len(tests), 50)
        for test in tests:
            properties = {one["name"]: one["value"] for one in test["properties"]}
            self.assertEqual(properties.get("SKIP_RETURN_CODE"), skips.SKIPPED, test["name"])
            self.assertNotIn("SKIP_REGULAR_EXPRESSION", properties, test["name"])

    def test_all_files_end_by_skips(self):
        for path in HERE.parent.glob("*/test_*.py"):
            text = path.read_text()
            self.assertIn("    skips.main()\n", text, path)
            self.assertNotIn("unittest." + "main", text, path)

    def test_all_unit_tests_end_by_unit_test_h(self):
        for path in HERE.parent.rglob("*.c"):
            text = path.read_text()
            self.assertNotIn("cmocka" + ".h", text, path)
            self.assertNotRegex(text, r"\bskip\(\)", path)


if __name__ == "__main__":
    skips.main()
