/*
 * Eight replicas counted by hand: 4 features, k = 2, hidden sizes 3 and 5, 2 splits, 2 seeds.
 *
 *   number  split hidden seed  importance      order    selects
 *   0       0     3      0      4  3  2  1     0 1 2 3  0 1
 *   1       0     3      1      1  2  3  4     3 2 1 0  3 2
 *   2       0     5      0     diverged
 *   3       0     5      1      5  5  1  0     0 1 2 3  0 1     a tie: the lower index first
 *   4       1     3      0     pending
 *   5       1     3      1      0  0  9  8     2 3 0 1  2 3     did not learn
 *   6       1     5      0      2  2  2  2     all equal: no vote
 *   7       1     5      1     -1 -4 -2 -3     0 2 3 1  0 2     signed
 *
 * Voters (learned): 0, 1, 3, 7. Ranks of the features in these:
 *
 *            0  1  3  7   sum
 *   f0       1  4  1  1     7
 *   f1       2  3  2  4    11
 *   f2       3  2  3  2    10
 *   f3       4  1  4  3    12
 */
#ifndef SMALL_CASE_H
#define SMALL_CASE_H

#include <math.h>
#include <stdint.h>

enum { SMALL_REPLICAS = 8, SMALL_FEATURES = 4 };

static const uint8_t small_status[SMALL_REPLICAS] = {1, 1, 2, 1, 0, 1, 1, 1};
static const uint8_t small_learned[SMALL_REPLICAS] = {1, 1, 0, 1, 0, 0, 1, 1};
static const float small_importance[SMALL_REPLICAS][SMALL_FEATURES] = {
    {4, 3, 2, 1},         {1, 2, 3, 4}, {NAN, NAN, NAN, NAN}, {5, 5, 1, 0},
    {NAN, NAN, NAN, NAN}, {0, 0, 9, 8}, {2, 2, 2, 2},         {-1, -4, -2, -3}};

#endif
