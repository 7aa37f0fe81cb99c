"""Every number of a small network under one slider: choose which, then drag it.

A network of a few layers has more numbers than fit on a page as sliders. `Knobs` keeps them all and
is itself one control of an explorer: it has a value and can be observed.
"""

from itertools import pairwise

import ipywidgets as widgets
import numpy as np
from traitlets import TraitError

from coursekit.explorers.explorer import LOOK, slider
from coursekit.network.network import Network

REACH = 6.0  # weights and biases run from −6 to 6; inputs and targets from 0 to 1


class Knobs:
    """The parameters, inputs and targets of one network and one example.

    network, inputs, targets: where they start; first: the name under the slider at first.
    Names are written as `"w2 0,1"`, `"b2 0"`, `"a0 1"` and `"y 0"`.
    """

    def __init__(self, network, inputs, targets, first):
        self.sizes = network.sizes
        self._followers = []
        self._values = dict(_named(network, inputs, targets))
        self.which = widgets.Dropdown(
            options=list(self._values),
            value=first,
            description="drag",
            tooltip="which number the slider below moves",
            **LOOK,
        )
        self.amount = slider("value", 0.0, -REACH, REACH, 0.1, read="the chosen number's value")
        self._turn_to()
        self.which.observe(self._turn_to, names="value")
        self.amount.observe(self._take, names="value")

    @property
    def value(self):
        """All numbers by name, as plain JSON; assign a part of it to change only that."""
        return dict(self._values)

    @value.setter
    def value(self, some):
        for name, number in some.items():
            if name not in self._values:
                raise TraitError(f"there is no {name!r}; there are {', '.join(self._values)}")
            low, high = _range(name)
            if not isinstance(number, (int, float)) or not low <= number <= high:
                raise TraitError(f"{name} must lie between {low:g} and {high:g}, got {number!r}")
        self._values |= some
        self._turn_to()
        self._tell()

    def observe(self, follower, names="value"):
        """Call `follower` whenever a number moves."""
        self._followers.append(follower)

    def network(self):
        """Return the network, inputs (n_0,) and targets (n_L,) as they stand."""
        return unpack(self.sizes, list(self._values.values()))

    def _turn_to(self, _change=None):
        name = self.which.value
        self._turning = True
        low, high = _range(name)
        self.amount.min, self.amount.max = min(low, self.amount.min), max(high, self.amount.max)
        self.amount.value = self._values[name]
        self.amount.min, self.amount.max = low, high
        self._turning = False

    def _take(self, change):
        if not self._turning:
            self._values[self.which.value] = change["new"]
            self._tell()

    def _tell(self):
        for follower in self._followers:
            follower()


def unpack(sizes, flat):
    """Return a network, inputs and targets from their numbers, layer by layer.

    flat: W(1) row by row, b(1), W(2) …, then a(0), then y.

    >>> network, inputs, targets = unpack((1, 1), [2.0, 0.5, 0.3, 1.0])
    >>> network.weights, inputs, targets
    ([array([[2.]])], array([0.3]), array([1.]))
    """
    rest, weights, biases = np.asarray(flat, float), [], []
    for n_in, n_out in pairwise(sizes):
        weights.append(rest[: n_in * n_out].reshape(n_out, n_in))
        biases.append(rest[n_in * n_out :][:n_out])
        rest = rest[(n_in + 1) * n_out :]
    return Network(weights, biases), rest[: sizes[0]], rest[sizes[0] :]


def _named(network, inputs, targets):
    for layer, (weights, biases) in enumerate(zip(network.weights, network.biases, strict=True), 1):
        for (j, i), weight in np.ndenumerate(weights):
            yield f"w{layer} {j},{i}", float(weight)
        for j, bias in enumerate(biases):
            yield f"b{layer} {j}", float(bias)
    yield from ((f"a0 {i}", float(a)) for i, a in enumerate(inputs))
    yield from ((f"y {j}", float(y)) for j, y in enumerate(targets))


def _range(name):
    return (0.0, 1.0) if name[0] in "ay" else (-REACH, REACH)
