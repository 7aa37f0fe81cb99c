"""The figure of a small network on its way down: its wiring, answers, costs and numbers."""

import numpy as np
from matplotlib.collections import LineCollection, PolyCollection

from coursekit.lessons.training.class_map import COLOURS, MARKS, ClassMap
from coursekit.lessons.training.network_diagram import Diagram
from coursekit.pictures.charts import boxes, chart, legend
from coursekit.pictures.colours import INK, POINT, QUIET
from coursekit.pictures.notation import low, number
from coursekit.pictures.parts import (
    Numbers,
    card,
    circles,
    diamonds,
    drawing,
    headline,
    new_figure,
    style,
)

REACH = 1.8
HIGHEST = {
    1: 0.62,
    3: 1.5,
    4: 1.5,
}  # of the scale of costs, by outputs; higher ones stand at its end
CURVE = 500  # points of a curve at most
LEDGER = (
    "predicted $-\\eta\\,\\Vert\\nabla C\\Vert^2$",
    "really $\\Delta C$",
    "length of $\\nabla C$",
    "cost $C$ now",
    "$C$ of the hollow points",
    "on the wrong side",
)


class SmallNetworkFigure:
    """A network with a map for every neuron, C after each step, the next step's ledger, weights."""

    def __init__(self):
        with style():
            self.fig = new_figure(
                *(1000, 600, "A small network learns to tell classes apart"),
                "Every map is one neuron's answer: blue near 1, orange near 0. "
                "Points, weights and the timeline can be grabbed.",
            )
            self.diagram = Diagram(self.fig, 0, 72, 398, 410)
            self.plane = ClassMap(self.fig, 402, 100, 314, REACH, "what the output says")
            self.lines = LineCollection([], colors=INK, linewidths=1, linestyles=(0, (5, 4)))
            self.plane.axes.add_collection(self.lines, autolim=False)
            self._draw_legend()
            self._draw_chart()
            self._draw_ledger()
            self._draw_weights()
        answers, *rest = self.plane.moving
        self.moving = [*self.diagram.moving, answers, self.lines, *rest, self.kinds]
        self.moving += [self.now, self.unseen, self.past, self.end, self.here]
        self.moving += [self.results, self.whose, self.names, self.weights, self.handle]

    def update(self, network, answers, points, costs, step, end, ledger, chosen):
        """Show the network at one step.

        network: as it stands. answers: a(1) … a(L) at `plane.grid_inputs(REACH)`.
        points: inputs and labels, (n,) truth, whether each is on the wrong side, the hollow points
        or None, and the place that is chosen, or None.
        costs: (steps so far + 1,), and those of the hollow points or None; end: the step at which
        costs stop falling, or None. ledger: the texts of its rows.
        chosen: the layer, the neuron and the weight that stand out.
        """
        layer, neuron, _ = chosen
        shown, wrong, unseen, place = points
        self.diagram.update(network.weights, answers, (layer, neuron))
        self.plane.show(answers[-1], shown, unseen, wrong, place)
        self.lines.set_segments(half_lines(network.weights[0], network.biases[0]))
        several = answers[-1].shape[1]
        kinds = [f"{MARKS[k]} class {k}" for k in range(max(2, several))]
        places = [(6 + 78 * k, 46) for k in range(len(kinds))]
        self.kinds.write(kinds, colours=COLOURS[: len(kinds)], positions=places)
        self._show_costs(*costs, step, end, HIGHEST[several])
        self.results.write(ledger)
        self._show_weights(network, *chosen)

    def reach(self, steps, outputs):
        """Let the chart's axes reach over so many steps, and over the costs of so many outputs."""
        top = HIGHEST[outputs]
        if (steps, top) != self.reaches:
            self.reaches = steps, top
            axes = self.now.axes
            axes.set(xlim=(-0.08 * steps, 1.08 * steps), ylim=(-0.1 * top, 1.1 * top))
            axes.set_xticks([0, steps // 2, steps])
            axes.set_yticks([0, 0.2, 0.4, 0.6] if outputs == 1 else [0, 0.5, 1, 1.5])

    def _show_costs(self, costs, unseen, step, end, highest):
        shown = np.minimum(costs, highest)
        known = np.unique([*range(0, step, -(-(step + 1) // CURVE)), step])
        self.past.set_data(known, shown[known])  # what comes is not yet known
        self.unseen.set_data(*([], []) if unseen is None else
                             (known, np.minimum(unseen[known], highest)))  # fmt: skip
        self.now.set_xdata([step, step])
        self.here.set_offsets([(step, shown[step])])
        flat = [] if end is None or end > step else [(end, shown[end])]
        self.end.set_offsets(np.reshape(flat, (-1, 2)))

    def _show_weights(self, network, layer, neuron, weight):
        values = [*network.weights[layer - 1][neuron], network.biases[layer - 1][neuron]]
        n, last = len(values), layer == len(network.weights)
        name = "the output" if last and len(network.biases[-1]) == 1 else f"output {neuron}"
        name = name if last else f"neuron {neuron} of layer {layer}"
        xs = 262 + 83 * np.arange(n)
        named = [*(f"w{low(k)}" for k in range(n - 1)), "b"]
        self.whose.write([name])
        self.names.write(named, positions=[(x, 56) for x in xs])
        self.weights.write([written(w) for w in values], positions=[(x, 28) for x in xs])
        left = xs[weight]
        self.handle.set_verts(boxes(left - 40, left + 40, 12, 70))

    def _draw_legend(self):
        axes = drawing(self.fig, 402, 432, 320, 66)
        self.kinds = Numbers(axes, [], 11.5, align="left")
        legend(
            axes,
            (12, 20, "○", INK, "wrong"),
            (92, 20, "—", INK, "border"),
            (176, 20, "┄", INK, "½ of layer 1"),
            room=13,
        )

    def _draw_chart(self):
        axes = chart(self.fig, 772, 100, 200, 160, "cost $C$ after each step")
        self.now = axes.axvline(0, color=QUIET, lw=1.2, ls=(0, (3, 3)))
        (self.unseen,) = axes.plot([], [], color=QUIET, lw=1.8, ls=(0, (4, 1.5)))
        (self.past,) = axes.plot([], [], color=POINT, lw=2.4)
        self.end = diamonds(axes, np.zeros((0, 2)), 9)
        self.here = circles(axes, [(0, 0)], 5.5, facecolors=POINT, edgecolors="white")
        self.reaches = None
        self.reach(300, 1)

    def _draw_ledger(self):
        axes = drawing(self.fig, 720, 290, 278, 218)
        headline(axes, 8, 206, "The next step, and now")
        card(axes, 6, 100, 264, 92)
        card(axes, 6, 2, 264, 92)
        rows = (174, 146, 118, 76, 48, 20)
        for y, name in zip(rows, LEDGER, strict=True):
            axes.text(16, y, name, fontsize=10.5, va="center", color=QUIET)
        self.results = Numbers(axes, [(262, y) for y in rows], 11.5, weight="bold", align="right")

    def _draw_weights(self):
        axes = drawing(self.fig, 0, 508, 1000, 90)
        card(axes, 10, 6, 980, 72)
        self.whose = Numbers(axes, [(26, 42)], 12, weight="bold", align="left")
        self.names = Numbers(axes, [], 12)
        self.weights = Numbers(axes, [], 12)
        self.handle = PolyCollection([], facecolors="none", edgecolors=INK, linewidths=1.6)
        axes.add_collection(self.handle, autolim=False)


def written(weight):
    """Write a weight where there is room for few digits.

    >>> written(-1.25), written(-270.22), written(12345.6)
    ('−1.250', '−270.2', '12346')
    """
    return number(weight, 3 - sum(abs(weight) >= power for power in (10, 100, 1000)))


def half_lines(weights, biases):
    """Return the line on which each neuron of two inputs answers ½, where z = 0: (k, 2, 2).

    >>> half_lines(np.array([[2.0, 0.0]]), np.array([-1.0]))[0, :, 0].tolist()
    [0.5, 0.5]
    """
    lengths = np.maximum((weights**2).sum(axis=1, keepdims=True), 1e-12)
    nearest = -biases[:, None] * weights / lengths
    along = 3 * REACH * weights[:, ::-1] * (-1, 1) / lengths**0.5
    return np.stack([nearest - along, nearest + along], axis=1)
