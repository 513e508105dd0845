/* What both forms of the plan are made from. */
#ifndef HOLDFAST_REPORT_PLAN_H
#define HOLDFAST_REPORT_PLAN_H

#include "document/document.h"
#include "holdfast/null_test.h"
#include "holdfast/statistics.h"
#include "holdfast/text.h"
#include "report/report.h"
#include "text/number.h"

enum {
    HF_PLAN_STEPS = 4,         /* 1, 2, 4 and 8 times as many */
    HF_PLAN_INSTEAD_TIMES = 10 /* the present replicas: offered where a width is out of reach */
};

/* The widest feature's interval; feature -1 and NaN where none is defined. */
typedef struct hf_widest {
    int64_t feature;
    double width;
} hf_widest;

/* A larger grid. Null tests whose part is the whole grid keep their present part in it. */
typedef struct hf_plan_offer {
    hf_plan plan;
    int64_t replicas;          /* of the experiment's own grid, all hidden sizes */
    int64_t to_train[HF_ARMS]; /* what the file does not have of each arm */
    int64_t null_in_full; /* what null tests would train on the whole of it; 0: the same part */
    double seconds;       /* of one thread, for all that is to be trained; NaN: not known */
    int64_t file_bytes;   /* -1: more than any file holds */
    hf_text command;      /* if it is larger than the present one */
} hf_plan_offer;

/* Features that every voter selects, or none: their interval is not the formula's. */
typedef struct hf_plan_edges {
    int64_t never, always;
    double limit_now;      /* the interval's width; NaN where there is no such feature */
    int64_t seeds, splits; /* for the width wanted; 0: none is wanted, or too many */
} hf_plan_edges;

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
    int64_t done[HF_ARMS];                  /* replicas that the file has */
    hf_plan_edges edges;
    bool reachable;         /* is there a grid for request->width? */
    hf_plan_offer cheapest; /* if so */
    bool out_of_reach;      /* there is none, or none that is sensible */
    hf_plan_offer instead;  /* if so: the narrowest of HF_PLAN_INSTEAD_TIMES the present one */
} hf_plan_view;

/* A grid and the width of its widest interval by the formula. */
hf_plan hf_plan_for(const hf_plan_view *view, int64_t seeds, int64_t splits);
/* Replicas of such a grid, all hidden sizes. */
int64_t hf_plan_replicas(const hf_plan_view *view, const hf_plan *plan);
/* Fills `reachable` and what follows it; nothing where no width is wanted or none is defined. */
void hf_plan_find_offers(hf_plan_view *view);

/* "4 seeds x 1 hidden size x 2 splits = 8 networks" */
void hf_plan_append_grid(const hf_plan_view *view, int64_t seeds, int64_t splits, hf_text *line);
/* A width in percentage points. */
hf_number hf_plan_points(double width);
/* "3 features were never selected and 1 always"; nothing where there are none. */
void hf_plan_append_edges(const hf_plan_edges *edges, hf_text *line);

/* The plan's forms; the second is the part about request->width. */
void hf_plan_document(const hf_plan_view *view, hf_document *document);
void hf_plan_offers(const hf_plan_view *view, hf_document *document);
void hf_plan_json(const hf_plan_view *view, hf_text *text);

#endif
