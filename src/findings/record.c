/* Records of findings: how rules add them, and what is asked of one. */
#include "rules.h"

#include "base/array.h"
#include "base/nan.h"
#include <string.h>

const hf_thresholds hf_limits = {
#define VALUE(name, value, reason) .name = value,
    HF_THRESHOLD_LIST(VALUE)
#undef VALUE
};

static const struct {
    const char *name;
    hf_level level;
    hf_question question;
} kinds[] = {
#define ROW(id, name, level, question)                                                             \
    [HF_FINDING_##id] = {name, HF_LEVEL_##level, HF_ASK_##question},
    HF_FINDING_LIST(ROW)
#undef ROW
};

const char *hf_finding_name(hf_finding_kind kind)
{
    return kinds[kind].name;
}

hf_level hf_finding_level(hf_finding_kind kind)
{
    return kinds[kind].level;
}

hf_question hf_finding_question(hf_finding_kind kind)
{
    return kinds[kind].question;
}

const char *hf_level_name(hf_level level)
{
    static const char *const names[] = {"answer", "caution", "limit"};
    return names[level];
}

hf_finding *hf_finding_add(hf_findings *findings, hf_finding_kind kind, int64_t method)
{
    const bool has_room =
        hf_grow(&findings->items, findings->count, &findings->capacity, sizeof *findings->items);
    hf_finding *finding = has_room ? &findings->items[findings->count++] : &findings->nowhere;
    findings->failed |= !has_room;
    *finding = (hf_finding){.kind = kind, .method = method, .group = -1};
    return finding;
}

void hf_finding_set(hf_finding *finding, const char *name, double value)
{
    finding->overfull |= finding->value_count == HF_FINDING_VALUES;
    if (!finding->overfull)
        finding->values[finding->value_count++] = (hf_finding_value){name, value};
}

void hf_finding_features(hf_finding *finding, const int64_t *features, int64_t count)
{
    finding->features = features;
    finding->feature_count = count;
}

double hf_finding_value_of(const hf_finding *finding, const char *name)
{
    for (int i = 0; i < finding->value_count; i++)
        if (strcmp(finding->values[i].name, name) == 0)
            return finding->values[i].value;
    return hf_nan_f64();
}

/* May one sentence say both? Networks that several methods cannot rank are counted once. */
static bool belong_together(const hf_finding *a, const hf_finding *b)
{
    if (a->kind != b->kind || a->value_count == 0 || b->value_count == 0)
        return false;
    if (a->kind == HF_FINDING_PERFECT_SEPARATION &&
        hf_finding_value_of(a, "two_classes") == 0) /* else both classes are told apart */
        return hf_finding_value_of(a, "class") == hf_finding_value_of(b, "class");
    if (a->kind == HF_FINDING_DOUBTFUL_TEST)
        return hf_finding_value_of(a, "does_not_fit") == hf_finding_value_of(b, "does_not_fit");
    if (a->kind == HF_FINDING_FEATURE_NOT_TESTED || a->kind == HF_FINDING_GROUP_NOT_TESTED)
        return a->values[0].value == b->values[0].value;
    if (a->kind == HF_FINDING_NOT_RANKED)
        return a->values[0].value == b->values[0].value;
    return a->method == b->method && strcmp(a->values[0].name, b->values[0].name) == 0;
}

int64_t hf_findings_run(const hf_findings *findings, int64_t first)
{
    int64_t end = first + 1;
    while (end < findings->count && belong_together(&findings->items[first], &findings->items[end]))
        end++;
    return end - first;
}
