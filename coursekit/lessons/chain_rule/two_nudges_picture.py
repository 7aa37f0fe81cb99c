"""A derivative as the ratio of two nudges, on the one curve that the course differentiates."""

import ipywidgets as widgets
import numpy as np

from coursekit.lessons.chain_rule.nudges import change, nudge_slider
from coursekit.network.network import sigmoid, sigmoid_slope
from coursekit.pictures.charts import chart
from coursekit.pictures.colours import GOOD, INK, NEGATIVE, POINT, QUIET
from coursekit.pictures.controls import slider
from coursekit.pictures.explorer import Explorer
from coursekit.pictures.handles import Handle, segment, spot
from coursekit.pictures.notation import number, significant
from coursekit.pictures.parts import Numbers, circles, drawing, entry_card, new_figure, style

COVERED = "?"
LOW, HIGH = -6.4, 7.4  # z runs from −6 to 6, a nudge of 1 reaches 7, and a point has a radius
Z_POINTS = np.linspace(LOW, HIGH, 185)
ENDS = (-0.04, 1.12)  # between these heights the two lines are drawn
CARDS = (
    (r"$\Delta z = h$", "the nudge", 158),
    (r"$\Delta a$", "what it does", 158),
    (r"$\Delta a\,/\,\Delta z$", "the ratio of the two", 176),
    (r"$\sigma^{\prime}(z)$", "where the ratio goes", 176),
    (r"$a\,(1-a)$", "the same, without a nudge", 234),
)


class TwoNudgesFigure:
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
            left, _ = self._draw_panel(60, r"$a=\sigma(z)$", curve, (-0.06, 1.16), [0, 0.5, 1])
            right, self.slopes = self._draw_panel(
                560, r"its steepness, $\sigma^{\prime}(z)$", slopes, (-0.018, 0.3), [0, 0.125, 0.25]
            )
            self.top = right.axhline(0.25, color=QUIET, lw=1, ls=(0, (4, 3)))
            self.peak = Numbers(right, [(HIGH - 0.1, 0.27)], 12, align="right", colour=QUIET)
            (self.tangent,) = left.plot([], [], color=GOOD, lw=2.2, ls=(0, (5, 2)))
            (self.secant,) = left.plot([], [], color=NEGATIVE, lw=1.8)
            (self.nudge,) = left.plot([], [], color=QUIET, lw=1.6, ls=(0, (2, 2)))
            white = {"facecolors": POINT, "edgecolors": "white", "zorder": 4}
            self.there = circles(left, [(0, 0)], 5, edgecolors=POINT, zorder=3)
            self.here = circles(left, [(0, 0)], 6.5, **white)
            self.height = circles(right, [(0, 0)], 6.5, **white)
            left.text(-6.2, 1.06, "━ line through both points", fontsize=12, color="#a84300")
            left.text(-6.2, 0.95, "╍ tangent", fontsize=12, color=GOOD)
            self._draw_cards()
        self.moving = [
            *(self.secant, self.tangent, self.nudge, self.there, self.here),
            *(self.top, self.slopes, self.peak, self.height, self.results),
        ]

    def update(self, z, h, a, moved, slope, shown):
        """Show a = σ(z) and the nudge from z to z + h that moves it by `moved`; σ′ if `shown`."""
        ratio = moved / h
        for line, steepness in ((self.tangent, slope), (self.secant, ratio)):
            low, high = ((y - a) / max(steepness, 1e-9) for y in ENDS)
            ends = np.array([max(-1.6, low, LOW - z), min(1.6 + h, high, HIGH - z)])
            line.set_data(z + ends, a + steepness * ends)
        for artist in (self.tangent, self.top, self.slopes, self.height):
            artist.set_visible(shown)
        self.peak.write(["the peak: 1/4" if shown else "covered: where is it steepest?"])
        self.nudge.set_data([z, z + h, z + h], [a, a, a + moved])
        self.here.set_offsets([(z, a)])
        self.there.set_offsets([(z + h, a + moved)])
        self.height.set_offsets([(z, slope)])
        slopes = [number(slope, 6) if shown else COVERED] * 2
        self.results.write([significant(h), significant(moved), number(ratio, 6), *slopes])

    def legs(self):
        """Return the spots of both nudges, of z and of a."""
        start, corner, end = self.nudge.get_xydata().tolist()
        axes = self.nudge.axes
        return segment(axes, start, corner), segment(axes, corner, end)

    def _draw_panel(self, left, title, values, limits, ticks):
        sides = {"xlim": (LOW, HIGH), "xticks": range(-6, 7, 2), "ylim": limits, "yticks": ticks}
        axes = chart(self.fig, left, 106, 414, 266, title, **sides)
        (line,) = axes.plot(Z_POINTS, values, color=INK, lw=2)
        axes.text(HIGH - 0.2, 0.88 * limits[0] + 0.12 * limits[1], "$z$", fontsize=15, ha="right")
        return axes, line

    def _draw_cards(self):
        axes = drawing(self.fig, 0, 408, 1000, 112)
        left, spots = 20, []
        for heading, meaning, width in CARDS:
            entry_card(axes, left, 8, width, 96, heading, meaning)
            spots.append((left + width / 2, 55))
            left += width + 15
        self.results = Numbers(axes, spots, 15, weight="bold")


class TwoNudges(Explorer):
    """σ at one z: the ratio of two nudges for a shrinking h, and the slope that it nears."""

    name = "chain_rule.two_nudges"
    main, remote = "h", "-h"  # it shrinks
    since = (("slope", True),)

    def __init__(self):
        self.figure = TwoNudgesFigure(sigmoid(Z_POINTS), sigmoid_slope(Z_POINTS))
        self.controls = {
            "z": slider("z", 1.0, -6.0, 6.0, 0.1, read="where on the curve"),
            "h": nudge_slider(1.0),
            "slope": widgets.Checkbox(value=False, description="show the slope", indent=False),
        }
        self.open()

    def refresh(self):
        z, h, shown = self.values.values()
        a, slope, moved = float(sigmoid(z)), float(sigmoid_slope(z)), change(z, h)
        self.figure.update(z, h, a, moved, slope, shown)
        return (
            f"At z = {number(z, 1)} a nudge of {significant(h)} moves a by {significant(moved)}: "
            f"the ratio is {number(moved / h, 6)}"
        ) + (f", the slope σ′(z) is {number(slope, 6)}." if shown else ".")

    def handles(self):
        f, (z, _, shown) = self.figure, self.values.values()
        yield Handle("z", spot(f.here), "x", lambda x, _: x)
        yield Handle("h", spot(f.there), "x", lambda x, _: x - z)
        yield Handle("h", spot(f.results), "y")
        if shown:
            yield Handle("z", spot(f.height), "x", lambda x, _: x)
        yield from (Handle("slope", spot(f.results, k), "press") for k in (3, 4))

    def together(self):
        f = self.figure
        across, up = f.legs()
        yield [across, spot(f.results, 0)]
        yield [up, spot(f.results, 1)]
        yield [spot(f.here), spot(f.there), across, up, spot(f.results, 2)]
        if self.values["slope"]:
            yield [spot(f.height), spot(f.results, 3), spot(f.results, 4)]

    def motion(self, before):
        f = self.figure
        if self.values["h"] == before["h"] or self.values["z"] != before["z"]:
            return []
        across, up = f.legs()
        return [[across, spot(f.results, 0)], [up, spot(f.results, 1)], [spot(f.results, 2)]]


def two_nudges():
    """Open the derivative of σ: two nudges and their ratio, as the nudge shrinks.

    Controls: z, where on the curve; h, the nudge; a box that shows the slope, everywhere.
    """
    return TwoNudges()
