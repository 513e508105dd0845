/* Weights of the classes, one for each of the data's and in their order. */
#include "reader.h"

#include "text/number.h"

static const char key[] = "training.class_weight";

/* "a, b, c", or so many of many. */
static void append_classes(const hf_text_list *classes, hf_text *text)
{
    enum { SHOWN = 12 };
    char shown[HF_SHOWN_BYTES];
    for (int64_t c = 0; c < classes->count && c < SHOWN; c++)
        hf_text_append(text, "%s%s", c ? ", " : "", hf_reader_show(classes->items[c], shown));
    if (classes->count > SHOWN)
        hf_text_append(text, " and %lld more", (long long)(classes->count - SHOWN));
}

static void report_unknown(hf_reader *reader, const char *label, const hf_text_list *classes)
{
    hf_text hint = {0};
    char shown[HF_SHOWN_BYTES];
    const char *nearest =
        hf_text_nearest(label, (const char *const *)classes->items, classes->count);
    if (nearest) {
        hf_text_append(&hint, "did you mean %s?", nearest);
    } else {
        hf_text_append(&hint, "the classes are ");
        append_classes(classes, &hint);
    }
    hf_reader_problem(reader, NULL, key, "no class is called %s; %s", hf_reader_show(label, shown),
                      hint.data ? hint.data : "");
    hf_text_free(&hint);
}

static void check_labels(hf_reader *reader, const hf_text_list *classes)
{
    const hf_text_list *labels = &reader->config->training.class_weight.labels;
    char shown[HF_SHOWN_BYTES];
    bool known = true;
    for (int64_t i = 0; i < labels->count; i++)
        if (hf_class_weight_find(classes, labels->items[i]) < 0) {
            report_unknown(reader, labels->items[i], classes);
            known = false;
        }
    for (int64_t c = 0; known && c < classes->count; c++)
        if (hf_class_weight_find(labels, classes->items[c]) < 0)
            hf_reader_problem(reader, NULL, key, "class %s has no weight: write one for each class",
                              hf_reader_show(classes->items[c], shown));
}

static void check_count(hf_reader *reader, const hf_text_list *classes)
{
    const int64_t count = reader->config->training.class_weight.count;
    hf_text names = {0};
    if (count == classes->count)
        return;
    append_classes(classes, &names);
    hf_reader_problem(reader, NULL, key,
                      "%lld weight%s for %lld classes: write one for each, in this order: %s",
                      (long long)count, hf_plural(count), (long long)classes->count,
                      names.data ? names.data : "");
    hf_text_free(&names);
}

/* All labels are classes, and each class has one. */
static hf_status sort(hf_class_weight *weight, const hf_text_list *classes, hf_error *error)
{
    hf_class_weight sorted = {0};
    for (int64_t c = 0; c < classes->count; c++) {
        const int64_t at = hf_class_weight_find(&weight->labels, classes->items[c]);
        const hf_status status = hf_class_weight_add(&sorted, NULL, weight->weights[at], error);
        if (status != HF_OK) {
            hf_class_weight_free(&sorted);
            return status;
        }
    }
    hf_class_weight_free(weight);
    *weight = sorted;
    return HF_OK;
}

hf_status hf_reader_resolve_class_weight(hf_reader *reader, const hf_data_counts *counts)
{
    hf_class_weight *weight = &reader->config->training.class_weight;
    const int64_t before = reader->problem_count;
    if (!counts->class_names || weight->kind == HF_CLASS_WEIGHT_NONE)
        return HF_OK;
    if (counts->classes == 1)
        hf_reader_problem(reader, NULL, key,
                          "weights are of classes, and the outcome %s is a number: leave it out",
                          counts->class_names->items[0]);
    else if (weight->labels.count > 0)
        check_labels(reader, counts->class_names);
    else if (weight->kind == HF_CLASS_WEIGHT_GIVEN)
        check_count(reader, counts->class_names);
    return weight->labels.count > 0 && reader->problem_count == before
               ? sort(weight, counts->class_names, reader->error)
               : HF_OK;
}
