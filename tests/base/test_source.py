"""The source keeps to the sizes of CONTRIBUTING.md, says what each file is for, and has no circles.

What does not yet keep to a rule stands in a list beside it, with the reason; the lists are to be
emptied, and what they name in vain is a failure too.
"""

import os
import pathlib
import re
import subprocess
import sys
import unittest

SOURCE = pathlib.Path(os.environ["SOURCE"])
sys.path.insert(0, str(SOURCE / "tests/commands"))
import skips  # noqa: E402

FUNCTION_LINES, FILE_LINES, FOLDER_FILES = 60, 500, 25

# function: why it may be longer
LONG_FUNCTIONS = {
}
# folder of src/: why it may hold more files
LARGE_FOLDERS = {
}
# module: files that call each other in a circle
CIRCLES = {
}


def sources(*folders):
    return [path for folder in folders for path in sorted((SOURCE / folder).rglob("*.[ch]"))]


def functions(text):
    """Name and number of lines, from the name to the closing brace, of each function."""
    lines = text.split("\n")
    for start, line in enumerate(lines):
        if line != "{":
            continue
        first = start
        while first > 0 and not re.match(r"\S.*\w\(", lines[first]):
            first -= 1
        end = lines.index("}", start) if "}" in lines[start:] else len(lines)
        yield re.search(r"(\w+)\(", lines[first])[1], end - first + 1


def circles(uses):
    """Sets of files of which each reaches all others; `uses`: {file: {files}}."""
    reach = {file: set(used) for file, used in uses.items()}
    changed = True
    while changed:
        changed = False
        for file, reached in reach.items():
            further = set().union(*(reach[other] for other in reached)) - reached
            if further:
                reached |= further
                changed = True
    found = {frozenset(other for other in reach[file] if file in reach[other])
             for file in reach if file in reach[file]}
    return [sorted(circle) for circle in found]


def symbols(objects):
    """{file: (defined, used)} of object files."""
    shown = subprocess.run([os.environ["NM"], "-A", *map(str, objects)], check=True,
                           stdout=subprocess.PIPE, universal_newlines=True).stdout
    found = {path: (set(), set()) for path in map(str, objects)}
    for line in shown.splitlines():
        path, rest = line.split(":", 1)
        *_, kind, name = rest.split()
        if kind in "Uwv":
            found[path][1].add(name)
        elif kind.isupper():  # the others are the file's own
            found[path][0].add(name)
    return found


class Sizes(unittest.TestCase):
    def test_functions(self):
        long = {}
        count = 0
        for path in sources("src", "include"):
            for name, lines in functions(path.read_text()):
                count += 1
                if lines > FUNCTION_LINES:
                    long[name] = f"{path}: {lines} lines"
        self.assertGreater(count, 1000)
        self.assertEqual(sorted(long), sorted(LONG_FUNCTIONS), long)

    def test_files(self):
        for path in sources("src", "include"):
            with self.subTest(path):
                self.assertLessEqual(path.read_text().count("\n"), FILE_LINES)

    def test_folders(self):
        large = {}
        for folder in (SOURCE / "src").rglob("*"):
            if folder.is_dir():
                files = sum(path.is_file() for path in folder.iterdir())
                if files > FOLDER_FILES:
                    large[str(folder.relative_to(SOURCE / "src"))] = files
        self.assertEqual(sorted(large), sorted(LARGE_FOLDERS), large)


class Words(unittest.TestCase):
    def test_each_file_begins_with_what_it_is_for(self):
        for path in sources("src", "include", "tests", "examples"):
            with self.subTest(path):
                self.assertTrue(path.read_text().startswith(("/*", "//")))
        for path in sorted((SOURCE / "tests").rglob("*.py")):
            with self.subTest(path):
                self.assertTrue(path.read_text().startswith('"""'))
        for path in sorted((SOURCE / "tests").rglob("*.sh")):
            lines = path.read_text().splitlines()
            with self.subTest(path):
                self.assertRegex(lines[lines[0].startswith("#!")], "^# ")


class Circles(unittest.TestCase):
    def test_no_header_includes_itself(self):
        headers = {str(path.relative_to(SOURCE / root)): path
                   for root in ("src", "include") for path in sources(root) if path.suffix == ".h"}
        uses = {}
        for name, path in headers.items():
            included = re.findall(r'^#\s*include "([^"]+)"', path.read_text(), re.M)
            beside = {str(pathlib.Path(name).parent / other) for other in included}
            uses[name] = (beside | set(included)) & set(headers)
        self.assertEqual(circles(uses), [])

    def test_no_files_of_a_folder_call_each_other(self):
        found = {}
        folders = sorted(pathlib.Path(os.environ["BUILD"], "src/CMakeFiles").glob("hf_*.dir"))
        count = 0
        for folder in folders:
            # a build folder may keep objects of files that are gone
            objects = [path for path in sorted(folder.rglob("*.c.o"))
                       if (SOURCE / "src" / path.relative_to(folder).with_suffix("")).exists()]
            if not objects:
                continue
            known = symbols(objects)
            owner = {name: path for path, (defined, _) in known.items() for name in defined}
            uses = {path: {owner[name] for name in used if name in owner} - {path}
                    for path, (_, used) in known.items()}
            count += sum(map(len, uses.values()))
            short = [[pathlib.Path(path).name[:-2] for path in circle] for circle in circles(uses)]
            if short:
                found[folder.name[3:-4]] = sorted(short)
        if count == 0:
            self.skipTest("the object files show no symbols (link-time optimization?)")
        self.assertEqual(found, CIRCLES)


if __name__ == "__main__":
    skips.main()
