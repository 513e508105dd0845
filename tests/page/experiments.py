"""Experiments of all kinds for the tests of reports: configurations and tables made here."""

import csv
import io
import random
import sys
from pathlib import Path

sys.path.insert(0, str(Path(__file__).resolve().parents[1] / "commands"))
from harness import CONFIGS, write_files  # noqa: E402

FIGURES = ["side-by-side", "frequency", "ranks", "null-labels", "by-hidden", "by-split", "stability", "variance",
           "methods", "agreement", "loss", "accuracy", "accuracies", "input-weights",
           "output-weights", "values"]

# What means something to gnuplot, to printf or to XML, each short enough to be shown whole.
NAMES = ["fat %", "%g here", "100%% %s %n", "'yes'", 'a"b', "back\\slash \\n", "ends in \\", "`date`",
         "]]>", "EOD", "=EOD", "# no comment", "@ink", "$rows[1] $2", "{/Bold x}_2^3", "plot sin(x); exit",
         "日本語 naïve"]
CLASSES = ["50 %", "'no' \"way\"", "`id` \\"]
MARKUP = ["<b>bold</b>", "a & b \"quoted\"", "it's `date` $(id)", "naïve ümläut 日本語の特徴",
          "x_{sub}^2 @foo \\n", "</script><script>alert(1)</script>", "rgb(33,37,41) id='gp",
          "a name that is longer than what fits beside a figure, by far"]


def table(target, labels, names, samples, seed):
    """A CSV file: feature i is larger in class i."""
    draw = random.Random(seed)
    out = io.StringIO()
    writer = csv.writer(out)
    writer.writerow([target] + names)
    for n in range(samples):
        c = n % len(labels)
        writer.writerow([labels[c]] + [f"{draw.gauss(2 if i % len(names) == c else 0, 1):.4f}"
                                       for i in range(len(names))])
    return out.getvalue()


QUICK = "training: {iterations: 30, learning_rate: 0.02}\n"
FILES = {
    "wide.csv": table("label", [f"class {c:02d}" for c in range(20)],
                      [f"gene_{i:03d}" for i in range(500)], 400, 1),
    "wide.yaml": "data: {source: wide.csv}\nsplits: {count: 3}\nmodel: {hidden: [12]}\n"
                 "replicas: {seeds: 2}\nsignificance: {methods: [l2_norm, olden]}\n" + QUICK,
    "markup.csv": table("<class>", ["<i>one</i>", "two & \"2\"", "three's"], MARKUP, 90, 2),
    "markup.yaml": "name: '<em>A & B</em> \"x\" ]]>'\ndata: {source: markup.csv}\n"
                   "splits: {count: 4}\nmodel: {hidden: [4, 5]}\nreplicas: {seeds: 1}\n" + QUICK,
    "names.csv": table("class", CLASSES, NAMES, 90, 3),
    "names.yaml": "data: {source: names.csv}\nsplits: {count: 3}\nmodel: {hidden: [4, 5]}\n"
                  "replicas: {seeds: 2}\n" + QUICK,
    "four.yaml": "data: {source: 'builtin:iris'}\nsplits: {count: 1}\nmodel: {hidden: [3]}\n"
                 "replicas: {seeds: 1}\nsignificance: {methods: [garson]}\n" + QUICK,
    "noise.yaml": "data: {source: 'builtin:wine'}\nsplits: {count: 4}\nmodel: {hidden: [6, 9]}\n"
                  "replicas: {seeds: 3}\nnull_test: {labels: 19, probes: 4}\n" + QUICK,
    "diverged.yaml": "data: {source: 'builtin:iris'}\nsplits: {count: 2}\nmodel: {hidden: [3]}\n"
                     "replicas: {seeds: 2}\ntraining: {iterations: 9, learning_rate: 1e30, "
                     "optimizer: sgd}\n",
    "bare.yaml": "data: {source: 'builtin:wine'}\nsplits: {count: 2}\nmodel: {hidden: [5]}\n"
                 "replicas: {seeds: 2}\noutput: {history_every: 0, initial_weights: false, "
                 "dataset: false}\n" + QUICK,
    "early.yaml": "data: {source: 'builtin:wine'}\nsplits: {count: 5}\nmodel: {hidden: [6, 9]}\n"
                  "replicas: {seeds: 2}\ntraining: {iterations: 2000, learning_rate: 0.05, "
                  "validation_fraction: 0.2, patience: 10}\n",
    "many.yaml": "data: {source: 'builtin:iris'}\nsplits: {count: 40}\nmodel: {hidden: [2, 3]}\n"
                 "replicas: {seeds: 125}\ntraining: {iterations: 4}\n"
                 "significance: {bootstrap: 20}\n",
}
# name: the run's command line
RUNS = {
    "quick": f"run {CONFIGS}/quick.yaml",
    "main": f"run {CONFIGS}/breast_cancer.yaml --set training.iterations=200",
    "tutorial": f"run {CONFIGS}/tutorial.yaml --set training.iterations=20 --set replicas.seeds=6",
    "digits": f"run {CONFIGS}/digits.yaml --set training.iterations=30 --set replicas.seeds=1",
    **{name[:-5]: f"run {name}" for name in FILES if name.endswith(".yaml")},
}


def make(name, test):
    """Trains experiment `name` in the test's folder; returns the results file's name."""
    write_files(test.folder, FILES)
    test.succeed(f"{RUNS[name]} -q -o {name}.h5")
    return f"{name}.h5"
