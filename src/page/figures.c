/* The table of figures. */
#include "figure.h"

const hf_figure_row hf_figure_table[] = {
    {"frequency", "How often each feature is significant", "Features", hf_figure_frequency},
    {"ranks", "Which ranks each feature takes", NULL, hf_figure_ranks},
    {"null-labels", "Is it more than noise? Labels permuted", NULL, hf_figure_null_labels},
    {"by-hidden", "Does the hidden size matter?", "What changes the answer", hf_figure_by_hidden},
    {"by-split", "Is one split odd?", NULL, hf_figure_by_split},
    {"variance", "What makes a feature's rank vary", NULL, hf_figure_variance},
    {"stability", "Would another number of significant features be more stable?", NULL,
     hf_figure_stability},
    {"methods", "Frequency by method", "Methods", hf_figure_methods},
    {"agreement", "Agreement between methods", NULL, hf_figure_agreement},
    {"loss", "Training loss", "Training", hf_figure_loss},
    {"accuracy", "Test accuracy", NULL, hf_figure_accuracy},
    {"accuracies", "Test accuracy of all replicas", NULL, hf_figure_accuracies},
    {"input-weights", "Input weights before and after training", "One network and the data",
     hf_figure_input_weights},
    {"output-weights", "Output weights before and after training", NULL, hf_figure_output_weights},
    {"values", "Values of the features by class", NULL, hf_figure_values},
};
const int hf_figure_count = sizeof hf_figure_table / sizeof *hf_figure_table;

static hf_status check(const hf_figure *figure, hf_error *error)
{
    HF_TRY(hf_text_check(&figure->script, error));
    HF_TRY(hf_text_check(&figure->alternative, error));
    return hf_text_check(&figure->caption, error);
}

hf_status hf_figures_compose(const hf_page *page, hf_figure *figures, hf_error *error)
{
    for (int i = 0; i < hf_figure_count; i++) {
        figures[i].name = hf_figure_table[i].name;
        figures[i].title = hf_figure_table[i].title;
        HF_TRY(hf_figure_table[i].compose(page, &figures[i], error));
        HF_TRY(check(&figures[i], error));
    }
    return HF_OK;
}

void hf_figures_free(hf_figure *figures)
{
    for (int i = 0; figures && i < hf_figure_count; i++) {
        hf_text_free(&figures[i].script);
        hf_text_free(&figures[i].alternative);
        hf_text_free(&figures[i].caption);
        hf_text_free(&figures[i].svg);
    }
}
