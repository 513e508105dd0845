"""jobs/local.sh from a source tree that nobody may write into: it says which line to type, and with that
line builds and runs elsewhere.
"""

import os
import pathlib
import shutil
import subprocess
import sys
import tempfile
import unittest

HERE = pathlib.Path(__file__).resolve().parent
TOP = HERE.parents[1]
sys.path.insert(0, str(HERE.parent / "commands"))
import skips  # noqa: E402
from harness import CommandTest  # noqa: E402

NOBODY = 65534
# Root may write anywhere.
AS_NOBODY = (["setpriv", f"--reuid={NOBODY}", f"--regid={NOBODY}", "--clear-groups"]
             if os.geteuid() == 0 else [])


class Local(CommandTest):
    @classmethod
    def setUpClass(cls):
        if AS_NOBODY and not shutil.which("setpriv"):
            raise unittest.SkipTest("needs setpriv (Debian: util-linux)")
        top = tempfile.mkdtemp(prefix="holdfast-test-")
        cls.addClassCleanup(subprocess.run, f"chmod -R u+w {top}; rm -rf {top}", shell=True, check=True)
        cls.tree = pathlib.Path(top, "holdfast")
        shutil.copytree(TOP, cls.tree, ignore=lambda folder, names: [
            name for name in names if pathlib.Path(folder) == TOP and (
                name in (".git", "results") or name.startswith("build"))])
        subprocess.run(["chmod", "-R", "a-w,a+rX", top], check=True)
        cls.script = str(cls.tree / "jobs" / "local.sh")

    def run_local(self, folder, *words, **environment):
        full = {"PATH": os.environ["PATH"], "HOME": self.folder, "RANKS": "2", **environment}
        return subprocess.run([*AS_NOBODY, *words], cwd=folder, env=full, text=True, check=False,
                              stdin=subprocess.DEVNULL, capture_output=True)

    def test_it_names_the_line_to_type_and_that_line_works(self):
        outcome = self.run_local(self.tree, self.script, "configs/quick.yaml")
        self.assertEqual((outcome.returncode, outcome.stdout), (73, ""), outcome.stderr)
        first, line = outcome.stderr.splitlines()
        self.assertIn(f"{self.tree}/build cannot be written", first)

        os.chmod(self.folder, 0o777)
        outcome = self.run_local(self.folder, "bash", "-c", line.strip())
        self.assertEqual(outcome.returncode, 0, outcome.stdout + outcome.stderr)
        self.assertTrue(pathlib.Path(self.folder, "build", "holdfast").exists())
        self.assertIn(f"Results: {self.folder}/results/quick.h5", outcome.stdout)
        self.assertTrue(pathlib.Path(self.folder, "results", "quick.h5").exists())
        self.assertFalse((self.tree / "build").exists())


if __name__ == "__main__":
    skips.main()
