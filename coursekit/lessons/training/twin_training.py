"""Two networks from one start: one trained with the right gradient, one with a wrong one.

Each step is one example, as a learner's own `backprop` takes it.
"""

from collections.abc import Callable
from typing import NamedTuple

import numpy as np

from coursekit.network.network import Network, sigmoid
from coursekit.network.training import decide

SIZES = 784, 10, 10  # the second matrix is square, so that it can be taken for its transpose
ETA, STEPS, EVERY = 0.5, 1000, 25
PARTED = 0.05  # a share of the cost by which two curves are told apart
NAMES = "dW1", "db1", "dW2", "db2"


def _gradient(a0, y, W1, b1, W2, b2, *, slope=True, back=np.transpose, sign=1.0):
    a1 = sigmoid(W1 @ a0 + b1)
    a2 = sigmoid(W2 @ a1 + b2)
    db2 = sign * 2 * (a2 - y) * (a2 * (1 - a2) if slope else 1.0)
    db1 = (back(W2) @ db2) * (a1 * (1 - a1) if slope else 1.0)
    return np.outer(db1, a0), db1, np.outer(db2, a1), db2


def right(*case):
    """Return ∂C₀/∂W1, ∂C₀/∂b1, ∂C₀/∂W2, ∂C₀/∂b2 for a0, y, W1, b1, W2, b2."""
    return _gradient(*case)


# a slip → the backprop that makes it
SLIPPED = {
    "σ′ left out": lambda *case: _gradient(*case, slope=False),
    "W2 not transposed": lambda *case: _gradient(*case, back=np.asarray),
    "a step uphill": lambda *case: _gradient(*case, sign=-1.0),
}


class Course(NamedTuple):
    """How a training went: after which steps it was looked at, the costs, and the readings.

    steps: (m,). costs: (m,), over the digits it is measured on. readings: (m, n).
    broke: the step at which a number was not finite any more, or None.
    """

    steps: np.ndarray
    costs: np.ndarray
    readings: np.ndarray
    broke: int | None


def trained(backprop: Callable, start: Network, examples, measured) -> Course:
    """Return how a training with this backprop goes.

    examples, measured: what it learns from, one a step, and what it is measured on (`Examples`).
    Raises ValueError where backprop gives no gradient of the network's shapes.
    """
    parts = [np.array(part, float) for part in (*start.weights, *start.biases)]
    W1, W2, b1, b2 = parts
    seen, broke = [], None
    for step in range(STEPS + 1):
        if step % EVERY == 0:
            seen.append((step, *_measured(Network([W1, W2], [b1, b2]), measured)))
        gradient = _as_gradient(
            backprop(examples.inputs[step], examples.targets[step], W1, b1, W2, b2),
            (W1, b1, W2, b2),
        )
        if not all(np.isfinite(part).all() for part in gradient):
            broke = step
            break
        for part, change in zip((W1, b1, W2, b2), gradient, strict=True):
            part -= ETA * change
    steps, costs, readings = (np.array(column) for column in zip(*seen, strict=True))
    return Course(steps, costs, readings, broke)


def parting(one: Course, other: Course) -> int | None:
    """Return the first step that was looked at after which the costs differ, or None.

    >>> costs = np.array([1.0, 0.8]), np.array([1.0, 1.0])
    >>> parting(*(Course(np.array([0, 25]), cost, None, None) for cost in costs))
    25
    """
    n = min(len(one.steps), len(other.steps))
    apart = np.abs(one.costs[:n] - other.costs[:n]) > PARTED * one.costs[:n]
    return int(one.steps[np.argmax(apart)]) if apart.any() else None


def _measured(network, measured):
    outputs = network.forward(measured.inputs)[-1]
    return float(np.square(outputs - measured.targets).sum(axis=1).mean()), decide(outputs)


def _as_gradient(returned, parts):
    wanted = ", ".join(f"{name} {part.shape}" for name, part in zip(NAMES, parts, strict=True))
    try:
        gradient = [np.asarray(each, float) for each in returned]
    except (TypeError, ValueError):
        gradient = []
    if [each.shape for each in gradient] != [part.shape for part in parts]:
        raise ValueError(f"backprop must return the four arrays {wanted}; this one does not")
    return gradient
