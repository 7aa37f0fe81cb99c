"""One neuron on a few examples: its misses, their squares as bars, the cost along its weight."""

import numpy as np
from matplotlib.collections import PolyCollection
from matplotlib.colors import to_rgba

from coursekit.figures.parts import (
    GRID,
    INK,
    NEGATIVE,
    POINT,
    POSITIVE,
    QUIET,
    Numbers,
    circles,
    edges,
    new_figure,
    panel,
    style,
)

REACH = 12.0
INPUT_POINTS = np.linspace(-0.04, 1.04, 109)
WEIGHT_POINTS = np.linspace(-REACH, REACH, 161)
HIGHEST = 1.06  # of the two right-hand scales, which are one and the same


class CostCurveFigure:
    """The neuron's curve among its examples, the bars C₀ … C₅ with their mean, and C(w).

    inputs, targets: (n,), the examples.
    """

    def __init__(self, inputs, targets):
        self.inputs, self.targets = inputs, targets
        n = len(inputs)
        with style():
            self.fig = new_figure(
                1000,
                500,
                "The cost along one weight, with the bias held",
                "Left: the neuron among its examples. Middle: what each costs. "
                "Right: the mean, for every $w$.",
            )
            self._draw_neuron(inputs, targets)
            bars = self._draw_bars(n)
            curve = self._draw_curve()
            spots = np.column_stack([np.arange(n), np.zeros(n)])
            self.bars = PolyCollection([], facecolors=to_rgba(NEGATIVE, 0.5), edgecolors=NEGATIVE)
            bars.add_collection(self.bars, autolim=False)
            self.mean = edges(bars, [(-0.6, 0)], [(n, 0)], color=POINT, lw=2.2, ls=(0, (5, 3)))
            self.amounts = Numbers(bars, spots, 11.5)
            (self.curve,) = curve.plot(WEIGHT_POINTS, 0 * WEIGHT_POINTS, color=INK, lw=2.2)
            self.level = edges(curve, [(-REACH, 0)], [(0, 0)], color=POINT, lw=1.8, ls=(0, (5, 3)))
            self.point = circles(curve, [(0, 0)], 7, facecolors=POINT, edgecolors="white", zorder=4)
            self.cost = Numbers(curve, [(REACH, HIGHEST - 0.045)], 14, weight="bold", align="right")
        self.moving = [
            *(self.squares, self.sigmoid, self.dots, self.bars, self.mean, self.amounts),
            *(self.curve, self.level, self.point, self.cost),
        ]

    def update(self, answers, outputs, costs, curve, w):
        """Show the neuron with weight w.

        answers: σ(w a + b) at `INPUT_POINTS`; outputs: (n,), at the examples;
        costs: (n,), Cₖ; curve: C at `WEIGHT_POINTS`.
        """
        self.sigmoid.set_ydata(answers)
        misses = outputs - self.targets
        self.squares.set_verts(
            [
                _square(x, y, miss)
                for x, y, miss in zip(self.inputs, self.targets, misses, strict=True)
            ]
        )
        mean = costs.mean()
        self.bars.set_verts(
            [
                [(k - 0.36, 0), (k + 0.36, 0), (k + 0.36, c), (k - 0.36, c)]
                for k, c in enumerate(costs)
            ]
        )
        self.mean.set_segments([[(-0.6, mean), (len(costs) - 0.2, mean)]])
        self.amounts.write(
            [f"{c:.2f}" for c in costs],
            positions=[(k, c + 0.03) for k, c in enumerate(costs)],
        )
        self.curve.set_ydata(curve)
        self.level.set_segments([[(-REACH, mean), (w, mean)]])
        self.point.set_offsets([(w, mean)])
        self.cost.write([f"C = {mean:.4f}"])

    def _draw_neuron(self, inputs, targets):
        axes = panel(self.fig, 56, 104, 340, 340)
        axes.set(xlim=(-0.04, 1.04), ylim=(-0.04, 1.04), xticks=[0, 0.5, 1], yticks=[0, 0.5, 1])
        axes.set_title(r"output $a=\sigma(w\,a^{(0)}+b)$", fontsize=14, pad=8)
        axes.text(0.78, -0.066, "input $a^{(0)}$", fontsize=13, ha="center", va="top", color=QUIET)
        axes.grid(color=GRID)
        axes.set_axisbelow(True)
        self.squares = PolyCollection(
            [], facecolors=to_rgba(NEGATIVE, 0.25), edgecolors=NEGATIVE, linewidths=1.2
        )
        axes.add_collection(self.squares, autolim=False)
        (self.sigmoid,) = axes.plot(INPUT_POINTS, 0 * INPUT_POINTS, color=POSITIVE, lw=2.6)
        self.dots = circles(axes, np.column_stack([inputs, targets]), 6, facecolors=POINT)
        self.dots.set_edgecolor("white")
        self.dots.set_zorder(4)

    def _draw_bars(self, n):
        axes = panel(self.fig, 462, 104, 232, 340)
        axes.set(xlim=(-0.6, n - 0.4), ylim=(0, HIGHEST), yticks=[0, 0.2, 0.4, 0.6, 0.8, 1])
        axes.set_xticks(range(n), [f"$C_{k}$" for k in range(n)], fontsize=13, color=INK)
        axes.tick_params(axis="x", length=0)
        axes.set_title("each example's square", fontsize=14, pad=8)
        axes.grid(axis="y", color=GRID)
        axes.set_axisbelow(True)
        return axes

    def _draw_curve(self):
        axes = panel(self.fig, 744, 104, 236, 340)
        axes.set(xlim=(-REACH, REACH), ylim=(0, HIGHEST), xticks=[-12, -6, 0, 6, 12])
        axes.set_yticks([0, 0.2, 0.4, 0.6, 0.8, 1], [""] * 6)
        axes.set_title("their mean $C$, along $w$", fontsize=14, pad=8)
        axes.text(9, -0.02, "$w$", fontsize=15, ha="center", va="top", color=QUIET)
        axes.grid(color=GRID)
        axes.set_axisbelow(True)
        return axes


def _square(x, y, miss):
    """Return the square that stands on the miss, to the side where there is room."""
    side = abs(miss) if x < 0.5 else -abs(miss)
    return [(x, y), (x + side, y), (x + side, y + miss), (x, y + miss)]
