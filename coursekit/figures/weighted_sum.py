"""A weighted sum that fills term by term, standing on the sigmoid that squeezes it.

Both halves share one axis for z, so that the eye can drop from the end of the last bar straight
down to the point on the curve. Both of lesson 1's neurons use this panel.
"""

import numpy as np
from matplotlib.collections import LineCollection, PolyCollection

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
    panel,
)

ROW = 34  # pixels a term
BAR = 0.62  # the part of its row that a bar fills


class WeightedSum:
    """The panel: one row a term and one for z, above the curve a = σ(z).

    labels: one a term (mathtext); limit: z runs from -limit to limit, and marks stop at the edge;
    curve: σ at the points that `curve_points(limit)` gives.
    """

    def __init__(self, fig, left, top, width, height, labels, limit, curve):
        self.limit, self.count = limit, len(labels)
        rows_height = ROW * (self.count + 1)
        self.rows = panel(fig, left, top, width, rows_height)
        self.curve = panel(fig, left, top + rows_height, width, height - rows_height)
        self._draw_frame(labels, curve)

        self.bars = PolyCollection([], linewidths=0)
        self.steps = LineCollection([], colors=QUIET, linewidths=1)
        self.drop = LineCollection([], colors=GOOD, linewidths=1.6, linestyles=(0, (4, 3)))
        for artist in (self.bars, self.steps, self.drop):
            self.rows.add_collection(artist, autolim=False)
        self.amounts = Numbers(self.rows, self._amount_places(), 12.5, align="right")
        self.trail = LineCollection([], colors=GOOD, linewidths=1.6, linestyles=(0, (4, 3)))
        self.curve.add_collection(self.trail, autolim=False)
        self.point = circles(self.curve, [(0, 0.5)], 6.5, facecolors=POINT, edgecolors="white")
        self.moving = [self.bars, self.steps, self.drop, self.amounts, self.trail, self.point]

    def update(self, terms, counted, z, a):
        """Show the first `counted` terms, their sum z so far, and a = σ(z)."""
        terms = np.asarray(terms, float)
        ends = np.concatenate([np.cumsum(terms), [z]])
        starts = np.concatenate([[0], np.cumsum(terms)[:-1], [0]])
        shown = np.append(np.arange(self.count) < counted, True)
        inside = np.clip([starts, ends], -self.limit, self.limit)
        rows = np.arange(self.count + 1)
        self.bars.set_verts([_bar(*inside[:, row], row) for row in rows[shown]])
        self.bars.set_facecolor([_bar_colour(terms, row) for row in rows[shown]])
        joints = [row for row in range(1, counted)]
        self.steps.set_segments([_joint(inside[0, row], row) for row in joints])
        amounts = [f"{term:+.2f}".replace("-", "−") for term in terms]
        self.amounts.write(
            [text if on else "" for text, on in zip(amounts, shown, strict=False)]
            + [f"{z:.2f}".replace("-", "−")],
        )
        x = float(np.clip(z, -self.limit, self.limit))
        self.drop.set_segments([[(x, self.count + BAR / 2), (x, self.count + 0.5)]])
        self.trail.set_segments([[(x, 1.12), (x, a), (-self.limit, a)]])
        self.point.set_offsets([(x, a)])

    def _draw_frame(self, labels, curve):
        self.rows.set(
            xlim=(-self.limit, self.limit), ylim=(self.count + 0.5, -0.5), xticks=[], yticks=[]
        )
        for side in ("left", "bottom"):
            self.rows.spines[side].set_visible(False)
        self.rows.axvline(0, color=QUIET, lw=1)
        self.rows.axhspan(self.count - 0.5, self.count + 0.5, color=GRID, alpha=0.45, lw=0)
        for row, label in enumerate([*labels, "$z$"]):
            self.rows.text(-0.985 * self.limit, row, label, fontsize=14, va="center")
        self.curve.set(xlim=(-self.limit, self.limit), ylim=(-0.06, 1.12), yticks=[0, 0.5, 1])
        self.curve.grid(axis="y", lw=0.8)
        self.curve.set_axisbelow(True)
        self.curve.axvline(0, color=QUIET, lw=1)
        self.curve.plot(*curve, color=INK, lw=2)
        self.curve.text(0.985 * self.limit, 0.06, "$z$", fontsize=15, ha="right")
        self.curve.text(
            0.5 * self.limit, 0.7, r"$a=\sigma(z)$", fontsize=16, ha="center", va="center"
        )

    def _amount_places(self):
        return [(0.985 * self.limit, row) for row in range(self.count + 1)]


def curve_points(limit):
    """Return the z at which the panel needs σ: (181,)."""
    return np.linspace(-limit, limit, 181)


def _bar(start, end, row):
    top, bottom = row - BAR / 2, row + BAR / 2
    return [(start, top), (end, top), (end, bottom), (start, bottom)]


def _bar_colour(terms, row):
    if row == len(terms):
        return POINT
    return POSITIVE if terms[row] >= 0 else NEGATIVE


def _joint(x, row):
    return [(x, row - 1 - BAR / 2), (x, row + BAR / 2)]
