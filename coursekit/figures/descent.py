"""A descent on the map of lesson 3: two trails from one start, their costs, a step's ledger."""

import numpy as np
from matplotlib.colors import LogNorm

from coursekit.figures.landscape import MAP, draw_map
from coursekit.figures.parts import (
    GRID,
    INK,
    NEGATIVE,
    POINT,
    QUIET,
    Numbers,
    card,
    circles,
    drawing,
    new_figure,
    panel,
    style,
)

SIZE = (1000, 620)
REGION = tuple(side / whole for side, whole in zip(MAP, SIZE * 2, strict=True))
COLOURS = (POINT, NEGATIVE)  # of the first and the second η
HIGHEST = 0.36
LEDGER = (("predicted, $-\\eta\\,\\Vert\\nabla C\\Vert^2$", 10), ("really, $\\Delta C$", 210))


class DescentFigure:
    """The map with two trails, C after each step, and what the next step promises and brings.

    costs: (121, 121), C at the map's `GRID_POINTS`; steps: how many steps a walk has.
    """

    def __init__(self, costs, steps):
        with style():
            self.fig = new_figure(
                *SIZE,
                "Gradient descent, step by step",
                "Two walkers leave one start, each with an η of its own. Dark is low.",
            )
            self.map = draw_map(self.fig, costs, LogNorm(costs.min(), costs.max()))
            (self.second,) = self.map.plot([], [], color=NEGATIVE, lw=2, zorder=4)
            (self.first,) = self.map.plot([], [], color=POINT, lw=2.4, zorder=4)
            style_of = {"edgecolors": "white", "linewidths": 1.8}
            self.start = circles(
                self.map, [(0, 0)], 9, facecolors="none", edgecolors=INK, linewidths=1.8, zorder=5
            )
            self.dots = circles(
                self.map, [(0, 0)] * 2, 7.5, facecolors=COLOURS[::-1], zorder=6, **style_of
            )
            self._draw_chart(steps)
            self._draw_ledger()
        self.moving = [
            *(self.second, self.first, self.start, self.dots),
            *(self.now, self.falls[1], self.falls[0], self.places, self.ends, self.rates),
            self.results,
        ]

    def update(self, trails, costs, step, plateaus, rates, ledger):
        """Show both walks up to `step`.

        trails: (steps + 1, 2, 2), step by step (w₁, w₂) of the first and the second walker;
        costs: (steps + 1, 2); plateaus: for each the step at which it stops falling, or None;
        rates: the two η, as texts; ledger: predicted and real change of the first, as texts.
        """
        so_far = trails[: step + 1]
        self.first.set_data(*so_far[:, 0].T)
        self.second.set_data(*so_far[:, 1].T)
        self.start.set_offsets(trails[:1, 0])
        self.dots.set_offsets(trails[step, ::-1])
        shown = np.minimum(costs, HIGHEST)
        for k, line in enumerate(self.falls):
            line.set_data(np.arange(len(costs)), shown[:, k])
        self.now.set_xdata([step, step])
        self.places.set_offsets([(step, shown[step, 1]), (step, shown[step, 0])])
        ends = [(at, shown[at, k]) for k, at in enumerate(plateaus) if at is not None]
        self.ends.set_offsets(np.reshape(ends, (-1, 2)))
        self.rates.write([f"η = {rate}" for rate in rates])
        self.results.write([*ledger, *(f"{costs[step, k]:.4f}" for k in (0, 1))])

    def _draw_chart(self, steps):
        axes = panel(self.fig, 628, 112, 346, 204)
        axes.set(xlim=(-0.02 * steps, 1.02 * steps), ylim=(0, HIGHEST), yticks=[0, 0.1, 0.2, 0.3])
        axes.set_title("cost $C$ after each step", fontsize=14, pad=8)
        axes.grid(color=GRID)
        axes.set_axisbelow(True)
        self.now = axes.axvline(0, color=QUIET, lw=1.2, ls=(0, (3, 3)))
        self.falls = [axes.plot([], [], color=colour, lw=2)[0] for colour in COLOURS]
        self.places = circles(
            axes, [(0, 0)] * 2, 5.5, facecolors=COLOURS[::-1], edgecolors="white", zorder=4
        )
        self.ends = circles(axes, np.zeros((0, 2)), 8, facecolors="none", linewidths=1.8, zorder=5)
        spots = [(0.98 * steps, 0.325), (0.98 * steps, 0.285)]
        self.rates = Numbers(axes, spots, 12.5, weight="bold", align="right")
        self.rates.set_facecolor([POINT, "#a84300"])

    def _draw_ledger(self):
        axes = drawing(self.fig, 586, 352, 414, 268)
        axes.text(
            10, 250, "The next step of the first walker", fontsize=13, weight="bold", va="center"
        )
        spots = []
        cards = [(name, left, 142) for name, left in LEDGER]
        cards += [("$C$ now, first η", 10, 38), ("$C$ now, second η", 210, 38)]
        for name, left, bottom in cards:
            card(axes, left, bottom, 184, 90)
            axes.text(
                left + 92, bottom + 66, name, fontsize=12.5, ha="center", va="center", color=QUIET
            )
            spots.append((left + 92, bottom + 30))
        self.results = Numbers(axes, spots, 16, weight="bold")
