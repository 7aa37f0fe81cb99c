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
    card,
    drawing,
    new_figure,
    style,
)

SIZES = (2, 3, 2)
STEPS = ("a(1)", "a(2)", "C₀", "∂C₀/∂z", "bias", "weights", "activations", "paths", "sum", "back")
FULL, TALL = 0.5, 44  # an arrow for 0.5 or more is as tall as its row: 44 pixels
COLUMNS = (536, 690, 844)  # left ends of the columns, one a neuron of layer 1
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
        self.named = None
        self.moving = [
            *self.diagram.moving,
            *(self.targets, self.values, self.arrows, self.amounts, self.products),
            *self.sums.moving,
            self.back,
        ]

    def update(self, network, chosen, cost, error, paths, slope, step):
        """Show the first `step` of `STEPS`.

        network: activations a(0), a(1), a(2), weights W(1), W(2), targets (2,).
        chosen: the output j and the neuron i of layer 1.
        cost: C₀; error: σ′(z(2)ⱼ) and ∂C₀/∂a(2)ⱼ.
        paths: (2, 3), w(2)ⱼᵢ σ′(z(2)ⱼ) ∂C₀/∂a(2)ⱼ; slope: σ′(z(1)ᵢ).
        """
        (activations, weights, targets), (j, i) = network, chosen
        if chosen != self.named:
            self._name(j, i)
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
                for v, least in zip(shown, (3, 4, 4, 4), strict=True)
            ]
        )
        times = np.concatenate([[1.0], activations[1], weights[1][j]])
        self._show_ways(times, dC_dz, np.repeat([step >= 5, step >= 6, step >= 7], [1, 3, 3]))
        self._show_sums(paths, j, i, step)
        total = paths[:, i].sum()
        lines = [
            f"{number(a, 2)} × {factor(slope)} × {factor(total)} ≈ {factor(a * slope * total)}"
            for a in activations[0]
        ]
        self.back.write(lines if step >= 10 else ["?"] * len(lines))

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
                f"{number(t, 2)} × {number(dC_dz, 3)}" if on else ""
                for t, on in zip(times, known, strict=True)
            ]
        )

    def _show_sums(self, paths, j, i, step):
        known = {}
        for row in range(len(paths)):
            if step >= (7 if row == j else 8):
                known |= {(row, column): path for column, path in enumerate(paths[row])}
        if step >= 9:
            known |= {("sum", column): total for column, total in enumerate(paths.sum(axis=0))}
        self.sums.show(known, lit=[(0, i), (1, i), ("sum", i)])

    def _name(self, j, i):
        self.named = (j, i)
        self.ways.set_text(f"Three ways to move output {j}")
        dC_dz = rf"\partial C_0/\partial z^{{(2)}}_{j}"
        self.formulas[1].set_text(f"${dC_dz}$")
        self.formulas[2].set_text(rf"$\sigma^{{\prime}}(z^{{(2)}}_{j})$")
        self.formulas[3].set_text(rf"$2(a^{{(2)}}_{j}-y_{j})$")
        self.deeper.set_text(f"One layer further back, through neuron {i} of layer 1")
        self.further.set_text(
            rf"$\partial C_0/\partial w^{{(1)}}_{{{i},k}}=a^{{(0)}}_{{k}}\cdot\sigma^{{\prime}}"
            rf"(z^{{(1)}}_{i})\cdot\partial C_0/\partial a^{{(1)}}_{i}$"
        )

    def _draw_network(self):
        xs, middle = (44, 186, 328), 355
        places = [
            [(x, middle + 84 * ((count - 1) / 2 - row)) for row in range(count)]
            for x, count in zip(xs, SIZES, strict=True)
        ]
        self.diagram = Diagram(self.axes, places, radius=17, size=11)
        for layer, x in enumerate(xs):
            self.axes.text(x, 482, f"$a^{{({layer})}}$", fontsize=15, ha="center", va="center")
        spots = [(x + 30, y) for x, y in places[-1]]
        self.targets = Numbers(self.axes, spots, 11, align="left", colour=QUIET)
        self.formulas, spots = [], []
        for left, bottom, width in (
            (20, 134, 148),
            (20, 28, 148),
            (196, 28, 104),
            (322, 28, 104),
        ):
            card(self.axes, left, bottom, width, 80)
            x = left + width / 2
            self.formulas.append(
                self.axes.text(x, bottom + 58, "$C_0$", fontsize=14, ha="center", va="center")
            )
            spots.append((x, bottom + 25))
        self.axes.text(
            192,
            174,
            "each arrow: a number\ntimes this $\\partial C_0/\\partial z$",
            fontsize=12,
            va="center",
            color=QUIET,
            linespacing=1.6,
        )
        for x, sign in ((182, "≈"), (311, "×")):
            self.axes.text(x, 66, sign, fontsize=16, ha="center", va="center", color=QUIET)
        self.values = Numbers(self.axes, spots, 14, weight="bold")

    def _draw_ways(self):
        axes = self.axes
        self.ways = axes.text(446, 509, "", fontsize=13, weight="bold", va="center")
        places = [(COLUMNS[0], ROWS[0])] + [(x, y) for y in ROWS[1:] for x in COLUMNS]
        for y, name in zip(ROWS, ("its bias", "weights", "activations"), strict=True):
            axes.text(446, y, name, fontsize=11.5, va="center", color=QUIET)
        self.tails = [(x + 7, y) for x, y in places]
        self.arrows = PolyCollection([], linewidths=0)
        axes.add_collection(self.arrows, autolim=False)
        self.amounts = Numbers(axes, [(x + 82, y + 11) for x, y in places], 12.5, weight="bold")
        self.products = Numbers(axes, [(x + 82, y - 12) for x, y in places], 11, colour=QUIET)

    def _draw_sums(self):
        axes = self.axes
        axes.plot([446, 982], [324, 324], color=GRID, lw=1)
        axes.text(
            446,
            305,
            "Sum over paths: $\\partial C_0/\\partial a^{(1)}$",
            fontsize=13,
            weight="bold",
            va="center",
        )
        grids = {}
        for row, top in ((0, 266), (1, 232), ("sum", 190)):
            name = "sum" if row == "sum" else f"via output {row}"
            axes.text(446, top - 16, name, fontsize=11.5, va="center", color=QUIET)
            for column, left in enumerate(COLUMNS):
                grids[row, column] = Grid(left + 12, top, 1, 1)
        for column, left in enumerate(COLUMNS):
            axes.text(
                left + 82,
                281,
                f"neuron {column}",
                fontsize=11.5,
                ha="center",
                va="center",
                color=QUIET,
            )
        self.sums = Grids(axes, grids, (130, 34), 12)

    def _draw_back(self):
        axes = self.axes
        axes.plot([446, 982], [140, 140], color=GRID, lw=1)
        self.deeper = axes.text(446, 119, "", fontsize=13, weight="bold", va="center")
        self.further = axes.text(982, 88, "", fontsize=14, ha="right", va="center")
        for k, y in enumerate((54, 26)):
            axes.text(446, y, f"from input {k}", fontsize=11.5, va="center", color=QUIET)
        self.back = Numbers(axes, [(982, 54), (982, 26)], 12, align="right", colour=GOOD)


def _arrow(x, y, length):
    """An upright arrow of a length in pixels, centred on a place; a negative one points down."""
    tail, head = y - length / 2, y + length / 2
    half = min(8, abs(length))
    neck = head - np.sign(length) * min(abs(length), 12)
    shaft = min(3, half)
    right = [(x + half, neck), (x + shaft, neck), (x + shaft, tail)]
    return [(x, head), *right, *((2 * x - across, along) for across, along in reversed(right))]
