"""The random starts of small networks, and their ways down: many at once, or one watched."""

from collections.abc import Iterator
from functools import lru_cache
from itertools import pairwise

import numpy as np

from coursekit.lessons.training.point_sets import COUNT
from coursekit.network.datasets import one_hot
from coursekit.network.many import Walks, descend_many, forward_many
from coursekit.network.network import Network

WALKERS, STEPS = 50, 300  # random starts, and steps of a way
SEED = 5
PIECE = 50  # steps that are done at a time
BOUND = 1e6  # no weight that is of use goes beyond; what does soon leaves the finite numbers
SLOPE_GONE = 0.01  # a layer is saturated when its mean slope is below this share of the steepest


@lru_cache(maxsize=8)
def random_starts(middle=(3,), outputs=1):
    """Return the fifty networks from which all descents begin; middle: neurons of each layer."""
    rng = np.random.default_rng(SEED)
    return [Network.random((2, *middle, outputs), rng, scale="unit") for _ in range(WALKERS)]


def targets_of(labels, classes=2):
    """Return what the outputs should be: one for two classes, otherwise one for each.

    >>> targets_of(np.array([1, 0])).tolist(), targets_of(np.array([2]), 3).tolist()
    ([[1.0], [0.0]], [[0.0, 0.0, 1.0]])
    """
    return labels[:, None].astype(float) if classes == 2 else one_hot(labels, classes)


def walk(networks, points, rate, steps):
    """Return the walks of networks with one output on points of two classes."""
    return descend_many(networks, points.inputs, targets_of(points.labels), rates=rate, steps=steps)


class Way:
    """One descent with all that its timeline shows; `pieces` takes it on, a few steps at a time.

    network: where it starts. points, unseen: what it learns from, and what is only measured.
    rate: η. batch: examples that a step sees. penalty: as in `descend`. edits: [step, layer,
    neuron, input, value] each, a weight that is set when that step has been taken; the input after
    the last is the bias. steps: how many in all.

    done: the steps so far. ends: the last step, or the last one within bounds.
    costs, unseen_costs: (steps + 1,), C over both sets of points. norms: (steps,), ‖∇C‖².
    wrong: (steps + 1, n) truth, whether a point is taken for another class.
    saturated: (steps + 1,), the layer whose slopes are gone while points are wrong, or 0.
    """

    def __init__(self, network, points, unseen=None, *, rate, batch, penalty, edits, steps):
        outputs = network.sizes[-1]
        self.points, self.unseen = points, unseen
        self.targets = targets_of(points.labels, max(2, outputs))
        n = len(points.labels)
        self.rate, self.pull = rate, penalty / n
        self._rows = None if batch >= n else batches(batch, n, steps)
        self._edits = {step: [] for step, *_ in edits}
        for step, *edit in edits:
            self._edits[step].append(edit)
        self.weights = [np.empty((steps + 1, *w.shape)) for w in network.weights]
        self.biases = [np.empty((steps + 1, *b.shape)) for b in network.biases]
        self.costs, self.unseen_costs = np.empty(steps + 1), np.empty(steps + 1)
        self.norms, self.wrong = np.empty(steps), np.empty((steps + 1, n), bool)
        self.saturated = np.empty(steps + 1, int)
        parts = (*network.weights, *network.biases)
        for stored, part in zip(self.weights + self.biases, parts, strict=True):
            stored[0] = part
        starts = sorted({*range(0, steps, PIECE), *(s for s in self._edits if s <= steps)})
        self._left = list(pairwise([*starts, steps]))
        self.done, self.ends = 0, steps

    def network(self, step):
        """Return the network after a step."""
        return Network([w[step] for w in self.weights], [b[step] for b in self.biases])

    def walks(self):
        """Return what is done so far as `descend_many` has it, for one walker."""
        so_far = slice(self.done + 1)
        layers = [[part[so_far, None] for part in parts] for parts in (self.weights, self.biases)]
        return Walks(*layers, self.costs[so_far, None], self.norms[: self.done, None])

    def pieces(self, wanted=None) -> Iterator[None]:
        """Go on from where it was left to a step or the end, as long as it keeps within bounds."""
        wanted = self.ends if wanted is None else wanted
        while self._left and (self.done < wanted or self._left[0] == (wanted, wanted)):
            start, stop = self._left[0]
            self._go(start, stop)
            self._left.pop(0)
            if self.ends < stop:
                self._left.clear()
            yield

    def _go(self, start, stop):
        for layer, neuron, source, value in self._edits.get(start, ()):
            if source == self.weights[layer - 1].shape[2]:
                self.biases[layer - 1][start, neuron] = value
            else:
                self.weights[layer - 1][start, neuron, source] = value
        rows = None if self._rows is None else self._rows[start:stop]
        how = {"rates": self.rate, "steps": stop - start, "rows": rows, "pull": self.pull}
        with np.errstate(over="ignore", invalid="ignore"):
            walks = descend_many([self.network(start)], self.points.inputs, self.targets, **how)
        parts = [part[:, 0] for part in walks.weights + walks.biases]
        within = [(np.abs(part) < BOUND).reshape(len(part), -1).all(axis=1) for part in parts]
        lasting = int(np.all(within, axis=0).argmin())
        if lasting:  # the first step that is not
            stop = self.ends = start + lasting - 1
        to = slice(start, stop + 1)
        for stored, part in zip(self.weights + self.biases, parts, strict=True):
            stored[to] = part[: stop + 1 - start]
        self.costs[to] = walks.costs[: stop + 1 - start, 0]
        self.norms[start:stop] = walks.norms[: stop - start, 0]
        self._measure(to)
        self.done = stop

    def _measure(self, to):
        """Run the networks of some steps on all points."""
        layers = [part[to] for part in self.weights], [part[to] for part in self.biases]
        _, *activations = forward_many(*layers, self.points.inputs)
        self.wrong[to] = decided(activations[-1]) != self.points.labels
        gone = [(4 * a * (1 - a)).mean(axis=(1, 2)) < SLOPE_GONE for a in activations]
        last = np.max([layer * away for layer, away in enumerate(gone, start=1)], axis=0)
        self.saturated[to] = self.wrong[to].any(axis=1) * last
        if self.unseen:
            outputs = forward_many(*layers, self.unseen.inputs)[-1]
            targets = targets_of(self.unseen.labels, max(2, outputs.shape[2]))
            self.unseen_costs[to] = ((outputs - targets) ** 2).sum(axis=2).mean(axis=1)


def decided(outputs):
    """Return the class that outputs (…, n_L) say: one above ½, or the brightest of several.

    >>> decided(np.array([[0.7], [0.2]])).tolist(), decided(np.array([[0.1, 0.3, 0.2]])).tolist()
    ([1, 0], [1])
    """
    return (outputs[..., 0] > 0.5).astype(int) if outputs.shape[-1] == 1 else outputs.argmax(-1)


def batches(batch, count=COUNT, steps=STEPS):
    """Return which examples each step sees, (steps, batch): all of them once in an epoch."""
    rng = np.random.default_rng(SEED)
    epochs = -(-steps * batch // count)
    order = np.concatenate([rng.permutation(count) for _ in range(epochs)])
    return order[: steps * batch].reshape(steps, batch)
