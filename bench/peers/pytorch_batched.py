#!/usr/bin/env python3
"""PyTorch with the replicas stacked by hand: one bmm serves all of them, Adam on the stacks.

What a user would write who knows that many small networks are slow one by one. The same network,
loss and test pass as in pytorch.py. Times are per replica.
"""

import math

import peer
import torch
from torch.nn import functional


def initial(generator, replicas, features, hidden, classes):
    def uniform(fan_in, *shape):
        bound = 1 / math.sqrt(fan_in)
        values = (2 * torch.rand(replicas, *shape, generator=generator) - 1) * bound
        return values.requires_grad_()

    return [
        uniform(features, features, hidden),
        uniform(features, 1, hidden),
        uniform(hidden, hidden, classes),
        uniform(hidden, 1, classes),
    ]


def outputs(inputs, parameters):
    w1, b1, w2, b2 = parameters
    activations = torch.relu(torch.baddbmm(b1, inputs, w1))
    return torch.softmax(torch.baddbmm(b2, activations, w2), dim=2)


class Adam:
    """PyTorch's update rule on whole stacks: element by element, so replicas stay apart."""

    def __init__(self, parameters, rate=0.001, beta1=0.9, beta2=0.999, epsilon=1e-8):
        self.rate, self.beta1, self.beta2, self.epsilon = rate, beta1, beta2, epsilon
        self.step_number = 0
        self.states = [(torch.zeros_like(p), torch.zeros_like(p)) for p in parameters]

    @torch.no_grad()
    def step(self, parameters, gradients):
        self.step_number += 1
        correction1 = 1 - self.beta1**self.step_number
        correction2 = math.sqrt(1 - self.beta2**self.step_number)
        for parameter, gradient, (mean, square) in zip(parameters, gradients, self.states):
            mean.lerp_(gradient, 1 - self.beta1)
            square.mul_(self.beta2).addcmul_(gradient, gradient, value=1 - self.beta2)
            root = square.sqrt().div_(correction2).add_(self.epsilon)
            parameter.addcdiv_(mean, root, value=-self.rate / correction1)


def trainer(options, data):
    x_train, y_train, x_test, y_test = map(torch.from_numpy, data)
    replicas = options.replicas
    shape = (x_train.shape[1], options.hidden, options.classes)
    x_train = x_train.expand(replicas, -1, -1)
    x_test = x_test.expand(replicas, -1, -1)
    targets = y_train.repeat(replicas)

    def train(seed, iterations=options.iterations):
        generator = torch.Generator().manual_seed(seed)
        parameters = initial(generator, replicas, *shape)
        adam = Adam(parameters)
        losses, accuracies = [], []
        for _ in range(iterations):
            scores = outputs(x_train, parameters)
            each = functional.cross_entropy(scores.flatten(0, 1), targets, reduction="none")
            loss = each.view(replicas, -1).mean(dim=1)
            gradients = torch.autograd.grad(loss.sum(), parameters)
            adam.step(parameters, gradients)
            losses.append(loss.detach())
            with torch.no_grad():
                hits = outputs(x_test, parameters).argmax(dim=2) == y_test
                accuracies.append(hits.float().mean(dim=1))

        def check():
            lowest = accuracies[-1].min().item()
            passed = lowest > 0.9 and bool((losses[-1] < losses[0]).all())
            return {"lowest_accuracy": lowest, "passed": passed}

        return check

    return train


def main():
    parser = peer.arguments(__doc__.splitlines()[0])
    parser.add_argument("--replicas", type=int, default=64, help="networks in one stack")
    options = parser.parse_args()
    torch.set_num_threads(options.threads)
    train = trainer(options, peer.breast_cancer())
    train(0, 10)
    scale = 1000 / options.iterations / options.replicas
    peer.time_trainings("pytorch_batched", train, options.repeat, scale)


main()
