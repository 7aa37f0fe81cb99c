"""How far digits are learned by heart, and by how much each cure helps, over ten seeds.

    python -m benchmarks.overfitting [--seeds 10] [--write]

Some five minutes on two cores. The trainings are those of lesson 6's explorer: 784-k-10, batches
of 10, η = 1.5, a scaled start, and 20,000 steps however many images there are.
"""

import os

os.environ["OMP_NUM_THREADS"] = "1"  # one process a core does more than two threads a process
os.environ["OPENBLAS_NUM_THREADS"] = "1"

import argparse
import platform
from multiprocessing import get_context
from statistics import median

import numpy as np

from benchmarks.accuracy import told
from benchmarks.report import keep
from coursekit.explorers.digits import digits_to_learn
from coursekit.explorers.overfitting import PATIENCE
from coursekit.explorers.two_curves import BETWEEN, learning
from coursekit.network.stopping import stop_early
from coursekit.network.training import accuracy

# images, neurons, wrong labels in %, penalty
WAYS = {
    "1,000 images": (1_000, 30, 0, 0),
    "the same, 8 neurons": (1_000, 8, 0, 0),
    "the same, 100 neurons": (1_000, 100, 0, 0),
    "the same, penalty 0.5": (1_000, 30, 0, 0.5),
    "100 images": (100, 30, 0, 0),
    "10,000 images": (10_000, 30, 0, 0),
    "50,000 images": (50_000, 30, 0, 0),
    "1,000 images, 20 % wrong labels": (1_000, 30, 20, 0),
    "the same, 8 neurons ": (1_000, 8, 20, 0),
    "the same, 100 neurons ": (1_000, 100, 20, 0),
    "the same, penalty 1": (1_000, 30, 20, 1),
    "the same, penalty 2": (1_000, 30, 20, 2),
    "50,000 images, 20 % wrong labels": (50_000, 30, 20, 0),
}


def run(asked):
    """Return training, test and gap at the end, the test where early stopping stops, and when."""
    name, seed = asked
    training = learning(*WAYS[name], seed)
    for _ in training.pieces():
        pass
    test = digits_to_learn()[2]
    kept = stop_early([point.costs["held out"] for point in training.points], PATIENCE).kept
    learned = training.points[-1].accuracies["train"]
    last, early = (
        accuracy(training.points[k].network, test.inputs, test.labels) for k in (-1, kept)
    )
    return name, (learned, last, learned - last, early), BETWEEN * kept


def table(seeds):
    """Run everything and return the table as markdown lines."""
    got = {name: [] for name in WAYS}
    steps = {name: [] for name in WAYS}
    jobs = [(name, seed) for name in WAYS for seed in range(seeds)]
    with get_context("spawn").Pool(os.cpu_count()) as pool:
        for name, result, kept in pool.imap_unordered(run, jobs):
            got[name].append(result)
            steps[name].append(kept)
    lines = [
        f"Accuracy in %, median (range) over {seeds} seeds, after 20,000 steps of 784-30-10 unless "
        "stated: batches of 10, η = 1.5, a scaled start. Early stopping looks at 10,000 held-out "
        f"images every {BETWEEN} steps and waits for {PATIENCE} measurements.",
        "",
        "| | training | test | gap, in points | test, stopped early | kept at step |",
        "|---|---|---|---|---|---|",
    ]
    for name, results in got.items():
        columns = " | ".join(told(values) for values in zip(*results, strict=True))
        kept = f"{median(steps[name]):,.0f} ({min(steps[name]):,}–{max(steps[name]):,})"
        lines.append(f"| {name.strip()} | {columns} | {kept} |")
    return lines


def main():
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--seeds", type=int, default=10)
    parser.add_argument("--write", action="store_true", help="keep the table in README.md")
    asked = parser.parse_args()
    lines = [
        f"Measured on {os.cpu_count()} shared {platform.machine()} cores, {platform.system()}, "
        f"Python {platform.python_version()}, numpy {np.__version__}.",
        "To repeat: `python -m benchmarks.overfitting --write`.",
        "",
        *table(asked.seeds),
    ]
    print("\n".join(lines))
    if asked.write:
        keep("overfitting", lines)


if __name__ == "__main__":
    main()
