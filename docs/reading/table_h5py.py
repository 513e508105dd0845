"""The significance table, one network's weights and the loss curves, with h5py."""
import sys

import h5py
import numpy as np

with h5py.File(sys.argv[1]) as file:
    # How often is each feature significant, by the first method?
    method = file["significance"].attrs["default"]
    significance = file["significance"][method]
    names = file["dataset/feature_names"][()].decode().split("\n")
    frequency = significance["frequency"][:]
    low, high = significance["frequency_low"][:], significance["frequency_high"][:]
    for f in np.argsort(-frequency, kind="stable")[:3]:
        print(f"{names[f]}: {frequency[f]:.4f} ({low[f]:.4f} ... {high[f]:.4f})")

    # The weights of replica 11: W1 [hidden unit, feature], as in PyTorch.
    hidden = file["replicas/hidden"][11]
    row = np.flatnonzero(file[f"replica_{hidden:04d}"][:] == 11)[0]
    input_weight = file[f"weights/hidden_{hidden:04d}/input_weight"][row]
    print("W1", *input_weight.shape)
    print(f"W1[0, 1] {input_weight[0, 1]:.6f}")

    # Mean loss over all replicas, at the first and the last iteration stored.
    loss = np.nanmean(file["history/loss"][:], axis=0, dtype=float)
    print(f"loss {loss[0]:.4f} -> {loss[-1]:.4f}")
