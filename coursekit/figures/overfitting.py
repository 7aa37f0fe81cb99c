"""Two curves over a training, what it does on its own examples and on held-out ones; and a plane.

Dark is always the training set, red the held-out one. What lies after the moment that is looked at
is paler, or not shown at all.
"""

import numpy as np

from coursekit.figures.parts import (
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
    entry_card,
    label,
    new_figure,
    panel,
    style,
)
from coursekit.figures.plane import Plane

PAIR = (INK, POINT)  # the training set's colour, and the held-out one's
REACH = 2.0
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

    >>> chart = Chart(new_figure(400, 300), 40, 40, 340, 200, "cost", 100, 0, 1)
    >>> chart.update([0, 50, 100], [[0.9, 0.9], [0.5, 0.6], [0.1, 2.0]], 1)
    >>> [line.get_ydata().tolist() for line in (*chart.past, *chart.later)]
    [[0.9, 0.5], [0.9, 0.6], [0.9, 0.5, 0.1], [0.9, 0.6, 1.0]]
    """

    def __init__(self, fig, left, top, width, height, title, last, low, high):
        self.low, self.high = low, high
        self.axes = axes = panel(fig, left, top, width, height)
        margin = 0.05 * (high - low)
        axes.set(xlim=(-0.02 * last, 1.02 * last), ylim=(low - margin, high + margin))
        axes.set_title(title, fontsize=14, pad=8)
        axes.set_xticks(
            np.linspace(0, last, 5), [f"{step:,.0f}" for step in np.linspace(0, last, 5)]
        )
        axes.grid(color=GRID)
        axes.set_axisbelow(True)
        self.before = self._lines(1.3, alpha=0.55, ls=(0, (4, 2)))
        self.later = self._lines(2.4, alpha=0.3)
        blank = NOTHING, NOTHING
        self.now = edges(axes, *blank, color=QUIET, lw=1.2)
        self.end = edges(axes, *blank, color=POSITIVE, lw=1.8, linestyles=(0, (2, 2)))
        self.past = self._lines(2.4)
        self.kept = circles(
            axes, NOTHING, 9, facecolors="none", edgecolors=POSITIVE, linewidths=2.2, zorder=5
        )
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

    def _lines(self, width, **look):
        return [self.axes.plot([], [], color=colour, lw=width, **look)[0] for colour in PAIR]

    def _within(self, values):
        return np.clip(np.reshape(values, (-1, 2)), self.low, self.high)


class ByHeartFigure:
    """A network's answers over the plane with its points, and how well it does at each step.

    last: the last step.
    """

    def __init__(self, last):
        with style():
            self.fig = new_figure(
                1000,
                672,
                "Learning a rule, or learning by heart",
                "It learns from the filled points. A ring marks a wrong label. "
                "It never sees the hollow ones.",
            )
            self.plane = Plane(self.fig, 44, 100, 412, REACH, "what the network answers")
            self.cost = Chart(
                self.fig, 536, 100, 436, 160, "cost $C$ after each step", last, 0, 0.3
            )
            self.accuracy = Chart(self.fig, 536, 322, 436, 160, "accuracy in %", last, 50, 100)
            self._draw_legend()
            spots, axes = cards(self.fig, 562, (*CARDS, ("this moment", "steps done so far")))
            self.results = Numbers(axes, spots, 18, weight="bold")
        self.moving = [*self.plane.moving, *self.cost.moving, *self.accuracy.moving, self.results]

    def update(self, outputs, points, steps, costs, accuracies, shown, results, **look):
        """Show the network at one moment of its training.

        outputs: its answers at `plane.grid_inputs(REACH)`. points: inputs (n, 2), labels (n,),
        held-out inputs and labels, and (m, 2) the places of wrong labels.
        steps: (p,); costs, accuracies: (p, 2); shown: an index. results: four texts.
        look: as `Chart.update` has it.
        """
        *sets, wrong = points
        self.plane.update(outputs, *sets, ringed=wrong)
        self.cost.update(steps, costs, shown, **look)
        self.accuracy.update(steps, 100 * np.reshape(accuracies, (-1, 2)), shown, **look)
        self.results.write(results)

    def _draw_legend(self):
        axes = drawing(self.fig, 0, 520, 1000, 34)
        legend(
            axes,
            14,
            (48, "●", POSITIVE, "class 1"),
            (136, "■", NEGATIVE, "class 0"),
            (222, "○", QUIET, "held out"),
            (318, "◯", INK, "wrong label"),
            (596, "━", INK, "training points"),
            (764, "━", POINT, "held-out points"),
        )


class TwoCurvesFigure:
    """A network learning digits: both curves of cost and accuracy, and a test set under lock.

    last: the last step.
    """

    def __init__(self, last):
        with style():
            self.fig = new_figure(
                1000,
                566,
                "Training images, and images held out",
                "One network, measured every 500 steps. A step sees ten training images.",
            )
            self.cost = Chart(self.fig, 64, 108, 412, 236, "cost $C$ after each step", last, 0, 0.6)
            self.accuracy = Chart(self.fig, 560, 108, 412, 236, "accuracy in %", last, 50, 100)
            axes = drawing(self.fig, 0, 372, 1000, 70)
            legend(
                axes, 44, (70, "━", INK, "training images"), (240, "━", POINT, "held-out images")
            )
            self.runs = Numbers(axes, [(468, 44), (468, 18)], 11.5, align="left")
            spots, axes = cards(self.fig, 452, (*CARDS, ("test set", "")))
            self.results = Numbers(axes, spots, 18, weight="bold")
            self.looks = Numbers(axes, [(spots[3][0], 22)], 10.5, colour=QUIET)
        self.moving = [*self.cost.moving, *self.accuracy.moving, self.runs]
        self.moving += [self.results, self.looks]

    def update(self, steps, costs, accuracies, shown, results, looks, runs, **look):
        """Show a training at one moment.

        steps: (p,); costs, accuracies: (p, 2); shown: an index. results: four texts; looks: one.
        runs: what is trained, and what the thin curves are, as texts. look: as `Chart.update`
        has it, but `before` is steps, costs and accuracies.
        """
        before = look.pop("before", None)
        for chart, values, place in ((self.cost, costs, 1), (self.accuracy, accuracies, 2)):
            scale = 100 if place == 2 else 1
            thin = before and (before[0], scale * before[place])
            chart.update(steps, scale * values, shown, before=thin, **look)
        self.runs.write(runs, [INK, QUIET])
        self.results.write(results)
        self.looks.write([looks])


def legend(axes, y, *entries):
    """Write what marks mean in one row. entries: x, mark, colour and meaning."""
    for x, mark, colour, meaning in entries:
        label(axes, x, y, mark, 13, color=colour)
        axes.text(x + 14, y, meaning, fontsize=12, color=QUIET, va="center")


def cards(fig, top, headings):
    """Add a row of four cards; return where their values go, and the axes they belong to."""
    axes = drawing(fig, 0, top, fig.bbox.width, 104)
    spots = []
    for k, (heading, meaning) in enumerate(headings):
        left = 24 + 240 * k
        entry_card(axes, left, 6, 224, 94, heading, meaning, 13)
        spots.append((left + 112, 51))
    return spots, axes
