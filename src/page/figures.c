/* The table of figures, and composing all of them. */
#include "figure.h"

#include "holdfast/status_codes.h"
#include <string.h>

#define ROW(name, function, title) {name, title, hf_figure_##function},
const hf_figure_row hf_figure_table[] = {HF_FIGURE_LIST(ROW)};
#undef ROW
const int hf_figure_count = sizeof hf_figure_table / sizeof *hf_figure_table;

/* The files figures/NAME.gp, compiled in (cmake/EmbedText.cmake): name, text, name, text, ...,
 * NULL.
 */
extern const char *const hf_gnuplot_texts[];

/* What a figure shows of a measured outcome in the place of classes; its own script, or NULL. */
static const struct {
    const char *name, *title, *script;
} measured[] = {
    {"accuracy", "Test R2", NULL},
    {"accuracies", "Predicted against measured", "predicted"},
    {"values", "Values of the features by third of the outcome", NULL},
    {"levels", "Levels of the categories by third of the outcome", NULL},
};

static hf_status find_script(const char *name, hf_figure *figure, hf_error *error)
{
    for (const char *const *pair = hf_gnuplot_texts; pair[0]; pair += 2)
        if (strcmp(pair[0], name) == 0) {
            figure->script = pair[1];
            return HF_OK;
        }
    return hf_fail(error, HF_INTERNAL, "report: there is no figures/%s.gp", name);
}

static hf_status check(const hf_figure *figure, hf_error *error)
{
    HF_TRY(hf_text_check(&figure->data, error));
    HF_TRY(hf_text_check(&figure->alternative, error));
    return hf_text_check(&figure->caption, error);
}

static hf_status find_looks(const hf_page *page, const hf_figure_row *row, hf_figure *figure,
                            hf_error *error)
{
    const char *script = row->name;
    figure->name = row->name;
    figure->title = row->title;
    for (size_t i = 0; page->evidence.measured && i < sizeof measured / sizeof *measured; i++)
        if (strcmp(measured[i].name, row->name) == 0) {
            figure->title = measured[i].title;
            script = measured[i].script ? measured[i].script : script;
        }
    return find_script(script, figure, error);
}

hf_status hf_figures_compose(const hf_page *page, hf_figure *figures, hf_error *error)
{
    for (int i = 0; i < hf_figure_count; i++) {
        HF_TRY(find_looks(page, &hf_figure_table[i], &figures[i], error));
        HF_TRY(hf_figure_table[i].compose(page, &figures[i], error));
        HF_TRY(check(&figures[i], error));
    }
    return HF_OK;
}

void hf_figures_free(hf_figure *figures)
{
    for (int i = 0; figures && i < hf_figure_count; i++) {
        hf_text_free(&figures[i].data);
        hf_text_free(&figures[i].alternative);
        hf_text_free(&figures[i].caption);
        hf_text_free(&figures[i].svg);
    }
}
