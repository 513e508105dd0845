/*
 * Tables of a document: columns, then cells row by row. Numbers are kept as numbers; how many
 * digits are shown is the cell's, how wide a column is the renderer's.
 */
#ifndef HOLDFAST_DOCUMENT_TABLE_H
#define HOLDFAST_DOCUMENT_TABLE_H

#include "holdfast/text.h"
#include <stdbool.h>
#include <stdint.h>

/* Traits of a column, to be combined. Columns are right-aligned but for names. */
enum {
    HF_COLUMN_NAME = 1,      /* left-aligned; cut in the middle where a terminal is too narrow */
    HF_COLUMN_BAR = 2,       /* terminal only: takes what room is left, or is left out */
    HF_COLUMN_TERMINAL = 4,  /* not in HTML */
    HF_COLUMN_PAGE = 8,      /* not in a terminal */
    HF_COLUMN_OPTIONAL = 16, /* left out, from the right, where a terminal is too narrow */
    HF_COLUMN_WRAPPED = 32   /* the last one: a text, left-aligned, broken into lines */
};

typedef enum hf_cell_kind {
    HF_CELL_EMPTY,
    HF_CELL_TEXT,   /* at `offset` in texts */
    HF_CELL_NAME,   /* `name`, not owned */
    HF_CELL_MARKED, /* a text like HF_CELL_TEXT; digits: a mark, +-(1 + colour) */
    HF_CELL_NUMBER, /* whole: 3,072 */
    HF_CELL_PERCENT,
    HF_CELL_FIXED,       /* so many decimals */
    HF_CELL_SIGNIFICANT, /* so many significant digits */
    HF_CELL_BAR          /* value, and its interval in the table's limits */
} hf_cell_kind;

typedef struct hf_cell {
    hf_cell_kind kind;
    int digits;
    union {
        double value;
        int64_t integer;
        size_t offset;
        const char *name;
    };
} hf_cell;

typedef struct hf_cell_limits {
    double low, high;
} hf_cell_limits;

typedef struct hf_table_column {
    char head[32]; /* lines separated by \n, at most two */
    char span[40]; /* heads the columns that follow one another with the same one; "": none */
    unsigned traits;
    int width; /* at least */
} hf_table_column;

enum { HF_TABLE_COLUMNS = 48 };

typedef struct hf_table {
    const char *id;
    hf_text caption;
    hf_table_column columns[HF_TABLE_COLUMNS];
    int column_count;
    hf_cell *cells; /* [rows, column_count] */
    int64_t cell_count, capacity;
    hf_text texts;
    hf_cell_limits *limits; /* [bars] one in each row; NaN: no interval */
    int64_t bars, bar_capacity;
    int64_t listed;     /* rows that a terminal shows; 0: all */
    int64_t unlisted;   /* rows that a terminal does not show and that the table does not have */
    const char *more;   /* how to see the others: "--top 0 lists all"; NULL: nothing is said */
    double bar_chance;  /* marked in every bar */
    char bar_mark;      /* that draws the interval */
    hf_text bar_words;  /* what the bars show; said below them, where there are any */
    hf_text page_words; /* what a page says below the table instead */
    bool in_order;      /* rows belong together: a page does not sort them */
    bool is_folded;     /* a page shows it when it is asked for */
    bool failed;
} hf_table;

void hf_table_column_add(hf_table *table, unsigned traits, int width, const char *span,
                         const char *head, ...) __attribute__((format(printf, 5, 6)));

/* The next cell, row by row. NaN: not defined, shown as - (an empty cell in HTML). */
void hf_cell_name(hf_table *table, const char *name); /* must outlive the document */
void hf_cell_text(hf_table *table, const char *format, ...) __attribute__((format(printf, 2, 3)));
/* A text; a page marks it with a coloured sign: up, or down. */
enum { HF_MARK_COLOURS = 8 };
void hf_cell_marked(hf_table *table, int64_t colour, bool down, const char *text);
void hf_cell_number(hf_table *table, int64_t number);
void hf_cell_percent(hf_table *table, double share);
void hf_cell_fixed(hf_table *table, double value, int decimals);
void hf_cell_significant(hf_table *table, double value, int digits);
void hf_cell_bar(hf_table *table, double value, double low, double high); /* one in a row */
void hf_cell_no_bar(hf_table *table); /* in its place: nothing, not even the mark of chance */
void hf_cell_empty(hf_table *table);

/* ---- for the renderers ---- */

int64_t hf_table_rows(const hf_table *table);
/* Has it rows, and a column without any of these traits? */
bool hf_table_is_shown(const hf_table *table, unsigned left_out);
const hf_cell *hf_table_cell(const hf_table *table, int64_t row, int column);
/* Appends what a cell shows; names as they are. */
void hf_cell_show(const hf_table *table, const hf_cell *cell, hf_text *text);
/* The number that a cell holds; false: it is not one. */
bool hf_cell_value(const hf_cell *cell, double *value);
void hf_table_free(hf_table *table);

/* A table as lines for a terminal (its bars: bars.h). */
void hf_table_terminal(const hf_table *table, int columns, hf_text *text);
void hf_table_html(const hf_table *table, hf_text *html);

#endif
