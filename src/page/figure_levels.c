/* The levels of categories: which classes their samples are of. */
#include "plot.h"

#include "report/sections/sections.h"
#include "text/number.h"
#include <inttypes.h>

enum { LEVELS_DRAWN = 60, CLASS_COLUMNS = 18 };

/* What is drawn: names of the rows, one a level, and their bars. */
typedef struct bars {
    hf_text_list names;
    hf_text rows; /* data lines: row, class, from, to */
    int64_t features;
} bars;

/* A bar from 0 to 1: the classes' shares, one beside the other. */
static void append_bar(const int64_t *of_class, int64_t classes, bars *b)
{
    int64_t samples = 0;
    double from = 0;
    for (int64_t c = 0; c < classes; c++)
        samples += of_class[c];
    for (int64_t c = 0; c < classes && samples > 0; c++) {
        const double to = from + (double)of_class[c] / (double)samples;
        hf_text_append(&b->rows, "%" PRId64 " %" PRId64 " %.6g %.6g\n", b->names.count, c, from,
                       to);
        from = to;
    }
}

static hf_status add_level(const hf_page *page, int64_t feature, int64_t level, bars *b,
                           hf_error *error)
{
    const hf_level_counts *counts = &page->evidence.data.levels;
    const hf_dataset *columns = hf_results_columns(page->results);
    const int64_t classes = page->evidence.bands->count;
    hf_text name = {0};
    hf_text_append(&name, "%s = %s", columns->feature_names.items[feature],
                   columns->levels[feature].items[level]);
    append_bar(counts->count + (counts->first[feature] + level) * classes, classes, b);
    hf_status status = hf_text_check(&name, error);
    if (status == HF_OK)
        status = hf_text_list_add(&b->names, name.data, error);
    hf_text_free(&name);
    return status;
}

/* Whole categories in the page's order, as many as fit; one at least. */
static hf_status add_levels(const hf_page *page, bars *b, hf_error *error)
{
    const int64_t *first = page->evidence.data.levels.first;
    for (int64_t i = 0; i < page->evidence.features->count; i++) {
        const int64_t f = page->order[i], levels = first[f + 1] - first[f];
        if (levels == 0 || (b->features > 0 && b->names.count + levels > LEVELS_DRAWN))
            continue;
        b->features++;
        for (int64_t level = 0; level < levels; level++)
            HF_TRY(add_level(page, f, level, b, error));
    }
    return hf_text_check(&b->rows, error);
}

hf_status hf_figure_levels(const hf_page *page, hf_figure *figure, hf_error *error)
{
    const hf_text_list *classes = page->evidence.bands;
    bars b = {0};
    if (!page->evidence.data.levels.first)
        return hf_plot_nothing(figure, "No feature is a category.");
    hf_status status = add_levels(page, &b, error);
    if (status == HF_OK) {
        hf_plot_names(figure, "levels",
                      &(hf_plot_list){hf_names_of(&b.names), NULL, b.names.count, HF_NAME_COLUMNS});
        hf_plot_names(figure, "classes",
                      &(hf_plot_list){hf_names_of(classes), NULL, classes->count, CLASS_COLUMNS});
        hf_plot_set(figure, "turned", hf_class_colour(&page->evidence, 0) == 1);
        hf_plot_begin(figure, "shares");
        hf_text_append(&figure->data, "%s", b.rows.data ? b.rows.data : "");
        hf_plot_end(figure);
        hf_text_append(
            &figure->alternative, "Bars of the %s among the samples of each level of %s.",
            page->evidence.measured ? "shares of the outcome's thirds" : "classes' shares",
            hf_count(b.features, "feature").text);
        hf_text_append(&figure->caption,
                       "Of the samples with a level: the share of each %s. Where all bars of a "
                       "feature look alike it tells nothing by itself.",
                       page->evidence.measured ? "third of the outcome" : "class");
    }
    hf_text_list_free(&b.names);
    hf_text_free(&b.rows);
    return status;
}
