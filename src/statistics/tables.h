/* The tables of hf_frequencies: made, read and written by one list. */
#ifndef HOLDFAST_STATISTICS_TABLES_H
#define HOLDFAST_STATISTICS_TABLES_H

#include "holdfast/statistics.h"

/* Every number 0, every float NaN. */
hf_status hf_frequencies_make(const hf_config *config, int64_t features,
                              hf_frequencies *frequencies, hf_error *error);
hf_status hf_frequencies_load(const hf_results *results, int64_t method_index,
                              hf_frequencies *frequencies, hf_error *error);
hf_status hf_frequencies_store(hf_results *results, int64_t method_index,
                               hf_frequencies *frequencies, hf_error *error);

/* Entry `index` of a field of /significance/<method> that holds float64; false: it is not one.
 * `columns` of the table, 1 where it has one dimension. */
bool hf_frequencies_value(const hf_frequencies *frequencies, hf_field field, int64_t index,
                          double *value, int64_t *columns);

#endif
