"""Files of a module include the headers of those that it may call, as src/CMakeLists.txt states it.

The linker checks calls; a type or a constant needs no call.
"""

import os
import pathlib
import re
import sys
import unittest

SOURCE = pathlib.Path(os.environ["SOURCE"])
sys.path.insert(0, str(SOURCE / "tests/commands"))
import skips  # noqa: E402

# Public headers that are not named after their module.
OWNERS = {"choices": "base", "memory": "base", "method": "base", "status": "base", "status_codes": "base",
          "stop": "base", "test_reason": "base", "text": "base", "version": "base", "dataset": "data", "fields": "results",
          "null_test": "grid", "feature_groups": "groups"}
INCLUDE = re.compile(r'^#\s*include "([^"]+)"', re.M)


def modules():
    """What each module may include: hf_module's DEPENDS, and itself."""
    text = (SOURCE / "src/CMakeLists.txt").read_text()
    library = re.search(r"set\(library_modules ([^)]*)\)", text)[1].split()
    found = {}
    for name, rest in re.findall(r"^hf_module\((\w+)(.*?)\)$", text, re.M | re.S):
        depends = re.search(r"DEPENDS (.*?)(?:LIBRARIES|\Z)", rest, re.S)
        words = depends[1].replace("${library_modules}", " ".join(library)).split() if depends else []
        found[name] = {name, *words}
    return found


def owner(header):
    """The module of a header as it is included from another folder."""
    if header.startswith("holdfast/"):
        stem = pathlib.Path(header).stem
        return OWNERS.get(stem, stem)
    return header.split("/")[0] if "/" in header else None


class Includes(unittest.TestCase):
    def test_each_is_of_a_module_that_may_be_called(self):
        found = modules()
        self.assertGreater(len(found), 15)
        count = 0
        for module, allowed in found.items():
            for path in (SOURCE / "src" / module).rglob("*.[ch]"):
                for header in INCLUDE.findall(path.read_text()):
                    if owner(header):
                        count += 1
                        self.assertIn(owner(header), allowed, f"{path} includes {header}")
        self.assertGreater(count, 500)


if __name__ == "__main__":
    skips.main()
