"""The same with PyTables."""
import sys
import warnings

import numpy as np
import tables

# PyTables knows no dimension scales and says so of each dataset.
warnings.simplefilter("ignore", tables.exceptions.DataTypeWarning)

with tables.open_file(sys.argv[1]) as file:
    method = file.root.significance._v_attrs["default"].decode()
    significance = file.root.significance._f_get_child(method)
    names = file.root.dataset.feature_names.read().item().decode().split("\n")
    frequency = significance.frequency[:]
    low, high = significance.frequency_low[:], significance.frequency_high[:]
    for f in np.argsort(-frequency, kind="stable")[:3]:
        print(f"{names[f]}: {frequency[f]:.4f} ({low[f]:.4f} ... {high[f]:.4f})")

    hidden = file.root.replicas.hidden[11]
    row = np.flatnonzero(file.get_node(f"/replica_{hidden:04d}")[:] == 11)[0]
    input_weight = file.get_node(f"/weights/hidden_{hidden:04d}/input_weight")[row]
    print("W1", *input_weight.shape)
    print(f"W1[0, 1] {input_weight[0, 1]:.6f}")

    loss = np.nanmean(file.root.history.loss[:], axis=0, dtype=float)
    print(f"loss {loss[0]:.4f} -> {loss[-1]:.4f}")
