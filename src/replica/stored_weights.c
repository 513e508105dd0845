/* Where a network's weights lie in one piece, and their way from the file. */
#include "replica/stored_weights.h"

int64_t hf_weights_floats(const hf_weights *sizes)
{
    return sizes->hidden * (sizes->inputs + 1) + sizes->classes * (sizes->hidden + 1);
}

void hf_weights_point(hf_weights *weights, const float *floats)
{
    weights->input_weight = floats;
    weights->input_bias = weights->input_weight + weights->hidden * weights->inputs;
    weights->output_weight = weights->input_bias + weights->hidden;
    weights->output_bias = weights->output_weight + weights->classes * weights->hidden;
}

hf_status hf_stored_weights_read(const hf_results *results, const hf_replica_place *place,
                                 float *floats, hf_error *error)
{
    static const hf_field fields[] = {HF_WEIGHTS_INPUT_WEIGHT, HF_WEIGHTS_INPUT_BIAS,
                                      HF_WEIGHTS_OUTPUT_WEIGHT, HF_WEIGHTS_OUTPUT_BIAS};
    for (size_t k = 0; k < sizeof fields / sizeof *fields; k++) {
        HF_TRY(
            hf_results_read(results, fields[k], place->hidden_index, place->row, 1, floats, error));
        floats += hf_results_entry_bytes(results, fields[k], place->hidden_index) / sizeof *floats;
    }
    return HF_OK;
}
