#!/usr/bin/env python3
"""scikit-learn's MLPClassifier: Adam on all rows, no test pass, never stopping early.

With two classes its output is one logistic unit, which is less work than two softmax outputs.
"""

import warnings

import peer
from sklearn.exceptions import ConvergenceWarning
from sklearn.neural_network import MLPClassifier


def trainer(options, data):
    x_train, y_train, x_test, y_test = data

    def train(seed, iterations=options.iterations):
        network = MLPClassifier(
            hidden_layer_sizes=(options.hidden,),
            solver="adam",
            alpha=0,
            batch_size=len(x_train),
            learning_rate_init=0.001,
            max_iter=iterations,
            shuffle=False,
            random_state=seed,
            tol=0,
            n_iter_no_change=10 * options.iterations,
        )
        network.fit(x_train, y_train)

        def check():
            accuracy = network.score(x_test, y_test)
            passed = accuracy > 0.9 and network.n_iter_ == iterations
            return {"accuracy": accuracy, "iterations": network.n_iter_, "passed": passed}

        return check

    return train


def main():
    options = peer.arguments(__doc__.splitlines()[0]).parse_args()
    # It warns that it has not converged wherever it makes all of its iterations.
    warnings.simplefilter("ignore", ConvergenceWarning)
    train = trainer(options, peer.breast_cancer())
    train(0, 10)
    peer.time_trainings("sklearn", train, options.repeat, 1000 / options.iterations)


main()
