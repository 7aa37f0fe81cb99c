"""Lesson 5's descent of a small network: the border between two classes as it takes shape."""

from typing import NamedTuple

import ipywidgets as widgets
import numpy as np

from coursekit.explorers.explorer import LOOK, Explorer, columns, slider
from coursekit.explorers.training import (
    PATIENCE,
    RINGS,
    SEED,
    WALKERS,
    flat_steps,
    plateau,
    random_starts,
    rate_slider,
    signed,
    timeline,
)
from coursekit.figures.plane import grid_inputs
from coursekit.figures.small_descent import MOST, REACH, SmallDescentFigure
from coursekit.network.datasets import Points, blobs, moons
from coursekit.network.many import Walks, descend_many, forward_many

STEPS = 300
COUNT = len(RINGS.labels)
PLACES = grid_inputs(REACH)
SLOPE_GONE = 0.01  # a layer is saturated when its mean slope is below this share of the steepest


def _moons():
    inputs, labels = moons(COUNT, np.random.default_rng(3))
    return Points(inputs - [0.5, 0.25], labels)  # to the middle of the picture


SETS = {
    "two rings": RINGS,
    "two moons": _moons(),
    "two clouds": blobs(COUNT, np.random.default_rng(3), classes=2),
}


class Way(NamedTuple):
    """A descent with what it did at the points.

    walks: as `descend_many` returns them, for one walker.
    wrong: (steps + 1, n) truth, whether the output is on the wrong side of ½.
    saturated: (steps + 1,), the layer whose slopes are gone while points are wrong, or 0.
    """

    walks: Walks
    wrong: np.ndarray
    saturated: np.ndarray


class SmallDescentExplorer(Explorer):
    """A 2-k-1 network on forty points of two classes, trained step by step.

    All steps are computed when a control changes; the timeline only chooses one of them.
    """

    main = "step"

    def __init__(self):
        self.figure = SmallDescentFigure(STEPS)
        self.controls = {
            "set": widgets.Dropdown(
                options=list(SETS), description="points", tooltip="what is to be told apart", **LOOK
            ),
            "neurons": slider("neurons", 4, 1, MOST, 1, read="neurons in the middle layer"),
            "start": slider("start", 22, 0, WALKERS - 1, 1, read="which random start"),
            "eta": rate_slider("η", 10.0),
            "batch": slider("batch", COUNT, 1, COUNT, 1, read="examples that each step sees"),
        }
        self.controls["step"], self.player = timeline(STEPS, 60)
        self._walked = None
        self.open()

    def refresh(self):
        values, way = self.values, self.way()
        step, walks, wrong = values["step"], way.walks, way.wrong[values["step"]]
        weights, biases = ([part[step] for part in layers] for layers in walks[:2])
        _, hidden, output = forward_many(weights, biases, PLACES)
        costs, points = walks.costs[:, 0], SETS[values["set"]]
        promise, brought = "–", "–"
        if step < STEPS:
            promise = signed(-values["eta"] * walks.norms[step, 0])
            brought = signed(costs[step + 1] - costs[step])
        self.figure.update(
            (weights[0][0], biases[0][0], weights[1][0]),
            (hidden[0], output[0, :, 0]),
            (*points, wrong),
            *(costs, step, plateau(costs)),
            [promise, brought, f"{costs[step]:.4f}", f"{wrong.sum()} of {COUNT}"],
        )
        rate = np.format_float_positional(values["eta"], 3, fractional=False, trim="-")
        k = values["neurons"]
        return (
            f"Step {step} of {STEPS} with {k} middle neuron{'s'[: k - 1]} and η = {rate}: "
            f"C = {costs[step]:.4f}, {COUNT - wrong.sum()} of {COUNT} points on the right side."
        ) + self._remark(way, step, rate)

    def layout(self):
        c = self.controls
        return [
            columns(
                (c["step"], self.player),
                (c["eta"], c["batch"]),
                (c["neurons"], c["start"], c["set"]),
            )
        ]

    def _remark(self, way, step, rate):
        """Say what is worth saying about this step."""
        costs, layer = way.walks.costs[:, 0], way.saturated[step]
        if layer:
            since = step - int((way.saturated[step::-1] > 0).argmin() or step + 1) + 1
            return (
                f" Layer {layer} is saturated since step {since}: with η = {rate} its neurons were "
                "thrown so far that their slopes are all but gone. Try a smaller η."
            )
        if step and costs[step] > costs[step - 1]:
            return " The last step led up."
        if flat_steps(costs)[step]:
            return f" A plateau: the last {PATIENCE} steps hardly moved the cost."
        return ""

    def way(self):
        """Return the `Way` for the present controls; the last one is kept."""
        asked = tuple(value for name, value in self.values.items() if name != "step")
        if self._walked is None or self._walked[0] != asked:
            name, neurons, start, eta, batch = asked
            points = SETS[name]
            rows = None if batch == COUNT else _batches(batch)
            network = random_starts(neurons)[start]
            targets = points.labels[:, None].astype(float)
            how = {"rates": eta, "steps": STEPS, "rows": rows}
            walks = descend_many([network], points.inputs, targets, **how)
            self._walked = asked, _look_back(walks, points)
        return self._walked[1]


def _batches(batch):
    """Return which examples each step sees, (STEPS, batch): all of them once in an epoch."""
    rng = np.random.default_rng(SEED)
    epochs = -(-STEPS * batch // COUNT)
    order = np.concatenate([rng.permutation(COUNT) for _ in range(epochs)])
    return order[: STEPS * batch].reshape(STEPS, batch)


def _look_back(walks, points):
    """Return the `Way` of one walker: every step's network is run on the points once more."""
    weights, biases = ([part[:, 0] for part in layers] for layers in walks[:2])
    _, hidden, output = forward_many(weights, biases, points.inputs)
    wrong = (output[:, :, 0] > 0.5) != points.labels
    gone = [(4 * a * (1 - a)).mean(axis=(1, 2)) < SLOPE_GONE for a in (hidden, output)]
    return Way(walks, wrong, wrong.any(axis=1) * np.where(gone[1], 2, gone[0]))


def small_descent():
    """Open the descent of a small network, with the border between two classes at every step."""
    return SmallDescentExplorer()
