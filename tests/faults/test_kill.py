"""kill -9 at random instants, again and again, until the run is complete.

After each kill the file is sound (faults.py), and in the end the digest is that of a run that
nothing interrupted. Half of the instants are uniform over a run's duration, half are aimed at the
phase that was hit least: they come a random while after it is seen to begin. $HOLDFAST_KILLS sets how many (default
200), $HOLDFAST_SEED the random numbers.
"""

import collections
import os
import pathlib
import random
import shutil
import subprocess
import threading
import time

import faults
import skips
from faults import COMPLETE, TRAINED, TRAINING
from harness import listing, start

KILLS = int(os.environ.get("HOLDFAST_KILLS", 200))
SEED = faults.seed_from_environment()
FEWEST = 3  # kills in each phase
DUMP_EVERY = 10  # kills between looks with h5dump
H5DUMP = shutil.which("h5dump")

CONFIG = {"grid.yaml": """\
data: {source: "builtin:iris"}
model: {hidden: [2, 3]}
splits: {count: 4}
replicas: {seeds: 120}
training: {iterations: 100}
output: {history_every: 10}
significance: {bootstrap: 200}
null_test: {labels: 1, probes: 1, splits: 1, seeds: 30}
"""}
COMMAND = "run grid.yaml -q -o out.h5"

NEW, OLD = ["start", "creation", "training"], ["going on", "aggregation"]  # file, phases
PHASES = NEW + OLD
PATIENCE = 20e-6  # seconds between looks at a run


class Run:
    """A run under way in a folder, and the phase that it is in as seen from outside."""

    def __init__(self, folder):
        self.path = pathlib.Path(folder, "out.h5")
        self.existed = self.path.exists()
        self.stale = set(folder.glob(".out.h5.tmp-*"))
        self.place = self.place_of_state() if self.existed else None
        self.process = start(COMMAND, folder)

    def place_of_state(self):
        with faults.h5py.File(self.path, "r") as file:
            return file[faults.STATE].id.get_offset()

    def state(self):
        with open(self.path, "rb") as file:
            file.seek(self.place)
            return file.read(1)[0]

    def phase(self):
        if not self.path.exists():
            making = set(self.path.parent.glob(".out.h5.tmp-*")) - self.stale
            return "creation" if making else "start"
        self.place = self.place or self.place_of_state()
        state = self.state()
        if state == TRAINING:
            return "going on" if self.existed else "training"
        return {TRAINED: "aggregation", COMPLETE: "end"}[state]

    def wait_for(self, phase):
        """Until the phase begins, or a later one, or the process's end."""
        order = PHASES + ["end"]
        later = order[order.index(phase):]
        while self.process.poll() is None and self.phase() not in later:
            time.sleep(PATIENCE)

    def kill(self):
        self.process.kill()
        self.process.end()


class Kills(faults.FaultTest):
    def setUp(self):
        super().setUp()
        plain = self.new_folder("plain", CONFIG)
        self.seconds = self.measure(plain)
        self.reference = self.digest("out.h5", plain)
        self.hits = collections.Counter()
        self.lock = threading.Lock()

    def measure(self, folder):
        """Seconds of each phase of a run that nothing interrupts, and of all of it."""
        begun = {"start": time.monotonic()}
        run = Run(folder)
        for phase in ["creation", "training", "aggregation", "end"]:
            run.wait_for(phase)
            begun[phase] = time.monotonic()
        self.assertEqual(run.process.end().stderr, "")
        names = list(begun)
        seconds = {name: begun[after] - begun[name] for name, after in zip(names, names[1:])}
        seconds["going on"] = seconds["training"]
        seconds["all"] = time.monotonic() - begun["start"]
        return seconds

    def interrupt(self, folder, instants):
        """One run and one kill; returns the phase that it hit."""
        run = Run(folder)
        aim = None
        if instants.random() < 0.5:
            aim = min(OLD if run.existed else NEW, key=lambda phase: self.hits[phase])
            run.wait_for(aim)
        time.sleep(instants.uniform(0, self.seconds[aim or "all"]))
        run.kill()
        if run.process.returncode == 0:
            return "end"
        self.assertEqual(run.process.returncode, -9)
        return run.phase()

    def check_after_kill(self, folder, kills):
        path = folder / "out.h5"
        if not path.exists():
            return
        faults.check_sound(path)
        if H5DUMP and kills % DUMP_EVERY == 0:
            subprocess.run([H5DUMP, "-d", "/replicas/status", str(path)], check=True,
                           stdout=subprocess.DEVNULL, timeout=faults.harness.TIME_LIMIT)

    def wanted(self):
        """Does any phase lack kills? Beyond the number asked for, only for those that do."""
        total = sum(self.hits.values())
        lacking = any(self.hits[phase] < FEWEST for phase in PHASES)
        return total < KILLS or (lacking and total < 5 * KILLS)

    def live(self, number):
        """One file, from nothing to completion, killed on the way."""
        instants = random.Random(f"{SEED} {number}")
        folder = self.new_folder(f"life-{number}", CONFIG)
        phase = None
        while phase != "end" and self.wanted():
            phase = self.interrupt(folder, instants)
            with self.lock:
                self.hits[phase] += phase != "end"
                kills = sum(self.hits.values())
            self.check_after_kill(folder, kills)
        self.run_once(folder, COMMAND)
        self.assertEqual(faults.check_sound(folder / "out.h5")[0], COMPLETE)
        self.assertEqual(self.digest("out.h5", folder), self.reference, f"life {number}")
        # A kill after the last write leaves the lock's file, whose existence means nothing.
        self.assertEqual(set(listing(folder)) - {"out.h5.lock"}, {"grid.yaml", "out.h5"})
        shutil.rmtree(folder)

    def test_a_file_survives_kills_at_random_instants(self):
        def lives(worker):
            number = worker
            while self.wanted():
                self.live(number)
                number += faults.WORKERS

        faults.in_parallel(lives, range(faults.WORKERS))
        print(f"{sum(self.hits.values())} kills: {dict(self.hits)}", flush=True)
        for phase in PHASES:
            self.assertGreaterEqual(self.hits[phase], FEWEST, f"{phase}: {self.hits}")
        if not H5DUMP:
            self.skipTest("needs h5dump (hdf5-tools), for its look at the files")


if __name__ == "__main__":
    skips.main()
