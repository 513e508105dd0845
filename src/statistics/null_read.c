/* /null_test as hf_aggregate has left it, and what is to be said beside it. */
#include "holdfast/memory.h"
#include "statistics/null_statistics.h"

/* A dataset and the member that gets it. */
typedef struct table {
    hf_field field;
    int64_t entries;
    size_t entry_bytes;
    void *place; /* of the pointer */
} table;

/* Whether the file is complete and has the field. */
static hf_status is_there(const hf_results *results, hf_field field, int64_t variant, bool *there,
                          hf_error *error)
{
    uint8_t state;
    *there = false;
    if (!hf_results_has(results, field, variant))
        return HF_OK;
    HF_TRY(hf_results_read(results, HF_PROVENANCE_STATE, 0, 0, 1, &state, error));
    *there = state == HF_STATE_COMPLETE;
    return HF_OK;
}

static hf_status read_tables(const hf_results *results, int64_t variant, const table *tables,
                             int64_t count, hf_error *error)
{
    for (int64_t i = 0; i < count; i++) {
        unsigned char **values = tables[i].place;
        HF_TRY(hf_allocate(values, tables[i].entries, tables[i].entry_bytes, error));
        HF_TRY(hf_results_read(results, tables[i].field, variant, 0, tables[i].entries, *values,
                               error));
    }
    return HF_OK;
}

#define TABLE(name, entries, columns, member)                                                      \
    {                                                                                              \
        HF_NULL_TEST_##name, entries, (size_t)(columns) * sizeof *(member), &(member)              \
    }

hf_status hf_null_labels_read(const hf_results *results, hf_null_labels *labels, hf_error *error)
{
    const int64_t permutations = hf_results_config(results)->null_test.labels;
    bool there;
    *labels = (hf_null_labels){0};
    HF_TRY(is_there(results, HF_NULL_TEST_LABELS_P_VALUE, 0, &there, error));
    if (!there)
        return HF_OK;
    const table tables[] = {TABLE(LABELS_ACCURACY, permutations, 1, labels->accuracy)};
    hf_status status;
    HF_TRY_CLEANUP(
        hf_results_read(results, HF_NULL_TEST_LABELS_P_VALUE, 0, 0, 1, &labels->p_value, error));
    HF_TRY_CLEANUP(
        hf_results_read(results, HF_NULL_TEST_LABELS_OBSERVED, 0, 0, 1, &labels->observed, error));
    HF_TRY_CLEANUP(read_tables(results, 0, tables, 1, error));
    labels->permutations = permutations;
cleanup:
    if (status != HF_OK)
        hf_null_labels_free(labels);
    return status;
}

void hf_null_labels_free(hf_null_labels *labels)
{
    hf_free(&labels->accuracy);
    *labels = (hf_null_labels){0};
}

hf_status hf_null_labels_method_read(const hf_results *results, int64_t method_index,
                                     hf_null_labels_method *labels, hf_error *error)
{
    const int64_t features = hf_results_features(results)->count;
    const int64_t permutations = hf_results_config(results)->null_test.labels;
    bool there;
    *labels = (hf_null_labels_method){0};
    HF_TRY(is_there(results, HF_NULL_TEST_LABELS_METHOD_FREQUENCY, method_index, &there, error));
    if (!there)
        return HF_OK;
    const table tables[] = {
        TABLE(LABELS_METHOD_FREQUENCY, permutations, features, labels->frequency),
        TABLE(LABELS_METHOD_OBSERVED_FREQUENCY, features, 1, labels->observed_frequency),
        TABLE(LABELS_METHOD_P_VALUE, features, 1, labels->p_value),
        TABLE(LABELS_METHOD_VOTERS, permutations, 1, labels->voters),
    };
    labels->permutations = permutations;
    labels->features = features;
    const hf_status status =
        read_tables(results, method_index, tables, sizeof tables / sizeof *tables, error);
    if (status != HF_OK)
        hf_null_labels_method_free(labels);
    return status;
}

void hf_null_labels_method_free(hf_null_labels_method *labels)
{
    hf_free(&labels->frequency);
    hf_free(&labels->observed_frequency);
    hf_free(&labels->p_value);
    hf_free(&labels->voters);
    *labels = (hf_null_labels_method){0};
}

hf_status hf_null_probes_read(const hf_results *results, int64_t method_index,
                              hf_null_probes *probes, hf_error *error)
{
    const int64_t features = hf_results_features(results)->count;
    const int64_t draws = hf_results_config(results)->null_test.probes;
    bool there;
    *probes = (hf_null_probes){0};
    HF_TRY(is_there(results, HF_NULL_TEST_PROBES_METHOD_FREQUENCY, method_index, &there, error));
    if (!there)
        return HF_OK;
    const table tables[] = {
        TABLE(PROBES_METHOD_FREQUENCY, draws, 2 * features, probes->frequency),
        TABLE(PROBES_METHOD_THRESHOLD, draws, 1, probes->threshold),
        TABLE(PROBES_METHOD_FDP, draws, 1, probes->fdp),
        TABLE(PROBES_METHOD_SELECTED, draws, features, probes->selected),
        TABLE(PROBES_METHOD_SELECTED_SHARE, features, 1, probes->selected_share),
        TABLE(PROBES_METHOD_STANDS_OUT, features, 1, probes->stands_out),
        TABLE(PROBES_METHOD_VOTERS, draws, 1, probes->voters),
        TABLE(PROBES_METHOD_PROBE_GROUP_FREQUENCY, draws, features, probes->probe_group_frequency),
    };
    probes->draws = draws;
    probes->features = features;
    const hf_status status =
        read_tables(results, method_index, tables, sizeof tables / sizeof *tables, error);
    if (status != HF_OK)
        hf_null_probes_free(probes);
    return status;
}

void hf_null_probes_free(hf_null_probes *probes)
{
    hf_free(&probes->frequency);
    hf_free(&probes->threshold);
    hf_free(&probes->fdp);
    hf_free(&probes->selected);
    hf_free(&probes->selected_share);
    hf_free(&probes->stands_out);
    hf_free(&probes->voters);
    hf_free(&probes->probe_group_frequency);
    *probes = (hf_null_probes){0};
}

static const char of_groups[] =
    "Rows are permuted one by one, whatever their group (data.groups): where a group's rows share "
    "their label, p-values are too small and features stand out too easily\n";

void hf_null_labels_remarks(const hf_config *config, hf_text *lines)
{
    enum { ENOUGH = 19 };
    const long long permutations = config->null_test.labels;
    if (permutations < ENOUGH)
        hf_text_append(lines,
                       "%lld permutation%s cannot give a p-value of 0.05: the least is %.3g; set "
                       "null_test.labels to at least %d\n",
                       permutations, permutations == 1 ? "" : "s", 1.0 / (double)(1 + permutations),
                       ENOUGH);
    hf_text_append(lines, "The global p-value says whether there is anything to learn from these "
                          "features, not which of them matter\n");
    hf_text_append(lines, "The p-values of single features are weak: networks fitted to noise grow "
                          "larger weights, and those of one permutation share its chance "
                          "associations, so that some feature is frequent in each\n");
    if (config->data.groups)
        hf_text_append(lines, "%s", of_groups);
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
                       "Nothing can stand out: with %lld feature%s the false share is never "
                       "estimated below 1/%lld, and null_test.fdr is %g\n",
                       (long long)features, features == 1 ? "" : "s", (long long)features, fdr);
    else if (needed > 1)
        hf_text_append(lines,
                       "Fewer than %lld features cannot stand out, however clear they are: with "
                       "fewer the false share is never estimated at %g or below\n",
                       (long long)needed, fdr);
    hf_text_append(lines, "Standing out is a heuristic: features that are merely correlated with "
                          "informative ones stand out as well\n");
    if (config->data.groups && config->null_test.labels == 0)
        hf_text_append(lines, "%s", of_groups);
}
