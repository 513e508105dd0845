/* The table of methods. */
#include "holdfast/importance.h"

#include "base/nan.h"
#include "methods.h"
#include <string.h>

typedef struct method_row {
    const char *name, *text;
} method_row;

#define METHOD_ROW(id, name, traits, text) [id] = {name, text},
static const method_row methods[] = {HF_METHOD_LIST(METHOD_ROW)};
#undef METHOD_ROW

static const struct {
    hf_weights_function *by_weights;
    const hf_rows_method *by_rows;
} functions[] = {
    [HF_MAX_WEIGHT] = {.by_weights = hf_importance_max_weight},
    [HF_TUTORIAL] = {.by_weights = hf_importance_tutorial},
    [HF_MAX_ABS_WEIGHT] = {.by_weights = hf_importance_max_abs_weight},
    [HF_L2_NORM] = {.by_weights = hf_importance_l2_norm},
    [HF_GARSON] = {.by_weights = hf_importance_garson},
    [HF_OLDEN] = {.by_weights = hf_importance_olden},
    [HF_PERMUTATION] = {.by_rows = &hf_importance_permutation},
    [HF_INTEGRATED_GRADIENTS] = {.by_rows = &hf_importance_integrated_gradients},
};
_Static_assert(sizeof functions / sizeof *functions == HF_METHODS, "each method has a function");

const char *hf_method_name(hf_method method)
{
    return methods[method].name;
}

const char *hf_method_text(hf_method method)
{
    return methods[method].text;
}

int hf_method_find(const char *name)
{
    for (int i = 0; i < HF_METHODS; i++)
        if (strcmp(methods[i].name, name) == 0)
            return i;
    return -1;
}

bool hf_importance(hf_method method, const hf_weights *weights, const hf_test_rows *test,
                   hf_importance_workspace *workspace, float *importance)
{
    bool finished = true;
    if (functions[method].by_rows)
        finished =
            hf_importance_by_rows(functions[method].by_rows, weights, test, workspace, importance);
    else
        functions[method].by_weights(weights, workspace->scratch, importance);
    hf_unify_nan_f32(importance, weights->features);
    return finished;
}
