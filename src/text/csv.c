/* Cells and rows of CSV. */
#include "csv.h"

#include "number.h"
#include <inttypes.h>
#include <math.h>
#include <string.h>

static void start_cell(hf_csv *csv)
{
    if (csv->continued)
        hf_text_append_bytes(csv->text, ",", 1);
    csv->continued = true;
}

/* Spaces at the ends are quoted as well: some readers drop them otherwise. */
static bool needs_quotes(const char *value)
{
    size_t length = strlen(value);
    return value[strcspn(value, ",\"\r\n")] != '\0' ||
           (length > 0 && (value[0] == ' ' || value[length - 1] == ' '));
}

void hf_csv_text(hf_csv *csv, const char *value)
{
    start_cell(csv);
    if (!needs_quotes(value)) {
        hf_text_append_bytes(csv->text, value, strlen(value));
        return;
    }
    hf_text_append_bytes(csv->text, "\"", 1);
    for (const char *part = value; *part; part++) {
        if (*part == '"')
            hf_text_append_bytes(csv->text, "\"", 1);
        hf_text_append_bytes(csv->text, part, 1);
    }
    hf_text_append_bytes(csv->text, "\"", 1);
}

void hf_csv_integer(hf_csv *csv, int64_t value)
{
    start_cell(csv);
    hf_text_append(csv->text, "%" PRId64, value);
}

void hf_csv_double(hf_csv *csv, double value)
{
    start_cell(csv);
    if (!isnan(value))
        hf_text_append(csv->text, "%s", hf_number_double(value).text);
}

void hf_csv_float(hf_csv *csv, float value)
{
    start_cell(csv);
    if (!isnan(value))
        hf_text_append(csv->text, "%s", hf_number_float(value).text);
}

void hf_csv_end_row(hf_csv *csv)
{
    hf_text_append_bytes(csv->text, "\n", 1);
    csv->continued = false;
}
