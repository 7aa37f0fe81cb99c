"""Backprop for two layers, taken apart into its factors, each with what is mistaken for it.

The parts stand in the order in which backprop computes them; the gradient doctor names the first
that is wrong. Each slip says its layer and its factor.
"""

import numpy as np

from coursekit.lessons.moved_already import moved_already
from coursekit.network.network import sigmoid
from coursekit.questions.recipe import Recipe, part


def _factor(place, right, *rows):
    """Return a part that no numbers change; rows: a slip's name, the wrong factor, what is told.

    place: stands before each name and before what is told.
    """
    return part(lambda x: right, *(
        (f"{place}: {name}", lambda x, wrong=wrong: wrong, f"{place}, {told}")
        for name, wrong, told in rows))


def _sum(layer):
    """Return the bias's place in the sum of a layer: once, or not at all."""
    a, b, z, W = (f"{name}{layer - (name == 'a')}" for name in "abzW")
    return part(lambda x: 1.0, (
        f"layer {layer}, forward: the bias left out", lambda x: 0.0,
        f"a forward pass without {b}. Add it: {z} = {W} {a} + {b}."))


def _squeeze(layer):
    return part(
        lambda x: sigmoid,
        (f"layer {layer}, forward: σ left out", lambda x: lambda z: z,
         f"a forward pass without σ in layer {layer}. Squeeze: a{layer} = σ(z{layer})."),
        (f"layer {layer}, forward: σ(−z) for σ(z)", lambda x: lambda z: sigmoid(-z),
         f"a forward pass with σ(−z) in layer {layer}. Look at the exponent's sign."))


def _slope(layer):
    """Return the factor σ′(z) of a layer; it is a(1 − a), so it is made of a."""
    z, a, other = f"z{layer}", f"a{layer}", 3 - layer
    rule = f"It is {a}(1 − {a})."
    return _factor(
        f"layer {layer}, the factor σ′({z})", lambda p: p.a[layer] * (1 - p.a[layer]),
        ("left out", lambda p: 1.0, f"left out. {rule}"),
        ("σ in its place", lambda p: p.a[layer], f"with σ({z}) in its place. {rule}"),
        ("taken at a", lambda p: sigmoid(p.a[layer]) * sigmoid(-p.a[layer]),
         f"taken at {a}, so squeezed once too often. {rule}"),
        ("z(1 − z) in its place", lambda p: p.z[layer] * (1 - p.z[layer]),
         f"with {z}(1 − {z}) in its place. {rule}"),
        ("1 − a in its place", lambda p: 1 - p.a[layer], f"with 1 − {a} in its place. {rule}"),
        ("taken twice", lambda p: (p.a[layer] * (1 - p.a[layer])) ** 2, "taken twice."),
        ("the other layer's slope", lambda p: p.a[other] * (1 - p.a[other]),
         f"with σ′(z{other}) in its place. Each layer has its own slope."))


def _bias(layer):
    b = f"b{layer}"
    return part(lambda x: 1.0, (
        f"layer {layer}, the factor 1 of d{b}: {b} in its place", lambda x: vars(x)[b],
        f"d{b} of layer {layer} with {b} as a factor. ∂z/∂b is 1."))


BEFORE_SQUEEZE = ("z1 in its place", lambda p: p.z[1], "with z1 in its place, before the squeeze")
INPUTS = ("a0 in its place", lambda p: p.a[0], "with the inputs a0 in its place")
SQUEEZED = ("σ(a0) in its place", lambda p: sigmoid(p.a[0]), "squeezed once more")
LAYER_2S = ("made of layer 2's ∂C₀/∂z", lambda p, a: np.outer(p.delta[2], a),
            "made of ∂C₀/∂z2, where it takes ∂C₀/∂z1.")


def _behind(layer, *own):
    """Return the activations behind the weights of a layer, also with slips of its own."""
    a = f"a{layer - 1}"
    rows = (("left out", lambda p: np.ones(len(p.a[layer - 1])), "left out"),
            (f"a{layer} in its place", lambda p: p.a[layer], f"with a{layer} in its place"), *own)
    return _factor(
        f"layer {layer}, the factor {a} of dW{layer}", lambda p: p.a[layer - 1],
        *((name, wrong, f"{told}. Behind each weight stands {a}.") for name, wrong, told in rows))


def _placed(layer, *own):
    """Return the product that puts each entry of dW in the place of its weight."""
    return _factor(
        f"layer {layer}, dW{layer}", lambda p, a: np.outer(p.delta[layer], a),
        ("transposed", lambda p, a: np.outer(a, p.delta[layer]),
         "with rows and columns exchanged. A row belongs to a neuron, as in W."),
        ("made without σ′", lambda p, a: np.outer(p.error[layer], a),
         f"made of ∂C₀/∂a{layer}, where it takes ∂C₀/∂z{layer}: σ′ is missing in this one."),
        *own)


def _moved(eta):
    """Return the slip of a way back through W2 after a step of this η."""
    return (f"W2 after a step of η = {eta:g}",
            lambda W, p: (W - eta * np.outer(p.delta[2], p.a[1])).T @ p.delta[2],
            moved_already("W2"))


TWO = part(
    lambda x: 2.0,
    ("layer 2, the factor 2: left out", lambda x: 1.0,
     "layer 2, with the 2 of 2(a2 − y) left out. A square's slope is twice its side."),
    ("layer 2, the factor 2: divided by the number of outputs", lambda x: 2.0 / len(x.y),
     "layer 2, with a mean over the outputs. C₀ is the sum over them."))
MISS = _factor(
    "layer 2, the factor (a2 − y)", lambda p: p.a[2] - p.given.y,
    ("the sign turned", lambda p: p.given.y - p.a[2],
     "with y − a2 in its place. That points downhill, and a gradient points uphill."),
    ("z2 for a2", lambda p: p.z[2] - p.given.y,
     "with z2 − y in its place. The cost compares activations with y."),
    ("y left out", lambda p: p.a[2], "with a2 in its place: the target is missing."),
    ("squared", lambda p: (p.a[2] - p.given.y) ** 2,
     "with its square in its place. That is the cost; its slope is 2(a2 − y)."),
    ("left out", lambda p: np.ones(len(p.a[2])), "left out."))
BACK = _factor(
    "layer 1, the way back through W2", lambda W, p: W.T @ p.delta[2],
    ("W2 for its transpose", lambda W, p: W @ p.delta[2],
     "read by rows. What leaves one neuron stands in a column: W2ᵀ."),
    ("left out", lambda W, p: p.delta[2], "left out. Each path has its weight as a factor."),
    ("the weights left out", lambda W, p: np.full(W.shape[1], p.delta[2].sum()),
     "without its weights. Each path has its weight as a factor."),
    ("only the first path", lambda W, p: W[0] * p.delta[2][0],
     "with the path through output 0 alone. Sum over all outputs."),
    ("only the last path", lambda W, p: W[-1] * p.delta[2][-1],
     "with the path through the last output alone. Sum over all outputs."),
    ("a mean for the sum", lambda W, p: W.T @ p.delta[2] / len(p.delta[2]),
     "with a mean over the paths. They are added up."),
    ("one path a neuron", lambda W, p: np.diag(W) * p.delta[2],
     "with one path for each neuron. Each neuron feeds all outputs."),
    ("σ′(z2) left out", lambda W, p: W.T @ p.error[2],
     "with 2(a2 − y) in place of ∂C₀/∂z2: σ′(z2) belongs to the path."),
    ("dW2 in its place", lambda W, p: np.outer(p.delta[2], p.a[1]).T @ p.delta[2],
     "with dW2 in its place. The path leads through the weights themselves."),
    *(_moved(eta) for eta in (1, 0.5, 0.1)),
    ("W1 in its place", lambda W, p: p.given.W1.T @ p.delta[2],
     "with W1 in its place. W2 lies between layers 1 and 2."))

RETURNED = part(
    lambda x: lambda parameters, slopes: slopes,
    ("layer 2, and layer 1 after it: moved already",
     lambda x: lambda parameters, slopes: parameters - slopes,
     "weights and biases after a step of η = 1, in the place of their slopes. Return the slopes "
     "alone: the step comes in lesson 5."))


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
    pairs = zip((x.b2, x.W2, x.b1, x.W1), arrays, strict=True)
    return np.concatenate([np.ravel(p.returned(*pair)) for pair in pairs])


BACKPROP = Recipe(_backprop, {
    "given": lambda x: x,
    "sum1": _sum(1), "squeeze1": _squeeze(1), "sum2": _sum(2), "squeeze2": _squeeze(2),
    "two": TWO, "miss": MISS, "slope2": _slope(2), "bias2": _bias(2),
    "behind2": _behind(2, BEFORE_SQUEEZE, INPUTS), "placed2": _placed(2),
    "back": BACK, "slope1": _slope(1), "bias1": _bias(1),
    "behind1": _behind(1, SQUEEZED), "placed1": _placed(1, LAYER_2S),
    "returned": RETURNED,
})
