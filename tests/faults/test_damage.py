"""Files that are damaged, cut off or something else altogether.

A byte that changed anywhere in the rows of a done replica is found by going on with `run`, which
trains the replica again. Truncated, foreign and random files are refused, never touched, and never
make holdfast crash. $HOLDFAST_SEED sets the random numbers.
"""

import hashlib
import os
import random
import shutil

import faults
import skips

SEED = faults.seed_from_environment()
CONFIG = {"grid.yaml": """\
data: {source: "builtin:iris"}
model: {hidden: [2, 3]}
splits: {count: 2}
replicas: {seeds: 3}
training: {iterations: 20}
significance: {bootstrap: 50}
null_test: {labels: 2, probes: 1, splits: 1}
"""}
COMMAND = "run grid.yaml -q -o out.h5"
FLIPS = 2  # in each dataset
READERS = ["summary {}", "summary {} --format json", "digest {}", "export {} replicas",
           "export {} weights/0", "verify {}", "plan {}", "aggregate {}", "report {} -o report",
           "merge -o merged.h5 {}"]


def sha256(path):
    return hashlib.sha256(path.read_bytes()).hexdigest()


class Damage(faults.FaultTest):
    def setUp(self):
        super().setUp()
        self.random = random.Random(SEED)
        self.plain = self.new_folder("plain", CONFIG)
        self.run_once(self.plain, COMMAND)
        self.whole = self.plain / "out.h5"
        self.reference = self.digest("out.h5", self.plain)

    # ---- changed bytes ----

    def row_datasets(self):
        """(path, first byte, bytes of a row, what `verify` calls each row) of all that is checked."""
        with faults.h5py.File(self.whole, "r") as file:
            everyone = list(file["replica"][()])
            found = {}
            for size in file["hidden"][()]:
                per_replica, per_size = faults.trained_datasets(file, size)
                numbers = list(file[f"replica_{size:04}"][()])
                found.update({path: everyone for path in per_replica})
                found.update({path: numbers for path in per_size})
            found.update({path: everyone for path in faults.importance_datasets(file)})
            for name in "seed", "hidden", "split", "crc32", "importance_crc32":
                found[f"replicas/{name}"] = everyone
            names = {path: [f"replica {number} (" for number in numbers]
                     for path, numbers in found.items()}
            for name in file["null_test"]:
                of_part = [f" of null_test.{name} ("] * file[f"null_test/{name}/status"].size
                paths = faults.null_test_datasets(file, name) + [f"null_test/{name}/crc32"]
                names.update({path: of_part for path in paths})
            return [(path, file[path].id.get_offset(), file[path].nbytes // len(rows), rows)
                    for path, rows in names.items()]

    def flip(self, copy, dataset):
        """Changes one byte of a copy of the file; returns the name of its replica."""
        path, first, row_bytes, names = dataset
        row = self.random.randrange(len(names))
        place = first + row * row_bytes + self.random.randrange(row_bytes)
        content = bytearray(self.whole.read_bytes())
        # 255: no status, so that it does not read as a pending replica
        content[place] ^= 0xFF if path.endswith("/status") else self.random.randint(1, 255)
        copy.write_bytes(content)
        return names[row]

    def check_found(self, case):
        folder, dataset, replica = case
        outcome = self.run_once(folder, "verify out.h5 --replicas 1", 65)
        self.check_one_message(outcome.stderr)
        self.assertIn(replica, outcome.stderr, dataset)
        shown = self.run_once(folder, COMMAND.replace("-q ", "")).stdout
        self.assertRegex(shown, r"damaged +1 network\b", dataset)
        faults.check_sound(folder / "out.h5")
        self.assertEqual(self.digest("out.h5", folder), self.reference, dataset)

    def test_a_changed_byte_in_a_done_replica_is_found_and_trained_again(self):
        cases = []
        for number, dataset in enumerate(self.row_datasets() * FLIPS):
            folder = self.new_folder(f"flip-{number}", CONFIG)
            cases.append((folder, dataset[0], self.flip(folder / "out.h5", dataset)))
        faults.in_parallel(self.check_found, cases)
        print(f"{len(cases)} changed bytes", flush=True)

    # ---- other files ----

    def foreign_files(self):
        """Name and content of files that are no whole results file."""
        whole = self.whole.read_bytes()
        files = {"empty": b"", "signature": whole[:8], "text": b"keep me\n",
                 "random": self.random.randbytes(5000),
                 "random-behind-the-signature": whole[:8] + self.random.randbytes(5000)}
        for _ in range(10):
            length = self.random.randrange(9, len(whole))
            files[f"first-{length}-bytes"] = whole[:length]
        other = self.plain / "foreign.h5"
        with faults.h5py.File(other, "w") as file:
            file["replicas/status"] = [1, 1]
            file.attrs["holdfast_format"] = faults.np.int32(1)
        files["foreign"] = other.read_bytes()
        return files

    def check_refused(self, path, command, exit):
        before = sha256(path)
        outcome = self.run_once(path.parent, command, exit)
        self.check_one_message(outcome.stderr)
        self.assertIn(path.name, outcome.stderr)
        self.assertEqual(sha256(path), before, command)

    def check_file(self, case):
        name, content = case
        folder = self.new_folder(name, CONFIG)
        path = folder / "out.h5"
        path.write_bytes(content)
        self.check_refused(path, COMMAND, 73)
        for reader in READERS:
            self.check_refused(path, reader.format("out.h5"), 65)
        self.assertEqual(sorted(os.listdir(folder)), ["grid.yaml", "out.h5"])
        self.run_once(folder, COMMAND + " --overwrite")
        self.assertEqual(self.digest("out.h5", folder), self.reference)

    def test_what_is_no_results_file_is_refused_and_left_alone(self):
        faults.in_parallel(self.check_file, self.foreign_files().items())

    def test_a_reader_of_a_file_that_is_not_there_says_so(self):
        for reader in READERS:
            self.check_one_message(self.run_once(self.plain, reader.format("no.h5"), 66).stderr)

    def test_a_file_cut_off_after_it_was_opened_is_no_crash(self):
        """All of its metadata is there, its last rows are not."""
        path = self.new_folder("cut", CONFIG) / "out.h5"
        with open(self.whole, "rb") as whole, open(path, "wb") as copy:
            shutil.copyfileobj(whole, copy)
            copy.truncate(path.stat().st_size - 1)
        self.check_refused(path, "digest out.h5", 65)


if __name__ == "__main__":
    skips.main()
