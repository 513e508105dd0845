/*
 * conditional_case FILE THREADS MEMORY PARTS [scores]: the conditional test of a case that
 * test_reference.py wrote, its networks in so many parts, as processes would share them. Prints a
 * line a test: number, reason, own variation, misfit, dependence, p-value, draws, spread ratio;
 * with `scores` only S_b of all draws and the slope of the defined tests. Numbers are exact (%a).
 * The dependence is the number of an input.
 */
#include "conditional/conditional.h"
#include "conditional/score.h"
#include "holdfast/status_codes.h"
#include "kernels/kernels.h"
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

typedef struct {
    int64_t samples, inputs, classes, splits, networks, features, groups, seed, draws;
} counts;

typedef struct {
    hf_memory memory;
    hf_conditional_setup setup;
    hf_conditional_engine *engine;
    hf_conditional_network *network;
    int64_t networks, parts;
} case_data;

static void check(hf_status status, const hf_error *error)
{
    if (status != HF_OK) {
        fprintf(stderr, "conditional_case: %s\n", error->message);
        exit(1);
    }
}

/* The next `count` things of the file. */
static void *take(FILE *file, hf_memory *memory, int64_t count, size_t size)
{
    void *values = NULL;
    hf_error error;
    check(hf_memory_allocate(memory, &values, count, size, &error), &error);
    if (fread(values, size, (size_t)count, file) != (size_t)count) {
        fprintf(stderr, "conditional_case: the file is too short\n");
        exit(1);
    }
    return values;
}

static void take_networks(FILE *file, case_data *data)
{
    hf_memory *memory = &data->memory;
    const int64_t inputs = data->setup.inputs, classes = data->setup.classes;
    int64_t *of_split;
    hf_error error;
    check(hf_memory_allocate(memory, &data->network, data->networks, sizeof *data->network, &error),
          &error);
    check(hf_memory_allocate(memory, &of_split, data->setup.splits, sizeof *of_split, &error),
          &error);
    for (int64_t k = 0; k < data->networks; k++) {
        const int64_t *head = take(file, memory, 2, sizeof *head), hidden = head[1];
        data->network[k].split = head[0];
        of_split[head[0]]++;
        data->network[k].weights = (hf_weights){
            .inputs = inputs,
            .hidden = hidden,
            .classes = classes,
            .input_weight = take(file, memory, hidden * inputs, sizeof(float)),
            .input_bias = take(file, memory, hidden, sizeof(float)),
            .output_weight = take(file, memory, classes * hidden, sizeof(float)),
            .output_bias = take(file, memory, classes, sizeof(float)),
        };
    }
    data->setup.networks = of_split;
}

static void take_case(const char *path, case_data *data, hf_conditional_tests *tests)
{
    FILE *file = fopen(path, "rb");
    hf_memory *memory = &data->memory;
    hf_conditional_setup *s = &data->setup;
    hf_error error;
    if (!file) {
        perror(path);
        exit(1);
    }
    const counts *n = take(file, memory, 1, sizeof *n);
    s->samples = n->samples, s->inputs = n->inputs, s->classes = n->classes, s->splits = n->splits;
    s->seed = n->seed, s->draws = n->draws, data->networks = n->networks;
    s->x = take(file, memory, n->samples * n->inputs, sizeof(double));
    s->y = take(file, memory, n->samples, sizeof(int32_t));
    s->target = n->classes == 1 ? take(file, memory, n->samples, sizeof(double)) : NULL;
    s->train = take(file, memory, n->splits * n->samples, 1);
    s->center = take(file, memory, n->splits * n->inputs, sizeof(double));
    s->scale = take(file, memory, n->splits * n->inputs, sizeof(double));
    s->fill = take(file, memory, n->splits * n->inputs, sizeof(double));
    const int64_t *first_input = take(file, memory, n->features + 1, sizeof *first_input);
    const int32_t *group = take(file, memory, n->features, sizeof *group);
    check(hf_conditional_tests_make(n->features, first_input, group, n->groups, tests, &error),
          &error);
    s->tests = tests;
    take_networks(file, data);
    fclose(file);
}

/* The parts in reverse, as sums of their own that are added up. */
static hf_status gather(void *context, const hf_conditional_block *block, int64_t *sums,
                        hf_error *error)
{
    case_data *data = context;
    const int64_t count = hf_conditional_sums_count(data->engine, block);
    int64_t *part;
    if (count > hf_conditional_sums_most(data->engine))
        return hf_fail(error, HF_INTERNAL, "a block is larger than promised");
    HF_TRY(hf_allocate(&part, count, sizeof *part, error));
    for (int64_t p = data->parts - 1; p >= 0; p--) {
        const int64_t first = data->networks * p / data->parts;
        const int64_t end = data->networks * (p + 1) / data->parts;
        memset(part, 0, (size_t)count * sizeof *part);
        HF_TRY(hf_conditional_add(data->engine, block, data->network + first, end - first, part,
                                  error));
        for (int64_t i = 0; i < count; i++)
            sums[i] += part[i];
    }
    hf_free(&part);
    return HF_OK;
}

static void print_results(case_data *data)
{
    const int64_t tests = data->setup.tests->count;
    hf_conditional_result *result;
    hf_error error;
    check(hf_memory_allocate(&data->memory, &result, tests, sizeof *result, &error), &error);
    for (int64_t first = 0, count; first < tests; first += count) {
        count = hf_conditional_chunk(data->engine, first);
        check(hf_conditional_run(data->engine, first, count, gather, data, result + first, &error),
              &error);
    }
    printf("shrinkage %a\n", hf_conditional_shrinkage(data->engine));
    for (int64_t t = 0; t < tests; t++) {
        const hf_conditional_state state = hf_conditional_state_of(data->engine, t);
        printf("%lld %a %a %a %a %a %a %a\n", (long long)t, (double)state.reason,
               state.own_variation, state.misfit, (double)state.dependence, result[t].p_value,
               (double)result[t].draws, result[t].spread_ratio);
    }
}

static void print_scores(case_data *data, int64_t test)
{
    const int64_t draws = data->setup.draws;
    const hf_conditional_block block = {.tests = &test, .count = 1, .draws = draws + 1};
    const int64_t count = hf_conditional_sums_count(data->engine, &block);
    int64_t *sums;
    hf_score score;
    hf_error error;
    check(hf_memory_allocate(&data->memory, &sums, count, sizeof *sums, &error), &error);
    check(hf_conditional_add(data->engine, &block, data->network, data->networks, sums, &error),
          &error);
    check(hf_score_make(data->engine, draws, &score, &error), &error);
    hf_score_add_mean(&score, sums, draws + 1);
    check(hf_score_fit(&score, &error), &error);
    for (int64_t b = 0; b <= draws; b++)
        hf_score_draw(&score, sums + b * (count / (draws + 1)), b);
    printf("%lld %a", (long long)test, score.slope);
    for (int64_t b = 0; b <= draws; b++)
        printf(" %a", score.score[b]);
    printf("\n");
    hf_score_free(&score);
}

int main(int argc, char **argv)
{
    hf_error error;
    hf_conditional_tests tests;
    case_data data = {0};
    if (argc < 5) {
        fprintf(stderr, "usage: %s FILE THREADS MEMORY PARTS [scores]\n", argv[0]);
        return 64;
    }
    check(hf_kernels_select(&error), &error);
    take_case(argv[1], &data, &tests);
    data.setup.threads = atoll(argv[2]);
    data.setup.memory = atoll(argv[3]);
    data.parts = atoll(argv[4]);
    check(hf_conditional_make(&data.setup, &data.engine, &error), &error);
    if (argc == 5)
        print_results(&data);
    for (int64_t t = 0; argc > 5 && t < tests.count; t++)
        if (hf_conditional_state_of(data.engine, t).reason == HF_TEST_DEFINED)
            print_scores(&data, t);
    hf_conditional_free(&data.engine);
    hf_conditional_tests_free(&tests);
    hf_memory_free(&data.memory);
    return 0;
}
