"""The commands in the documents, as they stand: each block is run in a copy of the folders that it names,
where the configurations are made small, or it is listed below with what runs it instead.

A command is an indented line of a Markdown document or of the head of a configuration that begins like
one. Links between the documents lead somewhere.
"""

import os
import pathlib
import re
import shutil
import subprocess
import sys
import tempfile
import unittest

sys.path.insert(0, str(pathlib.Path(__file__).resolve().parents[1] / "commands"))
import launcher  # noqa: E402
import skips  # noqa: E402

HOLDFAST = pathlib.Path(os.environ["HOLDFAST"])
SOURCE = pathlib.Path(os.environ["SOURCE"])
DOCUMENTS = sorted(path for pattern in ("*.md", "docs/*.md", "jobs/*.md", "results/*.md", "data/*.md")
                   for path in SOURCE.glob(pattern))
CONFIGURATIONS = sorted(SOURCE.glob("configs/*.yaml"))

PROGRAMS = ("holdfast|build/holdfast|mpirun|python3|cmake|ctest|cpack|cd|cp|cc|sudo|sbatch|until|h5dump|"
            "ncdump|HOLDFAST_ISA=|RANKS=|bench/|\\./")
COMMAND = re.compile(rf"(?:    |#   )((?:{PROGRAMS})(?:[ \w./].*)?)$")

# Not run here: what the line begins with, and what runs it.
ELSEWHERE = {
    "./tests/run.sh": "this is it",
    "./jobs/local.sh": "by hand, from a clone; what it does beyond run and summary is tests/run.sh's as well",
    "./bench/run.sh": "by hand: takes minutes, needs the peers",
    "bench/scaling.py": "by hand: takes minutes",
    "build/holdfast bench": "command_bench",
    "mpirun -n 2 build/holdfast bench": "command_bench",
    "HOLDFAST_ISA=avx2 valgrind": "by hand: takes minutes",
    "cc train_one.c": "packages_Installation",
    "cmake -B build && cmake --build build -j": "tests/run.sh",
    "cmake --build build --target docs": "its parts are the tests docs_*",
    "cmake -B build-deb": "packages_build",
    "cd build-deb && cpack": "packages_DebianPackage",
    "cmake --preset": "tests/matrix.sh, which has a row for each",
    "sudo apt install": "packages_DebianPackage, by dpkg",
    "ctest --test-dir build": "tests/run.sh",
    "mpirun -n 2 holdfast run first.yaml": "command_digest, with other configurations",
    "sbatch": "slurm",
}
SMALL = "splits: {count: 2}\nmodel: {hidden: [3]}\nreplicas: {seeds: %d}\ntraining: {iterations: 5}\n"
FILES = {"narrow.yaml": SMALL % 2, "wide.yaml": SMALL % 4, "big.yaml": SMALL % 4}


def blocks(path):
    """Lists of commands that follow each other; console blocks are run by docs_first-hour."""
    found, block = [], []
    text = re.sub(r"^```console.*?^```$", "", path.read_text(), flags=re.M | re.S)
    for line in text.splitlines() + [""]:
        match = COMMAND.match(line)
        if match and not line.startswith("#" if path.suffix == ".md" else " "):
            block.append(match[1])
        elif block:
            found.append(block)
            block = []
    return found


def made_small(text):
    text = re.sub(r"labels: \d+", "labels: 2", text)
    if "iterations:" in text:
        return re.sub(r"iterations: \d+", "iterations: 3", text)
    return text + "\ntraining:\n  iterations: 3\n"


def shell(command, folder):
    environment = {**os.environ, **launcher.ENVIRONMENT,
                   "PATH": f"{HOLDFAST.parent}:/usr/bin:{os.environ['PATH']}"}
    return subprocess.run(["bash", "-c", command], cwd=folder, env=environment, text=True,
                          stdin=subprocess.DEVNULL, stdout=subprocess.PIPE, stderr=subprocess.STDOUT,
                          timeout=200, check=False)


class Commands(unittest.TestCase):
    @classmethod
    def setUpClass(cls):
        temporary = tempfile.TemporaryDirectory(prefix="holdfast-test-")
        cls.addClassCleanup(temporary.cleanup)
        cls.top = pathlib.Path(temporary.name)
        cls.folder = cls.top / "template"
        for name in "jobs", "docs/reading":
            shutil.copytree(SOURCE / name, cls.folder / name)
        (cls.folder / "configs").mkdir()
        for path in CONFIGURATIONS:
            text = made_small(path.read_text())
            (cls.folder / "configs" / path.name).write_text(text)
        for name, text in FILES.items():
            (cls.folder / name).write_text(text)
        text = re.search(r"```yaml\n(.*?)```", (SOURCE / "README.md").read_text(), re.S)[1]
        (cls.folder / "my.yaml").write_text(made_small(text))
        rows = "".join(f"P{n},{n % 2},{n * 7 % 5},{n % 2 + n * n % 7},{n % 3}\n" for n in range(60))
        (cls.folder / "my.csv").write_text("patient_id,diagnosis,a,b,c\n" + rows)
        (cls.folder / "build").mkdir()
        (cls.folder / "build/holdfast").symlink_to(HOLDFAST)
        for name in "configs/quick", "configs/breast_cancer", "narrow", "my":
            outcome = shell(f"holdfast run {name}.yaml -q", cls.folder)
            assert outcome.returncode == 0, outcome.stdout

    def run_blocks(self, path):
        """Returns how many commands were run."""
        number = 0
        for block in blocks(path):
            folder = self.top / f"{path.name}-{len(list(self.top.iterdir()))}"
            shutil.copytree(self.folder, folder, symlinks=True)
            for command in block:
                if any(command.startswith(start) for start in ELSEWHERE):
                    continue
                with self.subTest(path=path.name, command=command):
                    outcome = shell(command, folder)
                    self.assertEqual(outcome.returncode, 0, outcome.stdout)
                number += 1
            shutil.rmtree(folder)
        return number

    def test_the_commands_of_the_documents(self):
        self.assertGreater(sum(self.run_blocks(path) for path in DOCUMENTS), 15)

    def test_the_commands_of_the_configurations(self):
        for path in CONFIGURATIONS:
            self.assertEqual(self.run_blocks(path), 2, path.name)

    def test_none_is_listed_in_vain(self):
        written = [command for path in DOCUMENTS for block in blocks(path) for command in block]
        for start in ELSEWHERE:
            self.assertTrue(any(command.startswith(start) for command in written), start)

    def test_the_python_of_the_readme(self):
        code = re.findall(r"```python\n(.*?)```", (SOURCE / "README.md").read_text(), re.S)
        self.assertEqual(len(code), 1)
        (self.folder / "readme.py").write_text(code[0])
        outcome = shell("python3 readme.py", self.folder)
        self.assertEqual(outcome.returncode, 0, outcome.stdout)
        self.assertEqual(outcome.stdout.count("("), 5, outcome.stdout)

    def test_the_yaml_of_the_readme(self):
        code = re.findall(r"```yaml\n(.*?)```", (SOURCE / "README.md").read_text(), re.S)
        self.assertEqual(len(code), 2)
        for text, replicas in zip(code, ("512", "3,072")):
            (self.folder / "as_it_stands.yaml").write_text(text)
            outcome = shell("holdfast run as_it_stands.yaml --dry-run", self.folder)
            self.assertEqual(outcome.returncode, 0, outcome.stdout)
            self.assertIn(f"= {replicas} networks", outcome.stdout)

    def test_links_lead_somewhere(self):
        for path in DOCUMENTS:
            for target in re.findall(r"\]\(([^)#\s]+)(?:#[^)]*)?\)", path.read_text()):
                if "://" not in target:
                    self.assertTrue((path.parent / target).exists(), f"{path}: {target}")


if __name__ == "__main__":
    missing = [package for package, command in (
        ("python3-h5py", "python3 -c 'import h5py'"), ("hdf5-tools", "command -v h5dump"),
        ("netcdf-bin", "command -v ncdump")) if shell(command, "/").returncode]
    if missing:
        skips.end(f"needs {', '.join(missing)}")
    skips.main()
