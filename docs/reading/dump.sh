#!/bin/sh
# With HDF5's and netCDF's own tools, in the shell. h5dump cuts a block out of a dataset: start, count.
path=$1

h5dump -A 0 -d /significance/max_abs_weight/frequency -y -m "%.4f" "$path"
h5dump -A 0 -d /dataset/feature_names "$path"
h5dump -A 0 -d /weights/hidden_0030/input_weight -s 0,0,0 -c 1,2,3 "$path" # replica, unit, feature

ncdump -h "$path" # everything that there is, with dimensions by name
ncdump -v seed,hidden "$path" | sed -n '/^data:/,/^group/p' # the values of two scales
