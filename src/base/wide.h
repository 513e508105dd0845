/* Exact sums of products of counts. */
#ifndef HOLDFAST_BASE_WIDE_H
#define HOLDFAST_BASE_WIDE_H

__extension__ typedef __int128 hf_wide;

#endif
