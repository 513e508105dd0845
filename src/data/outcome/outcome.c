/* Classes or a measured outcome? Decided when all labels are known. */
#include "outcome.h"

#include "data/cell_number.h"
#include "holdfast/memory.h"
#include "holdfast/status_codes.h"
#include <math.h>
#include <string.h>

enum { WHOLE_CLASSES_MOST = 20 };

/* The labels as numbers. */
typedef struct numbers {
    double *value;  /* [label] */
    int64_t other;  /* the first label that is no number; -1: all are */
    int other_kind; /* why it is none */
    bool whole;     /* all are whole */
} numbers;

static hf_status parse(const hf_raw_table *t, numbers *n)
{
    const hf_text_list *labels = &t->class_names.list;
    *n = (numbers){.other = -1, .whole = true};
    HF_TRY(hf_allocate(&n->value, labels->count, sizeof *n->value, t->error));
    for (int64_t i = 0; i < labels->count && n->other < 0; i++) {
        n->other_kind = hf_data_parse_decimal(labels->items[i], hf_raw_table_sign(t), &n->value[i]);
        if (n->other_kind != HF_NUMBER)
            n->other = i;
        else if (n->value[i] != floor(n->value[i]))
            n->whole = false;
    }
    return HF_OK;
}

static bool in_table(const hf_raw_table *t)
{
    return t->target < t->header.list.count;
}

/* The column's name, or that of the HDF5 dataset without its groups. */
static const char *target_name(const hf_raw_table *t)
{
    if (in_table(t))
        return t->header.list.items[t->target];
    const char *slash = strrchr(t->labels, '/');
    return slash ? slash + 1 : t->labels;
}

/* Of the target; row -1: as a whole. */
static hf_data_place place_of(const hf_raw_table *t, int64_t row)
{
    return (hf_data_place){.file = t->file,
                           .dataset = in_table(t) ? t->inputs : t->labels,
                           .column = in_table(t) ? target_name(t) : NULL,
                           .row = row};
}

static hf_status not_a_number(hf_raw_table *t, const numbers *n)
{
    const hf_dataset *d = t->dataset;
    const hf_number_fault *fault = &hf_number_faults[n->other_kind];
    int64_t first = 0;
    while (first < d->samples - 1 && d->y[first] != n->other)
        first++;
    const hf_data_place place = place_of(t, d->row[first]);
    return hf_data_fail(t->error, &place,
                        "'%.200s' %s, but data.task: regression needs a number in every "
                        "row%s%s (leave data.task out if the target is a class)",
                        t->class_names.list.items[n->other], fault->what, fault->remedy ? ": " : "",
                        fault->remedy ? fault->remedy : "");
}

static hf_status too_many_classes(const hf_raw_table *t)
{
    const hf_data_place place = place_of(t, -1);
    return hf_data_fail(t->error, &place,
                        "%lld different numbers, not all of them whole, are no classes: for a "
                        "measured outcome set data.task: regression",
                        (long long)t->class_names.list.count);
}

/* The labels' numbers become the samples'; one class is left, named as the target. */
static hf_status become_outcome(hf_raw_table *t, const numbers *n)
{
    hf_dataset *d = t->dataset;
    const hf_data_place place = place_of(t, -1);
    hf_data_names name = {0};
    bool varies = false;
    for (int64_t i = 1; i < t->class_names.list.count; i++)
        varies = varies || n->value[i] != n->value[0];
    if (!varies)
        return hf_data_fail(t->error, &place,
                            "the measured outcome is '%.200s' in every row: it must vary",
                            t->class_names.list.items[0]);
    HF_TRY(hf_allocate(&d->target, d->samples, sizeof *d->target, t->error));
    for (int64_t i = 0; i < d->samples; i++) {
        d->target[i] = n->value[d->y[i]];
        d->y[i] = 0;
    }
    HF_TRY(hf_data_names_add(&name, target_name(t), NULL, t->error));
    hf_data_names_free(&t->class_names);
    t->class_names = name;
    return HF_OK;
}

static hf_status decide(hf_raw_table *t, const numbers *n)
{
    const int task = t->config->data.task;
    const bool many = t->class_names.list.count > WHOLE_CLASSES_MOST;
    if (task == HF_TASK_REGRESSION && n->other >= 0)
        return not_a_number(t, n);
    if (task == HF_TASK_CLASSIFICATION && n->other < 0 && !n->whole && many)
        return too_many_classes(t);
    if (task == HF_TASK_REGRESSION || (task == HF_TASK_AUTO && n->other < 0 && (!n->whole || many)))
        return become_outcome(t, n);
    return HF_OK;
}

hf_status hf_raw_table_take_outcome(hf_raw_table *t)
{
    numbers n;
    hf_status status = parse(t, &n);
    if (status == HF_OK)
        status = decide(t, &n);
    hf_free(&n.value);
    return status;
}
