"""Real data sets: the built-in ones, and numeric ones of R packages that Debian has.

write(name, folder) writes data.csv with the label in the column `target` and returns its
configuration; forest(settings, folder) the importances of its features (permutation, out of bag) in
a random forest of R's randomForest. None where R or the package is not there (Debian: r-cran-mass, r-cran-survival,
r-cran-rpart, r-cran-mlbench, r-cran-randomforest).
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


FOREST = """
d <- read.csv("FILE"); y <- as.factor(d[["TARGET"]]); d[["TARGET"]] <- NULL
for (f in seq_along(d)) d[is.na(d[[f]]), f] <- mean(d[[f]], na.rm = TRUE)
set.seed(1)
forest <- randomForest::randomForest(d, y, ntree = 2000, importance = TRUE)
cat(randomForest::importance(forest, type = 1, scale = FALSE), sep = "\\n")
"""
DATA = pathlib.Path(__file__).resolve().parents[2] / "data"


def run_r(text, folder):
    """Its output; None where it fails."""
    pathlib.Path(folder, "script.R").write_text(text, encoding="ascii")
    try:
        done = subprocess.run(["Rscript", "script.R"], cwd=folder, capture_output=True, text=True,
                              check=False)
    except FileNotFoundError:
        return None
    return done.stdout if done.returncode == 0 else None


def write(name, folder):
    if name in BUILT_IN:
        return {"data.source": f"builtin:{name}"}
    if run_r(R[name] + END, folder) is None:
        return None
    return {"data.source": "data.csv", "data.target": "target", "data.missing": "mean"}


def forest(settings, folder):
    source = settings["data.source"]
    path = DATA / f"{source[8:]}.csv" if source.startswith("builtin:") else pathlib.Path("data.csv")
    with open(pathlib.Path(folder, path), encoding="ascii") as file:
        first = file.readline().split(",")[0]
    text = FOREST.replace("FILE", str(path)).replace("TARGET", settings.get("data.target", first))
    shown = run_r(text, folder)
    return None if shown is None else [float(line) for line in shown.split()]
