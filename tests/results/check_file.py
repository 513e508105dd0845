"""What h5py, zlib and ncdump make of a results file: check_file.py MAKE_RESULTS_FILE.

Exits 77 (skipped) where h5py is not installed. All references are written out by hand here or come
from the file through h5py alone.
"""
import json
import os
import pathlib
import shutil
import subprocess
import sys
import tempfile
import zlib

sys.path.insert(0, str(pathlib.Path(__file__).resolve().parents[1] / "commands"))
import skips  # noqa: E402

try:
    import h5py
    import numpy as np
except ImportError as reason:
    skips.end(f"{reason} (Debian: python3-h5py)")

HIDDEN = {0: "0005", 1: "0003"}
SPLITS, SEEDS = 2, 3
MEASURES = ["learned", "train_loss", "train_accuracy", "test_loss", "test_accuracy",
            "balanced_accuracy", "dead_units", "iterations", "seconds"]
WEIGHTS = ["input_weight", "input_bias", "output_weight", "output_bias"]


def axes_of(path, dataset):
    """The dimensions' names as docs/results-file.md has them, by path."""
    group, name = path.rsplit("/", 1)
    if group == "/dataset":
        return {"x": ["sample", "feature"], "y": ["sample"],
                "input_feature": ["input"]}.get(name, [])
    if group == "/splits":
        return ["split", "sample" if name in ("train", "validation") else "input"]
    if group == "/replicas":
        return ["replica"]
    if group == "/history":
        return ["replica", "iteration"]
    if group.startswith("/weights/hidden_"):
        size = group[-4:]
        rest = {"input_weight": [f"unit_{size}", "input"], "input_bias": [f"unit_{size}"],
                "output_weight": ["class", f"unit_{size}"], "output_bias": ["class"]}
        return [f"replica_{size}"] + rest[name.replace("initial_", "")]
    if group == "/importance":
        return ["replica", "feature"]
    if group == "/significance":
        return {"agreement": ["method", "method"], "group": ["feature"],
                "group_chance": ["feature"], "direction": ["class", "feature"]}.get(name, [])
    if group == "/significance/conditional":
        return [] if name == "networks" else ["feature_group" if name.startswith("group_")
                                              else "feature"]
    if group == "/significance/univariate":
        return ["feature"]
    if group.startswith("/significance/"):
        return axes_of_method(name)
    return []


def axes_of_method(name):
    special = {"rank_count": ["feature", "rank"], "stability_by_k": ["rank"],
               "voters_by_hidden": ["hidden"], "voters_by_split": ["split"],
               "stability_by_hidden": ["hidden"], "stability_cross_by_hidden": ["hidden"],
               "kendall_w_by_hidden": ["hidden"], "variance_seeds_used": ["hidden"]}
    if name in special:
        return special[name]
    if name.endswith("by_hidden") or name.startswith("variance_"):
        return ["hidden", "feature"]
    if name.endswith("by_split"):
        return ["split", "feature"]
    if name.startswith("error_bound"):
        return ["threshold"]
    if name.startswith(("stability", "kendall", "vot")) or name in ("draws_skipped", "half_samples"):
        return []
    return ["feature"]


def check_dimensions(file):
    def visit(name, item):
        if not isinstance(item, h5py.Dataset):
            return
        path = "/" + name
        assert item.attrs["units"] in (b"1", b"s"), path
        assert item.attrs["long_name"], path
        assert "REFERENCE_LIST" not in item.attrs and "_Netcdf4Dimid" not in item.attrs, path
        assert item.chunks is None and item.compression is None, path
        if "/" not in name:
            assert h5py.h5ds.is_scale(item.id), path
            return
        expected = axes_of(path, item)
        assert len(item.shape) == len(expected), (path, item.shape, expected)
        for dimension, axis in zip(item.dims, expected):
            assert dimension.keys() == [axis], (path, dimension.keys(), axis)
            assert dimension[0].name == "/" + axis, path
    file.visititems(visit)


def check_texts(file):
    names = 'radius\nmean of "x", y\nGröße\n'
    assert file["dataset/feature_names"][()].decode() == names
    assert file["feature"].attrs["names"].decode() == names
    assert file["input"].attrs["names"].decode() == names
    assert list(file["dataset/input_feature"]) == [0, 1, 2, 3]
    assert json.loads(file["dataset/levels"][()]) == {}
    assert file["class"].attrs["names"] == b"benign\nmalignant\nunknown"
    assert file["method"].attrs["names"] == b"l2_norm\ngarson"
    assert file["config/given"][()] == b"# as the user wrote it\nname: small\n"
    assert file["provenance/sessions"][()] == \
        b'{"version": "0.0", "host": "M\\u00fcnchen \\ud83d\\ude00\\ufffd"}\n'
    assert json.loads(file["provenance/sessions"][()])["host"] == "München \U0001f600\ufffd"
    assert file.attrs["title"] == b"small"
    for path in ("config/given", "config/resolved", "dataset/feature_names",
                 "dataset/class_names", "provenance/sessions"):
        text = h5py.check_string_dtype(file[path].dtype)
        assert text.length is not None, path
        expected = "ascii" if path != "dataset/feature_names" else "utf-8"
        assert text.encoding == expected, (path, text.encoding)
        file[path].asstr()[()]  # raises where the text is not what the file calls it
    assert file["dataset/feature_names"].asstr()[()] == names
    assert file["rank"].attrs["long_name"] == b"rank of a feature, 1 is the largest importance"


def check_character_sets(file):
    """Every text, dataset or attribute, is called UTF-8 exactly where it is not ASCII."""
    seen = {h5py.h5t.CSET_ASCII: 0, h5py.h5t.CSET_UTF8: 0}

    def check(where, type_, value):
        if type_.get_class() != h5py.h5t.STRING:
            return
        ascii_only = all(byte < 0x80 for byte in bytes(value))
        expected = h5py.h5t.CSET_ASCII if ascii_only else h5py.h5t.CSET_UTF8
        assert type_.get_cset() == expected, where
        bytes(value).decode("utf-8")
        seen[expected] += 1

    def visit(name, item):
        if isinstance(item, h5py.Dataset) and item.dtype.kind == "S":
            check(name, item.id.get_type(), item[()])
        for key in item.attrs:
            value = item.attrs[key]
            if isinstance(value, (bytes, str)):
                value = value if isinstance(value, bytes) else value.encode()
                check(f"{name}@{key}", item.attrs.get_id(key).get_type(), value)
    visit("/", file)
    file.visititems(visit)
    assert seen[h5py.h5t.CSET_ASCII] > 100 and seen[h5py.h5t.CSET_UTF8] == 3, seen


def check_flags(file):
    status = file["replicas/status"]
    assert status.attrs["flag_values"].dtype == np.uint8
    assert list(status.attrs["flag_values"]) == [0, 1, 2]
    assert status.attrs["flag_meanings"] == b"pending done diverged"


def check_default_plot(file):
    """As a NeXus reader finds it: root -> entry -> data -> signal and axis."""
    entry = file[file.attrs["default"]]
    data = entry[entry.attrs["default"]]
    assert (file.attrs["NX_class"], entry.attrs["NX_class"], data.attrs["NX_class"]) == \
        (b"NXroot", b"NXentry", b"NXdata")
    assert data.name == "/significance/l2_norm"
    assert data[data.attrs["signal"]] == file["significance/l2_norm/frequency"]
    assert data[data.attrs["axes"]] == file["feature"]
    assert isinstance(data.get("feature", getlink=True), h5py.SoftLink)


def check_checksums(file):
    replicas = file["replicas"]
    for number in range(SPLITS * len(HIDDEN) * SEEDS):
        split, rest = divmod(number, len(HIDDEN) * SEEDS)
        hidden, seed = divmod(rest, SEEDS)
        weights, row = file["weights/hidden_" + HIDDEN[hidden]], split * SEEDS + seed
        rows = [replicas["status"][number]] + [replicas[name][number] for name in MEASURES]
        rows += [file["history/loss"][number], file["history/test_accuracy"][number]]
        rows += [weights[prefix + name][row] for prefix in ("", "initial_") for name in WEIGHTS]
        crc = zlib.crc32(b"".join(value.tobytes() for value in rows))
        assert crc == replicas["crc32"][number], number
        rows = [file["importance"][method][number] for method in ("l2_norm", "garson")]
        crc = zlib.crc32(b"".join(value.tobytes() for value in rows))
        assert crc == replicas["importance_crc32"][number], number
    assert list(replicas["status"]) == [1] * 9 + [2] * 3


def check_ncdump(path):
    run = subprocess.run(["ncdump", "-h", path], capture_output=True, text=True, check=True)
    for line in ("feature = 4 ;", "replica_0005 = 6 ;", "unit_0003 = 3 ;", "iteration = 3 ;",
                 "float input_weight(replica_0005, unit_0005, input) ;",
                 "float output_weight(replica_0003, class, unit_0003) ;",
                 "float loss(replica, iteration) ;", "int rank_count(feature, rank) ;",
                 "double center(split, input) ;", "uint crc32(replica) ;",
                 "double frequency_by_hidden(hidden, feature) ;", "string given ;"):
        assert line in run.stdout, line
    assert "phony_dim" not in run.stdout
    assert "_FillValue" not in run.stdout
    run = subprocess.run(["ncdump", path], capture_output=True, text=True, check=True)
    assert "status = 1, 1, 1, 1, 1, 1, 1, 1, 1, 2, 2, 2 ;" in run.stdout


def check_pending(path):
    """Integers that are 0 must be seen as 0, not as missing."""
    with h5py.File(path, "r") as file:
        assert not file["replicas/status"][()].any()
        assert np.isnan(file["weights/hidden_0003/output_bias"][()]).all()
        assert not file["significance/garson/rank_count"][()].any()


def check_ncdump_pending(path):
    run = subprocess.run(["ncdump", path], capture_output=True, text=True, check=True)
    assert "status = 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0 ;" in run.stdout
    assert "voters = 0 ;" in run.stdout


def main():
    with tempfile.TemporaryDirectory() as folder:
        done, pending = os.path.join(folder, "done.h5"), os.path.join(folder, "pending.h5")
        subprocess.run([sys.argv[1], done], check=True)
        subprocess.run([sys.argv[1], pending, "pending"], check=True)
        with h5py.File(done, "r") as file:
            check_dimensions(file)
            check_texts(file)
            check_character_sets(file)
            check_flags(file)
            check_default_plot(file)
            check_checksums(file)
        check_pending(pending)
        if not shutil.which("ncdump"):
            skips.end("needs ncdump (netcdf-bin), for its view of the file")
        check_ncdump(done)
        check_ncdump_pending(pending)
    print("h5py, zlib and ncdump agree")


if __name__ == "__main__":
    main()
