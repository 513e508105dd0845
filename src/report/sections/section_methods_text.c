/* A paragraph for the methods section of a paper: what this run did, and the sources of it. */
#include "holdfast/memory.h"
#include "methods_text.h"
#include "text/json_read.h"
#include "text/list.h"
#include "text/number.h"
#include "text/path.h"
#include <inttypes.h>
#include <string.h>

/* ---- what was trained ---- */

/* The versions of the sessions that contributed, in their order. */
static void write_versions(hf_methods_writer *w, const char *sessions)
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

static void write_grid(hf_methods_writer *w)
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
                   e->measured ? "a measured outcome" : hf_count(e->classes->count, "class").text);
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

static void write_splits(hf_methods_writer *w)
{
    const hf_config *c = w->config;
    const hf_number seed = hf_number_grouped(c->splits.seed);
    const char *stratum = w->e->measured ? "tenth of the outcome" : "class";
    switch ((hf_splits_method)c->splits.method) {
    case HF_SPLITS_STRATIFIED_SHUFFLE:
        hf_text_append(
            w->text,
            " Each split trained on a random %s%% of each %s and tested on the rest (seed %s)",
            hf_number_double(100 * c->splits.train_fraction).text, stratum, seed.text);
        break;
    case HF_SPLITS_FIRST_HALF:
        hf_text_append(w->text, " The first half of %s trained, the rest tested",
                       w->e->measured ? "the rows" : "each class");
        break;
    case HF_SPLITS_STRATIFIED_KFOLD:
        hf_text_append(w->text,
                       " The splits are %" PRId64 "-fold cross-validation, stratified by %s, "
                       "done %s (seed %s)",
                       c->splits.folds, w->e->measured ? "tenths of the outcome" : "class",
                       hf_count(c->splits.count / c->splits.folds, "time").text, seed.text);
        break;
    case HF_SPLITS_COMPLEMENTARY_PAIRS:
        hf_text_append(w->text,
                       " The samples were divided into halves at random, and each half trained "
                       "once while the other one tested (%s; seed %s)",
                       hf_cite(w, HF_SOURCE_SHAH, "Shah and Samworth 2013"), seed.text);
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
    if (hf_evidence_categories(w->e) > 0)
        hf_text_append(w->text, " A category of more than two levels entered the networks as one "
                                "0/1 input a level and counted as one feature.");
    if (c->data.missing == HF_MISSING_MEAN)
        hf_text_append(w->text, " Missing values took the mean of the training rows.");
    if (c->data.missing == HF_MISSING_DROP)
        hf_text_append(w->text, " Samples with a missing value were left out.");
}

static void write_class_weights(hf_methods_writer *w)
{
    const hf_class_weight *weight = &w->config->training.class_weight;
    const hf_text_list *classes = w->e->classes;
    if (weight->kind == HF_CLASS_WEIGHT_BALANCED)
        hf_text_append(w->text, " Classes were weighted inversely to their training rows, so that "
                                "all count the same in the loss.");
    if (weight->kind != HF_CLASS_WEIGHT_GIVEN)
        return;
    hf_text_append(w->text, " In the loss the classes weighed ");
    for (int64_t c = 0; c < weight->count && c < classes->count; c++)
        hf_text_append(w->text, "%s (%s)%s", hf_number_double(weight->weights[c]).text,
                       classes->items[c], hf_list_separator(c, classes->count));
    hf_text_append(w->text, ".");
}

static void write_training(hf_methods_writer *w)
{
    const hf_config *c = w->config;
    const char *optimizer = c->training.optimizer == HF_OPTIMIZER_ADAM
                                ? hf_cite(w, HF_SOURCE_ADAM, "Adam (Kingma and Ba 2015)")
                            : c->training.optimizer == HF_OPTIMIZER_ADAMW
                                ? hf_cite(w, HF_SOURCE_ADAMW, "AdamW (Loshchilov and Hutter 2019)")
                                : "gradient descent";
    static const char *const losses[] = {
        [HF_LOSS_CROSS_ENTROPY] = "cross-entropy",
        [HF_LOSS_CROSS_ENTROPY_OF_SOFTMAX] =
            "cross-entropy of outputs to which softmax was applied twice",
        [HF_LOSS_MSE] = "mean squared error of the standardised outcome",
    };
    hf_text_append(w->text, " %s minimised the %s in %s%s ",
                   *optimizer == 'g' ? "Gradient descent" : optimizer, losses[c->training.loss],
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

static void write_sources(hf_methods_writer *w)
{
#define HF_SOURCE_TEXT(id, reference) reference,
    static const char *const references[] = {HF_SOURCE_LIST(HF_SOURCE_TEXT)};
#undef HF_SOURCE_TEXT
    bool any = false;
    for (int s = 0; s < HF_SOURCES; s++)
        if (w->cited[s]) {
            hf_text_append(w->text, "%s%s", any ? "; " : " Sources: ", references[s]);
            any = true;
        }
    hf_text_append(w->text, any ? "." : "");
}

hf_status hf_methods_text(const hf_evidence *evidence, hf_text *text, hf_error *error)
{
    hf_methods_writer w = {.e = evidence, .config = evidence->config, .text = text};
    char *sessions;
    HF_TRY(hf_results_sessions(evidence->results, &sessions, error));
    write_versions(&w, sessions);
    hf_free(&sessions);
    write_grid(&w);
    write_splits(&w);
    write_training(&w);
    write_class_weights(&w);
    if (evidence->frequencies)
        hf_methods_text_statistics(&w);
    write_sources(&w);
    return hf_text_check(text, error);
}
