/* FANN: 1,000 epochs of RPROP (its default) on all rows, no test pass.
 *
 *     fann TRAIN TEST HIDDEN ITERATIONS REPEAT
 *
 * TRAIN and TEST are in FANN's own format. FANN 2.2 has no ReLU: hidden units take its cheapest
 * bounded activation, piecewise linear, outputs its sigmoid. A network must classify more than
 * 0.9 of the test rows, or nothing is reported. */
#define _POSIX_C_SOURCE 200809L
#include <floatfann.h>
#include <stdio.h>
#include <stdlib.h>
#include <time.h>

static double now(void)
{
    struct timespec time;
    clock_gettime(CLOCK_MONOTONIC, &time);
    return (double)time.tv_sec + 1e-9 * (double)time.tv_nsec;
}

static unsigned int largest(const fann_type *values, unsigned int count)
{
    unsigned int place = 0;
    for (unsigned int i = 1; i < count; i++) {
        place = values[i] > values[place] ? i : place;
    }
    return place;
}

static double accuracy(struct fann *network, struct fann_train_data *data)
{
    unsigned int rows = fann_length_train_data(data);
    unsigned int classes = fann_get_num_output(network);
    unsigned int hits = 0;
    for (unsigned int i = 0; i < rows; i++) {
        const fann_type *scores = fann_run(network, data->input[i]);
        hits += largest(scores, classes) == largest(data->output[i], classes);
    }
    return (double)hits / rows;
}

static struct fann *create(const struct fann_train_data *data, unsigned int hidden)
{
    struct fann *network = fann_create_standard(3, data->num_input, hidden, data->num_output);
    if (network != NULL) {
        fann_set_activation_function_hidden(network, FANN_LINEAR_PIECE_SYMMETRIC);
        fann_set_activation_function_output(network, FANN_SIGMOID);
        fann_set_training_algorithm(network, FANN_TRAIN_RPROP);
    }
    return network;
}

int main(int count, char **words)
{
    if (count != 6) {
        fprintf(stderr, "usage: fann TRAIN TEST HIDDEN ITERATIONS REPEAT\n");
        return 64;
    }
    struct fann_train_data *train = fann_read_train_from_file(words[1]);
    struct fann_train_data *test = fann_read_train_from_file(words[2]);
    if (train == NULL || test == NULL) {
        return 66;
    }
    unsigned int hidden = (unsigned int)strtoul(words[3], NULL, 10);
    long iterations = strtol(words[4], NULL, 10);
    long repeat = strtol(words[5], NULL, 10);
    double correct = 0.0;
    printf("{\"name\": \"fann\", \"seconds\": [");
    for (long i = 0; i < repeat; i++) {
        struct fann *network = create(train, hidden);
        if (network == NULL) {
            return 70;
        }
        double start = now();
        for (long t = 0; t < iterations; t++) {
            fann_train_epoch(network, train);
        }
        double seconds = (now() - start) * 1000.0 / (double)iterations;
        correct = accuracy(network, test);
        fann_destroy(network);
        if (correct < 0.9) {
            fprintf(stderr, "fann: test accuracy %.3f: it has not learned\n", correct);
            return 65;
        }
        printf("%s%.9f", i > 0 ? ", " : "", seconds);
    }
    printf("], \"check\": {\"accuracy\": %.6f, \"passed\": true}}\n", correct);
    fann_destroy_train(train);
    fann_destroy_train(test);
    return 0;
}
