/* The part of the paragraph for a methods section that says what was made of the networks. */
#include "methods_text.h"

#include "findings/thresholds.h"
#include "holdfast/null_test.h"
#include "text/list.h"
#include "text/number.h"
#include <inttypes.h>
#include <math.h>

/* The method's name and where it comes from or, where that is no paper, what it is. */
static void write_method(hf_methods_writer *w, int64_t m)
{
    const hf_method method = (hf_method)w->config->significance.methods.items[m];
#define METHOD_TEXT(id, name, traits, text) text,
    static const char *const meant[] = {HF_METHOD_LIST(METHOD_TEXT)};
#undef METHOD_TEXT
    const char *from =
        method == HF_PERMUTATION ? hf_cite(w, HF_SOURCE_BREIMAN, "after Breiman 2001")
        : method == HF_INTEGRATED_GRADIENTS
            ? hf_cite(w, HF_SOURCE_SUNDARARAJAN, "Sundararajan, Taly and Yan 2017")
        : method == HF_OLDEN  ? hf_cite(w, HF_SOURCE_OLDEN, "after Olden and Jackson 2002")
        : method == HF_GARSON ? hf_cite(w, HF_SOURCE_GARSON, "after Garson 1991")
                              : meant[method];
    hf_text_append(w->text, "%s (%s)", hf_evidence_method(w->e, m), from);
}

static void write_intervals(hf_methods_writer *w)
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
        seeds && splits ? " and " : "", splits ? "splits" : "",
        hf_cite(w, HF_SOURCE_OWEN, "Owen 2007"),
        hf_count(w->config->significance.bootstrap, "draw").text, seeds ? "seeds" : "",
        seeds && splits ? " and " : "", splits ? "splits" : "");
}

static void write_importance(hf_methods_writer *w)
{
    const hf_evidence *e = w->e;
    const hf_config *c = w->config;
    const hf_method lead = (hf_method)c->significance.methods.items[e->lead];
    hf_text_append(w->text, " The importance of a feature in a network was measured by ");
    write_method(w, e->lead);
    if (lead == HF_PERMUTATION)
        hf_text_append(w->text,
                       ", the rise of the test rows' %s when the feature is shuffled, mean of %s",
                       e->measured ? "mean squared error" : "cross-entropy",
                       hf_count(c->significance.permutation_repeats, "repeat").text);
    const hf_counted top = hf_count(c->significance.top, "most important feature");
    hf_text_append(w->text, ". A network selects its %s; a feature's frequency is the share of ",
                   c->significance.top > 1 ? top.text : "most important feature");
    hf_append_counted(e, e->lead, w->text);
    if (c->significance.votes == HF_VOTES_LEARNED)
        hf_text_append(w->text, e->measured ? " (test rows predicted better than by the mean)"
                                            : " (balanced test accuracy above chance)");
    hf_text_append(w->text, " that select it.");
    write_intervals(w);
    hf_text_append(w->text, " The agreement of networks is Phi (%s).",
                   hf_cite(w, HF_SOURCE_NOGUEIRA, "Nogueira, Sechidis and Brown 2018"));
    for (int64_t i = 1; i < e->methods; i++) {
        hf_text_append(w->text, "%s", i == 1 ? " Importance was also measured by " : "");
        write_method(w, hf_evidence_method_at(e, i));
        hf_text_append(w->text, "%s",
                       i < e->methods - 1 ? hf_list_separator(i - 1, e->methods - 1) : ".");
    }
}

static void write_score(hf_methods_writer *w)
{
    const hf_across_methods *a = &w->e->across;
    if (isnan(a->score))
        return;
    hf_text_append(w->text, " Whether the networks predict was judged by the mean %s on test rows",
                   w->e->measured ? "R2" : "balanced accuracy");
    if (!isnan(a->score_low) && (double)w->e->splits_done >= hf_limits.score_splits)
        hf_text_append(w->text, ", with the %s%% interval of %s over splits",
                       hf_number_double(100 * w->config->significance.confidence).text,
                       hf_cite(w, HF_SOURCE_NADEAU, "Nadeau and Bengio (2003)"));
    hf_text_append(w->text, ".");
}

static void write_labels(hf_methods_writer *w)
{
    const hf_null_labels *l = &w->e->labels;
    const hf_grid part = hf_arm_grid(w->config, HF_ARM_LABELS);
    if (l->permutations == 0)
        return;
    hf_text_append(
        w->text,
        " A global p-value (%s) came from networks trained on %s of the labels, each with "
        "%s, %s and %s",
        hf_cite(w, HF_SOURCE_PHIPSON, "Phipson and Smyth 2010"),
        hf_count(l->permutations, "permutation").text, hf_count(part.seeds, "seed").text,
        hf_count(part.hiddens, "hidden size").text,
        hf_count(hf_arm_splits(w->config, HF_ARM_LABELS), "split").text);
    if (w->e->null_methods[w->e->lead].labels.permutations > 0)
        hf_text_append(w->text,
                       "; p-values of single features compare with the largest frequency of any "
                       "feature (%s)",
                       hf_cite(w, HF_SOURCE_WESTFALL, "Westfall and Young 1993"));
    hf_text_append(w->text, ".");
}

static void write_probes(hf_methods_writer *w)
{
    const hf_null_probes *p = hf_evidence_probes(w->e);
    if (!p)
        return;
    hf_text_append(w->text,
                   " In %s, permuted copies of all features were trained with them; a feature "
                   "stands out if at least half of the draws select it at an estimated false "
                   "discovery rate of at most %s (after %s).",
                   hf_count(p->draws, "draw").text, hf_number_double(w->config->null_test.fdr).text,
                   hf_cite(w, HF_SOURCE_BARBER, "Barber and Cand\u00e8s 2015"));
}

static void write_effects(hf_methods_writer *w)
{
    const bool categories = hf_evidence_categories(w->e) > 0;
    if (w->e->measured)
        hf_text_append(w->text, " Each feature by itself was compared with the outcome by "
                                "Spearman's rho");
    else
        hf_text_append(
            w->text, " Each feature by itself was compared with the classes by its AUC%s",
            w->e->classes->count == 2 ? "" : " for the class that it tells best from the others");
    if (categories)
        hf_text_append(w->text, " (categories of more than two levels: %s)",
                       w->e->measured ? "epsilon squared" : "Cramer's V");
}

static void write_tests_by_itself(hf_methods_writer *w)
{
    static const char *const kruskal = "Kruskal and Wallis's (1952)";
    const bool categories = hf_evidence_categories(w->e) > 0;
    if (w->e->measured) {
        hf_text_append(w->text, " and tested by Student's t");
        if (categories)
            hf_text_append(w->text, " (categories: %s H)", hf_cite(w, HF_SOURCE_KRUSKAL, kruskal));
    } else {
        hf_text_append(w->text, " and tested by %s H", hf_cite(w, HF_SOURCE_KRUSKAL, kruskal));
        if (categories)
            hf_text_append(w->text, " (categories: Pearson's chi-square, by permutation where an "
                                    "expected count is below 5)");
    }
    hf_text_append(w->text, ", with q-values by %s",
                   hf_cite(w, HF_SOURCE_BENJAMINI, "Benjamini and Hochberg (1995)"));
}

static void write_by_itself(hf_methods_writer *w)
{
    const hf_univariate *u = &w->e->univariate;
    int64_t effects = 0, tests = 0;
    for (int64_t f = 0; f < u->features; f++) {
        effects += !isnan(u->effect[f]);
        tests += !isnan(u->q_value[f]);
    }
    if (effects == 0)
        return;
    write_effects(w);
    if (tests > 0)
        write_tests_by_itself(w);
    hf_text_append(w->text, ".");
}

static int64_t count_not_tested(const double *p, int64_t count)
{
    int64_t not_tested = 0;
    for (int64_t i = 0; i < count; i++)
        not_tested += isnan(p[i]);
    return not_tested;
}

static void write_groups(hf_methods_writer *w)
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

static void write_conditional(hf_methods_writer *w)
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
                       ? hf_cite(w, HF_SOURCE_LEDOIT, ", shrunk after Ledoit and Wolf 2004")
                       : "",
                   hf_count(t->networks, "network").text,
                   hf_count(w->config->significance.conditional_seeds, "seed").text,
                   hf_count(draws, "draw").text);
    if (draws > FIRST_DRAWS)
        hf_text_append(w->text, " (%d where these gave p above 0.15)", FIRST_DRAWS);
    hf_text_append(w->text, ", q-values by %s over features and over groups, level %s.",
                   hf_cite(w, HF_SOURCE_BENJAMINI, "Benjamini and Hochberg (1995)"),
                   hf_number_double(w->config->significance.fdr).text);
    const int64_t features = count_not_tested(t->p_value, t->features);
    const int64_t groups = count_not_tested(t->group_p_value, t->groups);
    if (features + groups > 0)
        hf_text_append(w->text, " The test is not defined for %s of %s and %s of %s.",
                       hf_number_grouped(features).text, hf_count(t->features, "feature").text,
                       hf_number_grouped(groups).text, hf_count(t->groups, "group").text);
}

/* The bounds are shown where section_bounds.c says. */
static void write_bounds(hf_methods_writer *w)
{
    if (!hf_has_bounds(w->e))
        return;
    hf_text_append(w->text,
                   " Upper bounds of the expected number of false selections are those of %s",
                   hf_cite(w, HF_SOURCE_MEINSHAUSEN, "Meinshausen and B\u00fchlmann (2010)"));
    if (w->config->splits.method == HF_SPLITS_COMPLEMENTARY_PAIRS)
        hf_text_append(w->text, " and of %s",
                       hf_cite(w, HF_SOURCE_SHAH, "Shah and Samworth (2013)"));
    hf_text_append(w->text, ".");
}

void hf_methods_text_statistics(hf_methods_writer *w)
{
    write_score(w);
    if (hf_evidence_voters(w->e, w->e->lead) > 0) {
        write_importance(w);
        write_bounds(w);
    }
    write_by_itself(w);
    write_conditional(w);
    write_labels(w);
    write_probes(w);
    hf_text_append(w->text, " Random numbers of the statistics have seed %" PRId64 ".",
                   w->config->significance.seed);
}
