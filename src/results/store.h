/*
 * HDF5 itself: everything that calls it to make or to read a results file's structure.
 *
 * Predicates return whether HDF5 did it; the caller writes the message. One thread.
 */
#ifndef HOLDFAST_RESULTS_STORE_H
#define HOLDFAST_RESULTS_STORE_H

#include "catalogue.h"
#include <hdf5.h>
#include <stdbool.h>

/* Sets the environment and the error printing; to be called before any other HDF5 call. */
void hf_store_start(void);
/* File access without locks; to be closed. */
hid_t hf_store_access(void);
/* Closes what any of HDF5's calls gave; negative: nothing. */
void hf_store_close(hid_t id);
/* The type of numbers in the file; to be closed. */
hid_t hf_store_type(hf_type type);
/* Of a text. UTF-8 only where it has to be: such a character set aborts Octave, but a text that is
 * called ASCII and is not cannot be decoded by h5py. */
hid_t hf_store_text_type(size_t bytes, bool is_ascii);
bool hf_store_is_ascii(const char *text);

bool hf_store_text_attribute(hid_t object, const char *name, const char *text);
bool hf_store_attribute(hid_t object, const char *name, hf_type type, const void *values,
                        int64_t count); /* count 0: a scalar */

/* Makes the groups above `path`, and `path` itself where it ends in '/'. */
bool hf_store_groups(hid_t file, const char *path);

/* Makes a contiguous dataset, allocated at once, its fill value never written; sets array->offset.
 * Returns the open dataset, negative on failure. */
hid_t hf_store_array(hid_t file, hf_array *array);

/* ---- of a file that is being opened ---- */

/* The attribute's value; false: it is not there, or longer than `bytes`. Closes `type`. */
bool hf_store_read_attribute(hid_t file, const char *name, hid_t type, size_t bytes, void *value);
/* Size of a dataset of one dimension. */
bool hf_store_read_size(hid_t file, const char *path, int64_t *size);
/* Sets the offset, of texts also the size. Why the dataset is not what the array says (type, rank
 * and dims), NULL if it is. */
const char *hf_store_find(hid_t file, hf_array *array);

#endif
