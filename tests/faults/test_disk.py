"""A disk that is really full: a small tmpfs, which takes root to mount.

Too small for the results file: exit 74 before any training, with the bytes needed and free, nothing
left behind. Filled by others once the file is there: nothing happens, its space was reserved.
"""

import os
import pathlib
import re
import subprocess

import faults
import skips
from harness import Case, listing

CONFIG = {"grid.yaml": """\
data: {source: "builtin:iris"}
model: {hidden: [3]}
splits: {count: 2}
replicas: {seeds: 100}
training: {iterations: 400}
significance: {bootstrap: 50}
"""}
MEGABYTE = 1 << 20


def mount(folder, size):
    """None, or why it could not be done."""
    words = ["mount", "-t", "tmpfs", "-o", f"size={size}", "tmpfs", str(folder)]
    try:
        outcome = subprocess.run(words, capture_output=True, text=True)
    except OSError as reason:
        return str(reason)
    return outcome.stderr.strip() if outcome.returncode else None


class FullDisk(faults.FaultTest):
    files = CONFIG

    def setUp(self):
        super().setUp()
        self.disk = pathlib.Path(self.folder, "disk")
        self.disk.mkdir()
        reason = mount(self.disk, 8 * MEGABYTE)
        self.assertIsNone(reason)
        self.addCleanup(subprocess.run, ["umount", "-l", str(self.disk)], check=True)

    def free(self):
        about = os.statvfs(self.disk)
        return about.f_bavail * about.f_frsize

    def fill(self, name):
        with open(self.disk / name, "wb", buffering=0) as file:
            try:
                while file.write(bytes(4096)):
                    pass
            except OSError:
                pass
        self.assertEqual(self.free(), 0)

    def test_a_disk_too_small_is_known_before_training(self):
        free = self.free()
        for ranks in (0, 3):
            outcome = self.check(Case("", "run grid.yaml -q -o disk/out.h5 "
                                      "--set replicas.seeds=100000", 74, ["disk/out.h5"]), ranks)
            needed, shown = map(int, re.search(r"(\d+) bytes needed, (\d+) free",
                                               outcome.stderr).groups())
            self.assertGreater(needed, free)
            self.assertLessEqual(shown, free)
            self.assertGreater(shown, free - MEGABYTE)
            self.assertEqual(listing(self.disk), [])

    def test_a_disk_that_is_full_already(self):
        self.fill("taken")
        self.check(Case("", "run grid.yaml -q -o disk/out.h5", 74, ["bytes needed", " 0 free"]))
        self.assertEqual(listing(self.disk), ["taken"])

    def test_an_overwrite_without_room_keeps_the_old_file(self):
        self.run_once(self.folder, "run grid.yaml -q -o disk/out.h5")
        digest = self.digest("disk/out.h5")
        self.fill("taken")
        self.check(Case("", "run grid.yaml -q -o disk/out.h5 --overwrite --set "
                        "training.iterations=401", 74, ["bytes needed"]))
        self.assertEqual(self.digest("disk/out.h5"), digest)

    def test_a_disk_that_fills_up_later_stops_nothing(self):
        command = ["run", "grid.yaml", "-q", "-o"]
        log = pathlib.Path(self.folder, "log")
        self.run_once(self.folder, command + ["plain.h5"], **faults.injected(None, log))
        middle = int(re.search(r"^write (\d+)$", log.read_text(), re.MULTILINE)[1]) // 2
        self.run_once(self.folder, command + ["disk/out.h5"], -9,  # the rest is done on a full disk
                      **faults.injected(f"write:{middle}:kill", log))
        self.fill("taken")
        self.assertEqual(faults.check_sound(self.disk / "out.h5")[0], faults.TRAINING)
        self.run_once(self.folder, command + ["disk/out.h5"])
        self.assertEqual(self.digest("disk/out.h5"), self.digest("plain.h5"))


if __name__ == "__main__":
    probe = pathlib.Path(faults.harness.tempfile.mkdtemp())
    why = mount(probe, MEGABYTE)
    if not why:
        subprocess.run(["umount", "-l", str(probe)], check=True)
    probe.rmdir()
    if why:
        skips.end(f"a tmpfs cannot be mounted, which takes root: {why}")
    skips.main()
