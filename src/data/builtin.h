/* The tables compiled in: data/NAME.csv as they are, in a C file made by cmake/EmbedData.cmake. */
#ifndef HOLDFAST_DATA_BUILTIN_H
#define HOLDFAST_DATA_BUILTIN_H

#include <stddef.h>
#include <stdint.h>

typedef struct hf_data_builtin {
    const char *name;
    const unsigned char *bytes; /* the CSV file */
    size_t length;
} hf_data_builtin;

extern const hf_data_builtin hf_data_builtins[];
extern const int64_t hf_data_builtin_count;

#endif
