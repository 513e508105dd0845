"""Schedulers in miniature: they know the directives and commands that jobs/README.md uses.

Each has commands on the PATH that put a job's script into a queue, and runs one job at a time with the
environment that the real one gives. A directive that it does not know is an error.
"""

import os
import pathlib
import re
import shlex
import subprocess

# Submits a script: that of the last word, or of standard input.
SUBMIT = """\
#!/bin/sh
for script; do :; done
number=$(ls "$QUEUE" | wc -l)
cat ${script+"$script"} >"$QUEUE/$(printf %03d "$number").job"
"""
# A batch job is an instance of its own: without --parent, a job submitted there runs inside.
FLUX = """\
#!/bin/sh
if [ "$1" = --parent ]; then shift; unset FLUX_URI; fi
case $1 in
batch)
    if [ -n "$FLUX_URI" ]; then echo "submitted inside this job" >&2; exit 1; fi
    exec submit "$2" ;;
run)
    shift
    [ -n "$FAKE_MPIRUN" ] || shift 2 # no MPI, no ranks
    exec $FAKE_MPIRUN "$@" ;;
esac
exit 64
"""


class Scheduler:
    name = command = sentinel = ""
    programs = {}
    directives = ()  # regular expressions: a script has each of them, and no other

    def __init__(self, folder, environment):
        """A queue, and the commands on a PATH of their own, below `folder`."""
        self.folder = pathlib.Path(folder)
        self.queue = self.folder / "queue"
        self.queue.mkdir()
        self.home = self.folder / "home"  # where jobs start that do not change to another folder
        self.home.mkdir()
        commands = self.folder / "commands"
        commands.mkdir()
        for name, text in {"submit": SUBMIT, **self.programs}.items():
            (commands / name).write_text(text)
            (commands / name).chmod(0o755)
        self.environment = dict(environment, QUEUE=str(self.queue),
                                PATH=f"{commands}:{environment['PATH']}")
        self.codes = []
        self.output = ""

    def submit(self):
        subprocess.run(["sh", "-c", self.command], cwd=self.folder, env=self.environment, check=True,
                       stdin=subprocess.DEVNULL)

    def check_directives(self, text):
        lines = re.findall(rf"^{re.escape(self.sentinel)}\s*(.*)$", text, re.M)
        for pattern in self.directives:
            if not any(re.fullmatch(pattern, line) for line in lines):
                raise AssertionError(f"{self.name}: no directive {pattern} in\n{text}")
        for line in lines:
            if not any(re.fullmatch(pattern, line) for pattern in self.directives):
                raise AssertionError(f"{self.name} has no such directive: {line}")

    def of_job(self):
        """The variables and the folder that a job finds."""
        return {}, self.folder

    def comes_again(self, code):
        """Does the scheduler itself put a job with this exit code into the queue again?"""
        return False

    def run(self, most=100):
        """Runs jobs until none is left; their exit codes are in `codes`."""
        for number in range(most):
            script = self.queue / f"{number:03}.job"
            if not script.exists():
                return
            text = script.read_text()
            self.check_directives(text)
            variables, folder = self.of_job()
            done = subprocess.run(["bash", script], cwd=folder, env={**self.environment, **variables},
                                  stdin=subprocess.DEVNULL, stdout=subprocess.PIPE,
                                  stderr=subprocess.STDOUT, text=True, check=False)
            self.codes.append(done.returncode)
            self.output += done.stdout
            if self.comes_again(done.returncode):
                (self.queue / f"{number + 1:03}.job").write_text(text)
        raise AssertionError(f"not done after {most} jobs\n{self.output}")


class Pbs(Scheduler):
    name, command, sentinel = "PBS", "qsub holdfast.pbs", "#PBS"
    programs = {"qsub": SUBMIT}
    directives = (r"-N \w+", r"-l select=\d+:ncpus=\d+:mpiprocs=\d+", r"-l walltime=\d\d:\d\d:\d\d",
                  r"-j oe")

    def of_job(self):
        nodes = self.folder / "nodes"
        nodes.write_text("localhost\n" * 2)
        return {"PBS_O_WORKDIR": str(self.folder), "PBS_NODEFILE": str(nodes)}, self.home


class Lsf(Scheduler):
    name, command, sentinel = "LSF", "bsub < holdfast.lsf", "#BSUB"
    programs = {"bsub": SUBMIT}
    directives = (r"-J \w+", r"-n \d+", r'-R "span\[ptile=\d+\]"', r"-W \d+:\d\d", r'-Q "75"',
                  r"-o holdfast-%J.log")

    def of_job(self):
        return {"LSB_DJOB_NUMPROC": "2"}, self.folder

    def comes_again(self, code):
        return code == 75


class Sge(Scheduler):
    name, command, sentinel = "SGE", "qsub holdfast.sge", "#$"
    programs = {"qsub": SUBMIT}
    directives = (r"-N \w+", r"-S /bin/bash", r"-cwd", r"-pe \w+ \d+", r"-l h_rt=\d\d:\d\d:\d\d",
                  r"-j y")

    def of_job(self):
        return {"NSLOTS": "2"}, self.folder

    def comes_again(self, code):
        return code == 99


class Flux(Scheduler):
    name, command, sentinel = "Flux", "flux batch holdfast.flux", "#flux:"
    programs = {"flux": FLUX}
    directives = (r"--job-name=\w+", r"-N\d+", r"-n\d+", r"-t \d+h")

    def of_job(self):
        return {"FLUX_URI": "local:///inside"}, self.folder


def readme_scripts(path):
    """The scripts of jobs/README.md by scheduler."""
    scripts = re.findall(r"```bash\n(#!/bin/bash\n.*?)```", path.read_text(), re.S)
    return {kind.name: next((text for text in scripts if f"\n{kind.sentinel}" in text), None)
            for kind in (Pbs, Lsf, Sge, Flux)}


def mpirun_of(holdfast):
    """What starts the ranks of this build, as words for a shell; nothing where it has no MPI."""
    facts = subprocess.run([holdfast, "info", "--format", "json"], capture_output=True, text=True,
                           check=True).stdout
    match = re.search(r'"launcher": "(.*?)"', facts)
    return shlex.quote(match[1]) if match and match[1] else "" if match else os.environ["MPIRUN"]
