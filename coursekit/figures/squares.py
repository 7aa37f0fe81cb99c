"""Misses as squares: each has the area (a − y)², and poured into one column they make the cost."""

import numpy as np
from matplotlib.collections import PolyCollection
from matplotlib.colors import to_rgba

from coursekit.figures.parts import (
    GOOD,
    GRID,
    INK,
    NEGATIVE,
    POINT,
    POSITIVE,
    QUIET,
    Numbers,
    circles,
    drawing,
    edges,
    grey,
    new_figure,
    style,
)

UNIT, SMALL = 130, 56  # pixels that a difference of 1 is long, beside and in the four columns
OUTPUTS, EXAMPLES = 3, 4
PANELS, BASE = (48, 222, 396), 204  # left ends and bottom of the three unit scales
TANK, FLOOR = 590, 28  # left end and bottom of the column
HIGH = 176  # the floor of the columns of all examples
COLUMNS = tuple(756 + 58 * k for k in range(EXAMPLES))
TINTS = (POSITIVE, NEGATIVE, GOOD)


class SquaresFigure:
    """One example's squares and their column, and beside it the columns of all examples."""

    def __init__(self):
        with style():
            self.fig = new_figure(
                1000,
                528,
                "A miss is a side, its square an area, the cost their sum",
                "The same area lies in the squares and in the column: nothing is lost on the way.",
            )
            axes = self.axes = drawing(self.fig, 0, 66, 1000, 462)
            self._draw_scales(axes)
            self._draw_columns(axes)
            fills = [to_rgba(tint, 0.4) for tint in TINTS]
            self.squares = _areas(axes, fills, TINTS)
            self.tank = _areas(axes, fills, TINTS)
            self.columns = _areas(axes, fills * EXAMPLES, TINTS * EXAMPLES)
            self.wanted = edges(axes, np.zeros((OUTPUTS, 2)), np.zeros((OUTPUTS, 2)), lw=4)
            self.wanted.set_color(POINT)
            self.discs = circles(axes, np.zeros((OUTPUTS, 2)), 8.5)
            self.mean = edges(axes, [(0, 0)], [(0, 0)], color=POINT, lw=2.2, ls=(0, (5, 3)))
            spots = [(left + UNIT / 2, BASE - y) for y in (34, 62) for left in PANELS]
            self.terms = Numbers(axes, spots, 13)
            self.total = Numbers(axes, [(PANELS[0] - 20, 78)], 14.5, weight="bold", align="left")
            self.level = Numbers(axes, [(0, 0)], 13, weight="bold")
            spots = [(x + SMALL / 2 - 4, HIGH - 36) for x in COLUMNS]
            self.levels = Numbers(axes, spots, 12.5, weight="bold")
            self.average = Numbers(axes, [(COLUMNS[0], HIGH - 84)], 14, weight="bold", align="left")
            self.average.set_facecolor(POINT)
            self.frame = edges(axes, [(0, 0)], [(1, 0)], color=POINT, lw=3)
        self.moving = [
            *(self.squares, self.tank, self.columns, self.frame, self.wanted, self.discs),
            *(self.mean, self.terms, self.total, self.level, self.levels, self.average),
        ]

    def update(self, outputs, targets, k):
        """Show all examples, and example k in full; outputs and targets are (4, 3)."""
        a, y = outputs[k], targets[k]
        areas = (outputs - targets) ** 2
        costs, lefts = areas.sum(axis=1), np.array(PANELS) + 22.0
        self.squares.set_verts(
            [
                _box(x, BASE + UNIT * min(p, q), UNIT * abs(p - q), UNIT * abs(p - q))
                for x, p, q in zip(lefts, a, y, strict=True)
            ]
        )
        heights = np.array([BASE + UNIT * a, BASE + UNIT * y])
        self.discs.set_offsets(np.column_stack([lefts, heights[0]]))
        self.discs.set_facecolor(grey(a))
        self.wanted.set_segments(
            [[(x - 16, at), (x + 16, at)] for x, at in zip(lefts, heights[1], strict=True)]
        )
        self.tank.set_verts(_poured(areas[k], TANK, FLOOR, UNIT))
        columns = [_poured(row, x, HIGH, SMALL - 8) for row, x in zip(areas, COLUMNS, strict=True)]
        self.columns.set_verts([box for column in columns for box in column])
        level = HIGH + (SMALL - 8) * costs.mean()
        self.mean.set_segments([[(COLUMNS[0] - 8, level), (COLUMNS[-1] + SMALL, level)]])
        self.frame.set_segments([[(COLUMNS[k], HIGH - 52), (COLUMNS[k] + SMALL - 8, HIGH - 52)]])
        self._write(a, y, costs, k)

    def _write(self, a, y, costs, k):
        areas = (a - y) ** 2
        self.terms.write(
            [f"({p:.2f} − {q:.0f})²" for p, q in zip(a, y, strict=True)]
            + [f"= {area:.4f}" for area in areas]
        )
        terms = " + ".join(f"{area:.4f}" for area in areas)
        subscript = "₀₁₂₃"[k]
        self.total.write([f"C{subscript} = {terms} = {costs[k]:.4f}"])
        top = (TANK + UNIT / 2, FLOOR + UNIT * costs[k] + 13)
        self.level.write([f"{costs[k]:.4f}"], positions=[top])
        self.levels.write([f"{cost:.2f}" for cost in costs])
        self.average.write([f"mean C = {costs.mean():.4f}"])

    def _draw_scales(self, axes):
        for j, left in enumerate(PANELS):
            axes.text(left + UNIT / 2, 378, f"output {j}", fontsize=13, ha="center", va="center")
            axes.plot([left + 22] * 2, [BASE, BASE + UNIT], color=QUIET, lw=1.2)
            for level in (0, 1):
                axes.plot([left + 16, left + 28], [BASE + UNIT * level] * 2, color=QUIET, lw=1.2)
                axes.text(
                    left - 6,
                    BASE + UNIT * level,
                    level,
                    fontsize=11.5,
                    ha="right",
                    va="center",
                    color=QUIET,
                )
        axes.plot([42, 74], [416, 416], color=POINT, lw=4)
        axes.text(84, 416, "the target $y$", fontsize=12, va="center", color=QUIET)
        circles(axes, [(236, 416)], 8.5, facecolors="0.6")
        axes.text(258, 416, "the output $a$", fontsize=12, va="center", color=QUIET)

    def _draw_columns(self, axes):
        axes.text(
            TANK + UNIT / 2,
            452,
            "this example",
            fontsize=13,
            weight="bold",
            ha="center",
            va="center",
        )
        middle = (COLUMNS[0] + COLUMNS[-1] + SMALL - 8) / 2
        axes.text(middle, 452, "all examples", fontsize=13, weight="bold", ha="center", va="center")
        axes.plot([TANK - 12, TANK + UNIT + 12], [FLOOR, FLOOR], color=INK, lw=1.6)
        for level in (1, 2, 3):
            axes.plot([TANK, TANK + UNIT], [FLOOR + UNIT * level] * 2, color=GRID, lw=1)
            axes.text(
                TANK - 8,
                FLOOR + UNIT * level,
                level,
                fontsize=11.5,
                ha="right",
                va="center",
                color=QUIET,
            )
        axes.plot([COLUMNS[0] - 8, COLUMNS[-1] + SMALL], [HIGH, HIGH], color=INK, lw=1.6)
        for k, x in enumerate(COLUMNS):
            axes.text(
                x + SMALL / 2 - 4, HIGH - 14, f"$C_{k}$", fontsize=13, ha="center", va="center"
            )


def _areas(axes, fills, lines):
    areas = PolyCollection([], facecolors=fills, edgecolors=lines, linewidths=1.2)
    axes.add_collection(areas, autolim=False)
    return areas


def _box(x, y, width, height):
    return [(x, y), (x + width, y), (x + width, y + height), (x, y + height)]


def _poured(areas, x, floor, unit):
    """Return the layers of a column one unit wide, so that each is as high as its area."""
    tops = floor + unit * np.cumsum(areas)
    return [
        _box(x, top - unit * area, unit, unit * area) for top, area in zip(tops, areas, strict=True)
    ]
