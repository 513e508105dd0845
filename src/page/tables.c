/* The tables: features, methods, health, splits. Every number is there in full (data-value). */
#include "html.h"

#include "text/number.h"
#include <inttypes.h>
#include <math.h>

static void append_percent(hf_text *html, double share)
{
    hf_html_number_cell(html, share, hf_number_percent(share).text);
}

static void append_fixed(hf_text *html, double value, int decimals)
{
    hf_html_number_cell(html, value, hf_number_fixed(value, decimals).text);
}

static void append_count(hf_text *html, int64_t count)
{
    hf_html_number_cell(html, (double)count, hf_number_grouped(count).text);
}

/* ---- features ---- */

enum { MOST_COLUMNS = 14 + HF_METHODS };

static void append_feature(const hf_page *page, int64_t place, hf_text *html)
{
    const hf_summary *s = &page->summary;
    const hf_frequencies *f = page->lead;
    const int64_t feature = page->order[place];
    hf_text_append(html, "<tr>");
    hf_html_text_cell(html, s->features->items[feature]);
    append_count(html, place + 1);
    append_percent(html, f->frequency[feature]);
    append_percent(html, f->frequency_low[feature]);
    append_percent(html, f->frequency_high[feature]);
    if (page->probes) {
        hf_html_text_cell(html, page->probes->stands_out[feature] ? "yes" : "no");
        append_percent(html, page->probes->selected_share[feature]);
    }
    append_fixed(html, f->mean_rank[feature], 1);
    char importance[32];
    snprintf(importance, sizeof importance, "%#.4g", f->mean_importance[feature]);
    hf_html_number_cell(html, f->mean_importance[feature], importance);
    for (int64_t i = 1; i < s->methods; i++)
        append_percent(html, s->frequencies[hf_summary_method_at(s, i)].frequency[feature]);
    const int32_t group = s->across.group[feature];
    hf_html_number_cell(html, group < 0 ? NAN : group + 1.0, hf_number_grouped(group + 1).text);
    append_percent(html, f->group_frequency[feature]);
    hf_text_append(html, "</tr>\n");
}

hf_status hf_html_features(const hf_page *page, hf_text *html, hf_error *error)
{
    static const char *const trust[] = {
        [HF_RESAMPLING_FIXED] = (" One seed or split was held fixed: the intervals say nothing of "
                                 "others."),
        [HF_RESAMPLING_FEW] = " Fewer than 10 seeds or splits: the intervals are rough.",
        [HF_RESAMPLING_ENOUGH] = ""};
    const hf_summary *s = &page->summary;
    const char *heads[MOST_COLUMNS] = {"feature", "place", "frequency %", "from %", "to %"};
    int columns = 5;
    hf_text caption = {0};
    if (page->probes) {
        heads[columns++] = "stands out";
        heads[columns++] = "draws that select it %";
    }
    heads[columns++] = "mean rank";
    heads[columns++] = "mean importance";
    for (int64_t i = 1; i < s->methods; i++)
        heads[columns++] = hf_summary_method(s, hf_summary_method_at(s, i));
    heads[columns++] = "correlated group";
    heads[columns++] = "group's frequency %";
    hf_text_append(&caption, "All features by %s, frequencies in %%; chance level %s%%.",
                   hf_summary_method(s, s->lead), hf_number_percent(hf_summary_chance(s)).text);
    hf_text_append(&caption, "%s", trust[hf_summary_resampling(s)]);
    const hf_status status = hf_text_check(&caption, error);
    const hf_html_table table = {"features-table", caption.data, s->features->count, heads,
                                 columns};
    if (status == HF_OK) {
        hf_html_table_begin(html, &table);
        for (int64_t i = 0; i < s->features->count; i++)
            append_feature(page, i, html);
        hf_html_table_end(html, &table);
    }
    hf_text_free(&caption);
    return status;
}

/* ---- methods ---- */

void hf_html_methods(const hf_page *page, hf_text *html)
{
    static const char *const heads[] = {
        "method", "voters",       "\xCE\xA6",      "\xCE\xA6\xC3\x97", "from",
        "to",     "seeds differ", "splits differ", "sizes differ",     "Kendall's W"};
    const hf_summary *s = &page->summary;
    const hf_html_table table = {
        "methods-table",
        "Stability by method: \xCE\xA6 of all voters; overlap of pairs that "
        "differ in seed and split (\xCE\xA6\xC3\x97, with interval), or in "
        "one choice alone; 1 is perfect, 0 is chance.",
        s->methods, heads, 10};
    hf_html_table_begin(html, &table);
    for (int64_t i = 0; i < s->methods; i++) {
        const int64_t m = hf_summary_method_at(s, i);
        const hf_frequencies *f = &s->frequencies[m];
        const double values[] = {
            f->stability,      f->stability_cross, f->stability_cross_low, f->stability_cross_high,
            f->stability_seed, f->stability_split, f->stability_hidden,    f->kendall_w};
        hf_text_append(html, "<tr>");
        hf_html_text_cell(html, hf_summary_method(s, m));
        append_count(html, f->voters);
        for (int j = 0; j < 8; j++)
            append_fixed(html, values[j], 2);
        hf_text_append(html, "</tr>\n");
    }
    hf_html_table_end(html, &table);
}

/* ---- health ---- */

static void append_health(const hf_health *health, const char *label, hf_text *html)
{
    const int64_t counts[] = {health->replicas, health->done, health->learned, health->diverged,
                              health->pending};
    hf_text_append(html, "<tr>");
    hf_html_text_cell(html, label);
    for (int i = 0; i < 5; i++)
        append_count(html, counts[i]);
    append_percent(html, health->mean_test_accuracy);
    append_percent(html, health->mean_balanced_accuracy);
    append_percent(html, health->dead_unit_share);
    hf_text_append(html, "</tr>\n");
}

void hf_html_health(const hf_page *page, hf_text *html)
{
    static const char *const heads[] = {"hidden size",
                                        "replicas",
                                        "done",
                                        "learned",
                                        "diverged",
                                        "pending",
                                        "test accuracy %",
                                        "balanced accuracy %",
                                        "dead hidden units %"};
    const hf_summary *s = &page->summary;
    const hf_html_table table = {"health-table",
                                 "How the replicas fared, by hidden size; means of "
                                 "those done.",
                                 s->grid->hiddens + 1, heads, 9};
    hf_html_table_begin(html, &table);
    for (int64_t h = 0; h < s->grid->hiddens; h++) {
        char label[32];
        snprintf(label, sizeof label, "%" PRId64, s->grid->hidden[h]);
        append_health(&s->health_by_hidden[h], label, html);
    }
    append_health(&s->health, "all", html);
    hf_html_table_end(html, &table);
}

/* ---- splits ---- */

void hf_html_splits(const hf_page *page, hf_text *html)
{
    static const char *const heads[] = {"split",     "voters",   "difference from all, points",
                                        "learned %", "diverged", "balanced accuracy %"};
    const hf_summary *s = &page->summary;
    const hf_html_table table = {"splits-table",
                                 "The splits: how far the frequencies of a split are from those of "
                                 "all (mean over the features), and how its replicas fared.",
                                 s->grid->splits, heads, 6};
    hf_html_table_begin(html, &table);
    for (int64_t p = 0; p < s->grid->splits; p++) {
        const hf_tally *t = &s->by_split[p];
        const double done = t->done > 0 ? (double)t->done : NAN;
        hf_text_append(html, "<tr>");
        hf_html_number_cell(html, (double)p, hf_number_grouped(p).text);
        append_count(html, page->lead->voters_by_split[p]);
        append_fixed(html, 100 * page->split_deviation[p], 1);
        append_percent(html, (double)t->learned / done);
        append_count(html, t->diverged);
        append_percent(html, t->balanced_accuracy / done);
        hf_text_append(html, "</tr>\n");
    }
    hf_html_table_end(html, &table);
}
