"""What a learner changes by hand in a small network's picture: points, and single weights.

Both are lists that a state holds, as a control holds its number. A few controls follow what is
chosen, and change it when they are moved.
"""

from math import isfinite

import traitlets

from coursekit.lessons.training.point_sets import EDGE, MOST_CLASSES
from coursekit.network.network import Network

MOST_POINTS, MOST_EDITS = 100, 50
FEWEST_POINTS = 2
HEAVIEST = 20.0  # a weight that is set by hand, either way


class Held(traitlets.HasTraits):
    """A list of lists of numbers that an explorer holds among its controls.

    check: takes what is to be held and returns it in its one form, or raises ValueError.
    example: a list that it can hold, for whoever tries all ends of all controls.
    """

    value = traitlets.List()

    def __init__(self, check, example):
        self._check, self.stops = check, [[], example]
        super().__init__()

    @traitlets.validate("value")
    def _fit(self, proposal):
        return self._check(proposal["value"])


def checked_points(points):
    """Return points by hand, [x, y, class] each, or none at all, as a state holds them.

    Raises ValueError for too few or too many, for a place off the map, and for another class.

    >>> checked_points([(0.333, -5, 1), [0, 0, 0]])
    [[0.33, -1.58, 1], [0.0, 0.0, 0]]
    """
    rule = f"points by hand are {FEWEST_POINTS} to {MOST_POINTS} of [x, y, class], or none"
    classes = range(MOST_CLASSES)
    if not _fit(points, 3, MOST_POINTS) or not all(k in classes for *_, k in points):
        raise ValueError(f"{rule}, with classes up to {MOST_CLASSES - 1}; got {points!r:.60}")
    if 0 < len(points) < FEWEST_POINTS:
        raise ValueError(f"{rule}; got {len(points)}")
    return [[on_map(x), on_map(y), int(label)] for x, y, label in points]


def on_map(place):
    """Return a coordinate in hundredths that lies on the map."""
    return float(round(min(max(place, -EDGE), EDGE), 2))


def checked_edits(edits, sizes):
    """Return weights by hand, [step, layer, neuron, input, value] each, as a state holds them.

    sizes: of the network; the input after the last stands for the bias.
    Raises ValueError for a weight that this network does not have, and one that is too large.

    >>> checked_edits([[0, 1, 0, 2, 3]], (2, 4, 1))
    [[0, 1, 0, 2, 3.0]]
    """
    rule = f"weights by hand are at most {MOST_EDITS} of [step, layer, neuron, input, value]"
    if not _fit(edits, 5, MOST_EDITS):
        raise ValueError(f"{rule}; got {edits!r:.60}")
    for step, layer, neuron, source, value in edits:
        whole = all(part == int(part) >= 0 for part in (step, layer, neuron, source))
        there = whole and 0 < layer < len(sizes)
        there = there and neuron < sizes[int(layer)] and source <= sizes[int(layer) - 1]
        if not there or abs(value) > HEAVIEST:
            rule += f", of a network {'-'.join(map(str, sizes))}, up to ±{HEAVIEST:g}"
            raise ValueError(f"{rule}; got {edits!r:.60}")
    return [[*map(int, place), float(value)] for *place, value in edits]


def edited(edits, step, place, value):
    """Return the edits after one more at a step; what was set later belongs to another way.

    >>> edited([[0, 1, 0, 0, 1.0], [30, 1, 0, 0, 2.0]], 10, [1, 0, 1], 3.0)
    [[0, 1, 0, 0, 1.0], [10, 1, 0, 1, 3.0]]
    """
    kept = [edit for edit in edits if edit[0] <= step and edit[:4] != [step, *place]]
    return [*kept[-MOST_EDITS + 1 :], [step, *place, value]]


def place_of(neuron, sizes):
    """Return the layer, from 1, and the number in it of a neuron that is counted through all.

    >>> place_of(4, (2, 4, 1)), place_of(3, (2, 4, 1))
    ((2, 0), (1, 3))
    """
    for layer, k in enumerate(sizes[1:], start=1):
        if neuron < k:
            return layer, neuron
        neuron -= k
    return len(sizes) - 1, sizes[-1] - 1


def weight_of(network: Network, layer, neuron, source):
    """Return a weight, or the bias where the source is the one after the last."""
    row = network.weights[layer - 1][neuron]
    return float(row[source] if source < len(row) else network.biases[layer - 1][neuron])


def _fit(rows, width, most):
    """Whether it is a list of at most so many rows of so many finite numbers."""
    if not isinstance(rows, list | tuple) or len(rows) > most:
        return False
    return all(
        isinstance(row, list | tuple)
        and len(row) == width
        and all(isinstance(x, int | float) and isfinite(x) for x in row)
        for row in rows
    )
