# The same with Bioconductor's rhdf5. Dimensions come reversed (Fortran's order): aperm puts them back.
library(rhdf5)
path <- commandArgs(trailingOnly = TRUE)[1]

method <- h5readAttributes(path, "significance")$default
column <- function(name) h5read(path, paste0("significance/", method, "/", name))
names <- strsplit(h5read(path, "dataset/feature_names"), "\n")[[1]]
frequency <- column("frequency")
low <- column("frequency_low")
high <- column("frequency_high")
for (f in order(-frequency)[1:3])
  cat(sprintf("%s: %.4f (%.4f ... %.4f)\n", names[f], frequency[f], low[f], high[f]))

hidden <- h5read(path, "replicas/hidden")[11 + 1]
row <- which(as.numeric(h5read(path, sprintf("replica_%04d", hidden))) == 11)
stored <- h5read(path, sprintf("weights/hidden_%04d/input_weight", hidden),
                 index = list(NULL, NULL, row))
input_weight <- aperm(stored[, , 1])
cat("W1", dim(input_weight), "\n")
cat(sprintf("W1[0, 1] %.6f\n", input_weight[1, 2]))

loss <- rowMeans(h5read(path, "history/loss"), na.rm = TRUE)
cat(sprintf("loss %.4f -> %.4f\n", loss[1], loss[length(loss)]))
