/* Methods that look at the size of weights do not say what predictions rest on: columns of noise
 * get large weights as well. What do the methods that look at predictions say? */
#include "holdfast/method.h"
#include "summary.h"
#include "text/list.h"
#include "text/number.h"
#include <inttypes.h>
#include <math.h>
#include <string.h>

enum { NAMES_LISTED = 5 };
/* Mean Spearman's rho below which two methods are said to disagree; or if they have fewer than half
 * of their k most frequent features in common. */
static const double agreeing_rho = 0.5;

static bool measures_weights(const hf_summary *s, int64_t method)
{
    return hf_method_is((hf_method)s->config->significance.methods.items[method], HF_METHOD_SIZE);
}

static int64_t index_of(const hf_summary *s, hf_method method)
{
    for (int64_t m = 0; m < s->methods; m++)
        if (s->config->significance.methods.items[m] == method)
            return m;
    return -1;
}

/* The method among those computed that looks at predictions, permutation if it is one; -1: none
 * does. */
static int64_t method_of_influence(const hf_summary *s)
{
    for (hf_method method = 0; method < HF_METHODS; method++)
        if (hf_method_is(method, HF_METHOD_INFLUENCE) && index_of(s, method) >= 0)
            return index_of(s, method);
    return -1;
}

static int64_t count_in_common(const hf_summary *s, int64_t method)
{
    int64_t count = 0;
    for (int64_t i = 0; i < s->config->significance.top; i++)
        count += hf_summary_is_on_top(s, method, s->order[s->lead][i]);
    return count;
}

static void append_leaders(const hf_summary *s, int64_t method, hf_text *line)
{
    const int64_t top = s->config->significance.top;
    const int64_t listed = top < NAMES_LISTED ? top : NAMES_LISTED;
    for (int64_t i = 0; i < listed; i++) {
        const int64_t feature = s->order[method][i];
        hf_text_append(line, "%s", s->features->items[feature]);
        if (!hf_summary_selects_all(s))
            hf_text_append(line, " (%s%%)",
                           hf_number_percent(hf_summary_frequency(s, method, feature)).text);
        hf_text_append(line, "%s", hf_list_separator(i, listed));
    }
}

/* "2 of the top 5 are the same, mean Spearman's rho of the two: 0.31." */
static void append_agreement(const hf_summary *s, int64_t common, double rho, hf_text *line)
{
    const char *separator = "";
    if (!hf_summary_selects_all(s)) {
        hf_text_append(line, "%" PRId64 " of the top %" PRId64 " %s the same", common,
                       s->config->significance.top, common == 1 ? "is" : "are");
        separator = ", ";
    }
    if (!isnan(rho))
        hf_text_append(line, "%smean Spearman's rho%s %s", separator, hf_summary_all_sizes(s),
                       hf_number_fixed(rho, 2).text);
    hf_text_append(line, ".");
}

static void append_comparison(const hf_summary *s, int64_t method, int columns, hf_text *text)
{
    const char *lead = hf_summary_method(s, s->lead), *other = hf_summary_method(s, method);
    const int64_t common = count_in_common(s, method), top = s->config->significance.top;
    const double rho = s->across.agreement[s->lead * s->methods + method];
    /* tutorial ranks hidden units: what they have in common with features says nothing */
    const bool agree =
        hf_summary_names_features(s, s->lead) && !(rho < agreeing_rho) && 2 * common >= top;
    hf_text line = {0};
    hf_text_append(&line, "%s measures the size of weights, %s what predictions rest on. ", lead,
                   other);
    if (agree) {
        hf_text_append(&line, "The two agree: ");
    } else {
        hf_text_append(&line, "By %s %s features lead: ", other, common == 0 ? "other" : "these");
        append_leaders(s, method, &line);
        hf_text_append(&line, "; ");
    }
    append_agreement(s, common, rho, &line);
    hf_summary_paragraph(text, "- ", &line, columns);
}

/* The methods that there are and permutation; where that is too long for a line, the leading one
 * and permutation. */
static void append_way(const hf_summary *s, int columns, hf_text *text)
{
    enum { AROUND = 11 }; /* what stands before and behind the setting in its line */
    const char *key = "significance.methods=[";
    hf_text setting = {0};
    hf_text_append(&setting, "%s", key);
    for (int64_t m = 0; m < s->methods; m++)
        hf_text_append(&setting, "%s,", hf_summary_method(s, m));
    if (setting.length + strlen("permutation]") + AROUND > (size_t)columns) {
        hf_text_free(&setting);
        hf_text_append(&setting, "%s%s,", key, hf_summary_method(s, s->lead));
    }
    hf_text_append(&setting, "permutation]");
    text->failed |= setting.failed;
    if (!text->failed)
        hf_summary_aggregate_line(s, setting.data, columns, text);
    hf_text_free(&setting);
}

static void append_missing(const hf_summary *s, int columns, hf_text *text)
{
    const bool has_null = s->config->null_test.labels > 0 || s->config->null_test.probes > 0;
    hf_text line = {0};
    hf_text_append(&line,
                   "%s measures the size of weights, which columns of noise get as well, not what "
                   "predictions rest on: permutation or integrated_gradients would tell",
                   hf_summary_method(s, s->lead));
    if (has_null)
        hf_text_append(&line, ", in a run that names one of them in significance.methods (null "
                              "tests keep no weights to compute it from).");
    else if (s->state != HF_STATE_COMPLETE)
        hf_text_append(&line, " (holdfast aggregate, once the run is complete).");
    else
        hf_text_append(&line, ", without training anew:");
    hf_summary_paragraph(text, "- ", &line, columns);
    if (!has_null && s->state == HF_STATE_COMPLETE)
        append_way(s, columns, text);
}

void hf_summary_influence(const hf_summary *summary, int columns, hf_text *text)
{
    const int64_t method = method_of_influence(summary);
    if (!measures_weights(summary, summary->lead) || summary->features->count < 2)
        return;
    if (method < 0)
        append_missing(summary, columns, text);
    else if (hf_summary_voters(summary, method) > 0)
        append_comparison(summary, method, columns, text);
}
