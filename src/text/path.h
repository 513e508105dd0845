/* Paths: a file's name, its stem, and which file may have been meant. */
#ifndef HOLDFAST_TEXT_PATH_H
#define HOLDFAST_TEXT_PATH_H

#include "holdfast/text.h"

/* "r.h5" of "results/r.h5": a part of `path`. */
const char *hf_path_base(const char *path);
/* Bytes of `path` before its ending: 9 of "results/r.h5", all of "results/.hidden" and "a.b/r". */
int hf_path_stem(const char *path);

/* For the message that a file to be read is not there: appends in which folder it was looked for,
 * and the file there whose name is nearest of those with one of the endings (".csv" ..., NULL at
 * the end), or some of these. */
void hf_path_suggest(const char *path, const char *const *endings, hf_text *text);

#endif
