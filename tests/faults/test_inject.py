"""Every write, sync, rename and allocation of holdfast fails once.

Whatever fails: the exit code says what (74 I/O, 70 memory), there is one message, no crash and no
hang, and the same command goes on to the same results. $HOLDFAST_FAULTS is how many calls of each
kind are tried, spread over all from a random one on (default 25; more than there are: every one).
"""

import errno
import os
import pathlib
import random

import faults
import skips
from harness import holdfast, listing

CONFIG = {"tiny.yaml": """\
data: {source: "builtin:iris"}
model: {hidden: [2, 3]}
splits: {count: 1}
replicas: {seeds: 2}
training: {iterations: 4}
significance: {bootstrap: 50}
null_test: {labels: 1, probes: 1}
"""}
RUN = "run tiny.yaml -q -o out.h5"
SEED = faults.seed_from_environment()
FAULTS = int(os.environ.get("HOLDFAST_FAULTS", 25))
DISK_ERRORS = [errno.EIO, errno.ENOSPC, errno.EDQUOT]
IO_ERROR, INTERNAL = 74, 70


def fault_lines(folder):
    log = pathlib.Path(folder, "log")
    lines = log.read_text().splitlines() if log.exists() else []
    log.unlink(missing_ok=True)
    return lines


class InjectedFaults(faults.FaultTest):
    def setUp(self):
        super().setUp()
        self.random = random.Random(SEED)
        self.hits = 0
        plain = self.new_folder("plain", CONFIG)
        self.assertEqual(self.inject(plain, None).exit, 0)
        counted = [line.split() for line in fault_lines(plain)]
        self.counts = {kind: int(count) for kind, count in counted}
        self.reference = self.digest("out.h5", plain)

    def inject(self, folder, fault):
        return holdfast(RUN, folder, environment=faults.injected(fault, folder / "log"))

    def numbers(self, kind):
        """The calls to try: from a random one on, and the last."""
        count = self.counts[kind]
        self.assertGreater(count, 0, kind)
        stride = -(-count // FAULTS)
        return sorted({*range(1 + self.random.randrange(stride), count + 1, stride), count})

    def check_goes_on(self, folder, fault):
        """Nothing torn; the same command ends with the same digest and leaves its file alone."""
        if pathlib.Path(folder, "out.h5").exists():
            faults.check_sound(pathlib.Path(folder, "out.h5"))
        self.run_once(folder, RUN)
        self.assertEqual(self.digest("out.h5", folder), self.reference, fault)
        # A kill after the last write leaves the lock's file, whose existence means nothing.
        self.assertEqual(set(listing(folder)) - {"out.h5.lock"}, {"out.h5", "tiny.yaml"}, fault)

    def check_fault(self, fault, exits):
        folder = self.new_folder(fault.replace(":", "-"), CONFIG)
        outcome = self.inject(folder, fault)
        if "hit" not in fault_lines(folder):  # the number of calls varies with the blocks of work
            self.assertEqual(outcome.exit, 0, f"{fault}\n{outcome.stderr}")
            return outcome
        self.assertIn(outcome.exit, exits, f"{fault}\n{outcome.stderr}")
        if outcome.exit == 0:
            self.assertEqual((outcome.stdout, outcome.stderr), ("", ""), fault)
        elif outcome.exit > 0:
            self.check_one_message(outcome.stderr)
            self.assertLessEqual(set(listing(folder)), {"out.h5", "tiny.yaml"}, fault)
        self.check_goes_on(folder, fault)
        self.hits += 1
        return outcome

    def check_all(self, kind, effects, exits, onward=""):
        plan = [f"{kind}:{number}{onward}:{effects[i % len(effects)]}"
                for i, number in enumerate(self.numbers(kind))]
        self.hits = 0
        outcomes = faults.in_parallel(lambda fault: self.check_fault(fault, exits), plan)
        self.assertGreater(self.hits, 0.9 * len(plan) - 1, f"few calls of {kind} were hit")
        return [outcome.exit for outcome in outcomes]

    def test_a_write_that_fails_once(self):
        # The first writes the lock's owner, which is only for messages.
        exits = self.check_all("write", DISK_ERRORS, {0, IO_ERROR})
        self.assertLessEqual(exits.count(0), 1)

    def test_writes_that_fail_from_one_on(self):
        self.counts["write"] //= 4
        self.check_all("write", DISK_ERRORS, {IO_ERROR}, "+")

    def test_a_write_of_hdf5_that_fails(self):
        for onward in "", "+":
            self.check_all("library_write", DISK_ERRORS, {IO_ERROR}, onward)

    def test_a_write_that_is_interrupted_or_cut_short(self):
        self.check_all("write", ["short", errno.EINTR], {0})

    def test_writes_that_are_all_cut_short(self):
        self.check_fault("write:1+:short", {0})

    def test_a_kill_in_the_midst_of_a_write(self):
        self.check_all("write", ["kill"], {-9})

    def test_a_kill_in_the_midst_of_a_write_of_hdf5(self):
        self.check_all("library_write", ["kill"], {-9})

    def test_space_that_cannot_be_reserved(self):
        self.check_all("reserve", [errno.ENOSPC], {IO_ERROR})
        outcome = self.check_fault(f"reserve:1:{errno.EDQUOT}", {IO_ERROR})
        self.assertRegex(outcome.stderr, r"\d+ bytes needed, \d+ free")

    def test_a_file_system_that_reserves_nothing(self):
        self.check_fault(f"reserve:1+:{errno.EOPNOTSUPP}", {0})

    def test_a_sync_that_fails(self):
        self.check_all("sync", DISK_ERRORS, {IO_ERROR})

    def test_a_sync_that_is_interrupted(self):
        self.check_all("sync", [errno.EINTR], {0})

    def test_a_rename_that_fails(self):
        for number in (errno.EIO, errno.ENOSPC):
            self.check_fault(f"rename:1:{number}", {IO_ERROR})
        self.check_fault(f"rename:1:{errno.EACCES}", {73})

    def test_memory_that_is_refused_once(self):
        exits = self.check_all("allocate", [errno.ENOMEM], {0, INTERNAL})
        self.assertGreater(exits.count(INTERNAL), 0.9 * len(exits))

    def test_memory_that_is_refused_from_then_on(self):
        self.counts["allocate"] //= 3
        self.check_all("allocate", [errno.ENOMEM], {INTERNAL}, "+")


if __name__ == "__main__":
    skips.main()
