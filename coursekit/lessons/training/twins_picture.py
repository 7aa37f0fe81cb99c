"""Twins from one start: the right gradient trains one, a wrong one the other."""

from functools import lru_cache

import numpy as np

from coursekit.lessons.training import twin_training as twin
from coursekit.network.network import Network
from coursekit.network.watched import Examples
from coursekit.pictures.charts import chart
from coursekit.pictures.colours import GOOD, INK, NEGATIVE, POINT, QUIET
from coursekit.pictures.controls import choice_buttons, slider
from coursekit.pictures.digits import digits_to_learn
from coursekit.pictures.explorer import Explorer
from coursekit.pictures.parts import Numbers, edges, new_figure, panel, style

MEASURED, SHOWN, SIDE = 300, 10, 28
HIGHEST = 3.0  # of the costs that the chart shows; what lies above is drawn at its upper edge
OWN = "your own"
START = Network.random(twin.SIZES, np.random.default_rng(3))


class TwinsFigure:
    """Two curves of the cost, and ten digits with what each twin reads in them."""

    def __init__(self, images, labels):
        with style():
            self.fig = new_figure(
                *(1000, 520),
                "What does a wrong gradient teach?",
                "Two networks from one start: solid with the right gradient, dashed with the slip.",
            )
            axes = chart(self.fig, 70, 110, 890, 210, "cost of 300 digits, by steps")
            last = twin.STEPS
            axes.set(xlim=(-0.01 * last, 1.01 * last), ylim=(0, 1.04 * HIGHEST))
            axes.set_yticks([0, 1, 2, 3], ["0", "1", "2", "3 …"])  # what is higher stays there
            (self.right,) = axes.plot([], [], color=INK, lw=2.4)
            (self.wrong,) = axes.plot([], [], color=POINT, lw=2.4, ls=(0, (4, 2)))
            blank = np.zeros((0, 2))
            self.now = edges(axes, blank, blank, color=QUIET, lw=1.2)
            self.parted = edges(axes, blank, blank, color=NEGATIVE, lw=1.8, linestyles=(0, (1, 2)))
            self.told = Numbers(axes, [(0, 0.92 * HIGHEST)], 12, align="left", colour=INK)
            self._draw_digits(images, labels)
        self.moving = [self.right, self.wrong, self.now, self.parted, self.told]
        self.moving += [self.readings, self.shares]

    def update(self, right, wrong, at, parted):
        """Show both trainings up to a moment.

        right, wrong: a `Course` each. at: the moment, an index of `steps`; the wrong one may have
        ended before. parted: the step after which their costs differ, or None.
        """
        for line, course in ((self.right, right), (self.wrong, wrong)):
            line.set_data(course.steps[: at + 1], np.minimum(course.costs[: at + 1], HIGHEST))
        step = right.steps[at]
        _upright(self.now, [step])
        seen = [parted] if parted is not None and parted <= step else []
        _upright(self.parted, seen)
        places = [(min(x, 0.8 * twin.STEPS) + 8, 0.92 * HIGHEST) for x in seen or [0]]
        self.told.write(["here they part" if seen else ""], positions=places)
        rows = [course.readings[min(at, len(course.readings) - 1)] for course in (right, wrong)]
        texts, colours = [], []
        for row in rows:
            for reading, label_ in zip(row[:SHOWN], self.labels, strict=True):
                texts.append(str(reading))
                colours.append(GOOD if reading == label_ else INK)
        marks = [
            text if colour == GOOD else f"{text} ×"
            for text, colour in zip(texts, colours, strict=True)
        ]
        self.readings.write(marks, colours=colours)
        self.shares.write([f"{100 * (row == self.all_labels).mean():.0f} % right" for row in rows])

    def _draw_digits(self, images, labels):
        self.labels, self.all_labels = labels[:SHOWN], labels
        step = SIDE + 10
        axes = panel(self.fig, 220, 356, 570, 60)
        axes.set_axis_off()
        whole = np.ones((SIDE, step * SHOWN))
        for k, image in enumerate(images):
            whole[:, step * k + 5 : step * k + 5 + SIDE] = image.reshape(SIDE, SIDE)
        axes.imshow(whole, cmap="gray", vmin=0, vmax=1, interpolation="nearest", aspect="auto")
        below = panel(self.fig, 70, 416, 890, 90)
        below.set(xlim=(0, 890), ylim=(90, 0))
        below.set_axis_off()
        for y, words in ((25, "right gradient"), (65, "with the slip")):
            below.text(6, y, words, fontsize=13, color=QUIET, va="center")
        places = [(150 + 57 * (k + 0.5), y) for y in (25, 65) for k in range(SHOWN)]
        self.readings = Numbers(below, places, 14, weight="bold")
        self.shares = Numbers(below, [(750, 25), (750, 65)], 13, align="left")


class Twins(Explorer):
    """A right and a wrong training side by side, step by step."""

    name = "training.twins"
    main = "step"
    groups = ("step",), ("slip",)

    def __init__(self, backprop=None):
        train, _, test = digits_to_learn()
        self.train = train
        self.measured = Examples(
            *(part[:MEASURED] for part in (test.inputs, test.targets, test.labels))
        )
        self.backprops = twin.SLIPPED | ({OWN: backprop} if backprop else {})
        self.course = lru_cache(maxsize=8)(self._course)
        self.course(None)
        if backprop:
            self.course(OWN)  # what is wrong with it is said at once
        self.figure = TwinsFigure(self.measured.inputs[:SHOWN], self.measured.labels)
        options = [OWN, *twin.SLIPPED] if backprop else list(twin.SLIPPED)
        self.controls = {
            "slip": choice_buttons("slip", options, 150, 700),
            "step": slider("steps", 0, 0, twin.STEPS, twin.EVERY, read="steps of both trainings"),
        }
        self.open()

    def refresh(self):
        v = self.values
        right, wrong = self.course(None), self.course(v["slip"])
        at = v["step"] // twin.EVERY
        parted = twin.parting(right, wrong)
        self.figure.update(right, wrong, at, parted)
        last = min(at, len(wrong.costs) - 1)
        told = f"After {v['step']} steps the cost is {right.costs[at]:.2f} with the right gradient"
        told += f" and {wrong.costs[last]:.2f} with the slip “{v['slip']}”."
        if wrong.broke is not None and last < at:
            return f"{told} The twin broke at step {wrong.broke}: a number is not finite any more."
        if parted is None or parted > v["step"]:
            return f"{told} They have not parted yet."
        return f"{told} They part at step {parted}."

    def _course(self, slip):
        backprop = self.backprops[slip] if slip else twin.right
        return twin.trained(backprop, START, self.train, self.measured)


def _upright(lines, places):
    lines.set_segments([[(x, 0), (x, HIGHEST)] for x in places])


def twins(backprop=None):
    """Open a right and a wrong training from one start, 784-10-10, a digit a step.

    backprop: your own, as `write_backprop` asks for it; without one, choose among three slips.
    Raises ValueError where it does not return four arrays of the right shapes.
    Controls: slip, step (0 … 1,000).
    """
    return Twins(backprop)
