/* What is asked of the evidence in many places. */
#include "findings/evidence.h"

#include "findings/thresholds.h"
#include "holdfast/importance.h"

const char *hf_evidence_method(const hf_evidence *evidence, int64_t method)
{
    return hf_method_name((hf_method)evidence->config->significance.methods.items[method]);
}

int64_t hf_evidence_method_at(const hf_evidence *evidence, int64_t place)
{
    if (place == 0)
        return evidence->lead;
    return place <= evidence->lead ? place - 1 : place;
}

double hf_evidence_chance(const hf_evidence *evidence)
{
    return (double)evidence->config->significance.top / (double)evidence->features->count;
}

int64_t hf_evidence_eligible(const hf_evidence *evidence, const hf_health *health)
{
    return evidence->config->significance.votes == HF_VOTES_ALL ? health->done : health->learned;
}

bool hf_evidence_is_shard(const hf_evidence *evidence)
{
    return evidence->grid->shard.count > 0;
}

bool hf_evidence_names_features(const hf_evidence *evidence, int64_t method)
{
    return !hf_method_is((hf_method)evidence->config->significance.methods.items[method],
                         HF_METHOD_UNITS);
}

const hf_frequencies *hf_evidence_lead(const hf_evidence *evidence)
{
    return &evidence->frequencies[evidence->lead];
}

double hf_evidence_frequency(const hf_evidence *evidence, int64_t method, int64_t feature)
{
    const hf_frequencies *f = &evidence->frequencies[method];
    return evidence->hidden_index < 0
               ? f->frequency[feature]
               : f->frequency_by_hidden[evidence->hidden_index * f->features + feature];
}

int64_t hf_evidence_voters(const hf_evidence *evidence, int64_t method)
{
    const hf_frequencies *f = &evidence->frequencies[method];
    return evidence->hidden_index < 0 ? f->voters : f->voters_by_hidden[evidence->hidden_index];
}

const hf_health *hf_evidence_health(const hf_evidence *evidence)
{
    return evidence->hidden_index < 0 ? &evidence->health
                                      : &evidence->health_by_hidden[evidence->hidden_index];
}

bool hf_evidence_selects_all(const hf_evidence *evidence)
{
    return evidence->config->significance.top == evidence->features->count;
}

bool hf_evidence_is_on_top(const hf_evidence *evidence, int64_t method, int64_t feature)
{
    return evidence->place[method][feature] < evidence->config->significance.top;
}

int hf_evidence_resampling(const hf_evidence *evidence)
{
    return hf_resampling_of(&evidence->across, hf_evidence_lead(evidence));
}

int64_t hf_evidence_find(const hf_evidence *evidence, hf_method method)
{
    for (int64_t m = 0; m < evidence->methods; m++)
        if (evidence->config->significance.methods.items[m] == method)
            return m;
    return -1;
}

int64_t hf_evidence_in_common(const hf_evidence *evidence, int64_t method)
{
    int64_t count = 0;
    for (int64_t i = 0; i < evidence->config->significance.top; i++)
        count += hf_evidence_is_on_top(evidence, method, evidence->order[evidence->lead][i]);
    return count;
}

const hf_null_probes *hf_evidence_probes(const hf_evidence *evidence)
{
    const hf_null_method *null = evidence->null_methods;
    return null && null[evidence->lead].probes.draws > 0 ? &null[evidence->lead].probes : NULL;
}

bool hf_evidence_has_null(const hf_evidence *evidence)
{
    bool any = evidence->labels.permutations > 0;
    for (int64_t m = 0; m < evidence->methods && evidence->null_methods; m++)
        any |= evidence->null_methods[m].probes.draws > 0;
    return any;
}

const char *hf_evidence_undefined(const hf_evidence *evidence, int64_t method, hf_field field,
                                  int64_t index)
{
    return hf_undefined_reason(evidence->config, &evidence->frequencies[method], method, field,
                               index);
}
