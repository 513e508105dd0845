/* Sentences from templates. */
#include "template.h"

#include "holdfast/importance.h"
#include "text/list.h"
#include "text/number.h"
#include <inttypes.h>
#include <math.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

enum { WORD = 40, NAMES_LISTED = 5, LEADERS_LISTED = 3 };

typedef struct saying {
    const hf_evidence *e;
    const hf_finding *f; /* [count] */
    int64_t count;
    hf_text *line;
} saying;

/* `word` is a value's name and how it is shown. */
static void append_value(const hf_finding *finding, const char *word, hf_text *line)
{
    char name[WORD];
    const size_t length = strcspn(word, "%.#");
    snprintf(name, sizeof name, "%.*s", (int)length, word);
    const double value = hf_finding_value_of(finding, name);
    switch (word[length]) {
    case '%':
        hf_text_append(line, "%s%s", hf_number_percent(value).text, isnan(value) ? "" : "%");
        break;
    case '.':
        hf_text_append(line, "%s", hf_number_fixed(value, atoi(word + length + 1)).text);
        break;
    case '#':
        hf_text_append(line, "%s", hf_number_float((float)value).text);
        break;
    default:
        hf_text_append(line, "%s", hf_number_grouped(isnan(value) ? 0 : (int64_t)value).text);
    }
}

/* `words`: what is named, then the value behind it, if any. */
static void append_each(const saying *s, const char *words)
{
    char what[WORD];
    hf_list list = {.text = s->line, .most = NAMES_LISTED};
    const char *share = strchr(words, ' ');
    snprintf(what, sizeof what, "%.*s", (int)strcspn(words, " "), words);
    for (int64_t i = 0; i < s->count; i++) {
        if (!hf_list_next(&list))
            continue;
        if (strcmp(what, "feature") == 0)
            hf_text_append(s->line, "%s", s->e->features->items[s->f[i].features[0]]);
        else if (strcmp(what, "method") == 0)
            hf_text_append(s->line, "%s", hf_evidence_method(s->e, s->f[i].method));
        else
            append_value(&s->f[i], what, s->line);
        if (!share)
            continue;
        hf_text_append(s->line, " (");
        append_value(&s->f[i], share + 1, s->line);
        hf_text_append(s->line, ")");
    }
    hf_list_end(&list);
}

static void append_leaders(const saying *s)
{
    const int64_t top = s->f->feature_count;
    const int64_t listed = top < LEADERS_LISTED ? top : LEADERS_LISTED;
    for (int64_t i = 0; i < listed; i++) {
        const int64_t feature = s->f->features[i];
        const double frequency = hf_evidence_frequency(s->e, s->f->method, feature);
        hf_text_append(s->line, "%s (%s%%)%s", s->e->features->items[feature],
                       hf_number_percent(frequency).text, hf_list_separator(i, listed));
    }
}

static void append_method(const saying *s)
{
    hf_text_append(s->line, "%s", hf_evidence_method(s->e, s->f->method));
}

static void append_lead(const saying *s)
{
    hf_text_append(s->line, "%s", hf_evidence_method(s->e, s->e->lead));
}

static void append_confidence(const saying *s)
{
    hf_text_append(s->line, "%s",
                   hf_number_double(100 * s->e->config->significance.confidence).text);
}

static void append_size(const saying *s)
{
    if (s->e->hidden_index >= 0)
        hf_text_append(s->line, " with hidden size %" PRId64,
                       s->e->grid->hidden[s->e->hidden_index]);
}

static void append_all_sizes(const saying *s)
{
    hf_text_append(s->line, "%s", s->e->hidden_index < 0 ? "" : " (all hidden sizes)");
}

static void append_reason(const saying *s)
{
    const char *reason = hf_evidence_undefined(s->e, s->e->lead, HF_SIGNIFICANCE_FREQUENCY_LOW, 0);
    hf_text_append(s->line, "%s", reason ? reason : "the reason is not known");
}

static void append_why(const saying *s, hf_arm arm)
{
    const char *reason = hf_arm_undefined(s->e->config, arm);
    hf_text_append(s->line, "%s", *reason ? reason : "the reason is not known");
}

static void append_why_labels(const saying *s)
{
    append_why(s, HF_ARM_LABELS);
}

static void append_why_probes(const saying *s)
{
    append_why(s, HF_ARM_PROBES);
}

static void append_units(const saying *s)
{
    const hf_config *config = s->e->config;
    const int64_t units = s->e->across.split_units;
    hf_text_append(s->line, "%s ", hf_number_grouped(units).text);
    if (config->splits.method == HF_SPLITS_STRATIFIED_KFOLD)
        hf_text_append(s->line, "repeat%s of %s folds", hf_plural(units),
                       hf_number_grouped(config->splits.folds).text);
    else
        hf_text_append(s->line, "%s%s%s",
                       config->splits.method == HF_SPLITS_COMPLEMENTARY_PAIRS ? "pair" : "split",
                       hf_plural(units),
                       config->splits.method == HF_SPLITS_COMPLEMENTARY_PAIRS ? " of splits" : "");
}

/* "a, b or c" */
static void append_influence(const saying *s)
{
    int left = 0;
    for (hf_method m = 0; m < HF_METHODS; m++)
        left += hf_method_is(m, HF_METHOD_INFLUENCE);
    for (hf_method m = 0; m < HF_METHODS; m++)
        if (hf_method_is(m, HF_METHOD_INFLUENCE)) {
            left--;
            hf_text_append(s->line, "%s%s", hf_method_name(m),
                           left > 1    ? ", "
                           : left == 1 ? " or "
                                       : "");
        }
}

static const struct {
    const char *word;
    void (*append)(const saying *s);
} words[] = {{"leaders", append_leaders},
             {"method", append_method},
             {"lead", append_lead},
             {"confidence", append_confidence},
             {"size", append_size},
             {"units", append_units},
             {"why_labels", append_why_labels},
             {"why_probes", append_why_probes},
             {"all_sizes", append_all_sizes},
             {"reason", append_reason},
             {"influence", append_influence}};

static void append_word(const saying *s, const char *word)
{
    for (size_t i = 0; i < sizeof words / sizeof *words; i++)
        if (strcmp(words[i].word, word) == 0) {
            words[i].append(s);
            return;
        }
    if (strncmp(word, "each ", 5) == 0)
        append_each(s, word + 5);
    else if (strncmp(word, "s ", 2) == 0)
        hf_text_append(s->line, "%s", hf_finding_value_of(s->f, word + 2) == 1 ? "" : "s");
    else if (strncmp(word, "is ", 3) == 0)
        hf_text_append(s->line, "%s", hf_finding_value_of(s->f, word + 3) == 1 ? "is" : "are");
    else
        append_value(s->f, word, s->line);
}

void hf_template_append(const char *template, const hf_evidence *evidence,
                        const hf_finding *findings, int64_t count, hf_text *line)
{
    const saying s = {evidence, findings, count, line};
    while (*template) {
        char word[WORD];
        const size_t plain = strcspn(template, "{");
        hf_text_append_bytes(line, template, plain);
        template += plain;
        if (!*template)
            return;
        const size_t length = strcspn(template, "}");
        snprintf(word, sizeof word, "%.*s", (int)length - 1, template + 1);
        append_word(&s, word);
        template += length + 1;
    }
}

bool hf_template_applies(const char *conditions, const hf_finding *finding)
{
    while (*conditions) {
        char name[WORD];
        const bool is_negated = *conditions == '!';
        conditions += is_negated;
        const size_t length = strcspn(conditions, " ");
        snprintf(name, sizeof name, "%.*s", (int)length, conditions);
        if ((hf_finding_value_of(finding, name) > 0) == is_negated)
            return false;
        conditions += length + (conditions[length] == ' ');
    }
    return true;
}
