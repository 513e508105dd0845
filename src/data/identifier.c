/* Does a column look like an identifier? */
#include "identifier.h"

#include "base/array.h"
#include "holdfast/dataset.h"
#include "holdfast/memory.h"
#include <ctype.h>
#include <math.h>
#include <string.h>
#include <strings.h>

static const char *const names[] = {
    "id",      "ids",    "identifier", "uid",         "uuid",      "row",       "rows",
    "rowid",   "row id", "rowname",    "rownames",    "row_names", "row.names", "row names",
    "index",   "idx",    "x",          "no",          "no.",       "nr",        "nr.",
    "#",       "number", "case",       "case number", "caseno",    "key",       "subject",
    "patient", "sample", "accession",  "barcode"};

bool hf_data_is_identifier_name(const char *name)
{
    static const char unnamed[] = "unnamed: ";
    const size_t length = strlen(name);
    for (size_t i = 0; i < sizeof names / sizeof names[0]; i++)
        if (strcasecmp(name, names[i]) == 0)
            return true;
    if (strncasecmp(name, unnamed, sizeof unnamed - 1) == 0)
        return true;
    if (length < 3 || strcasecmp(name + length - 2, "id") != 0)
        return false;
    /* patient_id, patient.id, patientID, patientId, but neither acid nor grid */
    return !isalnum((unsigned char)name[length - 3]) ||
           (isupper((unsigned char)name[length - 2]) && islower((unsigned char)name[length - 3]));
}

static bool is_whole(double value)
{
    return value == floor(value) && fabs(value) < HUGE_VAL; /* NaN is not equal to itself */
}

static bool are_different(const double *values, int64_t stride, int64_t count)
{
    double *sorted;
    bool different = true;
    if (hf_allocate(&sorted, count, sizeof *sorted, NULL) != HF_OK)
        return false;
    for (int64_t i = 0; i < count; i++)
        sorted[i] = values[i * stride];
    qsort(sorted, (size_t)count, sizeof *sorted, hf_compare_doubles);
    for (int64_t i = 1; i < count && different; i++)
        different = sorted[i - 1] < sorted[i];
    hf_free(&sorted);
    return different;
}

/* Whole numbers of 16 digits and more that are not round: beyond 2^53 not even the number that is
 * written can be kept, so that equal ones may have been different. */
static bool have_many_digits(const double *values, int64_t stride, int64_t count)
{
    int64_t odd = 0;
    for (int64_t i = 0; i < count; i++) {
        const double size = fabs(values[i * stride]);
        if (size < 0x1p53 || size >= 0x1p67)
            return false;
        odd += fmod(size, 1000) != 0;
    }
    return 2 * odd > count;
}

bool hf_data_are_identifiers(const double *values, int64_t stride, int64_t count, bool named)
{
    double least = INFINITY, most = -INFINITY;
    bool growing = true;
    for (int64_t i = 0; i < count; i++) {
        const double value = values[i * stride];
        if (!is_whole(value))
            return false;
        growing = growing && (i == 0 || value > values[(i - 1) * stride]);
        least = fmin(least, value);
        most = fmax(most, value);
    }
    if (growing && (named || count >= HF_ROWS_GROWING) && count > 1)
        return true;
    if (count >= HF_ROWS_CONSECUTIVE && have_many_digits(values, stride, count))
        return true;
    const bool consecutive = count >= HF_ROWS_CONSECUTIVE && most - least == (double)(count - 1);
    return (named || consecutive) && count > 1 && are_different(values, stride, count);
}

/* As many levels as there are cells: each text comes once. */
static bool are_different_levels(const hf_dataset *d, int64_t feature)
{
    int64_t cells = 0;
    for (int64_t i = 0; i < d->samples; i++)
        cells += !isnan(d->x[i * d->features + feature]);
    return cells >= HF_ROWS_CONSECUTIVE && hf_dataset_levels(d, feature) == cells;
}

bool hf_dataset_is_identifier(const hf_dataset *d, int64_t feature)
{
    if (hf_dataset_levels(d, feature) > 0)
        return are_different_levels(d, feature);
    const char *name = d->feature_names.items ? d->feature_names.items[feature] : "";
    return hf_data_are_identifiers(d->x + feature, d->features, d->samples,
                                   hf_data_is_identifier_name(name));
}
