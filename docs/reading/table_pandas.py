"""Tables as pandas frames: from `holdfast export` and `summary --format csv`, without HDF5."""
import io
import subprocess
import sys

import pandas as pd

path = sys.argv[1]


def table(*command):
    text = subprocess.run(["holdfast", *command], check=True, stdout=subprocess.PIPE).stdout
    return pd.read_csv(io.BytesIO(text))


significance = table("export", path, "significance")
first = significance[significance["method"] == significance["method"][0]]
top = first.sort_values("frequency", ascending=False, kind="stable").head(3)
for row in top.itertuples():
    print(f"{row.feature}: {row.frequency:.4f} ({row.frequency_low:.4f} ... {row.frequency_high:.4f})")

# One row a network: what do accuracy and dead units do with the hidden size?
replicas = table("export", path, "replicas")
print(replicas.groupby("hidden")[["test_accuracy", "dead_units"]].mean())
