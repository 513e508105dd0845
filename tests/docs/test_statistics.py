"""docs/statistics.md lists every kind of finding with its level, and every threshold with its value."""

import os
import pathlib
import re
import sys
import unittest

SOURCE = pathlib.Path(os.environ["SOURCE"])
sys.path.insert(0, str(SOURCE / "tests/commands"))
import skips  # noqa: E402

FINDINGS = SOURCE / "src/findings"


def rows(heading, following):
    """The cells of the table rows between two headings that are not the table's head."""
    text = (SOURCE / "docs/statistics.md").read_text()
    part = text.split(f"\n{heading}\n")[1].split(f"\n{following}")[0]
    tables = re.findall(r"^\| --- .*\n((?:\|.*\n)+)", part, re.M)
    return [re.split(r" *\| *", line.strip("| ")) for line in tables[-1].splitlines()]


class Statistics(unittest.TestCase):
    def test_every_kind_of_finding_has_its_level_and_its_rule(self):
        listed = (FINDINGS / "findings.h").read_text()
        kinds = {(name, level.lower())
                 for name, level in re.findall(r'X\(\w+, "(\w+)", (\w+), \w+\)', listed)}
        self.assertGreater(len(kinds), 20)
        shown = [(name, level) for names, level, _ in rows("## Verdict", "### Thresholds")
                 for name in re.findall(r"`(\w+)`", names)]
        self.assertEqual(sorted(shown), sorted(kinds))

    def test_every_threshold_has_its_value(self):
        listed = (FINDINGS / "thresholds.h").read_text()
        values = re.findall(r'X\(\w+, ([^,]+), "', listed)
        self.assertGreater(len(values), 10)
        shown = [value for _, value, _ in rows("### Thresholds of the verdict", "## ")]
        self.assertEqual([float(v) for v in shown], [float(v) for v in values])


if __name__ == "__main__":
    skips.main()
