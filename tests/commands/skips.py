"""How a Python test ends: 0 passed, 1 failed, 77 skipped, in whole or in part.

Each reason is a line of stdout, "SKIPPED: ...". A part that is skipped hides no failure of the rest.
Python's standard library alone: tests of other folders put this one on sys.path.
"""

import sys
import unittest

SKIPPED = 77  # ctest's SKIP_RETURN_CODE


def say(reason):
    print(f"SKIPPED: {reason}", flush=True)


def end(reason):
    """Ends a test that cannot run at all."""
    say(reason)
    sys.exit(SKIPPED)


def main():
    """Instead of unittest.main()."""
    result = unittest.main(exit=False).result
    for test, reason in result.skipped:
        say(f"{reason} ({test})")
    if not result.wasSuccessful():
        sys.exit(1)
    if result.skipped:
        sys.exit(SKIPPED)
    if not result.testsRun:
        sys.exit("no test was run")
