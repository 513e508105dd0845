/* Pearson's test of a table of counts; an empty row or column takes no part. */
#include "numeric/contingency.h"

#include "base/count.h"
#include "base/nan.h"
#include "numeric/tails.h"
#include <math.h>

void hf_contingency_sum(hf_contingency *table)
{
    table->samples = table->rows_there = table->columns_there = 0;
    for (int64_t c = 0; c < table->columns; c++)
        table->column_sum[c] = 0;
    for (int64_t r = 0; r < table->rows; r++) {
        table->row_sum[r] = 0;
        for (int64_t c = 0; c < table->columns; c++) {
            table->row_sum[r] += table->count[r * table->columns + c];
            table->column_sum[c] += table->count[r * table->columns + c];
        }
        table->samples += table->row_sum[r];
        table->rows_there += table->row_sum[r] > 0;
    }
    for (int64_t c = 0; c < table->columns; c++)
        table->columns_there += table->column_sum[c] > 0;
}

double hf_contingency_chi_square(const hf_contingency *table)
{
    double sum = 0;
    for (int64_t r = 0; r < table->rows; r++)
        for (int64_t c = 0; c < table->columns; c++) {
            const double count = (double)table->count[r * table->columns + c];
            const double expected =
                (double)table->row_sum[r] * (double)table->column_sum[c] / (double)table->samples;
            if (expected > 0)
                sum += (count - expected) * (count - expected) / expected;
        }
    return sum;
}

bool hf_contingency_is_sparse(const hf_contingency *table)
{
    int64_t row = table->samples, column = table->samples; /* the smallest ones there */
    for (int64_t r = 0; r < table->rows; r++)
        row = table->row_sum[r] > 0 ? hf_fewer(row, table->row_sum[r]) : row;
    for (int64_t c = 0; c < table->columns; c++)
        column = table->column_sum[c] > 0 ? hf_fewer(column, table->column_sum[c]) : column;
    return row * column < 5 * table->samples;
}

double hf_contingency_tail(const hf_contingency *table, double chi_square)
{
    const int64_t freedom = (table->rows_there - 1) * (table->columns_there - 1);
    return freedom > 0 ? hf_chi_square_tail(chi_square, freedom) : 1;
}

double hf_contingency_effect(const hf_contingency *table, double chi_square)
{
    const int64_t most = hf_fewer(table->rows_there, table->columns_there) - 1;
    return most > 0 ? fmin(1, sqrt(chi_square / ((double)table->samples * (double)most)))
                    : hf_nan_f64();
}
