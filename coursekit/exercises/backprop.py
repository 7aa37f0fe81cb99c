"""Backprop for two layers, taken apart into its factors, each with what is mistaken for it.

The parts stand in the order in which backprop computes them; the gradient doctor names the first
that is wrong. Each slip says its layer and its factor.
"""

import numpy as np

from coursekit.exercises.slips import Part, Recipe, Slip
from coursekit.network.network import sigmoid


def _same(value):
    return value


def _slip(name, wrong, says):
    """Return a slip whose wrong factor does not depend on the numbers."""
    return Slip(name, lambda x: wrong, says)


def _forward(layer):
    """Return the slips of the forward pass in one layer: of its sum, and of its squeeze."""
    z, a = f"z{layer}", f"a{layer}"
    return (
        Part(
            lambda x: 1.0,
            (
                _slip(
                    f"layer {layer}, forward: the bias left out",
                    0.0,
                    f"a forward pass without b{layer}. Add it: {z} = W{layer} a{layer - 1} "
                    f"+ b{layer}.",
                ),
            ),
        ),
        Part(
            lambda x: sigmoid,
            (
                _slip(
                    f"layer {layer}, forward: σ left out",
                    _same,
                    f"a forward pass without σ in layer {layer}. Squeeze: {a} = σ({z}).",
                ),
                _slip(
                    f"layer {layer}, forward: σ(−z) for σ(z)",
                    lambda z: sigmoid(-z),
                    f"a forward pass with σ(−z) in layer {layer}. Look at the exponent's sign.",
                ),
            ),
        ),
    )


def _slope(layer):
    """Return the factor σ′(z) of a layer; it is a(1 − a), so it is made of a."""
    z, a, other = f"z{layer}", f"a{layer}", 3 - layer
    place = f"layer {layer}, the factor σ′({z})"
    return Part(
        lambda x: lambda p: p.a[layer] * (1 - p.a[layer]),
        (
            _slip(f"{place}: left out", lambda p: 1.0, f"{place}, left out."),
            _slip(
                f"{place}: σ in its place",
                lambda p: p.a[layer],
                f"{place}, with σ({z}) in its place. The slope is {a}(1 − {a}).",
            ),
            _slip(
                f"{place}: taken at a",
                lambda p: sigmoid(p.a[layer]) * sigmoid(-p.a[layer]),
                f"{place}, taken at {a}, so squeezed once too often. σ′({z}) is {a}(1 − {a}).",
            ),
            _slip(
                f"{place}: z(1 − z) in its place",
                lambda p: p.z[layer] * (1 - p.z[layer]),
                f"{place}, with {z}(1 − {z}) in its place. It is {a}(1 − {a}).",
            ),
            _slip(
                f"{place}: 1 − a in its place",
                lambda p: 1 - p.a[layer],
                f"{place}, with 1 − {a} in its place. It is {a}(1 − {a}).",
            ),
            _slip(
                f"{place}: taken twice",
                lambda p: (p.a[layer] * (1 - p.a[layer])) ** 2,
                f"{place}, taken twice.",
            ),
            _slip(
                f"{place}: the other layer's slope",
                lambda p: p.a[other] * (1 - p.a[other]),
                f"{place}, with σ′(z{other}) in its place. Each layer has its own slope.",
            ),
        ),
    )


def _behind(layer):
    """Return the activations behind the weights of a layer."""
    a = f"a{layer - 1}"
    place = f"layer {layer}, the factor {a} of dW{layer}"
    other = 2 - layer
    wrongs = [
        ("left out", lambda p: np.ones(len(p.a[layer - 1])), "left out"),
        (f"a{layer} in its place", lambda p: p.a[layer], f"with a{layer} in its place"),
    ]
    if layer == 2:
        wrongs += [
            ("z1 in its place", lambda p: p.z[1], "with z1 in its place, before the squeeze"),
            ("a0 in its place", lambda p: p.a[other], "with the inputs a0 in its place"),
        ]
    else:
        wrongs += [("σ(a0) in its place", lambda p: sigmoid(p.a[0]), "squeezed once more")]
    return Part(
        lambda x: lambda p: p.a[layer - 1],
        tuple(
            _slip(f"{place}: {name}", wrong, f"{place}, {told}. Behind each weight stands {a}.")
            for name, wrong, told in wrongs
        ),
    )


def _placed(layer):
    """Return the product that puts each entry of dW in the place of its weight."""
    return Part(
        lambda x: np.outer,
        (
            _slip(
                f"layer {layer}: dW{layer} transposed",
                lambda delta, a: np.outer(a, delta),
                f"dW{layer} of layer {layer} with rows and columns exchanged. A row belongs to a "
                "neuron, as in W.",
            ),
        ),
    )


def _bias(layer):
    return Part(
        lambda x: 1.0,
        (
            Slip(
                f"layer {layer}, the factor 1 of db{layer}: b{layer} in its place",
                lambda x: vars(x)[f"b{layer}"],
                f"db{layer} of layer {layer} with b{layer} as a factor. ∂z/∂b is 1.",
            ),
        ),
    )


TWO = Part(
    lambda x: 2.0,
    (
        _slip(
            "layer 2, the factor 2: left out",
            1.0,
            "layer 2, with the 2 of 2(a2 − y) left out. A square's slope is twice its side.",
        ),
        Slip(
            "layer 2, the factor 2: divided by the number of outputs",
            lambda x: 2.0 / len(x.y),
            "layer 2, with a mean over the outputs. C₀ is the sum over them.",
        ),
    ),
)
ERROR = Part(
    lambda x: lambda p: p.a[2] - x.y,
    (
        Slip(
            "layer 2, the factor (a2 − y): the sign turned",
            lambda x: lambda p: x.y - p.a[2],
            "layer 2, with y − a2 for a2 − y. That points downhill, and a gradient points uphill.",
        ),
        Slip(
            "layer 2, the factor (a2 − y): z2 for a2",
            lambda x: lambda p: p.z[2] - x.y,
            "layer 2, with z2 − y for a2 − y. The cost compares activations with y.",
        ),
        Slip(
            "layer 2, the factor (a2 − y): y left out",
            lambda x: lambda p: p.a[2],
            "layer 2, with 2 a2 for 2(a2 − y): the target is missing.",
        ),
        Slip(
            "layer 2, the factor (a2 − y): squared",
            lambda x: lambda p: (p.a[2] - x.y) ** 2,
            "layer 2, with (a2 − y)², the cost, in place of its slope 2(a2 − y).",
        ),
        Slip(
            "layer 2, the factor (a2 − y): left out",
            lambda x: lambda p: np.ones(len(x.y)),
            "layer 2, with the factor (a2 − y) left out.",
        ),
    ),
)
WAY_BACK = "layer 1, the way back through W2"
BACK = Part(
    lambda x: lambda W, p: W.T @ p.delta2,
    (
        _slip(
            f"{WAY_BACK}: W2 for its transpose",
            lambda W, p: W @ p.delta2,
            f"{WAY_BACK}, read by rows. What leaves one neuron stands in a column: W2ᵀ.",
        ),
        _slip(
            f"{WAY_BACK}: left out",
            lambda W, p: p.delta2,
            f"{WAY_BACK}, left out. Each path has its weight as a factor.",
        ),
        _slip(
            f"{WAY_BACK}: the weights left out",
            lambda W, p: np.full(W.shape[1], p.delta2.sum()),
            f"{WAY_BACK}, without its weights. Each path has its weight as a factor.",
        ),
        _slip(
            f"{WAY_BACK}: only the first path",
            lambda W, p: W[0] * p.delta2[0],
            f"{WAY_BACK}, with the path through output 0 alone. Sum over all outputs.",
        ),
        _slip(
            f"{WAY_BACK}: only the last path",
            lambda W, p: W[-1] * p.delta2[-1],
            f"{WAY_BACK}, with the path through the last output alone. Sum over all outputs.",
        ),
        _slip(
            f"{WAY_BACK}: a mean for the sum",
            lambda W, p: W.T @ p.delta2 / len(p.delta2),
            f"{WAY_BACK}, with a mean over the paths. They are added up.",
        ),
        _slip(
            f"{WAY_BACK}: one path a neuron",
            lambda W, p: np.diag(W) * p.delta2,
            f"{WAY_BACK}, with one path for each neuron. Each neuron feeds all outputs.",
        ),
        _slip(
            f"{WAY_BACK}: σ′(z2) left out",
            lambda W, p: W.T @ p.error2,
            f"{WAY_BACK}, with 2(a2 − y) in place of ∂C₀/∂z2: σ′(z2) belongs to the path.",
        ),
        _slip(
            f"{WAY_BACK}: dW2 in its place",
            lambda W, p: np.outer(p.delta2, p.a[1]).T @ p.delta2,
            f"{WAY_BACK}, with dW2 in its place. The path leads through the weights themselves.",
        ),
        Slip(
            f"{WAY_BACK}: W1 in its place",
            lambda x: lambda W, p: x.W1.T @ p.delta2,
            f"{WAY_BACK}, with W1 in its place. W2 lies between layers 1 and 2.",
        ),
    ),
)


def _backprop(p):
    """Return db2, dW2, db1 and dW1 one after the other as one row of numbers."""
    x = p.given
    p.z, p.a = {}, {0: x.a0}
    p.z[1] = x.W1 @ x.a0 + p.sum1 * x.b1
    p.a[1] = p.squeeze1(p.z[1])
    p.z[2] = x.W2 @ p.a[1] + p.sum2 * x.b2
    p.a[2] = p.squeeze2(p.z[2])
    p.error2 = p.two * p.error(p)
    p.delta2 = p.error2 * p.slope2(p)
    delta1 = p.back(x.W2, p) * p.slope1(p)
    dW2 = p.placed2(p.delta2, p.behind2(p))
    dW1 = p.placed1(delta1, p.behind1(p))
    arrays = (p.delta2 * p.bias2, dW2, delta1 * p.bias1, dW1)
    return np.concatenate([np.ravel(array) for array in arrays])


SUM1, SQUEEZE1 = _forward(1)
SUM2, SQUEEZE2 = _forward(2)
BACKPROP = Recipe(
    _backprop,
    {
        "given": Part(_same),
        "sum1": SUM1,
        "squeeze1": SQUEEZE1,
        "sum2": SUM2,
        "squeeze2": SQUEEZE2,
        "two": TWO,
        "error": ERROR,
        "slope2": _slope(2),
        "bias2": _bias(2),
        "behind2": _behind(2),
        "placed2": _placed(2),
        "back": BACK,
        "slope1": _slope(1),
        "bias1": _bias(1),
        "behind1": _behind(1),
        "placed1": _placed(1),
    },
)
