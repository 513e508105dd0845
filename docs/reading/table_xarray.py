"""The same with xarray; the engine is h5netcdf or netcdf4."""
import sys

import xarray as xr

path, engine = sys.argv[1], sys.argv[2]


def open_group(group):
    return xr.open_dataset(path, group=group, engine=engine)


scales = open_group("/")
first = scales["method"].attrs["names"].split("\n")[0]
names = scales["feature"].attrs["names"].split("\n")

table = open_group(f"/significance/{first}")
table = table[["frequency", "frequency_low", "frequency_high"]].assign_coords(feature=names)
frame = table.to_dataframe().sort_values("frequency", ascending=False, kind="stable")
for _, row in frame.head(3).iterrows():
    print(f"{row.name}: {row.frequency:.4f} ({row.frequency_low:.4f} ... {row.frequency_high:.4f})")

# Scales of the root name the dimensions; to select by replica number give them as coordinates.
hidden = int(open_group("/replicas")["hidden"][11])
weights = open_group(f"/weights/hidden_{hidden:04d}")
weights = weights.assign_coords({f"replica_{hidden:04d}": scales[f"replica_{hidden:04d}"]})
input_weight = weights["input_weight"].sel({f"replica_{hidden:04d}": 11})
print("W1", *input_weight.shape)
print(f"W1[0, 1] {float(input_weight[0, 1]):.6f}")

loss = open_group("/history")["loss"].mean("replica", dtype=float)
print(f"loss {float(loss[0]):.4f} -> {float(loss[-1]):.4f}")
