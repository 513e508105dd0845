/* Composing a document: its blocks. */
#include "document/document.h"

#include "base/array.h"
#include "holdfast/status_codes.h"
#include <stdarg.h>

static hf_document_block *new_block(hf_document *d, hf_block_kind kind)
{
    const bool has_room =
        !d->failed && hf_grow(&d->blocks, d->count, &d->capacity, sizeof *d->blocks);
    hf_document_block *block = has_room ? calloc(1, sizeof *block) : NULL;
    if (!block) {
        d->failed = true;
        d->nowhere.text.failed = d->nowhere.label.failed = d->nowhere.table.failed = true;
        return &d->nowhere;
    }
    block->kind = kind;
    d->blocks[d->count++] = block;
    return block;
}

hf_text *hf_document_add(hf_document *document, hf_block_kind kind)
{
    return &new_block(document, kind)->text;
}

void hf_document_say(hf_document *document, hf_block_kind kind, const char *format, ...)
{
    va_list arguments;
    va_start(arguments, format);
    hf_text_append_list(hf_document_add(document, kind), format, arguments);
    va_end(arguments);
}

hf_text *hf_document_fact(hf_document *document, const char *label)
{
    hf_document_block *block = new_block(document, HF_BLOCK_FACT);
    hf_text_append(&block->label, "%s", label);
    return &block->text;
}

void hf_document_verbatim(hf_document *document, const char *label, const char *id,
                          const char *text)
{
    hf_document_block *block = new_block(document, HF_BLOCK_VERBATIM);
    hf_text_append(&block->label, "%s", label);
    hf_text_append(&block->text, "%s", text);
    block->table.id = id;
}

hf_table *hf_document_table(hf_document *document, const char *id, const char *caption, ...)
{
    va_list arguments;
    hf_document_block *block = new_block(document, HF_BLOCK_TABLE);
    block->table.id = id;
    va_start(arguments, caption);
    hf_text_append_list(&block->table.caption, caption, arguments);
    va_end(arguments);
    return &block->table;
}

hf_status hf_document_check(const hf_document *document, hf_error *error)
{
    bool failed = document->failed;
    for (int64_t i = 0; i < document->count; i++) {
        const hf_document_block *b = document->blocks[i];
        failed |= b->text.failed || b->label.failed || b->table.failed || b->table.texts.failed ||
                  b->table.caption.failed || b->table.bar_words.failed ||
                  b->table.page_words.failed;
    }
    return failed ? hf_fail(error, HF_INTERNAL, "out of memory while composing a text") : HF_OK;
}

static void free_block(hf_document_block *block)
{
    hf_text_free(&block->label);
    hf_text_free(&block->text);
    hf_table_free(&block->table);
}

void hf_document_free(hf_document *document)
{
    for (int64_t i = 0; i < document->count; i++) {
        free_block(document->blocks[i]);
        free(document->blocks[i]);
    }
    free(document->blocks);
    free_block(&document->nowhere);
    *document = (hf_document){0};
}
