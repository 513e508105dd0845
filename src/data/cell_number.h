/* A cell as a number: decimal, the same in every locale, correctly rounded. */
#ifndef HOLDFAST_DATA_CELL_NUMBER_H
#define HOLDFAST_DATA_CELL_NUMBER_H

#include <stddef.h>

/* The cell without the spaces around it: its beginning and length. */
const char *hf_data_trim(const char *cell, size_t *length);
/* The cell as a message shows it: not cut within a character, no control characters. */
void hf_data_show_cell(char *shown, size_t size, const char *cell);

/* Why a cell is no number: what a message says behind its text, of several columns, and what to do
 * (NULL: that depends). */
typedef struct hf_number_fault {
    const char *what, *what_many, *remedy;
} hf_number_fault;

/* In the order in which messages name them. */
enum {
    HF_NUMBER = -1,
    HF_NOT_A_NUMBER,
    HF_DECIMAL_COMMA,
    HF_DECIMAL_POINT,
    HF_GROUP_COMMA,
    HF_THOUSANDS,
    HF_INFINITE,
    HF_HEXADECIMAL,
    HF_TOO_LARGE,
    HF_NUMBER_FAULTS
};
extern const hf_number_fault hf_number_faults[HF_NUMBER_FAULTS];

/* HF_NUMBER, and *value set: the cell is a finite decimal number, spaces around it apart. Else what
 * is wrong. */
int hf_data_parse_number(const char *cell, double *value);
/* The same with a decimal sign, '.' or ','. */
int hf_data_parse_decimal(const char *cell, char sign, double *value);

#endif
