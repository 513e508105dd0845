/* The significance table as CSV. */
#include "csv.h"
#include "output.h"
#include "summary.h"
#include <inttypes.h>
#include <stdio.h>

static void append_header(const hf_summary *summary, bool by_hidden, hf_csv *csv)
{
    static const char *const names[] = {"method",          "feature", "frequency",   "mean_rank",
                                        "mean_importance", "voters",  "chance_level"};
    for (size_t i = 0; i < sizeof names / sizeof *names; i++)
        hf_csv_text(csv, names[i]);
    for (int64_t h = 0; by_hidden && h < summary->grid->hiddens; h++) {
        char name[64];
        snprintf(name, sizeof name, "frequency_hidden_%04" PRId64, summary->grid->hidden[h]);
        hf_csv_text(csv, name);
    }
    hf_csv_end_row(csv);
}

static void append_row(const hf_summary *summary, int64_t method, int64_t feature, bool by_hidden,
                       hf_csv *csv)
{
    const hf_frequencies *f = &summary->frequencies[method];
    hf_csv_text(csv, hf_summary_method(summary, method));
    hf_csv_text(csv, summary->features->items[feature]);
    hf_csv_double(csv, f->frequency[feature]);
    hf_csv_double(csv, f->mean_rank[feature]);
    hf_csv_double(csv, f->mean_importance[feature]);
    hf_csv_integer(csv, f->voters);
    hf_csv_double(csv, hf_summary_chance(summary));
    for (int64_t h = 0; by_hidden && h < f->hiddens; h++)
        hf_csv_double(csv, f->frequency_by_hidden[h * f->features + feature]);
    hf_csv_end_row(csv);
}

hf_status hf_summary_csv(const hf_summary *summary, bool by_hidden, FILE *out, hf_error *error)
{
    hf_text text = {0};
    hf_csv csv = {.text = &text};
    hf_status status = HF_OK;
    HF_TRY(hf_results_need_whole(summary->results, error));
    append_header(summary, by_hidden, &csv);
    for (int64_t m = 0; m < summary->methods; m++)
        for (int64_t f = 0; f < summary->features->count; f++) {
            append_row(summary, m, f, by_hidden, &csv);
            HF_TRY_CLEANUP(hf_output_some(&text, out, error));
        }
    status = hf_output_all(&text, out, error);
cleanup:
    hf_text_free(&text);
    return status;
}
