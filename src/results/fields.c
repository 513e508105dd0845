/* The table of the results file's fields, from the one list of them. */
#include "fields.h"

/* The words for tasks and roles in the list. */
enum { ANY = HF_TASK_ANY, CLASSES = HF_TASK_CLASSES, OUTCOME = HF_TASK_OUTCOME };
enum {
    NOTHING = 0,
    DIGEST = HF_ROLE_DIGEST,
    TRAINED = HF_ROLE_ROW | HF_ROLE_DIGEST | HF_ROLE_TRAINED,
    TIME = HF_ROLE_ROW | HF_ROLE_TRAINED, /* no two runs take the same */
    IMPORTANCE = HF_ROLE_ROW | HF_ROLE_DIGEST | HF_ROLE_IMPORTANCE,
    CHECKSUM = HF_ROLE_ROW | HF_ROLE_CHECKSUM,
    STATISTICS = HF_ROLE_DIGEST | HF_ROLE_STATISTICS
};

const hf_field_row hf_field_table[HF_FIELDS] = {
#define FIELD(id, path, type, a, b, c, scope, condition, role, units, text, flags)                 \
    [HF_##id] = {path,                                                                             \
                 HF_TYPE_##type,                                                                   \
                 {HF_AXIS_##a, HF_AXIS_##b, HF_AXIS_##c},                                          \
                 HF_SCOPE_##scope,                                                                 \
                 HF_IF_##condition,                                                                \
                 role,                                                                             \
                 units,                                                                            \
                 text,                                                                             \
                 flags,                                                                            \
                 SINCE,                                                                            \
                 TASK},
#include "holdfast/fields.def"
};

/* clang-format off */
const hf_text_row hf_text_table[HF_TEXTS] = {
[HF_TEXT_GIVEN] = {"/config/given", "configuration as it was given, YAML", 1},
[HF_TEXT_RESOLVED] = {"/config/resolved", "configuration with every key, YAML", 1},
[HF_TEXT_FEATURE_NAMES] = {"/dataset/feature_names", "names of the features, one a line", 1},
[HF_TEXT_CLASS_NAMES] = {"/dataset/class_names", "names of the classes, one a line", 1},
[HF_TEXT_LEVELS] = {"/dataset/levels", "levels of each category in their order, a JSON object", 2},
[HF_TEXT_SESSIONS] = {"/provenance/sessions", "runs that contributed, one JSON object a line", 1},
};
/* clang-format on */

const hf_arm_fields *hf_fields_of(hf_arm arm)
{
#define FIELDS(of_replica, importance)                                                             \
    {                                                                                              \
        of_replica##_STATUS, of_replica##_LEARNED, of_replica##_BALANCED_ACCURACY,                 \
            of_replica##_TEST_R2, of_replica##_CRC32, importance                                   \
    }
    static const hf_arm_fields fields[HF_ARMS] = {
        [HF_ARM_MAIN] = FIELDS(HF_REPLICAS, HF_IMPORTANCE),
        [HF_ARM_LABELS] = FIELDS(HF_NULL_TEST_LABELS, HF_NULL_TEST_LABELS_METHOD_IMPORTANCE),
        [HF_ARM_PROBES] = FIELDS(HF_NULL_TEST_PROBES, HF_NULL_TEST_PROBES_METHOD_IMPORTANCE),
    };
#undef FIELDS
    return &fields[arm];
}

hf_field hf_score_field(const hf_config *config, hf_arm arm)
{
    const hf_arm_fields *fields = hf_fields_of(arm);
    return hf_config_is_regression(config) ? fields->test_r2 : fields->balanced_accuracy;
}

hf_arm hf_field_arm(hf_field field)
{
    const hf_condition condition = hf_field_table[field].condition;
    return condition == HF_IF_LABELS   ? HF_ARM_LABELS
           : condition == HF_IF_PROBES ? HF_ARM_PROBES
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
