"""Lesson 4's explorers of one chain: a ratio of nudges, one weight's factors, three layers deep."""

import numpy as np

from coursekit.explorers.backward import START, flatten, order, said, uncovered
from coursekit.explorers.explorer import Explorer, columns, power_slider, slider
from coursekit.explorers.knobs import Knobs, unpack
from coursekit.figures.chain import CURVE_POINTS, ChainFigure
from coursekit.figures.grids import factor, number, significant
from coursekit.figures.long_chain import LAYERS, PARAMETERS, LongChainFigure
from coursekit.figures.parts import low
from coursekit.figures.slope import Z_POINTS, SlopeFigure
from coursekit.network.network import Network, sigmoid, sigmoid_slope

SIZES = (3, 4, 4, 2)


class OneChain(Explorer):
    """A weight of the last layer, its three factors, and what nudging it by h really does."""

    main = "knobs"

    def __init__(self):
        rng = np.random.default_rng(5)
        drawn = Network.random(SIZES, rng, scale="unit")
        network = Network(
            [w.round(1) + 0.0 for w in drawn.weights], [b.round(1) + 0.0 for b in drawn.biases]
        )
        network.weights[-1][0, 1] = 1.0
        self.figure = ChainFigure(SIZES)
        self.knobs = Knobs(network, [0.9, 0.2, 0.6], [1, 0], "w3 0,1")
        weights = SIZES[-1] * SIZES[-2]
        self.controls = {
            "follow": slider("follow", 1, 0, weights - 1, 1, read="which weight's chain is shown"),
            "drag": self.knobs.which,
            "knobs": self.knobs,
            "h": nudge_slider(0.1),
        }
        self.controls["follow"].observe(self._drag_it, names="value")
        self.open()

    def refresh(self):
        values = self.values
        network, inputs, targets = self.knobs.network()
        chain = network.chain(inputs, targets)
        layer, h = len(SIZES) - 1, values["h"]
        j, i = divmod(values["follow"], SIZES[-2])
        factors = chain.weight(layer, j, i)
        w, z, behind = network.weights[-1][j, i], chain.weighted_inputs[-1][j], factors.dz_dq
        a = chain.activations[-1][j]
        others = float(np.square(np.delete(chain.activations[-1] - targets, j)).sum())

        def cost_at(value):
            return others + (sigmoid(z + (value - w) * behind) - targets[j]) ** 2

        moved_z, moved_a = h * behind, change(z, h * behind)
        # (a′ − y)² − (a − y)², again without subtracting two numbers that are almost the same
        moved_cost = moved_a * (2 * (a - targets[j]) + moved_a)
        self.figure.update(
            (chain.activations, network.weights, targets),
            (j, i),
            (cost_at(CURVE_POINTS), (w, cost_at(w)), (w + h, cost_at(w + h))),
            (factors.product, factors.dz_dq, factors.da_dz, factors.dC_da),
            (h, (moved_cost, moved_z, moved_a, moved_cost), (h, h, moved_z, moved_a)),
        )
        return (
            f"w({layer}) {j},{i} = {number(w, 2)}: its slope is {factor(factors.product)}, the "
            f"product of {factor(factors.dz_dq)}, {factor(factors.da_dz)} and "
            f"{factor(factors.dC_da)}. A nudge of {significant(h)} really moves C₀ by "
            f"{significant(moved_cost)}."
        )

    def layout(self):
        c = self.controls
        return [columns((c["follow"], c["h"]), (self.knobs.which, self.knobs.amount))]

    def _drag_it(self, move):
        j, i = divmod(move["new"], SIZES[-2])
        # the picture follows this move of `follow`; once is enough
        drawing_later, self._moving_several = self._moving_several, True
        self.knobs.which.value = f"w{len(SIZES) - 1} {j},{i}"
        self._moving_several = drawing_later


def nudge_slider(h):
    """Return a slider for h from 1 down to a millionth."""
    return power_slider("h", h, -6, 0, 0.25, read="the size of the nudge")


def change(z, nudge):
    """Return σ(z + nudge) − σ(z), without subtracting two numbers that are almost the same.

    >>> change(0.0, 1e-12)
    2.5e-13
    """
    return float(sigmoid(z + nudge) * sigmoid(-z) * -np.expm1(-nudge))


def one_chain():
    """Open the chain from one weight to the cost, factor by factor, with a nudge to test it."""
    return OneChain()


class LongChain(Explorer):
    """The network 1-1-1-1: its ledger step by step, and one entry of ∇C as a long product."""

    main = "step"

    def __init__(self):
        self.figure = LongChainFigure()
        self.steps = order(LAYERS)[:-1]
        self.controls = {
            **{
                name: slider(name[0] + low(name[1]), value, -6.0, 6.0, 0.1)
                for name, value in START.items()
            },
            "a0": slider("a₀", 0.8, 0.0, 1.0, 0.1, read="input"),
            "y": slider("y", 1.0, 0.0, 1.0, 0.1, read="target"),
            "step": slider("step", len(self.steps), 0, len(self.steps), 1),
            "entry": slider("entry", 0, 0, len(PARAMETERS) - 1, 1, read="which entry of ∇C"),
        }
        self.open()

    def refresh(self):
        values = self.values
        numbers = [values[name] for name in (*PARAMETERS, "a0", "y")]
        network, inputs, targets = unpack((1,) * (LAYERS + 1), numbers)
        step, chosen = values["step"], PARAMETERS[values["entry"]]
        known, lit = uncovered(network, inputs, targets, self.steps, step)
        factors = factors_of(network.chain(inputs, targets), chosen)
        shown = f"d{chosen.replace('w', 'W')}" in known
        self.figure.update(known, lit, chosen, factors if shown else None)
        if step < len(self.steps):
            return (
                f"Step {step} of {len(self.steps)}: "
                + (said(lit[0], known[lit[0]], deep=True) if lit else "only what is given is known")
                + "."
            )
        entries = ", ".join(map(factor, flatten(network.gradient(inputs, targets))))
        return f"C₀ = {number(network.cost(inputs, targets))}, and ∇C₀ is {entries}."

    def layout(self):
        c = self.controls
        groups = ("w1", "b1", "step"), ("w2", "b2", "entry"), ("w3", "b3"), ("a0", "y")
        return [columns(*([c[name] for name in group] for group in groups))]


def factors_of(chain, name):
    """Return the factors from one parameter of a network of single neurons to the cost.

    name: "w1", "b1", "w2" and so on.
    """
    layer = int(name[1:])
    first = float(chain.activations[layer - 1][0]) if name[0] == "w" else 1.0
    weights = [float(w[0, 0]) for w in chain.weights[layer:]]
    slopes = [float(slope[0]) for slope in chain.slopes[layer - 1 :]]
    between = [part for pair in zip(slopes, [*weights, None], strict=True) for part in pair]
    return [first, *between[:-1], float(chain.output_error[0])]


def long_chain():
    """Open the network 1-1-1-1: six parameters, and the chain from each to the cost."""
    return LongChain()


class Slope(Explorer):
    """σ at one z: the ratio of two nudges for a shrinking h, and the slope that it nears."""

    main = "h"

    def __init__(self):
        self.figure = SlopeFigure(sigmoid(Z_POINTS), sigmoid_slope(Z_POINTS))
        self.controls = {
            "z": slider("z", 1.0, -6.0, 6.0, 0.1, read="where on the curve"),
            "h": nudge_slider(1.0),
        }
        self.open()

    def refresh(self):
        z, h = self.controls["z"].value, self.controls["h"].value
        a, slope = float(sigmoid(z)), float(sigmoid_slope(z))
        moved = change(z, h)
        self.figure.update(z, h, a, moved, slope)
        return (
            f"At z = {number(z, 1)} a nudge of {significant(h)} moves a by {significant(moved)}: "
            f"the ratio is {number(moved / h, 6)}, the slope σ′(z) is {number(slope, 6)}."
        )


def two_nudges():
    """Open the derivative of σ: two nudges and their ratio, as the nudge shrinks."""
    return Slope()
