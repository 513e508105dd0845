/* How wide the output may be. */
#ifndef HOLDFAST_COLUMNS_H
#define HOLDFAST_COLUMNS_H

/* Width of the terminal, 80 where stdout is none. */
int hf_output_columns(void);

#endif
