/*
 * Plain file access: whole reads and writes at an offset, the reservation of space.
 */
#ifndef HOLDFAST_RESULTS_FILE_H
#define HOLDFAST_RESULTS_FILE_H

#include "holdfast/status.h"
#include <stddef.h>
#include <stdint.h>

/* An open file and the name that messages give it; neither is owned. */
typedef struct hf_file {
    int descriptor;
    const char *path;
} hf_file;

/* HF_BAD_DATA: the file ends before; HF_IO. */
hf_status hf_file_read(hf_file file, void *values, size_t bytes, int64_t offset, hf_error *error);
hf_status hf_file_write(hf_file file, const void *values, size_t bytes, int64_t offset,
                        hf_error *error);
/* Reserves the first `bytes` bytes on the disk. HF_IO, with the bytes needed and free. */
hf_status hf_file_reserve(hf_file file, int64_t bytes, hf_error *error);
hf_status hf_file_sync(hf_file file, hf_error *error);
/* Makes a rename in the folder of `path` last through a power loss. */
hf_status hf_file_sync_folder(const char *path, hf_error *error);

#endif
