#!/usr/bin/env python3
"""PyTorch as the tutorial writes it: one replica, test accuracy after each step.

With --rows a synthetic data set takes the place of the breast cancer data, the loss takes the
logits, and the test pass is left out where there are no test rows.
"""

import peer
import torch
from torch import nn


class Network(nn.Module):
    def __init__(self, features, hidden, classes, softmax):
        super().__init__()
        self.hidden = nn.Linear(features, hidden)
        self.relu = nn.ReLU()
        self.output = nn.Linear(hidden, classes)
        self.softmax = nn.Softmax(dim=1) if softmax else nn.Identity()

    def forward(self, inputs):
        return self.softmax(self.output(self.relu(self.hidden(inputs))))


def trainer(options, data, tutorial):
    x_train, y_train, x_test, y_test = map(torch.from_numpy, data)

    def train(seed, iterations=options.iterations):
        torch.manual_seed(seed)
        network = Network(x_train.shape[1], options.hidden, options.classes, tutorial)
        criterion = nn.CrossEntropyLoss()
        optimizer = torch.optim.Adam(network.parameters(), lr=0.001)
        losses, accuracies = [], []
        for _ in range(iterations):
            optimizer.zero_grad()
            loss = criterion(network(x_train), y_train)
            loss.backward()
            optimizer.step()
            losses.append(loss.item())
            if len(y_test):
                with torch.no_grad():
                    hits = network(x_test).argmax(dim=1) == y_test
                    accuracies.append(hits.float().mean().item())

        def check():
            result = {"first_loss": losses[0], "last_loss": losses[-1]}
            result["passed"] = losses[-1] < losses[0]
            if tutorial:
                result["accuracy"] = accuracies[-1]
                result["passed"] = result["passed"] and accuracies[-1] > 0.9
            return result

        return check

    return train


def main():
    options = peer.arguments(__doc__.splitlines()[0]).parse_args()
    torch.set_num_threads(options.threads)
    tutorial = options.rows is None
    if tutorial:
        data = peer.breast_cancer()
    else:
        data = peer.clusters(options.rows, options.test_rows, options.features, options.classes)
    train = trainer(options, data, tutorial)
    train(0, 3)
    peer.time_trainings("pytorch", train, options.repeat, 1000 / options.iterations)


main()
