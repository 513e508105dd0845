"""The commands that read a results file: what they print, and files that are none (66, 65)."""

import base64
import csv
import io
import json
import pathlib
import zlib

import skips
from harness import TINY, Case, CommandTest, add_cases

# An HDF5 file with one data set, made by h5py.
FOREIGN = zlib.decompress(base64.b64decode(
    "eNrr9HBx4+WS4mIAAQ4OBhYGAQZk8B8KJDhQ+TD5BCjNCKU7oPQKJpg4I1hOAiouCDUfXV1IkKsrSPV/NACzx4AFQn"
    "MwjIKRCDxcHQNAdASUD0ulJ5hQ1VWgpUcPCu1lZGCFmMUI40NSMiMjRIAZqg5BC4CVCnDA0qoDmGQF8kDiTExMjJB0"
    "DDGHmRGWpCXQbJ4wKOMh2M/fBZSjYflQgXk0bY6CUTBUAaycZEIrxwCuAiwo"
))

CASES = []
for command in ("summary x.h5", "digest x.h5", "export x.h5 replicas"):
    word = command.split()[0]
    CASES += [
        Case(f"{word} of nothing", command, 66, ["x.h5", "No such file"]),
        Case(f"{word} of a text", command, 65, ["x.h5"], files={"x.h5": "hello\n"}),
        Case(f"{word} of an empty file", command, 65, ["x.h5"], files={"x.h5": ""}),
        Case(f"{word} of another HDF5 file", command, 65, ["x.h5"], files={"x.h5": FOREIGN}),
        Case(f"{word} of a truncated HDF5 file", command, 65, ["x.h5"],
             files={"x.h5": FOREIGN[:700]}),
    ]


class NoResults(CommandTest):
    pass


class Results(CommandTest):
    """What one small finished file gives."""

    files = {"tiny.yaml": TINY}

    def setUp(self):
        super().setUp()
        self.succeed("run tiny.yaml -q -o tiny.h5 --set significance.votes=all")

    def rows(self, table):
        return list(csv.DictReader(io.StringIO(self.succeed(f"export tiny.h5 {table}"))))

    def test_the_digest_is_32_digits(self):
        self.assertRegex(self.succeed("digest tiny.h5"), r"^[0-9a-f]{32}\n$")

    def test_reading_changes_nothing(self):
        path = pathlib.Path(self.folder, "tiny.h5")
        before = path.read_bytes()
        for command in ("summary", "digest", "export"):
            self.succeed([command, "tiny.h5"] + ["replicas"] * (command == "export"))
        self.assertEqual(path.read_bytes(), before)

    def test_the_summary_in_a_pipe_fits_80_columns(self):
        text = self.succeed("summary tiny.h5")
        for words in ("2 seeds", "2 splits", "4 networks", "max_abs_weight", "worst"):
            self.assertIn(words, text)
        self.assertLessEqual(max(map(len, text.splitlines())), 80, text)

    def test_the_summary_as_json(self):
        self.assertIsInstance(json.loads(self.succeed("summary tiny.h5 --format json")), dict)

    def test_the_summary_as_csv(self):
        rows = list(csv.DictReader(io.StringIO(self.succeed("summary tiny.h5 --format csv"))))
        self.assertGreaterEqual(len(rows), 30)
        self.assertIn("frequency", rows[0])

    def test_replicas_are_listed_in_order_of_their_numbers(self):
        rows = self.rows("replicas")
        self.assertEqual([row["replica"] for row in rows], ["0", "1", "2", "3"])
        self.assertEqual([(row["split"], row["seed"]) for row in rows],
                         [("0", "0"), ("0", "1"), ("1", "0"), ("1", "1")])

    def test_every_method_has_its_table(self):
        for method in ("max_abs_weight", "l2_norm", "garson", "olden", "permutation",
                       "integrated_gradients"):
            self.assertEqual(len(self.rows(f"importance/{method}")), 4)

    def test_weights_of_one_replica(self):
        self.assertIn("\n", self.succeed("export tiny.h5 weights/3"))

    def test_an_unknown_table_names_those_there_are(self):
        self.check(Case("", "export tiny.h5 replica", 64, ["replica", "significance"]))
        self.check(Case("", "export tiny.h5 importance/magic", 64, ["magic", "garson"]))

    def test_a_replica_that_is_not_there(self):
        self.check(Case("", "export tiny.h5 weights/4", 64, ["4"]))
        self.check(Case("", "export tiny.h5 weights/x", 64, ["x"]))

    def test_a_truncated_file_is_refused(self):
        path = pathlib.Path(self.folder, "tiny.h5")
        whole = path.read_bytes()
        for share in (0.1, 0.5, 0.99):
            path.write_bytes(whole[: int(len(whole) * share)])
            for command in ("summary tiny.h5", "digest tiny.h5", "export tiny.h5 replicas"):
                with self.subTest(share=share, command=command):
                    self.check(Case("", command, 65, ["tiny.h5"]))


add_cases(NoResults, CASES)

if __name__ == "__main__":
    skips.main()
