"""Command lines: what is understood, and what is said where it is not."""

import json
import os
import signal
import subprocess

import launcher
import skips
from harness import HOLDFAST, TINY, Case, CommandTest, add_cases, run_words, write_files

CONFIG = {"tiny.yaml": TINY}

CASES = [
    Case("no command points to the help", "", 64, ["see holdfast --help"]),
    Case("an unknown command names the nearest", "sumary x.h5", 64, ["'sumary'", "'summary'",
         "see holdfast --help"]),
    Case("an unknown command far from all names none", "xyzzy", 64, ["'xyzzy'",
         "see holdfast --help"], ["did you mean"]),
    Case("an unknown option instead of a command", "--vresion", 64, ["--version"]),
    Case("an unknown option names the nearest", "run tiny.yaml --thread 2", 64,
         ["run", "'--thread'", "'--threads'", "see holdfast run --help"], files=CONFIG),
    Case("a key of the configuration as an option", "run tiny.yaml --seeds 10", 64,
         ["'--seeds'", "--set replicas.seeds=10"], files=CONFIG),
    Case("a key that holds a list", "run tiny.yaml --hidden=30", 64,
         ["--set 'model.hidden=[30]'"], files=CONFIG),
    Case("a key with two words", "run tiny.yaml --train-fraction 0.6", 64,
         ["--set splits.train_fraction=0.6"], files=CONFIG),
    Case("a value that a shell would take apart", "run tiny.yaml --name \"it's a\"", 64,
         ["--set 'name=it'\\''s a'"], files=CONFIG),
    Case("a whole key as an option", "run tiny.yaml --replicas.seeds=4", 64,
         ["--set replicas.seeds=4"], files=CONFIG),
    Case("a key that aggregate can change", "aggregate x.h5 --top 3", 64,
         ["--set significance.top=3"]),
    Case("a key that aggregate cannot change", "aggregate x.h5 --seeds 3", 64, ["'--seeds'"],
         ["--set"]),
    Case("no key where none is taken", "summary x.h5 --seeds 3", 64, ["'--seeds'"], ["--set"]),
    Case("a format as an option", "summary x.h5 --csv", 64, ["'--format csv'"]),
    Case("another format as an option", "info --json", 64, ["'--format json'"]),
    Case("a format that the command lacks", "info --csv", 64, ["'--csv'"], ["--format"]),
    Case("a configuration misspelt", "run tinny.yaml", 66,
         ["tinny.yaml: No such file", "did you mean 'tiny.yaml'?"], files=CONFIG),
    Case("a configuration in no folder", "run none/tiny.yaml", 66, ["there is no folder none/"],
         files=CONFIG),
    Case("an unknown short option", "run tiny.yaml -z", 64, ["'-z'"], files=CONFIG),
    Case("run needs a configuration", "run", 64, ["CONFIG.yaml", "see holdfast run --help"]),
    Case("run takes one configuration", "run tiny.yaml other.yaml", 64, ["'other.yaml'"],
         files=CONFIG),
    Case("export needs a table", "export x.h5", 64, ["TABLE"]),
    Case("config takes nothing", "config all", 64, ["'all'"]),
    Case("a missing value", "run tiny.yaml -o", 64, ["-o", "FILE"], files=CONFIG),
    Case("a value where none is taken", "run tiny.yaml --overwrite=yes", 64, ["--overwrite"],
         files=CONFIG),
    Case("threads must be a number", "run tiny.yaml --threads two", 64, ["--threads", "'two'"],
         files=CONFIG),
    Case("threads must be nothing but a number", "run tiny.yaml --threads 2x", 64, ["'2x'"],
         files=CONFIG),
    Case("threads must not be none", "run tiny.yaml --threads=0", 64, ["--threads", "'0'"],
         files=CONFIG),
    Case("threads must fit", "run tiny.yaml --threads 99999999999999999999", 64, ["--threads"],
         files=CONFIG),
    Case("an unknown way of progress", "run tiny.yaml --progress=dots", 64,
         ["auto|bar|log|none", "'dots'"], files=CONFIG),
    Case("set needs key and value", "run tiny.yaml --set replicas.seeds", 64,
         ["--set", "'replicas.seeds'"], files=CONFIG),
    Case("quiet and verbose exclude each other", "run -qv tiny.yaml", 64, ["-q", "-v"],
         files=CONFIG),
    Case("an unknown format", "summary x.h5 --format=xml", 64, ["text|csv|json", "'xml'"]),
    Case("info has no csv", "info --format csv", 64, ["text|json", "'csv'"]),
    Case("an instruction set that nobody has", "info", 64, ["HOLDFAST_ISA", "portable"],
         environment={"HOLDFAST_ISA": "mmx"}),
    Case("run with an instruction set that nobody has", "run tiny.yaml", 64,
         ["HOLDFAST_ISA", "portable"], environment={"HOLDFAST_ISA": "mmx"}, files=CONFIG),
    Case("a configuration that starts with a dash", "run --dry-run -- -tiny.yaml", 0,
         files={"-tiny.yaml": TINY}),
    Case("options before and after the argument", "run --dry-run tiny.yaml --threads=1", 0,
         files=CONFIG),
    Case("help shows the commands", "--help", stdout=["run CONFIG.yaml", "summary RESULTS.h5"]),
    Case("help of a command", "help export", stdout=["usage: holdfast export RESULTS.h5 TABLE"]),
    Case("help of a command by its option", "run tiny.yaml --help",
         stdout=["usage: holdfast run", "--overwrite", "--dry-run", "auto|bar|log|none"]),
    Case("help needs no valid command line", "run --nonsense -h", stdout=["usage: holdfast run"]),
    Case("the version", "--version", stdout=["holdfast 0."]),
]


class CommandLine(CommandTest):
    def test_help_names_every_option_of_run(self):
        shown = self.succeed("run --help")
        for word in ("--output", "--overwrite", "--set", "--threads", "--max-time", "--shard",
                     "--reuse", "--dry-run", "--progress", "--quiet", "--verbose"):
            self.assertIn(word, shown)

    def test_info_names_what_it_would_use(self):
        text = self.succeed("info")
        facts = json.loads(self.succeed("info --format json"))
        self.assertEqual(facts["cores"], len(os.sched_getaffinity(0)))
        self.assertIn(facts["instruction_set"], facts["instruction_sets"])
        self.assertIn("portable", facts["instruction_sets"])
        self.assertRegex(facts["hdf5"], r"^\d+\.\d+\.\d+")
        self.assertRegex(facts["mpi"], r"MPI.* v?\d+\.\d+" if launcher.MPIRUN else "^none$")
        for value in (facts["version"], facts["mpi"], facts["hdf5"], facts["instruction_set"]):
            self.assertIn(value, text)

    def test_info_counts_the_cores_of_its_affinity_mask(self):
        one = min(os.sched_getaffinity(0))
        outcome = run_words([HOLDFAST, "info", "--format", "json"], self.folder,
                            preexec_fn=lambda: os.sched_setaffinity(0, {one}))
        self.assertEqual(json.loads(outcome.stdout)["cores"], 1)

    def test_each_instruction_set_can_be_chosen(self):
        for isa in json.loads(self.succeed("info --format json"))["instruction_sets"]:
            facts = self.succeed("info --format json", environment={"HOLDFAST_ISA": isa})
            self.assertEqual(json.loads(facts)["instruction_set"], isa)

    def test_config_is_valid_input(self):
        text = self.succeed("config")
        self.assertIn("iterations", text)
        write_files(self.folder, {"defaults.yaml": text})
        self.succeed("run --dry-run defaults.yaml")


class StandardOutput(CommandTest):
    def run_shell(self, line):
        return run_words(["bash", "-c", line, "bash", HOLDFAST], self.folder)

    def test_a_full_disk_is_an_error(self):
        outcome = self.run_shell('"$1" config >/dev/full')
        self.assertEqual(outcome.exit, 74)
        self.check_one_message(outcome.stderr)
        self.assertIn("No space left", outcome.stderr)

    def test_a_closed_output_is_an_error(self):
        outcome = self.run_shell('"$1" config >&-')
        self.assertEqual(outcome.exit, 74)
        self.check_one_message(outcome.stderr)

    def test_a_closed_error_output_keeps_the_exit_code(self):
        self.assertEqual(self.run_shell('"$1" nonsense 2>&-').exit, 64)

    def test_a_reader_that_has_enough_ends_it_quietly(self):
        process = subprocess.Popen([HOLDFAST, "config"], stdout=subprocess.PIPE,
                                   stderr=subprocess.PIPE, preexec_fn=lambda: signal.signal(
                                       signal.SIGPIPE, signal.SIG_DFL))
        process.stdout.close()
        self.assertEqual(process.stderr.read(), b"")
        process.stderr.close()
        self.assertIn(process.wait(10), (-signal.SIGPIPE, 0))


add_cases(CommandLine, CASES)

if __name__ == "__main__":
    skips.main()
