"""Many replicas: what a run holds in memory grows by bytes a replica, not by its rows."""

import os
import unittest

import skips
from harness import HOLDFAST, SANITIZE, CommandTest, write_files

BYTES = 150  # a replica; its row in the file has 400
FEW, MANY = 1000, 20000
SPLITS = 10
CONFIG = {"many.yaml": f"""\
data: {{source: "builtin:iris"}}
model: {{hidden: [4]}}
splits: {{count: {SPLITS}}}
training: {{iterations: 1}}
output: {{history_every: 0}}
significance: {{votes: all, methods: [max_abs_weight], bootstrap: 20}}
"""}


class Scale(CommandTest):
    def peak(self, seeds):
        """The largest resident size of a run, in bytes."""
        words = [HOLDFAST, "run", "many.yaml", "-q", "-o", f"{seeds}.h5", "--threads", "2", "--set",
                 f"replicas.seeds={seeds}"]
        child = os.fork()
        if child == 0:
            os.chdir(self.folder)
            os.execv(HOLDFAST, words)
        _, status, usage = os.wait4(child, 0)
        self.assertEqual(os.waitstatus_to_exitcode(status), 0)
        return usage.ru_maxrss * 1024

    @unittest.skipIf(SANITIZE, "the sanitizers' memory grows as well")
    def test_memory_hardly_grows_with_the_replicas(self):
        write_files(self.folder, CONFIG)
        growth = self.peak(MANY) - self.peak(FEW)
        self.assertLess(growth, BYTES * SPLITS * (MANY - FEW))


if __name__ == "__main__":
    skips.main()
