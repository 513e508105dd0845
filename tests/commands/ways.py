"""What no kind of run may depend on: ranks, threads, kernels, and who makes the splits."""

from harness import CommandTest, write_files


class SmallRuns(CommandTest):
    """Runs of small.yaml, one of `files`."""

    def run_small(self, file, options="", **ways):
        self.succeed(f"run small.yaml -q --overwrite -o {file} {options}", **ways)
        return self.digest(file)

    def check_ways(self, ways):
        """Ranks, threads and kernels do not matter."""
        expected = self.run_small("a.h5", environment={"HOLDFAST_ISA": "portable"})
        for way in ways:
            with self.subTest(**way):
                self.assertEqual(self.run_small("b.h5", **way), expected)

    def check_ways_to_split(self, table, configuration, ways):
        """Each is its own way of making splits, which other ranks have to make for themselves."""
        write_files(self.folder, table)
        for name, keys in ways.items():
            with self.subTest(name):
                write_files(self.folder, {"table.yaml": configuration % keys})
                self.succeed("run table.yaml -q --overwrite -o one.h5 --threads 1")
                self.succeed("run table.yaml -q --overwrite -o three.h5 --threads 1", ranks=3)
                self.assertEqual(self.digest("three.h5"), self.digest("one.h5"))
                self.succeed("verify three.h5 --replicas 1000")
