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

enum { WORD = 40, NAMES_LISTED = 5, LEADERS_LISTED = 3, GROUPS_LISTED = 3, MEMBERS_LISTED = 2 };

typedef struct saying {
    const hf_evidence *e;
    const hf_finding *f; /* [count] */
    int64_t count;
    hf_text *line;
} saying;

/* Below what three decimals can show it is said to be below. */
static void append_p(const char *name, double value, hf_text *line)
{
    const double least = 0.0005;
    if (value < least)
        hf_text_append(line, "%s < 0.001", name);
    else
        hf_text_append(line, "%s = %s", name, hf_number_fixed(value, 3).text);
}

/* `word` is a value's name and how it is shown. */
static void append_value(const hf_finding *finding, const char *word, hf_text *line)
{
    char name[WORD];
    const size_t length = strcspn(word, "%.#=~");
    snprintf(name, sizeof name, "%.*s", (int)length, word);
    const double value = hf_finding_value_of(finding, name);
    switch (word[length]) {
    case '%':
        hf_text_append(line, "%s%s", hf_number_percent(value).text, isnan(value) ? "" : "%");
        break;
    case '.':
        hf_text_append(line, "%s", hf_number_fixed(value, atoi(word + length + 1)).text);
        break;
    case '=':
        append_p(name, value, line);
        break;
    case '~':
        hf_text_append(line, "%s", hf_number_significant(value, 3).text);
        break;
    case '#':
        hf_text_append(line, "%s", hf_number_float((float)value).text);
        break;
    default:
        hf_text_append(line, "%s", hf_number_grouped(isnan(value) ? 0 : (int64_t)value).text);
    }
}

static const char *class_of(const saying *s, const hf_finding *f, const char *value)
{
    const double class = hf_finding_value_of(f, value);
    const bool is_one = class >= 0 && class < (double)s->e->classes->count;
    return is_one ? s->e->classes->items[(int64_t) class] : "none";
}

static void append_labels(const saying *s, const hf_finding *f)
{
    hf_text_append(s->line, "'%s' and '%s'", class_of(s, f, "other_class"),
                   class_of(s, f, "class"));
}

/* `words`: what is named, then the value behind it, if any. */
static void append_each(const saying *s, const char *words, int64_t most)
{
    char what[WORD];
    hf_list list = {.text = s->line, .most = most};
    const char *share = strchr(words, ' ');
    snprintf(what, sizeof what, "%.*s", (int)strcspn(words, " "), words);
    for (int64_t i = 0; i < s->count; i++) {
        if (!hf_list_next(&list))
            continue;
        if (strcmp(what, "feature") == 0)
            hf_text_append(s->line, "%s", s->e->features->items[s->f[i].features[0]]);
        else if (strcmp(what, "method") == 0)
            hf_text_append(s->line, "%s", hf_evidence_method(s->e, s->f[i].method));
        else if (strcmp(what, "named") == 0)
            hf_text_append(s->line, "%s%s", s->f[i].feature_count > 1 ? "the group of " : "",
                           s->f[i].feature_count > 1 ? hf_evidence_group_name(s->e, s->f[i].group)
                                                     : s->e->features->items[s->f[i].features[0]]);
        else if (strcmp(what, "group") == 0)
            hf_text_append(s->line, "%s", hf_evidence_group_name(s->e, s->f[i].group));
        else if (strcmp(what, "labels") == 0)
            append_labels(s, &s->f[i]);
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

static void append_strongest(const saying *s)
{
    hf_text_append(s->line, "%s", s->e->features->items[s->f->features[0]]);
}

static void append_q(const hf_finding *f, hf_text *line)
{
    append_p("q", hf_finding_value_of(f, "q"), line);
    if (hf_finding_value_of(f, "doubtful") > 0)
        hf_text_append(line, ", doubtful");
}

static void append_groups(const saying *s)
{
    for (int64_t i = 0; i < s->count && i < GROUPS_LISTED; i++) {
        const hf_finding *f = &s->f[i];
        hf_list list = {.text = s->line, .most = MEMBERS_LISTED};
        hf_text_append(s->line, "%s%s (", i > 0 ? "; " : "of ",
                       hf_evidence_group_name(s->e, f->group));
        for (int64_t m = 0; m < f->feature_count; m++)
            if (hf_list_next(&list))
                hf_text_append(s->line, "%s", s->e->features->items[f->features[m]]);
        hf_list_end(&list);
        hf_text_append(s->line, "; ");
        append_q(f, s->line);
        hf_text_append(s->line, ")");
    }
    if (s->count > GROUPS_LISTED)
        hf_text_append(s->line, "; and %s more", hf_number_grouped(s->count - GROUPS_LISTED).text);
}

/* As far as there is room for names. */
static void append_adds(const saying *s)
{
    hf_list list = {.text = s->line, .most = NAMES_LISTED};
    for (int64_t i = 0; i < s->count; i++) {
        const hf_finding *f = &s->f[i];
        const double towards = hf_finding_value_of(f, "towards");
        if (!hf_list_next(&list))
            continue;
        hf_text_append(s->line, "%s (", s->e->features->items[f->features[0]]);
        append_q(f, s->line);
        if (towards >= 0 && s->e->measured)
            hf_text_append(s->line, ", %s %s with it", s->e->classes->items[0],
                           hf_finding_value_of(f, "lower") > 0 ? "falls" : "rises");
        else if (towards >= 0)
            hf_text_append(s->line, ", %s in %s",
                           hf_finding_value_of(f, "lower") > 0 ? "lower" : "higher",
                           s->e->classes->items[(int64_t)towards]);
        if (hf_finding_value_of(f, "opposite") > 0)
            hf_text_append(s->line, ", opposite to by itself");
        hf_text_append(s->line, ")");
    }
    hf_list_end(&list);
}

static void append_association(const saying *s)
{
    const int64_t feature = s->f->features[0];
    const hf_direction direction = hf_evidence_direction_by_itself(s->e, feature);
    hf_text_append(s->line, "%s %s", hf_evidence_effect_name(s->e, feature),
                   hf_number_fixed(hf_evidence_effect_shown(s->e, feature), 2).text);
    if (direction.towards >= 0 && !s->e->measured)
        hf_text_append(s->line, ", %s in %s", direction.lower ? "lower" : "higher",
                       s->e->classes->items[direction.towards]);
    hf_text_append(s->line, ", ");
    append_p("q", hf_finding_value_of(s->f, "q"), s->line);
}

static void append_class(const saying *s)
{
    hf_text_append(s->line, "%s", class_of(s, s->f, "class"));
}

static void append_rows(const saying *s)
{
    const char *column = s->e->config->data.groups;
    hf_text_append(s->line, "%s", column ? column : "none");
}

static void append_not_tested(const saying *s)
{
    hf_text_append(s->line, "%s", hf_evidence_test_reason(hf_finding_value_of(s->f, "reason")));
}

/* What a network without any knowledge says. */
static void append_guess(const saying *s)
{
    hf_text_append(s->line, s->e->measured ? "the mean" : "chance");
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
    const char *why = hf_arm_undefined(s->e->config, arm);
    hf_text_append(s->line, "%s", *why ? why : "the reason is not known");
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
} words[] = {{"strongest", append_strongest},
             {"groups", append_groups},
             {"adds", append_adds},
             {"association", append_association},
             {"class", append_class},
             {"rows", append_rows},
             {"not_tested", append_not_tested},
             {"guess", append_guess},
             {"leaders", append_leaders},
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
        append_each(s, word + 5, NAMES_LISTED);
    else if (strncmp(word, "few ", 4) == 0)
        append_each(s, word + 4, LEADERS_LISTED);
    else if (strcmp(word, "s run") == 0)
        hf_text_append(s->line, "%s", s->count == 1 ? "" : "s");
    else if (strcmp(word, "es run") == 0)
        hf_text_append(s->line, "%s", s->count == 1 ? "es" : "");
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
