"""Many descents at once: networks of one shape side by side, a whole step of all in one stroke.

It is the gradient of `network.py` with one more axis in front: the walkers.
"""

from collections.abc import Sequence
from typing import NamedTuple

import numpy as np
from numpy.typing import ArrayLike, NDArray

from coursekit.network import checks
from coursekit.network.checks import Array
from coursekit.network.network import Network, sigmoid


class Walks(NamedTuple):
    """Where S walkers stood, from their start to their last step.

    weights, biases: a list by layer, shaped (steps + 1, S, n_l, n_(l-1)) and (steps + 1, S, n_l).
    costs: (steps + 1, S), C over all examples. norms: (steps, S), ‖∇C‖² as each step saw it.
    """

    weights: list[Array]
    biases: list[Array]
    costs: Array
    norms: Array


def descend_many(
    networks: Sequence[Network],
    inputs: ArrayLike,
    targets: ArrayLike,
    *,
    rates: ArrayLike,
    steps: int,
    rows: NDArray[np.intp] | None = None,
    pull: float = 0.0,
    hold_biases: bool = False,
) -> Walks:
    """Let each network walk downhill on the same examples, with an η of its own.

    networks: S of one shape. inputs: (N, n_0); targets: (N, n_L). rates: η, one or (S,).
    rows: (steps, n), the examples that each step sees; None for all of them.
    pull: adds pull · W(l) to the slopes of the weights, as a penalty does.
    hold_biases: move the weights only.
    Raises ValueError for networks of different shapes and for examples that do not fit them.
    Source: W(l) ← W(l) − η ∂C/∂W(l), b(l) ← b(l) − η ∂C/∂b(l), as in `Network.step`.

    >>> starts = [Network([[[w]]], [[0.9]]) for w in (0.6, 2.0)]
    >>> walks = descend_many(starts, [[1.0]], [[0.0]], rates=0.075, steps=300)
    >>> walks.costs[-1].round(4).tolist()
    [0.0088, 0.012]
    """
    first = networks[0]
    if any(network.sizes != first.sizes for network in networks):
        raise ValueError(f"networks must all have the shape {first.sizes}")
    x, y = first.examples(inputs, targets)
    eta = np.broadcast_to(np.asarray(checks.floats("rates", rates)), (len(networks),))
    weights = [np.stack(layer) for layer in zip(*(n.weights for n in networks), strict=True)]
    biases = [np.stack(layer) for layer in zip(*(n.biases for n in networks), strict=True)]
    walks = Walks(
        [np.empty((steps + 1, *w.shape), w.dtype) for w in weights],
        [np.empty((steps + 1, *b.shape), b.dtype) for b in biases],
        np.empty((steps + 1, len(networks))),
        np.empty((steps, len(networks))),
    )
    for step in range(steps + 1):
        for stored, now in zip(walks.weights + walks.biases, weights + biases, strict=True):
            stored[step] = now
        activations = forward_many(weights, biases, x)
        walks.costs[step] = ((activations[-1] - y) ** 2).sum(axis=2).mean(axis=1)
        if step == steps:
            break
        wanted = y
        if rows is not None:
            wanted = y[rows[step]]
            activations = [a[:, rows[step]] for a in activations]
        by_weight, by_bias = _gradients(weights, activations, wanted)
        if pull:
            by_weight = [s + pull * w for w, s in zip(weights, by_weight, strict=True)]
        moved = by_weight if hold_biases else by_weight + by_bias
        walks.norms[step] = sum((part.reshape(len(eta), -1) ** 2).sum(axis=1) for part in moved)
        weights = [w - eta[:, None, None] * s for w, s in zip(weights, by_weight, strict=True)]
        if not hold_biases:
            biases = [b - eta[:, None] * s for b, s in zip(biases, by_bias, strict=True)]
    return walks


def forward_many(weights: list[Array], biases: list[Array], inputs: Array) -> list[Array]:
    """Run the same inputs through S networks of one shape.

    weights, biases: a list by layer, shaped (S, n_l, n_(l-1)) and (S, n_l); inputs: (N, n_0).
    Returns a(0) … a(L), each (S, N, n_l).
    Source: a(l) = σ(W(l) a(l-1) + b(l)), as in `Network.forward`.

    >>> two = [np.array([[[0.0]], [[9.0]]])], [np.zeros((2, 1))]
    >>> forward_many(*two, np.ones((1, 1)))[-1].round(2).tolist()
    [[[0.5]], [[1.0]]]
    """
    activations = [np.broadcast_to(inputs, (len(weights[0]), *inputs.shape))]
    for w, b in zip(weights, biases, strict=True):
        activations.append(sigmoid(activations[-1] @ w.swapaxes(1, 2) + b[:, None]))
    return activations


def _gradients(
    weights: list[Array], activations: list[Array], y: Array
) -> tuple[list[Array], list[Array]]:
    """Return ∂C/∂W(l) and ∂C/∂b(l) of each walker over the examples at hand."""
    dC_da = 2 * (activations[-1] - y) / len(y)
    by_weight: list[Array] = []
    by_bias: list[Array] = []
    for layer in reversed(range(len(weights))):
        a = activations[layer + 1]
        dC_dz = dC_da * a * (1 - a)
        by_weight.insert(0, dC_dz.swapaxes(1, 2) @ activations[layer])
        by_bias.insert(0, dC_dz.sum(axis=1))
        dC_da = dC_dz @ weights[layer]
    return by_weight, by_bias
