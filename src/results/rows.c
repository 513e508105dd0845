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
    const int64_t variants = hf_shape_variants(shape, row->scope, row->condition);
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
            const bool per_hidden = hf_field_table[section->field].scope == HF_SCOPE_HIDDEN;
            HF_TRY(hf_field_array(shape, section->field,
                                  per_hidden ? hidden : section->method_index, &array, error));
            layout->row_bytes[hidden * layout->section_count + s] = array.entry_bytes;
        }
    return HF_OK;
}

hf_status hf_rows_layout_make(const hf_config *config, hf_arm arm, int64_t features,
                              int64_t classes, hf_rows_layout **layout, hf_error *error)
{
    hf_status status;
    hf_shape shape;
    hf_rows_layout *made;
    *layout = NULL;
    const hf_shard whole = {0}; /* a row is the same in every shard */
    HF_TRY(hf_shape_make(config, whole, features, classes, 0, &shape, error));
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

void *hf_rows_at(const hf_rows_layout *layout, const hf_rows *rows, hf_field field,
                 int64_t method_index, int64_t k)
{
    size_t offset = 0;
    for (int64_t s = 0; s < layout->section_count; s++) {
        const hf_row_section *section = &layout->sections[s];
        const size_t row_bytes = hf_rows_row_bytes(layout, rows->hidden_index, s);
        if (section->field == field && section->method_index == method_index)
            return rows->data + offset + (size_t)k * row_bytes;
        offset += aligned((size_t)rows->count * row_bytes);
    }
    return NULL;
}

uint32_t hf_rows_crc32(const hf_rows_layout *layout, const hf_rows *rows, unsigned role, int64_t k)
{
    unsigned long crc = crc32(0, NULL, 0);
    const unsigned char *data = rows->data;
    for (int64_t s = 0; s < layout->section_count; s++) {
        const size_t row_bytes = hf_rows_row_bytes(layout, rows->hidden_index, s);
        if (hf_field_table[layout->sections[s].field].roles & role)
            crc = crc32_z(crc, data + (size_t)k * row_bytes, row_bytes);
        data += aligned((size_t)rows->count * row_bytes);
    }
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
    for (int64_t s = 0; s < layout->section_count; s++) {
        const hf_row_section *section = &layout->sections[s];
        const size_t row_bytes = hf_rows_row_bytes(layout, rows->hidden_index, s);
        unsigned char *row = hf_rows_at(layout, rows, section->field, section->method_index, k);
        memset(row, 0, row_bytes);
        if (hf_field_table[section->field].type == HF_TYPE_F32)
            for (size_t at = 0; at < row_bytes; at += sizeof not_known)
                memcpy(row + at, &not_known, sizeof not_known);
    }
}

void hf_rows_copy(const hf_rows_layout *layout, const hf_rows *from, int64_t from_k, hf_rows *rows,
                  int64_t k)
{
    size_t from_offset = 0, offset = 0;
    for (int64_t s = 0; s < layout->section_count; s++) {
        const size_t row_bytes = hf_rows_row_bytes(layout, rows->hidden_index, s);
        memcpy(rows->data + offset + (size_t)k * row_bytes,
               from->data + from_offset + (size_t)from_k * row_bytes, row_bytes);
        from_offset += aligned((size_t)from->count * row_bytes);
        offset += aligned((size_t)rows->count * row_bytes);
    }
}

const char *hf_rows_difference(const hf_rows_layout *layout, const hf_rows *a, int64_t a_k,
                               const hf_rows *b, int64_t b_k)
{
    size_t a_offset = 0, b_offset = 0;
    for (int64_t s = 0; s < layout->section_count; s++) {
        const hf_field_row *field = &hf_field_table[layout->sections[s].field];
        const size_t row_bytes = hf_rows_row_bytes(layout, a->hidden_index, s);
        if ((field->roles & HF_ROLE_DIGEST) &&
            memcmp(a->data + a_offset + (size_t)a_k * row_bytes,
                   b->data + b_offset + (size_t)b_k * row_bytes, row_bytes) != 0)
            return field->path;
        a_offset += aligned((size_t)a->count * row_bytes);
        b_offset += aligned((size_t)b->count * row_bytes);
    }
    return NULL;
}

void hf_rows_copy_trained(const hf_rows_layout *from_layout, const hf_rows *from,
                          const hf_rows_layout *layout, hf_rows *rows, int64_t k)
{
    size_t offset = 0;
    for (int64_t s = 0; s < from_layout->section_count; s++) {
        const hf_field field = from_layout->sections[s].field;
        const size_t row_bytes = hf_rows_row_bytes(from_layout, from->hidden_index, s);
        if (hf_field_table[field].roles & HF_ROLE_TRAINED)
            memcpy(hf_rows_at(layout, rows, field, 0, k),
                   from->data + offset + (size_t)k * row_bytes, row_bytes);
        offset += aligned((size_t)from->count * row_bytes);
    }
}
