"""One neuron: what goes in, the weighted sum, and the one number that comes out."""

import numpy as np

from coursekit.lessons.neurons.sum_and_squeeze import WeightedSum, brightness, curve_points
from coursekit.network.network import sigmoid
from coursekit.pictures.colours import INK, QUIET, grey, ink_on
from coursekit.pictures.controls import slider
from coursekit.pictures.explorer import Explorer
from coursekit.pictures.handles import Handle, spot, words
from coursekit.pictures.notation import activation, equals, hundredths, low, with_sign, written_sum
from coursekit.pictures.parts import (
    Numbers,
    circles,
    drawing,
    edges,
    entry_card,
    label,
    new_figure,
    show_weights,
    style,
)

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
        self.levels.write([activation(value) for value in brightness], ink_on(shades))
        show_weights(self.links, weights, LARGEST_WEIGHT)
        self.weights.write([with_sign(value) for value in (*weights, bias)])
        terms = np.append(np.multiply(weights, inputs), bias)
        self.sum.update(terms, counted, z, a)
        exact = np.allclose([*inputs, *weights, bias, z], np.round([*inputs, *weights, bias, z], 2))
        self.formula.write([written_sum(inputs, weights, bias, counted), "=" if exact else "≈"])
        self.results.write([hundredths(z), activation(a, 4)])

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


class OneNeuron(Explorer):
    """Three inputs, three weights and a bias under sliders, one activation out."""

    name = "neurons.one_neuron"
    main = remote = "terms"
    groups = ("a0", "a1", "a2"), ("w0", "w1", "w2"), ("b", "terms")

    def __init__(self):
        self.figure = NeuronFigure(sigmoid(Z_POINTS))
        self.controls = {
            **{
                f"a{i}": slider(f"a{low(i)}", a, 0.0, 1.0, 0.1, read=f"input {i}")
                for i, a in enumerate((0.9, 0.2, 0.6))
            },
            **{
                f"w{i}": slider(f"w{low(i)}", w, -1.5, 1.5, 0.1, read=f"weight {i}")
                for i, w in enumerate((1.2, -0.8, 0.5))
            },
            "b": slider("b", -0.4, -1.5, 1.5, 0.1, read="bias"),
            "terms": slider("terms", 0, 0, INPUTS + 1, 1, read="terms added up so far"),
        }
        self.open()

    def refresh(self):
        values = self.values
        inputs = np.array([values[f"a{i}"] for i in range(INPUTS)])
        weights = np.array([values[f"w{i}"] for i in range(INPUTS)])
        terms = np.append(weights * inputs, values["b"])
        counted = values["terms"]
        z = float(terms[:counted].sum())
        a = float(sigmoid(z))
        self.figure.update(inputs, weights, values["b"], counted, z, a)
        if counted <= INPUTS:
            return f"{counted} of {INPUTS + 1} terms added: {hundredths(z)} so far."
        return f"z = {hundredths(z)}, so a {equals(a)}: the neuron is {brightness(a)}."

    def handles(self):
        f, values = self.figure, self.values
        formula = words(f.formula)
        for i in range(INPUTS):
            yield Handle(f"a{i}", spot(f.discs, i))
            yield Handle(f"w{i}", spot(f.links, i))
            yield Handle(f"w{i}", spot(f.weights, i))
            for name, number in zip((f"w{i}", f"a{i}"), formula[2 * i :], strict=False):
                yield Handle(name, number)
            if i < values["terms"]:
                yield Handle(f"w{i}", f.sum.end(i), "x", f.sum.worth(i, values[f"a{i}"]))
        yield Handle("b", spot(f.weights, INPUTS))
        if values["terms"] > INPUTS:
            yield Handle("b", f.sum.end(INPUTS), "x", f.sum.worth(INPUTS, 1))
            yield Handle("b", formula[-1])
        for row in range(INPUTS + 1):
            yield Handle("terms", f.sum.label(row), "press", value=row + 1)

    def together(self):
        f, formula = self.figure, words(self.figure.formula)
        for i in range(INPUTS):
            group = [spot(f.discs, i), spot(f.links, i), spot(f.weights, i), f.sum.label(i)]
            bar = [f.sum.end(i)] if i < self.values["terms"] else []
            yield [*group, *formula[2 * i : 2 * i + 2], *bar]
        yield [spot(f.weights, INPUTS), f.sum.label(INPUTS), *formula[2 * INPUTS :]]

    def motion(self, before):
        f, row = self.figure, before["terms"]
        if self.values["terms"] != row + 1:
            return []
        if row == INPUTS:
            return [[spot(f.weights, row)], [f.sum.label(row)], [spot(f.discs, INPUTS)]]
        return [[spot(f.discs, row)], [spot(f.links, row)], [f.sum.label(row)]]


def one_neuron():
    """Open a single neuron: sliders for its inputs, weights and bias, and for the terms added.

    For `set` and `at`: a0, a1, a2, w0, w1, w2, b, terms.
    """
    return OneNeuron()
