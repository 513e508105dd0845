/*
 * The network input -> ReLU layer -> softmax, or one linear output, and training one replica of it.
 * What is called a feature here and in the kernels is one of the network's inputs (dataset.h).
 *
 * All arithmetic is float32 with a fixed order of sums and fused multiply-adds where the source
 * says so, so that results are the same to the bit on every instruction set (kernels.h) and for any
 * number of threads. Thread-safe: one workspace per replica that is being trained.
 */
#ifndef HOLDFAST_NETWORK_NETWORK_H
#define HOLDFAST_NETWORK_NETWORK_H

#include "holdfast/config.h"
#include "holdfast/status.h"
#include <stdbool.h>
#include <stdint.h>

/* Rows of a split in the layouts of the kernels; made by hf_samples_make. */
typedef struct hf_samples hf_samples;

/* Packs standardised rows x [row, feature] with labels y [row]; copies them. */
hf_status hf_samples_make(const float *x, const int32_t *y, int64_t rows, int64_t features,
                          int64_t classes, hf_samples **samples, hf_error *error);
/* The same with a measured outcome [row], standardised, which the one output is to predict: for
 * training.loss: mse. */
hf_status hf_samples_make_outcome(const float *x, const float *outcome, int64_t rows,
                                  int64_t features, hf_samples **samples, hf_error *error);
void hf_samples_free(hf_samples **samples);

/* Weights of the classes as training.class_weight says, of which `y` are the labels of the rows
 * that train (each class has one): balanced is n / (C n_c). Without weights nothing is written and
 * false comes back. */
bool hf_class_weights(const hf_config *config, const int32_t *y, int64_t rows, int64_t classes,
                      double *weight);
/* Each row's loss gets the weight of its class. A trainer's samples have weights, all of them,
 * where its configuration says so. */
hf_status hf_samples_weigh(hf_samples *samples, const double *class_weight, hf_error *error);

/* Where the outcome of one replica goes; arrays are the caller's, dense, PyTorch's layout; those
 * that are NULL are not wanted. The history is NaN after the last step. A replica that diverged (a
 * loss on its training batch not finite, or none on its validation rows finite) has `diverged` set
 * and everything but the initial weights and the history before that point NaN. */
typedef struct hf_outcome {
    float *input_weight, *input_bias, *output_weight, *output_bias;
    float *initial_input_weight, *initial_input_bias, *initial_output_weight, *initial_output_bias;
    float *loss_history, *score_history; /* [hf_history_entries]; score: accuracy or R2 */
    float train_loss, train_accuracy, test_loss, test_accuracy, balanced_accuracy;
    float test_r2;    /* of a measured outcome, whose accuracies are NaN; of classes NaN */
    double test_rmse; /* likewise, of the standardised outcome */
    int32_t dead_units, iterations; /* steps to the weights that are left; 0: diverged */
    bool learned, diverged;
    bool interrupted; /* by a request to stop (stop.h): the rest is in any state */
} hf_outcome;

typedef struct hf_trainer hf_trainer;

/* A workspace for replicas with these sizes, each trained by `team` threads (at least 1) together;
 * `config` gives model.init, training.*, output.history_every and must outlive it. */
hf_status hf_trainer_make(const hf_config *config, int64_t features, int64_t hidden,
                          int64_t classes, int64_t train_rows, int64_t team, hf_trainer **trainer,
                          hf_error *error);
void hf_trainer_free(hf_trainer **trainer);

/* Trains the replica with this seed on this split. All losses are means over rows, weighted where
 * the rows have weights: sum of weight times loss / sum of weight. `split` only keys the order of
 * mini-batches. With `validation` (not NULL; the trainer's training.validation_fraction is above 0)
 * it stops early: after each step the loss on these rows is computed; training ends when
 * training.patience steps in a row did not make it smaller than it ever was. The weights of its
 * smallest value, the first one, are then the replica's. */
void hf_trainer_run(hf_trainer *trainer, const hf_samples *train, const hf_samples *validation,
                    const hf_samples *test, int64_t seed, int64_t split, hf_outcome *outcome);

/* Initial weights, dense, as the key model.init says (docs/configuration.md). */
void hf_initial_weights(hf_init init, int64_t seed, int64_t features, int64_t hidden,
                        int64_t classes, float *input_weight, float *input_bias,
                        float *output_weight, float *output_bias);

/* Floating-point operations (a fused multiply-add is two) of training one such replica that does
 * not stop early; for planning. */
double hf_training_flops(const hf_config *config, int64_t features, int64_t hidden, int64_t classes,
                         int64_t train_rows, int64_t validation_rows, int64_t test_rows);

/* How many times faster a team trains such a replica than one thread does, about; below 1 where
 * the threads would wait for each other longer than they work. For planning. */
double hf_training_speedup(const hf_config *config, int64_t features, int64_t hidden,
                           int64_t classes, int64_t train_rows, int64_t validation_rows,
                           int64_t team);

#endif
