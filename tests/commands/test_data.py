"""Data files: what is accepted, and faults (exit 65), named by file, row and column."""

import json

import skips
from harness import TINY, Case, CommandTest, add_cases, holdfast, write_files

ROWS = ["u,1,5.5", "v,2,4", "u,3,7", "v,4,1e-3", "u,5.25,2", "v,6,-1", "u,7,3", "v,8,0"]
HEADER = "label,a,b"
GOOD = "\n".join([HEADER] + ROWS) + "\n"


def changed(row, text):
    """GOOD with one row replaced; data row 1 is on line 2."""
    rows = list(ROWS)
    rows[row - 1] = text
    return "\n".join([HEADER] + rows) + "\n"


def data(name, content, exit_code, stderr=(), keys="", extra=""):
    return Case(name, "run case.yaml -q", exit_code, stderr,
                files={"d.csv": content,
                       "case.yaml": f"data: {{source: d.csv{keys}}}\n" + TINY + extra})


REFUSED = [
    data("a short row", changed(3, "u,3"), 65, ["d.csv", "row 3", "line 4", "2", "3"]),
    data("a long row", changed(3, "u,3,7,9"), 65, ["d.csv", "row 3", "line 4", "4", "3"]),
    data("text where a number belongs", changed(4, "v,four,1"), 65,
         ["d.csv", "row 4", "'a'", "'four'"]),
    data("a number with a tail", changed(4, "v,4,1.5kg"), 65, ["row 4", "'b'", "'1.5kg'"]),
    data("an empty cell", changed(2, "v,,4"), 65, ["row 2", "'a'", "data.missing"]),
    data("a cell that is not a number", changed(2, "v,NaN,4"), 65, ["row 2", "'a'",
         "data.missing"]),
    data("an infinite cell", changed(2, "v,inf,4"), 65, ["row 2", "'a'", "'inf'"]),
    data("a number beyond all", changed(2, "v,1e999,4"), 65, ["row 2", "'a'", "'1e999'"]),
    data("two columns of one name", GOOD.replace(HEADER, "label,a,a"), 65, ["d.csv", "'a'"]),
    data("a column without a name", GOOD.replace(HEADER, "label,a,"), 65, ["d.csv", "column 3"]),
    data("one class", GOOD.replace("v,", "u,"), 65, ["d.csv", "'u'", "two classes"]),
    data("an empty file", "", 65, ["d.csv", "empty"]),
    data("a header alone", HEADER + "\n", 65, ["d.csv", "no data rows"]),
    data("no header", "\n".join(ROWS).replace("u,", "2,").replace("v,", "0,"), 65,
         ["d.csv", "header"]),
    data("no such label column", GOOD, 65, ["d.csv", "'lable'", "'label'", "data.target"],
         keys=", target: lable"),
    data("no such feature column", GOOD, 65, ["d.csv", "'c'", "data.features"],
         keys=", features: [a, c]"),
    data("no such excluded column", GOOD, 65, ["d.csv", "'c'", "data.exclude"],
         keys=", exclude: [c]"),
    data("no such group column", GOOD, 65, ["d.csv", "'g'", "data.groups"], keys=", groups: g"),
    data("all features excluded", GOOD, 65, ["d.csv", "feature"], keys=", exclude: [a, b]"),
    data("a label that is not among the classes", GOOD, 65, ["d.csv", "row 1", "'u'"],
         keys=", classes: [v, w]"),
    data("bars", GOOD.replace(",", "|"), 65, ["d.csv", "'|'"]),
    data("a quote that is never closed", changed(8, 'v,"8,0'), 65, ["d.csv", "quote"]),
    data("bytes that are not text", b"label,a\n\x00\x01,2\n", 65, ["d.csv", "line 2"]),
    data("a label that is not UTF-8", b"label,a\nu\xff,1\nv,2\nv,3\nu\xff,4\n", 65,
         ["d.csv", "UTF-8"]),
    data("nothing left after dropping", HEADER + "\nu,,1\nv,,2\n", 65, ["d.csv", "no rows"],
         keys=", missing: drop"),
    data("a class too small to stand on both sides", GOOD + "w,1,1\n", 65, ["'w'"]),
    data("a file of splits of another length", GOOD, 65, ["s.csv"])._replace(files={
        "d.csv": GOOD, "s.csv": "1,0,1\n0,1,0\n",
        "case.yaml": "data: {source: d.csv}\n" + TINY.replace(
            "{count: 2}", "{method: file, file: s.csv}")}),
]

REFUSED += [
    data("all columns of numbers and texts and all that are missing",
         "id,age,sex,label\nP1,61,f,u\nP2,,m,v\n3,45,1,u\nP4,48,m,v\nP5,61,f,u\n", 65,
         ["d.csv: numbers and texts in one column: column 'id' ('P1' in row 1 (line 2), but 3 in line 4), "
          "'sex' ('f' in line 2, but 1 in line 4)",
          "data.missing_values: [\"\", NA, N/A, NaN, \"null\", None, \"?\", \".\", P1]", "data.exclude: [id, sex]. Besides, missing: column 'age' (1 cell, first in row 2 (line 3))",
          "leaves out 1 of 5 rows"], keys=", target: label"),
    data("no such file names line, folder and the nearest", GOOD, 66,
         ["case.yaml:1: data.source: e.csv: No such file", "looked for in the folder /",
          "did you mean 'd.csv'?"], keys=", classes: [u, v]")._replace(
              files={"d.csv": GOOD, "case.yaml": "data: {source: e.csv}\n" + TINY}),
    data("a class that is another one misspelt", GOOD + "U,1,1\n", 65,
         ["did you mean 'u' (4 samples)?"]),
]

QUOTED = 'label,"a, in ""mm""",b\n' + "\n".join(ROWS).replace("u,", '"u, one",') + "\n"
ACCEPTED = [
    data("a plain file", GOOD, 0),
    data("lines that end as on Windows", GOOD.replace("\n", "\r\n"), 0),
    data("a byte order mark", b"\xef\xbb\xbf" + GOOD.encode(), 0, keys=", target: label"),
    data("commas and quotes in quotes", QUOTED, 0),
    data("all three, and no end of the last line",
         b"\xef\xbb\xbf" + QUOTED.replace("\n", "\r\n").rstrip("\r\n").encode(), 0,
         keys=", target: label"),
    data("missing cells dropped", changed(2, "v,NA,4"), 0, keys=", missing: drop"),
    data("missing cells filled", changed(2, "v,,4"), 0, keys=", missing: mean"),
    data("a constant feature", "\n".join([HEADER + ",c"] + [row + ",3" for row in ROWS]), 0),
    data("names in other scripts", GOOD.replace(HEADER, "label,größe,重さ"), 0),
]


class Refused(CommandTest):
    pass


class Accepted(CommandTest):
    def check(self, case, ranks=0, **options):
        outcome = super().check(case, ranks, **options)
        self.assertRegex(self.succeed("digest results/case.h5"), r"^[0-9a-f]{32}\n$")
        return outcome


IDENTIFIED = ("patient,age,note,label,site\n" +
              "".join(f"{1001 + i},{30 + i * 7 % 9},{i % 3},{'uv'[i % 2]},s{i // 4}\n"
                      for i in range(12)).replace("1,30,", "1,,", 1))


class Understood(CommandTest):
    """What --dry-run and a run say of the data."""

    def understood(self, keys, options="--dry-run"):
        case = data("", IDENTIFIED, 0, keys=", target: label, " + keys)
        return self.check(case._replace(command=f"run case.yaml {options}"))

    def test_a_dry_run_shows_what_was_understood(self):
        outcome = self.understood("exclude: [note], groups: site, missing: mean")
        for line in ("  features  patient, age\n", "  left out  note\n",
                     "  classes   u (6), v (6)\n", "  groups    site: 3 groups",
                     "  missing   1 cell in 1 column: filled with the mean of the training rows\n"):
            self.assertIn(line, outcome.stdout)

    def test_names_are_wrapped_and_not_without_end(self):
        write_files(self.folder, {"digits.yaml": "data: {source: 'builtin:digits'}\n" + TINY})
        shown = self.succeed("run digits.yaml --dry-run")
        self.assertIn("and 52 more", " ".join(shown.split()))
        names = shown[shown.index("  features"):shown.index("  grid")]
        self.assertLessEqual(max(map(len, names.splitlines())), 80)
        self.assertIn("  classes   0 (178), 1 (182), 2 (177)", names)

    def test_dropped_rows_are_counted(self):
        outcome = self.understood("exclude: [note, patient, site], missing: drop")
        self.assertIn("1 cell in 1 column: 1 row is left out\n", outcome.stdout)
        self.assertEqual(outcome.stderr, "")

    def test_an_identifier_is_warned_of(self):
        for options in ("--dry-run", "--progress none"):
            outcome = self.understood("exclude: [note, site], missing: mean", options)
            self.assertEqual(outcome.stderr, "holdfast: warning: feature 'patient' has a different "
                             "value in every row; if it is an identifier, leave it out with "
                             "data.exclude: [note, site, patient]\n")

    def test_a_table_of_another_dialect_is_shown_as_understood(self):
        table = ('"";"label";"size";"colour"\n' + "".join(
            f'"{i + 1}";"{"uv"[i % 2]}";{i * 5 % 7},5;{["red", "", "blue"][i % 3]}\n' for i in range(12)))
        case = data("", table, 0, keys=", target: label, missing: mean")
        outcome = self.check(case._replace(command="run case.yaml --dry-run"))
        for line in ("cells separated by semicolons, decimal comma", "row names\n",
                     "  features    size, colour\n", "  categories  colour (blue, red)\n",
                     "  row 1       u: size 0.5, colour 'red'\n",
                     "  row 2       v: size 5.5, colour (missing)\n"):
            self.assertIn(line, outcome.stdout)

    def test_values_and_labels_that_are_not_what_they_seem(self):
        table = "label,a,b\n" + "".join(
            f"{['pos', 'Pos', 'neg'][i % 3]},{-999 if i in (2, 7) else i * 5 % 7},{i % 2}\n"
            for i in range(24))
        case = data("", table, 0)
        outcome = self.check(case._replace(command="run case.yaml --progress none"))
        self.assertIn("the labels 'pos' and 'Pos' look alike but count as different classes", outcome.stderr)
        self.assertIn("feature 'a': -999 comes again and again", outcome.stderr)
        advised = outcome.stderr.split("data.missing_values: ")[1].split("\n")[0]
        again = holdfast(["run", "case.yaml", "-o", "again.h5", "--progress", "none",
                          "--set", "data.missing=mean", "--set", f"data.missing_values={advised}"], self.folder)
        self.assertEqual(again.exit, 0, again.stderr)
        self.assertNotIn("-999", again.stderr)
        self.assertIn("missing   2 cells in 1 column", again.stdout)
        found = json.loads(self.succeed("summary results/case.h5 --format json"))["findings"]
        kinds = {finding["kind"]: finding for finding in found}
        self.assertEqual(kinds["fill_code"]["values"]["code"], -999)
        self.assertEqual(kinds["fill_code"]["features"], ["a"])
        self.assertEqual(kinds["similar_labels"]["values"], {"class": 1, "other_class": 0})
        shown = " ".join(self.succeed("summary results/case.h5").split())
        self.assertIn("'pos' and 'Pos'", shown)
        self.assertIn("a (-999). If so, add it to the texts of data.missing_values.", shown)

    def test_quiet_warns_of_nothing(self):
        outcome = self.understood("exclude: [note, site], missing: mean", "-q")
        self.assertEqual(outcome.stdout + outcome.stderr, "")

    def test_a_run_says_what_becomes_of_missing_cells(self):
        outcome = self.understood("exclude: [note, patient, site], missing: mean", "")
        self.assertEqual(outcome.stdout.count("  missing   1 cell in 1 column: filled"), 1)


class SameData(CommandTest):
    """How a file is written does not change what it says."""

    def digest_of(self, content, keys=""):
        case = data("", content, 0, keys=keys)
        self.check(case._replace(command="run case.yaml -q --overwrite"))
        return self.succeed("digest results/case.h5")

    def test_line_ends_and_marks_do_not_matter(self):
        plain = self.digest_of(GOOD)
        self.assertEqual(self.digest_of(GOOD.replace("\n", "\r\n")), plain)
        self.assertEqual(self.digest_of(b"\xef\xbb\xbf" + GOOD.encode()), plain)

    def test_a_value_matters(self):
        self.assertNotEqual(self.digest_of(GOOD), self.digest_of(changed(1, "u,1,5.6")))


add_cases(Refused, REFUSED)
add_cases(Accepted, ACCEPTED)

if __name__ == "__main__":
    skips.main()
