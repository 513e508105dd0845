/* Weights of the classes from YAML: a word, [1, 2] or {label: 1, other: 2}. */
#include "reader.h"

static hf_value value_at(const hf_value *all, int node)
{
    hf_value one = *all;
    one.node = yaml_document_get_node(all->document, node);
    if (one.place.line)
        one.place.line = (int64_t)one.node->start_mark.line + 1;
    return one;
}

/* One weight, with its label in a mapping; *good: without a problem. */
static hf_status read_one(const hf_value *all, const int *label, int node, hf_class_weight *weight,
                          bool *good)
{
    const hf_value number = value_at(all, node), name = value_at(all, label ? *label : node);
    const char *text = NULL;
    char shown[HF_SHOWN_BYTES];
    double value = 0;
    *good = hf_value_real(&number, &value) && *good;
    if (label && !hf_value_is_scalar(&name))
        *good = false;
    else if (label)
        text = (const char *)name.node->data.scalar.value;
    if (text && hf_class_weight_find(&weight->labels, text) >= 0) {
        hf_reader_problem(all->reader, &name.place, all->key->name, "%s is given twice",
                          hf_reader_show(text, shown));
        *good = false;
    }
    return *good ? hf_class_weight_add(weight, text, value, all->reader->error) : HF_OK;
}

static hf_status read_all(const hf_value *value, hf_class_weight *weight, bool *good)
{
    const yaml_node_t *node = value->node;
    *good = true;
    if (node->type == YAML_SEQUENCE_NODE)
        for (const yaml_node_item_t *item = node->data.sequence.items.start;
             item < node->data.sequence.items.top; item++)
            HF_TRY(read_one(value, NULL, *item, weight, good));
    else
        for (const yaml_node_pair_t *pair = node->data.mapping.pairs.start;
             pair < node->data.mapping.pairs.top; pair++)
            HF_TRY(read_one(value, &pair->key, pair->value, weight, good));
    if (*good && weight->count == 0) {
        hf_reader_problem(value->reader, &value->place, value->key->name,
                          "there is no weight in it: write one for each class, or none");
        *good = false;
    }
    return HF_OK;
}

hf_status hf_value_class_weight(const hf_value *value)
{
    hf_class_weight weight = {0}, *member = hf_key_member(value->key, value->reader->config);
    hf_status status = HF_OK;
    int64_t kind = 0;
    bool good;
    if (value->node->type == YAML_SCALAR_NODE) {
        good = hf_value_choice(value, &kind);
        weight.kind = (int)kind;
    } else {
        status = read_all(value, &weight, &good);
    }
    if (status == HF_OK && good) {
        hf_class_weight_free(member);
        *member = weight;
        return HF_OK;
    }
    hf_class_weight_free(&weight);
    return status;
}
