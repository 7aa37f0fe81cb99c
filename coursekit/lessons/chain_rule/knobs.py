"""Every number of a small network under one slider: choose which, then drag it.

A network of a few layers has more numbers than fit on a page as sliders. `Knobs` keeps them all and
is itself one control of an explorer: it has a value and can be observed.
"""

from itertools import pairwise

import ipywidgets as widgets
import numpy as np
from traitlets import TraitError

from coursekit.network.network import Network
from coursekit.pictures.controls import LOOK, slider, steps

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
        self.widgets = self.which, self.amount
        self.controls = {"drag": self.which, "knobs": self}  # as an explorer holds them
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
            low, high = range_of(name)
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
        rest, weights, biases = np.array(list(self._values.values())), [], []
        for n_in, n_out in pairwise(self.sizes):  # in the order of `_named`
            weights.append(rest[: n_in * n_out].reshape(n_out, n_in))
            biases.append(rest[n_in * n_out :][:n_out])
            rest = rest[(n_in + 1) * n_out :]
        return Network(weights, biases), rest[: self.sizes[0]], rest[self.sizes[0] :]

    def _turn_to(self, _change=None):
        name = self.which.value
        self._turning = True
        self.amount.stops = steps(*range_of(name), 0.1)
        self.amount.value = self._values[name]
        self._turning = False

    def _take(self, change):
        if not self._turning:
            self._values[self.which.value] = change["new"]
            self._tell()

    def _tell(self):
        for follower in self._followers:
            follower()


def _named(network, inputs, targets):
    for layer, (weights, biases) in enumerate(zip(network.weights, network.biases, strict=True), 1):
        for (j, i), weight in np.ndenumerate(weights):
            yield f"w{layer} {j},{i}", float(weight)
        for j, bias in enumerate(biases):
            yield f"b{layer} {j}", float(bias)
    yield from ((f"a0 {i}", float(a)) for i, a in enumerate(inputs))
    yield from ((f"y {j}", float(y)) for j, y in enumerate(targets))


def range_of(name):
    """Return from where to where a number of this name runs.

    >>> range_of("a0 1"), range_of("b2 0")
    ((0.0, 1.0), (-6.0, 6.0))
    """
    return (0.0, 1.0) if name[0] in "ay" else (-REACH, REACH)
