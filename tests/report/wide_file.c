/* Makes the results file of 40 features with awkward names. */
#include "wide_file.h"

#include <stdlib.h>
#include <string.h>

enum { WIDE = 41, WIDE_REPLICAS = 4, WIDE_METHODS = 6 };

static void append_wide_name(hf_text *text, int f)
{
    if (f == 0)
        hf_text_append(text, "\"weight, \"\"6 in\"\" pipe\"");
    else if (f == 1)
        hf_text_append(text, "\xc2\xb5m of a name that is far too long for a table in 60 or 80 "
                             "columns \xe6\xb8\xa9\xe5\xba\xa6");
    else
        hf_text_append(text, "feature number %d", f);
}

hf_results *wide_file(void)
{
    const uint8_t done[WIDE_REPLICAS] = {1, 1, 1, 1};
    float importance[WIDE_REPLICAS][WIDE];
    hf_text text = {0};
    hf_text_append(&text, "label");
    for (int f = 0; f < WIDE; f++) {
        hf_text_append(&text, ",");
        append_wide_name(&text, f);
    }
    for (int row = 0; row < 8; row++) {
        hf_text_append(&text, "\n%s", row < 4 ? "low" : "\"hi\"\"gh\"");
        for (int f = 0; f < WIDE; f++)
            hf_text_append(&text, ",%d", row * f);
    }
    hf_text_append(&text, "\n");
    char *copy = strdup(text.data);
    hf_text_free(&text);
    write_file("wide.csv", copy);
    hf_results *results = results_file_create(
        "test_report.h5", "name: 'a \"wide\" one'\n"
                          "data: {source: wide.csv}\n"
                          "splits: {count: 2}\n"
                          "model: {hidden: [41]}\n"
                          "replicas: {seeds: 2}\n"
                          "significance: {votes: all, top: 5, methods: [max_abs_weight, l2_norm, "
                          "garson, olden, max_weight, tutorial]}\n");
    for (int i = 0; i < WIDE_REPLICAS * WIDE; i++)
        importance[i / WIDE][i % WIDE] = (float)-(i % WIDE) / 3;
    expect_ok(hf_results_write(results, HF_REPLICAS_STATUS, 0, 0, WIDE_REPLICAS, done, &error));
    for (int m = 0; m < WIDE_METHODS; m++)
        expect_ok(
            hf_results_write(results, HF_IMPORTANCE, m, 0, WIDE_REPLICAS, importance, &error));
    return results;
}
