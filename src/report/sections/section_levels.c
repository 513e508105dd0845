/* What the levels of categories are, and how they go with the classes, or the thirds of a measured
 * outcome. */
#include "sections.h"
#include "text/layout.h"
#include "text/list.h"
#include "text/number.h"

enum { LEVELS_LISTED = 12, NAME_COLUMNS = 24 };

/* "I 12.0%", or with more than two classes "I 88.0% benign": the class of most of its samples. */
static void append_level(const hf_evidence *e, const char *level, const int64_t *of_class,
                         hf_text *line)
{
    const int64_t classes = e->bands->count;
    int64_t samples = 0, most = 0;
    for (int64_t c = 0; c < classes; c++) {
        samples += of_class[c];
        most = of_class[c] > of_class[most] ? c : most;
    }
    const int64_t class = classes == 2 ? 1 : most;
    hf_layout_name(line, level, NAME_COLUMNS);
    if (samples > 0)
        hf_text_append(line, " %s%%%s%s",
                       hf_number_percent((double)of_class[class] / (double)samples).text,
                       classes > 2 ? " " : "", classes > 2 ? e->bands->items[class] : "");
}

/* One line: a category's levels in their order. */
static void add_category(const hf_evidence *e, int64_t feature, hf_document *d)
{
    const hf_level_counts *counts = &e->data.levels;
    const hf_text_list *levels = &hf_results_columns(e->results)->levels[feature];
    hf_text *line = hf_document_add(d, HF_BLOCK_NOTE);
    hf_list list = {.text = line, .most = LEVELS_LISTED};
    hf_text_append(line, "%s: ", e->features->items[feature]);
    for (int64_t i = 0; i < levels->count; i++)
        if (hf_list_next(&list))
            append_level(e, levels->items[i],
                         counts->count + (counts->first[feature] + i) * e->bands->count, line);
    hf_list_end(&list);
    if (e->bands->count == 2)
        hf_text_append(line, " are %s", e->bands->items[1]);
    else
        hf_text_append(line, " (%s of most samples with the level)",
                       e->measured ? "the third of the outcome" : "the class");
    hf_text_append(line, ".");
}

void hf_section_levels(const hf_evidence *evidence, int64_t rows, hf_document *document)
{
    const hf_level_counts *counts = &evidence->data.levels;
    for (int64_t row = 0; counts->first && row < rows; row++) {
        const int64_t f = evidence->order[evidence->lead][row];
        if (counts->first[f + 1] > counts->first[f])
            add_category(evidence, f, document);
    }
}
