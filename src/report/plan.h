/* What both forms of the plan are made from. */
#ifndef HOLDFAST_REPORT_PLAN_H
#define HOLDFAST_REPORT_PLAN_H

#include "holdfast/report.h"
#include "holdfast/statistics.h"
#include "holdfast/text.h"

enum { HF_PLAN_STEPS = 4 }; /* 1, 2, 4 and 8 times as many */

/* The widest feature's interval; feature -1 and NaN where none is defined. */
typedef struct hf_widest {
    int64_t feature;
    double width;
} hf_widest;

typedef struct hf_plan_view {
    const hf_results *results; /* these three not owned */
    const hf_plan_request *request;
    const hf_config *config;
    const char *method;
    int64_t method_index, replicas;
    uint8_t state;
    hf_frequencies frequencies;
    hf_across_methods across;
    hf_widest bootstrap, formula;      /* now */
    double formula_of_widest;          /* the formula's, of the bootstrap's widest feature */
    hf_plan more_seeds[HF_PLAN_STEPS]; /* step 0: the present grid */
    hf_plan more_splits[HF_PLAN_STEPS];
    double least_by_seeds, least_by_splits; /* the width with no end of these */
    double seconds;                         /* of a replica, mean; NaN: none is done */
    bool can_split;                         /* does splits.method make more splits? */
    const char *undefined;                  /* why there are no variances, or NULL */
    bool reachable;                         /* is there a grid for request->width? */
    hf_plan cheapest;                       /* if so */
    hf_text command;                        /* if that is larger than the present one */
} hf_plan_view;

/* Replicas of such a grid, all hidden sizes. */
int64_t hf_plan_replicas(const hf_plan_view *view, const hf_plan *plan);

/* `text` and `json` get the plan. */
void hf_plan_text(const hf_plan_view *view, int columns, hf_text *text);
void hf_plan_json(const hf_plan_view *view, hf_text *text);

#endif
