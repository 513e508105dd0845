"""Categories as part of a run: one feature each, whatever the number of levels, and results that do not depend on
how the run went."""

import json
import pathlib

import skips
from harness import holdfast, write_files
from ways import SmallRuns

STAGES, SEXES = ("I", "II", "III", ""), ("f", "m", "NA")


def table(rows=90):
    """As R's write.csv2 has it: row names, semicolons, decimal commas, missing cells of each kind."""
    lines = ['"";"kind";"stage";"size";"sex";"site"']
    for i in range(rows):
        stage = STAGES[i * i % 13 % 4]
        kind = "ill" if (stage == "III") != (i % 6 == 0) else "well"
        lines.append(f'"{i + 1}";"{kind}";"{stage}";{i * 37 % 101 / 8:.2f};"{SEXES[i % 17 % 3]}";'
                     f'{i % 7 % 5 * 3}'.replace(".", ","))
    return "\n".join(lines) + "\n"


SMALL = """\
data: {source: mixed.csv, missing: mean, categorical: [site]}
model: {hidden: [6, 3]}
splits: {count: 5}
replicas: {seeds: 4}
training: {iterations: 120, learning_rate: 0.02}
significance: {bootstrap: 50, conditional_draws: 99}
null_test: {labels: 3, probes: 2, seeds: 2, splits: 2}
"""


class Categories(SmallRuns):
    files = {"small.yaml": SMALL, "mixed.csv": table()}

    def test_ranks_threads_and_kernels_do_not_matter(self):
        self.check_ways((dict(), dict(ranks=3), dict(options="--threads 3")))

    def test_shards_make_the_whole(self):
        self.check_shards()

    def test_the_file_is_enough(self):
        self.run_small("a.h5")
        pathlib.Path(self.path("mixed.csv")).unlink()
        self.succeed("verify a.h5 --replicas 1000")
        self.succeed("aggregate a.h5 --set significance.top=2")
        self.succeed("verify a.h5 --replicas 1000")
        digest = self.digest("a.h5")
        write_files(self.folder, {"mixed.csv": table()})
        self.assertEqual(self.run_small("b.h5", "--set significance.top=2"), digest)

    def test_a_file_without_its_data_reads_them_again(self):
        self.check_without_data()

    def test_other_levels_are_another_experiment(self):
        self.run_small("a.h5")
        write_files(self.folder, {"mixed.csv": table().replace('"III"', '"IV"')})
        outcome = holdfast("run small.yaml -q -o a.h5", self.folder)
        self.assertEqual(outcome.exit, 73, outcome.stderr)
        self.assertIn("data", outcome.stderr)

    def test_a_category_is_one_feature(self):
        self.run_small("a.h5")
        found = json.loads(self.succeed("summary a.h5 --format json"))
        self.assertEqual(found["dataset"]["feature_names"], ["stage", "size", "sex", "site"])
        self.assertEqual(found["dataset"]["levels"]["site"], ["0", "3", "6", "9", "12"])
        text = self.succeed("summary a.h5")
        self.assertIn("(V)", text)
        self.assertIn("  stage: I ", text)
        head = self.succeed("export a.h5 importance/permutation").split("\n")[0]
        for name in ("stage", "size", "sex", "site"):
            self.assertIn(name, head.split(","))
        rows = self.succeed("export a.h5 weights/0").split("\n")
        self.assertEqual(sum(row.startswith("input_weight,0,") for row in rows), 3 + 1 + 1 + 5)

    def test_the_page_shows_levels_and_inputs(self):
        self.run_small("a.h5")
        page = self.report("a.h5")
        for words in ("Levels of the categories by class", "stage = III", "sex = m", "site = 12",
                      "as one 0/1 input a level", "Cramer", "Pearson"):
            self.assertTrue(words in page, words)


if __name__ == "__main__":
    skips.main()
