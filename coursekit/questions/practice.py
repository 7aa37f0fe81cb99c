"""The source's two practice problems, which several lessons ask: a layer of two neurons."""

from coursekit.network.checks import Array
from coursekit.questions.draw import Draw
from coursekit.questions.parts import matrix

LAYER = {"W": [[0.2, 0.4], [0.6, 0.8]], "a": [0.7, 0.3]}  # Practice I; there is no bias
TARGETS = [1.0, 0.0]  # Practice II
WEIGHTS = matrix(
    lambda x: x.W,
    "what comes out when W is read by columns. Each row belongs to one neuron.",
)


def layer(draw: Draw) -> dict[str, Array]:
    """Draw another such layer and its inputs."""
    return {"W": draw.array((2, 2), -0.9, 0.9), "a": draw.array(2, 0.1, 0.9)}
