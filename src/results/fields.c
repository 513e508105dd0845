/* The table of the results file's fields: one row a dataset. */
#include "fields.h"

enum {
    ROW = HF_ROLE_ROW,
    DIGEST = HF_ROLE_DIGEST,
    TRAINED = HF_ROLE_ROW | HF_ROLE_DIGEST | HF_ROLE_TRAINED,
    IMPORTANCE = HF_ROLE_ROW | HF_ROLE_DIGEST | HF_ROLE_IMPORTANCE,
    STATISTICS = HF_ROLE_DIGEST | HF_ROLE_STATISTICS,
    CHECKSUM = HF_ROLE_ROW | HF_ROLE_CHECKSUM
};

/* Shorthands for the table alone. */
#define U8 HF_TYPE_U8
#define U32 HF_TYPE_U32
#define I32 HF_TYPE_I32
#define I64 HF_TYPE_I64
#define F32 HF_TYPE_F32
#define F64 HF_TYPE_F64
#define AXES_1(a)                                                                                  \
    {                                                                                              \
        HF_AXIS_##a                                                                                \
    }
#define AXES_2(a, b)                                                                               \
    {                                                                                              \
        HF_AXIS_##a, HF_AXIS_##b                                                                   \
    }
#define AXES_3(a, b, c)                                                                            \
    {                                                                                              \
        HF_AXIS_##a, HF_AXIS_##b, HF_AXIS_##c                                                      \
    }
#define ONCE HF_SCOPE_ONCE
#define PER_HIDDEN HF_SCOPE_HIDDEN
#define PER_METHOD HF_SCOPE_METHOD
#define PER_REPLICA AXES_1(REPLICA), ONCE, HF_IF_ALWAYS
#define SCALAR                                                                                     \
    {                                                                                              \
        HF_AXIS_NONE                                                                               \
    }

/* clang-format off */
const hf_field_row hf_field_table[HF_FIELDS] = {
[HF_DATASET_X] = {"/dataset/x", F64, AXES_2(SAMPLE, FEATURE), ONCE, HF_IF_DATASET, DIGEST,
    "1", "measurements as read", NULL},
[HF_DATASET_Y] = {"/dataset/y", I32, AXES_1(SAMPLE), ONCE, HF_IF_DATASET, DIGEST,
    "1", "class of the sample, an index of /class", NULL},
[HF_DATASET_GROUP] = {"/dataset/group", I32, AXES_1(SAMPLE), ONCE, HF_IF_GROUP, DIGEST,
    "1", "group of the sample, numbered by first appearance", NULL},

[HF_SPLITS_TRAIN] = {"/splits/train", U8, AXES_2(SPLIT, SAMPLE), ONCE, HF_IF_ALWAYS, DIGEST,
    "1", "side of the split on which the sample stands", "test train"},
[HF_SPLITS_CENTER] = {"/splits/center", F64, AXES_2(SPLIT, FEATURE), ONCE, HF_IF_ALWAYS, DIGEST,
    "1", "subtracted from the feature: input = (x - center) / scale", NULL},
[HF_SPLITS_SCALE] = {"/splits/scale", F64, AXES_2(SPLIT, FEATURE), ONCE, HF_IF_ALWAYS, DIGEST,
    "1", "divides the feature: input = (x - center) / scale", NULL},

[HF_REPLICAS_SEED] = {"/replicas/seed", I64, PER_REPLICA, DIGEST,
    "1", "seed of the initial weights", NULL},
[HF_REPLICAS_HIDDEN] = {"/replicas/hidden", I32, PER_REPLICA, DIGEST,
    "1", "number of hidden units", NULL},
[HF_REPLICAS_SPLIT] = {"/replicas/split", I32, PER_REPLICA, DIGEST,
    "1", "split, an index of /split", NULL},
[HF_REPLICAS_STATUS] = {"/replicas/status", U8, PER_REPLICA, TRAINED,
    "1", "state of the replica", "pending done diverged"},
[HF_REPLICAS_LEARNED] = {"/replicas/learned", U8, PER_REPLICA, TRAINED,
    "1", "whether the balanced test accuracy is above chance", "no yes"},
[HF_REPLICAS_TRAIN_LOSS] = {"/replicas/train_loss", F32, PER_REPLICA, TRAINED,
    "1", "loss on the training rows after the last step", NULL},
[HF_REPLICAS_TRAIN_ACCURACY] = {"/replicas/train_accuracy", F32, PER_REPLICA, TRAINED,
    "1", "accuracy on the training rows after the last step", NULL},
[HF_REPLICAS_TEST_LOSS] = {"/replicas/test_loss", F32, PER_REPLICA, TRAINED,
    "1", "loss on the test rows after the last step", NULL},
[HF_REPLICAS_TEST_ACCURACY] = {"/replicas/test_accuracy", F32, PER_REPLICA, TRAINED,
    "1", "accuracy on the test rows after the last step", NULL},
[HF_REPLICAS_BALANCED_ACCURACY] = {"/replicas/balanced_accuracy", F32, PER_REPLICA, TRAINED,
    "1", "mean recall of the classes among the test rows", NULL},
[HF_REPLICAS_DEAD_UNITS] = {"/replicas/dead_units", I32, PER_REPLICA, TRAINED,
    "1", "hidden units that are not above 0 for any training row", NULL},
[HF_REPLICAS_SECONDS] = {"/replicas/seconds", F32, PER_REPLICA, ROW | HF_ROLE_TRAINED,
    "s", "time that the replica took", NULL},
[HF_REPLICAS_CRC32] = {"/replicas/crc32", U32, PER_REPLICA, CHECKSUM,
    "1", "CRC-32 of the replica's status, measures, history and weights", NULL},
[HF_REPLICAS_IMPORTANCE_CRC32] = {"/replicas/importance_crc32", U32, PER_REPLICA, CHECKSUM,
    "1", "CRC-32 of the replica's importances", NULL},

[HF_HISTORY_LOSS] = {"/history/loss", F32, AXES_2(REPLICA, ITERATION), ONCE, HF_IF_HISTORY, TRAINED,
    "1", "training loss of the batch before the step", NULL},
[HF_HISTORY_TEST_ACCURACY] = {"/history/test_accuracy", F32, AXES_2(REPLICA, ITERATION), ONCE,
    HF_IF_HISTORY, TRAINED, "1", "accuracy on the test rows after the step", NULL},

#define WEIGHTS "/weights/hidden_{hidden}/"
[HF_WEIGHTS_INPUT_WEIGHT] = {WEIGHTS "input_weight", F32,
    AXES_3(REPLICA_OF_SIZE, UNIT_OF_SIZE, FEATURE), PER_HIDDEN, HF_IF_ALWAYS, TRAINED,
    "1", "weight from the feature to the hidden unit", NULL},
[HF_WEIGHTS_INPUT_BIAS] = {WEIGHTS "input_bias", F32,
    AXES_2(REPLICA_OF_SIZE, UNIT_OF_SIZE), PER_HIDDEN, HF_IF_ALWAYS, TRAINED,
    "1", "bias of the hidden unit", NULL},
[HF_WEIGHTS_OUTPUT_WEIGHT] = {WEIGHTS "output_weight", F32,
    AXES_3(REPLICA_OF_SIZE, CLASS, UNIT_OF_SIZE), PER_HIDDEN, HF_IF_ALWAYS, TRAINED,
    "1", "weight from the hidden unit to the class", NULL},
[HF_WEIGHTS_OUTPUT_BIAS] = {WEIGHTS "output_bias", F32,
    AXES_2(REPLICA_OF_SIZE, CLASS), PER_HIDDEN, HF_IF_ALWAYS, TRAINED,
    "1", "bias of the class", NULL},
[HF_WEIGHTS_INITIAL_INPUT_WEIGHT] = {WEIGHTS "initial_input_weight", F32,
    AXES_3(REPLICA_OF_SIZE, UNIT_OF_SIZE, FEATURE), PER_HIDDEN, HF_IF_INITIAL, TRAINED,
    "1", "weight from the feature to the hidden unit before training", NULL},
[HF_WEIGHTS_INITIAL_INPUT_BIAS] = {WEIGHTS "initial_input_bias", F32,
    AXES_2(REPLICA_OF_SIZE, UNIT_OF_SIZE), PER_HIDDEN, HF_IF_INITIAL, TRAINED,
    "1", "bias of the hidden unit before training", NULL},
[HF_WEIGHTS_INITIAL_OUTPUT_WEIGHT] = {WEIGHTS "initial_output_weight", F32,
    AXES_3(REPLICA_OF_SIZE, CLASS, UNIT_OF_SIZE), PER_HIDDEN, HF_IF_INITIAL, TRAINED,
    "1", "weight from the hidden unit to the class before training", NULL},
[HF_WEIGHTS_INITIAL_OUTPUT_BIAS] = {WEIGHTS "initial_output_bias", F32,
    AXES_2(REPLICA_OF_SIZE, CLASS), PER_HIDDEN, HF_IF_INITIAL, TRAINED,
    "1", "bias of the class before training", NULL},
#undef WEIGHTS

[HF_IMPORTANCE] = {"/importance/{method}", F32, AXES_2(REPLICA, FEATURE), PER_METHOD,
    HF_IF_ALWAYS, IMPORTANCE, "1", "importance of the feature in the replica", NULL},

#define SIGNIFICANCE "/significance/{method}/"
#define OF_METHOD(type, axes) type, axes, PER_METHOD, HF_IF_ALWAYS, STATISTICS, "1"
[HF_SIGNIFICANCE_FREQUENCY] = {SIGNIFICANCE "frequency",
    OF_METHOD(F64, AXES_1(FEATURE)), "share of the voters that select the feature", NULL},
[HF_SIGNIFICANCE_FREQUENCY_LOW] = {SIGNIFICANCE "frequency_low",
    OF_METHOD(F64, AXES_1(FEATURE)), "lower limit of the frequency, pigeonhole bootstrap", NULL},
[HF_SIGNIFICANCE_FREQUENCY_HIGH] = {SIGNIFICANCE "frequency_high",
    OF_METHOD(F64, AXES_1(FEATURE)), "upper limit of the frequency, pigeonhole bootstrap", NULL},
[HF_SIGNIFICANCE_MEAN_RANK] = {SIGNIFICANCE "mean_rank", OF_METHOD(F64, AXES_1(FEATURE)),
    "mean rank of the feature over voters, 1 is the largest", NULL},
[HF_SIGNIFICANCE_MEAN_IMPORTANCE] = {SIGNIFICANCE "mean_importance",
    OF_METHOD(F64, AXES_1(FEATURE)), "mean importance of the feature over voters", NULL},
[HF_SIGNIFICANCE_RANK_COUNT] = {SIGNIFICANCE "rank_count", OF_METHOD(I32, AXES_2(FEATURE, RANK)),
    "number of voters that give the feature this rank", NULL},
[HF_SIGNIFICANCE_FREQUENCY_BY_HIDDEN] = {SIGNIFICANCE "frequency_by_hidden",
    OF_METHOD(F64, AXES_2(HIDDEN, FEATURE)),
    "share of the voters of the hidden size that select the feature", NULL},
[HF_SIGNIFICANCE_FREQUENCY_BY_SPLIT] = {SIGNIFICANCE "frequency_by_split",
    OF_METHOD(F64, AXES_2(SPLIT, FEATURE)),
    "share of the voters of the split that select the feature", NULL},
[HF_SIGNIFICANCE_VOTERS] = {SIGNIFICANCE "voters",
    OF_METHOD(I32, SCALAR), "number of replicas that vote", NULL},
[HF_SIGNIFICANCE_VOTERS_BY_HIDDEN] = {SIGNIFICANCE "voters_by_hidden",
    OF_METHOD(I32, AXES_1(HIDDEN)), "number of replicas of the hidden size that vote", NULL},
[HF_SIGNIFICANCE_VOTERS_BY_SPLIT] = {SIGNIFICANCE "voters_by_split",
    OF_METHOD(I32, AXES_1(SPLIT)), "number of replicas of the split that vote", NULL},
[HF_SIGNIFICANCE_DRAWS_SKIPPED] = {SIGNIFICANCE "draws_skipped",
    OF_METHOD(I32, SCALAR), "bootstrap draws without voters", NULL},
[HF_SIGNIFICANCE_VARIANCE_SEED] = {SIGNIFICANCE "variance_seed",
    OF_METHOD(F64, AXES_2(HIDDEN, FEATURE)), "share of the rank's variance between seeds", NULL},
[HF_SIGNIFICANCE_VARIANCE_SPLIT] = {SIGNIFICANCE "variance_split",
    OF_METHOD(F64, AXES_2(HIDDEN, FEATURE)), "share of the rank's variance between splits", NULL},
[HF_SIGNIFICANCE_VARIANCE_INTERACTION] = {SIGNIFICANCE "variance_interaction",
    OF_METHOD(F64, AXES_2(HIDDEN, FEATURE)),
    "share of the rank's variance that neither seed nor split explains", NULL},
[HF_SIGNIFICANCE_VARIANCE_SEEDS_USED] = {SIGNIFICANCE "variance_seeds_used",
    OF_METHOD(I32, AXES_1(HIDDEN)),
    "seeds behind the variances: those without a diverged replica", NULL},
[HF_SIGNIFICANCE_PLAN_VARIANCE_SEED] = {SIGNIFICANCE "plan_variance_seed",
    OF_METHOD(F64, AXES_1(FEATURE)), "variance of the frequency's summand between seeds", NULL},
[HF_SIGNIFICANCE_PLAN_VARIANCE_SPLIT] = {SIGNIFICANCE "plan_variance_split",
    OF_METHOD(F64, AXES_1(FEATURE)), "variance of the frequency's summand between splits", NULL},
[HF_SIGNIFICANCE_PLAN_VARIANCE_INTERACTION] = {SIGNIFICANCE "plan_variance_interaction",
    OF_METHOD(F64, AXES_1(FEATURE)),
    "variance of the frequency's summand that neither explains", NULL},
[HF_SIGNIFICANCE_STABILITY] = {SIGNIFICANCE "stability",
    OF_METHOD(F64, SCALAR), "Nogueira's stability over all voters", NULL},
[HF_SIGNIFICANCE_STABILITY_BY_HIDDEN] = {SIGNIFICANCE "stability_by_hidden",
    OF_METHOD(F64, AXES_1(HIDDEN)),
    "Nogueira's stability over the voters of the hidden size", NULL},
[HF_SIGNIFICANCE_STABILITY_BY_K] = {SIGNIFICANCE "stability_by_k", OF_METHOD(F64, AXES_1(RANK)),
    "Nogueira's stability if as many features as the rank were selected", NULL},
[HF_SIGNIFICANCE_STABILITY_CROSS] = {SIGNIFICANCE "stability_cross",
    OF_METHOD(F64, SCALAR), "agreement of voters that differ in seed and split", NULL},
[HF_SIGNIFICANCE_STABILITY_CROSS_LOW] = {SIGNIFICANCE "stability_cross_low",
    OF_METHOD(F64, SCALAR), "lower limit of stability_cross, pigeonhole bootstrap", NULL},
[HF_SIGNIFICANCE_STABILITY_CROSS_HIGH] = {SIGNIFICANCE "stability_cross_high",
    OF_METHOD(F64, SCALAR), "upper limit of stability_cross, pigeonhole bootstrap", NULL},
[HF_SIGNIFICANCE_STABILITY_CROSS_DRAWS_SKIPPED] = {SIGNIFICANCE "stability_cross_draws_skipped",
    OF_METHOD(I32, SCALAR), "bootstrap draws without voters that differ in seed and split", NULL},
[HF_SIGNIFICANCE_STABILITY_CROSS_BY_HIDDEN] = {SIGNIFICANCE "stability_cross_by_hidden",
    OF_METHOD(F64, AXES_1(HIDDEN)),
    "agreement of the hidden size's voters that differ in seed and split", NULL},
[HF_SIGNIFICANCE_STABILITY_SEED] = {SIGNIFICANCE "stability_seed",
    OF_METHOD(F64, SCALAR), "agreement of voters that differ in seed alone", NULL},
[HF_SIGNIFICANCE_STABILITY_SPLIT] = {SIGNIFICANCE "stability_split",
    OF_METHOD(F64, SCALAR), "agreement of voters that differ in split alone", NULL},
[HF_SIGNIFICANCE_STABILITY_HIDDEN] = {SIGNIFICANCE "stability_hidden",
    OF_METHOD(F64, SCALAR), "agreement of voters that differ in hidden size alone", NULL},
[HF_SIGNIFICANCE_KENDALL_W] = {SIGNIFICANCE "kendall_w",
    OF_METHOD(F64, SCALAR), "Kendall's W of the voters' rankings", NULL},
[HF_SIGNIFICANCE_KENDALL_W_BY_HIDDEN] = {SIGNIFICANCE "kendall_w_by_hidden",
    OF_METHOD(F64, AXES_1(HIDDEN)),
    "Kendall's W of the rankings of the hidden size's voters", NULL},
[HF_SIGNIFICANCE_HALF_SAMPLES] = {SIGNIFICANCE "half_samples", OF_METHOD(I32, SCALAR),
    "half-samples behind half_sample_frequency, 0 if it does not apply", NULL},
[HF_SIGNIFICANCE_HALF_SAMPLE_FREQUENCY] = {SIGNIFICANCE "half_sample_frequency",
    OF_METHOD(F64, AXES_1(FEATURE)),
    "share of half-samples whose mean ranks select the feature", NULL},
[HF_SIGNIFICANCE_ERROR_BOUND] = {SIGNIFICANCE "error_bound", OF_METHOD(F64, AXES_1(THRESHOLD)),
    "falsely selected features expected at most (Meinshausen and Buehlmann)", NULL},
[HF_SIGNIFICANCE_ERROR_BOUND_UNIMODAL] = {SIGNIFICANCE "error_bound_unimodal",
    OF_METHOD(F64, AXES_1(THRESHOLD)),
    "falsely selected features expected at most (Shah and Samworth)", NULL},
[HF_SIGNIFICANCE_GROUP_FREQUENCY] = {SIGNIFICANCE "group_frequency",
    OF_METHOD(F64, AXES_1(FEATURE)),
    "share of voters that select any feature of its correlated group", NULL},
#undef SIGNIFICANCE
#undef OF_METHOD

#define OF_ALL(type, axes) type, axes, ONCE, HF_IF_ALWAYS, STATISTICS, "1"
[HF_SIGNIFICANCE_AGREEMENT] = {"/significance/agreement", OF_ALL(F64, AXES_2(METHOD, METHOD)),
    "mean Spearman correlation of two methods' importances", NULL},
[HF_SIGNIFICANCE_GROUP] = {"/significance/group",
    OF_ALL(I32, AXES_1(FEATURE)), "correlated group of the feature, -1 if in none", NULL},
[HF_SIGNIFICANCE_GROUP_CHANCE] = {"/significance/group_chance",
    OF_ALL(F64, AXES_1(FEATURE)), "group_frequency if replicas chose by lot", NULL},
[HF_SIGNIFICANCE_SEED_UNITS] = {"/significance/seed_units",
    OF_ALL(I32, SCALAR), "units that stand for seeds in the bootstrap", NULL},
[HF_SIGNIFICANCE_SPLIT_UNITS] = {"/significance/split_units", OF_ALL(I32, SCALAR),
    "units that stand for splits in the bootstrap: splits, pairs or repeats", NULL},
[HF_SIGNIFICANCE_SEED_RESAMPLING] = {"/significance/seed_resampling", OF_ALL(U8, SCALAR),
    "how the bootstrap treats seeds: 1 is fixed, below 10 few", "fixed few enough"},
[HF_SIGNIFICANCE_SPLIT_RESAMPLING] = {"/significance/split_resampling", OF_ALL(U8, SCALAR),
    "how the bootstrap treats split units: 1 is fixed, below 10 few", "fixed few enough"},
#undef OF_ALL

#define LABELS "/null_test/labels/"
#define REPLICA_AXES AXES_2(PERMUTATION, PERMUTATION_REPLICA), ONCE, HF_IF_LABELS
#define OF_LABELS(type, axes) type, axes, ONCE, HF_IF_LABELS, STATISTICS, "1"
#define OF_METHOD(type, axes) type, axes, HF_SCOPE_NULL_METHOD, HF_IF_LABELS, STATISTICS, "1"
[HF_NULL_TEST_LABELS_STATUS] = {LABELS "status", U8, REPLICA_AXES, TRAINED | HF_ROLE_LABELS,
    "1", "state of the replica with permuted labels", "pending done diverged"},
[HF_NULL_TEST_LABELS_LEARNED] = {LABELS "learned", U8, REPLICA_AXES, TRAINED | HF_ROLE_LABELS,
    "1", "whether the balanced test accuracy is above chance", "no yes"},
[HF_NULL_TEST_LABELS_BALANCED_ACCURACY] = {LABELS "balanced_accuracy", F32, REPLICA_AXES,
    TRAINED | HF_ROLE_LABELS, "1", "mean recall of the classes among the test rows", NULL},
[HF_NULL_TEST_LABELS_CRC32] = {LABELS "crc32", U32, REPLICA_AXES, CHECKSUM | HF_ROLE_LABELS,
    "1", "CRC-32 of the replica's status, measures and importances", NULL},
[HF_NULL_TEST_LABELS_METHOD_IMPORTANCE] = {LABELS "{method}/importance", F32,
    AXES_3(PERMUTATION, PERMUTATION_REPLICA, FEATURE), HF_SCOPE_NULL_METHOD, HF_IF_LABELS,
    IMPORTANCE | HF_ROLE_LABELS, "1", "importance of the feature in the replica", NULL},
[HF_NULL_TEST_LABELS_P_VALUE] = {LABELS "p_value", OF_LABELS(F64, SCALAR),
    "share of permutations, the data's own labels among them, that are learned as well", NULL},
[HF_NULL_TEST_LABELS_OBSERVED] = {LABELS "observed", OF_LABELS(F64, SCALAR),
    "mean balanced test accuracy with the data's own labels, diverged replicas count 0", NULL},
[HF_NULL_TEST_LABELS_ACCURACY] = {LABELS "accuracy", OF_LABELS(F64, AXES_1(PERMUTATION)),
    "mean balanced test accuracy with permuted labels, diverged replicas count 0", NULL},
[HF_NULL_TEST_LABELS_METHOD_FREQUENCY] = {LABELS "{method}/frequency",
    OF_METHOD(F64, AXES_2(PERMUTATION, FEATURE)),
    "share of all finished replicas with permuted labels that select the feature", NULL},
[HF_NULL_TEST_LABELS_METHOD_P_VALUE] = {LABELS "{method}/p_value", OF_METHOD(F64, AXES_1(FEATURE)),
    "single-step maxT p-value of the feature's frequency", NULL},
[HF_NULL_TEST_LABELS_METHOD_OBSERVED_FREQUENCY] = {LABELS "{method}/observed_frequency",
    OF_METHOD(F64, AXES_1(FEATURE)),
    "share of all finished replicas with the data's own labels that select the feature", NULL},
[HF_NULL_TEST_LABELS_METHOD_VOTERS] = {LABELS "{method}/voters",
    OF_METHOD(I32, AXES_1(PERMUTATION)), "number of replicas behind the frequency", NULL},
#undef LABELS
#undef REPLICA_AXES
#undef OF_LABELS
#undef OF_METHOD

#define PROBES "/null_test/probes/"
#define REPLICA_AXES AXES_2(DRAW, DRAW_REPLICA), ONCE, HF_IF_PROBES
#define OF_METHOD(type, axes) type, axes, HF_SCOPE_NULL_METHOD, HF_IF_PROBES, STATISTICS, "1"
[HF_NULL_TEST_PROBES_STATUS] = {PROBES "status", U8, REPLICA_AXES, TRAINED | HF_ROLE_PROBES,
    "1", "state of the replica with probes", "pending done diverged"},
[HF_NULL_TEST_PROBES_LEARNED] = {PROBES "learned", U8, REPLICA_AXES, TRAINED | HF_ROLE_PROBES,
    "1", "whether the balanced test accuracy is above chance", "no yes"},
[HF_NULL_TEST_PROBES_BALANCED_ACCURACY] = {PROBES "balanced_accuracy", F32, REPLICA_AXES,
    TRAINED | HF_ROLE_PROBES, "1", "mean recall of the classes among the test rows", NULL},
[HF_NULL_TEST_PROBES_CRC32] = {PROBES "crc32", U32, REPLICA_AXES, CHECKSUM | HF_ROLE_PROBES,
    "1", "CRC-32 of the replica's status, measures and importances", NULL},
[HF_NULL_TEST_PROBES_METHOD_IMPORTANCE] = {PROBES "{method}/importance", F32,
    AXES_3(DRAW, DRAW_REPLICA, FEATURE_OR_PROBE), HF_SCOPE_NULL_METHOD, HF_IF_PROBES,
    IMPORTANCE | HF_ROLE_PROBES, "1", "importance of the feature or probe in the replica", NULL},
[HF_NULL_TEST_PROBES_METHOD_FREQUENCY] = {PROBES "{method}/frequency",
    OF_METHOD(F64, AXES_2(DRAW, FEATURE_OR_PROBE)),
    "share of the draw's voters that select the feature or probe", NULL},
[HF_NULL_TEST_PROBES_METHOD_THRESHOLD] = {PROBES "{method}/threshold",
    OF_METHOD(F64, AXES_1(DRAW)), "frequency above which the share of probes is least", NULL},
[HF_NULL_TEST_PROBES_METHOD_FDP] = {PROBES "{method}/fdp", OF_METHOD(F64, AXES_1(DRAW)),
    "(1 + probes) / features above the threshold: false share, estimated upwards", NULL},
[HF_NULL_TEST_PROBES_METHOD_SELECTED] = {PROBES "{method}/selected",
    OF_METHOD(U8, AXES_2(DRAW, FEATURE)), "whether the draw selects the feature", "no yes"},
[HF_NULL_TEST_PROBES_METHOD_SELECTED_SHARE] = {PROBES "{method}/selected_share",
    OF_METHOD(F64, AXES_1(FEATURE)), "share of draws that select the feature", NULL},
[HF_NULL_TEST_PROBES_METHOD_STANDS_OUT] = {PROBES "{method}/stands_out",
    OF_METHOD(U8, AXES_1(FEATURE)), "whether at least half of the draws select it", "no yes"},
[HF_NULL_TEST_PROBES_METHOD_VOTERS] = {PROBES "{method}/voters", OF_METHOD(I32, AXES_1(DRAW)),
    "number of replicas of the draw that vote", NULL},
[HF_NULL_TEST_PROBES_METHOD_PROBE_GROUP_FREQUENCY] = {PROBES "{method}/probe_group_frequency",
    OF_METHOD(F64, AXES_2(DRAW, FEATURE)),
    "share of the draw's voters that select a probe made of the feature's correlated group", NULL},
#undef PROBES
#undef REPLICA_AXES
#undef OF_METHOD

[HF_PROVENANCE_STATE] = {"/provenance/state", U8, SCALAR, ONCE, HF_IF_ALWAYS, 0,
    "1", "how far the experiment is", "training trained complete"},
};

const hf_text_row hf_text_table[HF_TEXTS] = {
[HF_TEXT_GIVEN] = {"/config/given", "configuration as it was given, YAML"},
[HF_TEXT_RESOLVED] = {"/config/resolved", "configuration with every key, YAML"},
[HF_TEXT_FEATURE_NAMES] = {"/dataset/feature_names", "names of the features, one a line"},
[HF_TEXT_CLASS_NAMES] = {"/dataset/class_names", "names of the classes, one a line"},
[HF_TEXT_SESSIONS] = {"/provenance/sessions", "runs that contributed, one JSON object a line"},
};
/* clang-format on */

const hf_arm_fields *hf_fields_of(hf_arm arm)
{
    static const hf_arm_fields fields[HF_ARMS] = {
        [HF_ARM_MAIN] = {HF_REPLICAS_STATUS, HF_REPLICAS_LEARNED, HF_REPLICAS_BALANCED_ACCURACY,
                         HF_REPLICAS_CRC32, HF_IMPORTANCE},
        [HF_ARM_LABELS] = {HF_NULL_TEST_LABELS_STATUS, HF_NULL_TEST_LABELS_LEARNED,
                           HF_NULL_TEST_LABELS_BALANCED_ACCURACY, HF_NULL_TEST_LABELS_CRC32,
                           HF_NULL_TEST_LABELS_METHOD_IMPORTANCE},
        [HF_ARM_PROBES] = {HF_NULL_TEST_PROBES_STATUS, HF_NULL_TEST_PROBES_LEARNED,
                           HF_NULL_TEST_PROBES_BALANCED_ACCURACY, HF_NULL_TEST_PROBES_CRC32,
                           HF_NULL_TEST_PROBES_METHOD_IMPORTANCE},
    };
    return &fields[arm];
}

hf_arm hf_field_arm(hf_field field)
{
    const unsigned roles = hf_field_table[field].roles;
    return (roles & HF_ROLE_LABELS) != 0   ? HF_ARM_LABELS
           : (roles & HF_ROLE_PROBES) != 0 ? HF_ARM_PROBES
                                           : HF_ARM_MAIN;
}

size_t hf_type_bytes(hf_type type)
{
    static const size_t bytes[HF_TYPES] = {
        [HF_TYPE_U8] = 1,  [HF_TYPE_U32] = 4, [HF_TYPE_I32] = 4,
        [HF_TYPE_I64] = 8, [HF_TYPE_F32] = 4, [HF_TYPE_F64] = 8,
    };
    return bytes[type];
}
