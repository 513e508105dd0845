"""Five configurations, run and compared with what they gave when their references were made.

The references (reference/NAME.json) hold the digest, checksums of the CSV and of the JSON, each
number of the tables in the text, and the findings: kind, method, features (at most five) and the
values that do not depend on the last bits. Words: the configuration's name, and `make`: its reference
is made anew, to be done when what is digested or said is meant to change.
"""

import hashlib
import json
import pathlib
import re
import subprocess
import sys
import tempfile
import unittest

HERE = pathlib.Path(__file__).resolve().parent
sys.path.insert(0, str(HERE.parent / "commands"))
import skips  # noqa: E402
from harness import CONFIGS, HOLDFAST  # noqa: E402

NAMES = ("quick", "wine", "digits", "tutorial", "breast_cancer_null")
NUMBER = re.compile(r"(?<![\w.])(?:[<>]?-?\d[\d,]*(?:\.\d+)?|-|yes|no)(?![\w.])")


# ---- the text's tables ----

def sections(text):
    """The lines below each heading, which has a line of dashes below it."""
    lines, found, name = text.splitlines(), {}, ""
    for i, line in enumerate(lines):
        if i + 1 < len(lines) and re.fullmatch("-{3,}", lines[i + 1]):
            name = line
        found.setdefault(name, []).append(line)
    return found


def numbers(text):
    """The numbers of a table's row; limits of an interval are two."""
    return NUMBER.findall(re.sub(r"(?<=\d)(\.\.|~|-)(?=\d)", " ", text))


def of_features(lines, names):
    """Rows that begin with a feature's name, or with its place and its name: name and numbers."""
    rows = []
    for line in lines:
        row = re.sub(r"^ +(\d+ (?=\D))?", "", line)
        name = max((n for n in names if row.startswith(n + " ")), key=len, default=None)
        found = numbers(row[len(name):]) if name and line.startswith("  ") else []
        if found:
            rows.append([name, *found])
    return rows


def matching(lines, pattern):
    """Numbers of the lines that match."""
    return [numbers(line) for line in lines if re.match(pattern, line)]


def overlaps(lines, labels):
    """Two decimals behind each label, and the limits of its interval if there is one."""
    rows = []
    for label in labels:
        line = next(line for line in lines if line.startswith("  " + label))
        value = line[len(label) + 2:].split()
        limits = re.search(r"(-?\d\.\d\d) to (-?\d\.\d\d)", line)
        rows.append([value[0], *(limits.groups() if limits else ())])
    return rows


def groups(lines):
    rows = []
    for line in lines:
        row = re.match(r" {3,}([\d.<>]+) +([\d.<>]+) +(\S.*)", line)
        if row:
            rows.append(list(row.groups()))
        elif rows and re.match(r" {10,}\S", line):
            rows[-1][2] += " " + line.strip()
    return rows


def of_methods(lines):
    """In the order of the JSON's methods; the names may be cut."""
    rows = (re.match(r"  \d+ [a-z_0-9.]+ +(.*)", line) for line in lines)
    return [numbers(row.group(1)) for row in rows if row]


def tables(found, names, labels):
    """All numbers of the tables; `labels` are those of the overlaps."""
    of = lambda heading: found.get(heading, [])
    return {
        "networks": matching(of("Networks"), r"  (\d+|all) +\d"),
        "features": of_features(of("Features"), names),
        "overlaps": overlaps(of("Stability"), labels),
        "phi_by_k": re.findall(r"(-?\d\.\d\d) \(k = (\d+)\)", " ".join(
            line.strip() for line in of("Stability"))),
        "by_hidden": matching(of("Stability"), r"  \d+ +\d"),
        "variance": matching(of("What makes ranks vary"), r"  \d+ +\d"),
        "variance_of_features": of_features(of("What makes ranks vary"), names),
        "groups": groups(of("Correlated features")),
        "methods": of_methods(of("Methods")),
        "frequencies": of_features(of("Methods"), names),
        "bounds": matching(of("Error bounds"), r"  \d\d% of halves"),
    }


LABELS = ("Phi of all networks", "Phi-cross: seed and split differ", "only the seed differs",
          "only the split differs", "only the hidden size differs", "Kendall's W of all ranks")


# ---- the rest ----

def checksum(text):
    return hashlib.sha256(text.encode()).hexdigest()


def checksum_of(document):
    """Of a JSON summary but for its findings, whatever the order and layout."""
    rest = {name: value for name, value in document.items() if name != "findings"}
    for method in rest["significance"].values():
        if isinstance(method, dict):
            # reasons are words, and may be said better
            method["undefined"] = sorted([u["dataset"], u["entries"]] for u in method["undefined"])
    for test in rest["null_test"].values():
        del test["remarks"]
    return checksum(json.dumps(rest, sort_keys=True))


def said(findings):
    """What the reference knows of findings: kind, method, features, and values it compares."""
    compared = {"not_learned": ("not_learned", "done"), "few_units": ("seeds", "splits"),
                "methods_disagree": ("common", "top"), "methods_agree": ("common", "top"),
                "sizes_disagree": ("lowest_hidden", "highest_hidden")}
    choices = [f"{choice}_{end}" for choice in ("seed", "split", "hidden")
               for end in ("most", "least")]
    result = []
    for finding in findings:
        kind, values = finding["kind"], finding["values"]
        one = {"kind": kind, "features": finding["features"][:5]}
        if finding["method"]:
            one["method"] = finding["method"]
        one.update({name: values[name] for name in compared.get(kind, ())})
        if kind == "stability":
            one["choices"] = [name for name in choices if values.get(name) == 1]
        if kind in ("methods_disagree", "methods_agree"):
            one["rho"] = f"{values['rho']:.2f}"
        result.append(one)
    return result


class Five(unittest.TestCase):
    maxDiff = None
    names = NAMES
    make = False

    def output(self, *words):
        return subprocess.run([HOLDFAST, *words], cwd=self.folder, check=True, text=True,
                              capture_output=True).stdout

    def compare(self, name):
        path = HERE / "reference" / f"{name}.json"
        self.output("run", str(CONFIGS / f"{name}.yaml"), "-o", "a.h5", "-q")
        document = json.loads(self.output("summary", "a.h5", "--format", "json"))
        text = self.output("summary", "a.h5", "--format", "text", "--top", "0")
        made = json.loads(json.dumps({
            "digest": self.output("digest", "a.h5").strip(),
            "csv": checksum(self.output("summary", "a.h5", "--format", "csv")),
            "json": checksum_of(document),
            "tables": tables(sections(text), document["dataset"]["feature_names"], LABELS),
            "findings": said(document["findings"])}))
        if self.make:
            path.write_text(json.dumps(made, indent=1) + "\n")
            return
        reference = json.loads(path.read_text())
        self.assertEqual(made["digest"], reference["digest"])
        for part in ("csv", "json", "findings"):
            with self.subTest(configuration=name, part=part):
                self.assertEqual(made[part], reference[part])
        for table, rows in reference["tables"].items():
            with self.subTest(configuration=name, table=table):
                self.assertEqual(made["tables"][table], rows)

    def test_all_is_as_before(self):
        for name in self.names:
            with tempfile.TemporaryDirectory(prefix="holdfast-five-") as self.folder:
                with self.subTest(configuration=name):
                    self.compare(name)


if __name__ == "__main__":
    if len(sys.argv) > 1 and sys.argv[1] in NAMES:
        Five.names = (sys.argv.pop(1),)
    if sys.argv[1:2] == ["make"]:
        Five.make = bool(sys.argv.pop(1))
    skips.main()
