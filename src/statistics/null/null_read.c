/* /null_test as hf_aggregate has left it, and what is to be said beside it. */
#include "statistics/null/null_statistics.h"
#include "statistics/tables.h"

/* Reads the tables of a complete file that has them; *there: it does. */
static hf_status read(const hf_results *results, const hf_members *members, int64_t variant,
                      void *of, bool *there, hf_error *error)
{
    const hf_arm arm = members == &hf_members_of_probes ? HF_ARM_PROBES : HF_ARM_LABELS;
    *there = hf_arm_draws(hf_results_config(results), arm) > 0 &&
             hf_results_has(results, members->list->field, variant);
    if (*there)
        HF_TRY(hf_is_complete(results, there, error));
    return *there ? hf_members_read(results, members, variant, of, error) : HF_OK;
}

hf_status hf_null_labels_read(const hf_results *results, hf_null_labels *labels, hf_error *error)
{
    bool there;
    *labels = (hf_null_labels){0};
    HF_TRY(read(results, &hf_members_of_labels, 0, labels, &there, error));
    if (!there)
        return HF_OK;
    labels->permutations = hf_results_config(results)->null_test.labels;
    return HF_OK;
}

void hf_null_labels_free(hf_null_labels *labels)
{
    hf_members_free(&hf_members_of_labels, labels);
    *labels = (hf_null_labels){0};
}

hf_status hf_null_labels_method_read(const hf_results *results, int64_t method_index,
                                     hf_null_labels_method *labels, hf_error *error)
{
    bool there;
    *labels = (hf_null_labels_method){0};
    HF_TRY(read(results, &hf_members_of_labels_method, method_index, labels, &there, error));
    if (!there)
        return HF_OK;
    labels->permutations = hf_results_config(results)->null_test.labels;
    labels->features = hf_results_features(results)->count;
    return HF_OK;
}

void hf_null_labels_method_free(hf_null_labels_method *labels)
{
    hf_members_free(&hf_members_of_labels_method, labels);
    *labels = (hf_null_labels_method){0};
}

hf_status hf_null_probes_read(const hf_results *results, int64_t method_index,
                              hf_null_probes *probes, hf_error *error)
{
    bool there;
    *probes = (hf_null_probes){0};
    HF_TRY(read(results, &hf_members_of_probes, method_index, probes, &there, error));
    if (!there)
        return HF_OK;
    probes->draws = hf_results_config(results)->null_test.probes;
    probes->features = hf_results_features(results)->count;
    return HF_OK;
}

void hf_null_probes_free(hf_null_probes *probes)
{
    hf_members_free(&hf_members_of_probes, probes);
    *probes = (hf_null_probes){0};
}

/* Files of format 1 know nothing else. */
static void add_groups(const hf_config *config, hf_text *lines)
{
    if (config->data.groups)
        hf_text_append(
            lines, "%s",
            hf_config_has(config, 2)
                ? "Groups of rows (data.groups) are permuted as a whole\n"
                : "Rows are permuted one by one, regardless of their group (data.groups). If the "
                  "rows of a group share their label, p-values are too small and features stand "
                  "out too easily: run again with this version\n");
}

void hf_null_labels_remarks(const hf_config *config, hf_text *lines)
{
    enum { ENOUGH = 19 };
    const long long permutations = hf_arm_draws(config, HF_ARM_LABELS);
    if (permutations < ENOUGH)
        hf_text_append(
            lines,
            "%lld permutation%s cannot give a p-value of 0.05: the smallest is %.3g. Set "
            "null_test.labels to at least %d\n",
            permutations, permutations == 1 ? "" : "s", 1.0 / (double)(1 + permutations), ENOUGH);
    hf_text_append(lines, "The global p-value says whether anything can be learned from these "
                          "features, not which of them matter\n");
    hf_text_append(lines, "The p-values of single features are weak: networks fitted to noise grow "
                          "larger weights, and all networks of a permutation share its chance "
                          "associations, so some feature is frequent in each permutation\n");
    add_groups(config, lines);
}

/* Frequencies of a draw are counts of the same voters, so that they compare like these; NaN
 * without a voter: not above. */
static bool is_above_all(const double *frequency, int64_t features, int64_t feature)
{
    for (int64_t p = features; p < 2 * features; p++)
        if (!(frequency[feature] > frequency[p]))
            return false;
    return true;
}

int64_t hf_null_probes_above(const hf_null_probes *probes)
{
    const int64_t d = probes->features;
    int64_t above = 0;
    for (int64_t f = 0; f < d; f++) {
        int64_t draws = 0;
        for (int64_t draw = 0; draw < probes->draws; draw++)
            draws += is_above_all(probes->frequency + draw * 2 * d, d, f);
        above += 2 * draws >= probes->draws;
    }
    return above;
}

hf_probes_answer hf_null_probes_answer(const hf_config *config, const hf_null_probes *probes)
{
    for (int64_t f = 0; f < probes->features; f++)
        if (probes->stands_out[f])
            return HF_PROBES_STAND_OUT;
    const int64_t above = hf_null_probes_above(probes);
    return above > 0 && 1 / (double)above <= config->null_test.fdr ? HF_PROBES_NONE
                                                                   : HF_PROBES_CANNOT_TELL;
}

const char *hf_probes_answer_name(hf_probes_answer answer)
{
    static const char *const names[] = {[HF_PROBES_STAND_OUT] = "stands_out",
                                        [HF_PROBES_NONE] = "none",
                                        [HF_PROBES_CANNOT_TELL] = "cannot_tell"};
    return names[answer];
}

int64_t hf_null_probes_needed(const hf_config *config, int64_t features)
{
    int64_t needed = 1;
    while (needed < features && 1 / (double)needed > config->null_test.fdr)
        needed++;
    return needed;
}

void hf_null_probes_remarks(const hf_config *config, int64_t features, hf_text *lines)
{
    const double fdr = config->null_test.fdr;
    const int64_t needed = hf_null_probes_needed(config, features);
    if (1 / (double)features > fdr)
        hf_text_append(lines,
                       "Nothing can stand out: with %lld feature%s the estimated false share "
                       "is at least 1/%lld, and null_test.fdr is %g\n",
                       (long long)features, features == 1 ? "" : "s", (long long)features, fdr);
    else if (needed > 1)
        hf_text_append(lines,
                       "Fewer than %lld features cannot stand out, however clear they are: the "
                       "estimated false share of so few is always above %g\n",
                       (long long)needed, fdr);
    hf_text_append(lines, "Standing out is a heuristic: features that are only correlated with "
                          "informative ones stand out as well\n");
    if (hf_arm_draws(config, HF_ARM_LABELS) == 0) /* else said there */
        add_groups(config, lines);
}
