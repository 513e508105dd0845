/* The methods beside each other: a sensitivity analysis of what the leading one says. */
#include "summary.h"
#include "text/layout.h"
#include "text/number.h"
#include <inttypes.h>
#include <math.h>
#include <string.h>

enum {
    NAMES_LISTED = 8,
    FEATURES_LISTED = 20,
    METHOD_NAME = 20,
    SHORT_NAME = 22, /* of a feature */
    VALUE = 6        /* a column of a method */
};

/* "-" or two decimals. */
static void append_agreement(const hf_summary *s, int64_t m, int64_t n, hf_text *text)
{
    hf_text_append(text, " %*s", VALUE - 1,
                   hf_number_fixed(s->across.agreement[m * s->methods + n], 2).text);
}

/* How many methods have a column in so many columns behind what stands before them. */
static int64_t columns_for(int64_t wanted, int before, int columns)
{
    const int64_t room = (columns - before) / VALUE;
    return wanted < room ? wanted : room > 0 ? room : 0;
}

/* Of the column of voters. */
static int count_width(const hf_summary *s)
{
    int width = (int)strlen(" voters");
    for (int64_t m = 0; m < s->methods; m++) {
        const int needed = 1 + (int)strlen(hf_number_grouped(s->frequencies[m].voters).text);
        width = needed > width ? needed : width;
    }
    return width;
}

static void append_table(const hf_summary *s, int columns, hf_text *text)
{
    const int voters = count_width(s), before = 4 + METHOD_NAME + voters + VALUE;
    const int64_t shown = columns_for(s->methods - 1, before, columns);
    hf_text_append(text, "\n%*smean Spearman's rho with\n", before - 1, "");
    hf_text_append(text, "    %-*s%*s%*s", METHOD_NAME, "method", voters, "voters", VALUE, "Phi");
    for (int64_t n = 0; n < shown; n++)
        hf_text_append(text, "%*" PRId64, VALUE, n + 1);
    hf_text_append(text, "\n");
    for (int64_t i = 0; i < s->methods; i++) {
        const int64_t m = hf_summary_method_at(s, i);
        hf_text_append(text, "  %" PRId64 " %-*s%*s%*s", i + 1, METHOD_NAME,
                       hf_summary_method(s, m), voters,
                       hf_number_grouped(s->frequencies[m].voters).text, VALUE,
                       hf_number_fixed(s->frequencies[m].stability, 2).text);
        for (int64_t n = 0; n < i && n < shown; n++)
            append_agreement(s, m, hf_summary_method_at(s, n), text);
        hf_text_append(text, "\n");
    }
    if (shown < s->methods - 1)
        hf_text_append(text, "  (the rho of all pairs: --format json)\n");
}

/* ---- the features that any method has among its k most frequent ones ---- */

static bool is_on_any_top(const hf_summary *s, int64_t feature)
{
    for (int64_t m = 0; m < s->methods; m++)
        if (hf_summary_voters(s, m) > 0 && hf_summary_is_on_top(s, m, feature))
            return true;
    return false;
}

/* So wide that the names fit, at most `room`. */
static int width_of_names(const hf_summary *s, int room)
{
    int longest = SHORT_NAME;
    for (int64_t f = 0; f < s->features->count; f++)
        if (is_on_any_top(s, f) && hf_layout_width(s->features->items[f]) > longest)
            longest = hf_layout_width(s->features->items[f]);
    return longest < room ? longest : room;
}

static void append_features(const hf_summary *s, int columns, hf_text *text)
{
    const int64_t shown = columns_for(s->methods, 2 + SHORT_NAME, columns);
    const int name_width = width_of_names(s, columns - 2 - VALUE * (int)shown);
    int64_t listed = 0, left = 0;
    char head[SHORT_NAME + 1] = "%, by method";
    if (s->hidden_index >= 0)
        snprintf(head, sizeof head, "%%, size %" PRId64, s->grid->hidden[s->hidden_index]);
    hf_text_append(text, "\n  %-*s", name_width, head);
    for (int64_t i = 0; i < shown; i++)
        hf_text_append(text, "%*" PRId64, VALUE, i + 1);
    hf_text_append(text, "\n");
    for (int64_t row = 0; row < s->features->count; row++) {
        const int64_t feature = s->order[s->lead][row];
        if (!is_on_any_top(s, feature))
            continue;
        if (listed++ >= FEATURES_LISTED) {
            left++;
            continue;
        }
        hf_text_append(text, "  ");
        hf_layout_padded_name(text, s->features->items[feature], name_width);
        for (int64_t i = 0; i < shown; i++)
            hf_text_append(
                text, " %*s", VALUE - 1,
                hf_number_percent(hf_summary_frequency(s, hf_summary_method_at(s, i), feature))
                    .text);
        hf_text_append(text, "\n");
    }
    if (left > 0)
        hf_text_append(text, "  ... %s more\n", hf_number_grouped(left).text);
}

/* ---- in words ---- */

static int64_t count_in_common(const hf_summary *s, int64_t method)
{
    int64_t count = 0;
    for (int64_t i = 0; i < s->config->significance.top; i++)
        count += hf_summary_is_on_top(s, method, s->order[s->lead][i]);
    return count;
}

static bool is_shared_by_all(const hf_summary *s, int64_t feature)
{
    for (int64_t m = 0; m < s->methods; m++)
        if (hf_summary_names_features(s, m) &&
            (hf_summary_voters(s, m) == 0 || !hf_summary_is_on_top(s, m, feature)))
            return false;
    return true;
}

static void append_shared_by_all(const hf_summary *s, bool all_compared, hf_text *line)
{
    const char *all = all_compared ? "all methods" : "all methods but tutorial";
    int64_t count = 0;
    for (int64_t i = 0; i < s->config->significance.top; i++) {
        const int64_t feature = s->order[s->lead][i];
        if (!is_shared_by_all(s, feature))
            continue;
        if (count++ == 0)
            hf_text_append(line, " Common to %s: ", all);
        if (count <= NAMES_LISTED)
            hf_text_append(line, "%s%s", count == 1 ? "" : ", ", s->features->items[feature]);
    }
    if (count > NAMES_LISTED)
        hf_text_append(line, " and %" PRId64 " more", count - NAMES_LISTED);
    if (count == 0)
        hf_text_append(line, " None is common to %s", all);
    hf_text_append(line, ".");
}

static void append_in_common(const hf_summary *s, int columns, hf_text *text)
{
    const int64_t top = s->config->significance.top, features = s->features->count;
    const double by_chance = (double)top * (double)top / (double)features;
    hf_text line = {0};
    int64_t compared = 0;
    for (int64_t m = 0; m < s->methods; m++)
        compared += m != s->lead && hf_summary_names_features(s, m);
    if (compared == 0 || hf_summary_selects_all(s) || !hf_summary_names_features(s, s->lead))
        return;
    hf_text_append(&line, "Of the %" PRId64 " most frequent features of %s", top,
                   hf_summary_method(s, s->lead));
    hf_summary_append_size(s, &line);
    hf_text_append(&line, ", other methods have among theirs:");
    const char *separator = "";
    for (int64_t m = 0; m < s->methods; m++) {
        if (m == s->lead || !hf_summary_names_features(s, m))
            continue;
        hf_text_append(&line, "%s %s ", separator, hf_summary_method(s, m));
        separator = ",";
        if (hf_summary_voters(s, m) > 0)
            hf_text_append(&line, "%" PRId64, count_in_common(s, m));
        else
            hf_text_append(&line, "- (no voters)");
    }
    hf_text_append(&line, " (by chance %s).", hf_number_fixed(by_chance, 1).text);
    append_shared_by_all(s, compared == s->methods - 1, &line);
    hf_summary_paragraph(text, "  ", &line, columns);
}

/* Two methods that no voter ranks by both, and methods without a Phi. */
static void append_undefined(const hf_summary *s, int columns, hf_text *text)
{
    hf_undefined undefined = {0};
    for (int64_t i = 1; i < s->methods; i++)
        hf_undefined_add(&undefined, s, hf_summary_method_at(s, i), HF_SIGNIFICANCE_STABILITY, 0,
                         hf_summary_method(s, hf_summary_method_at(s, i)));
    hf_undefined_append(&undefined, columns, text);
    for (int64_t i = 0; i < s->methods * s->methods; i++)
        if (isnan(s->across.agreement[i])) {
            hf_layout_paragraph(text, "  - not defined: ",
                                "the rho of two methods without a voter that both rank", columns);
            return;
        }
}

void hf_summary_methods(const hf_summary *summary, int columns, hf_text *text)
{
    const hf_summary *s = summary;
    hf_text line = {0};
    if (s->methods < 2)
        return;
    hf_text_append(&line,
                   "Methods: %s leads, the others show how much hangs on the definition of "
                   "importance%s",
                   hf_summary_method(s, s->lead), hf_summary_all_sizes(s));
    hf_text_append(text, "\n");
    hf_summary_paragraph(text, "", &line, columns);
    append_table(s, columns, text);
    append_undefined(s, columns, text);
    append_features(s, columns, text);
    append_in_common(s, columns, text);
}
