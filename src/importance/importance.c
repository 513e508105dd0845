/* The table of methods. */
#include "holdfast/importance.h"

#include "holdfast/memory.h"
#include "holdfast/nan.h"
#include "methods.h"
#include <string.h>

typedef struct method_row {
    const char *name, *text;
} method_row;

#define METHOD_ROW(id, name, text) [id] = {name, text},
static const method_row methods[] = {HF_METHOD_LIST(METHOD_ROW)};
#undef METHOD_ROW

static hf_importance_function *const functions[HF_METHODS] = {
    [HF_MAX_WEIGHT] = hf_importance_max_weight,
    [HF_TUTORIAL] = hf_importance_tutorial,
    [HF_MAX_ABS_WEIGHT] = hf_importance_max_abs_weight,
    [HF_L2_NORM] = hf_importance_l2_norm,
    [HF_GARSON] = hf_importance_garson,
    [HF_OLDEN] = hf_importance_olden,
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

void hf_importance(hf_method method, const hf_weights *weights, double *scratch, float *importance)
{
    functions[method](weights, scratch, importance);
    hf_unify_nan_f32(importance, weights->features);
}

int64_t hf_importance_scratch(int64_t features, int64_t hidden, int64_t classes)
{
    size_t count;
    (void)hidden;
    if (!hf_multiply((size_t)features, (size_t)classes, &count) || count > INT64_MAX)
        return INT64_MAX;
    return (int64_t)count;
}
