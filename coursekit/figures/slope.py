"""A derivative as the ratio of two nudges, on the one curve that the course differentiates."""

import numpy as np

from coursekit.figures.grids import number, significant
from coursekit.figures.parts import (
    GOOD,
    GRID,
    INK,
    NEGATIVE,
    POINT,
    QUIET,
    Numbers,
    circles,
    drawing,
    entry_card,
    new_figure,
    panel,
    style,
)

LOW, HIGH = -6.4, 7.4  # z runs from −6 to 6, a nudge of 1 reaches 7, and a point has a radius
Z_POINTS = np.linspace(LOW, HIGH, 185)
CARDS = (
    (r"$\Delta z = h$", "the nudge", 158),
    (r"$\Delta a$", "what it does", 158),
    (r"$\Delta a\,/\,\Delta z$", "the ratio of the two", 176),
    (r"$\sigma^{\prime}(z)$", "where the ratio goes", 176),
    (r"$a\,(1-a)$", "the same, without a nudge", 234),
)


class SlopeFigure:
    """σ with two points and the line through them, and beside it σ′, whose peak is 1/4.

    curve, slopes: σ and σ′ at `Z_POINTS`.
    """

    def __init__(self, curve, slopes):
        with style():
            self.fig = new_figure(
                1000,
                520,
                "A derivative is a ratio of two nudges",
                "Nudge $z$ by $h$ and see how far $a$ moves. Then let $h$ shrink.",
            )
            left = self._draw_panel(60, r"$a=\sigma(z)$", curve, (-0.06, 1.16), [0, 0.5, 1])
            right = self._draw_panel(
                560, r"its steepness, $\sigma^{\prime}(z)$", slopes, (-0.018, 0.3), [0, 0.125, 0.25]
            )
            right.axhline(0.25, color=QUIET, lw=1, ls=(0, (4, 3)))
            right.text(HIGH - 0.1, 0.262, "the peak: 1/4", fontsize=12, ha="right", color=QUIET)
            (self.tangent,) = left.plot([], [], color=GOOD, lw=2.2)
            (self.secant,) = left.plot([], [], color=NEGATIVE, lw=1.8)
            (self.nudge,) = left.plot([], [], color=QUIET, lw=1.6, ls=(0, (2, 2)))
            white = {"facecolors": POINT, "edgecolors": "white", "zorder": 4}
            self.there = circles(left, [(0, 0)], 5, edgecolors=POINT, zorder=3)
            self.here = circles(left, [(0, 0)], 6.5, **white)
            self.height = circles(right, [(0, 0)], 6.5, **white)
            left.text(-6.2, 1.06, "line through both points", fontsize=12, color="#a84300")
            left.text(-6.2, 0.95, "tangent", fontsize=12, color=GOOD)
            self._draw_cards()
        self.moving = [
            *(self.tangent, self.secant, self.nudge, self.there, self.here),
            *(self.height, self.results),
        ]

    def update(self, z, h, a, moved, slope):
        """Show a = σ(z), the nudge from z to z + h that moves it by `moved`, and σ′(z)."""
        ratio = moved / h
        ends = np.array([-1.6, 1.6 + h])
        self.tangent.set_data(z + ends, a + slope * ends)
        self.secant.set_data(z + ends, a + ratio * ends)
        self.nudge.set_data([z, z + h, z + h], [a, a, a + moved])
        self.here.set_offsets([(z, a)])
        self.there.set_offsets([(z + h, a + moved)])
        self.height.set_offsets([(z, slope)])
        self.results.write(
            [significant(h), significant(moved), *(number(v, 6) for v in (ratio, slope, slope))]
        )

    def _draw_panel(self, left, title, values, limits, ticks):
        axes = panel(self.fig, left, 106, 414, 266)
        axes.set(xlim=(LOW, HIGH), ylim=limits, yticks=ticks, xticks=range(-6, 7, 2))
        axes.grid(color=GRID)
        axes.set_axisbelow(True)
        axes.set_title(title, fontsize=14, pad=8)
        axes.plot(Z_POINTS, values, color=INK, lw=2)
        axes.text(HIGH - 0.2, 0.88 * limits[0] + 0.12 * limits[1], "$z$", fontsize=15, ha="right")
        return axes

    def _draw_cards(self):
        axes = drawing(self.fig, 0, 408, 1000, 112)
        left, spots = 20, []
        for heading, meaning, width in CARDS:
            entry_card(axes, left, 8, width, 96, heading, meaning)
            spots.append((left + width / 2, 55))
            left += width + 15
        self.results = Numbers(axes, spots, 15, weight="bold")
