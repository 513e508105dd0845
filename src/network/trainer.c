/* The workspace of training. */
#include "trainer.h"

#include "base/nan.h"
#include "holdfast/memory.h"

/* A team works on so many blocks a member between two barriers. */
enum { BLOCKS_PER_MEMBER = 4 };

int64_t hf_batch_rows(const hf_config *config, int64_t train_rows)
{
    const int64_t size = config->training.batch_size;
    return size > 0 && size < train_rows ? size : train_rows;
}

/* Blocks between two barriers: enough to share, few enough to stay in the cache. */
static int64_t slots_of(int64_t team, int64_t batch)
{
    const int64_t blocks = (batch + HF_ROW_BLOCK - 1) / HF_ROW_BLOCK;
    const int64_t most = team * BLOCKS_PER_MEMBER;
    return team == 1 ? 1 : blocks < most ? blocks : most;
}

/* Rows of the longest pass of each step: the validation rows are at most as many as train. */
static int64_t pass_rows(const hf_config *config, int64_t train_rows)
{
    return config->training.validation_fraction > 0 ? train_rows
                                                    : hf_batch_rows(config, train_rows);
}

/* How often the slots are filled for so many rows. */
static int64_t rounds(int64_t rows, int64_t slots)
{
    const int64_t blocks = (rows + HF_ROW_BLOCK - 1) / HF_ROW_BLOCK;
    return (blocks + slots - 1) / slots;
}

int64_t hf_barriers(const hf_config *config, int64_t train_rows, int64_t validation_rows,
                    int64_t team)
{
    const int64_t slots = slots_of(team, pass_rows(config, train_rows));
    return 2 * rounds(hf_batch_rows(config, train_rows), slots) + 1 +
           2 * rounds(validation_rows, slots);
}

static hf_status make_arrays(hf_trainer *trainer, int64_t train_rows, hf_error *error)
{
    const hf_network *network = &trainer->parameter.network;
    const int64_t features = network->features, hidden = network->hidden;
    const int64_t classes = network->classes, team = trainer->team, slots = trainer->slots;
    const int64_t sums = team * classes + hidden * (1 + classes);
    const size_t block = HF_ROW_BLOCK * sizeof(float), lanes = HF_LANES * sizeof(float);
    HF_TRY(hf_allocate(&trainer->lane_sums, sums, lanes, error));
    HF_TRY(hf_allocate(&trainer->summed, sums, sizeof(float), error));
    HF_TRY(hf_allocate(&trainer->activation, slots * hidden, block, error));
    HF_TRY(hf_allocate(&trainer->logits, slots * classes, block, error));
    HF_TRY(hf_allocate(&trainer->logit_gradient, slots * classes, block, error));
    HF_TRY(hf_allocate(&trainer->scratch, team * classes, block, error));
    HF_TRY(hf_allocate(&trainer->losses, slots, HF_ROW_BLOCK * sizeof(double), error));
    HF_TRY(hf_allocate(&trainer->correct, team, sizeof(int64_t), error));
    HF_TRY(hf_allocate(&trainer->class_counts, team * classes, 2 * sizeof(int64_t), error));
    HF_TRY(hf_allocate(&trainer->alive, team * hidden, 1, error));
    HF_TRY(hf_allocate(&trainer->dense, trainer->parameter.count, sizeof(float), error));
    HF_TRY(hf_allocate(&trainer->fraction, 2 * (classes + 2), sizeof(uint32_t), error));
    const int64_t batch = hf_batch_rows(trainer->config, train_rows);
    if (batch > SEGMENT_ROWS)
        HF_TRY(hf_slab_make(features, hidden, classes, &trainer->segment_sum, error));
    if (batch < train_rows) {
        HF_TRY(hf_allocate(&trainer->order, train_rows, sizeof(int64_t), error));
        HF_TRY(hf_samples_allocate(batch, features, classes, &trainer->batch, error));
        if (trainer->config->training.class_weight.kind != HF_CLASS_WEIGHT_NONE)
            HF_TRY(hf_samples_allocate_weights(&trainer->batch, error));
        if (hf_trainer_measures(trainer))
            trainer->batch.beyond = hf_nan_f32();
    }
    return HF_OK;
}

hf_status hf_trainer_make(const hf_config *config, int64_t features, int64_t hidden,
                          int64_t classes, int64_t train_rows, int64_t team, hf_trainer **made,
                          hf_error *error)
{
    hf_trainer *trainer;
    hf_status status = HF_OK;
    *made = NULL;
    HF_TRY(hf_allocate(&trainer, 1, sizeof *trainer, error));
    trainer->config = config;
    trainer->team = team;
    hf_barrier_make(&trainer->barrier);
    trainer->slots = slots_of(team, pass_rows(config, train_rows));
    HF_TRY_CLEANUP(hf_slab_make(features, hidden, classes, &trainer->parameter, error));
    HF_TRY_CLEANUP(hf_slab_make(features, hidden, classes, &trainer->gradient, error));
    HF_TRY_CLEANUP(hf_slab_make(features, hidden, classes, &trainer->first_moment, error));
    if (config->training.optimizer != HF_OPTIMIZER_SGD)
        HF_TRY_CLEANUP(hf_slab_make(features, hidden, classes, &trainer->second_moment, error));
    if (config->training.validation_fraction > 0)
        HF_TRY_CLEANUP(hf_slab_make(features, hidden, classes, &trainer->kept, error));
    HF_TRY_CLEANUP(make_arrays(trainer, train_rows, error));
cleanup:
    if (status != HF_OK)
        hf_trainer_free(&trainer);
    *made = trainer;
    return status;
}

void hf_trainer_free(hf_trainer **made)
{
    hf_trainer *trainer = *made;
    if (!trainer)
        return;
    hf_barrier_free(&trainer->barrier);
    hf_slab_free(&trainer->parameter);
    hf_slab_free(&trainer->gradient);
    hf_slab_free(&trainer->first_moment);
    hf_slab_free(&trainer->second_moment);
    hf_slab_free(&trainer->kept);
    hf_slab_free(&trainer->segment_sum);
    hf_free(&trainer->lane_sums);
    hf_free(&trainer->summed);
    hf_free(&trainer->activation);
    hf_free(&trainer->logits);
    hf_free(&trainer->logit_gradient);
    hf_free(&trainer->scratch);
    hf_free(&trainer->losses);
    hf_free(&trainer->correct);
    hf_free(&trainer->dense);
    hf_samples_release(&trainer->batch);
    hf_free(&trainer->order);
    hf_free(&trainer->class_counts);
    hf_free(&trainer->fraction);
    hf_free(&trainer->alive);
    hf_free(made);
}
