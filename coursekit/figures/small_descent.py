"""A small network on its way down: what each neuron answers over the plane, and the cost so far.

From left to right: two inputs, the middle layer with a map for each neuron, the output as the large
map, and the cost after each step.
"""

import numpy as np
from matplotlib.collections import LineCollection, PolyCollection

from coursekit.figures.parts import (
    GRID,
    INK,
    NEGATIVE,
    POINT,
    POSITIVE,
    QUIET,
    Numbers,
    card,
    circles,
    drawing,
    edges,
    headline,
    label,
    new_figure,
    panel,
    show_weights,
    style,
)
from coursekit.figures.plane import ANSWERS, GRID_POINTS, Plane

MOST = 8  # neurons in the middle
LARGEST = 8.0  # the weight that is drawn full
HIGHEST = 0.62  # of the scale of costs; what is higher stands at its upper end
REACH = 1.7
COARSE = 3  # a small map shows every third place of the large one
SIDE, CENTRE = 366, 235  # of the large map in pixels, and its middle above the diagram's lower end
INPUTS = np.array([(46.0, CENTRE + 58), (46.0, CENTRE - 58)])
MIDDLE, OUTPUT, MAP = 150, 252, 284  # x of the middle layer, the output, and its large map
RADIUS, BESIDE = 15, np.array([21, 0])  # of an input in points, and in pixels where its edges start
LEDGER = (
    "predicted $-\\eta\\,\\Vert\\nabla C\\Vert^2$",
    "really $\\Delta C$",
    "cost $C$ now",
    "on the wrong side",
)


class SmallDescentFigure:
    """A 2-k-1 network with a map for every neuron, C after each step, and the next step's ledger.

    steps: how many steps a walk has.
    """

    def __init__(self, steps):
        with style():
            self.fig = new_figure(
                *(1000, 560, "A small network learns to tell two classes apart"),
                "Every map shows one neuron's answer at every place: blue near 1, orange near 0.",
            )
            self._draw_diagram()
            self.plane = Plane(self.fig, MAP, 100, SIDE, REACH, "output $a^{(2)}$")
            self.lines = LineCollection([], colors=INK, linewidths=1, linestyles=(0, (5, 4)))
            self.plane.axes.add_collection(self.lines, autolim=False)
            self._draw_legend()
            self._draw_chart(steps)
            self._draw_ledger()
        self.moving = [
            *(self.links, self.output, *self.maps.values(), self.frames),
            *(self.plane.moving[0], self.lines, *self.plane.moving[1:]),
            *(self.fall, self.now, self.past, self.end, self.here),
            self.results,
        ]

    def update(self, network, answers, points, costs, step, plateau, ledger):
        """Show the network at one step.

        network: W(1) (k, 2), b(1) (k,) and W(2) (1, k).
        answers: at `plane.grid_inputs(REACH)`, (GRID_POINTS², k) and (GRID_POINTS²,).
        points: inputs (n, 2), labels (n,) and (n,) truth, whether each is on the wrong side.
        costs: (steps + 1,); plateau: the step at which they stop falling, or None.
        ledger: the texts of its four rows.
        """
        (into, biases, out_of), (hidden, output), (inputs, labels, wrong) = network, answers, points
        self._show_diagram(into, out_of, hidden)
        self.lines.set_segments(half_lines(into, biases))
        self.plane.update(output, inputs, labels, ringed=inputs[wrong])
        shown = np.minimum(costs, HIGHEST)
        steps = np.arange(len(costs))
        self.fall.set_data(steps, shown)
        self.past.set_data(steps[: step + 1], shown[: step + 1])
        self.now.set_xdata([step, step])
        self.here.set_offsets([(step, shown[step])])
        flat = [] if plateau is None else [(plateau, shown[plateau])]
        self.end.set_offsets(np.reshape(flat, (-1, 2)))
        self.results.write(ledger)

    def _show_diagram(self, into, out_of, hidden):
        k = len(into)
        middles, side = middle_places(k)
        half = np.array([side / 2, 0])
        starts = np.concatenate([np.tile(INPUTS + BESIDE, (k, 1)), middles + half])
        ends = np.concatenate(
            [np.repeat(middles - half, 2, axis=0), np.tile((OUTPUT, CENTRE), (k, 1))]
        )
        self.links.set_segments(np.stack([starts, ends], axis=1))
        show_weights(self.links, np.concatenate([into.ravel(), out_of.ravel()]), LARGEST)
        for count, mesh in self.maps.items():
            mesh.set_visible(count == k)
        maps = hidden.T.reshape(k, GRID_POINTS, GRID_POINTS)[::-1, ::COARSE, ::COARSE]
        gap = np.full((k, 1, maps.shape[2]), 0.5)
        self.maps[k].set_array(np.concatenate([maps, gap], axis=1).reshape(-1, maps.shape[2])[:-1])
        self.maps[k].changed()
        corners = np.array([(-1, -1), (1, -1), (1, 1), (-1, 1)]) * side / 2
        self.frames.set_verts(middles[:, None] + corners)

    def _draw_diagram(self):
        axes = drawing(self.fig, 0, 76, MAP - 2, 442)
        for x, name in ((50, "input $a^{(0)}$"), (MIDDLE, "middle $a^{(1)}$")):
            label(axes, x, 432, name, 13)
        blank = np.zeros((1, 2))
        self.links = edges(axes, blank, blank, zorder=1)
        circles(axes, INPUTS, RADIUS, zorder=2)
        for (x, y), name in zip(INPUTS, ("$a_0$", "$a_1$"), strict=True):
            label(axes, x, y, name, 15)
        self.output = circles(axes, [(OUTPUT, CENTRE)], 8, facecolors=INK, zorder=2)
        axes.plot([OUTPUT, MAP - 2], [CENTRE, CENTRE], color=INK, lw=2)
        self.maps = {k: self._draw_maps(axes, k) for k in range(1, MOST + 1)}
        self.frames = PolyCollection([], facecolors="none", edgecolors=QUIET, linewidths=1.4)
        axes.add_collection(self.frames, autolim=False)

    def _draw_maps(self, axes, k):
        """Add the maps of k neurons as one mesh: from the lowest up, white strips between them."""
        middles, side = middle_places(k)
        cells = (GRID_POINTS - 1) // COARSE + 1
        along = np.linspace(-side / 2, side / 2, cells + 1)
        heights = (middles[::-1, 1, None] + along).ravel()
        blank = np.full((len(heights) - 1, cells), 0.5)
        mesh = axes.pcolormesh(MIDDLE + along, heights, blank, cmap=ANSWERS, vmin=0, vmax=1)
        mesh.set_visible(False)
        return mesh

    def _draw_legend(self):
        axes = drawing(self.fig, MAP, 490, 376, 62)
        for x, y, colour, mark, meaning in (
            (8, 46, POSITIVE, "●", "class 1"),
            (98, 46, NEGATIVE, "■", "class 0"),
            (188, 46, INK, "○", "on the wrong side"),
            (8, 20, INK, "—", "½ of the output"),
            (165, 20, INK, "┄", "½ of a middle neuron"),
        ):
            label(axes, x, y, mark, 13, color=colour)
            axes.text(x + 13, y, meaning, fontsize=12, color=QUIET, va="center")

    def _draw_chart(self, steps):
        axes = panel(self.fig, 716, 100, 264, 196)
        axes.set(xlim=(-0.03 * steps, 1.03 * steps), ylim=(-0.015, HIGHEST))
        axes.set_yticks([0, 0.2, 0.4, 0.6])
        axes.set_title("cost $C$ after each step", fontsize=14, pad=8)
        axes.grid(color=GRID)
        axes.set_axisbelow(True)
        (self.fall,) = axes.plot([], [], color=POINT, lw=1.4, alpha=0.45)
        self.now = axes.axvline(0, color=QUIET, lw=1.2, ls=(0, (3, 3)))
        (self.past,) = axes.plot([], [], color=POINT, lw=2.4)
        self.end = circles(axes, np.zeros((0, 2)), 8, facecolors="none", linewidths=1.8)
        self.here = circles(axes, [(0, 0)], 5.5, facecolors=POINT, edgecolors="white")

    def _draw_ledger(self):
        axes = drawing(self.fig, 660, 330, 336, 216)
        headline(axes, 8, 196, "The next step")
        card(axes, 6, 98, 318, 80)
        card(axes, 6, 6, 318, 80)
        rows = (158, 120, 66, 28)
        for y, name in zip(rows, LEDGER, strict=True):
            axes.text(18, y, name, fontsize=11.5, va="center", color=QUIET)
        spots = [(312, y) for y in rows]
        self.results = Numbers(axes, spots, 12.5, weight="bold", align="right")


def middle_places(k):
    """Return where k middle neurons stand, (k, 2), and how wide their maps are, in pixels.

    >>> middle_places(8)[1]
    39.75
    """
    spacing = min(76, SIDE / k)
    heights = CENTRE + spacing * ((k - 1) / 2 - np.arange(k))
    return np.column_stack([np.full(k, MIDDLE), heights]), spacing - 6


def half_lines(weights, biases):
    """Return the line on which each neuron of two inputs answers ½, where z = 0: (k, 2, 2).

    >>> half_lines(np.array([[2.0, 0.0]]), np.array([-1.0]))[0, :, 0].tolist()
    [0.5, 0.5]
    """
    lengths = np.maximum((weights**2).sum(axis=1, keepdims=True), 1e-12)
    nearest = -biases[:, None] * weights / lengths
    along = 3 * REACH * weights[:, ::-1] * (-1, 1) / lengths**0.5
    return np.stack([nearest - along, nearest + along], axis=1)
