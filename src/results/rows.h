/* The sections of a block of rows, as the sources of the results file see them. */
#ifndef HOLDFAST_RESULTS_ROWS_H
#define HOLDFAST_RESULTS_ROWS_H

#include "fields.h"

typedef struct hf_row_section {
    hf_field field;
    int64_t method_index; /* 0 but for fields per method */
} hf_row_section;

struct hf_rows_layout {
    hf_arm arm;
    int64_t hiddens, section_count;
    hf_row_section *sections; /* [section], in the table's order */
    size_t *row_bytes;        /* [hidden, section] */
};

size_t hf_rows_row_bytes(const hf_rows_layout *layout, int64_t hidden_index, int64_t section);
/* Variant of the field in the file that a section goes to. */
int64_t hf_rows_variant(const hf_rows *rows, const hf_row_section *section);

/* The CRC-32 of row k over its fields with this role, in the table's order. */
uint32_t hf_rows_crc32(const hf_rows_layout *layout, const hf_rows *rows, unsigned role, int64_t k);

#endif
