/* The folder of a file that is to be written. */
#ifndef HOLDFAST_BASE_FOLDER_H
#define HOLDFAST_BASE_FOLDER_H

#include "holdfast/status.h"
#include "holdfast/text.h"

/* Makes it and those above it, where they are missing. HF_CANNOT_CREATE. */
hf_status hf_make_folder_of(const char *path, hf_error *error);

#endif
