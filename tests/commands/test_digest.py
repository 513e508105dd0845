"""The same bits for any number of ranks and threads and on every instruction set."""

import json

import skips
from harness import CONFIGS, CommandTest, write_files

# Three classes, mini-batches whose last one is short, hidden sizes that fill no vector.
MINI_BATCH = """\
data: {source: 'builtin:wine'}
splits: {count: 3}
model: {hidden: [5, 17]}
replicas: {seeds: 5}
training: {iterations: 150, batch_size: 16}
"""

# One large replica: the threads of a rank share it.
LARGE_REPLICA = """\
data: {source: 'builtin:digits'}
splits: {count: 1}
model: {hidden: [300]}
replicas: {seeds: 1}
training: {iterations: 30}
significance: {conditional_draws: 9} # portable kernels without fma are slow
"""


class Digest(CommandTest):
    """Each way of running gives the digest of the plainest one."""

    def digest_of(self, config, ranks=0, threads=1, isa=None):
        environment = {"HOLDFAST_ISA": isa} if isa else {}
        self.succeed(["run", config, "-q", "--overwrite", "-o", "out.h5", "--threads",
                      str(threads)], ranks=ranks, environment=environment)
        return self.succeed("digest out.h5")

    def check_all_ways(self, config):
        available = json.loads(self.succeed("info --format json"))["instruction_sets"]
        expected = self.digest_of(config, isa="portable")
        ways = [dict(ranks=n) for n in (1, 2, 3, 16)]
        ways += [dict(threads=2), dict(ranks=1, threads=2), dict(ranks=3, threads=2)]
        ways += [dict(isa=isa) for isa in available]
        ways += [dict(ranks=3, threads=2, isa=isa) for isa in available]
        for way in ways:
            with self.subTest(**way):
                self.assertEqual(self.digest_of(config, **way), expected)

    def test_the_quick_configuration(self):
        self.check_all_ways(str(CONFIGS / "quick.yaml"))

    def test_mini_batches_of_three_classes(self):
        write_files(self.folder, {"mini.yaml": MINI_BATCH})
        self.check_all_ways("mini.yaml")

    def test_threads_that_share_a_replica(self):
        write_files(self.folder, {"large.yaml": LARGE_REPLICA})
        expected = self.digest_of("large.yaml", isa="portable")
        for way in (dict(), dict(threads=2), dict(threads=3), dict(ranks=2, threads=2)):
            with self.subTest(**way):
                self.assertEqual(self.digest_of("large.yaml", **way), expected)


class LargerGrid(CommandTest):
    def test_a_larger_grid_holds_the_same_replicas(self):
        write_files(self.folder, {"mini.yaml": MINI_BATCH})
        self.succeed("run mini.yaml -q -o large.h5")
        self.succeed("run mini.yaml -q -o small.h5 --set replicas.first_seed=2 "
                     "--set replicas.seeds=2 --set splits.count=2 --set model.hidden=[17]")
        # number = (split * hidden sizes + hidden index) * seeds + seed index
        for split in (0, 1):
            for seed in (2, 3):
                large = (split * 2 + 1) * 5 + seed
                small = split * 2 + (seed - 2)
                with self.subTest(split=split, seed=seed):
                    self.assertEqual(self.succeed(f"export small.h5 weights/{small}"),
                                     self.succeed(f"export large.h5 weights/{large}"))


if __name__ == "__main__":
    skips.main()
