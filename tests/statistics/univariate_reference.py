"""Prints univariate_reference.h by SciPy (kruskal, false discovery rates by plain loops) and by
counting pairs, from data/*.csv and a table with ties and missing cells.

    /usr/bin/python3 univariate_reference.py > univariate_reference.h"""

import csv
import math
import pathlib

from scipy import stats

NAN = math.nan
DATA = pathlib.Path(__file__).resolve().parents[2] / "data"
# A column a row: ties, missing cells, a constant, one whose values are of class 2 alone, one without
# any of class 0; last, classes 0 and 2 are as far from 1/2.
LABELS = [0, 1, 2, 0, 1, 2, 0, 1, 2, 2, 1, 0]
CELLS = [
    [1, 2, 2, 1, 1, 3, 2, 2, 3, 3, 1, 1],
    [5, NAN, 7, 1, 2, NAN, 3, 3, 9, 8, NAN, 4],
    [4] * 12,
    [NAN, NAN, 1, NAN, NAN, 2, NAN, NAN, 3, 4, NAN, NAN],
    [NAN, 1, 2, NAN, 3, 4, NAN, 1, 6, 5, 2, NAN],
    [1, 0, 0, 1, 0, 0, 1, 0, 0, 0, 0, 1],
    [0, 1, 0, 0, 1, 0, 0, 1, 0, 0, 1, 0],
    [1, 2, 3, 1, 2, 3, 1, 2, 3, 3, 2, 1],
]


def read(name):
    with open(DATA / f"{name}.csv", newline="") as file:
        rows = list(csv.reader(file))[1:]
    labels = list(dict.fromkeys(row[0] for row in rows))
    return ([labels.index(row[0]) for row in rows],
            [[float(row[f]) for row in rows] for f in range(1, len(rows[0]))])


def auc(lower, higher):
    """Pairs, one by one."""
    wins = sum((a < b) + (a == b) / 2 for a in lower for b in higher)
    return wins / (len(lower) * len(higher))


def effect(parts, classes):
    if classes == 2:
        return auc(parts[0], parts[1]), -1
    by_class = {c: auc([x for k in parts if k != c for x in parts[k]], parts[c]) for c in parts}
    most = max(abs(a - 0.5) for a in by_class.values())
    best = min(c for c in by_class if abs(by_class[c] - 0.5) > most - 1e-12)
    return by_class[best], best


def columns(labels, cells):
    classes = max(labels) + 1
    for column in cells:
        parts = {c: [x for x, y in zip(column, labels) if y == c and x == x] for c in range(classes)}
        parts = {c: values for c, values in parts.items() if values}
        if len(parts) < 2 or len({x for values in parts.values() for x in values}) < 2:
            yield NAN, -1, NAN
        else:
            yield (*effect(parts, classes), float(stats.kruskal(*parts.values()).pvalue))


def q_values(p):
    tests = sorted(x for x in p if x == x)
    return [min(len(tests) * t / (j + 1) for j, t in enumerate(tests) if t >= x) if x == x else NAN
            for x in p]


def text(x):
    return "NAN" if x != x else repr(x)


def table(name, labels, cells):
    rows = list(columns(labels, cells))
    print(f"\nstatic const association {name}[] = {{")
    for (size, best, p), q in zip(rows, q_values([row[2] for row in rows])):
        print(f"    {{{text(size)}, {best}, {text(p)}, {text(q)}}},")
    print("};")


print("""/* Printed by univariate_reference.py. */
#include <math.h>

typedef struct association {
    double effect;
    int class;
    double p_value, q_value;
} association;
""")
print("enum { SMALL_SAMPLES = 12, SMALL_COLUMNS = 8 };")
print(f"static const int small_labels[] = {{{', '.join(map(str, LABELS))}}};")
print("static const double small_cells[SMALL_COLUMNS][SMALL_SAMPLES] = {")
for cells in CELLS:
    print(f"    {{{', '.join(map(text, cells))}}},")
print("};")
table("of_small", LABELS, CELLS)
# Of two classes: those of class 2 taken for class 1.
table("of_two", [min(y, 1) for y in LABELS], CELLS)
table("of_wine", *read("wine"))
table("of_breast_cancer", *read("breast_cancer"))
