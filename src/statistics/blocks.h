/* How many replicas to read at a time: a few megabytes, so that memory does not follow the grid. */
#ifndef HOLDFAST_STATISTICS_BLOCKS_H
#define HOLDFAST_STATISTICS_BLOCKS_H

#include <stddef.h>
#include <stdint.h>

enum { HF_BLOCK_BYTES = 4 << 20 };

static inline int64_t hf_block_replicas(int64_t replicas, size_t bytes_per_replica)
{
    int64_t block = (int64_t)(HF_BLOCK_BYTES / bytes_per_replica);
    block = block < 1 ? 1 : block;
    return block < replicas ? block : replicas;
}

#endif
