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


def _slips(place, *wrongs):
    """Return the slips of one place: each is a name, a wrong factor, and how it is told."""
    return tuple(
        _slip(f"{place}: {name}", wrong, f"{place}, {told}") for name, wrong, told in wrongs
    )


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
    place, rule = f"layer {layer}, the factor σ′({z})", f"It is {a}(1 − {a})."

    def right(p):
        return p.a[layer] * (1 - p.a[layer])

    wrongs = [
        ("left out", lambda p: 1.0, f"left out. {rule}"),
        ("σ in its place", lambda p: p.a[layer], f"with σ({z}) in its place. {rule}"),
        (
            "taken at a",
            lambda p: sigmoid(p.a[layer]) * sigmoid(-p.a[layer]),
            f"taken at {a}, so squeezed once too often. {rule}",
        ),
        (
            "z(1 − z) in its place",
            lambda p: p.z[layer] * (1 - p.z[layer]),
            f"with {z}(1 − {z}) in its place. {rule}",
        ),
        ("1 − a in its place", lambda p: 1 - p.a[layer], f"with 1 − {a} in its place. {rule}"),
        ("taken twice", lambda p: right(p) ** 2, "taken twice."),
        (
            "the other layer's slope",
            lambda p: p.a[other] * (1 - p.a[other]),
            f"with σ′(z{other}) in its place. Each layer has its own slope.",
        ),
    ]
    return Part(lambda x: right, _slips(place, *wrongs))


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
    wrongs = [
        (name, wrong, f"{told}. Behind each weight stands {a}.") for name, wrong, told in wrongs
    ]
    return Part(lambda x: lambda p: p.a[layer - 1], _slips(place, *wrongs))


def _placed(layer):
    """Return the product that puts each entry of dW in the place of its weight."""
    dW, dz = f"dW{layer}", f"∂C₀/∂z{layer}"
    wrongs = [
        (
            "transposed",
            lambda p, a: np.outer(a, p.delta[layer]),
            "with rows and columns exchanged. A row belongs to a neuron, as in W.",
        ),
        (
            "made without σ′",
            lambda p, a: np.outer(p.error[layer], a),
            f"made of ∂C₀/∂a{layer}, where it takes {dz}: σ′ is missing in this one.",
        ),
    ]
    if layer == 1:
        wrongs += [
            (
                "made of layer 2's ∂C₀/∂z",
                lambda p, a: np.outer(p.delta[2], a),
                f"made of ∂C₀/∂z2, where it takes {dz}.",
            )
        ]
    place = f"layer {layer}, {dW}"
    return Part(lambda x: lambda p, a: np.outer(p.delta[layer], a), _slips(place, *wrongs))


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
MISS = Part(
    lambda x: lambda p: p.a[2] - x.y,
    _slips(
        "layer 2, the factor (a2 − y)",
        (
            "the sign turned",
            lambda p: p.given.y - p.a[2],
            "with y − a2 in its place. That points downhill, and a gradient points uphill.",
        ),
        (
            "z2 for a2",
            lambda p: p.z[2] - p.given.y,
            "with z2 − y in its place. The cost compares activations with y.",
        ),
        ("y left out", lambda p: p.a[2], "with a2 in its place: the target is missing."),
        (
            "squared",
            lambda p: (p.a[2] - p.given.y) ** 2,
            "with its square in its place. That is the cost; its slope is 2(a2 − y).",
        ),
        ("left out", lambda p: np.ones(len(p.a[2])), "left out."),
    ),
)
WAY_BACK = "layer 1, the way back through W2"
BACK = Part(
    lambda x: lambda W, p: W.T @ p.delta[2],
    _slips(
        WAY_BACK,
        (
            "W2 for its transpose",
            lambda W, p: W @ p.delta[2],
            "read by rows. What leaves one neuron stands in a column: W2ᵀ.",
        ),
        (
            "left out",
            lambda W, p: p.delta[2],
            "left out. Each path has its weight as a factor.",
        ),
        (
            "the weights left out",
            lambda W, p: np.full(W.shape[1], p.delta[2].sum()),
            "without its weights. Each path has its weight as a factor.",
        ),
        (
            "only the first path",
            lambda W, p: W[0] * p.delta[2][0],
            "with the path through output 0 alone. Sum over all outputs.",
        ),
        (
            "only the last path",
            lambda W, p: W[-1] * p.delta[2][-1],
            "with the path through the last output alone. Sum over all outputs.",
        ),
        (
            "a mean for the sum",
            lambda W, p: W.T @ p.delta[2] / len(p.delta[2]),
            "with a mean over the paths. They are added up.",
        ),
        (
            "one path a neuron",
            lambda W, p: np.diag(W) * p.delta[2],
            "with one path for each neuron. Each neuron feeds all outputs.",
        ),
        (
            "σ′(z2) left out",
            lambda W, p: W.T @ p.error[2],
            "with 2(a2 − y) in place of ∂C₀/∂z2: σ′(z2) belongs to the path.",
        ),
        (
            "dW2 in its place",
            lambda W, p: np.outer(p.delta[2], p.a[1]).T @ p.delta[2],
            "with dW2 in its place. The path leads through the weights themselves.",
        ),
        (
            "W1 in its place",
            lambda W, p: p.given.W1.T @ p.delta[2],
            "with W1 in its place. W2 lies between layers 1 and 2.",
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
    p.error, p.delta = {2: p.two * p.miss(p)}, {}
    p.delta[2] = p.error[2] * p.slope2(p)
    p.error[1] = p.back(x.W2, p)
    p.delta[1] = p.error[1] * p.slope1(p)
    dW2, dW1 = p.placed2(p, p.behind2(p)), p.placed1(p, p.behind1(p))
    arrays = (p.delta[2] * p.bias2, dW2, p.delta[1] * p.bias1, dW1)
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
        "miss": MISS,
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
