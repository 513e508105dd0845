/*
 * Groups of features that carry the same information: reported, and tested, as one.
 *
 * Every feature is in one group, which may be its own. data.feature_groups names some; the rest are
 * joined by average linkage on 1 - |Spearman's rho| over all samples (mid-ranks, a missing cell
 * takes the mean rank, a constant column correlates with nothing) as long as two groups' mean |rho|
 * is above significance.group_correlation; of equal pairs the one with the lowest first members,
 * then. The labels are not used. More than HF_GROUP_FEATURES_MOST features: only those named.
 */
#ifndef HOLDFAST_FEATURE_GROUPS_H
#define HOLDFAST_FEATURE_GROUPS_H

#include "holdfast/config.h"
#include "holdfast/dataset.h"
#include "holdfast/status.h"
#include <stdint.h>

#ifdef __cplusplus
extern "C" {
#endif

enum { HF_GROUP_FEATURES_MOST = 5000 };

/* Groups are numbered by their first member. All zero: none made yet. */
typedef struct hf_feature_groups {
    int64_t features, count;
    int32_t *of;    /* [feature] its group */
    int32_t *first; /* [group] its first member */
    int32_t *size;  /* [group] members */
} hf_feature_groups;

/* HF_BAD_DATA: data.feature_groups names a feature that the data do not have. On failure there is
 * nothing to free. Memory: 8 bytes for each pair of features that no name puts in a group. */
hf_status hf_feature_groups_make(const hf_config *config, const hf_dataset *dataset,
                                 hf_feature_groups *groups, hf_error *error);

/* The name of the group whose first member that feature is: in data.feature_groups, or else the
 * feature's own. Points into `config` or `features`. */
const char *hf_feature_groups_name(const hf_config *config, const hf_text_list *features,
                                   int64_t first);

void hf_feature_groups_free(hf_feature_groups *groups);

#ifdef __cplusplus
}
#endif

#endif
