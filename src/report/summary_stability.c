/* Do two replicas select the same features, and which choice changes that most? */
#include "summary.h"
#include "text/layout.h"
#include "text/number.h"
#include <inttypes.h>
#include <math.h>
#include <string.h>

enum { LABEL = 30, INDENT = 2, DECIMALS = 2 };

/* With what has to be said beside it, which is released. */
static void append_value(const char *label, double value, hf_text *note, int columns, hf_text *text)
{
    char start[2 + LABEL + 40];
    snprintf(start, sizeof start, "  %-*s %5s ", LABEL, label,
             hf_number_fixed(value, DECIMALS).text);
    if (note->length > 0 || note->failed) {
        hf_summary_paragraph(text, start, note, columns);
        return;
    }
    hf_text_append(text, "%s", start);
    hf_layout_end_line(text);
}

static void append_cross(const hf_summary *s, int columns, hf_text *text)
{
    static const char *const trust[] = {[HF_RESAMPLING_FIXED] = ", fixed",
                                        [HF_RESAMPLING_FEW] = ", few",
                                        [HF_RESAMPLING_ENOUGH] = ""};
    const hf_frequencies *f = hf_summary_lead(s);
    hf_text note = {0};
    if (!isnan(f->stability_cross_low))
        hf_text_append(&note, "%s to %s%s ", hf_number_fixed(f->stability_cross_low, DECIMALS).text,
                       hf_number_fixed(f->stability_cross_high, DECIMALS).text,
                       trust[hf_summary_resampling(s)]);
    if (!isnan(f->stability_cross))
        hf_text_append(&note, "(pairs sharing neither)");
    append_value("  in seed and split: Phi-cross", f->stability_cross, &note, columns, text);
}

/* The overlaps of pairs that differ in one choice alone. */
typedef struct overlap {
    const char *choice, *label;
    hf_field field;
    double value;
} overlap;
enum { OVERLAPS = 3 };

static void list_overlaps(const hf_summary *s, overlap list[OVERLAPS])
{
    const hf_frequencies *f = hf_summary_lead(s);
    const overlap all[OVERLAPS] = {
        {"seed", "  in the seed alone", HF_SIGNIFICANCE_STABILITY_SEED, f->stability_seed},
        {"split", "  in the split alone", HF_SIGNIFICANCE_STABILITY_SPLIT, f->stability_split},
        {"hidden size", "  in the hidden size alone", HF_SIGNIFICANCE_STABILITY_HIDDEN,
         f->stability_hidden}};
    memcpy(list, all, sizeof all);
}

/* The choice that leaves most in common is named where it parts from the one in between. */
static void append_order(const overlap list[OVERLAPS], const overlap *least, const overlap *most,
                         hf_text *line)
{
    bool parts = true;
    hf_text_append(line, "The %s changes the answer most", least->choice);
    for (int i = 0; i < OVERLAPS; i++)
        if (&list[i] != most && most->value - list[i].value < 0.02)
            parts = false;
    if (parts)
        hf_text_append(line, ", the %s least", most->choice);
}

static void append_verdict(const hf_summary *s, int columns, hf_text *text)
{
    overlap list[OVERLAPS];
    const overlap *least = NULL, *most = NULL;
    hf_text line = {0};
    list_overlaps(s, list);
    for (int i = 0; i < OVERLAPS; i++) {
        if (isnan(list[i].value))
            continue;
        least = !least || list[i].value < least->value ? &list[i] : least;
        most = !most || list[i].value > most->value ? &list[i] : most;
    }
    if (!least || least == most)
        return;
    if (most->value - least->value < 0.02)
        hf_text_append(&line, "No choice changes the answer much more than another");
    else
        append_order(list, least, most, &line);
    hf_text_append(&line, ".");
    hf_summary_paragraph(text, "  ", &line, columns);
}

/* Phi if another number of features were significant: 1, 2, 5, 10 ... */
static void append_by_k(const hf_summary *s, int columns, hf_text *text)
{
    const hf_frequencies *f = hf_summary_lead(s);
    const int64_t steps[] = {1, 2, 5};
    hf_text line = {0};
    int count = 0;
    for (int64_t scale = 1; scale <= f->ranks; scale *= 10)
        for (int i = 0; i < 3; i++) {
            const int64_t k = scale * steps[i];
            const bool is_last = k == HF_RANKS_KEPT && f->features > HF_RANKS_KEPT;
            if (k > f->ranks || isnan(f->stability_by_k[k - 1]) || is_last)
                continue;
            hf_text_append(&line, "%s%s (k = %" PRId64 ")", count++ > 0 ? ", " : "",
                           hf_number_fixed(f->stability_by_k[k - 1], DECIMALS).text, k);
        }
    if (count > 1)
        hf_summary_paragraph(text, "  Phi for other k: ", &line, columns);
    hf_text_free(&line);
}

static void append_by_hidden(const hf_summary *s, hf_undefined *undefined, hf_text *text)
{
    const hf_frequencies *f = hf_summary_lead(s);
    if (f->hiddens < 2)
        return;
    hf_text_append(text, "\n  %-12s %8s %8s %9s %11s\n", "hidden size", "voters", "Phi",
                   "Phi-cross", "Kendall's W");
    for (int64_t h = 0; h < f->hiddens; h++) {
        char label[48];
        if (s->hidden_index >= 0 && h != s->hidden_index)
            continue;
        hf_text_append(text, "  %-12" PRId64 " %8s %8s %9s %11s\n", s->grid->hidden[h],
                       hf_number_grouped(f->voters_by_hidden[h]).text,
                       hf_number_fixed(f->stability_by_hidden[h], DECIMALS).text,
                       hf_number_fixed(f->stability_cross_by_hidden[h], DECIMALS).text,
                       hf_number_fixed(f->kendall_w_by_hidden[h], DECIMALS).text);
        const struct {
            hf_field field;
            const char *name;
        } columns[] = {{HF_SIGNIFICANCE_STABILITY_BY_HIDDEN, "Phi"},
                       {HF_SIGNIFICANCE_STABILITY_CROSS_BY_HIDDEN, "Phi-cross"},
                       {HF_SIGNIFICANCE_KENDALL_W_BY_HIDDEN, "Kendall's W"}};
        for (int c = 0; c < 3; c++) {
            snprintf(label, sizeof label, "%s with %" PRId64, columns[c].name, s->grid->hidden[h]);
            hf_undefined_add(undefined, s, s->lead, columns[c].field, h, label);
        }
    }
}

void hf_summary_stability(const hf_summary *summary, int columns, hf_text *text)
{
    const hf_summary *s = summary;
    const hf_frequencies *f = hf_summary_lead(s);
    overlap list[OVERLAPS];
    hf_undefined undefined = {0};
    hf_text line = {0};
    list_overlaps(s, list);
    hf_text_append(&line, "Stability: how far two voters agree on the top %" PRId64 " by %s%s",
                   s->config->significance.top, hf_summary_method(s, s->lead),
                   hf_summary_all_sizes(s));
    hf_text_append(text, "\n");
    hf_summary_paragraph(text, "", &line, columns);
    hf_text_append(text, "\n");
    if (!isnan(f->stability))
        hf_text_append(&line, "(1: always the same %" PRId64 "; 0: as by lots)",
                       s->config->significance.top);
    append_value("Phi of all voters", f->stability, &line, columns, text);
    hf_text_append(text, "  overlap of voters that differ   (with %s%% interval)\n",
                   hf_number_double(100 * s->config->significance.confidence).text);
    append_cross(s, columns, text);
    for (int i = 0; i < OVERLAPS; i++)
        append_value(list[i].label, list[i].value, &line, columns, text);
    if (!isnan(f->kendall_w))
        hf_text_append(&line, "(1: all rank alike; 0: no agreement)");
    append_value("Kendall's W of all ranks", f->kendall_w, &line, columns, text);
    hf_undefined_add(&undefined, s, s->lead, HF_SIGNIFICANCE_STABILITY, 0, "Phi");
    hf_undefined_add(&undefined, s, s->lead, HF_SIGNIFICANCE_STABILITY_CROSS, 0, "Phi-cross");
    if (!isnan(f->stability_cross))
        hf_undefined_add(&undefined, s, s->lead, HF_SIGNIFICANCE_STABILITY_CROSS_LOW, 0,
                         "the interval of Phi-cross");
    for (int i = 0; i < OVERLAPS; i++)
        hf_undefined_add(&undefined, s, s->lead, list[i].field, 0, list[i].label + INDENT);
    hf_undefined_add(&undefined, s, s->lead, HF_SIGNIFICANCE_KENDALL_W, 0, "Kendall's W");
    append_verdict(s, columns, text);
    append_by_k(s, columns, text);
    append_by_hidden(s, &undefined, text);
    hf_undefined_append(&undefined, columns, text);
}
