/* What is asked of a summary in many places. */
#include "holdfast/importance.h"
#include "summary.h"
#include "text/layout.h"
#include "text/number.h"
#include <inttypes.h>
#include <string.h>

const char *hf_summary_method(const hf_summary *summary, int64_t method)
{
    return hf_method_name((hf_method)summary->config->significance.methods.items[method]);
}

int64_t hf_summary_method_at(const hf_summary *summary, int64_t place)
{
    if (place == 0)
        return summary->lead;
    return place <= summary->lead ? place - 1 : place;
}

double hf_summary_chance(const hf_summary *summary)
{
    return (double)summary->config->significance.top / (double)summary->features->count;
}

const char *hf_summary_votes(const hf_summary *summary)
{
    return summary->config->significance.votes == HF_VOTES_ALL ? "all" : "learned";
}

int64_t hf_summary_eligible(const hf_summary *summary, const hf_health *health)
{
    return summary->config->significance.votes == HF_VOTES_ALL ? health->done : health->learned;
}

bool hf_summary_is_shard(const hf_summary *summary)
{
    return summary->grid->shard.count > 0;
}

bool hf_summary_names_features(const hf_summary *summary, int64_t method)
{
    const int64_t *methods = summary->config->significance.methods.items;
    return !hf_method_is((hf_method)methods[method], HF_METHOD_UNITS);
}

const hf_frequencies *hf_summary_lead(const hf_summary *summary)
{
    return &summary->frequencies[summary->lead];
}

double hf_summary_frequency(const hf_summary *summary, int64_t method, int64_t feature)
{
    const hf_frequencies *f = &summary->frequencies[method];
    return summary->hidden_index < 0
               ? f->frequency[feature]
               : f->frequency_by_hidden[summary->hidden_index * f->features + feature];
}

int64_t hf_summary_voters(const hf_summary *summary, int64_t method)
{
    const hf_frequencies *f = &summary->frequencies[method];
    return summary->hidden_index < 0 ? f->voters : f->voters_by_hidden[summary->hidden_index];
}

const hf_health *hf_summary_health(const hf_summary *summary)
{
    return summary->hidden_index < 0 ? &summary->health
                                     : &summary->health_by_hidden[summary->hidden_index];
}

bool hf_summary_selects_all(const hf_summary *summary)
{
    return summary->config->significance.top == summary->features->count;
}

const char *hf_summary_all_sizes(const hf_summary *summary)
{
    return summary->hidden_index < 0 ? "" : " (all hidden sizes)";
}

void hf_summary_append_size(const hf_summary *summary, hf_text *line)
{
    if (summary->hidden_index >= 0)
        hf_text_append(line, " with hidden size %" PRId64,
                       summary->grid->hidden[summary->hidden_index]);
}

bool hf_summary_is_on_top(const hf_summary *summary, int64_t method, int64_t feature)
{
    for (int64_t i = 0; i < summary->config->significance.top; i++)
        if (summary->order[method][i] == feature)
            return true;
    return false;
}

int hf_summary_resampling(const hf_summary *summary)
{
    const int seeds = summary->across.seed_resampling, splits = summary->across.split_resampling;
    return seeds < splits ? seeds : splits;
}

void hf_summary_paragraph(hf_text *text, const char *start, hf_text *line, int columns)
{
    text->failed |= line->failed;
    if (!text->failed && line->data)
        hf_layout_paragraph(text, start, line->data, columns);
    hf_text_free(line);
}

void hf_summary_append_units(const hf_summary *summary, bool of_splits, hf_text *line)
{
    const int64_t units = of_splits ? summary->across.split_units : summary->across.seed_units;
    const int method = summary->config->splits.method;
    hf_text_append(line, "%s ", hf_number_grouped(units).text);
    if (of_splits && method == HF_SPLITS_COMPLEMENTARY_PAIRS)
        hf_text_append(line, "pair%s of splits", hf_plural(units));
    else if (of_splits && method == HF_SPLITS_STRATIFIED_KFOLD)
        hf_text_append(line, "repeat%s of %s folds", hf_plural(units),
                       hf_number_grouped(summary->config->splits.folds).text);
    else
        hf_text_append(line, "%s%s", of_splits ? "split" : "seed", hf_plural(units));
}

/* May the path stand in a command as it is? */
static bool is_plain(const char *path)
{
    return path[0] != '-' &&
           path[strspn(path, "abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ"
                             "0123456789/._-+@:,=")] == '\0';
}

void hf_summary_aggregate_line(const hf_summary *summary, const char *setting, int columns,
                               hf_text *text)
{
    static const char command[] = "   holdfast aggregate ", option[] = "--set '";
    const char *path = hf_results_path(summary->results);
    const int around = (int)(strlen(command) + strlen(" \\"));
    if (!is_plain(path) || hf_layout_width(path) > columns - around)
        path = "RESULTS.h5";
    const int width = around + hf_layout_width(path) + (int)(strlen(option) + strlen(setting));
    hf_text_append(text, "%s%s %s%s%s'\n", command, path, width <= columns ? "" : "\\\n   ", option,
                   setting);
}

enum { REASONS = sizeof((hf_undefined *)0)->reasons / sizeof *((hf_undefined *)0)->reasons };

void hf_undefined_add(hf_undefined *undefined, const hf_summary *summary, int64_t method,
                      hf_field field, int64_t index, const char *label)
{
    const char *reason =
        hf_undefined_reason(summary->config, &summary->frequencies[method], method, field, index);
    int i = 0;
    if (!reason)
        return;
    while (i < undefined->count && strcmp(undefined->reasons[i], reason) != 0)
        i++;
    if (i == REASONS)
        return;
    undefined->reasons[i] = reason;
    hf_text_append(&undefined->labels[i], "%s%s", i < undefined->count ? ", " : "", label);
    undefined->count += i == undefined->count;
}

void hf_undefined_append(hf_undefined *undefined, int columns, hf_text *text)
{
    for (int i = 0; i < undefined->count; i++) {
        hf_text line = {0};
        text->failed |= undefined->labels[i].failed;
        if (!text->failed)
            hf_text_append(&line, "%s: %s", undefined->labels[i].data, undefined->reasons[i]);
        hf_summary_paragraph(text, "  - not defined: ", &line, columns);
        hf_text_free(&undefined->labels[i]);
    }
    *undefined = (hf_undefined){0};
}
