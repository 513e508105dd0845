/* Names with a list of texts each: {size: [radius, area], shape: [roundness]}. */
#include "reader.h"

#include "holdfast/memory.h"
#include <stdlib.h>
#include <string.h>

static hf_value value_at(const hf_value *mapping, int node)
{
    hf_value one = *mapping;
    one.node = yaml_document_get_node(mapping->document, node);
    if (one.place.line)
        one.place.line = (int64_t)one.node->start_mark.line + 1;
    return one;
}

static bool problem(const hf_value *at, const char *what)
{
    hf_reader_problem(at->reader, &at->place, at->key->name, "%s", what);
    return false;
}

/* A name or an item, which may look like a number: a feature may be called 1. */
static bool is_text(const hf_value *one)
{
    if (hf_node_is_null(one->node))
        return problem(one, "a name is empty or null: put it in quotes if it is a text");
    return hf_value_is_scalar(one);
}

static const char *text_of(const hf_value *one)
{
    return (const char *)one->node->data.scalar.value;
}

/* *good: whether the list can be taken; problems are recorded. */
static hf_status read_list(const hf_value *list, hf_text_list *items, bool *good)
{
    *good = list->node->type == YAML_SEQUENCE_NODE ||
            problem(list, "each group is a list of features: write {name: [feature, feature]}");
    if (!*good)
        return HF_OK;
    const yaml_node_item_t *const end = list->node->data.sequence.items.top;
    for (const yaml_node_item_t *node = list->node->data.sequence.items.start; node < end; node++) {
        const hf_value one = value_at(list, *node);
        if (is_text(&one))
            HF_TRY(hf_text_list_add(items, text_of(&one), list->reader->error));
        else
            *good = false;
    }
    if (*good && items->count == 0)
        *good = problem(list, "a group without a feature: name one, or leave the group out");
    return HF_OK;
}

static hf_status read_pair(const hf_value *mapping, const yaml_node_pair_t *pair,
                           hf_named_lists *named, bool *good)
{
    const hf_value name = value_at(mapping, pair->key), list = value_at(mapping, pair->value);
    hf_text_list items = {0};
    bool whole = false;
    const bool is_named = is_text(&name);
    hf_status status = read_list(&list, &items, &whole);
    *good = *good && is_named && whole;
    if (status == HF_OK && is_named && whole)
        status = hf_named_lists_add(named, text_of(&name), &items, mapping->reader->error);
    hf_text_list_free(&items);
    return status;
}

static int compare_texts(const void *a, const void *b)
{
    return strcmp(*(const char *const *)a, *(const char *const *)b);
}

/* Reports each of the texts that is there before; they are sorted. */
static bool check_different(const hf_value *value, const char **texts, int64_t count,
                            const char *what)
{
    char shown[HF_SHOWN_BYTES];
    bool good = true;
    qsort(texts, (size_t)count, sizeof *texts, compare_texts);
    for (int64_t i = 1; i < count; i++)
        if (strcmp(texts[i - 1], texts[i]) == 0) {
            hf_reader_problem(value->reader, &value->place, value->key->name, "%s %s",
                              hf_reader_show(texts[i], shown), what);
            good = false;
        }
    return good;
}

static hf_status check_names(const hf_value *value, const hf_named_lists *named, bool *good)
{
    int64_t items = 0, at = 0;
    const char **texts;
    for (int64_t g = 0; g < named->names.count; g++)
        items += named->lists[g].count;
    HF_TRY(hf_allocate(&texts, items + named->names.count, sizeof *texts, value->reader->error));
    for (int64_t g = 0; g < named->names.count; g++)
        for (int64_t i = 0; i < named->lists[g].count; i++)
            texts[at++] = named->lists[g].items[i];
    *good = check_different(value, texts, items, "is in two groups, or twice in one") && *good;
    for (int64_t g = 0; g < named->names.count; g++)
        texts[g] = named->names.items[g];
    *good = check_different(value, texts, named->names.count, "names two groups") && *good;
    hf_free(&texts);
    return HF_OK;
}

hf_status hf_value_named_lists(const hf_value *value)
{
    hf_named_lists named = {0};
    hf_status status = HF_OK;
    bool good = true;
    if (value->node->type != YAML_MAPPING_NODE) {
        problem(value, "names with a list of features each are expected: write {name: [feature, "
                       "feature]}");
        return HF_OK;
    }
    const yaml_node_pair_t *const end = value->node->data.mapping.pairs.top;
    for (const yaml_node_pair_t *pair = value->node->data.mapping.pairs.start;
         pair < end && status == HF_OK; pair++)
        status = read_pair(value, pair, &named, &good);
    if (status == HF_OK && good)
        status = check_names(value, &named, &good);
    if (status == HF_OK && good) {
        hf_key_unset(value->key, value->reader->config);
        *(hf_named_lists *)hf_key_member(value->key, value->reader->config) = named;
        return HF_OK;
    }
    hf_named_lists_free(&named);
    return status;
}
