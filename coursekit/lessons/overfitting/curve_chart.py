"""Two curves over a training, what it does on its own examples and on held-out ones; and a plane.

A dark line is always the training set, a magenta, dashed one the held-out set. What lies after the
moment that is looked at is paler, or not shown at all. A diamond marks what early stopping keeps.
"""

import numpy as np

from coursekit.pictures.charts import chart
from coursekit.pictures.colours import INK, POINT, POSITIVE, QUIET
from coursekit.pictures.handles import spot
from coursekit.pictures.parts import circles, diamonds, edges

PAIR = (INK, POINT)  # the training set's colour, and the held-out one's
DASHES = ("-", (0, (4, 1.5)))
CARDS = (
    ("training accuracy", "of what it learns from"),
    ("held-out accuracy", "of what it never trains on"),
    ("the gap", "training minus held-out"),
)
NOTHING = np.zeros((0, 2))


class Chart:
    """One measure of the training set and of the held-out set after each step.

    left, top, width, height: its place in the figure, in pixels. last: the last step.
    low, high: the scale; what lies beyond is drawn at its end.

    >>> from coursekit.pictures.parts import new_figure
    >>> chart = Chart(new_figure(400, 300), 40, 40, 340, 200, "cost", 100, 0, 1)
    >>> chart.update([0, 50, 100], [[0.9, 0.9], [0.5, 0.6], [0.1, 2.0]], 1)
    >>> [line.get_ydata().tolist() for line in (*chart.past, *chart.later)]
    [[0.9, 0.5], [0.9, 0.6], [0.9, 0.5, 0.1], [0.9, 0.6, 1.0]]
    """

    def __init__(self, fig, left, top, width, height, title, last, low, high):
        self.low, self.high = low, high
        self.axes = axes = chart(fig, left, top, width, height, title)
        margin = 0.1 * (high - low)
        axes.set(xlim=(-0.04 * last, 1.04 * last), ylim=(low - margin, high + margin))
        ticks = np.linspace(0, last, 5)
        axes.set_xticks(ticks, [f"{step:,.0f}" for step in ticks])
        self.before = self._lines(1.2, alpha=0.55)
        self.later = self._lines(2.4, alpha=0.3)
        blank = NOTHING, NOTHING
        self.now = edges(axes, *blank, color=QUIET, lw=1.2)
        self.end = edges(axes, *blank, color=POSITIVE, lw=2.2, linestyles=(0, (1, 1.5)))
        self.past = self._lines(2.4)
        self.kept = diamonds(axes, NOTHING, 8, edgecolors=POSITIVE, linewidths=2.2, zorder=5)
        self.dots = circles(axes, NOTHING, 5.5, facecolors=PAIR, edgecolors="white", zorder=4)
        self.moving = [*self.before, *self.later, self.now, self.end, *self.past]
        self.moving += [self.kept, self.dots]

    def update(self, steps, values, shown, *, hidden=False, kept=None, end=None, before=None):
        """Show the curves with one point standing out.

        steps, values: (n,) and (n, 2), training and held-out. shown: the point's index; n may be 0.
        hidden: leave out what comes later. kept, end: the index that early stopping keeps, and
        the one at which it stops, or None. before: steps and values of another training, or None.
        """
        steps, values = np.asarray(steps), self._within(values)
        known = shown + 1 if hidden else len(steps)
        before = before or ((), ())
        for k in (0, 1):
            self.before[k].set_data(before[0], self._within(before[1])[:, k])
            self.later[k].set_data(steps[:known], values[:known, k])
            self.past[k].set_data(steps[: shown + 1], values[: shown + 1, k])
        here = [(steps[shown], value) for value in values[shown]] if len(steps) else NOTHING
        self.dots.set_offsets(here)
        self.now.set_segments([[(x, self.low), (x, self.high)] for x, _ in here[:1]])
        self.kept.set_offsets(NOTHING if kept is None else [(steps[kept], values[kept, 1])])
        ends = [] if end is None else [[(steps[end], self.low), (steps[end], self.high)]]
        self.end.set_segments(ends)

    def cursor(self):
        """Return the spot of the line at the point that stands out, if there is one."""
        return [spot(self.now)] if self.now.get_paths() else []

    def dot(self, k):
        """Return the spot of a set's dot, 0 is the training set's, if it is there."""
        return [spot(self.dots, k)] if len(self.dots.get_offsets()) else []

    def _lines(self, width, **look):
        each = zip(PAIR, DASHES, strict=True)
        return [self.axes.plot([], [], color=c, ls=ls, lw=width, **look)[0] for c, ls in each]

    def _within(self, values):
        return np.clip(np.reshape(values, (-1, 2)), self.low, self.high)


class CurvesFigure:
    """A figure with both charts, `cost` and `accuracy`, that are moved as one."""

    def _draw_charts(self, cost, accuracy, last, highest):
        """Add the charts at two places: left, top, width and height; costs reach up to highest."""
        self.cost = Chart(self.fig, *cost, "cost $C$ after each step", last, 0, highest)
        self.accuracy = Chart(self.fig, *accuracy, "accuracy in %", last, 50, 100)

    def show_curves(self, curves, shown, before=None, **look):
        """Show a training's `Curves`; before: those of another one; look: as in `Chart.update`."""
        for measure, scale, part in ((self.cost, 1, 1), (self.accuracy, 100, 2)):
            thin = before and (before[0], scale * before[part])
            measure.update(curves[0], scale * curves[part], shown, before=thin, **look)
