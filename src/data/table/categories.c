/* Numbers the texts of columns as rows come. */
#include "categories.h"

#include "base/utf8.h"
#include "data/cell_number.h"
#include "holdfast/memory.h"
#include <stdlib.h>
#include <string.h>
#include <xxhash.h>

typedef struct hf_category_cell {
    int64_t feature;
    size_t at; /* its text in `text` */
} cell;

hf_status hf_categories_begin(hf_categories *c, int64_t features, int64_t levels_most,
                              hf_error *error)
{
    *c = (hf_categories){.count = features, .levels_most = levels_most};
    return hf_allocate(&c->columns, features, sizeof *c->columns, error);
}

static void stop(hf_category *texts)
{
    texts->stopped = true;
    hf_free(&texts->hashes);
    texts->hash_count = texts->hash_slots = 0;
}

void hf_categories_free(hf_categories *c)
{
    for (int64_t f = 0; c->columns && f < c->count; f++) {
        hf_category *texts = c->columns[f].texts;
        if (!texts)
            continue;
        hf_data_names_free(&texts->names);
        hf_free(&texts->hashes);
        hf_free(&c->columns[f].texts);
    }
    hf_free(&c->columns);
    hf_free(&c->pending);
    hf_text_free(&c->text);
    *c = (hf_categories){0};
}

/* ---- a cell ---- */

hf_status hf_categories_text(hf_categories *c, int64_t feature, int64_t row, int64_t line,
                             const char *text, hf_error *error)
{
    hf_category_column *column = &c->columns[feature];
    size_t length;
    if (!column->texts) {
        HF_TRY(hf_allocate(&column->texts, 1, sizeof *column->texts, error));
        column->texts->row = row;
        column->texts->line = line;
        hf_data_show_cell(column->texts->first, sizeof column->texts->first, text);
    }
    column->texts->cells++;
    if (column->numbers > 0)
        stop(column->texts);
    if (column->texts->stopped)
        return HF_OK;
    HF_TRY(hf_data_grow(&c->pending, &c->pending_capacity, c->pending_count + 1, sizeof *c->pending,
                        error));
    c->pending[c->pending_count++] = (cell){feature, c->text.length};
    text = hf_data_trim(text, &length);
    hf_text_append_bytes(&c->text, text, length);
    hf_text_append_bytes(&c->text, "", 1);
    return hf_text_check(&c->text, error);
}

/* ---- texts beyond levels_most ---- */

/* The slot that holds the hash, or the free one where it would go; 0 marks a free one. */
static int64_t slot_of(const hf_category *texts, uint64_t hash)
{
    const int64_t mask = texts->hash_slots - 1;
    int64_t slot = (int64_t)(hash & (uint64_t)mask);
    while (texts->hashes[slot] && texts->hashes[slot] != hash)
        slot = (slot + 1) & mask;
    return slot;
}

static uint64_t hash_of(const char *text)
{
    const uint64_t hash = XXH3_64bits(text, strlen(text));
    return hash ? hash : 1;
}

static hf_status widen(hf_category *texts, hf_error *error)
{
    hf_category wider = {.hash_slots = texts->hash_slots > 0 ? 2 * texts->hash_slots : 256};
    HF_TRY(hf_allocate(&wider.hashes, wider.hash_slots, sizeof *wider.hashes, error));
    for (int64_t i = 0; i < texts->hash_slots; i++)
        if (texts->hashes[i])
            wider.hashes[slot_of(&wider, texts->hashes[i])] = texts->hashes[i];
    hf_free(&texts->hashes);
    texts->hashes = wider.hashes;
    texts->hash_slots = wider.hash_slots;
    return HF_OK;
}

/* One more text of a column with more than levels_most. */
static hf_status compare(hf_category *texts, const char *text, hf_error *error)
{
    const uint64_t hash = hash_of(text);
    if (2 * (texts->hash_count + 1) > texts->hash_slots)
        HF_TRY(widen(texts, error));
    uint64_t *slot = &texts->hashes[slot_of(texts, hash)];
    texts->repeats = *slot == hash || hf_data_names_find(&texts->names, text) >= 0;
    texts->hash_count++;
    *slot = hash;
    if (texts->repeats)
        stop(texts);
    return HF_OK;
}

/* ---- a row ---- */

static hf_status number_text(hf_categories *c, hf_category *texts, const char *text, double *value,
                             hf_error *error)
{
    const hf_data_names *names = &texts->names;
    int64_t index = hf_data_names_find(names, text);
    *value = (double)index;
    texts->repeats |= index >= 0;
    if (index >= 0)
        return HF_OK;
    if (names->list.count > c->levels_most)
        return compare(texts, text, error);
    HF_TRY(hf_data_names_add(&texts->names, text, &index, error));
    *value = (double)index;
    if (names->list.count > c->levels_most && texts->repeats)
        stop(texts);
    return HF_OK;
}

hf_status hf_categories_end_row(hf_categories *c, double *values, int64_t *feature,
                                const char **bad, hf_error *error)
{
    *bad = NULL;
    for (int64_t i = 0; values && i < c->pending_count; i++) {
        hf_category *texts = c->columns[c->pending[i].feature].texts;
        char *text = c->text.data + c->pending[i].at;
        if (texts->stopped)
            continue;
        *feature = c->pending[i].feature;
        hf_data_clean_name(text);
        if (!hf_utf8_valid(text)) {
            *bad = text;
            return HF_OK;
        }
        HF_TRY(number_text(c, texts, text, &values[*feature], error));
    }
    c->pending_count = 0;
    c->text.length = 0;
    return HF_OK;
}

/* ---- the end ---- */

hf_column_kind hf_categories_kind(const hf_categories *c, int64_t feature)
{
    const hf_category_column *column = &c->columns[feature];
    const hf_category *texts = column->texts;
    if (!texts)
        return HF_COLUMN_NUMBERS;
    if (column->numbers > 0)
        return HF_COLUMN_MIXED;
    if (texts->names.list.count <= c->levels_most)
        return HF_COLUMN_CATEGORY;
    return texts->repeats ? HF_COLUMN_TOO_MANY : HF_COLUMN_DIFFERENT;
}

typedef struct level {
    const char *name;
    int64_t index;
    bool is_number;
    double number;
} level;

/* Numbers in their order, then texts by their bytes. */
static int compare_levels(const void *a, const void *b)
{
    const level *p = a, *q = b;
    if (p->is_number != q->is_number)
        return p->is_number ? -1 : 1;
    if (p->is_number && p->number != q->number)
        return p->number < q->number ? -1 : 1;
    return strcmp(p->name, q->name);
}

hf_status hf_categories_levels(const hf_categories *c, int64_t feature, hf_text_list *levels,
                               int64_t *order, hf_error *error)
{
    const hf_text_list *names = &c->columns[feature].texts->names.list;
    level *sorted;
    hf_status status = HF_OK;
    HF_TRY(hf_allocate(&sorted, names->count, sizeof *sorted, error));
    for (int64_t i = 0; i < names->count; i++) {
        sorted[i] = (level){.name = names->items[i], .index = i};
        sorted[i].is_number = hf_data_parse_number(names->items[i], &sorted[i].number) == HF_NUMBER;
    }
    qsort(sorted, (size_t)names->count, sizeof *sorted, compare_levels);
    for (int64_t i = 0; i < names->count && status == HF_OK; i++) {
        order[sorted[i].index] = i;
        status = hf_text_list_add(levels, sorted[i].name, error);
    }
    hf_free(&sorted);
    return status;
}
