"""One neuron: what goes in, the weighted sum, and the one number that comes out."""

import numpy as np

from coursekit.figures.parts import (
    INK,
    QUIET,
    Numbers,
    circles,
    drawing,
    edges,
    entry_card,
    grey,
    ink_on,
    label,
    new_figure,
    show_weights,
    style,
)
from coursekit.figures.weighted_sum import WeightedSum, curve_points

INPUTS = 3
LIMIT = 6  # the largest |z| that the sliders can reach
LARGEST_WEIGHT = 1.5
Z_POINTS = curve_points(LIMIT)


class NeuronFigure:
    """Three inputs, one neuron, its sum and its sigmoid; `update` moves it all.

    curve: σ at `Z_POINTS`.
    """

    def __init__(self, curve):
        with style():
            self.fig = new_figure(
                1000,
                580,
                "One neuron, from its inputs to its activation",
                "Blue weights are positive, orange ones negative; wider means larger.",
            )
            self._draw_diagram()
            labels = [rf"$w_{i}\,a_{i}$" for i in range(INPUTS)] + ["$b$"]
            self.sum = WeightedSum(self.fig, 520, 84, 456, 362, labels, LIMIT, (Z_POINTS, curve))
            self._draw_cards()
        self.moving = [
            *(self.links, self.discs, self.levels, self.weights),
            *self.sum.moving,
            *(self.formula, self.results),
        ]

    def update(self, inputs, weights, bias, counted, z, a):
        """Show the neuron with its first `counted` terms added up to z, and a = σ(z)."""
        brightness = np.append(inputs, a)
        shades = grey(brightness)
        self.discs.set_facecolor(shades)
        self.levels.write([f"{value:.2f}" for value in brightness], ink_on(shades))
        show_weights(self.links, weights, LARGEST_WEIGHT)
        self.weights.write([_signed(value) for value in (*weights, bias)])
        terms = np.append(np.multiply(weights, inputs), bias)
        self.sum.update(terms, counted, z, a)
        exact = np.allclose([*inputs, *weights, bias, z], np.round([*inputs, *weights, bias, z], 2))
        self.formula.write([written_sum(inputs, weights, bias, counted), "=" if exact else "≈"])
        self.results.write([f"{z:.2f}".replace("-", "−"), f"{a:.4f}"])

    def _draw_diagram(self):
        axes = drawing(self.fig, 0, 76, 500, 380)
        places = np.array([(90, 310), (90, 190), (90, 70), (380, 190)], float)
        starts, end = places[:INPUTS], places[INPUTS]
        self.links = edges(axes, starts, np.tile(end, (INPUTS, 1)), zorder=1)
        self.discs = circles(axes, places, 23, zorder=2)
        self.levels = Numbers(axes, places, 13)
        beside = starts + 0.42 * (end - starts) + [(16, 36), (16, 20), (16, -34)]
        self.weights = Numbers(axes, [*beside, (380, 104)], 13)
        for i, (x, y) in enumerate(starts):
            axes.text(x - 46, y, f"$a_{i}$", fontsize=17, ha="right", va="center")
            axes.text(*(beside[i] - (34, 0)), f"$w_{i}$", fontsize=15, ha="right", va="center")
        axes.text(end[0] + 46, end[1], "$a$", fontsize=17, va="center")
        axes.text(346, 104, "$b$", fontsize=15, ha="right", va="center")
        axes.text(90, 364, "inputs", fontsize=13, ha="center", color=INK)
        axes.text(380, 250, "the neuron", fontsize=13, ha="center", color=INK)
        axes.text(380, 78, "bias", fontsize=11.5, ha="center", color=QUIET)

    def _draw_cards(self):
        axes = drawing(self.fig, 0, 478, 1000, 102)
        for left, width, formula, meaning in (
            (20, 560, "$z = w_0a_0 + w_1a_1 + w_2a_2 + b$", "weights times inputs, then the bias"),
            (620, 150, "$z$", "the weighted sum"),
            (810, 170, r"$a=\sigma(z)$", "squeezed into 0 … 1"),
        ):
            entry_card(axes, left, 8, width, 90, formula, meaning)
        label(axes, 790, 52, "→", 17, color=QUIET)
        self.formula = Numbers(axes, [(300, 50), (600, 50)], 13)
        self.results = Numbers(axes, [(695, 50), (895, 50)], 19, weight="bold")


def written_sum(inputs, weights, bias, counted=INPUTS + 1):
    """Return the first `counted` terms with their numbers in place.

    >>> written_sum([0.9, 0.25], [1.2, -0.8], 0.5, counted=3)
    '1.2 × 0.9 − 0.8 × 0.25 + 0.5'
    """
    terms = [f"{_signed(w)} × {_signed(a)[1:]}" for w, a in zip(weights, inputs, strict=True)]
    spaced = [f"{term[0]} {term[1:]}" for term in [*terms, _signed(bias)]][:counted]
    first, *rest = spaced or ["+ 0"]
    return " ".join([first.removeprefix("+ ").replace("− ", "−"), *rest])


def _signed(value):
    """Write a number with its sign and one digit, or two where it has two."""
    text = f"{value:+.2f}".replace("-", "−")
    return text.removesuffix("0")
