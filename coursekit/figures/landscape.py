"""The cost over two weights as a map, with the way that was walked, in clear weather or in fog."""

import numpy as np
from matplotlib import colormaps
from matplotlib.colors import LogNorm
from matplotlib.patches import Rectangle

from coursekit.figures.parts import (
    GRID,
    INK,
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

REACH = 8.0
GRID_POINTS = np.linspace(-REACH, REACH, 121)
LEVELS = (0.028, 0.035, 0.05, 0.07, 0.1, 0.105, 0.12, 0.15, 0.2, 0.25, 0.3)
SIZE, HEIGHT = (1000, 620), 480
MAP = (60, 92, HEIGHT, HEIGHT)  # left, top, width and height in pixels
REGION = tuple(side / whole for side, whole in zip(MAP, SIZE * 2, strict=True))
HIGHEST, SHOWN = 0.36, 24  # the cost scale, and how many moves fit on it
COLOURS = colormaps["YlGnBu_r"]


class LandscapeFigure:
    """Contours of C(w₁, w₂), a point with its trail, and the cost after each move.

    costs: (121, 121), C with w₂ down the rows and w₁ along them, both at `GRID_POINTS`;
    goal: the cost to get below.
    """

    def __init__(self, costs, goal):
        self.norm = LogNorm(costs.min(), costs.max())
        with style():
            self.fig = new_figure(
                *SIZE,
                "A landscape of cost over two weights",
                "Dark is low. Walk by slider, by arrow keys or by clicking on the map.",
            )
            self.map = self._draw_map(costs)
            self.chart = self._draw_chart(goal)
            self._draw_cards()
        self.moving = [
            *(self.trail, self.visited, self.start, self.here),
            *(self.fall, self.steps, self.results),
        ]

    def update(self, trail, costs, fog, results):
        """Show the way so far.

        trail: (n, 2), w₁ and w₂ after each move, the start first; costs: (n,), C there;
        fog: whether the map is covered; results: cost, moves and best, as texts.
        """
        if self.fog.get_visible() != fog:
            self.fog.set_visible(fog)
        self.trail.set_data(*trail.T)
        self.visited.set_offsets(trail)
        self.visited.set_facecolor(COLOURS(self.norm(costs)))
        self.start.set_offsets(trail[:1])
        self.here.set_offsets(trail[-1:])
        recent = costs[-SHOWN - 1 :]
        moves = np.arange(len(recent))
        self.fall.set_data(moves, recent)
        self.steps.set_offsets(np.column_stack([moves, recent]))
        self.results.write(results)

    def _draw_map(self, costs):
        axes = draw_map(self.fig, costs, self.norm)
        self.fog = Rectangle((-REACH, -REACH), 2 * REACH, 2 * REACH, fc="#d5dae2", zorder=3)
        self.fog.set_visible(False)
        axes.add_patch(self.fog)
        (self.trail,) = axes.plot([], [], color=POINT, lw=2.4, zorder=4)
        self.visited = circles(axes, [(0, 0)], 4.5, edgecolors=POINT, linewidths=1.2, zorder=5)
        self.start = circles(
            axes, [(0, 0)], 9, facecolors="none", edgecolors=POINT, linewidths=2, zorder=5
        )
        self.here = circles(
            axes, [(0, 0)], 8, facecolors=POINT, edgecolors="white", linewidths=2.5, zorder=6
        )
        return axes

    def _draw_chart(self, goal):
        axes = panel(self.fig, 628, 116, 346, 236)
        axes.set(xlim=(-0.6, SHOWN + 0.6), ylim=(0, HIGHEST), xticks=[], yticks=[0, 0.1, 0.2, 0.3])
        axes.set_title("cost after each move", fontsize=14, pad=8)
        axes.grid(axis="y", color=GRID)
        axes.set_axisbelow(True)
        axes.axhline(goal, color=QUIET, lw=1.4, ls=(0, (4, 3)))
        axes.text(
            0.985,
            goal - 0.008,
            f"goal: below {goal:g}",
            transform=axes.get_yaxis_transform(),
            fontsize=11.5,
            ha="right",
            va="top",
            color=QUIET,
        )
        (self.fall,) = axes.plot([], [], color=POINT, lw=2)
        self.steps = circles(axes, [(0, 0)], 4, facecolors=POINT, edgecolors="white", linewidths=1)
        return axes

    def _draw_cards(self):
        axes = drawing(self.fig, 586, 388, 414, 232)
        spots = []
        for left, bottom, width, name in (
            (10, 128, 184, "cost $C$ here"),
            (210, 128, 184, "moves so far"),
            (10, 24, 384, "best in the fog"),
        ):
            card(axes, left, bottom, width, 92)
            x = left + width / 2
            axes.text(x, bottom + 70, name, fontsize=12.5, ha="center", va="center", color=QUIET)
            spots.append((x, bottom + 34))
        self.results = Numbers(axes, spots, 16, weight="bold")


def draw_map(fig, costs, norm):
    """Add the map of C(w₁, w₂) at its place in the figure; (121, 121) costs, coloured by norm."""
    axes = panel(fig, *MAP)
    axes.set(xlim=(-REACH, REACH), ylim=(-REACH, REACH))
    axes.set(xticks=range(-8, 9, 4), yticks=range(-8, 9, 4))
    shades = np.geomspace(costs.min() * 0.999, costs.max(), 28)
    axes.contourf(GRID_POINTS, GRID_POINTS, costs, shades, cmap=COLOURS, norm=norm)
    lines = axes.contour(
        GRID_POINTS, GRID_POINTS, costs, LEVELS, colors="white", linewidths=0.9, alpha=0.8
    )
    axes.clabel(
        lines, (0.05, 0.07, 0.1, 0.12, 0.15, 0.2, 0.25), fontsize=11, fmt="%.2f", zorder=2.5
    )
    for text in lines.labelTexts:
        text.set(color=INK, bbox={"fc": "white", "ec": "none", "alpha": 0.75, "pad": 1})
    names = {"fontsize": 15, "color": INK, "zorder": 6}
    box = {"fc": "white", "ec": "none", "alpha": 0.85, "pad": 2}
    axes.text(7.8, -7.7, "$w_1$", ha="right", va="bottom", bbox=box, **names)
    axes.text(-7.7, 7.7, "$w_2$", ha="left", va="top", bbox=box, **names)
    return axes
