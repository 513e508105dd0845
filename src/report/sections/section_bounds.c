/* Error bounds of stability selection on half-samples. */
#include "sections.h"
#include "text/number.h"
#include <inttypes.h>

/* Features that at least so large a share of the half-samples selects. */
static int64_t count_selected(const hf_frequencies *f, double threshold)
{
    int64_t count = 0;
    for (int64_t i = 0; i < f->features; i++)
        count += f->half_sample_frequency[i] >= threshold;
    return count;
}

bool hf_has_bounds(const hf_evidence *evidence)
{
    return hf_evidence_lead(evidence)->half_samples > 0 && !evidence->config->data.groups &&
           evidence->config->training.validation_fraction <= 0;
}

void hf_section_bounds(const hf_evidence *evidence, hf_document *document)
{
    const hf_evidence *e = evidence;
    const hf_frequencies *f = hf_evidence_lead(e);
    const bool unimodal = e->config->splits.method == HF_SPLITS_COMPLEMENTARY_PAIRS;
    hf_undefined undefined = {0};
    if (!hf_has_bounds(e))
        return;
    hf_document_say(document, HF_BLOCK_HEADING, "Error bounds");
    hf_table *t = hf_document_table(
        document, "bounds-table",
        "Features in the top %" PRId64 " of the mean ranks of a half-sample (there are %s), and "
        "how many of these are false at most, in expectation.",
        e->config->significance.top, hf_number_grouped(f->half_samples).text);
    hf_table_column_add(t, HF_COLUMN_NAME, 14, NULL, "selected in\nat least");
    hf_table_column_add(t, 0, 8, NULL, "features");
    hf_table_column_add(t, 0, 12, NULL, "Meinshausen\n& Buehlmann");
    if (unimodal)
        hf_table_column_add(t, 0, 9, NULL, "Shah &\nSamworth");
    for (int64_t i = 0; i < HF_THRESHOLDS; i++) {
        hf_cell_text(t, "%.0f%% of halves", 100 * hf_threshold(i));
        hf_cell_number(t, count_selected(f, hf_threshold(i)));
        hf_cell_fixed(t, f->error_bound[i], 2);
        if (!unimodal)
            continue;
        hf_cell_fixed(t, f->error_bound_unimodal[i], 2);
        hf_undefined_add(&undefined, e, e->lead, HF_SIGNIFICANCE_ERROR_BOUND_UNIMODAL, i,
                         "at %.0f%%", 100 * hf_threshold(i));
    }
    hf_undefined_note(&undefined, document);
    hf_document_say(
        document, HF_BLOCK_NOTE,
        "Meinshausen & Buehlmann (2010) assume that noise features are exchangeable%s. A "
        "bound says something only if it is below the number of selected features.",
        unimodal ? "; Shah & Samworth (2013) call those false that are selected less "
                   "often than by chance"
                 : "");
}
