/* The folder of a file that is to be written, or of one that is not there. */
#ifndef HOLDFAST_BASE_FOLDER_H
#define HOLDFAST_BASE_FOLDER_H

#include "holdfast/status.h"
#include "holdfast/text.h"

/* Makes it and those above it, where they are missing. HF_CANNOT_CREATE. */
hf_status hf_make_folder_of(const char *path, hf_error *error);

/* For the message that a file to be read is not there: appends in which folder it was looked for,
 * and the file there whose name is nearest of those with one of the endings (".csv" ..., NULL at
 * the end), or some of these. */
void hf_suggest_file(const char *path, const char *const *endings, hf_text *text);

#endif
