/* What the samples themselves say that a reader should know, as far as the file holds them. */
#ifndef HOLDFAST_FINDINGS_DATA_FACTS_H
#define HOLDFAST_FINDINGS_DATA_FACTS_H

#include "holdfast/memory.h"
#include "holdfast/results.h"

/* Features, in their order. */
typedef struct hf_feature_list {
    int64_t *items; /* [count] */
    int64_t count;
} hf_feature_list;

/* Samples of each level of the categories; both NULL: there are none. */
typedef struct hf_level_counts {
    int64_t *first; /* [feature + 1] where its levels begin, all of them counted through */
    int64_t *count; /* [level, class] */
} hf_level_counts;

/* All zero: the file does not hold the data (output.dataset). */
typedef struct hf_data_facts {
    bool known;
    hf_feature_list identifiers, constants;
    hf_feature_list outliers; /* one value is beyond 10 standard deviations of the rest */
    hf_feature_list fills;    /* one value seems to mean "missing" */
    double *fill_codes;       /* [fills.count] */
    int64_t repeated_rows;    /* samples that equal an earlier one in all features */
    double repeated_across;   /* test rows with an equal training row: mean over the splits */
    hf_level_counts levels;
    int64_t smallest_class; /* with the fewest samples (the first of them) */
    double smallest_share;  /* its share of the samples */
    double entropy;         /* of the classes among the training rows, as the loss weighs them,
                               natural logarithm, mean over the splits: the loss of a constant
                               guess */
} hf_data_facts;

/* Has a class so small a share of the samples that training, which gives it no weight, may easily
 * leave it out? */
bool hf_class_is_rare(const hf_config *config, double share, int64_t classes);

/* third [sample] of a measured outcome, 0 the lowest: equal outcomes have the same. */
enum { HF_OUTCOME_THIRDS = 3 };
hf_status hf_outcome_thirds(const double *outcome, int64_t samples, int32_t *third,
                            hf_error *error);
/* band [sample]: the class; of a measured outcome the third. */
hf_status hf_bands_read(const hf_results *results, int32_t *band, hf_error *error);

/* `memory` owns the lists. HF_BAD_DATA: a class or a level that there is not. */
hf_status hf_data_facts_read(const hf_results *results, hf_memory *memory, hf_data_facts *facts,
                             hf_error *error);

#endif
