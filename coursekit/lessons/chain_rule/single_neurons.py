"""The network 1-1-1-1, three layers of one neuron each: its six parameters, each under a slider."""

from coursekit.network.network import Network
from coursekit.pictures.controls import slider

LAYERS = 3
START = {"w1": 1.5, "b1": -0.5, "w2": -2.0, "b2": 1.0, "w3": 1.2, "b3": 0.3}
PARAMETERS = tuple(START)


def sliders(index=str):
    """Return one slider a parameter, by name; `index` writes the number in its label."""
    return {
        name: slider(name[0] + index(name[1]), value, -6.0, 6.0, 0.1)
        for name, value in START.items()
    }


def network_of(values):
    """Return the network whose parameters are these, by name.

    >>> flatten(network_of(START))
    [1.5, -0.5, -2.0, 1.0, 1.2, 0.3]
    """
    layers = range(1, LAYERS + 1)
    return Network([[[values[f"w{n}"]]] for n in layers], [[values[f"b{n}"]] for n in layers])


def flatten(parts):
    """Return the six numbers of a network 1-1-1-1, or of its gradient: w₁, b₁, w₂, b₂, w₃, b₃."""
    pairs = zip(parts.weights, parts.biases, strict=True)
    return [float(part.item()) for pair in pairs for part in pair]
