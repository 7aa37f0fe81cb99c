"""Three ways to move one output, and what each neuron behind hears from all outputs together."""

import numpy as np
from matplotlib.collections import PolyCollection

from coursekit.figures.grids import Diagram, Grid, Grids, factor, number
from coursekit.figures.parts import (
    GOOD,
    GRID,
    NEGATIVE,
    POSITIVE,
    QUIET,
    Numbers,
    drawing,
    entry_card,
    headline,
    label,
    new_figure,
    style,
)

SIZES = (2, 3, 2)
STEPS = (
    *("a(1)", "a(2)", "C₀", "2(a − y)", "σ′(z)", "∂C₀/∂z", "∂C₀/∂b", "∂C₀/∂w", "∂C₀/∂a(1)"),
    *("the other output's ∂C₀/∂a(1)", "the sum of both", "∂C₀/∂w(1)"),
)
# how many steps each quantity takes to appear
COST, ERROR, SLOPE, DC_DZ, BIAS, WEIGHTS, OWN, OTHER, SUM, BACK = range(3, len(STEPS) + 1)
FULL, TALL = 0.5, 44  # an arrow for 0.5 or more is as tall as its row: 44 pixels
COLUMNS = (534, 684, 834)  # left ends of the columns, one a neuron of layer 1
ROWS = (468, 414, 360)  # heights of bias, weights and activations


class PathsFigure:
    """A 2-3-2 network, the arrows of one output, and the sums over both; `update` moves it all."""

    def __init__(self):
        with style():
            self.fig = new_figure(
                1000,
                590,
                "What one output asks for, and what all of them ask together",
                "An arrow says which way to move a quantity so that $C_0$ falls, and how much it "
                "counts.",
            )
            self.axes = drawing(self.fig, 0, 66, 1000, 524)
            self._draw_network()
            self._draw_ways()
            self._draw_sums()
            self._draw_back()
        self.moving = [
            *self.diagram.moving,
            *(self.targets, self.values, self.arrows, self.amounts, self.products),
            *self.sums.moving,
            *(self.back, self.headlines),
        ]

    def update(self, network, chosen, cost, error, paths, slope, step):
        """Show the first `step` of `STEPS`.

        network: activations a(0), a(1), a(2), weights W(1), W(2), targets (2,).
        chosen: the output j and the neuron i of layer 1.
        cost: C₀; error: σ′(z(2)ⱼ) and ∂C₀/∂a(2)ⱼ.
        paths: (2, 3), w(2)ⱼᵢ σ′(z(2)ⱼ) ∂C₀/∂a(2)ⱼ; slope: σ′(z(1)ᵢ).
        """
        (activations, weights, targets), (j, i) = network, chosen
        self.headlines.write(
            [
                f"Three ways to move output j = {j}",
                f"One layer back, through neuron i = {i} of layer 1",
            ]
        )
        known = [a if step >= layer else None for layer, a in enumerate(activations)]
        first = weights[0].size
        through = [first + 3 * j + k for k in range(3)] + [first + i, first + 3 + i]
        self.diagram.update(known, weights, through, outlined=[2 + i, 5 + j])
        self.targets.write([f"y = {y:.2f}" for y in targets])
        dC_dz = error[0] * error[1]
        shown = (cost, dC_dz, *error)
        self.values.write(
            [
                factor(v) if step >= least else "?"
                for v, least in zip(shown, (COST, DC_DZ, SLOPE, ERROR), strict=True)
            ]
        )
        times = np.concatenate([[1.0], activations[1], weights[1][j]])
        self._show_ways(
            times, dC_dz, np.repeat([step >= BIAS, step >= WEIGHTS, step >= OWN], [1, 3, 3])
        )
        self._show_sums(paths, j, i, step)
        total = paths[:, i].sum()
        lines = [
            f"{_brief(a, 2)} × {factor(slope)} × {factor(total)} ≈ {factor(a * slope * total)}"
            for a in activations[0]
        ]
        self.back.write(lines if step >= BACK else ["?"] * len(lines))

    def _show_ways(self, times, dC_dz, known):
        partials = times * dC_dz
        lengths = np.where(known, -TALL * np.clip(partials / FULL, -1, 1), 0)
        self.arrows.set_verts(
            [_arrow(x, y, length) for (x, y), length in zip(self.tails, lengths, strict=True)]
        )
        self.arrows.set_facecolor([POSITIVE if length > 0 else NEGATIVE for length in lengths])
        self.amounts.write(
            [factor(p) if on else "?" for p, on in zip(partials, known, strict=True)]
        )
        self.products.write(
            [
                f"{_brief(t, 2)} × {_brief(dC_dz, 3)}" if on else ""
                for t, on in zip(times, known, strict=True)
            ]
        )

    def _show_sums(self, paths, j, i, step):
        rows = {0: paths[0], 1: paths[1], "sum": paths.sum(axis=0)}
        since = {0: OTHER, 1: OTHER, "sum": SUM} | {j: OWN}
        known = {row: values for row, values in rows.items() if step >= since[row]}
        self.sums.show(known, lit=[(row, i) for row in rows])

    def _draw_network(self):
        xs, middle = (44, 186, 328), 355
        places = [
            [(x, middle + 84 * ((count - 1) / 2 - row)) for row in range(count)]
            for x, count in zip(xs, SIZES, strict=True)
        ]
        self.diagram = Diagram(self.axes, places, radius=17, size=11)
        for layer, x in enumerate(xs):
            label(self.axes, x, 482, f"$a^{{({layer})}}$", 15)
        spots = [(x + 30, y) for x, y in places[-1]]
        self.targets = Numbers(self.axes, spots, 11, align="left", colour=QUIET)
        spots = []
        for left, bottom, width, formula in (
            (20, 134, 130, "$C_0$"),
            (20, 28, 130, r"$\partial C_0/\partial z^{(2)}_j$"),
            (176, 28, 110, r"$\sigma^{\prime}(z^{(2)}_j)$"),
            (312, 28, 114, "$2(a^{(2)}_j-y_j)$"),
        ):
            entry_card(self.axes, left, bottom, width, 80, formula, size=14)
            spots.append((left + width / 2, bottom + 25))
        self.axes.text(
            176,
            174,
            "each arrow: a number\ntimes this $\\partial C_0/\\partial z$",
            fontsize=12,
            va="center",
            color=QUIET,
            linespacing=1.6,
        )
        for x, sign in ((163, "≈"), (299, "×")):
            label(self.axes, x, 66, sign, 16, color=QUIET)
        self.values = Numbers(self.axes, spots, 14, weight="bold")

    def _draw_ways(self):
        axes = self.axes
        # plain words of the right weight: cheaper than a `Text`, and they change with j and i
        self.headlines = Numbers(axes, [(446, 509), (446, 119)], 13, weight="bold", align="left")
        places = [(COLUMNS[0], ROWS[0])] + [(x, y) for y in ROWS[1:] for x in COLUMNS]
        for y, name in zip(ROWS, ("its bias", "weights", "activations"), strict=True):
            axes.text(446, y, name, fontsize=11, va="center", color=QUIET)
        self.tails = [(x + 9, y) for x, y in places]
        self.arrows = PolyCollection([], linewidths=0)
        axes.add_collection(self.arrows, autolim=False)
        self.amounts = Numbers(axes, [(x + 80, y + 11) for x, y in places], 12.5, weight="bold")
        self.products = Numbers(axes, [(x + 80, y - 12) for x, y in places], 10, colour=QUIET)

    def _draw_sums(self):
        axes = self.axes
        axes.plot([446, 982], [324, 324], color=GRID, lw=1)
        headline(axes, 446, 305, r"Sum over paths: $\partial C_0/\partial a^{(1)}$")
        grids = {}
        for row, top in ((0, 266), (1, 232), ("sum", 190)):
            name = "sum" if row == "sum" else f"via output {row}"
            axes.text(446, top - 16, name, fontsize=11, va="center", color=QUIET)
            grids[row] = Grid(COLUMNS[0] + 14, top, 1, 3, pitch=COLUMNS[1] - COLUMNS[0])
        for column, left in enumerate(COLUMNS):
            label(axes, left + 80, 281, f"neuron {column}", 11.5, color=QUIET)
        self.sums = Grids(axes, grids, (135, 34), 12)

    def _draw_back(self):
        axes = self.axes
        axes.plot([446, 982], [140, 140], color=GRID, lw=1)
        formula = (
            r"$\partial C_0/\partial w^{(1)}_{i,k}=a^{(0)}_{k}\cdot\sigma^{\prime}(z^{(1)}_i)"
            r"\cdot\partial C_0/\partial a^{(1)}_i$"
        )
        axes.text(982, 88, formula, fontsize=14, ha="right", va="center")
        for k, y in enumerate((54, 26)):
            axes.text(446, y, f"from input {k}", fontsize=11.5, va="center", color=QUIET)
        self.back = Numbers(axes, [(982, 54), (982, 26)], 12, align="right", colour=GOOD)


def _brief(value, digits):
    """Write a number with a few digits, or as a power of ten where they would all be 0."""
    return number(value, digits) if abs(value) >= 0.5 * 10.0**-digits else factor(value)


def _arrow(x, y, length):
    """An upright arrow of a length in pixels, centred on a place; a negative one points down."""
    tail, head = y - length / 2, y + length / 2
    half = min(8, abs(length))
    neck = head - np.sign(length) * min(abs(length), 12)
    shaft = min(3, half)
    right = [(x + half, neck), (x + shaft, neck), (x + shaft, tail)]
    return [(x, head), *right, *((2 * x - across, along) for across, along in reversed(right))]
