/* holdfast verify: is what the file holds what was trained, and would it be trained so again? */
#include "commands/commands.h"
#include "conditional_stage/conditional_stage.h"
#include "direction/direction.h"
#include "holdfast/memory.h"
#include "holdfast/replica.h"
#include "holdfast/results.h"
#include "holdfast/statistics.h"
#include "holdfast/status_codes.h"
#include "kernels/kernels.h"
#include "text/json.h"
#include "text/number.h"

typedef struct request {
    const char *path;
    int64_t replicas;
    int format;
} request;

const hf_option hf_verify_command_options[] = {
    HF_RESULTS_ARGUMENT,
    HF_NUMBER(replicas, "replicas", "N", 0, INT32_MAX,
              "networks to train again, from grid and null tests (default 8; 0: checksums only)"),
    HF_FORMAT_CHOICE, HF_OPTIONS_END};

/* A replica trained again. */
typedef struct {
    hf_arm arm;
    int64_t number;
    const char *difference; /* the first field that is not the same, NULL: none */
} retrained;

typedef struct {
    hf_results *results;
    hf_experiment experiment; /* where anything is computed again */
    uint8_t *states[HF_ARMS]; /* [replica] pending also where the checksum does not match */
    int64_t all, done, damaged, count, different;
    retrained first_damaged;
    retrained *again;    /* [count] */
    bool finished;       /* by its state: every replica claims to be done */
    bool complete;       /* all there and undamaged, with statistics */
    bool compared;       /* these were made anew */
    const char *derived; /* the first dataset that is not what its source gives, or NULL */
} findings;

/* Where a replica stands in its arm's grid. */
static hf_replica_place place_of(const hf_results *results, const retrained *r)
{
    const hf_grid grid = hf_results_arm_grid(results, r->arm);
    return hf_grid_place(&grid, r->number);
}

/* Which of the arm's replicas claim to be done, and of which the checksums match. */
static hf_status check_sums(findings *f, hf_arm arm, hf_error *error)
{
    const hf_grid grid = hf_results_arm_grid(f->results, arm);
    const int64_t first = hf_grid_first(&grid), replicas = hf_grid_replicas(&grid);
    uint8_t *claimed = NULL;
    int64_t damaged;
    hf_status status = HF_OK;
    HF_TRY_CLEANUP(hf_allocate(&f->states[arm], replicas, 1, error));
    HF_TRY_CLEANUP(hf_allocate(&claimed, replicas, 1, error));
    HF_TRY_CLEANUP(hf_results_status(f->results, arm, claimed, error));
    HF_TRY_CLEANUP(hf_results_check(f->results, arm, f->states[arm], &damaged, error));
    for (int64_t i = 0; i < replicas; i++) {
        const bool claims = claimed[i] != HF_PENDING || f->finished;
        f->done += claims;
        if (claims && f->states[arm][i] == HF_PENDING && f->damaged++ == 0)
            f->first_damaged = (retrained){.arm = arm, .number = first + i};
    }
cleanup:
    hf_free(&claimed);
    return status;
}

static hf_status train_again(hf_worker *worker, const hf_results *results, retrained *r,
                             hf_error *error)
{
    const hf_rows_layout *layout = hf_results_arm_layout(results, r->arm);
    const int64_t hidden = place_of(results, r).hidden_index;
    hf_rows stored = {.arm = r->arm, .first = r->number, .count = 1, .hidden_index = hidden};
    hf_status status = HF_OK;
    stored.bytes = hf_rows_size(layout, hidden, 1);
    hf_rows trained = stored;
    HF_TRY_CLEANUP(hf_allocate(&stored.data, (int64_t)stored.bytes, 1, error));
    HF_TRY_CLEANUP(hf_allocate(&trained.data, (int64_t)trained.bytes, 1, error));
    HF_TRY_CLEANUP(hf_results_read_rows(results, &stored, error));
    HF_TRY_CLEANUP(hf_worker_run(worker, &trained, error));
    r->difference = hf_rows_difference(layout, &stored, 0, &trained, 0);
cleanup:
    hf_free(&stored.data);
    hf_free(&trained.data);
    return status;
}

/* Spread over those of all arms that are done and whole: the middles of equal parts of them. */
static void choose(findings *f)
{
    const double whole = (double)(f->done - f->damaged), wanted = (double)f->count;
    int64_t chosen = 0, seen = 0;
    for (hf_arm arm = 0; arm < HF_ARMS; arm++) {
        const hf_grid grid = hf_results_arm_grid(f->results, arm);
        for (int64_t i = 0; i < hf_grid_replicas(&grid) && chosen < f->count; i++) {
            if (f->states[arm][i] == HF_PENDING)
                continue;
            if (seen == (int64_t)(whole * ((double)chosen + 0.5) / wanted))
                f->again[chosen++] = (retrained){.arm = arm, .number = hf_grid_first(&grid) + i};
            seen++;
        }
    }
    f->count = chosen;
}

/* Those chosen from `first` up to below `end`, of one arm. */
static hf_status retrain_some(findings *f, int64_t first, int64_t end, hf_error *error)
{
    const hf_arm arm = f->again[first].arm;
    hf_worker *worker = NULL;
    hf_status status = hf_worker_make(&f->experiment, arm, hf_results_arm_layout(f->results, arm),
                                      1, &worker, error);
    for (int64_t i = first; i < end && status == HF_OK; i++) {
        status = train_again(worker, f->results, &f->again[i], error);
        f->different += f->again[i].difference != NULL;
    }
    hf_worker_free(&worker);
    return status;
}

static hf_status retrain(findings *f, int64_t wanted, hf_error *error)
{
    const int64_t whole = f->done - f->damaged;
    f->count = wanted < whole ? wanted : whole;
    if (f->count == 0)
        return HF_OK;
    HF_TRY(hf_allocate(&f->again, f->count, sizeof *f->again, error));
    choose(f);
    for (int64_t first = 0, end; first < f->count; first = end) {
        for (end = first; end < f->count && f->again[end].arm == f->again[first].arm; end++)
            ;
        HF_TRY(retrain_some(f, first, end, error));
    }
    return HF_OK;
}

/* Are the inputs' means and deviations what the data give? */
static hf_status compare_scaling(findings *f, hf_error *error)
{
    const hf_experiment *e = &f->experiment;
    const int64_t inputs = e->dataset.inputs;
    double *center;
    hf_status status = HF_OK;
    HF_TRY(hf_allocate(&center, 3 * inputs, sizeof *center, error));
    double *scale = center + inputs, *fill = scale + inputs;
    for (int64_t p = 0; p < e->splits.count; p++) {
        HF_TRY_CLEANUP(
            hf_scaling_compute(&e->config, &e->dataset, &e->splits, p, center, scale, fill, error));
        HF_TRY_CLEANUP(
            hf_results_compare(f->results, HF_SPLITS_CENTER, 0, p, 1, center, &f->derived, error));
        HF_TRY_CLEANUP(
            hf_results_compare(f->results, HF_SPLITS_SCALE, 0, p, 1, scale, &f->derived, error));
        if (hf_results_has(f->results, HF_SPLITS_FILL, 0))
            HF_TRY_CLEANUP(
                hf_results_compare(f->results, HF_SPLITS_FILL, 0, p, 1, fill, &f->derived, error));
    }
cleanup:
    hf_free(&center);
    return status;
}

/* Replicas, and everything that has no checksum of its own, made anew and compared. */
static hf_status compute_again(findings *f, int64_t replicas, hf_error *error)
{
    if (replicas == 0)
        return HF_OK;
    HF_TRY(hf_results_experiment(f->results, &f->experiment, error));
    HF_TRY(retrain(f, replicas, error));
    f->complete =
        f->finished && hf_results_last_state(f->results) == HF_STATE_COMPLETE && f->damaged == 0;
    f->compared = f->complete && !hf_results_is_older(f->results); /* it had other definitions */
    HF_TRY(compare_scaling(f, error));
    if (!f->compared)
        return HF_OK;
    const hf_conditional_store store = {.results = f->results, .difference = &f->derived};
    HF_TRY(hf_conditional_stage_alone(&f->experiment, &store, 0, error));
    HF_TRY(hf_direction_put(f->results, NULL, &f->derived, &f->experiment, 0, error));
    return hf_aggregate_compare(f->results, &f->experiment.dataset, &f->derived, error);
}

/* ---- what was found ---- */

/* How many of `count` are as they should be. */
static hf_number all_but(int64_t wrong, int64_t count)
{
    return wrong == 0 ? (hf_number){"all"} : hf_number_grouped(count - wrong);
}

static hf_status print_text(const findings *f, hf_error *error)
{
    hf_text writer = {0};
    hf_status status = hf_results_append_writer(f->results, &writer, error);
    if (status != HF_OK)
        return status;
    printf("%s\n", hf_results_path(f->results));
    printf("  checksums  %s match; %s of %s done\n", all_but(f->damaged, f->done).text,
           hf_number_grouped(f->done).text, hf_count(f->all, "network").text);
    if (f->count > 0)
        printf("  retrained  %s: %s equal to the bit\n", hf_count(f->count, "network").text,
               all_but(f->different, f->count).text);
    else
        printf("  retrained  none\n");
    if (f->compared)
        printf("  statistics %s\n",
               f->derived ? "do not all match the networks" : "match the networks");
    else if (f->complete)
        printf("  statistics not compared: %s made them, by its own definitions\n", writer.data);
    hf_text_free(&writer);
    return HF_OK;
}

static void write_retrained(const findings *f, const retrained *r, hf_json *json)
{
    static const char *const null_tests[HF_ARMS] = {NULL, "labels", "probes"};
    const hf_replica_place place = place_of(f->results, r);
    const int64_t splits = hf_arm_splits(hf_results_config(f->results), r->arm);
    hf_json_begin_object(json, NULL);
    hf_json_text(json, "null_test", null_tests[r->arm]);
    if (r->arm != HF_ARM_MAIN)
        hf_json_integer(json, "draw", place.split / splits);
    hf_json_integer(json, "replica", place.number);
    hf_json_integer(json, "seed", place.seed);
    hf_json_integer(json, "hidden", place.hidden);
    hf_json_integer(json, "split", place.split % splits);
    hf_json_boolean(json, "equal", !r->difference);
    hf_json_text(json, "difference", r->difference);
    hf_json_end_object(json);
}

static hf_status print_json(const findings *f, hf_error *error)
{
    hf_text text = {0};
    hf_json json = {.text = &text};
    hf_json_begin_object(&json, NULL);
    hf_json_text(&json, "file", hf_results_path(f->results));
    hf_json_integer(&json, "replicas", f->all);
    hf_json_integer(&json, "done", f->done);
    hf_json_integer(&json, "damaged", f->damaged);
    hf_json_begin_array(&json, "retrained");
    for (int64_t i = 0; i < f->count; i++)
        write_retrained(f, &f->again[i], &json);
    hf_json_end_array(&json);
    hf_json_boolean(&json, "complete", f->complete);
    hf_json_boolean(&json, "statistics_compared", f->compared);
    hf_json_text(&json, "derived_difference", f->derived);
    hf_json_boolean(&json, "verified", !f->derived && f->damaged == 0 && f->different == 0);
    hf_json_end_object(&json);
    hf_text_append(&text, "\n");
    return hf_command_print_text(&text, error);
}

/* "replica 7 (seed 1, hidden size 30, split 0)", "replica 7 of null_test.labels (draw 2, ...)" */
static void name_replica(const findings *f, const retrained *r, char name[], size_t bytes)
{
    const hf_replica_place place = place_of(f->results, r);
    const int64_t splits = hf_arm_splits(hf_results_config(f->results), r->arm);
    char draw[40] = "";
    if (r->arm != HF_ARM_MAIN)
        snprintf(draw, sizeof draw, "draw %lld, ", (long long)(place.split / splits));
    snprintf(name, bytes, "replica %lld%s (%sseed %lld, hidden size %lld, split %lld)",
             (long long)place.number, hf_arm_text(r->arm), draw, (long long)place.seed,
             (long long)place.hidden, (long long)(place.split % splits));
}

/* As the command's status. */
static hf_status judge(const findings *f, hf_error *error)
{
    const char *path = hf_results_path(f->results);
    const bool one = f->damaged == 1;
    const retrained *first = f->again;
    char name[200];
    if (f->damaged > 0) {
        name_replica(f, &f->first_damaged, name, sizeof name);
        return hf_fail(error, HF_BAD_DATA,
                       "%s: %s %s not match %s checksum%s; the first is %s: 'holdfast run' trains "
                       "%s again",
                       path, hf_count(f->damaged, "network").text, one ? "does" : "do",
                       one ? "its" : "their", hf_plural(f->damaged), name, one ? "it" : "them");
    }
    if (f->different > 0) {
        while (!first->difference)
            first++;
        name_replica(f, first, name, sizeof name);
        return hf_fail(error, HF_BAD_DATA,
                       "%s: %s of %s networks trained again came out different; the first is %s in "
                       "%s: the file was changed after it was written, or this machine computes "
                       "wrongly",
                       path, hf_number_grouped(f->different).text, hf_number_grouped(f->count).text,
                       name, first->difference);
    }
    if (f->derived)
        return hf_fail(error, HF_BAD_DATA,
                       "%s: %s does not follow from the file's data and networks: 'holdfast "
                       "aggregate' computes it again",
                       path, f->derived);
    return HF_OK;
}

static hf_status verify(hf_results *results, const void *request_, hf_error *error)
{
    const request *asked = request_;
    findings f = {.results = results, .all = hf_results_replicas(results)};
    hf_status status = HF_OK;
    uint8_t state;
    HF_TRY(hf_results_read(results, HF_PROVENANCE_STATE, 0, 0, 1, &state, error));
    f.finished = state >= hf_results_last_state(results);
    for (hf_arm arm = 0; arm < HF_ARMS; arm++)
        HF_TRY_CLEANUP(check_sums(&f, arm, error));
    HF_TRY_CLEANUP(compute_again(&f, asked->replicas, error));
    if (asked->format == HF_PRINT_JSON)
        HF_TRY_CLEANUP(print_json(&f, error));
    else
        HF_TRY_CLEANUP(print_text(&f, error));
    status = judge(&f, error);
cleanup:
    for (hf_arm arm = 0; arm < HF_ARMS; arm++)
        hf_free(&f.states[arm]);
    hf_free(&f.again);
    hf_experiment_free(&f.experiment);
    return status;
}

hf_status hf_command_verify(int argc, char **argv, hf_error *error)
{
    request asked = {.replicas = 8};
    HF_TRY(hf_options_read(hf_verify_command_options, argc, argv, &asked, error));
    HF_TRY(hf_kernels_select(error));
    return hf_command_read_results(asked.path, verify, &asked, error);
}
