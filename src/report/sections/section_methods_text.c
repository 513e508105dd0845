/* A paragraph for the methods section of a paper: what this run did, and the sources of it. */
#include "findings/thresholds.h"
#include "holdfast/memory.h"
#include "holdfast/null_test.h"
#include "sections.h"
#include "text/json_read.h"
#include "text/list.h"
#include "text/number.h"
#include "text/path.h"
#include <inttypes.h>
#include <math.h>
#include <string.h>

/* In the order of a list of references: identifier, reference. */
#define SOURCE_LIST(X)                                                                             \
    X(BARBER, "Barber and Cand\u00e8s (2015) Annals of Statistics 43:2055")                        \
    X(BENJAMINI, "Benjamini and Hochberg (1995) J. R. Stat. Soc. B 57:289")                        \
    X(BREIMAN, "Breiman (2001) Machine Learning 45:5")                                             \
    X(GARSON, "Garson (1991) AI Expert 6(4):46")                                                   \
    X(ADAM, "Kingma and Ba (2015) ICLR")                                                           \
    X(KRUSKAL, "Kruskal and Wallis (1952) J. Am. Stat. Assoc. 47:583")                             \
    X(LEDOIT, "Ledoit and Wolf (2004) J. Multivariate Analysis 88:365")                            \
    X(ADAMW, "Loshchilov and Hutter (2019) ICLR")                                                  \
    X(MEINSHAUSEN, "Meinshausen and B\u00fchlmann (2010) J. R. Stat. Soc. B 72:417")               \
    X(NADEAU, "Nadeau and Bengio (2003) Machine Learning 52:239")                                  \
    X(NOGUEIRA, "Nogueira, Sechidis and Brown (2018) J. Machine Learning Research 18:174")         \
    X(OLDEN, "Olden and Jackson (2002) Ecological Modelling 154:135")                              \
    X(OWEN, "Owen (2007) Annals of Applied Statistics 1:386")                                      \
    X(PHIPSON, "Phipson and Smyth (2010) Stat. Appl. Genet. Mol. Biol. 9:39")                      \
    X(SHAH, "Shah and Samworth (2013) J. R. Stat. Soc. B 75:55")                                   \
    X(SUNDARARAJAN, "Sundararajan, Taly and Yan (2017) ICML, PMLR 70:3319")                        \
    X(WESTFALL, "Westfall and Young (1993) Resampling-Based Multiple Testing, Wiley")

#define SOURCE_ENUM(id, reference) SOURCE_##id,
typedef enum source { SOURCE_LIST(SOURCE_ENUM) SOURCES } source;
#undef SOURCE_ENUM

typedef struct writer {
    const hf_evidence *e;
    const hf_config *config;
    hf_text *text;
    bool cited[SOURCES];
} writer;

/* The source is named in the sentence: lists it with the others. */
static const char *by(writer *w, source s, const char *named)
{
    w->cited[s] = true;
    return named;
}

/* ---- what was trained ---- */

/* The versions of the sessions that contributed, in their order. */
static void write_versions(writer *w, const char *sessions)
{
    hf_text version = {0}, before = {0};
    hf_list list = {.text = w->text, .most = 3};
    hf_text_append(w->text, "holdfast ");
    for (const char *line = sessions; *line; line += strcspn(line, "\n"), line += *line == '\n') {
        const char *value = hf_json_find(line, "version");
        if (!value || !hf_json_read_text(value, &version) ||
            (before.length > 0 && strcmp(before.data, version.data) == 0))
            continue;
        if (hf_list_next(&list))
            hf_text_append(w->text, "%s", version.data);
        before.length = 0;
        hf_text_append(&before, "%s", version.data);
    }
    hf_list_end(&list);
    w->text->failed |= before.failed;
    hf_text_free(&version);
    hf_text_free(&before);
}

static void write_grid(writer *w)
{
    const hf_evidence *e = w->e;
    const hf_grid *grid = e->grid;
    const char *builtin = hf_config_builtin_name(w->config->data.source);
    hf_text_append(w->text,
                   " trained %s with one hidden layer of rectified linear units on %s (%s%s, %s, "
                   "%s): ",
                   hf_count(e->health.done, "network").text,
                   builtin ? builtin : hf_path_base(w->config->data.source),
                   builtin ? "part of holdfast; " : "",
                   hf_count(hf_results_samples(e->results), "sample").text,
                   hf_count(e->features->count, "feature").text,
                   hf_count(e->classes->count, "class").text);
    if (grid->seeds == 1)
        hf_text_append(w->text, "seed %" PRId64 " of the initial weights",
                       w->config->replicas.first_seed);
    else
        hf_text_append(w->text, "seeds %" PRId64 " to %" PRId64 " of the initial weights",
                       w->config->replicas.first_seed,
                       w->config->replicas.first_seed + grid->seeds - 1);
    if (w->config->model.init == HF_INIT_PYTORCH)
        hf_text_append(w->text, " (those of PyTorch)");
    hf_text_append(w->text, ", hidden size%s ", hf_plural(grid->hiddens));
    for (int64_t h = 0; h < grid->hiddens; h++)
        hf_text_append(w->text, "%" PRId64 "%s", grid->hidden[h],
                       hf_list_separator(h, grid->hiddens));
    hf_text_append(w->text, ", and %s of the samples into training and test rows.",
                   hf_count(grid->splits, "split").text);
    if (e->health.diverged > 0)
        hf_text_append(w->text, " A further %s diverged and %s left out.",
                       hf_count(e->health.diverged, "network").text,
                       e->health.diverged == 1 ? "was" : "were");
}

static void write_splits(writer *w)
{
    const hf_config *c = w->config;
    const hf_number seed = hf_number_grouped(c->splits.seed);
    switch ((hf_splits_method)c->splits.method) {
    case HF_SPLITS_STRATIFIED_SHUFFLE:
        hf_text_append(w->text,
                       " Each split trained on a random %s%% of each class and tested on the rest "
                       "(seed %s)",
                       hf_number_double(100 * c->splits.train_fraction).text, seed.text);
        break;
    case HF_SPLITS_FIRST_HALF:
        hf_text_append(w->text, " The first half of each class trained, the rest tested");
        break;
    case HF_SPLITS_STRATIFIED_KFOLD:
        hf_text_append(w->text,
                       " The splits are %" PRId64 "-fold cross-validation, stratified by class, "
                       "done %s (seed %s)",
                       c->splits.folds, hf_count(c->splits.count / c->splits.folds, "time").text,
                       seed.text);
        break;
    case HF_SPLITS_COMPLEMENTARY_PAIRS:
        hf_text_append(w->text,
                       " The samples were divided into halves at random, and each half trained "
                       "once while the other one tested (%s; seed %s)",
                       by(w, SOURCE_SHAH, "Shah and Samworth 2013"), seed.text);
        break;
    case HF_SPLITS_FILE:
        hf_text_append(w->text, " The splits were given");
        break;
    }
    if (c->data.groups)
        hf_text_append(w->text, "; rows of the same %s never stood on both sides", c->data.groups);
    hf_text_append(w->text, ". Features were %s.",
                   c->data.standardize == HF_STANDARDIZE_ZSCORE
                       ? "standardised to mean 0 and standard deviation 1 by the training rows"
                       : "not standardised");
    if (c->data.missing == HF_MISSING_MEAN)
        hf_text_append(w->text, " Missing values took the mean of the training rows.");
    if (c->data.missing == HF_MISSING_DROP)
        hf_text_append(w->text, " Samples with a missing value were left out.");
}

static void write_training(writer *w)
{
    const hf_config *c = w->config;
    const char *optimizer = c->training.optimizer == HF_OPTIMIZER_ADAM
                                ? by(w, SOURCE_ADAM, "Adam (Kingma and Ba 2015)")
                            : c->training.optimizer == HF_OPTIMIZER_ADAMW
                                ? by(w, SOURCE_ADAMW, "AdamW (Loshchilov and Hutter 2019)")
                                : "gradient descent";
    hf_text_append(w->text, " %s minimised the cross-entropy%s in %s%s ",
                   *optimizer == 'g' ? "Gradient descent" : optimizer,
                   c->training.loss == HF_LOSS_CROSS_ENTROPY
                       ? ""
                       : " of outputs to which softmax was applied twice",
                   c->training.validation_fraction > 0 ? "at most " : "",
                   hf_count(c->training.iterations, "step").text);
    if (c->training.batch_size == 0)
        hf_text_append(w->text, "on all training rows");
    else
        hf_text_append(w->text, "on batches of %s", hf_count(c->training.batch_size, "row").text);
    hf_text_append(w->text, " (learning rate %s", hf_number_double(c->training.learning_rate).text);
    if (c->training.momentum > 0 && c->training.optimizer == HF_OPTIMIZER_SGD)
        hf_text_append(w->text, ", momentum %s", hf_number_double(c->training.momentum).text);
    if (c->training.weight_decay > 0)
        hf_text_append(w->text, ", weight decay %s",
                       hf_number_double(c->training.weight_decay).text);
    hf_text_append(w->text, ").");
    if (c->training.validation_fraction > 0)
        hf_text_append(w->text,
                       " Early stopping: %s%% of the training rows were set aside, and the weights "
                       "with the smallest loss on these were kept (patience %s).",
                       hf_number_double(100 * c->training.validation_fraction).text,
                       hf_count(c->training.patience, "step").text);
}

/* ---- what was made of it ---- */

/* The method's name and where it comes from or, where that is no paper, what it is. */
static void write_method(writer *w, int64_t m)
{
    const hf_method method = (hf_method)w->config->significance.methods.items[m];
#define METHOD_TEXT(id, name, traits, text) text,
    static const char *const meant[] = {HF_METHOD_LIST(METHOD_TEXT)};
#undef METHOD_TEXT
    const char *from = method == HF_PERMUTATION ? by(w, SOURCE_BREIMAN, "after Breiman 2001")
                       : method == HF_INTEGRATED_GRADIENTS
                           ? by(w, SOURCE_SUNDARARAJAN, "Sundararajan, Taly and Yan 2017")
                       : method == HF_OLDEN  ? by(w, SOURCE_OLDEN, "after Olden and Jackson 2002")
                       : method == HF_GARSON ? by(w, SOURCE_GARSON, "after Garson 1991")
                                             : meant[method];
    hf_text_append(w->text, "%s (%s)", hf_evidence_method(w->e, m), from);
}

static void write_intervals(writer *w)
{
    const hf_across_methods *a = &w->e->across;
    const bool seeds = a->seed_resampling != HF_RESAMPLING_FIXED;
    const bool splits = a->split_resampling != HF_RESAMPLING_FIXED;
    if (!seeds && !splits)
        return;
    hf_text_append(
        w->text,
        " Its %s%% interval is that of the pigeonhole bootstrap over %s%s%s (%s; %s): it "
        "speaks of other %s%s%s of the same samples.",
        hf_number_double(100 * w->config->significance.confidence).text, seeds ? "seeds" : "",
        seeds && splits ? " and " : "", splits ? "splits" : "", by(w, SOURCE_OWEN, "Owen 2007"),
        hf_count(w->config->significance.bootstrap, "draw").text, seeds ? "seeds" : "",
        seeds && splits ? " and " : "", splits ? "splits" : "");
}

static void write_importance(writer *w)
{
    const hf_evidence *e = w->e;
    const hf_config *c = w->config;
    const hf_method lead = (hf_method)c->significance.methods.items[e->lead];
    hf_text_append(w->text, " The importance of a feature in a network was measured by ");
    write_method(w, e->lead);
    if (lead == HF_PERMUTATION)
        hf_text_append(w->text,
                       ", the rise of the test rows' cross-entropy when the feature is "
                       "shuffled, mean of %s",
                       hf_count(c->significance.permutation_repeats, "repeat").text);
    hf_text_append(w->text,
                   ". A network selects its %" PRId64
                   " most important features; a feature's frequency is the share of ",
                   c->significance.top);
    hf_append_counted(e, e->lead, w->text);
    if (c->significance.votes == HF_VOTES_LEARNED)
        hf_text_append(w->text, " (balanced test accuracy above chance)");
    hf_text_append(w->text, " that select it.");
    write_intervals(w);
    hf_text_append(w->text, " The agreement of networks is Phi (%s).",
                   by(w, SOURCE_NOGUEIRA, "Nogueira, Sechidis and Brown 2018"));
    for (int64_t i = 1; i < e->methods; i++) {
        hf_text_append(w->text, "%s", i == 1 ? " Importance was also measured by " : "");
        write_method(w, hf_evidence_method_at(e, i));
        hf_text_append(w->text, "%s",
                       i < e->methods - 1 ? hf_list_separator(i - 1, e->methods - 1) : ".");
    }
}

static void write_score(writer *w)
{
    const hf_across_methods *a = &w->e->across;
    if (isnan(a->score))
        return;
    hf_text_append(w->text,
                   " Whether the networks predict was judged by the mean balanced accuracy on test "
                   "rows");
    if (!isnan(a->score_low) && (double)w->e->splits_done >= hf_limits.score_splits)
        hf_text_append(w->text, ", with the %s%% interval of %s over splits",
                       hf_number_double(100 * w->config->significance.confidence).text,
                       by(w, SOURCE_NADEAU, "Nadeau and Bengio (2003)"));
    hf_text_append(w->text, ".");
}

static void write_labels(writer *w)
{
    const hf_null_labels *l = &w->e->labels;
    const hf_grid part = hf_arm_grid(w->config, HF_ARM_LABELS);
    if (l->permutations == 0)
        return;
    hf_text_append(
        w->text,
        " A global p-value (%s) came from networks trained on %s of the labels, each with "
        "%s, %s and %s",
        by(w, SOURCE_PHIPSON, "Phipson and Smyth 2010"),
        hf_count(l->permutations, "permutation").text, hf_count(part.seeds, "seed").text,
        hf_count(part.hiddens, "hidden size").text,
        hf_count(hf_arm_splits(w->config, HF_ARM_LABELS), "split").text);
    hf_text_append(
        w->text,
        "; p-values of single features compare with the largest frequency of any feature "
        "(%s).",
        by(w, SOURCE_WESTFALL, "Westfall and Young 1993"));
}

static void write_probes(writer *w)
{
    const hf_null_probes *p = hf_evidence_probes(w->e);
    if (!p)
        return;
    hf_text_append(w->text,
                   " In %s, permuted copies of all features were trained with them; a feature "
                   "stands out if at least half of the draws select it at an estimated false "
                   "discovery rate of at most %s (after %s).",
                   hf_count(p->draws, "draw").text, hf_number_double(w->config->null_test.fdr).text,
                   by(w, SOURCE_BARBER, "Barber and Cand\u00e8s 2015"));
}

static void write_by_itself(writer *w)
{
    const hf_univariate *u = &w->e->univariate;
    int64_t effects = 0, tests = 0;
    for (int64_t f = 0; f < u->features; f++) {
        effects += !isnan(u->effect[f]);
        tests += !isnan(u->q_value[f]);
    }
    if (effects == 0)
        return;
    hf_text_append(w->text, " Each feature by itself was compared with the classes by its AUC%s",
                   w->e->classes->count == 2 ? ""
                                             : " for the class that it tells best from the others");
    if (tests > 0)
        hf_text_append(w->text, " and tested by %s H, with q-values by %s",
                       by(w, SOURCE_KRUSKAL, "Kruskal and Wallis's (1952)"),
                       by(w, SOURCE_BENJAMINI, "Benjamini and Hochberg (1995)"));
    hf_text_append(w->text, ".");
}

static int64_t count_not_tested(const double *p, int64_t count)
{
    int64_t not_tested = 0;
    for (int64_t i = 0; i < count; i++)
        not_tested += isnan(p[i]);
    return not_tested;
}

static void write_groups(writer *w)
{
    const hf_config *c = w->config;
    const int64_t named = c->data.feature_groups.names.count;
    const bool linked = c->significance.group_correlation < 1;
    hf_text_append(w->text, named > 0 || linked ? " Features were grouped" : "");
    if (named > 0)
        hf_text_append(w->text, " by name (%s)%s", hf_count(named, "group").text,
                       linked ? ", the others" : "");
    if (linked)
        hf_text_append(w->text,
                       " by average linkage, as long as the mean absolute Spearman correlation of "
                       "two groups is above %s",
                       hf_number_double(c->significance.group_correlation).text);
    hf_text_append(w->text, named > 0 || linked ? "." : "");
}

static void write_conditional(writer *w)
{
    enum { FIRST_DRAWS = 99 }; /* of every test: docs/statistics.md */
    const hf_evidence *e = w->e;
    const hf_conditional *t = &e->conditional;
    const int64_t draws = w->config->significance.conditional_draws;
    if (!hf_evidence_has_conditional(e)) {
        hf_text_append(w->text, "%s",
                       t->networks > 0 ? " The conditional test is not defined for any feature."
                                       : "");
        return;
    }
    write_groups(w);
    hf_text_append(w->text,
                   " Whether predictions of test rows use what a feature, or a group, knows beyond "
                   "all other features was tested with copies that keep its dependence on the "
                   "others (a Gaussian model of normal scores%s), shown to the %s of the first %s: "
                   "%s",
                   hf_results_samples(e->results) < 2 * e->features->count
                       ? by(w, SOURCE_LEDOIT, ", shrunk after Ledoit and Wolf 2004")
                       : "",
                   hf_count(t->networks, "network").text,
                   hf_count(w->config->significance.conditional_seeds, "seed").text,
                   hf_count(draws, "draw").text);
    if (draws > FIRST_DRAWS)
        hf_text_append(w->text, " (%d where these gave p above 0.15)", FIRST_DRAWS);
    hf_text_append(w->text, ", q-values by %s over features and over groups, level %s.",
                   by(w, SOURCE_BENJAMINI, "Benjamini and Hochberg (1995)"),
                   hf_number_double(w->config->significance.fdr).text);
    const int64_t features = count_not_tested(t->p_value, t->features);
    const int64_t groups = count_not_tested(t->group_p_value, t->groups);
    if (features + groups > 0)
        hf_text_append(w->text, " The test is not defined for %s of %s and %s of %s.",
                       hf_number_grouped(features).text, hf_count(t->features, "feature").text,
                       hf_number_grouped(groups).text, hf_count(t->groups, "group").text);
}

/* The bounds are shown where section_bounds.c says. */
static void write_bounds(writer *w)
{
    if (!hf_has_bounds(w->e))
        return;
    hf_text_append(w->text,
                   " Upper bounds of the expected number of false selections are those of %s",
                   by(w, SOURCE_MEINSHAUSEN, "Meinshausen and B\u00fchlmann (2010)"));
    if (w->config->splits.method == HF_SPLITS_COMPLEMENTARY_PAIRS)
        hf_text_append(w->text, " and of %s", by(w, SOURCE_SHAH, "Shah and Samworth (2013)"));
    hf_text_append(w->text, ".");
}

static void write_sources(writer *w)
{
#define SOURCE_TEXT(id, reference) reference,
    static const char *const references[] = {SOURCE_LIST(SOURCE_TEXT)};
#undef SOURCE_TEXT
    bool any = false;
    for (int s = 0; s < SOURCES; s++)
        if (w->cited[s]) {
            hf_text_append(w->text, "%s%s", any ? "; " : " Sources: ", references[s]);
            any = true;
        }
    hf_text_append(w->text, any ? "." : "");
}

hf_status hf_methods_text(const hf_evidence *evidence, hf_text *text, hf_error *error)
{
    writer w = {.e = evidence, .config = evidence->config, .text = text};
    char *sessions;
    HF_TRY(hf_results_sessions(evidence->results, &sessions, error));
    write_versions(&w, sessions);
    hf_free(&sessions);
    write_grid(&w);
    write_splits(&w);
    write_training(&w);
    if (evidence->frequencies)
        write_score(&w);
    if (evidence->frequencies && hf_evidence_voters(evidence, evidence->lead) > 0) {
        write_importance(&w);
        write_bounds(&w);
    }
    if (evidence->frequencies) {
        write_by_itself(&w);
        write_conditional(&w);
        write_labels(&w);
        write_probes(&w);
        hf_text_append(text, " Random numbers of the statistics have seed %" PRId64 ".",
                       evidence->config->significance.seed);
    }
    write_sources(&w);
    return hf_text_check(text, error);
}
