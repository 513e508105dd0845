/* Looking at the samples that the file holds. */
#include "findings/data_facts.h"

#include "base/array.h"
#include "findings/thresholds.h"
#include "holdfast/dataset.h"
#include "holdfast/status_codes.h"
#include "numeric/elementary.h"
#include <math.h>
#include <string.h>

/* ---- a feature ---- */

/* The value that is farthest from the mean, which is taken out of the rest. Fewer than 3 values
 * have no rest to speak of. */
static bool has_outlier(const hf_dataset *d, int64_t feature)
{
    double sum = 0, farthest = 0, distance = -1, squares = 0;
    int64_t count = 0;
    for (int64_t i = 0; i < d->samples; i++) {
        const double x = d->x[i * d->features + feature];
        sum += isnan(x) ? 0 : x;
        count += !isnan(x);
    }
    for (int64_t i = 0; i < d->samples; i++) {
        const double x = d->x[i * d->features + feature];
        if (fabs(x - sum / (double)count) > distance) { /* false where it is missing */
            farthest = x;
            distance = fabs(x - sum / (double)count);
        }
    }
    if (count < 3)
        return false;
    const double mean = (sum - farthest) / (double)(count - 1);
    bool is_out = false; /* the farthest one, left out once */
    for (int64_t i = 0; i < d->samples; i++) {
        const double x = d->x[i * d->features + feature];
        if (isnan(x) || (!is_out && x == farthest))
            is_out |= x == farthest;
        else
            squares += (x - mean) * (x - mean);
    }
    const double deviation = sqrt(squares / (double)(count - 2));
    return fabs(farthest - mean) > hf_limits.outlier * deviation;
}

static bool is_constant(const hf_dataset *d, int64_t feature)
{
    double least = INFINITY, most = -INFINITY;
    for (int64_t i = 0; i < d->samples; i++) {
        least = fmin(least, d->x[i * d->features + feature]);
        most = fmax(most, d->x[i * d->features + feature]);
    }
    return least >= most;
}

static void look_at_features(const hf_dataset *d, hf_data_facts *facts)
{
    for (int64_t f = 0; f < d->features; f++) {
        const bool numbers = hf_dataset_levels(d, f) == 0;
        const double code = hf_dataset_fill_code(d, f);
        if (code != 0)
            facts->fill_codes[facts->fills.count] = code;
        hf_feature_list *list = is_constant(d, f)                ? &facts->constants
                                : code != 0                      ? &facts->fills
                                : hf_dataset_is_identifier(d, f) ? &facts->identifiers
                                : numbers && has_outlier(d, f)   ? &facts->outliers
                                                                 : NULL;
        if (list)
            list->items[list->count++] = f;
    }
}

/* ---- rows ---- */

/* A sample as qsort sees it. */
typedef struct sample {
    const double *x; /* [features] */
    int64_t features, number, kind;
} sample;

static int compare_rows(const void *a, const void *b)
{
    const sample *p = a, *q = b;
    return memcmp(p->x, q->x, (size_t)p->features * sizeof *p->x);
}

/* kind [sample]: equal rows have one, below the number of samples. Returns how many kinds. */
static int64_t sort_rows(const hf_dataset *d, sample *samples, int64_t *kind)
{
    int64_t kinds = 0;
    for (int64_t i = 0; i < d->samples; i++)
        samples[i] = (sample){d->x + i * d->features, d->features, i, 0};
    qsort(samples, (size_t)d->samples, sizeof *samples, compare_rows);
    for (int64_t i = 0; i < d->samples; i++) {
        kinds += i == 0 || compare_rows(&samples[i - 1], &samples[i]) != 0;
        kind[samples[i].number] = kinds - 1;
    }
    return kinds;
}

/* ---- splits ---- */

typedef struct scratch {
    uint8_t *train;    /* [sample] */
    uint8_t *trains;   /* [kind] has it a training row? */
    int64_t *kind;     /* [sample] */
    sample *samples;   /* [sample] */
    int64_t *of_class; /* [class] */
} scratch;

static int64_t count_across(const hf_dataset *d, scratch *s)
{
    int64_t across = 0;
    memset(s->trains, 0, (size_t)d->samples);
    for (int64_t i = 0; i < d->samples; i++)
        s->trains[s->kind[i]] |= s->train[i];
    for (int64_t i = 0; i < d->samples; i++)
        across += !s->train[i] && s->trains[s->kind[i]];
    return across;
}

/* `train` NULL: of all samples. */
static void count_classes(const hf_dataset *d, const uint8_t *train, int64_t *of_class)
{
    memset(of_class, 0, (size_t)d->classes * sizeof *of_class);
    for (int64_t i = 0; i < d->samples; i++)
        if (!train || train[i])
            of_class[d->y[i]]++;
}

/* What the rows of a class count in the loss, all together. */
static double mass_of(const hf_class_weight *weight, const int64_t *of_class, int64_t c)
{
    if (weight->kind == HF_CLASS_WEIGHT_BALANCED)
        return of_class[c] > 0;
    return (double)of_class[c] * (weight->kind == HF_CLASS_WEIGHT_GIVEN ? weight->weights[c] : 1);
}

static double entropy_of(const hf_class_weight *weight, const int64_t *of_class, int64_t classes)
{
    double sum = 0, all = 0;
    for (int64_t c = 0; c < classes; c++)
        all += mass_of(weight, of_class, c);
    for (int64_t c = 0; c < classes; c++) {
        const double share = mass_of(weight, of_class, c) / all;
        sum -= of_class[c] > 0 ? share * hf_log(share) : 0;
    }
    return sum;
}

static hf_status look_at_splits(const hf_results *results, const hf_dataset *d, scratch *s,
                                hf_data_facts *facts, hf_error *error)
{
    const int64_t splits = hf_results_grid(results)->splits;
    const hf_class_weight *weight = &hf_results_config(results)->training.class_weight;
    for (int64_t p = 0; p < splits; p++) {
        HF_TRY(hf_results_read(results, HF_SPLITS_TRAIN, 0, p, 1, s->train, error));
        count_classes(d, s->train, s->of_class);
        facts->entropy += entropy_of(weight, s->of_class, d->classes) / (double)splits;
        facts->repeated_across += (double)count_across(d, s) / (double)splits;
    }
    return HF_OK;
}

static hf_status look(const hf_results *results, const hf_dataset *d, hf_memory *memory,
                      hf_data_facts *facts, hf_error *error)
{
    scratch s;
    HF_TRY(hf_memory_allocate(memory, &s.train, d->samples, 1, error));
    HF_TRY(hf_memory_allocate(memory, &s.trains, d->samples, 1, error));
    HF_TRY(hf_memory_allocate(memory, &s.kind, d->samples, sizeof *s.kind, error));
    HF_TRY(hf_memory_allocate(memory, &s.samples, d->samples, sizeof *s.samples, error));
    HF_TRY(hf_memory_allocate(memory, &s.of_class, d->classes, sizeof *s.of_class, error));
    facts->known = true;
    look_at_features(d, facts);
    facts->repeated_rows = d->samples - sort_rows(d, s.samples, s.kind);
    count_classes(d, NULL, s.of_class);
    for (int64_t c = 1; c < d->classes; c++)
        if (s.of_class[c] < s.of_class[facts->smallest_class])
            facts->smallest_class = c;
    facts->smallest_share = (double)s.of_class[facts->smallest_class] / (double)d->samples;
    return look_at_splits(results, d, &s, facts, error);
}

static hf_status check_labels(const hf_results *results, const hf_dataset *d, hf_error *error)
{
    for (int64_t i = 0; i < d->samples; i++)
        if (d->y[i] < 0 || d->y[i] >= d->classes)
            return hf_fail(error, HF_BAD_DATA, "%s: /dataset/y holds %d, which is no class",
                           hf_results_path(results), d->y[i]);
    return HF_OK;
}

static hf_status count_feature(const hf_results *results, const hf_dataset *d, int64_t feature,
                               hf_level_counts *levels, hf_error *error)
{
    const int64_t count = hf_dataset_levels(d, feature);
    int64_t *of_level = levels->count + levels->first[feature] * d->classes;
    for (int64_t i = 0; count > 0 && i < d->samples; i++) {
        const double x = d->x[i * d->features + feature];
        if (isnan(x))
            continue;
        if (!(x >= 0 && x < (double)count && x == floor(x)))
            return hf_fail(error, HF_BAD_DATA, "%s: /dataset/x holds %g, which is no level of '%s'",
                           hf_results_path(results), x,
                           hf_results_features(results)->items[feature]);
        of_level[(int64_t)x * d->classes + d->y[i]]++;
    }
    return HF_OK;
}

static hf_status count_levels(const hf_results *results, const hf_dataset *d, hf_memory *memory,
                              hf_level_counts *levels, hf_error *error)
{
    if (!d->levels)
        return HF_OK;
    HF_TRY(hf_memory_allocate(memory, &levels->first, d->features + 1, sizeof(int64_t), error));
    for (int64_t f = 0; f < d->features; f++)
        levels->first[f + 1] = levels->first[f] + hf_dataset_levels(d, f);
    HF_TRY(hf_memory_allocate(memory, &levels->count, levels->first[d->features],
                              (size_t)d->classes * sizeof(int64_t), error));
    for (int64_t f = 0; f < d->features; f++)
        HF_TRY(count_feature(results, d, f, levels, error));
    return HF_OK;
}

bool hf_class_is_rare(const hf_config *config, double share, int64_t classes)
{
    return !hf_config_is_regression(config) &&
           config->training.class_weight.kind == HF_CLASS_WEIGHT_NONE &&
           share < fmin(hf_limits.smallest_class, 0.5 / (double)classes);
}

hf_status hf_outcome_thirds(const double *outcome, int64_t samples, int32_t *third, hf_error *error)
{
    double *sorted;
    HF_TRY(hf_allocate(&sorted, samples, sizeof *sorted, error));
    memcpy(sorted, outcome, (size_t)samples * sizeof *sorted);
    qsort(sorted, (size_t)samples, sizeof *sorted, hf_compare_doubles);
    const double low = sorted[samples / 3], high = sorted[2 * samples / 3];
    for (int64_t i = 0; i < samples; i++)
        third[i] = (outcome[i] >= low) + (outcome[i] >= high);
    hf_free(&sorted);
    return HF_OK;
}

hf_status hf_bands_read(const hf_results *results, int32_t *band, hf_error *error)
{
    const int64_t samples = hf_results_samples(results);
    double *outcome;
    if (!hf_config_is_regression(hf_results_config(results)))
        return hf_results_read(results, HF_DATASET_Y, 0, 0, samples, band, error);
    HF_TRY(hf_allocate(&outcome, samples, sizeof *outcome, error));
    hf_status status = hf_results_read(results, HF_DATASET_TARGET, 0, 0, samples, outcome, error);
    if (status == HF_OK)
        status = hf_outcome_thirds(outcome, samples, band, error);
    hf_free(&outcome);
    return status;
}

hf_status hf_data_facts_read(const hf_results *results, hf_memory *memory, hf_data_facts *facts,
                             hf_error *error)
{
    hf_memory own = {0};
    hf_dataset d = {.samples = hf_results_samples(results),
                    .features = hf_results_features(results)->count,
                    .levels = hf_results_columns(results)->levels,
                    .classes = hf_results_classes(results)->count};
    hf_feature_list *const lists[] = {&facts->identifiers, &facts->constants, &facts->outliers,
                                      &facts->fills};
    hf_status status;
    *facts = (hf_data_facts){0};
    if (!hf_results_has(results, HF_DATASET_X, 0))
        return HF_OK;
    for (int i = 0; i < 4; i++)
        HF_TRY(hf_memory_allocate(memory, &lists[i]->items, d.features, sizeof(int64_t), error));
    HF_TRY(hf_memory_allocate(memory, &facts->fill_codes, d.features, sizeof(double), error));
    d.feature_names = *hf_results_features(results); /* borrowed */
    HF_TRY_CLEANUP(
        hf_memory_allocate(&own, &d.x, d.samples, (size_t)d.features * sizeof *d.x, error));
    HF_TRY_CLEANUP(hf_memory_allocate(&own, &d.y, d.samples, sizeof *d.y, error));
    HF_TRY_CLEANUP(hf_results_read(results, HF_DATASET_X, 0, 0, d.samples, d.x, error));
    if (hf_config_is_regression(hf_results_config(results)))
        d.classes = HF_OUTCOME_THIRDS;
    HF_TRY_CLEANUP(hf_bands_read(results, d.y, error));
    HF_TRY_CLEANUP(check_labels(results, &d, error));
    HF_TRY_CLEANUP(count_levels(results, &d, memory, &facts->levels, error));
    status = look(results, &d, &own, facts, error);
cleanup:
    hf_memory_free(&own);
    return status;
}
