/* Which inputs are tested together. */
#include "conditional.h"

static hf_status allocate(int64_t features, int64_t groups, int64_t inputs,
                          hf_conditional_tests *tests, hf_error *error)
{
    hf_memory *memory = &tests->memory;
    const size_t size = sizeof(int64_t);
    HF_TRY(hf_memory_allocate(memory, &tests->first, features + groups + 1, size, error));
    HF_TRY(hf_memory_allocate(memory, &tests->input, inputs, 2 * size, error));
    HF_TRY(hf_memory_allocate(memory, &tests->feature_of, inputs, size, error));
    return hf_memory_allocate(memory, &tests->group_test, groups, size, error);
}

static void add_test(hf_conditional_tests *tests, int64_t inputs)
{
    tests->count++;
    tests->first[tests->count] = tests->first[tests->count - 1] + inputs;
}

static void add_features(const int64_t *first_input, hf_conditional_tests *tests)
{
    for (int64_t f = 0; f < tests->features; f++) {
        const int64_t first = first_input ? first_input[f] : f;
        const int64_t end = first_input ? first_input[f + 1] : f + 1;
        for (int64_t j = first; j < end; j++) {
            tests->input[j] = j;
            tests->feature_of[j] = f;
        }
        add_test(tests, end - first);
    }
}

/* A group's inputs are filled in from its last one down, so that they ascend. */
static void add_groups(const int32_t *group, int64_t groups, int64_t *inputs,
                       hf_conditional_tests *tests)
{
    const int64_t features = tests->features, none = -1, several = features;
    for (int64_t g = 0; g < groups; g++)
        tests->group_test[g] = none;
    for (int64_t f = 0; f < features; f++) {
        int64_t *test = &tests->group_test[group[f]];
        inputs[group[f]] += tests->first[f + 1] - tests->first[f];
        *test = *test == none ? f : several;
    }
    for (int64_t g = 0; g < groups; g++)
        if (tests->group_test[g] == several) {
            tests->group_test[g] = tests->count;
            add_test(tests, inputs[g]);
        }
    for (int64_t j = tests->inputs - 1; j >= 0; j--) {
        const int32_t g = group[tests->feature_of[j]];
        if (tests->group_test[g] >= features)
            tests->input[tests->first[tests->group_test[g]] + --inputs[g]] = j;
    }
}

hf_status hf_conditional_tests_make(int64_t features, const int64_t *first_input,
                                    const int32_t *group, int64_t groups,
                                    hf_conditional_tests *tests, hf_error *error)
{
    int64_t *inputs = NULL;
    hf_status status = HF_OK;
    *tests = (hf_conditional_tests){.features = features,
                                    .groups = groups,
                                    .inputs = first_input ? first_input[features] : features};
    HF_TRY_CLEANUP(allocate(features, groups, tests->inputs, tests, error));
    HF_TRY_CLEANUP(hf_allocate(&inputs, groups, sizeof *inputs, error));
    add_features(first_input, tests);
    if (group)
        add_groups(group, groups, inputs, tests);
cleanup:
    hf_free(&inputs);
    if (status != HF_OK)
        hf_conditional_tests_free(tests);
    return status;
}

void hf_conditional_tests_free(hf_conditional_tests *tests)
{
    hf_memory_free(&tests->memory);
    *tests = (hf_conditional_tests){0};
}
