/* What the tests of summaries, tables and plans share: files filled in by hand, and their texts. */
#ifndef REPORT_FILE_H
#define REPORT_FILE_H

#include "../statistics/small_file.h"
#include "report/report.h"
#include "unit_test.h"

extern hf_error error; /* of the test that runs */

void expect_ok(hf_status status);

/* All return an allocated text. */
char *summary_of(const hf_results *results, hf_format format, int columns);
char *summary_asked(const hf_results *results, const hf_summary_request *request);
char *export_of(const hf_results *results, const char *table);
char *plan_of(const hf_results *results, const hf_plan_request *request);

/* Writes a text, which is released. */
void write_file(const char *path, char *text);
/* Line breaks and indents become single spaces, so that sentences can be looked for. */
char *unwrapped(char *text);
void assert_says(const char *text, const char *part);
/* No line is wider, none ends in a space. */
void assert_fits(const char *text, int columns);

/* The case of ../statistics/small_case.h with its first replicas. */
hf_results *small_file(int64_t filled);
/* The same, aggregated and complete. */
hf_results *complete_small_file(void);
void complete(hf_results *results);
/* Shard 1 of 2 of the small case, trained: its first four replicas. */
hf_results *shard_file(void);
void close_and_remove(hf_results *results);

/* A file on iris with such keys besides, every replica of which has this status, has learned (a
 * balanced accuracy of 0.9) or not (0.3), and has the importances that `first` gives its first
 * feature; the others are the features' indices, so that feature 3 leads else. */
hf_results *filled_file(const char *configuration, uint8_t status, uint8_t learned,
                        float (*first)(int64_t replica));
/* Its summary, complete, in 80 columns and unwrapped. */
char *filled_summary(const char *configuration, uint8_t status, uint8_t learned,
                     float (*first)(int64_t replica));
float always_first(int64_t replica); /* 9: the first feature is on top */

#endif
