"""first_hour.py DOCUMENT [--write]: runs a document's commands in an empty folder, in their order.

Blocks that begin with ```console hold commands ("$ " and, for lines that follow, "> ") and what they
print. Under ```console varies that is times and the like: such commands have to work, no more. A command
that is to fail says so at its end, as a comment: # exit code 78. With --write what was printed becomes the
document's. $HOLDFAST is the program.
"""

import os
import pathlib
import re
import subprocess
import sys
import tempfile

sys.path.insert(0, str(pathlib.Path(__file__).resolve().parents[1] / "commands"))
import launcher  # noqa: E402

BLOCK = re.compile(r"^```console( varies)?\n(.*?)^```$", re.M | re.S)
COMMAND = re.compile(r"^\$ .*\n(?:> .*\n)*", re.M)


def run(command, folder):
    """What it prints; raises where the exit code is another one than its comment says."""
    program = pathlib.Path(os.environ["HOLDFAST"])
    environment = {**os.environ, **launcher.ENVIRONMENT, "LC_ALL": "C.UTF-8",
                   "PATH": f"{program.parent}:{os.environ['PATH']}"}
    script = re.sub(r"^(\$|>) ", "", command, flags=re.M)
    outcome = subprocess.run(["bash", "-c", script], cwd=folder, env=environment, text=True,
                             stdin=subprocess.DEVNULL, stdout=subprocess.PIPE,
                             stderr=subprocess.STDOUT, timeout=300, check=False)
    wanted = re.search(r"# exit code (\d+)$", command.strip())
    if outcome.returncode != int(wanted[1] if wanted else 0):
        sys.exit(f"exit code {outcome.returncode} of\n{command}{outcome.stdout}")
    if "| sed" in script and not outcome.stdout.strip():  # what it cuts out is called otherwise now
        sys.exit(f"nothing is printed by\n{command}")
    return "".join(line.rstrip() + "\n" for line in outcome.stdout.splitlines())


def renewed(document, folder):
    """The document with what its commands print now, and the blocks that have changed."""
    changed = []

    def renew(match):
        body = "".join(command + run(command, folder) for command in COMMAND.findall(match[2]))
        if body != match[2] and not match[1]:
            changed.append((match[2], body))
        return f"```console{match[1] or ''}\n{body}```"

    return BLOCK.sub(renew, document), changed


def main():
    path = pathlib.Path(sys.argv[1])
    document = path.read_text()
    with tempfile.TemporaryDirectory(prefix="holdfast-test-") as folder:
        new, changed = renewed(document, folder)
    if not BLOCK.search(document):
        sys.exit(f"{path}: no commands")
    if "--write" in sys.argv:
        path.write_text(new)
    elif changed:
        for before, after in changed:
            print(f"the document says\n{before}\nprinted was\n{after}")
        sys.exit(f"{path} is old; refresh it with\n    cmake --build build --target docs")


if __name__ == "__main__":
    main()
