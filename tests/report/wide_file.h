/* A results file of 40 features with awkward names and six methods that all agree. */
#ifndef WIDE_FILE_H
#define WIDE_FILE_H

#include "report_file.h"

hf_results *wide_file(void);

#endif
