"""What no kind of run may depend on: ranks, threads, kernels, and who makes the splits."""

import json

from harness import CommandTest, write_files


class SmallRuns(CommandTest):
    """Runs of small.yaml, one of `files`."""

    def run_small(self, file, options="", **ways):
        self.succeed(f"run small.yaml -q --overwrite -o {file} {options}", **ways)
        return self.digest(file)

    def check_ways(self, ways):
        """Ranks, threads and all kernels that there are here do not matter."""
        expected = self.run_small("a.h5", environment={"HOLDFAST_ISA": "portable"})
        kernels = json.loads(self.succeed("info --format json"))["instruction_sets"]
        for way in [*ways, *(dict(environment={"HOLDFAST_ISA": name}) for name in kernels)]:
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

    def check_shards(self, count=3):
        """Shards, merged, are the whole."""
        expected = self.run_small("whole.h5")
        names = [f"s{i}.h5" for i in range(1, count + 1)]
        for i, name in enumerate(names, 1):
            self.succeed(f"run small.yaml -q --shard {i}/{count} -o {name}")
            self.succeed(f"summary {name}")
        self.succeed(["merge", "-q", "-o", "out.h5"] + names)
        self.assertEqual(self.digest("out.h5"), expected)

    def check_grown(self, more):
        """A larger grid that takes over what is there is the one from scratch."""
        self.run_small("old.h5")
        expected = self.run_small("whole.h5", more)
        self.assertEqual(self.run_small("new.h5", more + " --reuse old.h5"), expected)

    def check_made_anew(self):
        """Statistics from the file alone are those of a run."""
        self.run_small("a.h5")
        self.succeed("aggregate a.h5 --set significance.top=2")
        self.succeed("verify a.h5 --replicas 1000")
        self.assertEqual(self.digest("a.h5"), self.run_small("b.h5", "--set significance.top=2"))

    def check_without_data(self):
        """A file without its data reads them again."""
        self.run_small("a.h5", "--set output.dataset=false")
        self.succeed("verify a.h5 --replicas 1000")
        self.succeed("summary a.h5")
