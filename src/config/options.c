/* The option table: one row per key of the configuration. */
#include "options.h"

#include <float.h>
#include <string.h>

#define WORD(value, word) word,
static const char *const delimiter[] = {HF_DELIMITER_LIST(WORD)};
static const char *const decimal[] = {HF_DECIMAL_LIST(WORD)};
static const char *const standardize[] = {HF_STANDARDIZE_LIST(WORD)};
static const char *const missing[] = {HF_MISSING_LIST(WORD)};
static const char *const task[] = {HF_TASK_LIST(WORD)};
static const char *const splits_method[] = {HF_SPLITS_LIST(WORD)};
static const char *const init[] = {HF_INIT_LIST(WORD)};
static const char *const loss[] = {HF_LOSS_LIST(WORD)};
static const char *const class_weight[] = {HF_CLASS_WEIGHT_LIST(WORD)};
static const char *const optimizer[] = {HF_OPTIMIZER_LIST(WORD)};
static const char *const votes[] = {HF_VOTES_LIST(WORD)};
#undef WORD
#define METHOD_NAME(id, name, traits, text) #name,
static const char *const methods[] = {HF_METHOD_LIST(METHOD_NAME)};
#undef METHOD_NAME

/* Columns of the table: type, role and place; default; bounds. LARGEST fits an int32 everywhere;
 * training computes in float32, where a number above FLT_MAX would become infinite. */
#define LARGEST 1000000000
/* Only their ratios matter; sums and products of these stay far from float32's limits. */
#define WEIGHT_LOWEST 1e-9
#define WEIGHT_HIGHEST 1e9
#define SEED_HIGHEST 4294967295.0
#define KEY(TYPE, ROLE, member, text)                                                              \
    .name = text, .type = HF_KEY_##TYPE, .role = HF_KEY_##ROLE,                                    \
    .offset = offsetof(hf_config, member)
#define EXPERIMENT(TYPE, member) KEY(TYPE, EXPERIMENT, member, #member)
#define SIGNIFICANCE(TYPE, member)                                                                 \
    KEY(TYPE, SIGNIFICANCE, significance.member, "significance." #member)
#define SIGNIFICANCE_KEY(TYPE, member) KEY(TYPE, SIGNIFICANCE, member, #member)
#define LABEL(TYPE, member) KEY(TYPE, LABEL, member, #member)
#define FROM_TO(a, b) .low = (a), .high = (b)
#define ABOVE_TO(a, b) FROM_TO(a, b), .low_open = true
#define FROM_BELOW(a, b) FROM_TO(a, b), .high_open = true
#define BETWEEN(a, b) FROM_TO(a, b), .low_open = true, .high_open = true
#define ONE_OF(names) .choices = (names), .choice_count = sizeof(names) / sizeof(names)[0]

const hf_key hf_keys[] = {
    {LABEL(TEXT, name), .help = "title (null: the name of this file without .yaml)"},

    {LABEL(PATH, data.source), .standard = "builtin:breast_cancer",
     .help =
         "builtin:breast_cancer | builtin:wine | builtin:iris | builtin:digits | path of a text "
         "table or an HDF5 file"},
    {EXPERIMENT(TEXT, data.target), .help = "column with the class label (null: the first column); "
                                            "in an HDF5 file the dataset (null: /y)"},
    {EXPERIMENT(TEXT, data.inputs), .standard = "/x",
     .help = "HDF5 only: the dataset [sample, feature]"},
    {LABEL(TEXT, data.feature_names),
     .help = "HDF5 only: the dataset with the feature names (null: /feature_names if it exists, "
             "else feature_0, feature_1 and so on)"},
    {EXPERIMENT(TEXT_LIST, data.features), .least_items = 1,
     .help =
         "columns used as features, in this order (null: all except target, groups and exclude)"},
    {EXPERIMENT(TEXT_LIST, data.exclude), .help = "columns to leave out (null: none)"},
    {SIGNIFICANCE_KEY(NAMED_LISTS, data.feature_groups), .since = 2,
     .help = "features that are reported and tested as one group: {name: [feature, feature], ...} "
             "(null: the features are grouped by their correlation alone)"},
    {EXPERIMENT(TEXT_LIST, data.classes), .least_items = 2,
     .help = "order of the class labels (null: order of first appearance)"},
    {EXPERIMENT(TEXT, data.groups),
     .help = "column (HDF5: dataset) with the group of each row, such as the patient: rows of one "
             "group stay on the same side of every split (null: no groups)"},
    {EXPERIMENT(CHOICE, data.standardize), .standard = "zscore", ONE_OF(standardize),
     .help = "zscore: subtract the mean of the split's training rows and divide by their standard "
             "deviation"},
    {EXPERIMENT(CHOICE, data.missing), .standard = "error", ONE_OF(missing),
     .help = "missing cells: stop with an error, drop the row, or fill in the mean of the training "
             "rows"},
    {LABEL(TEXT_LIST, data.missing_values),
     .standard = "[\"\", NA, N/A, NaN, \"null\", None, \"?\", \".\"]",
     .help = "texts and numbers that mean a missing cell, compared without blanks around them and "
             "without case"},
    {LABEL(CHOICE, data.delimiter), .standard = "auto", ONE_OF(delimiter),
     .help = "text tables only: what stands between two cells (auto: the one that gives every line "
             "the same number of cells)"},
    {LABEL(CHOICE, data.decimal), .standard = "auto", ONE_OF(decimal),
     .help = "text tables only: the decimal sign (auto: the comma if numbers have one and none has "
             "a point)"},
    {LABEL(TEXT_LIST, data.categorical),
     .help = "columns whose numbers are codes, not amounts (null: none); columns of text are "
             "categories anyway"},
    {LABEL(INTEGER, data.levels_most), .standard = "50", FROM_TO(2, LARGEST),
     .help = "a category with more levels than that is an error"},
    {EXPERIMENT(CHOICE, data.task), .standard = "auto", ONE_OF(task), .since = 2, .late = true,
     .before = "classification",
     .help =
         "what the target is: classes, or a measured outcome (auto: classes if it is text or at "
         "most 20 different whole numbers)"},

    {EXPERIMENT(CHOICE, splits.method), .standard = "stratified_shuffle", ONE_OF(splits_method),
     .help = "how samples are divided into training and test rows"},
    {EXPERIMENT(INTEGER, splits.count), FROM_TO(1, LARGEST),
     .help = "number of splits (null: 32; first_half: 1; stratified_kfold: folds; file: its rows); "
             "stratified_kfold needs a multiple of folds, complementary_pairs an even number"},
    {EXPERIMENT(REAL, splits.train_fraction), .standard = "0.5", BETWEEN(0, 1),
     .help = "stratified_shuffle: fraction of each class that is used for training"},
    {EXPERIMENT(INTEGER, splits.folds), .standard = "5", FROM_TO(2, LARGEST),
     .help = "stratified_kfold: number of folds"},
    {EXPERIMENT(INTEGER, splits.seed), .standard = "0", FROM_TO(0, SEED_HIGHEST),
     .help = "random seed of the splits"},
    {LABEL(PATH, splits.file), .help = "method file: path of a CSV or HDF5 0/1 matrix [split, row "
                                       "of the data file], 1 = training row"},

    {EXPERIMENT(INTEGER_LIST, model.hidden), .standard = "[30]", FROM_TO(1, 1e6), .least_items = 1,
     .help = "sizes of the hidden layer; networks of every size are trained"},
    {EXPERIMENT(CHOICE, model.init), .standard = "philox", ONE_OF(init),
     .help = "random generator of the initial weights (pytorch: the one of torch.manual_seed)"},

    {EXPERIMENT(CHOICE, training.loss), .standard = "cross_entropy", ONE_OF(loss),
     .help = "cross_entropy_of_softmax applies softmax twice, as the tutorial does; a measured "
             "outcome: mse, which is then the default"},
    {EXPERIMENT(CLASS_WEIGHT, training.class_weight), .standard = "none", ONE_OF(class_weight),
     FROM_TO(WEIGHT_LOWEST, WEIGHT_HIGHEST), .since = 2, .late = true,
     .help = "what a row of each class counts in the loss (balanced: n / (C n_c) of the training "
             "rows; a list: one weight a class, in the classes' order)"},
    {EXPERIMENT(CHOICE, training.optimizer), .standard = "adam", ONE_OF(optimizer),
     .help = "update rule, as in PyTorch"},
    {EXPERIMENT(REAL, training.learning_rate), .standard = "0.001", ABOVE_TO(0, FLT_MAX),
     .help = "step size"},
    {EXPERIMENT(REAL, training.beta1), .standard = "0.9", FROM_BELOW(0, 1),
     .help = "adam, adamw: decay rate of the mean gradient"},
    {EXPERIMENT(REAL, training.beta2), .standard = "0.999", FROM_BELOW(0, 1),
     .help = "adam, adamw: decay rate of the mean squared gradient"},
    {EXPERIMENT(REAL, training.epsilon), .standard = "1e-8", FROM_TO(0, FLT_MAX),
     .help = "adam, adamw: added to the denominator"},
    {EXPERIMENT(REAL, training.momentum), .standard = "0", FROM_TO(0, FLT_MAX),
     .help = "sgd: fraction of the previous step that is added"},
    {EXPERIMENT(REAL, training.weight_decay), .standard = "0", FROM_TO(0, FLT_MAX),
     .help = "adam, sgd: added to the gradient; adamw: applied to the weights directly"},
    {EXPERIMENT(INTEGER, training.iterations), .standard = "1000", FROM_TO(1, LARGEST),
     .help = "number of optimizer steps"},
    {EXPERIMENT(INTEGER, training.batch_size), .standard = "0", FROM_TO(0, LARGEST),
     .help = "rows per step (0: all training rows)"},
    {EXPERIMENT(BOOLEAN, training.shuffle), .standard = "true",
     .help = "shuffle the rows anew in every epoch, if batch_size is above 0"},
    {EXPERIMENT(REAL, training.validation_fraction), .standard = "0", FROM_TO(0, 0.5), .since = 2,
     .before = "0",
     .help = "share of the training rows that is set aside to stop the training: the weights with "
             "the smallest loss on it are kept (0: all iterations are done)"},
    {EXPERIMENT(INTEGER, training.patience), .standard = "100", FROM_TO(1, LARGEST), .since = 2,
     .help = "if validation_fraction is above 0: training ends after so many iterations without a "
             "smaller loss"},

    {EXPERIMENT(INTEGER, replicas.first_seed), .standard = "0", FROM_TO(0, SEED_HIGHEST),
     .help = "first seed; the last one is first_seed + seeds - 1"},
    {EXPERIMENT(INTEGER, replicas.seeds), .standard = "32", FROM_TO(1, SEED_HIGHEST + 1),
     .help = "number of seeds"},

    {SIGNIFICANCE(CHOICE_LIST, methods),
     .standard = "[permutation, integrated_gradients, olden, garson, l2_norm, max_abs_weight]",
     ONE_OF(methods), .least_items = 1,
     .help = "importance methods; the first one leads the summary"},
    {SIGNIFICANCE(INTEGER, top), FROM_TO(1, LARGEST),
     .help = "k: the k most important features of a network are its significant ones (null: 5, or "
             "a third of the features if that is fewer, at least 1)"},
    {SIGNIFICANCE(CHOICE, votes), .standard = "learned", ONE_OF(votes),
     .help = "which networks count: learned (better than chance on their test rows) or all"},
    {SIGNIFICANCE(REAL, confidence), .standard = "0.95", BETWEEN(0, 1),
     .help = "confidence level of the intervals"},
    {SIGNIFICANCE(INTEGER, bootstrap), .standard = "2000", FROM_TO(1, 1e6),
     .help = "number of bootstrap samples for the intervals"},
    {SIGNIFICANCE(INTEGER, permutation_repeats), .standard = "5", FROM_TO(1, 1e6),
     .help = "permutation importance: number of shuffles of each feature"},
    {SIGNIFICANCE(INTEGER, seed), .standard = "0", FROM_TO(0, SEED_HIGHEST),
     .help = "random seed of the bootstrap, of permutation importance and of the conditional test"},
    {SIGNIFICANCE(INTEGER, conditional_draws), .unset = -1, FROM_TO(0, 1e6), .since = 2,
     .before = "0",
     .help = "conditional test: copies of each feature that the networks see in its place (null: "
             "999, or more if many features are tested; 0: no test)"},
    {SIGNIFICANCE(INTEGER, conditional_seeds), FROM_TO(1, SEED_HIGHEST + 1), .since = 2,
     .help =
         "conditional test: it uses the networks of the first so many seeds (null: 8, or all if "
         "fewer)"},
    {SIGNIFICANCE(REAL, fdr), .standard = "0.1", BETWEEN(0, 1), .since = 2,
     .help = "conditional test: accepted share of false features among those found"},
    {SIGNIFICANCE(REAL, group_correlation), .standard = "0.7", FROM_TO(0, 1), .since = 2,
     .help = "features are grouped where their rank correlation is above it, on average (1: no "
             "groups)"},

    {EXPERIMENT(INTEGER, null_test.labels), .standard = "0", FROM_TO(0, 1e6),
     .help = "global test: number of label permutations (0: no test; p = 0.05 needs at least 19)"},
    {EXPERIMENT(INTEGER, null_test.probes), .standard = "0", FROM_TO(0, 1e6),
     .help = "feature test: how often the features are compared with permuted copies of themselves "
             "(0: no test)"},
    {SIGNIFICANCE_KEY(REAL, null_test.fdr), .was_experiment = true, .standard = "0.25",
     BETWEEN(0, 1), .help = "feature test: accepted share of false features among those found"},
    {EXPERIMENT(INTEGER, null_test.seeds), FROM_TO(1, SEED_HIGHEST + 1),
     .help = "number of seeds to train in each permutation or comparison (null: all)"},
    {EXPERIMENT(INTEGER, null_test.splits), FROM_TO(1, LARGEST),
     .help = "number of splits to train in each permutation or comparison (null: all)"},

    {EXPERIMENT(INTEGER, output.history_every), .standard = "1", FROM_TO(0, LARGEST),
     .help = "store losses and accuracies after every so many iterations (0: never)"},
    {EXPERIMENT(BOOLEAN, output.initial_weights), .standard = "true",
     .help = "also store the weights before training"},
    {EXPERIMENT(BOOLEAN, output.dataset), .standard = "true",
     .help = "store the data in the results file"},
};

const int64_t hf_key_count = sizeof hf_keys / sizeof hf_keys[0];
_Static_assert(sizeof hf_keys / sizeof hf_keys[0] <= HF_KEYS_MOST, "places hold every key");

int64_t hf_key_find(const char *name)
{
    for (int64_t i = 0; i < hf_key_count; i++)
        if (strcmp(hf_keys[i].name, name) == 0)
            return i;
    return -1;
}

int64_t hf_key_find_choice(const hf_key *key, const char *name)
{
    for (int64_t i = 0; i < key->choice_count; i++)
        if (strcmp(key->choices[i], name) == 0)
            return i;
    return -1;
}

size_t hf_key_section_length(const hf_key *key)
{
    const char *dot = strchr(key->name, '.');
    return dot ? (size_t)(dot - key->name) : 0;
}

const char *hf_key_leaf(const hf_key *key)
{
    size_t section = hf_key_section_length(key);
    return section ? key->name + section + 1 : key->name;
}

bool hf_key_same_section(const hf_key *a, const hf_key *b)
{
    size_t length = hf_key_section_length(a);
    return length == hf_key_section_length(b) && strncmp(a->name, b->name, length) == 0;
}

int64_t hf_key_find_section(const char *section)
{
    size_t length = strlen(section);
    for (int64_t i = 0; length && i < hf_key_count; i++)
        if (hf_key_section_length(&hf_keys[i]) == length &&
            strncmp(hf_keys[i].name, section, length) == 0)
            return i;
    return -1;
}
