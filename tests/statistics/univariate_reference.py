"""Prints univariate_reference.h by SciPy (kruskal, chi2_contingency, spearmanr; false discovery rates by
plain loops) and by counting pairs, from data/*.csv, a table with ties and missing cells, and one of numbers
and categories. Permutations are made by a second Philox.

    /usr/bin/python3 univariate_reference.py > univariate_reference.h"""

import collections
import csv
import math
import pathlib
import random
import sys
import textwrap

from scipy import stats

sys.path.insert(0, str(pathlib.Path(__file__).resolve().parents[1] / "random"))
import philox  # noqa: E402

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


# Of numbers (0 levels) and categories: columns of 60 samples, some missing. The fifth goes with the classes;
# the sixth has a level that three samples have; the last has one level.
MIXED_LEVELS = [0, 3, 4, 2, 3, 5, 3, 1]
PURPOSE_TABLE, PERMUTATIONS, SEED = 10, 9999, 3


def mixed():
    """labels of two and of three classes, outcomes, columns"""
    draw = random.Random(5)
    outcome = [draw.randrange(40) / 4 for _ in range(60)]
    labels = [min(2, int(t / 3 + draw.random())) for t in outcome]
    cells = [[draw.randrange(9) if k == 0 else draw.randrange(k) for _ in labels] for k in MIXED_LEVELS]
    cells[0] = [round(t + 4 * draw.random(), 1) for t in outcome]
    cells[4] = [(y + draw.randrange(2)) % 3 for y in labels]
    cells[5] = [4 if i % 20 == 7 else min(3, int(t / 2.5)) if i % 2 else draw.randrange(4)
                for i, t in enumerate(outcome)]
    for column, every in ((0, 9), (2, 7), (5, 13), (6, 5)):
        cells[column] = [NAN if i % every == 0 else x for i, x in enumerate(cells[column])]
    return [int(t >= 3.75) for t in outcome], labels, outcome, cells


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


def chi_square(levels, labels):
    table = stats.contingency.crosstab(levels, labels)[1]
    return stats.chi2_contingency(table, correction=False)


def permuted(levels, labels, feature):
    """Share of the permutations that reach the table's chi-square; sparse tables of equal sums often tie."""
    least, reached = chi_square(levels, labels)[0] * (1 - 1e-9), 1
    known = {}
    for b in range(1, PERMUTATIONS + 1):
        other = philox.shuffled(labels, philox.stream((PURPOSE_TABLE, SEED), (feature, b, 0)))
        key = tuple(sorted(collections.Counter(zip(levels, other)).items()))
        if key not in known:
            known[key] = chi_square(levels, other)[0] >= least
        reached += known[key]
    return reached / (PERMUTATIONS + 1)


def category_with_classes(pairs, feature):
    levels, labels = zip(*pairs)
    statistic, p, _, expected = chi_square(levels, labels)
    effect = math.sqrt(statistic / (len(levels) * (min(expected.shape) - 1)))
    return effect, -1, permuted(levels, labels, feature) if expected.min() < 5 else p


def with_outcome(pairs, levels):
    if levels < 3:
        found = stats.spearmanr(*zip(*pairs))
        return found.correlation, -1, found.pvalue
    found = stats.kruskal(*([t for x, t in pairs if x == level] for level in range(levels)))
    return found.statistic / (len(pairs) - 1), -1, found.pvalue


def mixed_columns(other, cells, is_outcome):
    numbers = list(columns(other, cells)) if not is_outcome else None
    for feature, (levels, column) in enumerate(zip(MIXED_LEVELS, cells)):
        pairs = [(x, y) for x, y in zip(column, other) if x == x]
        if levels == 1:
            yield NAN, -1, NAN
        elif is_outcome:
            yield with_outcome(pairs, levels)
        else:
            yield category_with_classes(pairs, feature) if levels > 2 else numbers[feature]


def q_values(p):
    tests = sorted(x for x in p if x == x)
    return [min(len(tests) * t / (j + 1) for j, t in enumerate(tests) if t >= x) if x == x else NAN
            for x in p]


def text(x):
    return "NAN" if x != x else repr(x)


def wrapped(values):
    return textwrap.fill(", ".join(map(text, values)), 96, subsequent_indent="        ")


def table(name, labels, cells):
    print_table(name, list(columns(labels, cells)))


def print_table(name, rows):
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
two, three, outcome, mixed_cells = mixed()
print("enum { MIXED_SAMPLES = 60, MIXED_COLUMNS = 8, MIXED_SEED = %d };" % SEED)
for name, kind, values in (("levels", "int", MIXED_LEVELS), ("two", "int32_t", two),
                           ("three", "int32_t", three), ("outcome", "double", outcome)):
    print(f"static const {kind} mixed_{name}[] = {{{wrapped(values)}}};")
print("static const double mixed_cells[MIXED_COLUMNS][MIXED_SAMPLES] = {")
for cells in mixed_cells:
    print(f"    {{{wrapped(cells)}}},")
print("};")
table("of_small", LABELS, CELLS)
# Of two classes: those of class 2 taken for class 1.
table("of_two", [min(y, 1) for y in LABELS], CELLS)
print_table("of_mixed_two", list(mixed_columns(two, mixed_cells, False)))
print_table("of_mixed_three", list(mixed_columns(three, mixed_cells, False)))
print_table("of_mixed_outcome", list(mixed_columns(outcome, mixed_cells, True)))
table("of_wine", *read("wine"))
table("of_breast_cancer", *read("breast_cancer"))
