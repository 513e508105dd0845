/* The lists of the YAML text: items of one type without repetition. */
#include "reader.h"

#include "holdfast/memory.h"
#include "text/number.h"
#include <stdlib.h>
#include <string.h>

typedef struct item {
    int64_t number;   /* an integer, or the index of a choice; 0 of a text */
    const char *text; /* as written */
    int64_t line;     /* 0 in an override */
    int64_t index;
    bool by_text; /* what it is: of a number the text is no part of that, 030 repeats 30 */
} item;

static int compare_values(const item *a, const item *b)
{
    return a->by_text ? strcmp(a->text, b->text)
                      : (a->number > b->number) - (a->number < b->number);
}

static int compare_values_then_places(const void *a, const void *b)
{
    const item *x = a, *y = b;
    const int order = compare_values(x, y);
    return order ? order : (x->index > y->index) - (x->index < y->index);
}

static bool read_item(const hf_value *value, item *one)
{
    const hf_key *key = value->key;
    const bool good = key->type == HF_KEY_INTEGER_LIST  ? hf_value_integer(value, &one->number)
                      : key->type == HF_KEY_CHOICE_LIST ? hf_value_choice(value, &one->number)
                                                        : hf_value_is_scalar(value);
    if (good && one->by_text && hf_node_is_null(value->node)) {
        hf_reader_problem(value->reader, &value->place, key->name,
                          "an item is empty or null: put it in quotes if it is a text");
        return false;
    }
    if (good)
        one->text = (const char *)value->node->data.scalar.value;
    return good;
}

/* Reports every item that stands in the list before; sorts a copy, as lists may be long. */
static hf_status check_repeats(const hf_value *value, const item *items, int64_t count, bool *good)
{
    item *sorted;
    char shown[HF_SHOWN_BYTES];
    HF_TRY(hf_allocate(&sorted, count, sizeof *sorted, value->reader->error));
    if (count)
        memcpy(sorted, items, (size_t)count * sizeof *sorted);
    qsort(sorted, (size_t)count, sizeof *sorted, compare_values_then_places);
    for (int64_t i = 1; i < count; i++)
        if (compare_values(&sorted[i - 1], &sorted[i]) == 0) {
            const hf_place here = {sorted[i].line, value->place.override};
            hf_reader_problem(value->reader, &here, value->key->name, "%s is in the list twice",
                              hf_reader_show(sorted[i].text, shown));
            *good = false;
        }
    hf_free(&sorted);
    return HF_OK;
}

static hf_status store(const hf_value *value, const item *items, int64_t count)
{
    hf_error *error = value->reader->error;
    void *member = hf_key_member(value->key, value->reader->config);
    hf_integer_list *integers = member;
    hf_key_unset(value->key, value->reader->config);
    if (value->key->type == HF_KEY_TEXT_LIST) {
        for (int64_t i = 0; i < count; i++)
            HF_TRY(hf_text_list_add(member, items[i].text, error));
        return HF_OK;
    }
    if (count > 0)
        HF_TRY(hf_allocate(&integers->items, count, sizeof *integers->items, error));
    for (int64_t i = 0; i < count; i++)
        integers->items[integers->count++] = items[i].number;
    return HF_OK;
}

static void refuse(const hf_value *value)
{
    char shown[HF_SHOWN_BYTES];
    if (value->node->type == YAML_SCALAR_NODE) {
        hf_reader_show((const char *)value->node->data.scalar.value, shown);
        hf_reader_problem(value->reader, &value->place, value->key->name,
                          "a list is expected: write [%.*s]", (int)strlen(shown) - 2, shown + 1);
    } else
        hf_reader_problem(value->reader, &value->place, value->key->name,
                          "a mapping was given, but a list is expected");
}

static bool read_items(const hf_value *list, const yaml_node_item_t *nodes, int64_t count,
                       item *items)
{
    bool good = true;
    for (int64_t i = 0; i < count; i++) {
        hf_value one = *list;
        one.node = yaml_document_get_node(list->document, nodes[i]);
        if (one.place.line)
            one.place.line = (int64_t)one.node->start_mark.line + 1;
        items[i] = (item){
            .line = one.place.line, .index = i, .by_text = list->key->type == HF_KEY_TEXT_LIST};
        good = read_item(&one, &items[i]) && good;
    }
    if (count >= list->key->least_items)
        return good;
    hf_reader_problem(list->reader, &list->place, list->key->name,
                      "the list needs at least %lld item%s, not %lld",
                      (long long)list->key->least_items, hf_plural(list->key->least_items),
                      (long long)count);
    return false;
}

hf_status hf_value_list(const hf_value *value)
{
    if (value->node->type != YAML_SEQUENCE_NODE) {
        refuse(value);
        return HF_OK;
    }
    const yaml_node_item_t *nodes = value->node->data.sequence.items.start;
    const int64_t count = value->node->data.sequence.items.top - nodes;
    item *items;
    HF_TRY(hf_allocate(&items, count, sizeof *items, value->reader->error));
    bool good = read_items(value, nodes, count, items);
    hf_status status = good ? check_repeats(value, items, count, &good) : HF_OK;
    if (status == HF_OK && good)
        status = store(value, items, count);
    hf_free(&items);
    return status;
}
