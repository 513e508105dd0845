/* A target that is a measured outcome: read as labels, then taken for numbers. */
#ifndef HOLDFAST_DATA_OUTCOME_H
#define HOLDFAST_DATA_OUTCOME_H

#include "data/raw_table.h"

/* At the end of reading, from data.task and the labels: where the target is a measured outcome the
 * data set gets `target` and its one class. `data.task: auto` takes text, and at most 20 different
 * whole numbers, for classes. HF_BAD_DATA: a label that is no number where data.task says so, more
 * than 20 different numbers that are not whole as classes, or an outcome that is always the same.
 */
hf_status hf_raw_table_take_outcome(hf_raw_table *table);

#endif
