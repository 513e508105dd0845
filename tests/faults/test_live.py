"""A file that is being written: others read it, no second run writes it, no limit tears it."""

import hashlib
import pathlib
import resource
import signal
import time

import faults
import skips
from faults import COMPLETE
from harness import holdfast, listing, start

CONFIG = {"grid.yaml": """\
model: {hidden: [6]}
splits: {count: 2}
replicas: {seeds: 200}
training: {iterations: 1500}
output: {history_every: 10}
significance: {bootstrap: 50}
"""}
WORDS = ["run", "grid.yaml", "-q", "-o", "out.h5"]


class Live(faults.FaultTest):
    files = CONFIG

    def setUp(self):
        super().setUp()
        self.file = pathlib.Path(self.folder, "out.h5")

    def start(self, paused=False):
        """A run whose file is there, and whose time stands still if `paused`."""
        process = start(WORDS, self.folder)
        # done last to first
        for cleanup in process.stdout.close, process.stderr.close, process.wait, process.kill:
            self.addCleanup(cleanup)
        while not self.file.exists() and process.poll() is None:
            time.sleep(0.001)
        if paused:
            process.send_signal(signal.SIGSTOP)
        return process

    def test_h5py_reads_whole_replicas_while_the_run_goes_on(self):
        process = self.start()
        seen = []
        while process.poll() is None:
            seen.append(faults.check_sound(self.file)[1])
        self.assertEqual(process.returncode, 0)
        self.assertEqual(seen, sorted(seen))
        self.assertGreater(len(set(seen)), 3, "the run was not seen under way")
        self.assertEqual(faults.check_sound(self.file), (COMPLETE, 400))

    def test_a_summary_of_a_run_under_way_shows_what_is_there(self):
        process = self.start(paused=True)
        outcome = holdfast("summary out.h5", self.folder)
        self.assertIsNone(process.poll(), "the run ended too early for this test")
        self.assertEqual(outcome.exit, 0, outcome.stderr)
        self.assertIn("of 400", outcome.stdout)
        self.run_once(self.folder, "digest out.h5", 75)

    def test_a_second_run_is_refused_while_the_first_lives_and_not_after(self):
        process = self.start(paused=True)
        for more in [], ["--overwrite"]:
            outcome = self.run_once(self.folder, WORDS + more, 73)
            self.check_one_message(outcome.stderr)
            self.assertIn(f"process {process.pid}", outcome.stderr)
        self.assertIsNone(process.poll(), "the run ended too early for this test")
        process.kill()
        process.end()
        self.run_once(self.folder, WORDS)
        self.assertEqual(faults.check_sound(self.file)[0], COMPLETE)
        self.assertEqual(listing(self.folder), ["grid.yaml", "out.h5"])

    def test_of_runs_that_start_together_one_writes(self):
        processes = [start(WORDS, self.folder) for _ in range(6)]
        exits = sorted(process.end().exit for process in processes)
        self.assertEqual(exits[0], 0)
        self.assertLessEqual(set(exits), {0, 73})
        faults.check_sound(self.file)

    def test_a_limit_of_the_file_size_is_an_error_and_tears_nothing(self):
        process = self.start()
        process.kill()
        process.end()
        limit = self.file.stat().st_size // 2

        def small_files():
            signal.signal(signal.SIGXFSZ, signal.SIG_DFL)
            resource.setrlimit(resource.RLIMIT_FSIZE, (limit, limit))

        outcome = holdfast(WORDS, self.folder, preexec_fn=small_files)
        self.assertEqual(outcome.exit, 74, outcome.stderr)
        self.check_one_message(outcome.stderr)
        faults.check_sound(self.file)
        self.run_once(self.folder, WORDS)
        digest = self.digest("out.h5")
        self.run_once(self.folder, WORDS[:-1] + ["plain.h5"])
        self.assertEqual(digest, self.digest("plain.h5"))

    def test_a_file_that_may_only_be_read_is_read(self):
        self.run_once(self.folder, WORDS)
        self.file.chmod(0o444)
        before = hashlib.sha256(self.file.read_bytes()).digest()
        self.run_once(self.folder, WORDS)
        self.run_once(self.folder, "summary out.h5")
        self.assertEqual(hashlib.sha256(self.file.read_bytes()).digest(), before)


if __name__ == "__main__":
    skips.main()
