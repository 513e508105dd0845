/* Which columns of a table are features, by data.features and data.exclude. */
#ifndef HOLDFAST_DATA_COLUMNS_H
#define HOLDFAST_DATA_COLUMNS_H

#include "holdfast/config.h"
#include "names.h"
#include "place.h"
#include <stdint.h>

/* Release with hf_columns_free. */
typedef struct hf_columns {
    int64_t features;
    int64_t *feature_of; /* [column] index of the feature, -1: none */
    hf_text_list names;  /* of the features, in their order */
    hf_text_list unused; /* columns that are neither feature nor target nor group */
} hf_columns;

/* The next column's name, checked: not empty, not there yet, UTF-8; cleaned in place. */
hf_status hf_columns_add_name(hf_data_names *names, const hf_data_place *place, char *name,
                              hf_error *error);

/* The column that `key` names; HF_BAD_DATA, with the nearest name, where there is none. */
hf_status hf_columns_find(const hf_data_names *names, const hf_data_place *place, const char *key,
                          const char *name, int64_t *column, hf_error *error);

/* Chooses the features; `target` and `group` are columns, -1: they are not in this table. A target
 * among data.features or data.exclude, a feature named twice, nothing left: HF_BAD_DATA. */
hf_status hf_columns_choose(const hf_config *config, const hf_data_names *names,
                            const hf_data_place *place, int64_t target, int64_t group,
                            hf_columns *columns, hf_error *error);
void hf_columns_free(hf_columns *columns);

#endif
