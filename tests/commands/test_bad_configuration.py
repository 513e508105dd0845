"""Faults of a configuration: exit 78 (66 where a file is missing), named by file, line and key."""


import skips
from harness import TINY, Case, CommandTest, add_cases


def config(name, text, exit_code, stderr, forbidden=(), options="", files=None):
    return Case(name, f"run bad.yaml {options}", exit_code, stderr, forbidden,
                files={"bad.yaml": text, **(files or {})})


CASES = [
    config("an unknown key names the nearest", "training:\n  learning_rat: 0.1\n", 78,
           ["bad.yaml:2", "learning_rat", "training.learning_rate"]),
    config("an unknown section names the nearest", "trainning:\n  iterations: 3\n", 78,
           ["bad.yaml:1", "trainning", "training"]),
    config("fewer shuffles than one", "significance:\n  permutation_repeats: 0\n", 78,
           ["bad.yaml:2", "significance.permutation_repeats", "out of range"]),
    config("a key given twice", "replicas:\n  seeds: 3\n  first_seed: 1\n  seeds: 4\n", 78,
           ["bad.yaml:4", "replicas.seeds", "line 2"]),
    config("a section given twice", "replicas: {seeds: 3}\nreplicas: {seeds: 4}\n", 78,
           ["bad.yaml:2", "replicas"]),
    config("text where a number belongs", "name: x\nreplicas:\n  seeds: many\n", 78,
           ["bad.yaml:3", "replicas.seeds", "'many'"]),
    config("a fraction where an integer belongs", "replicas: {seeds: 2.5}\n", 78,
           ["bad.yaml:1", "replicas.seeds", "'2.5'"]),
    config("a list where a number belongs", "replicas: {seeds: [2]}\n", 78,
           ["bad.yaml:1", "replicas.seeds"]),
    config("a number where a list belongs", "model: {hidden: 30}\n", 78,
           ["bad.yaml:1", "model.hidden"]),
    config("a value where a section belongs", "model: 30\n", 78, ["bad.yaml:1", "model"]),
    config("a number where a truth value belongs", "training: {shuffle: 3}\n", 78,
           ["bad.yaml:1", "training.shuffle"]),
    config("no seeds", "replicas: {seeds: 0}\n", 78, ["bad.yaml:1", "replicas.seeds", "'0'"]),
    config("seeds beyond 32 bits", "replicas: {first_seed: 4294967295, seeds: 2}\n", 78,
           ["bad.yaml", "seed"]),
    config("a fraction of more than all", "splits: {train_fraction: 1.5}\n", 78,
           ["bad.yaml:1", "splits.train_fraction", "'1.5'"]),
    config("a hidden size of none", "model:\n  hidden: [4, 0]\n", 78,
           ["bad.yaml:2", "model.hidden", "'0'"]),
    config("a hidden size twice", "model: {hidden: [4, 8, 4]}\n", 78,
           ["bad.yaml:1", "model.hidden", "4"]),
    config("not a number", "training: {learning_rate: .nan}\n", 78,
           ["bad.yaml:1", "training.learning_rate"]),
    config("an unknown choice names the nearest", "training: {optimizer: adamm}\n", 78,
           ["bad.yaml:1", "training.optimizer", "'adamm'", "adam"]),
    config("an unknown method names the nearest", "significance: {methods: [l2_nrom]}\n", 78,
           ["bad.yaml:1", "significance.methods", "l2_nrom", "l2_norm"]),
    config("all errors in one go",
           "training:\n  iterationz: 3\n  optimizer: magic\nreplicas:\n  seeds: -1\n", 78,
           ["bad.yaml:2", "iterationz", "bad.yaml:3", "'magic'", "bad.yaml:5", "'-1'"]),
    config("errors of the file and of the command line in one go", "replicas: {seeds: -1}\n", 78,
           ["bad.yaml:1", "--set", "model.hiden", "model.hidden"],
           options="--set model.hiden=[3]"),
    config("an unknown key on the command line", TINY, 78, ["--set", "replicas.seedz",
           "replicas.seeds"], options="--set replicas.seedz=3"),
    config("a value out of range on the command line", TINY, 78,
           ["--set", "replicas.seeds", "'0'"], options="--set replicas.seeds=0"),
    config("text that is not YAML", "replicas: {seeds: 3\nmodel: [\n", 78, ["bad.yaml:"]),
    config("a configuration that is a list", "- 1\n- 2\n", 78, ["bad.yaml"]),
    config("a configuration that is binary", "\x00\x01\x02", 78, ["bad.yaml"]),
    config("folds that do not divide the splits",
           "splits: {method: stratified_kfold, folds: 5, count: 7}\n", 78,
           ["bad.yaml", "splits.count", "7", "5"]),
    config("an odd number of complementary splits",
           "splits: {method: complementary_pairs, count: 3}\n", 78, ["bad.yaml", "splits.count"]),
    config("more significant features than features",
           "data: {source: 'builtin:iris'}\nsignificance: {top: 5}\n", 78,
           ["significance.top", "5", "4"]),
    config("the tutorial's rule with another hidden size",
           "model: {hidden: [30, 31]}\nsignificance: {methods: [tutorial]}\n", 78,
           ["tutorial", "31", "30"]),
    config("splits from a file that is not named", "splits: {method: file}\n", 78,
           ["bad.yaml", "splits.file"]),
    config("groups with the tutorial's split",
           "data: {source: d.csv, groups: g}\nsplits: {method: first_half}\n", 78,
           ["first_half", "data.groups"],
           files={"d.csv": "y,g,a\nu,1,1\nv,2,2\nu,3,3\nv,4,5\n"}),
    config("an unknown built-in names the nearest", "data: {source: 'builtin:wnie'}\n", 78,
           ["wnie", "wine"]),
    Case("no such configuration", "run missing.yaml", 66, ["missing.yaml", "No such file"]),
    Case("a configuration that is a folder", "run folder", 66, ["folder"],
         files={"folder/x": ""}),
    config("no such data file", "data: {source: missing.csv}\n", 66, ["missing.csv"]),
    Case("data are looked for beside the configuration", "run sub/bad.yaml", 66,
         ["sub/missing.csv"], files={"sub/bad.yaml": "data: {source: missing.csv}\n",
                                     "missing.csv": "y,a\nu,1\n"}),
    config("no such file of splits", "splits: {method: file, file: missing.csv}\n", 66,
           ["missing.csv"]),
]


class BadConfiguration(CommandTest):
    pass


add_cases(BadConfiguration, CASES)

if __name__ == "__main__":
    skips.main()
