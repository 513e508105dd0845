/* The lists of the YAML text: items of one type without repetition. */
#include "reader.h"

#include "holdfast/memory.h"
#include <stdlib.h>
#include <string.h>

typedef struct {
    int64_t number;   /* an integer, or the index of a choice; 0 of a text */
    const char *text; /* as written */
    int64_t line;     /* 0 in an override */
    int64_t index;
} item;

/* The text of a number is no part of what it is: 030 repeats 30. */
static int compare_values(const item *a, const item *b, bool by_text)
{
    if (by_text)
        return strcmp(a->text, b->text);
    return (a->number > b->number) - (a->number < b->number);
}

static int compare_texts_then_places(const void *a, const void *b)
{
    const item *x = a, *y = b;
    int order = compare_values(x, y, true);
    return order ? order : (x->index > y->index) - (x->index < y->index);
}

static int compare_numbers_then_places(const void *a, const void *b)
{
    const item *x = a, *y = b;
    int order = compare_values(x, y, false);
    return order ? order : (x->index > y->index) - (x->index < y->index);
}

static bool read_item(hf_reader *reader, const hf_key *key, const yaml_node_t *node,
                      const hf_place *place, item *one)
{
    bool good =
        key->type == HF_KEY_INTEGER_LIST ? hf_reader_integer(reader, key, node, place, &one->number)
        : key->type == HF_KEY_CHOICE_LIST ? hf_reader_choice(reader, key, node, place, &one->number)
                                          : hf_reader_is_scalar(reader, key, node, place);
    if (good && key->type == HF_KEY_TEXT_LIST && hf_reader_is_null(node)) {
        hf_reader_problem(reader, place, key->name,
                          "an item is empty or null: write it in quotes where a text is meant");
        return false;
    }
    if (good)
        one->text = (const char *)node->data.scalar.value;
    return good;
}

/* Reports every item that stands in the list before; sorts a copy, as lists may be long. */
static hf_status check_repeats(hf_reader *reader, const hf_key *key, const item *items,
                               int64_t count, const hf_place *place, bool *good)
{
    bool by_text = key->type == HF_KEY_TEXT_LIST;
    item *sorted;
    char shown[HF_SHOWN_BYTES];
    HF_TRY(hf_allocate(&sorted, count, sizeof *sorted, reader->error));
    if (count)
        memcpy(sorted, items, (size_t)count * sizeof *sorted);
    qsort(sorted, (size_t)count, sizeof *sorted,
          by_text ? compare_texts_then_places : compare_numbers_then_places);
    for (int64_t i = 1; i < count; i++)
        if (compare_values(&sorted[i - 1], &sorted[i], by_text) == 0) {
            hf_place here = {.line = sorted[i].line, .override = place->override};
            hf_reader_problem(reader, &here, key->name, "%s stands in the list twice",
                              hf_reader_show(sorted[i].text, shown));
            *good = false;
        }
    hf_free(&sorted);
    return HF_OK;
}

static hf_status store_texts(hf_text_list *list, const item *items, int64_t count, hf_error *error)
{
    hf_text_list_free(list);
    for (int64_t i = 0; i < count; i++)
        HF_TRY(hf_text_list_add(list, items[i].text, error));
    return HF_OK;
}

static hf_status store_integers(hf_integer_list *list, const item *items, int64_t count,
                                hf_error *error)
{
    hf_free(&list->items);
    list->count = 0;
    if (count == 0)
        return HF_OK;
    HF_TRY(hf_allocate(&list->items, count, sizeof *list->items, error));
    for (int64_t i = 0; i < count; i++)
        list->items[i] = items[i].number;
    list->count = count;
    return HF_OK;
}

static void refuse_scalar(hf_reader *reader, const hf_key *key, const yaml_node_t *node,
                          const hf_place *place)
{
    char shown[HF_SHOWN_BYTES];
    if (node->type == YAML_SCALAR_NODE) {
        hf_reader_show((const char *)node->data.scalar.value, shown);
        hf_reader_problem(reader, place, key->name, "a list is wanted: write [%.*s]",
                          (int)strlen(shown) - 2, shown + 1);
    } else
        hf_reader_problem(reader, place, key->name, "a mapping stands where a list is wanted");
}

hf_status hf_reader_set_list(hf_reader *reader, int64_t index, yaml_document_t *document,
                             const yaml_node_t *node, const hf_place *place)
{
    const hf_key *key = &hf_keys[index];
    void *member = hf_key_member(key, reader->config);
    if (node->type != YAML_SEQUENCE_NODE) {
        refuse_scalar(reader, key, node, place);
        return HF_OK;
    }
    const yaml_node_item_t *nodes = node->data.sequence.items.start;
    int64_t count = node->data.sequence.items.top - nodes;
    bool good = true;
    item *items;
    HF_TRY(hf_allocate(&items, count, sizeof *items, reader->error));
    for (int64_t i = 0; i < count; i++) {
        const yaml_node_t *one = yaml_document_get_node(document, nodes[i]);
        hf_place here = *place;
        if (place->line)
            here.line = (int64_t)one->start_mark.line + 1;
        items[i] = (item){.line = here.line, .index = i};
        good = read_item(reader, key, one, &here, &items[i]) && good;
    }
    if (count < key->least_items) {
        hf_reader_problem(reader, place, key->name, "the list needs at least %lld item%s, not %lld",
                          (long long)key->least_items, key->least_items == 1 ? "" : "s",
                          (long long)count);
        good = false;
    }
    hf_status status = good ? check_repeats(reader, key, items, count, place, &good) : HF_OK;
    if (status == HF_OK && good)
        status = key->type == HF_KEY_TEXT_LIST
                     ? store_texts(member, items, count, reader->error)
                     : store_integers(member, items, count, reader->error);
    hf_free(&items);
    return status;
}
