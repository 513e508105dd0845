/* Which inputs are tested together. */
#include "conditional.h"

static hf_status allocate(int64_t features, int64_t groups, hf_conditional_tests *tests,
                          hf_error *error)
{
    hf_memory *memory = &tests->memory;
    const size_t size = sizeof(int64_t);
    HF_TRY(hf_memory_allocate(memory, &tests->first, features + groups + 1, size, error));
    HF_TRY(hf_memory_allocate(memory, &tests->input, 2 * features, size, error));
    return hf_memory_allocate(memory, &tests->group_test, groups, size, error);
}

static void add_test(hf_conditional_tests *tests, int64_t inputs)
{
    tests->count++;
    tests->first[tests->count] = tests->first[tests->count - 1] + inputs;
}

/* A group's inputs are filled in from its last one down, so that they ascend. */
static void add_groups(const int32_t *group, int64_t groups, int64_t *size,
                       hf_conditional_tests *tests)
{
    const int64_t features = tests->features;
    for (int64_t f = 0; f < features; f++) {
        size[group[f]]++;
        tests->group_test[group[f]] = f;
    }
    for (int64_t g = 0; g < groups; g++)
        if (size[g] > 1) {
            tests->group_test[g] = tests->count;
            add_test(tests, size[g]);
        }
    for (int64_t f = features - 1; f >= 0; f--)
        if (tests->group_test[group[f]] >= features) {
            const int64_t test = tests->group_test[group[f]];
            tests->input[tests->first[test] + --size[group[f]]] = f;
        }
}

hf_status hf_conditional_tests_make(int64_t features, const int32_t *group, int64_t groups,
                                    hf_conditional_tests *tests, hf_error *error)
{
    int64_t *size = NULL;
    hf_status status = HF_OK;
    *tests = (hf_conditional_tests){.features = features, .groups = groups};
    HF_TRY_CLEANUP(allocate(features, groups, tests, error));
    HF_TRY_CLEANUP(hf_allocate(&size, groups, sizeof *size, error));
    for (int64_t f = 0; f < features; f++) {
        tests->input[f] = f;
        add_test(tests, 1);
    }
    if (group)
        add_groups(group, groups, size, tests);
cleanup:
    hf_free(&size);
    if (status != HF_OK)
        hf_conditional_tests_free(tests);
    return status;
}

void hf_conditional_tests_free(hf_conditional_tests *tests)
{
    hf_memory_free(&tests->memory);
    *tests = (hf_conditional_tests){0};
}
