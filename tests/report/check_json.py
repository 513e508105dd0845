"""What test_json and test_tables leave behind, read by Python's json and csv."""

import csv
import json


def read(path):
    with open(path, encoding="utf-8") as file:
        return json.load(file)


def check(condition, what):
    if not condition:
        raise SystemExit(f"check_json.py: {what}")


hostile = read("hostile.json")
for byte, item in enumerate(hostile, start=1):
    expected = chr(byte) if byte < 128 else "\ufffd"
    check(item == {expected: expected}, f"byte {byte} came back as {item}")
check(len(hostile) == 255, "a byte is missing")

small = read("small.json")
check(small["name"] == "small" and small["state"] == "complete", "name or state")
check(len(bytes.fromhex(small["digest"])) == 16, "digest")
check(small["dataset"]["samples"] == 150, "samples")
check(small["dataset"]["class_names"] == ["setosa", "versicolor", "virginica"], "classes")
check(small["grid"] == {"first_seed": 0, "seeds": 2, "hidden": [3, 5], "splits": 2, "replicas": 8},
      "grid")
everything = small["health"]["all"]
check([everything[key] for key in ("replicas", "done", "diverged", "pending", "learned")]
      == [8, 6, 1, 1, 5], "health")
check(everything["mean_test_accuracy"] == 22 / 8 / 6, "mean accuracy")
check([row["hidden"] for row in small["health"]["by_hidden"]] == [3, 5], "health by hidden size")
check((small["top"], small["votes"], small["chance_level"]) == (2, "learned", 0.5), "settings")
check(small["methods"] == ["olden", "garson"] and small["leading_method"] == "olden", "methods")
for table in (small["significance"][method] for method in small["methods"]):
    check(table["voters"] == 4, "voters")
    check(table["frequency"] == [0.75, 0.5, 0.5, 0.25], "frequency")
    check(table["mean_rank"] == [1.75, 2.75, 2.5, 3], "mean rank")
    check(table["mean_importance"] == [2.25, 1.5, 1, 0.5], "mean importance")
    check(table["frequency_by_hidden"] == [[0.5] * 4, [1, 0.5, 0.5, 0]], "frequency by hidden")
    check(table["frequency_by_split"] == [[2 / 3, 2 / 3, 1 / 3, 1 / 3], [1, 0, 1, 0]],
          "frequency by split")
    check(table["rank_count"] == [[3, 0, 0, 1], [0, 2, 1, 1], [0, 2, 2, 0], [1, 0, 1, 2]],
          "rank count")

    check(table["frequency_low"] == [0.5, 0, 0, 0], "lower limits")
    check(table["frequency_high"] == [1, 1, 1, 0.5], "upper limits")
    reasons = {(row["dataset"], row["reason"]): row["entries"] for row in table["undefined"]}
    check(not any(dataset == "group_frequency" for dataset, _ in reasons), "every feature has one")
across = small["significance"]
check(across["agreement"] == [[1, 1], [1, 1]], "agreement")
check(across["group"] == [0, 1, 2, 2], "petal length and width are correlated")
check((across["seed_units"], across["split_units"]) == (2, 2), "units")
check((across["seed_resampling"], across["split_resampling"]) == (1, 1), "few of both")
check(small["test_per_train"] == 1, "iris in halves")

unfinished = read("unfinished.json")
check(unfinished["state"] == "training" and unfinished["digest"] is None, "unfinished")
for method in small["methods"]:
    for name, values in small["significance"][method].items():
        if name not in ("group_frequency", "undefined"):
            check(unfinished["significance"][method][name] == values,
                  f"{name}: counted or read, the same")

wide = read("wide.json")
names = wide["dataset"]["feature_names"]
check(wide["name"] == 'a "wide" one', "quotes in the name")
check(names[0] == 'weight, "6 in" pipe', "quotes in a feature's name")
check(names[1].startswith("µm") and names[1].endswith("温度"), "UTF-8 in a feature's name")
check(wide["health"]["all"]["mean_test_accuracy"] is None, "NaN is null")
with open("wide-significance.csv", encoding="utf-8", newline="") as file:
    rows = list(csv.DictReader(file, strict=True))
check([row["feature"] for row in rows] == names * 6, "feature names in CSV")
check([float(row["frequency"]) for row in rows[:41]] == [1] * 5 + [0] * 36, "frequencies in CSV")
with open("wide-importance.csv", encoding="utf-8", newline="") as file:
    rows = list(csv.reader(file, strict=True))
check(rows[0] == ["replica", "seed", "hidden", "split"] + names, "header of importances")
places = [["0", "0", "41", "0"], ["1", "1", "41", "0"],
          ["2", "0", "41", "1"], ["3", "1", "41", "1"]]
check([row[:4] for row in rows[1:]] == places, "places of replicas")
check(all(abs(float(cell) + f / 3) < 1e-6 for row in rows[1:] for f, cell in enumerate(row[4:])),
      "importances")
