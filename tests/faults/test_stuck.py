"""An MPI library whose end does not come: the process leaves it, with its own exit code, and all is done."""

import os
import pathlib
import sys
import unittest

sys.path.insert(0, str(pathlib.Path(__file__).resolve().parents[1] / "commands"))
import launcher  # noqa: E402
import skips  # noqa: E402
from harness import TINY, CommandTest, holdfast, write_files  # noqa: E402


@unittest.skipUnless(launcher.MPIRUN, "built without MPI")
@unittest.skipIf(os.environ.get("HOLDFAST_SANITIZE"), "the sanitizers want to be loaded first")
class Stuck(CommandTest):
    def test_a_run_ends_all_the_same(self):
        write_files(self.folder, {"tiny.yaml": TINY})
        stuck = {"LD_PRELOAD": os.environ["STUCK"]}
        for command, exit in (("run tiny.yaml -q -o out.h5", 0), ("run missing.yaml", 66)):
            outcome = holdfast(command, self.folder, environment=stuck)
            self.assertEqual(outcome.exit, exit, outcome.stderr)
        self.assertRegex(self.succeed("digest out.h5"), r"^[0-9a-f]{32}\n$")


if __name__ == "__main__":
    skips.main()
