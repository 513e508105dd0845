/* Are null tests defined for groups of rows (data.groups)? */
#include "exchange.h"

#include "text/number.h"
#include <stdio.h>

enum { ARRANGEMENTS_LEAST = 20 }; /* p = 1/20 is the smallest then */

static void explain(const hf_freedom *freedom, int64_t samples, hf_arm arm, char *undefined)
{
    const bool is_labels = arm == HF_ARM_LABELS;
    const hf_number movable = hf_number_grouped(freedom->movable);
    if (2 * freedom->movable < samples)
        snprintf(undefined, HF_UNDEFINED_BYTES,
                 is_labels
                     ? "%s of %s rows can get other labels, as groups of rows (data.groups) "
                       "exchange them with groups of the same size"
                     : "%s of %s rows can move, as groups of rows (data.groups) change places "
                       "with groups of the same size",
                 freedom->movable > 0 ? movable.text : "none", hf_number_grouped(samples).text);
    else if (freedom->arrangements < ARRANGEMENTS_LEAST)
        snprintf(undefined, HF_UNDEFINED_BYTES,
                 is_labels
                     ? "the labels of the groups of rows (data.groups) have %s arrangement%s, "
                       "and p = 0.05 needs %d"
                     : "the groups of rows (data.groups) have %s arrangement%s, and %d are "
                       "needed",
                 hf_number_grouped(freedom->arrangements).text, hf_plural(freedom->arrangements),
                 ARRANGEMENTS_LEAST);
}

static hf_status define(const hf_dataset *dataset, hf_arm arm, char *undefined, hf_error *error)
{
    hf_exchange exchange;
    hf_freedom freedom;
    HF_TRY(hf_exchange_make(dataset, arm, true, &exchange, error));
    const hf_status status = hf_exchange_freedom(dataset, &exchange, arm, &freedom, error);
    hf_exchange_free(&exchange);
    if (status == HF_OK)
        explain(&freedom, dataset->samples, arm, undefined);
    return status;
}

hf_status hf_arms_define(const hf_dataset *dataset, hf_config *config, hf_error *error)
{
    config->undefined.labels[0] = config->undefined.probes[0] = '\0';
    if (dataset->group && config->null_test.labels > 0)
        HF_TRY(define(dataset, HF_ARM_LABELS, config->undefined.labels, error));
    if (dataset->group && config->null_test.probes > 0)
        HF_TRY(define(dataset, HF_ARM_PROBES, config->undefined.probes, error));
    return HF_OK;
}
