"""Training that is watched: it goes on in short pieces of work, and its curves grow on the way.

A page that stays alive while it trains needs two things of a descent: that it can be left after
every piece and taken up again, and that it knows by itself how it is doing.
"""

from collections.abc import Callable, Iterator, Mapping
from copy import deepcopy
from typing import NamedTuple

import numpy as np

from coursekit.network import checks
from coursekit.network.checks import Array, Labels
from coursekit.network.datasets import Digits
from coursekit.network.network import Network
from coursekit.network.training import Outcome, decide, descend

PIECE = 100  # steps: some five milliseconds of work on digits
ROWS = 5_000  # examples that are measured in one piece
NEAR = 0.01  # how near to 0 or 1 a neuron counts as stuck


class Examples(NamedTuple):
    """What a network is trained or measured on.

    inputs: (n, n_0). targets: (n, n_L). labels: (n,), whole numbers from 0.
    """

    inputs: Array
    targets: Array
    labels: Labels


def as_examples(digits: Digits) -> Examples:
    """Return digits as a network reads them.

    >>> from coursekit.network.datasets import mnist
    >>> as_examples(mnist("test")[:5]).targets.shape
    (5, 10)
    """
    return Examples(digits.inputs(), digits.targets(), digits.labels)


class Point(NamedTuple):
    """How a network does at one moment of its training.

    epoch: epochs done, with a fraction. network: as it stood then.
    costs, accuracies: by the name of the examples. rate: η of the epoch that it belongs to.
    """

    epoch: float
    network: Network
    costs: dict[str, float]
    accuracies: dict[str, float]
    rate: float


class Watched:
    """A descent over whole epochs that can be left at any time and taken up again.

    start: the network; it stays as it is. train: what it is trained on.
    watch: name → Examples, measured at the start, `marks` times an epoch, and after each epoch.
    rate: η, a number or a function of the epoch; it may be set anew and holds from the next epoch.
    batch_size, penalty: as `descend` has them. epochs: how many in all; it may be set anew.
    every: how many epochs go as one; where an epoch has few steps, that saves most of the time.

    However it is interrupted, the next piece takes it up at the epoch that was begun, and goes the
    way it would have gone.

    >>> one = Examples(np.array([[1.0]]), np.array([[0.0]]), np.array([0]))
    >>> start = Network([[[0.6]]], [[0.9]])
    >>> training = Watched(start, one, {"train": one}, rate=0.075, epochs=300,
    ...                    rng=np.random.default_rng(0))
    >>> for _ in training.pieces():
    ...     pass
    >>> training, round(training.points[-1].costs["train"], 4)
    (Watched(1-1, 300 of 300 epochs), 0.0088)
    """

    def __init__(
        self,
        start: Network,
        train: Examples,
        watch: Mapping[str, Examples],
        *,
        rate: float | Callable[[int], float],
        epochs: int,
        rng: np.random.Generator,
        batch_size: int | None = None,
        penalty: float = 0.0,
        marks: int = 1,
        every: int = 1,
    ) -> None:
        self.train, self.watch = train, dict(watch)
        self.rate, self.epochs = rate, checks.count("epochs", epochs)
        self.batch_size, self.penalty = batch_size, penalty
        self.marks, self.every = checks.count("marks", marks), checks.count("every", every)
        self.network, self.epoch = start, 0
        self.points: list[Point] = []
        self.outcome: Outcome | None = None
        self._rng, self._kept = deepcopy(rng), 0

    def __repr__(self) -> str:
        shape = repr(self.network).removeprefix("Network(").removesuffix(")")
        return f"Watched({shape}, {self.epoch} of {self.epochs} epochs)"

    @property
    def done(self) -> bool:
        """Whether all epochs are done, or a step has left the finite numbers."""
        return self.outcome is not None or self.epoch >= self.epochs

    @property
    def rate_now(self) -> float:
        """η in the epoch that comes next, or goes on."""
        return self.rate(self.epoch) if callable(self.rate) else self.rate

    def pieces(self) -> Iterator[None]:
        """Train to the end, and pause after every short piece of work."""
        if not self.points:
            yield from self._mark(0.0, self.network, self.rate_now)
            self._kept = 1
        while not self.done:
            yield from self._go_on(min(self.every, self.epochs - self.epoch))

    def _go_on(self, epochs: int) -> Iterator[None]:
        del self.points[self._kept :]  # of an epoch that was left halfway
        rng = deepcopy(self._rng)
        examples = len(self.train.inputs)
        steps = epochs * -(-examples // (self.batch_size or examples))
        piece = min(PIECE, -(-steps // self.marks))
        marked, rate = 0, self.rate_now
        for record in descend(
            self.network,
            self.train.inputs,
            self.train.targets,
            rate=rate,
            batch_size=self.batch_size,
            epochs=epochs,
            rng=rng,
            penalty=self.penalty,
            every=piece,
        ):
            yield
            due = record.step * self.marks // steps
            if due > marked and record.step < steps:
                marked = due
                here = self.epoch + epochs * record.step / steps
                yield from self._mark(here, record.network, rate)
        if record.outcome and record.outcome.name == "diverged":
            self.outcome = record.outcome
        yield from self._mark(float(self.epoch + epochs), record.network, rate)
        # from here on the epochs count, all at once
        self.network, self._rng = record.network, rng
        self.epoch, self._kept = self.epoch + epochs, len(self.points)

    def _mark(self, epoch: float, network: Network, rate: float) -> Iterator[None]:
        """Measure a network on everything that is watched."""
        costs, accuracies = {}, {}
        for name, examples in self.watch.items():
            sums = np.zeros(2)
            for start in range(0, len(examples.inputs), ROWS):
                inputs, targets, labels = (part[start : start + ROWS] for part in examples)
                outputs = network.forward(inputs)[-1]  # once, for both cost and accuracy
                sums += np.square(outputs - targets).sum(), np.sum(decide(outputs) == labels)
                yield
            costs[name], accuracies[name] = (sums / len(examples.inputs)).tolist()
        self.points.append(Point(epoch, network, costs, accuracies, rate))


def stuck_layers(network: Network, inputs: Array) -> list[int]:
    """Return the layers more than half of whose neurons answer near 0 or 1 to every input.

    inputs: (n, n_0). There σ′ is next to nothing, so that hardly any slope gets through.

    >>> stuck_layers(Network([[[0.0]], [[500.0]]], [[0.0], [0.0]]), np.array([[1.0], [2.0]]))
    [2]
    """
    layers = enumerate(network.forward(inputs)[1:], start=1)
    stuck = [(layer, ((a < NEAR) | (a > 1 - NEAR)).all(axis=0)) for layer, a in layers]
    return [layer for layer, of_neuron in stuck if of_neuron.mean() > 0.5]
