/* The layout of the rows that travel from a worker to the file, and their checksums. */
#include "rows.h"

#include "base/nan.h"
#include "catalogue.h"
#include "holdfast/memory.h"
#include "holdfast/status_codes.h"
#include <string.h>
#include <zlib.h>

enum { SECTION_ALIGNMENT = 8 };

static size_t aligned(size_t bytes)
{
    return (bytes + SECTION_ALIGNMENT - 1) / SECTION_ALIGNMENT * SECTION_ALIGNMENT;
}

/* Does a replica of the arm have a section of this field and method? */
static bool has_section(const hf_shape *shape, hf_arm arm, hf_field field, int64_t method)
{
    const hf_field_row *row = &hf_field_table[field];
    const bool per_method = row->scope == HF_SCOPE_METHOD || row->scope == HF_SCOPE_NULL_METHOD;
    const int64_t variants = hf_shape_variants(shape, row);
    if (!(row->roles & HF_ROLE_ROW) || hf_field_arm(field) != arm)
        return false;
    return per_method ? method < variants && hf_shape_has(shape, row->scope, method)
                      : method == 0 && variants > 0;
}

static hf_status list_sections(const hf_shape *shape, hf_rows_layout *layout, hf_error *error)
{
    const int64_t methods = shape->config->significance.methods.count;
    const int64_t most = HF_FIELDS * (methods > 1 ? methods : 1);
    HF_TRY(hf_allocate(&layout->sections, most, sizeof *layout->sections, error));
    for (hf_field field = 0; field < HF_FIELDS; field++)
        for (int64_t method = 0; method * HF_FIELDS < most; method++)
            if (has_section(shape, layout->arm, field, method))
                layout->sections[layout->section_count++] = (hf_row_section){field, method};
    return HF_OK;
}

static hf_status measure_rows(const hf_shape *shape, hf_rows_layout *layout, hf_error *error)
{
    hf_array array;
    size_t cells;
    if (!hf_multiply((size_t)layout->hiddens, (size_t)layout->section_count, &cells))
        return hf_fail(error, HF_INTERNAL, "more hidden sizes than can be addressed");
    HF_TRY(hf_allocate(&layout->row_bytes, (int64_t)cells, sizeof *layout->row_bytes, error));
    for (int64_t hidden = 0; hidden < layout->hiddens; hidden++)
        for (int64_t s = 0; s < layout->section_count; s++) {
            const hf_row_section *section = &layout->sections[s];
            const hf_field_row *row = &hf_field_table[section->field];
            const bool per_hidden = row->scope == HF_SCOPE_HIDDEN;
            HF_TRY(hf_row_array(shape, row, per_hidden ? hidden : section->method_index, &array,
                                error));
            layout->row_bytes[hidden * layout->section_count + s] = array.entry_bytes;
        }
    return HF_OK;
}

hf_status hf_rows_layout_make(const hf_config *config, hf_arm arm, const hf_data_counts *counts,
                              hf_rows_layout **layout, hf_error *error)
{
    hf_status status;
    hf_shape shape;
    hf_rows_layout *made;
    *layout = NULL;
    const hf_shard whole = {0}; /* a row is the same in every shard */
    HF_TRY(hf_shape_make(config, whole, counts, &shape, error));
    HF_TRY(hf_allocate(&made, 1, sizeof *made, error));
    made->arm = arm;
    made->hiddens = shape.grid.hiddens;
    HF_TRY_CLEANUP(list_sections(&shape, made, error));
    HF_TRY_CLEANUP(measure_rows(&shape, made, error));
    *layout = made;
    return HF_OK;

cleanup:
    hf_rows_layout_free(&made);
    return status;
}

void hf_rows_layout_free(hf_rows_layout **layout)
{
    if (!*layout)
        return;
    hf_free(&(*layout)->sections);
    hf_free(&(*layout)->row_bytes);
    hf_free(layout);
}

size_t hf_rows_row_bytes(const hf_rows_layout *layout, int64_t hidden_index, int64_t section)
{
    return layout->row_bytes[hidden_index * layout->section_count + section];
}

int64_t hf_rows_variant(const hf_rows *rows, const hf_row_section *section)
{
    return hf_field_table[section->field].scope == HF_SCOPE_HIDDEN ? rows->hidden_index
                                                                   : section->method_index;
}

size_t hf_rows_size(const hf_rows_layout *layout, int64_t hidden_index, int64_t count)
{
    size_t bytes = 0;
    for (int64_t s = 0; s < layout->section_count; s++)
        bytes += aligned((size_t)count * hf_rows_row_bytes(layout, hidden_index, s));
    return bytes;
}

/* One row of one section. */
typedef struct place {
    const hf_row_section *section;
    const hf_field_row *field;
    unsigned char *row;
    size_t bytes;
} place;

/* Row k of section after section; begins where *at has no section yet, false at the end. */
static bool next_place(const hf_rows_layout *layout, const hf_rows *rows, int64_t k, place *at)
{
    const int64_t s = at->section ? at->section - layout->sections + 1 : 0;
    unsigned char *begin = at->section ? at->row - (size_t)k * at->bytes : rows->data;
    if (s == layout->section_count)
        return false;
    if (at->section)
        begin += aligned((size_t)rows->count * at->bytes);
    at->section = &layout->sections[s];
    at->field = &hf_field_table[at->section->field];
    at->bytes = hf_rows_row_bytes(layout, rows->hidden_index, s);
    at->row = begin + (size_t)k * at->bytes;
    return true;
}

void *hf_rows_at(const hf_rows_layout *layout, const hf_rows *rows, hf_field field,
                 int64_t method_index, int64_t k)
{
    for (place at = {0}; next_place(layout, rows, k, &at);)
        if (at.section->field == field && at.section->method_index == method_index)
            return at.row;
    return NULL;
}

uint32_t hf_rows_crc32(const hf_rows_layout *layout, const hf_rows *rows, unsigned role, int64_t k)
{
    unsigned long crc = crc32(0, NULL, 0);
    for (place at = {0}; next_place(layout, rows, k, &at);)
        if (at.field->roles & role)
            crc = crc32_z(crc, at.row, at.bytes);
    return (uint32_t)crc;
}

/* The checksums of an arm's rows and what each covers. */
enum { CHECKSUMS_MOST = 2 };
typedef struct checksum {
    hf_field field;
    unsigned roles;
} checksum;

static int list_checksums(const hf_rows_layout *layout, checksum checksums[CHECKSUMS_MOST])
{
    const bool apart = layout->arm == HF_ARM_MAIN;
    checksums[0] = (checksum){hf_fields_of(layout->arm)->crc32,
                              apart ? HF_ROLE_TRAINED : HF_ROLE_TRAINED | HF_ROLE_IMPORTANCE};
    checksums[1] = (checksum){HF_REPLICAS_IMPORTANCE_CRC32, HF_ROLE_IMPORTANCE};
    return apart ? 2 : 1;
}

void hf_rows_seal(const hf_rows_layout *layout, hf_rows *rows, int64_t k)
{
    checksum checksums[CHECKSUMS_MOST];
    const int count = list_checksums(layout, checksums);
    for (int i = 0; i < count; i++) {
        const uint32_t crc = hf_rows_crc32(layout, rows, checksums[i].roles, k);
        memcpy(hf_rows_at(layout, rows, checksums[i].field, 0, k), &crc, sizeof crc);
    }
}

bool hf_rows_are_whole(const hf_rows_layout *layout, const hf_rows *rows, int64_t k)
{
    checksum checksums[CHECKSUMS_MOST];
    const int count = list_checksums(layout, checksums);
    bool whole = true;
    for (int i = 0; i < count; i++) {
        uint32_t stored;
        memcpy(&stored, hf_rows_at(layout, rows, checksums[i].field, 0, k), sizeof stored);
        whole = whole && stored == hf_rows_crc32(layout, rows, checksums[i].roles, k);
    }
    return whole;
}

void hf_rows_blank(const hf_rows_layout *layout, hf_rows *rows, int64_t k)
{
    const float not_known = hf_nan_f32();
    for (place at = {0}; next_place(layout, rows, k, &at);) {
        memset(at.row, 0, at.bytes);
        for (size_t i = 0; at.field->type == HF_TYPE_F32 && i < at.bytes; i += sizeof not_known)
            memcpy(at.row + i, &not_known, sizeof not_known);
    }
}

void hf_rows_copy(const hf_rows_layout *layout, const hf_rows *from, int64_t from_k, hf_rows *rows,
                  int64_t k)
{
    place there = {0};
    for (place at = {0}; next_place(layout, rows, k, &at);) {
        next_place(layout, from, from_k, &there);
        memcpy(at.row, there.row, at.bytes);
    }
}

const char *hf_rows_difference(const hf_rows_layout *layout, const hf_rows *a, int64_t a_k,
                               const hf_rows *b, int64_t b_k)
{
    place there = {0};
    for (place at = {0}; next_place(layout, a, a_k, &at);) {
        next_place(layout, b, b_k, &there);
        if ((at.field->roles & HF_ROLE_DIGEST) && memcmp(at.row, there.row, at.bytes) != 0)
            return at.field->path;
    }
    return NULL;
}

void hf_rows_copy_trained(const hf_rows_layout *from_layout, const hf_rows *from,
                          const hf_rows_layout *layout, hf_rows *rows, int64_t k)
{
    for (place at = {0}; next_place(from_layout, from, k, &at);)
        if (at.field->roles & HF_ROLE_TRAINED)
            memcpy(hf_rows_at(layout, rows, at.section->field, 0, k), at.row, at.bytes);
}
