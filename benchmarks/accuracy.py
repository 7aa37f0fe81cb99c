"""How well the course's network learns, beside published figures, over ten seeds.

    python -m benchmarks.accuracy [--seeds 10] [--write]

Some ten minutes on two cores. Nielsen's figures are from his *Neural Networks and Deep Learning*,
chapters 1 and 3, best of three runs; his quadratic cost is half of ours, so half his η is our η.
"""

from benchmarks.seeds import over_seeds, spread  # before numpy

# isort: split
from typing import NamedTuple

import numpy as np

from benchmarks.report import run, table
from coursekit.network.datasets import mnist, moons
from coursekit.network.network import Network
from coursekit.network.training import accuracy, descend
from coursekit.network.watched import Watched, as_examples

BATCH = 10


class Digits(NamedTuple):
    """One way to train on MNIST, and what was published for it."""

    middle: tuple[int, ...]  # neurons between the pixels and the digits
    rate: float
    published: str = "–"
    start: str = "unit"
    images: int = 50_000
    epochs: int = 30
    penalty: float = 0.0
    fall: float = 1.0  # what is left of η after each epoch

    def run(self, seed):
        """Return test accuracy after the first epoch, at its best, at the end; training's last."""
        rng = np.random.default_rng(seed)
        train, test = as_examples(mnist("train")[: self.images]), as_examples(mnist("test"))
        sizes = 784, *self.middle, 10
        training = Watched(
            Network.random(sizes, rng, scale=self.start, dtype=np.float32),
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


def as_in_lesson_5(middle, start="fan-in", fall=0.8):
    return Digits(middle, 1.5, start=start, images=60_000, epochs=10, fall=fall)


LESSON_5 = "as lesson 5 trains it: 60,000 images, 10 epochs"
FEW = {"images": 1000, "epochs": 400}
DIGITS = {
    "784-30-10, η = 1.5": Digits((30,), 1.5, "91.29 % after one epoch, 95.42 % at best"),
    "the same, scaled start": Digits((30,), 1.5, start="fan-in"),
    "784-100-10, η = 1.5": Digits((100,), 1.5, "96.59 % at best, “varies widely”"),
    "the same, scaled start ": Digits((100,), 1.5, start="fan-in"),
    "784-100-10, η = 0.0005": Digits((100,), 0.0005, "11.39 % → 21.42 %"),
    "784-30-10, η = 50": Digits((30,), 50.0, "about 10 %"),
    "784-16-16-10, scaled start, η = 1.5": Digits((16, 16), 1.5, "“about 96 %” (3B1B)", "fan-in"),
    f"784-16-16-10 {LESSON_5}, scaled start, η falls by a fifth each epoch": as_in_lesson_5(
        (16, 16)
    ),
    f"784-16-16-10 {LESSON_5}, scaled start, constant η": as_in_lesson_5((16, 16), fall=1.0),
    f"784-16-16-10 {LESSON_5}, unit start, η falls": as_in_lesson_5((16, 16), "unit"),
    f"784-30-10 {LESSON_5}, scaled start, η falls": as_in_lesson_5((30,)),
    f"784-100-10 {LESSON_5}, scaled start, η falls": as_in_lesson_5((100,)),
    "1,000 images, 400 epochs, η = 0.5 (his cost: cross-entropy)": Digits(
        (30,), 0.5, "82.27 %, 100 % on training", **FEW
    ),
    "the same with a penalty of 0.2 (his λ = 0.1, of cross-entropy)": Digits(
        (30,), 0.5, "87.1 %", **FEW, penalty=0.2
    ),
}
MOONS = "moons"


def train(asked):
    """Return a row of `DIGITS`, or training accuracy on moons after 100 and 1,000 full steps."""
    name, seed = asked
    if name != MOONS:
        return name, DIGITS[name].run(seed)
    rng = np.random.default_rng(seed)
    points = moons(100, rng)
    start, how = Network.random((2, 16, 16, 1), rng), {"batch_size": None, "every": 100}
    targets = points.labels[:, None]
    walk = descend(start, points.inputs, targets, rate=3.0, epochs=1000, rng=rng, **how)
    shares = [accuracy(record.network, points.inputs, points.labels) for record in walk]
    return name, (shares[1], shares[-1])


def neuron(w, b):
    """Return the output of Nielsen's neuron before, after 150 and after 300 steps."""
    how = {"rate": 0.075, "batch_size": None, "epochs": 300, "every": 150}
    rng = np.random.default_rng(0)
    walk = descend(Network([[[w]]], [[b]]), [[1.0]], [[0.0]], rng=rng, **how)
    return [float(record.network.forward([1.0])[-1][0]) for record in walk]


def tables(seeds, ways):
    """Run everything and yield the two tables."""
    got = over_seeds(train, [MOONS, *list(DIGITS)[:ways]], seeds)
    after_100, after_1000 = map(spread, got.pop(MOONS))
    yield (
        f"Test accuracy in %, median (range) over {seeds} seeds; batches of {BATCH}, 30 epochs and "
        "50,000 images unless stated, our cost Σ (a − y)². A scaled start draws weights with "
        "standard deviation 1/√n_in and biases of 0, a unit start both with 1."
    )
    yield ""
    heads = "after one epoch", "at its best epoch", "at the end", "on training, at the end"
    yield from table("network", *heads, "published")
    for name, columns in got.items():
        yield f"| {' | '.join([name.strip(), *map(spread, columns), DIGITS[name].published])} |"
    yield ""
    yield from table("", "ours", "published")
    yield (
        "| moons, 100 points, 2-16-16-1, full batch, η = 3: training accuracy after 100 steps | "
        f"{after_100} | 100 % (micrograd: another cost, ReLU) |"
    )
    yield f"| the same after 1,000 steps | {after_1000} | – |"
    for w, b, published in ((0.6, 0.9, "0.82 → 0.09"), (2.0, 2.0, "0.98 → 0.20")):
        outputs = " → ".join(f"{output:.2f}" for output in neuron(w, b))
        yield (
            f"| one neuron, 1 → 0, w = {w:g}, b = {b:g}: output at the start, after 150 and 300 "
            f"steps | {outputs} | {published} |"
        )


if __name__ == "__main__":
    run("accuracy", tables, ["numpy"], seeds=10, ways=len(DIGITS))
