/* The parts of summary and report: each adds its heading, tables, notes and figures to a document.
 * Those on frequencies need voters by the method that leads. */
#ifndef HOLDFAST_REPORT_SECTIONS_H
#define HOLDFAST_REPORT_SECTIONS_H

#include "document/document.h"
#include "findings/findings.h"

void hf_section_about(const hf_evidence *evidence, hf_document *document);
/* Do the networks predict, what adds information, what do predictions rest on, cautions, what
 * cannot be said. `room`: so many cautions are said, and two limits; the others are counted. -1:
 * all. */
void hf_section_verdict(const hf_evidence *evidence, const hf_findings *findings, int64_t room,
                        hf_document *document);
/* Those that a verdict with so little room does not say. */
void hf_section_cautions(const hf_evidence *evidence, const hf_findings *findings, int64_t room,
                         hf_document *document);
/* `listed`: features that a terminal shows, 0: all. */
void hf_section_features(const hf_evidence *evidence, int64_t listed, hf_document *document);
/* A line on each category among the `rows` most frequent features. */
void hf_section_levels(const hf_evidence *evidence, int64_t rows, hf_document *document);
void hf_section_noise(const hf_evidence *evidence, hf_document *document);
void hf_section_stability(const hf_evidence *evidence, hf_document *document);
void hf_section_variance(const hf_evidence *evidence, hf_document *document);
void hf_section_groups(const hf_evidence *evidence, hf_document *document);
void hf_section_methods(const hf_evidence *evidence, hf_document *document);
void hf_section_bounds(const hf_evidence *evidence, hf_document *document);
void hf_section_networks(const hf_evidence *evidence, hf_document *document);
void hf_section_tutorial(const hf_evidence *evidence, hf_document *document);

/* All of these that the file has something for, in order; of a shard only the networks. */
void hf_sections(const hf_evidence *evidence, int64_t listed, hf_document *document);

/* Appends a paragraph for the methods section of a paper: what the run did, no more, and the
 * sources of it. Of a shard or an unfinished file, as far as it goes. */
hf_status hf_methods_text(const hf_evidence *evidence, hf_text *text, hf_error *error);

/* The main table: each feature under its group, side by side by itself, what predictions rest on,
 * beyond the others. */
void hf_table_main(const hf_evidence *evidence, int64_t listed, const char *caption,
                   hf_document *document);

/* ---- what sections share ---- */

/* Whether the comparison with permuted copies is no answer: it cannot tell, or the networks are not
 * shown to predict. */
bool hf_probes_cannot_tell(const hf_evidence *evidence);
/* "yes", "no", or "-" where that is so. */
const char *hf_stands_out_word(const hf_evidence *evidence, int64_t feature);

/* Do the error bounds of half-samples apply? docs/statistics.md says when: not to rows that come in
 * groups, nor to training that looks at rows set aside. */
bool hf_has_bounds(const hf_evidence *evidence);

/* The colour of a class, one of HF_MARK_COLOURS, in tables and figures: by its number, but that
 * malignant is never the first one, blue, beside benign. */
int64_t hf_class_colour(const hf_evidence *evidence, int64_t class);

/* "4 seeds x 2 hidden sizes (8, 30) x 1 split = 8 networks": at most so many sizes are named; 0:
 * none. */
void hf_append_grid(const hf_grid *grid, int64_t sizes_named, hf_text *text);
/* "1 of 2: 9 networks, replicas 0 to 8": a shard's part of the grid. */
void hf_append_shard(const hf_grid *grid, hf_text *text);
/* "the 800 networks that learned", "all 60 networks": those that are counted by a method. */
void hf_append_counted(const hf_evidence *evidence, int64_t method, hf_text *text);
/* " (all hidden sizes)" where one was asked for and what follows is of all sizes. */
const char *hf_all_sizes(const hf_evidence *evidence);

/* What is not defined in a table, for the notes below it. Start with {0}. */
typedef struct hf_undefined {
    struct {
        hf_text label; /* of what is not defined, for this reason */
        const char *reason;
    } * items; /* [count] */
    int64_t count, capacity;
    bool failed;
} hf_undefined;
/* Notes entry `index` of a field of a method if it is not defined. */
void hf_undefined_add(hf_undefined *undefined, const hf_evidence *evidence, int64_t method,
                      hf_field field, int64_t index, const char *label, ...)
    __attribute__((format(printf, 6, 7)));
/* Adds a note for each reason, and releases all. */
void hf_undefined_note(hf_undefined *undefined, hf_document *document);

#endif
