"""One neuron on a few examples: its misses, their squares as bars, the cost along its weight."""

import ipywidgets as widgets
import numpy as np
from matplotlib.collections import PolyCollection
from matplotlib.colors import to_rgba

from coursekit.network.network import Network, sigmoid
from coursekit.pictures.charts import boxes, chart
from coursekit.pictures.colours import INK, NEGATIVE, POINT, POSITIVE, QUIET
from coursekit.pictures.controls import slider
from coursekit.pictures.explorer import Explorer
from coursekit.pictures.handles import Handle, box, spot
from coursekit.pictures.notation import number
from coursekit.pictures.parts import Numbers, circles, edges, new_figure, style

BRIGHTNESS = np.array([0.1, 0.25, 0.4, 0.6, 0.75, 0.9])  # six examples for one neuron
ANSWERS = np.array([0.0, 0.0, 1.0, 0.0, 1.0, 1.0])
REACH, EDGE = 12.0, 13.8  # of the weight, and of its scale: the point is whole at both ends
SIDES = (-0.44, 1.44)  # a square as wide as the whole scale of outputs stands within
INPUT_POINTS = np.linspace(*SIDES, 189)
WEIGHT_POINTS = np.linspace(-REACH, REACH, 161)
FIFTHS = [0, 0.2, 0.4, 0.6, 0.8, 1]
HIGHEST = 1.06  # of the two right-hand scales, which are one and the same


class CostCurveFigure:
    """The neuron's curve among its examples, the bars C₀ … C₅ with their mean, and C(w).

    inputs, targets: (n,), the examples.
    """

    def __init__(self, inputs, targets):
        self.inputs, self.targets = inputs, targets
        n = len(inputs)
        with style():
            self.fig = new_figure(
                1000,
                440,
                "The cost along one weight, with the bias held",
                "Left: the neuron among its examples. Middle: what each costs. "
                "Right: the mean, for every $w$.",
            )
            self._draw_neuron(inputs, targets)
            bars = self._draw_bars(n)
            curve = self._draw_curve()
            spots = np.column_stack([np.arange(n), np.zeros(n)])
            self.bars = PolyCollection([], facecolors=to_rgba(NEGATIVE, 0.5), edgecolors=NEGATIVE)
            bars.add_collection(self.bars, autolim=False)
            self.mean = edges(bars, [(-0.6, 0)], [(n, 0)], color=POINT, lw=2.2, ls=(0, (5, 3)))
            self.amounts = Numbers(bars, spots, 9.5)
            (self.curve,) = curve.plot(WEIGHT_POINTS, 0 * WEIGHT_POINTS, color=INK, lw=2.2)
            self.level = edges(curve, [(-EDGE, 0)], [(0, 0)], color=POINT, lw=1.8, ls=(0, (5, 3)))
            self.point = circles(curve, [(0, 0)], 7, facecolors=POINT, edgecolors="white", zorder=4)
            self.cost = Numbers(curve, [(REACH, HIGHEST - 0.05)], 14, weight="bold", align="right")
            self.best = Numbers(curve, [(REACH, HIGHEST - 0.13)], 9, align="right")
        self.moving = [
            *(self.squares, self.sigmoid, self.dots, self.bars, self.mean, self.amounts),
            *(self.curve, self.level, self.point, self.cost, self.best),
        ]

    def update(self, answers, outputs, costs, curve, w, whole):
        """Show the neuron with weight w; whole: whether C is shown for all weights.

        answers: σ(w a + b) at `INPUT_POINTS`; outputs: (n,), at the examples;
        costs: (n,), Cₖ; curve: C at `WEIGHT_POINTS`.
        """
        self.sigmoid.set_ydata(answers)
        misses = outputs - self.targets
        # each square stands on its miss, to the side where there is room
        sides = np.where(self.inputs < 0.5, 1, -1) * np.abs(misses)
        self.squares.set_verts(boxes(self.inputs, self.inputs + sides, self.targets, outputs))
        mean = costs.mean()
        numbers = np.arange(len(costs))
        self.bars.set_verts(boxes(numbers - 0.36, numbers + 0.36, 0, costs))
        self.mean.set_segments([[(-0.6, mean), (len(costs) - 0.4, mean)]])
        self.amounts.write(
            [f"{c:.2f}" for c in costs],
            positions=[(k, c + 0.03) for k, c in enumerate(costs)],
        )
        self.curve.set_ydata(curve)
        self.curve.set_visible(whole)
        self.level.set_segments([[(-EDGE, mean), (w, mean)]])
        self.point.set_offsets([(w, mean)])
        self.cost.write([f"C = {mean:.4f}"])
        lowest = number(WEIGHT_POINTS[curve.argmin()], 1)
        self.best.write([f"lowest {curve.min():.4f}, near {lowest}" if whole else ""])

    def at_half(self):
        """Return the spot of the neuron's curve at the input ½."""
        at = np.abs(INPUT_POINTS - 0.5).argmin()
        x, a = INPUT_POINTS[at], self.sigmoid.get_ydata()[at]
        return box(self.sigmoid.axes, x - 0.04, a - 0.04, x + 0.04, a + 0.04)

    def _draw_neuron(self, inputs, targets):
        sides = {"xlim": SIDES, "ylim": (-0.04, 1.04)}
        sides |= {"xticks": [0, 0.5, 1], "yticks": [0, 0.5, 1]}
        title = r"output $a=\sigma(w\,a^{(0)}+b)$"
        axes = chart(self.fig, 50, 104, 470, 270, title, **sides)
        axes.text(1.4, -0.066, "input $a^{(0)}$", fontsize=13, ha="right", va="top", color=QUIET)
        self.squares = PolyCollection(
            [], facecolors=to_rgba(NEGATIVE, 0.25), edgecolors=NEGATIVE, linewidths=1.2
        )
        axes.add_collection(self.squares, autolim=False)
        (self.sigmoid,) = axes.plot(INPUT_POINTS, 0 * INPUT_POINTS, color=POSITIVE, lw=2.6)
        self.dots = circles(axes, np.column_stack([inputs, targets]), 6, facecolors=POINT)
        self.dots.set_edgecolor("white")
        self.dots.set_zorder(4)

    def _draw_bars(self, n):
        title, marks = "each example's square", {"ylim": (0, HIGHEST), "yticks": FIFTHS}
        place = (562, 104, 218, 270)
        axes = chart(self.fig, *place, title, grid="y", xlim=(-0.6, n - 0.4), **marks)
        axes.set_xticks(range(n), [f"$C_{k}$" for k in range(n)], fontsize=13, color=INK)
        axes.tick_params(axis="x", length=0)
        return axes

    def _draw_curve(self):
        sides = {"xlim": (-EDGE, EDGE), "ylim": (0, HIGHEST), "xticks": [-12, 0, 12]}
        axes = chart(self.fig, 802, 104, 178, 270, "their mean, $C(w)$", **sides)
        axes.set_yticks(FIFTHS, [""] * 6)
        axes.text(6, -0.02, "$w$", fontsize=15, ha="center", va="top", color=QUIET)
        return axes


class CostCurve(Explorer):
    """One neuron on six examples: what each costs, and the mean for every weight."""

    name = "cost.along_weight"
    main, since = "w", (("whole", True),)
    groups = ("w", "b"), ("whole",)

    def __init__(self):
        self.figure = CostCurveFigure(BRIGHTNESS, ANSWERS)
        self.controls = {
            "w": slider("w", 0.0, -12.0, 12.0, 0.1, read="the weight"),
            "b": slider("b", 0.0, -8.0, 8.0, 0.1, read="the bias"),
            "whole": widgets.Checkbox(value=False, description="C for every w", indent=False),
        }
        self.open()

    def refresh(self):
        w, b, whole = self.values.values()
        network = Network([[[w]]], [[b]])
        outputs = network.forward(BRIGHTNESS[:, None])[-1][:, 0]
        costs = (outputs - ANSWERS) ** 2
        every = sigmoid(np.outer(WEIGHT_POINTS, BRIGHTNESS) + b)
        curve = ((every - ANSWERS) ** 2).mean(axis=1)
        self.figure.update(sigmoid(w * INPUT_POINTS + b), outputs, costs, curve, w, whole)
        told = f"w = {number(w, 1)} and b = {number(b, 1)}: C = {costs.mean():.4f}."
        if whole:
            lowest = number(WEIGHT_POINTS[curve.argmin()], 1)
            told += f" With this b, the best weight in reach is near {lowest}: "
            told += f"C = {curve.min():.4f}."
        return told

    def handles(self):
        f, (w, *_) = self.figure, self.values.values()
        yield Handle("w", spot(f.point), "x", lambda x, _: x)
        yield Handle("b", f.at_half(), "y", lambda x, y: logit(y) - w * x)
        yield Handle("whole", spot(f.best), "press")

    def together(self):
        f = self.figure
        for k in range(len(BRIGHTNESS)):
            yield [spot(f.dots, k), spot(f.squares, k), spot(f.bars, k), spot(f.amounts, k)]
        yield [spot(f.mean), spot(f.level), spot(f.point), spot(f.cost)]


def logit(a):
    """Return z where a = σ(z), within reach of a slider.

    >>> float(logit(0.5)), float(logit(2).round(2))
    (0.0, 13.82)
    """
    a = np.clip(a, 1e-6, 1 - 1e-6)
    return np.log(a / (1 - a))


def along_weight():
    """Open the cost of one neuron along its weight.

    Controls: the weight, the bias, and a box that shows the cost for every weight.

    For `set` and `at`: w, b, whole.
    """
    return CostCurve()
