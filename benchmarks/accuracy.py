"""How well the course's network learns, beside published figures, over ten seeds.

    python -m benchmarks.accuracy [--seeds 10] [--write]

Some ten minutes on two cores. Nielsen's figures are from his *Neural Networks and Deep Learning*,
chapters 1 and 3, best of three runs; his quadratic cost is half of ours, so half his η is our η.
"""

import os

os.environ["OMP_NUM_THREADS"] = "1"  # one process a core does more than two threads a process
os.environ["OPENBLAS_NUM_THREADS"] = "1"

import argparse
import platform
from dataclasses import dataclass
from multiprocessing import get_context
from statistics import median

import numpy as np

from benchmarks.report import keep
from coursekit.network.datasets import mnist, moons
from coursekit.network.network import Network
from coursekit.network.training import accuracy, descend
from coursekit.network.watched import Watched, as_examples

BATCH = 10


@dataclass(frozen=True)
class Digits:
    """One way to train on MNIST, and what was published for it."""

    name: str
    sizes: tuple[int, ...]
    rate: float
    published: str
    start: str = "unit"
    images: int = 50_000
    epochs: int = 30
    penalty: float = 0.0
    fall: float = 1.0  # what is left of η after each epoch

    def run(self, seed):
        """Return test accuracy after the first epoch, at its best, at the end; training's last."""
        rng = np.random.default_rng(seed)
        train, test = as_examples(mnist("train")[: self.images]), as_examples(mnist("test"))
        start = Network.random(self.sizes, rng, scale=self.start, dtype=np.float32)
        training = Watched(
            start,
            train,
            {"test": test},
            rate=lambda epoch: self.rate * self.fall**epoch,
            batch_size=BATCH,
            epochs=self.epochs,
            rng=rng,
            penalty=self.penalty,
        )
        for _ in training.pieces():
            pass
        tests = [point.accuracies["test"] for point in training.points[1:]]
        last = accuracy(training.network, train.inputs, train.labels)
        return tests[0], max(tests), tests[-1], last


SMALL, LARGE, LAYERS = (784, 30, 10), (784, 100, 10), (784, 16, 16, 10)
DIGITS = (
    Digits("784-30-10, η = 1.5", SMALL, 1.5, "91.29 % after one epoch, 95.42 % at best"),
    Digits("the same, scaled start", SMALL, 1.5, "–", start="fan-in"),
    Digits("784-100-10, η = 1.5", LARGE, 1.5, "96.59 % at best, “varies widely”"),
    Digits("the same, scaled start", LARGE, 1.5, "–", start="fan-in"),
    Digits("784-100-10, η = 0.0005", LARGE, 0.0005, "11.39 % → 21.42 %"),
    Digits("784-30-10, η = 50", SMALL, 50.0, "about 10 %"),
    Digits("784-16-16-10, scaled start, η = 1.5", LAYERS, 1.5, "“about 96 %” (3B1B)", "fan-in"),
    *(
        Digits(
            f"784-{'-'.join(map(str, middle))}-10 as lesson 5 trains it: 60,000 images, 10 epochs, "
            f"{how}",
            (784, *middle, 10),
            1.5,
            "–",
            start=start,
            images=60_000,
            epochs=10,
            fall=fall,
        )
        for middle, how, start, fall in (
            ((16, 16), "scaled start, η falls by a fifth each epoch", "fan-in", 0.8),
            ((16, 16), "scaled start, constant η", "fan-in", 1.0),
            ((16, 16), "unit start, η falls", "unit", 0.8),
            ((30,), "scaled start, η falls", "fan-in", 0.8),
            ((100,), "scaled start, η falls", "fan-in", 0.8),
        )
    ),
    Digits(
        "1,000 images, 400 epochs, η = 0.5 (his cost: cross-entropy)",
        SMALL,
        0.5,
        "82.27 %, 100 % on training",
        images=1000,
        epochs=400,
    ),
    Digits(
        "the same with a penalty of 0.2 (his λ = 0.1, of cross-entropy)",
        SMALL,
        0.5,
        "87.1 %",
        images=1000,
        epochs=400,
        penalty=0.2,
    ),
)


def on_moons(seed):
    """Return the training accuracy of 2-16-16-1 on 100 points after 100 and 1,000 full steps."""
    rng = np.random.default_rng(seed)
    points = moons(100, rng)
    inputs, labels = points.inputs, points.labels
    network = Network.random((2, 16, 16, 1), rng)
    walk = descend(
        network, inputs, labels[:, None], rate=3.0, batch_size=None, epochs=1000, rng=rng, every=100
    )
    shares = [accuracy(record.network, inputs, labels) for record in walk]
    return shares[1], shares[-1]


def neuron(start):
    """Return the output of Nielsen's neuron before, after 150 and after 300 steps."""
    network = Network([[[start[0]]]], [[start[1]]])
    rng = np.random.default_rng(0)
    walk = descend(
        network, [[1.0]], [[0.0]], rate=0.075, batch_size=None, epochs=300, rng=rng, every=150
    )
    return [float(record.network.forward([1.0])[-1][0]) for record in walk]


def _run(asked):
    number, seed = asked
    return number, (on_moons(seed) if number == len(DIGITS) else DIGITS[number].run(seed))


def told(values):
    """Write a median with its spread, in percent."""
    values = [100 * value for value in values]
    return f"{median(values):.2f} ({min(values):.2f}–{max(values):.2f})"


def table(seeds):
    """Run everything and return the tables as markdown lines."""
    jobs = [(number, seed) for number in range(len(DIGITS) + 1) for seed in range(seeds)]
    got = {}
    with get_context("spawn").Pool(os.cpu_count()) as pool:
        for number, result in pool.imap_unordered(_run, jobs):
            got.setdefault(number, []).append(result)
    lines = [
        f"Test accuracy in %, median (range) over {seeds} seeds; batches of {BATCH}, 30 epochs and "
        "50,000 images unless stated, our cost Σ (a − y)². A scaled start draws weights with "
        "standard deviation 1/√n_in and biases of 0, a unit start both with 1.",
        "",
        "| network | after one epoch | at its best epoch | at the end | on training, at the end |"
        " published |",
        "|---|---|---|---|---|---|",
    ]
    for number, way in enumerate(DIGITS):
        columns = " | ".join(told(values) for values in zip(*got[number], strict=True))
        lines.append(f"| {way.name} | {columns} | {way.published} |")
    after_100, after_1000 = (told(values) for values in zip(*got[len(DIGITS)], strict=True))
    lines += [
        "",
        "| | ours | published |",
        "|---|---|---|",
        f"| moons, 100 points, 2-16-16-1, full batch, η = 3: training accuracy after 100 steps |"
        f" {after_100} | 100 % (micrograd: another cost, ReLU) |",
        f"| the same after 1,000 steps | {after_1000} | – |",
    ]
    for start, published in (((0.6, 0.9), "0.82 → 0.09"), ((2.0, 2.0), "0.98 → 0.20")):
        outputs = " → ".join(f"{output:.2f}" for output in neuron(start))
        lines.append(
            f"| one neuron, 1 → 0, w = {start[0]:g}, b = {start[1]:g}: output at the start, after "
            f"150 and 300 steps | {outputs} | {published} |"
        )
    return lines


def main():
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--seeds", type=int, default=10)
    parser.add_argument("--write", action="store_true", help="keep the tables in README.md")
    asked = parser.parse_args()
    lines = [
        f"Measured on {os.cpu_count()} shared {platform.machine()} cores, {platform.system()}, "
        f"Python {platform.python_version()}, numpy {np.__version__}.",
        "To repeat: `python -m benchmarks.accuracy --write`.",
        "",
        *table(asked.seeds),
    ]
    print("\n".join(lines))
    if asked.write:
        keep("accuracy", lines)


if __name__ == "__main__":
    main()
