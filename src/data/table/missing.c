/* Compares cells with data.missing_values. */
#include "missing.h"

#include "data/cell_number.h"
#include "holdfast/memory.h"
#include <math.h>
#include <string.h>
#include <strings.h>

hf_status hf_missing_begin(hf_missing_values *missing, const hf_text_list *texts, hf_error *error)
{
    missing->texts = texts;
    missing->count = 0;
    HF_TRY(hf_allocate(&missing->numbers, texts->count, sizeof *missing->numbers, error));
    for (int64_t i = 0; i < texts->count; i++)
        missing->count +=
            hf_data_parse_number(texts->items[i], &missing->numbers[missing->count]) == HF_NUMBER;
    return HF_OK;
}

void hf_missing_free(hf_missing_values *missing)
{
    hf_free(&missing->numbers);
    *missing = (hf_missing_values){0};
}

bool hf_missing_text(const hf_missing_values *missing, const char *cell)
{
    size_t length, own;
    cell = hf_data_trim(cell, &length);
    if (length == 0)
        return true;
    for (int64_t i = 0; missing->texts && i < missing->texts->count; i++) {
        const char *text = hf_data_trim(missing->texts->items[i], &own);
        if (own == length && strncasecmp(text, cell, length) == 0)
            return true;
    }
    return false;
}

bool hf_missing_number(const hf_missing_values *missing, double value)
{
    bool found = isnan(value);
    for (int64_t i = 0; i < missing->count; i++)
        found = found || value == missing->numbers[i];
    return found;
}
