"""A weighted sum that fills term by term, standing on the sigmoid that squeezes it.

Both halves share one axis for z, so that the eye can drop from the end of the last bar straight
down to the point on the curve. Both of lesson 1's neurons use this panel,
and say in the same words how bright they are.
"""

import numpy as np
from matplotlib.collections import LineCollection, PolyCollection

from coursekit.pictures.colours import GOOD, GRID, INK, NEGATIVE, POINT, POSITIVE, QUIET
from coursekit.pictures.handles import box
from coursekit.pictures.notation import hundredths
from coursekit.pictures.parts import Numbers, circles, drawing, panel

ROW = 34  # pixels a term
BAR = 0.62  # the part of its row that a bar fills
AMOUNT = 70  # pixels for a term's number
ROOM = 1.09  # the scale goes on a little beyond the limit, so that a point is whole there


class WeightedSum:
    """The panel: one row a term and one for z, above the curve a = σ(z).

    labels: one a term (mathtext), for which the first `beside` pixels are kept; limit: z runs from
    -limit to limit, and marks stop at the edge; curve: σ at the points of `curve_points(limit)`.
    """

    def __init__(self, fig, left, top, width, height, labels, limit, curve, beside=58):
        self.limit, self.count = limit, len(labels)
        rows_height = ROW * (self.count + 1)
        place, across = left + beside, width - beside - AMOUNT
        self.rows = panel(fig, place, top, across, rows_height)
        self.curve = panel(fig, place, top + rows_height, across, height - rows_height)
        # the numbers stand beside the bars, never on them
        told = drawing(fig, place + across, top, AMOUNT, rows_height)
        self.beside = beside / across
        self._draw_frame(labels, curve)

        self.bars = PolyCollection([], linewidths=0)
        self.steps = LineCollection([], colors=QUIET, linewidths=1)
        self.drop = LineCollection([], colors=GOOD, linewidths=1.6, linestyles=(0, (4, 3)))
        for artist in (self.bars, self.steps, self.drop):
            self.rows.add_collection(artist, autolim=False)
        heights = ROW * (self.count + 0.5 - np.arange(self.count + 1))
        spots = np.column_stack([np.full(self.count + 1, AMOUNT - 4), heights])
        self.amounts = Numbers(told, spots, 12.5, align="right")
        self.trail = LineCollection([], colors=GOOD, linewidths=1.6, linestyles=(0, (4, 3)))
        self.curve.add_collection(self.trail, autolim=False)
        self.point = circles(self.curve, [(0, 0.5)], 6.5, facecolors=POINT, edgecolors="white")
        self.moving = [self.bars, self.steps, self.drop, self.amounts, self.trail, self.point]

    def update(self, terms, counted, z, a):
        """Show the first `counted` terms, their sum z so far, and a = σ(z)."""
        self.terms = terms = np.asarray(terms, float)
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
            + [hundredths(z)],
        )
        x = float(np.clip(z, -self.limit, self.limit))
        self.drop.set_segments([[(x, self.count + BAR / 2), (x, self.count + 0.5)]])
        self.trail.set_segments([[(x, 1.12), (x, a), (-ROOM * self.limit, a)]])
        self.point.set_offsets([(x, a)])

    # -- what can be grabbed ---------------------------------------------------------------------

    def end(self, row):
        """Return the spot at the end of a term's bar."""
        x = float(np.clip(self.terms[: row + 1].sum(), -self.limit, self.limit))
        half = 0.02 * self.limit
        return box(self.rows, x - half, row + BAR / 2, x + half, row - BAR / 2)

    def worth(self, row, share):
        """Return, for a bar that is `share` times a number, which number ends it at x; or None."""
        start = self.terms[:row].sum()
        return None if not share else lambda x, _: (x - start) / share

    def label(self, row):
        """Return the spot of a row's name."""
        left = -ROOM * self.limit
        far = left * (1 + 2 * self.beside)
        return box(self.rows, far, row + BAR / 2, left, row - BAR / 2)

    def _draw_frame(self, labels, curve):
        sides = (-ROOM * self.limit, ROOM * self.limit)
        self.rows.set(xlim=sides, ylim=(self.count + 0.5, -0.5), xticks=[], yticks=[])
        for side in ("left", "bottom"):
            self.rows.spines[side].set_visible(False)
        self.rows.axvline(0, color=QUIET, lw=1)
        self.rows.axhspan(self.count - 0.5, self.count + 0.5, color=GRID, alpha=0.45, lw=0)
        at = {"transform": self.rows.get_yaxis_transform(), "fontsize": 14, "va": "center"}
        for row, label in enumerate([*labels, "$z$"]):
            self.rows.text(-self.beside, row, label, **at)
        self.curve.set(xlim=sides, ylim=(-0.06, 1.12), yticks=[0, 0.5, 1])
        self.curve.grid(axis="y", lw=0.8)
        self.curve.set_axisbelow(True)
        self.curve.axvline(0, color=QUIET, lw=1)
        self.curve.plot(*curve, color=INK, lw=2)
        self.curve.text(0.985 * self.limit, 0.06, "$z$", fontsize=15, ha="right")
        self.curve.text(
            0.5 * self.limit, 0.7, r"$a=\sigma(z)$", fontsize=16, ha="center", va="center"
        )


def curve_points(limit):
    """Return the z at which the panel needs σ: (181,)."""
    return np.linspace(-ROOM * limit, ROOM * limit, 181)


def _bar(start, end, row):
    top, bottom = row - BAR / 2, row + BAR / 2
    return [(start, top), (end, top), (end, bottom), (start, bottom)]


def _bar_colour(terms, row):
    if row == len(terms):
        return POINT
    return POSITIVE if terms[row] >= 0 else NEGATIVE


def _joint(x, row):
    return [(x, row - 1 - BAR / 2), (x, row + BAR / 2)]


def brightness(activation):
    """Say in words how bright a neuron with this activation is.

    >>> [brightness(a) for a in (0.001, 0.5, 0.52, 0.56, 0.998)]
    ['all but dark', 'half lit', 'just over half lit', 'just over half lit', 'all but fully lit']
    """
    return next((words for limit, words in BRIGHTNESS if activation < limit), "all but fully lit")


BRIGHTNESS = (
    (0.02, "all but dark"),
    (0.2, "almost dark"),
    (0.4, "dim"),
    (0.49, "just under half lit"),
    (0.51, "half lit"),
    (0.6, "just over half lit"),
    (0.8, "bright"),
    (0.98, "almost fully lit"),
)
