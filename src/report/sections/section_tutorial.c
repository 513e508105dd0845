/* What the tutorial's rule as published comes to. */
#include "sections.h"
#include "text/list.h"
#include "text/number.h"

enum { NAMES_LISTED = 5 };

/* The feature that comes next after `before` (-1: the first one) by how often it is named first. */
static int64_t next_named(const hf_frequencies *f, int64_t before)
{
    int64_t next = -1, best = 0;
    const int64_t last = before < 0 ? INT64_MAX : f->rank_count[before * f->ranks];
    for (int64_t i = 0; i < f->features; i++) {
        const int64_t count = f->rank_count[i * f->ranks];
        const bool is_after = count < last || (count == last && i > before);
        if (is_after && count > best) {
            next = i;
            best = count;
        }
    }
    return next;
}

static void append_named(const hf_evidence *e, const hf_frequencies *f, hf_text *line)
{
    int64_t different = 0;
    for (int64_t i = 0; i < f->features; i++)
        different += f->rank_count[i * f->ranks] > 0;
    hf_text_append(line, " As the most contributing feature it names %s%s in %s: ",
                   hf_number_grouped(different).text,
                   different == 1 ? " feature" : " different features",
                   hf_count(f->voters, "network").text);
    hf_list list = {.text = line, .most = NAMES_LISTED};
    for (int64_t i = next_named(f, -1); i >= 0 && hf_list_next(&list); i = next_named(f, i))
        hf_text_append(line, "%s (%s)", e->features->items[i],
                       hf_number_grouped(f->rank_count[i * f->ranks]).text);
    list.count = different;
    hf_list_end(&list);
    hf_text_append(line, ".");
}

static void append_agreement(const hf_evidence *e, hf_text *line)
{
    const hf_first_agreement *a = &e->tutorial;
    if (a->compared == 0)
        return;
    hf_text_append(line,
                   " With what was meant (max_weight, the maximum over each column) it agrees in "
                   "%s of %s networks (%s%%);",
                   hf_number_grouped(a->same).text, hf_number_grouped(a->compared).text,
                   hf_number_percent((double)a->same / (double)a->compared).text);
    hf_text_append(line, " chance gives 1 in %s (%s%%).",
                   hf_number_grouped(e->features->count).text,
                   hf_number_percent(1 / (double)e->features->count).text);
}

void hf_section_tutorial(const hf_evidence *evidence, hf_document *document)
{
    const hf_evidence *e = evidence;
    const int64_t method = hf_evidence_find(e, HF_TUTORIAL);
    if (method < 0 || hf_evidence_is_shard(e))
        return;
    hf_document_say(document, HF_BLOCK_HEADING, "The tutorial's rule");
    hf_text *line = hf_document_add(document, HF_BLOCK_PARAGRAPH);
    if (e->health.done > 0)
        hf_text_append(line, "Of %s %s, %s learned anything (%s%%). ",
                       hf_number_grouped(e->health.done).text,
                       e->grid->hiddens * e->grid->splits == 1 ? "seeds" : "networks",
                       hf_number_grouped(e->health.learned).text,
                       hf_number_percent((double)e->health.learned / (double)e->health.done).text);
    hf_text_append(line, "The rule as published (method tutorial) takes the maximum over each row "
                         "of the [hidden, feature] weights: it reads the index of a hidden unit as "
                         "if it were a feature's.");
    if (e->frequencies[method].voters > 0)
        append_named(e, &e->frequencies[method], line);
    append_agreement(e, line);
}
