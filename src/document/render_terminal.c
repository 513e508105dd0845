/* A document as text for a terminal. */
#include "document/document.h"

#include "text/layout.h"
#include "text/terminal.h"
#include <string.h>

/* What begins a block's first line, and whether an empty line stands before it. */
typedef struct style {
    const char *start;
    bool apart;
} style;
static const style styles[HF_BLOCKS] = {
    [HF_BLOCK_HEADING] = {"", true},    [HF_BLOCK_SUBHEADING] = {"", false},
    [HF_BLOCK_PARAGRAPH] = {"", true},  [HF_BLOCK_POINT] = {"- ", false},
    [HF_BLOCK_CAUTION] = {"! ", false}, [HF_BLOCK_NOTE] = {"  ", false},
    [HF_BLOCK_COMMAND] = {"  ", false}, [HF_BLOCK_TABLE] = {"", true},
};

/* Facts that follow each other have labels of one width. */
static int label_width(const hf_document *d, int64_t at)
{
    int width = d->label_width;
    while (at > 0 && d->blocks[at - 1]->kind == HF_BLOCK_FACT)
        at--;
    for (; at < d->count && d->blocks[at]->kind == HF_BLOCK_FACT; at++) {
        const int label =
            d->blocks[at]->label.data ? hf_layout_width(d->blocks[at]->label.data) : 0;
        width = label > width ? label : width;
    }
    return width;
}

static void append_fact(const hf_document *d, int64_t at, int columns, hf_text *text)
{
    const hf_document_block *b = d->blocks[at];
    hf_text start = {0};
    hf_text_append(&start, "  ");
    hf_layout_padded_name(&start, b->label.data ? b->label.data : "", label_width(d, at));
    hf_text_append(&start, "  ");
    text->failed |= start.failed;
    if (!text->failed)
        hf_layout_paragraph(text, start.data, b->text.data ? b->text.data : "", columns);
    hf_text_free(&start);
}

/* Its line breaks are kept. */
static void append_command(const char *command, hf_text *text)
{
    while (*command) {
        const size_t length = strcspn(command, "\n");
        hf_text line = {0};
        hf_text_append_bytes(&line, command, length);
        hf_text_append(text, "    ");
        hf_terminal_text(text, line.data ? line.data : "");
        hf_layout_end_line(text);
        text->failed |= line.failed;
        hf_text_free(&line);
        command += length + (command[length] == '\n');
    }
}

static bool is_shown(const hf_document_block *block)
{
    switch (block->kind) {
    case HF_BLOCK_TABLE:
        return hf_table_is_shown(&block->table, HF_COLUMN_PAGE);
    case HF_BLOCK_FIGURE:
    case HF_BLOCK_VERBATIM:
        return false;
    default:
        return block->text.length > 0;
    }
}

static void append_heading(const char *heading, char rule, int columns, hf_text *text)
{
    const int width = hf_layout_width(heading);
    hf_layout_paragraph(text, "", heading, columns);
    for (int i = 0; i < (width < columns ? width : columns) && rule; i++)
        hf_text_append_bytes(text, &rule, 1);
    hf_text_append(text, rule ? "\n" : "");
}

static void append_block(const hf_document *d, int64_t at, int columns, hf_text *text)
{
    const hf_document_block *b = d->blocks[at];
    switch (b->kind) {
    case HF_BLOCK_TABLE:
        if (b->table.caption.data) {
            hf_layout_paragraph(text, "", b->table.caption.data, columns);
            hf_text_append(text, "\n");
        }
        hf_table_terminal(&b->table, columns, text);
        break;
    case HF_BLOCK_FACT:
        append_fact(d, at, columns, text);
        break;
    case HF_BLOCK_COMMAND:
        append_command(b->text.data, text);
        break;
    case HF_BLOCK_HEADING:
        append_heading(b->text.data, '-', columns, text);
        break;
    default:
        hf_layout_paragraph(text, styles[b->kind].start ? styles[b->kind].start : "", b->text.data,
                            columns);
    }
}

/* No empty line stands below a heading's rule or at the beginning. */
static bool is_apart(const hf_document_block *block, const hf_document_block *before)
{
    if (!before || before->kind == HF_BLOCK_HEADING || before->kind == HF_BLOCK_SUBHEADING)
        return block->kind == HF_BLOCK_HEADING && before != NULL;
    const bool ends_facts = before->kind == HF_BLOCK_FACT && block->kind != HF_BLOCK_FACT;
    return styles[block->kind].apart || ends_facts;
}

void hf_document_terminal(const hf_document *document, int columns, hf_text *text)
{
    const hf_document_block *before = NULL;
    for (int64_t i = 0; i < document->count && !text->failed; i++) {
        const hf_document_block *block = document->blocks[i];
        if (!is_shown(block))
            continue;
        if (is_apart(block, before))
            hf_text_append(text, "\n");
        append_block(document, i, columns, text);
        before = block;
    }
}
