"""No two files of a folder of src/ call each other, directly or by way of others.

What an object file leaves undefined and another of its folder defines, by nm, is a call.
"""

import collections
import os
import pathlib
import subprocess
import sys
import unittest

SOURCE = pathlib.Path(os.environ["SOURCE"])
BUILD = pathlib.Path(os.environ["BUILD"])
sys.path.insert(0, str(SOURCE / "tests/commands"))
import skips  # noqa: E402

# Where circles are still to be cut.
UNCUT = {"commands", "parallel", "report"}


def calls(folder):
    """{file: files of the same folder that it calls}"""
    defined, wanted = {}, collections.defaultdict(set)
    objects = BUILD / f"src/CMakeFiles/hf_{folder}.dir/{folder}"
    paths = [objects / f"{path.name}.o" for path in sorted((SOURCE / "src" / folder).glob("*.c"))]
    paths = [path for path in paths if path.exists()]  # not every instruction set's is built
    listing = subprocess.run(["nm", "-A", "-P", *paths], capture_output=True, text=True, check=True).stdout
    for line in listing.splitlines():
        path, _, rest = line.partition(": ")
        name, (symbol, kind, *_) = pathlib.Path(path).name.removesuffix(".o"), rest.split()
        if kind == "U":
            wanted[name].add(symbol)
        elif kind.isupper():
            defined[symbol] = name
    return {name: {defined[s] for s in symbols if s in defined} - {name} for name, symbols in wanted.items()}


def circle(graph):
    """Files that remain when those that call none of the others are taken away again and again."""
    left = dict(graph)
    while True:
        done = [name for name, called in left.items() if not called & left.keys()]
        if not done:
            return sorted(left)
        for name in done:
            del left[name]


class Circles(unittest.TestCase):
    def test_there_are_none(self):
        folders = sorted({path.name for path in (SOURCE / "src").iterdir() if path.is_dir()} - UNCUT)
        graphs = {folder: calls(folder) for folder in folders}
        self.assertGreater(sum(map(len, graphs.values())), 100)
        for folder, graph in graphs.items():
            with self.subTest(folder):
                self.assertEqual([], circle(graph))


if __name__ == "__main__":
    skips.main()
