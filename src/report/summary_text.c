/* The summary as text: what it is about, how the replicas fared, the table, what follows. */
#include "output.h"
#include "summary.h"
#include "text/layout.h"
#include "text/number.h"
#include <inttypes.h>

enum { NARROWEST = 60, CLASSES_NAMED = 8, SIZES_NAMED = 16 };

/* Appends and releases a labelled line. */
static void append_fact(hf_text *text, const char *label, hf_text *value, int columns)
{
    char start[16];
    snprintf(start, sizeof start, "  %-6s ", label);
    hf_summary_paragraph(text, start, value, columns);
}

static void append_data(const hf_summary *s, int columns, hf_text *text)
{
    hf_text line = {0};
    hf_text_append(&line, "%s samples x ", hf_number_grouped(hf_results_samples(s->results)).text);
    hf_text_append(&line, "%s feature%s, ", hf_number_grouped(s->features->count).text,
                   hf_plural(s->features->count));
    hf_text_append(&line, "%" PRId64 " classes (", s->classes->count);
    for (int64_t c = 0; c < s->classes->count && c < CLASSES_NAMED; c++)
        hf_text_append(&line, "%s%s", c > 0 ? ", " : "", s->classes->items[c]);
    hf_text_append(&line, s->classes->count > CLASSES_NAMED ? ", ...)" : ")");
    append_fact(text, "data", &line, columns);
}

static void append_grid(const hf_summary *s, int columns, hf_text *text)
{
    const hf_grid *grid = s->grid;
    hf_text line = {0};
    hf_text_append(&line, "%s seed%s x ", hf_number_grouped(grid->seeds).text,
                   hf_plural(grid->seeds));
    hf_text_append(&line, "%" PRId64 " hidden size%s (", grid->hiddens, hf_plural(grid->hiddens));
    for (int64_t h = 0; h < grid->hiddens && h < SIZES_NAMED; h++)
        hf_text_append(&line, "%s%" PRId64, h > 0 ? ", " : "", grid->hidden[h]);
    hf_text_append(&line, grid->hiddens > SIZES_NAMED ? ", ...) x " : ") x ");
    hf_text_append(&line, "%s split%s", hf_number_grouped(grid->splits).text,
                   hf_plural(grid->splits));
    hf_text_append(&line, " = %s replica%s", hf_number_grouped(hf_grid_whole(grid)).text,
                   hf_plural(hf_grid_whole(grid)));
    append_fact(text, "grid", &line, columns);
}

static void append_shard(const hf_summary *s, int columns, hf_text *text)
{
    const int64_t first = hf_grid_first(s->grid);
    hf_text line = {0};
    hf_text_append(&line, "%" PRId64 " of %" PRId64 ": ", s->grid->shard.number,
                   s->grid->shard.count);
    if (s->replicas == 0)
        hf_text_append(&line, "no replicas");
    else if (s->replicas == 1)
        hf_text_append(&line, "replica %" PRId64, first);
    else
        hf_text_append(&line, "%s replicas, %" PRId64 " to %" PRId64,
                       hf_number_grouped(s->replicas).text, first, first + s->replicas - 1);
    append_fact(text, "shard", &line, columns);
}

static void append_state(const hf_summary *s, int columns, hf_text *text)
{
    const hf_number replicas = hf_number_grouped(s->replicas);
    hf_text line = {0};
    if (s->state == hf_results_last_state(s->results))
        hf_text_append(&line, hf_summary_is_shard(s) ? "trained: " : "complete: ");
    else if (s->health.pending == 0 && hf_summary_is_shard(s))
        hf_text_append(&line, "UNFINISHED: all %s replicas are trained, the run has not ended: ",
                       replicas.text);
    else if (s->health.pending == 0)
        hf_text_append(&line,
                       "UNFINISHED: all %s replicas are trained, the statistics not yet "
                       "written and counted here anew: ",
                       replicas.text);
    else
        hf_text_append(&line, "UNFINISHED: %s of %s replicas so far; what follows is about them: ",
                       hf_number_grouped(s->replicas - s->health.pending).text, replicas.text);
    hf_text_append(&line, "%s done, ", hf_number_grouped(s->health.done).text);
    hf_text_append(&line, "%s diverged, ", hf_number_grouped(s->health.diverged).text);
    hf_text_append(&line, "%s pending", hf_number_grouped(s->health.pending).text);
    append_fact(text, "state", &line, columns);
}

static hf_status append_of_shard(const hf_summary *s, int columns, hf_text *text, hf_error *error)
{
    HF_TRY(hf_summary_replicas(s, columns, text, error));
    hf_text_append(text, "\n");
    hf_layout_paragraph(text, "",
                        "How often each feature is significant is counted over all shards "
                        "together: `holdfast merge -o OUT.h5 SHARD.h5 ...` joins them and "
                        "makes the table.",
                        columns);
    return HF_OK;
}

static hf_status compose(const hf_summary *s, int columns, hf_text *text, hf_error *error)
{
    hf_layout_paragraph(text, "", s->config->name ? s->config->name : "experiment", columns);
    append_data(s, columns, text);
    append_grid(s, columns, text);
    if (hf_summary_is_shard(s))
        append_shard(s, columns, text);
    append_state(s, columns, text);
    if (hf_summary_is_shard(s))
        return append_of_shard(s, columns, text, error);
    HF_TRY(hf_summary_replicas(s, columns, text, error));
    if (hf_summary_voters(s, s->lead) > 0) {
        hf_summary_table(s, columns, text);
        hf_summary_stability(s, columns, text);
        hf_summary_variance(s, columns, text);
        hf_summary_groups(s, columns, text);
        hf_summary_methods(s, columns, text);
        hf_summary_bounds(s, columns, text);
        hf_summary_null(s, columns, text);
    }
    hf_summary_conclusions(s, columns, text);
    return hf_summary_tutorial(s, columns, text, error);
}

hf_status hf_summary_text(const hf_summary *summary, int columns, FILE *out, hf_error *error)
{
    hf_text text = {0};
    hf_status status = compose(summary, columns < NARROWEST ? NARROWEST : columns, &text, error);
    if (status == HF_OK)
        status = hf_output_all(&text, out, error);
    hf_text_free(&text);
    return status;
}
