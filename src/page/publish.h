/* Where the report goes: made under temporary names within its folder, then renamed. */
#ifndef HOLDFAST_PAGE_PUBLISH_H
#define HOLDFAST_PAGE_PUBLISH_H

#include "figure.h"

/* Start with {0}. */
typedef struct hf_publication {
    char *folder;    /* of the report; owned */
    char *temporary; /* folder within it, owned; NULL: not there */
    bool made;       /* the folder was not there before */
} hf_publication;

/* Makes the folder, those above it and the temporary one. HF_CANNOT_CREATE. */
hf_status hf_publication_begin(const char *folder, hf_publication *publication, hf_error *error);
/* Writes all, then puts it in place, the page last; removes figures that are of an earlier report.
 * HF_IO, HF_CANNOT_CREATE. */
hf_status hf_publication_finish(hf_publication *publication, const hf_figure *figures, int count,
                                const hf_text *html, hf_error *error);
/* Removes what is temporary; where nothing was put in place also the folder, if it was made. */
void hf_publication_end(hf_publication *publication);

#endif
