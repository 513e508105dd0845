#!/usr/bin/env python3
"""Times holdfast and its peers on the same work, in turns, and prints medians and ratios.

Usually called by bench/run.sh, which builds all of it. In each round every peer runs next to a run
of holdfast, first one and then the other, on the same core; the next round turns the order round.
A run's time is the best of its repetitions, on both sides. A ratio is the median over the rounds of
(the peer's time / holdfast's time beside it): slow changes of the machine's speed fall out of it.
"""

import argparse
import json
import os
import pathlib
import platform
import shutil
import statistics
import subprocess
import sys

PEERS = pathlib.Path(__file__).resolve().parent / "peers"
PACKAGES = ["python3-torch", "python3-sklearn", "libfann-dev", "libopenblas-dev", "libxsmm-dev"]
KERNELS = ["forward", "weight_gradient"]
KERNEL_SIZE = {"m": 284, "n": 30, "k": 30}

# holdfast's own figures: case, cores ("one", "all"), share of the FMA peak to reach.
CASES = [
    ("forward", "one", 0.85),
    ("weight_gradient", "one", 0.85),
    ("tutorial", "one", 0.74),
    ("hidden_100", "one", 0.76),
    ("hidden_10", "one", 0.55),
    ("rows_1000", "one", 0.70),
    ("rows_1000", "all", None),
    ("rows_20000", "one", 0.70),
    ("rows_20000", "all", None),
]

# The AVX2 path on a machine that has more: its share of the AVX2 peak.
AVX2_SHARE = 0.70

# What one training of a large case may cost, in operations: fewer iterations are timed then.
WORK = {"full": 100e9, "quick": 20e9}


class Fault(Exception):
    """A program that did not run, or whose result is wrong; the text says which."""


class PeerFault(Fault):
    """The same of a peer: its row is missing then."""


class Peer:
    """A row of the table below; command(options, size) gives the words of its command."""

    def __init__(self, title, cases, command, at_least=None, test_pass=True, as_installed=False):
        self.title = title
        self.cases = cases
        self.command = command
        self.at_least = at_least
        self.test_pass = test_pass
        self.as_installed = as_installed


def script(name, repeat):
    return lambda options, size: (
        [options.python, PEERS / name, "--repeat", 1 if options.quick else repeat]
        + ["--threads", size["threads"], "--hidden", size["hidden"]]
    )


def pytorch_of_size(options, size):
    work = WORK["quick" if options.quick else "full"]
    iterations = min(1000, max(5, round(work / operations(size, 1))))
    words = script("pytorch.py", 3)(options, size) + ["--iterations", iterations]
    for key in ["rows", "test_rows", "features", "classes"]:
        words += ["--" + key.replace("_", "-"), size[key]]
    return words


def fann(options, size):
    words = [options.programs / "fann", options.programs / "train.data"]
    words += [options.programs / "test.data", size["hidden"], 1000, 1 if options.quick else 2]
    return words


def gemm(library, layout="stored"):
    return lambda options, size: (
        [options.programs / f"gemm_{library}", size["name"], size["m"], size["n"], size["k"]]
        + [layout, 3 if options.quick else 9]
    )


PEER_LIST = [
    Peer("OpenBLAS, as installed", KERNELS, gemm("openblas"), 1, as_installed=True),
    Peer("OpenBLAS", KERNELS, gemm("openblas"), 1),
    Peer("libxsmm", KERNELS, gemm("libxsmm"), 1),
    Peer("libxsmm, any layout", KERNELS, gemm("libxsmm", "free"), 1),
    Peer("OpenBLAS, any layout", KERNELS, gemm("openblas", "free"), 1),
    Peer("PyTorch as the tutorial writes it", ["tutorial"], script("pytorch.py", 3), 30),
    Peer("PyTorch, 64 replicas by bmm", ["tutorial"], script("pytorch_batched.py", 1), 20),
    Peer("scikit-learn, no test pass", ["tutorial"], script("sklearn_mlp.py", 3), 20, False),
    Peer("FANN (RPROP), no test pass", ["tutorial"], fann, None, False),
    Peer("PyTorch", ["rows_1000", "rows_20000"], pytorch_of_size, 1),
]


def operations(size, iterations, test_pass=True):
    """Useful arithmetic: of one product, or of the training of one replica."""
    if size["name"] in KERNELS:
        return 2 * size["m"] * size["n"] * size["k"]
    n, m, f = size["rows"], size["test_rows"], size["features"]
    h, c = size["hidden"], size["classes"]
    test = m * (f * h + h * c) if test_pass else 0
    return 2 * iterations * (n * (2 * f * h + 3 * h * c) + test)


def run(words, cores, environment):
    """Runs a command on some cores and gives its JSON."""
    words = [str(word) for word in words]
    line = " ".join(words)
    try:
        done = subprocess.run(
            words,
            env=environment,
            preexec_fn=lambda: os.sched_setaffinity(0, cores),
            stdout=subprocess.PIPE,
            stderr=subprocess.PIPE,
            text=True,
            check=False,
        )
    except OSError as error:
        raise Fault(f"{line}: {error.strerror}") from error
    if done.returncode != 0:
        last = (done.stderr.strip().splitlines() or ["no message"])[-1]
        raise Fault(f"{line}: exit code {done.returncode}: {last}")
    try:
        return json.loads(done.stdout)
    except ValueError as error:
        raise Fault(f"{line}: printed no JSON: {error}") from error


def has_avx512():
    try:
        return "avx512f" in pathlib.Path("/proc/cpuinfo").read_text(encoding="utf-8")
    except OSError:
        return False


def environment_of(threads, as_installed):
    """Peers get OpenBLAS's AVX-512 kernels even where it does not know the processor."""
    environment = dict(os.environ, OMP_NUM_THREADS=str(threads), OPENBLAS_NUM_THREADS=str(threads))
    environment.pop("OPENBLAS_CORETYPE", None)
    if has_avx512() and not as_installed:
        environment["OPENBLAS_CORETYPE"] = "SKYLAKEX"
    return environment


def measure_holdfast(options, case, cores, isa=None):
    """One run of `holdfast bench`; gives the case's entry with "seconds" and "peak_gflops"."""
    kind = "kernels" if case in KERNELS else "train"
    words = [options.holdfast, "bench", kind, "--format", "json"]
    words += [] if case in KERNELS else ["--case", case]
    environment = dict(os.environ)
    if isa is not None:
        environment["HOLDFAST_ISA"] = isa
    result = run(words, cores, environment)
    wanted = dict(KERNEL_SIZE, name=case) if case in KERNELS else {"name": case}
    entries = [entry for entry in result[kind] if wanted.items() <= entry.items()]
    if len(entries) != 1:
        raise Fault(f"{' '.join(map(str, words))}: {len(entries)} entries like {wanted}")
    entry = dict(entries[0], isa=result["isa"], peak_gflops=result["peak_gflops"])
    entry.setdefault("threads", 1 if case in KERNELS else result["threads"])
    if case in KERNELS:
        entry["seconds"] = operations(entry, 1) / (entry["gflops"] * 1e9)
        return entry
    entry["seconds"] = entry["ms_per_1000_iterations"] / 1000
    gflops = operations(entry, 1000) / entry["seconds"] / 1e9
    if abs(gflops - entry["gflops"]) > 0.02 * gflops:
        raise Fault(f"{case}: holdfast says {entry['gflops']} GFLOP/s; its time and the "
                    f"useful arithmetic give {gflops:.1f}")
    return entry


def measure_peer(options, peer, cores, size):
    environment = environment_of(size["threads"], peer.as_installed)
    try:
        result = run(peer.command(options, size), cores, environment)
    except Fault as fault:
        raise PeerFault(str(fault)) from fault
    if not result["check"]["passed"]:
        raise PeerFault(f"failed its check: {result['check']}")
    return dict(result, best=min(result["seconds"]))


def measure_pair(options, peer, case, cores, turned):
    """holdfast and a peer next to each other."""
    size = options.sizes[case, len(cores)]
    if turned:
        theirs = measure_peer(options, peer, cores, size)
        ours = measure_holdfast(options, case, cores)
    else:
        ours = measure_holdfast(options, case, cores)
        theirs = measure_peer(options, peer, cores, size)
    return ours, theirs


def measure_case(options, case, cores):
    """All rounds of one case: holdfast's entries, and each peer's pairs or its fault; None where
    holdfast makes no use of more cores.
    """
    peers = [peer for peer in PEER_LIST if case in peer.cases]
    first = measure_holdfast(options, case, cores)
    options.sizes[case, len(cores)] = first
    if len(cores) > 1 and first["threads"] == 1:
        return None  # it has been measured on one core
    ours, pairs, faults = [], {peer: [] for peer in peers}, {}
    for number in range(options.rounds):
        if not peers:
            ours.append(measure_holdfast(options, case, cores))
        for peer in [peer for peer in peers if peer not in faults]:
            progress(f"{case}, {len(cores)} core(s), round {number + 1}: {peer.title}")
            try:
                entry, theirs = measure_pair(options, peer, case, cores, number % 2 == 1)
            except PeerFault as fault:
                faults[peer] = str(fault)
                continue
            ours.append(entry)
            pairs[peer].append((entry["seconds"], theirs))
    # Where every peer failed, holdfast's first run is what there is.
    return ours or [first], pairs, faults


def progress(line):
    if sys.stderr.isatty():
        print(f"\r\033[K{line}", end="", file=sys.stderr, flush=True)


def spread(values):
    return {"median": statistics.median(values), "lowest": min(values), "highest": max(values)}


def summarize_ours(case, target, cores, entries):
    shares = [entry["share_of_peak"] for entry in entries]
    return {
        "case": case,
        "who": "holdfast",
        "threads": entries[0]["threads"],
        "cores": len(cores),
        "seconds": spread([entry["seconds"] for entry in entries]),
        "gflops": statistics.median(entry["gflops"] for entry in entries),
        "peak_gflops": statistics.median(entry["peak_gflops"] for entry in entries),
        "share_of_peak": statistics.median(shares),
        "at_least": target,
        "measurements": entries,
    }


def summarize_peer(case, peer, cores, size, pairs, fault):
    row = {"case": case, "who": peer.title, "threads": size["threads"], "cores": len(cores)}
    row.update(at_least=peer.at_least, test_pass=peer.test_pass, fault=fault)
    if fault is None:
        row["seconds"] = spread([theirs["best"] for _, theirs in pairs])
        work = operations(size, 1000, peer.test_pass)
        row["gflops"] = work / row["seconds"]["median"] / 1e9
        row["share_of_peak"] = row["gflops"] / (size["peak_gflops"] * size["threads"])
        row["ratio"] = spread([theirs["best"] / ours for ours, theirs in pairs])
        row["measurements"] = [theirs for _, theirs in pairs]
    return row


def measure_all(options, core_sets):
    rows = []
    for case, which, target in CASES:
        cores = core_sets[which]
        left_out = options.only and case not in options.only
        if left_out or (which == "all" and cores == core_sets["one"]):
            continue
        measured = measure_case(options, case, cores)
        if measured is None:
            continue
        entries, pairs, faults = measured
        rows.append(summarize_ours(case, target, cores, entries))
        size = options.sizes[case, len(cores)]
        for peer, values in pairs.items():
            rows.append(summarize_peer(case, peer, cores, size, values, faults.get(peer)))
    if rows and rows[0]["measurements"][0]["isa"] == "avx512" and not options.only:
        entries = [measure_holdfast(options, "tutorial", core_sets["one"], "avx2")
                   for _ in range(options.rounds)]
        row = summarize_ours("tutorial", AVX2_SHARE, core_sets["one"], entries)
        rows.append(dict(row, who="holdfast, avx2 path"))
    return rows


def cpu_model():
    try:
        lines = pathlib.Path("/proc/cpuinfo").read_text(encoding="utf-8").splitlines()
    except OSError:
        return platform.machine()
    names = [line.split(":", 1)[1].strip() for line in lines if line.startswith("model name")]
    return names[0] if names else platform.machine()


def package_versions():
    if shutil.which("dpkg-query") is None:
        return {}
    words = ["dpkg-query", "-W", "-f", "${Package} ${Version}\n", *PACKAGES]
    done = subprocess.run(words, capture_output=True, text=True, check=False)
    return dict(line.split(" ", 1) for line in done.stdout.splitlines())


def cells(row):
    """A row of the table, as text."""
    unit, factor, digits = ("µs", 1e6, 2) if row["case"] in KERNELS else ("ms", 1e3, 1)
    line = [row["case"], row["who"], str(row["threads"])]
    if row.get("fault") is not None:
        return line + ["not measured", "", "", "", "", ""]
    time = {key: f"{value * factor:,.{digits}f}" for key, value in row["seconds"].items()}
    line += [f"{time['median']} {unit}", f"{time['lowest']}-{time['highest']}"]
    line += [f"{row['gflops']:.1f}", f"{row['share_of_peak']:.3f}"]
    reached = row["ratio"]["median"] if "ratio" in row else row["share_of_peak"]
    line.append(f"{reached:.2f}×" if "ratio" in row else "")
    goal = ""
    if row["at_least"] is not None:
        goal = f"{row['at_least']}×" if "ratio" in row else f"{row['at_least']:.2f} of peak"
        goal += " (missed)" if reached < row["at_least"] else ""
    return line + [goal]


def print_table(rows):
    header = ["case", "who", "threads", "median", "range", "GFLOP/s", "of peak",
              "holdfast faster by", "at least"]
    lines = [header] + [cells(row) for row in rows]
    widths = [max(len(line[column]) for line in lines) for column in range(len(header))]
    lines.insert(1, ["-" * width for width in widths])
    for line in lines:
        print("| " + " | ".join(map(str.ljust, line, widths)) + " |")
    for row in rows:
        if row.get("fault") is not None:
            print(f"\n{row['case']}, {row['who']}: {row['fault']}")
        elif row["share_of_peak"] > 1:
            print(f"\n{row['case']}, {row['who']}: over the peak, which cannot be: the work is not "
                  "done, or the peak is not one")


def arguments():
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--holdfast", required=True, type=pathlib.Path, help="the program")
    parser.add_argument("--programs", required=True, type=pathlib.Path,
                        help="the folder with the peers written in C, built")
    parser.add_argument("--output", required=True, type=pathlib.Path, help="JSON with all of it")
    parser.add_argument("--python", default=sys.executable, help="the one that has the peers")
    parser.add_argument("--rounds", type=int, default=None, help="5; with --quick 1")
    parser.add_argument("--quick", action="store_true", help="one round, short ones")
    parser.add_argument("--only", action="append", choices=sorted({c[0] for c in CASES}),
                        help="this case alone; may be repeated")
    options = parser.parse_args()
    options.rounds = options.rounds or (1 if options.quick else 5)
    options.sizes = {}
    if options.rounds < 1:
        parser.error("--rounds: at least 1")
    return options


def main():
    options = arguments()
    usable = sorted(os.sched_getaffinity(0))
    # The last core: the first one has most of the system's interrupts.
    core_sets = {"one": {usable[-1]}, "all": set(usable)}
    try:
        rows = measure_all(options, core_sets)
    except Fault as fault:
        progress("")
        sys.exit(f"bench: {fault}")
    progress("")
    machine = {"cpu": cpu_model(), "cores": len(usable), "system": platform.platform()}
    peaks = [row["peak_gflops"] for row in rows if row["who"] == "holdfast"]
    result = {"machine": machine, "packages": package_versions(), "rounds": options.rounds,
              "peak_gflops": spread(peaks), "rows": rows}
    options.output.write_text(json.dumps(result, indent=1) + "\n", encoding="utf-8")
    print(f"{machine['cpu']}, {machine['cores']} cores; measured FMA peak of one core "
          f"{min(peaks):.0f}-{max(peaks):.0f} GFLOP/s; {options.rounds} round(s)")
    print("; ".join(f"{name} {version}" for name, version in result["packages"].items()))
    print("One replica's 1,000 iterations, or one product. Threads and cores are the same on both "
          "sides.\n")
    print_table(rows)
    print(f"\nAll measurements: {options.output}")
    sys.exit(1 if any(row.get("fault") is not None for row in rows) else 0)


main()
