# The same with hdf5r. R counts dimensions in Fortran's order, so that they come reversed: aperm puts them
# back as [hidden unit, feature].
library(hdf5r)
path <- commandArgs(trailingOnly = TRUE)[1]
file <- H5File$new(path, mode = "r")

method <- h5attr(file[["significance"]], "default")
significance <- file[[paste0("significance/", method)]]
names <- strsplit(file[["dataset/feature_names"]]$read(), "\n")[[1]]
frequency <- significance[["frequency"]]$read()
low <- significance[["frequency_low"]]$read()
high <- significance[["frequency_high"]]$read()
for (f in order(-frequency)[1:3])
  cat(sprintf("%s: %.4f (%.4f ... %.4f)\n", names[f], frequency[f], low[f], high[f]))

hidden <- file[["replicas/hidden"]]$read()[11 + 1]
row <- which(file[[sprintf("replica_%04d", hidden)]]$read() == 11)
stored <- file[[sprintf("weights/hidden_%04d/input_weight", hidden)]]
input_weight <- aperm(stored[, , row])
cat("W1", dim(input_weight), "\n")
cat(sprintf("W1[0, 1] %.6f\n", input_weight[1, 2]))

loss <- rowMeans(file[["history/loss"]]$read(), na.rm = TRUE)
cat(sprintf("loss %.4f -> %.4f\n", loss[1], loss[length(loss)]))
file$close_all()
