/* gnuplot as a child process: no shell, its commands through a socket, no initialisation files. */
#ifndef HOLDFAST_PAGE_GNUPLOT_H
#define HOLDFAST_PAGE_GNUPLOT_H

#include "figure.h"

/* Appends the path of gnuplot, looked for in PATH. HF_NO_INPUT: there is none. */
hf_status hf_gnuplot_find(hf_text *program, hf_error *error);

/* Draws every figure that has data into folder/NAME.svg and reads it back into its `svg`.
 * HF_IO: it could not be started, failed (what it says is in the message), or a figure is not
 * whole. */
hf_status hf_gnuplot_draw(const char *program, const char *folder, hf_figure *figures, int count,
                          hf_error *error);

#endif
