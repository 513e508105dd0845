/* Do two classifications go together? */
#ifndef HOLDFAST_NUMERIC_CONTINGENCY_H
#define HOLDFAST_NUMERIC_CONTINGENCY_H

#include <stdbool.h>
#include <stdint.h>

/* Samples by row and column, with their sums; `rows_there` and `columns_there` are not empty. */
typedef struct hf_contingency {
    int64_t rows, columns, samples, rows_there, columns_there;
    int64_t *count;                /* [rows, columns] */
    int64_t *row_sum, *column_sum; /* [rows], [columns] */
} hf_contingency;

/* Fills everything but rows, columns and count, from these. */
void hf_contingency_sum(hf_contingency *table);

/* Pearson's chi-square: sum of (count - expected)^2 / expected, expected = row sum x column sum /
 * samples, over the cells whose row and column are not empty, row by row. */
double hf_contingency_chi_square(const hf_contingency *table);
/* Is an expected count below 5? Then the chi-square distribution does not hold. */
bool hf_contingency_is_sparse(const hf_contingency *table);
/* P(X >= chi_square) with (rows there - 1) (columns there - 1) degrees of freedom; 1 with none. */
double hf_contingency_tail(const hf_contingency *table, double chi_square);
/* Cramer's V (1946): the root of chi_square / (samples times the smaller of the two numbers there
 * less 1), 0 ... 1; NaN where that is 0. */
double hf_contingency_effect(const hf_contingency *table, double chi_square);

#endif
