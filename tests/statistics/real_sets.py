"""Real data sets: the built-in ones, and numeric ones of R packages that Debian has.

write(name, folder) writes data.csv with the label in the column `target` and returns its
configuration; None where R or the package is not there (Debian: r-cran-mass, r-cran-survival,
r-cran-rpart, r-cran-mlbench).
"""
import pathlib
import subprocess

BUILT_IN = ("breast_cancer", "wine", "iris", "digits")

# A data frame `d` with the label in `target`.
R = {
    "birthwt": 'd <- MASS::birthwt; d$target <- d$low; d$low <- d$bwt <- NULL',
    "pima": 'd <- rbind(MASS::Pima.tr, MASS::Pima.te); d$target <- d$type; d$type <- NULL',
    "biopsy": 'd <- MASS::biopsy; d$target <- d$class; d$class <- d$ID <- NULL',
    "crabs": 'd <- MASS::crabs; d$target <- d$sex; d$sex <- d$sp <- d$index <- NULL',
    "glass": 'd <- MASS::fgl; d$target <- d$type; d$type <- NULL',
    "melanoma": 'd <- MASS::Melanoma; d$target <- d$status == 1; d$status <- d$time <- NULL',
    "lung": 'd <- survival::lung; d$target <- d$status; d$status <- d$time <- d$inst <- NULL',
    "gbsg": 'd <- survival::gbsg; d$target <- d$status; '
            'd$status <- d$rfstime <- d$pid <- NULL',
    "pbc": 'd <- survival::pbc; d$target <- d$status == 2; d$status <- d$time <- d$id <- NULL',
    "kyphosis": 'd <- rpart::kyphosis; d$target <- d$Kyphosis; d$Kyphosis <- NULL',
    "stagec": 'd <- rpart::stagec; d$target <- d$pgstat; d$pgstat <- d$pgtime <- NULL',
    "infert": 'd <- datasets::infert; d$target <- d$case; '
              'd$case <- d$stratum <- d$pooled.stratum <- NULL',
    "sonar": 'data(Sonar, package = "mlbench"); d <- Sonar; d$target <- d$Class; d$Class <- NULL',
    "ionosphere": 'data(Ionosphere, package = "mlbench"); d <- Ionosphere; '
                  'd$target <- d$Class; d$Class <- d$V2 <- NULL',
    "vehicle": 'data(Vehicle, package = "mlbench"); d <- Vehicle; d$target <- d$Class; '
               'd$Class <- NULL',
}
NAMES = BUILT_IN + tuple(R)

# Factors become their codes; labels become text.
END = """
label <- paste0("c", d$target); d$target <- NULL
d <- data.frame(lapply(d, as.numeric), target = label)[!label %in% "cNA", ]
write.csv(d, "data.csv", row.names = FALSE, quote = FALSE)
"""


def write(name, folder):
    if name in BUILT_IN:
        return {"data.source": f"builtin:{name}"}
    script = pathlib.Path(folder) / "make.R"
    script.write_text(R[name] + END, encoding="ascii")
    try:
        done = subprocess.run(["Rscript", "make.R"], cwd=folder, capture_output=True, check=False)
    except FileNotFoundError:
        return None
    if done.returncode != 0:
        return None
    return {"data.source": "data.csv", "data.target": "target", "data.missing": "mean"}
