#!/usr/bin/env python3
"""Writes the tutorial's halves in FANN's format: FOLDER/train.data and FOLDER/test.data."""

import pathlib
import sys

import peer


def write(path, inputs, labels):
    classes = int(labels.max()) + 1
    with open(path, "w", encoding="utf-8") as file:
        print(len(inputs), inputs.shape[1], classes, file=file)
        for row, label in zip(inputs, labels):
            print(*(f"{value:.9g}" for value in row), file=file)
            print(*(int(label == number) for number in range(classes)), file=file)


def main():
    folder = pathlib.Path(sys.argv[1])
    x_train, y_train, x_test, y_test = peer.breast_cancer()
    write(folder / "train.data", x_train, y_train)
    write(folder / "test.data", x_test, y_test)


main()
