/* Features selected more often than by drawing lots, and whether that is more than noise does. */
#include "summary.h"
#include "text/list.h"
#include "text/number.h"
#include <inttypes.h>
#include <math.h>

enum { NAMES_LISTED = 8 };

static bool is_above_lots(const hf_summary *s, int64_t feature)
{
    return hf_summary_lead(s)->frequency_low[feature] > hf_summary_chance(s);
}

/* Noise gets above the level of lots as well: which of these features stand out from it? */
static void append_reservation(const hf_summary *s, int64_t above, hf_text *line)
{
    const hf_null_probes *probes = &s->null_methods[s->lead].probes;
    int64_t out = 0, named = 0;
    if (probes->draws == 0)
        return;
    for (int64_t f = 0; f < probes->features; f++)
        out += is_above_lots(s, f) && probes->stands_out[f];
    if (out == above) {
        hf_text_append(line, above == 1 ? "; it stands" : "; all of these stand");
    } else if (out == 0) {
        hf_text_append(line, above == 1 ? "; but it does not stand out from permuted features"
                                        : "; but none of them stands out from permuted features");
        return;
    } else {
        const int64_t listed = out > NAMES_LISTED ? NAMES_LISTED + 1 : out; /* "N more" is one */
        hf_text_append(line, "; but of these only ");
        for (int64_t i = 0; i < probes->features && named < NAMES_LISTED; i++) {
            const int64_t feature = s->order[s->lead][i];
            if (is_above_lots(s, feature) && probes->stands_out[feature]) {
                hf_text_append(line, "%s%s", s->features->items[feature],
                               hf_list_separator(named, listed));
                named++;
            }
        }
        if (out > NAMES_LISTED)
            hf_text_append(line, "%" PRId64 " more", out - NAMES_LISTED);
        hf_text_append(line, out == 1 ? " stands" : " stand");
    }
    hf_text_append(line, " out from permuted features");
}

void hf_summary_lots(const hf_summary *summary, int columns, hf_text *text)
{
    const hf_summary *s = summary;
    const hf_frequencies *f = hf_summary_lead(s);
    int64_t above = 0;
    hf_text line = {0}, names = {0}, level = {0};
    if (isnan(f->frequency_low[0]) || hf_summary_resampling(s) == HF_RESAMPLING_FIXED ||
        hf_summary_selects_all(s) || !hf_summary_names_features(s, s->lead))
        return;
    hf_text_append(&level, "the level of drawing lots (%" PRId64 "/%" PRId64 " = %s%%)",
                   s->config->significance.top, s->features->count,
                   hf_number_percent(hf_summary_chance(s)).text);
    for (int64_t i = 0; i < f->features; i++) {
        const int64_t feature = s->order[s->lead][i];
        if (is_above_lots(s, feature) && above++ < NAMES_LISTED)
            hf_text_append(&names, "%s%s", above > 1 ? ", " : "", s->features->items[feature]);
    }
    line.failed |= names.failed || level.failed;
    if (!line.failed && above == 0)
        hf_text_append(&line,
                       "No feature's interval%s lies above %s: other seeds and splits may "
                       "select others",
                       hf_summary_all_sizes(s), level.data);
    else if (!line.failed)
        hf_text_append(&line, "Above %s with the whole interval%s: %s", level.data,
                       hf_summary_all_sizes(s), names.data);
    if (above > NAMES_LISTED)
        hf_text_append(&line, " and %" PRId64 " more", above - NAMES_LISTED);
    if (above > 0)
        append_reservation(s, above, &line);
    hf_text_append(&line, ".");
    hf_text_free(&names);
    hf_text_free(&level);
    hf_summary_paragraph(text, "- ", &line, columns);
}
