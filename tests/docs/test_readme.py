"""README's summary is that of the main job, run as README runs it."""

import os
import pathlib
import subprocess
import sys
import tempfile
import unittest

SOURCE = pathlib.Path(os.environ["SOURCE"])
sys.path.insert(0, str(SOURCE / "tests/commands"))
import skips  # noqa: E402
from harness import HOLDFAST  # noqa: E402


class Readme(unittest.TestCase):
    maxDiff = None

    def shown(self):
        """The lines of the block before and after what it leaves out."""
        text = (SOURCE / "README.md").read_text(encoding="utf-8")
        block = text.split("this begins with the verdict:\n\n")[1].split("\n\nThe other groups")[0]
        lines = [line[4:] for line in block.splitlines()]
        return lines[:lines.index("  ...")], lines[lines.index("  ...") + 1:]

    def test_the_summary_is_that_of_the_main_job(self):
        with tempfile.TemporaryDirectory(prefix="holdfast-test-") as folder:
            run = lambda *words: subprocess.run([HOLDFAST, *words], cwd=folder, check=True, text=True,
                                                stdout=subprocess.PIPE, encoding="utf-8").stdout
            run("run", str(SOURCE / "configs/breast_cancer.yaml"), "-q", "-o", "main.h5")
            lines = run("summary", "main.h5").splitlines()
        begin, rest = self.shown()
        self.assertGreater(len(begin), 40)
        self.assertEqual(lines[:len(begin)], begin)
        first = lines.index(rest[0])
        self.assertEqual(lines[first:first + len(rest)], rest)


if __name__ == "__main__":
    skips.main()
