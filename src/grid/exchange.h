/*
 * What the draws of null tests exchange: single rows, or with data.groups whole groups of rows
 * (docs/statistics.md, "Null tests").
 *
 * Units (rows or groups, numbered by first appearance) change places within sets:
 *
 *   no groups  one set of all rows;
 *   labels     where every group has one label, one set of all groups, and groups take each other's
 *              label; but sets of groups of equal size where Kruskal & Wallis's test of the groups'
 *              sizes by label (mid-ranks, tie correction, chi-square) has p <= 0.05, or Spearman's
 *              of the sizes and a measured outcome: size would
 *              then tell labels from permuted ones. Else sets of groups of equal size, which take
 *              each other's labels, row by row in their order in the file;
 *   probes     sets of groups of equal size, which take each other's rows in the same order.
 *
 * Local (no MPI), one thread.
 */
#ifndef HOLDFAST_GRID_EXCHANGE_H
#define HOLDFAST_GRID_EXCHANGE_H

#include "holdfast/null_test.h"
#include "random/random.h"

typedef struct hf_exchange {
    int64_t units, sets;
    int64_t *begin;     /* [unit + 1] of its rows in `rows` */
    int64_t *rows;      /* [sample] by unit, in the order of the file */
    int64_t *set_begin; /* [set + 1] of its units in `members` */
    int64_t *members;   /* [unit] by set, the smallest size first, then by number */
} hf_exchange;

/* `grouped`: whether data.groups is heeded. */
hf_status hf_exchange_make(const hf_dataset *dataset, hf_arm arm, bool grouped,
                           hf_exchange *exchange, hf_error *error);
void hf_exchange_free(hf_exchange *exchange);

/* order [sample] = the row whose labels (features) the row takes. The sets are shuffled one after
 * another by the stream. */
hf_status hf_exchange_draw(const hf_exchange *exchange, hf_stream *stream, int64_t *order,
                           hf_error *error);

/* How free that is. */
typedef struct hf_freedom {
    int64_t movable; /* rows whose set holds another label (or labels); of probes: another unit */
    int64_t
        arrangements; /* distinct ones, that of the data among them; at most HF_ARRANGEMENTS_MOST */
} hf_freedom;
enum { HF_ARRANGEMENTS_MOST = 1000000 };
hf_status hf_exchange_freedom(const hf_dataset *dataset, const hf_exchange *exchange, hf_arm arm,
                              hf_freedom *freedom, hf_error *error);

#endif
