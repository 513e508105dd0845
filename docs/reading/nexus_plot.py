"""What a NeXus viewer (silx view, nexpy) shows first: the frequency of the first method by feature."""
import sys

from silx.io import nxdata, open as open_nexus

with open_nexus(sys.argv[1]) as file:
    plot = nxdata.get_default(file)
    print(plot.signal_name, *plot.axes_dataset_names)
    print(plot.signal.name)
    print(f"{max(plot.signal[:]):.4f}")
