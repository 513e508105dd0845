"""The man page names every command and option of --help, and none that is not there."""

import os
import pathlib
import re
import shutil
import subprocess
import sys
import unittest

sys.path.insert(0, str(pathlib.Path(__file__).resolve().parents[1] / "commands"))
import skips  # noqa: E402

HOLDFAST = os.environ["HOLDFAST"]
PAGE = pathlib.Path(os.environ["MAN_PAGE"])


def output_of(*words):
    return subprocess.run(words, check=True, text=True, stdout=subprocess.PIPE).stdout


def commands():
    listed = output_of(HOLDFAST, "--help").split("commands:\n")[1].split("\n\n")[0]
    return re.findall(r"^  (\w+)", listed, re.M)


def options(command):
    """Each as a pair: letter or nothing, name."""
    found = re.findall(r"^ +(?:-(\w), )?--([a-z-]+)", output_of(HOLDFAST, command, "--help"), re.M)
    return sorted(pair for pair in found if pair[1] != "help")


def sections():
    """The text of each .Ss of the section COMMANDS by its first word."""
    text = PAGE.read_text().split(".Sh COMMANDS\n")[1].split("\n.Sh ")[0]
    return {part.split()[0]: part for part in text.split("\n.Ss ")[1:]}


class ManPage(unittest.TestCase):
    def test_the_commands_are_those_of_help(self):
        self.assertGreater(len(commands()), 10)
        self.assertEqual(sorted(sections()), sorted(commands()))

    def test_the_options_of_each_command_are_those_of_help(self):
        for command in commands():
            page = re.findall(r"^\.It (?:Fl (\w) , )?Fl \\-([a-z\\-]+)", sections()[command], re.M)
            self.assertEqual(sorted(page), options(command), command)

    def test_the_exit_codes_are_those_of_sysexits(self):
        status = PAGE.read_text().split(".Sh EXIT STATUS")[1].split("\n.Sh ")[0]
        header = pathlib.Path(os.environ["SOURCE"], "include/holdfast/status_codes.h").read_text()
        self.assertEqual(re.findall(r"^\.It (\d+)", status, re.M),
                         ["0"] + re.findall(r"X\(HF_\w+, (\d+),", header))

    def test_it_names_the_version(self):
        version = output_of(HOLDFAST, "--version").split()[1]
        self.assertIn(f".Os holdfast {version}\n", PAGE.read_text())

    @unittest.skipUnless(shutil.which("mandoc"), "needs mandoc (mandoc)")
    def test_mandoc_has_no_warning(self):
        outcome = subprocess.run(["mandoc", "-T", "lint", "-W", "warning", PAGE], text=True,
                                 stdout=subprocess.PIPE, check=False)
        self.assertEqual((outcome.stdout, outcome.returncode), ("", 0))

    @unittest.skipUnless(shutil.which("groff"), "needs groff (groff-base)")
    def test_groff_has_no_warning(self):
        outcome = subprocess.run(["groff", "-ww", "-mandoc", "-Tutf8", PAGE], text=True,
                                 capture_output=True, check=True)
        self.assertEqual(outcome.stderr, "")
        self.assertIn("Files with equal digests hold equal results.", outcome.stdout)


if __name__ == "__main__":
    skips.main()
