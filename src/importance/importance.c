/* The methods by their identifiers and names. */
#include "holdfast/importance.h"

#include "base/nan.h"
#include "methods.h"
#include <string.h>

static const struct {
    const char *name, *text;
    const hf_method_steps *steps;
} methods[] = {
#define METHOD_ROW(id, name, traits, text) [id] = {#name, text, &hf_importance_##name},
    HF_METHOD_LIST(METHOD_ROW)
#undef METHOD_ROW
};

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
    const hf_method_steps *steps = methods[method].steps;
    bool finished = true;
    if (steps->by_weights)
        steps->by_weights(weights, &workspace->map, workspace->scratch, importance);
    else
        finished = hf_importance_by_rows(steps, weights, test, workspace, importance);
    hf_unify_nan_f32(importance, workspace->map.features);
    return finished;
}
