/* How the networks fared, by hidden size. */
#include "sections.h"
#include <inttypes.h>
#include <math.h>

static void add_row(const hf_health *health, int64_t hidden, bool measured, hf_table *t)
{
    const double done = health->done > 0 ? (double)health->done : NAN;
    if (hidden > 0)
        hf_cell_text(t, "%" PRId64, hidden);
    else
        hf_cell_text(t, "all");
    hf_cell_number(t, health->replicas);
    hf_cell_number(t, health->done);
    hf_cell_number(t, health->learned);
    hf_cell_percent(t, (double)health->learned / done);
    if (measured) {
        hf_cell_fixed(t, health->mean_test_r2, 2);
        hf_cell_significant(t, health->mean_test_rmse, 3);
    } else {
        hf_cell_percent(t, health->mean_test_accuracy);
        hf_cell_percent(t, health->mean_balanced_accuracy);
    }
    hf_cell_percent(t, health->dead_unit_share);
    hf_cell_number(t, health->diverged);
    hf_cell_number(t, health->pending);
}

void hf_section_networks(const hf_evidence *evidence, hf_document *document)
{
    const hf_evidence *e = evidence;
    hf_document_say(document, HF_BLOCK_HEADING, "Networks");
    hf_table *t = hf_document_table(
        document, "health-table",
        e->measured
            ? "How many networks of each hidden size are done, and how many of these learned "
              "(predict the test rows better than the mean of the training rows does); R2 and RMSE "
              "on the test rows, means. Dead units: their output is 0 for every training row."
            : "How many networks of each hidden size are done, and how many of these learned "
              "(balanced test accuracy above chance); means in %%. Dead units: their output is 0 "
              "for every "
              "training row.");
    hf_table_column_add(t, HF_COLUMN_NAME, 6, NULL, "hidden\nsize");
    hf_table_column_add(t, HF_COLUMN_PAGE, 0, NULL, "networks");
    hf_table_column_add(t, 0, 9, NULL, "done");
    hf_table_column_add(t, 0, 9, NULL, "learned");
    hf_table_column_add(t, 0, 5, NULL, "%%");
    hf_table_column_add(t, 0, 8, NULL, e->measured ? "test\nR2" : "test\naccuracy");
    hf_table_column_add(t, 0, 8, NULL, e->measured ? "test\nRMSE" : "balanced\naccuracy");
    hf_table_column_add(t, 0, 6, NULL, "dead\nunits");
    hf_table_column_add(t, HF_COLUMN_OPTIONAL, 8, NULL, "diverged");
    hf_table_column_add(t, HF_COLUMN_PAGE, 0, NULL, "pending");
    for (int64_t h = 0; e->grid->hiddens > 1 && h < e->grid->hiddens; h++)
        add_row(&e->health_by_hidden[h], e->grid->hidden[h], e->measured, t);
    add_row(&e->health, 0, e->measured, t);
    if (hf_evidence_is_shard(e)) {
        hf_document_say(document, HF_BLOCK_PARAGRAPH,
                        "How often each feature is significant is counted over all shards "
                        "together. This line joins them and makes the table:");
        hf_document_say(document, HF_BLOCK_COMMAND, "holdfast merge -o OUT.h5 SHARD.h5 ...");
    }
}
