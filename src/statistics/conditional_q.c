/* The q-values of the conditional test, whose p-values are in the file already. */
#include "conditional_q.h"

#include "holdfast/statistics.h"
#include "numeric/multiple.h"

static hf_status set_q_values(hf_conditional *c, hf_error *error)
{
    HF_TRY(hf_multiple_q(c->p_value, c->features, c->q_value, c->q_value_by, error));
    return hf_multiple_q(c->group_p_value, c->groups, c->group_q_value, c->group_q_value_by, error);
}

hf_status hf_conditional_aggregate(const hf_sink *sink, hf_error *error)
{
    hf_conditional conditional;
    HF_TRY(hf_conditional_statistics_read(sink->results, &conditional, error));
    hf_status status = set_q_values(&conditional, error);
    if (status == HF_OK)
        status = hf_members_put(sink, &hf_members_of_conditional, 0, &conditional, error);
    hf_conditional_statistics_free(&conditional);
    return status;
}

hf_status hf_conditional_statistics_read(const hf_results *results, hf_conditional *conditional,
                                         hf_error *error)
{
    const hf_data_counts counts = hf_results_counts(results);
    *conditional = (hf_conditional){.features = counts.features, .groups = counts.groups};
    return hf_members_read(results, &hf_members_of_conditional, 0, conditional, error);
}

void hf_conditional_statistics_free(hf_conditional *conditional)
{
    hf_members_free(&hf_members_of_conditional, conditional);
    *conditional = (hf_conditional){0};
}
