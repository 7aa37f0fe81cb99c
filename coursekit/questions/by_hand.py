"""How far careful work by hand may end from the exact result: what rounding on the way can do.

Whoever works by hand writes each step down to so many decimals and goes on from that. A
computation is run once as it is, and once more for each number that a step leaves behind, with
that number moved by half a unit of its last decimal. The sum of what these moves do to the result
is the furthest that any rounding of the steps can lead.
"""

from collections.abc import Callable
from types import SimpleNamespace
from typing import Any

import numpy as np

from coursekit.network import network
from coursekit.network.checks import Array

EXACT = 1e-6  # of a unit: a number that near to so many decimals needs no rounding


class Steps:
    """What the steps of one run leave behind.

    decimals: how many are kept. at: (step, entry) of the number that is moved, or None.
    """

    def __init__(self, decimals: int, at: tuple[int, int] | None) -> None:
        self.unit, self.at = 10.0**-decimals, at
        self.count = 0
        self.rounded: list[tuple[int, int]] = []  # (step, entry) of each number that needs rounding

    def write(self, values: Any, how: str = "", *used: Any) -> "Written":
        """Return numbers as a step leaves them, with the one moved that is to be moved.

        how, used: what the step did, as a ufunc's name, and with which numbers.
        """
        made = np.array(values, float).view(Written)
        flat = np.asarray(made).reshape(-1)  # a view, so that the move is seen
        off = np.abs(flat / self.unit - np.round(flat / self.unit)) > EXACT
        self.rounded += [(self.count, int(entry)) for entry in np.flatnonzero(off)]
        if self.at and self.at[0] == self.count:
            flat[self.at[1]] += self.unit / 2
        made.steps, made.step = self, self.count
        self.count += 1
        return made


class Written(np.ndarray[Any, Any]):
    """Numbers as a step has left them; whatever is made of them is a further step."""

    steps: Steps
    step: int
    name = ""  # of numbers that were given

    def __array_finalize__(self, source: Any) -> None:
        self.steps, self.step = getattr(source, "steps", None), getattr(source, "step", -1)  # type: ignore[assignment]

    def __array_ufunc__(self, ufunc: Any, method: str, *inputs: Any, **how: Any) -> Any:
        plain = [np.asarray(each) if isinstance(each, Written) else each for each in inputs]
        how.pop("out", None)  # a mean divides its sum in place: two steps all the same
        result = getattr(ufunc, method)(*plain, **how)
        if np.asarray(result).dtype.kind != "f":
            return result
        for each, values in zip(inputs, plain, strict=True):
            # times 1, plus 0, a minus: nothing new to write down
            if isinstance(each, Written) and np.array_equal(np.abs(values), np.abs(result)):
                made = np.array(result).view(Written)
                made.steps, made.step = each.steps, each.step
                return made
        return self.steps.write(result, f"{ufunc.__name__} {method}", *inputs)


def reach(compute: Callable[[SimpleNamespace], Any], x: SimpleNamespace, decimals: int) -> Array:
    """Return how far from the exact result rounding each step to so many decimals can lead.

    compute: makes the result from numbers such as `x`. The last step does not count: how far a
    result itself may be rounded is for whoever asks. The shape is that of the result.

    >>> float(reach(lambda x: x.w * 0.25 * 3, SimpleNamespace(w=0.5), 2).round(6))
    0.015
    """

    def run(at: tuple[int, int] | None) -> tuple[Any, Steps]:
        steps = Steps(decimals, at)
        given = {name: taken(value, steps) for name, value in vars(x).items()}
        with np.errstate(all="ignore"):
            return compute(SimpleNamespace(**given)), steps

    exact, steps = run(None)
    last = exact.step if isinstance(exact, Written) else -1
    furthest = np.zeros(np.shape(exact))
    for at in steps.rounded:
        if at[0] != last:
            furthest = furthest + np.abs(np.asarray(run(at)[0]) - np.asarray(exact))
    return furthest


def taken(value: Any, steps: Steps) -> Any:
    """Return a number in hand; what is no float (a place, a size) stays as it is."""
    return steps.write(value) if np.asarray(value).dtype.kind == "f" else value


def sigmoid(z: Any) -> Any:
    """σ(z), as the network has it; by hand its result is one step."""
    found = network.sigmoid(z)
    return z.steps.write(found, "σ", z) if isinstance(z, Written) else found


def sigmoid_slope(z: Any) -> Any:
    """σ′(z), as the network has it; by hand two steps, a = σ(z) and a(1 − a)."""
    if isinstance(z, Written):
        a = sigmoid(z)
        return a * (1 - a)
    return network.sigmoid_slope(z)
