/* One step of each optimizer, PyTorch's update rules; part of body.h. */

static void adam(const hf_optimizer_step *step, int64_t count, const float *gradient,
                 float *first_moment, float *second_moment, float *parameter)
{
    const lane beta1 = lane_set(step->beta1), beta2 = lane_set(step->beta2);
    const lane rest1 = lane_set(step->one_minus_beta1), rest2 = lane_set(step->one_minus_beta2);
    const lane scale = lane_set(step->second_moment_scale), epsilon = lane_set(step->epsilon);
    const lane decay = lane_set(step->weight_decay), keep = lane_set(step->decay_factor);
    const lane back = lane_set(-step->learning_rate);
    for (int64_t i = 0; i < count; i += HF_LANES) {
        lane p = lane_load(parameter + i);
        lane g = lane_fma(decay, p, lane_load(gradient + i));
        lane m = lane_fma(rest1, g, lane_multiply(beta1, lane_load(first_moment + i)));
        lane v = lane_fma(lane_multiply(rest2, g), g,
                          lane_multiply(beta2, lane_load(second_moment + i)));
        lane_store(first_moment + i, m);
        lane_store(second_moment + i, v);
        lane ratio = lane_multiply(m, lane_reciprocal(lane_fma(lane_sqrt(v), scale, epsilon)));
        lane_store(parameter + i, lane_fma(back, ratio, lane_multiply(keep, p)));
    }
}

static void sgd(const hf_optimizer_step *step, int64_t count, const float *gradient,
                float *momentum, float *parameter)
{
    const lane decay = lane_set(step->weight_decay), back = lane_set(-step->learning_rate);
    const lane inertia = lane_set(step->momentum);
    for (int64_t i = 0; i < count; i += HF_LANES) {
        lane p = lane_load(parameter + i);
        lane g = lane_fma(decay, p, lane_load(gradient + i));
        lane m = lane_fma(inertia, lane_load(momentum + i), g);
        lane_store(momentum + i, m);
        lane_store(parameter + i, lane_fma(back, m, p));
    }
}
