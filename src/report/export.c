/* Which table is meant. */
#include "export.h"

#include "holdfast/importance.h"
#include "holdfast/status_codes.h"
#include "report/report.h"
#include "summary.h"
#include "text/decimal.h"
#include <inttypes.h>
#include <string.h>

static const char importance_prefix[] = "importance/", weights_prefix[] = "weights/";

static const char *behind(const char *table, const char *prefix)
{
    size_t length = strlen(prefix);
    return strncmp(table, prefix, length) == 0 ? table + length : NULL;
}

/* A replica's number, -1 if the text is none of this file's. */
static int64_t replica_number(const hf_results *results, const char *text)
{
    const hf_grid *grid = hf_results_grid(results);
    int64_t number;
    if (*text == '+' || hf_decimal_integer(text, &number) != HF_INTEGER_READ)
        return -1;
    const int64_t first = hf_grid_first(grid), end = first + hf_grid_replicas(grid);
    return number >= first && number < end ? number : -1;
}

static hf_status list_tables(const hf_results *results, hf_text_list *tables, hf_error *error)
{
    const hf_integer_list *methods = &hf_results_config(results)->significance.methods;
    HF_TRY(hf_text_list_add(tables, "replicas", error));
    if (hf_results_grid(results)->shard.count == 0)
        HF_TRY(hf_text_list_add(tables, "significance", error));
    for (int64_t m = 0; m < methods->count; m++) {
        char name[64];
        snprintf(name, sizeof name, "%s%s", importance_prefix,
                 hf_method_name((hf_method)methods->items[m]));
        HF_TRY(hf_text_list_add(tables, name, error));
    }
    return HF_OK;
}

static hf_status fail_unknown(const hf_results *results, const char *table, hf_error *error)
{
    const hf_grid *grid = hf_results_grid(results);
    const int64_t first = hf_grid_first(grid), last = first + hf_grid_replicas(grid) - 1;
    hf_text_list tables = {0};
    hf_text known = {0};
    hf_status status;
    HF_TRY_CLEANUP(list_tables(results, &tables, error));
    for (int64_t i = 0; i < tables.count; i++)
        hf_text_append(&known, "%s, ", tables.items[i]);
    if (last < first)
        hf_text_append(&known, "and no weights");
    else
        hf_text_append(&known, "and weights/%" PRId64 " to weights/%" PRId64, first, last);
    HF_TRY_CLEANUP(hf_text_check(&known, error));
    const char *nearest = hf_text_nearest(table, (const char *const *)tables.items, tables.count);
    status = hf_fail(error, HF_USAGE, "%s has no table \"%s\"%s%s%s: there are %s",
                     hf_results_path(results), table, nearest ? " (did you mean \"" : "",
                     nearest ? nearest : "", nearest ? "\"?)" : "", known.data);
cleanup:
    hf_text_list_free(&tables);
    hf_text_free(&known);
    return status;
}

static hf_status export_significance(const hf_results *results, FILE *out, hf_error *error)
{
    hf_evidence evidence;
    HF_TRY(hf_evidence_make(results, NULL, 0, &evidence, error));
    hf_status status = hf_summary_csv(&evidence, out, error);
    hf_evidence_free(&evidence);
    return status;
}

hf_status hf_report_export(const hf_results *results, const char *table, FILE *out, hf_error *error)
{
    const char *method = behind(table, importance_prefix);
    const char *number = behind(table, weights_prefix);
    int64_t index;
    if (strcmp(table, "replicas") == 0)
        return hf_export_replicas(results, out, error);
    if (strcmp(table, "significance") == 0)
        return export_significance(results, out, error);
    if (method && hf_method_position(results, method, &index, NULL) == HF_OK)
        return hf_export_importance(results, index, out, error);
    if (number && replica_number(results, number) >= 0)
        return hf_export_weights(results, replica_number(results, number), out, error);
    return fail_unknown(results, table, error);
}
