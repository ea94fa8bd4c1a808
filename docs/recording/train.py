"""Trains a small net with six learning rates, and writes what it did to runs.csv.

The net has a hidden layer of eight, and is trained on 60 points by gradient descent on all of them at once. Run it
again with `python docs/recording/train.py docs/content/training`; it needs numpy only.
"""

import csv
import sys
from pathlib import Path

import numpy as np

RATES = (0.03, 0.1, 0.3, 1.0, 3.0, 10.0)
SEEDS = (1, 2)
STEPS = 120
NOT_TRAINED = {(10.0, 2)}
"""The machine was needed for something else."""


def data(seed=0):
    """Sixty points in two classes: inside of a ring, and on it. x is (60, 2), y (60,)."""
    random = np.random.default_rng(seed)
    angle = random.uniform(0, 2 * np.pi, 60)
    radius = np.where(np.arange(60) % 2, 1.6, 0.6) + 0.15 * random.normal(size=60)
    return np.stack([radius * np.cos(angle), radius * np.sin(angle)], axis=1), (np.arange(60) % 2).astype(float)


def train(rate, seed, x, y):
    """The loss and the accuracy before each step and after the last."""
    random = np.random.default_rng(seed)
    w, b = random.normal(size=(2, 8)), np.zeros(8)
    v, c = random.normal(size=8) / 3, 0.0
    for _ in range(STEPS + 1):
        hidden = np.tanh(x @ w + b)
        p = 1 / (1 + np.exp(-np.clip(hidden @ v + c, -30, 30)))
        loss = -np.mean(y * np.log(p + 1e-12) + (1 - y) * np.log(1 - p + 1e-12))
        yield loss, np.mean((p > 0.5) == y)
        error = (p - y) / len(y)
        back = np.outer(error, v) * (1 - hidden**2)
        w, b = w - rate * x.T @ back, b - rate * back.sum(axis=0)
        v, c = v - rate * hidden.T @ error, c - rate * error.sum()


def main(folder):
    """Write the file."""
    x, y = data()
    with (folder / "runs.csv").open("w", newline="") as file:
        table = csv.writer(file)
        table.writerow(["learning_rate", "seed", "step", "loss", "accuracy"])
        for rate in RATES:
            for seed in SEEDS:
                if (rate, seed) in NOT_TRAINED:
                    continue
                for step, (loss, accuracy) in enumerate(train(rate, seed, x, y)):
                    measured = f"{accuracy:.4f}" if step % 5 == 0 else ""
                    table.writerow([rate, seed, step, f"{loss:.5f}", measured])


if __name__ == "__main__":
    main(Path(sys.argv[1] if len(sys.argv) > 1 else "."))
