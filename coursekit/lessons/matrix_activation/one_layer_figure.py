"""One layer, twice: as neurons joined by edges, and as the formula σ(W a + b) in numbers.

Sizes may change at any time, up to 6 inputs and 6 neurons, so all places are computed on the way.
"""

import numpy as np
from matplotlib.collections import PolyCollection
from matplotlib.colors import to_rgb

from coursekit.pictures.colours import CARD, GRID, POINT, QUIET, grey, ink_on, signed_colours
from coursekit.pictures.handles import spot
from coursekit.pictures.notation import activation, hundredths, near, short
from coursekit.pictures.parts import (
    Numbers,
    card,
    circles,
    drawing,
    edges,
    new_figure,
    show_weights,
    style,
)

MOST = 6  # inputs, and neurons
LARGEST = 2.0  # the weight that is drawn full
MIDDLE = 182  # the height around which everything is centred
INPUT_X, NEURON_X = 62, 282
GRID_LEFT, GRID_RIGHT = 372, 976
COVERED = "?"


class LayerFigure:
    """A layer of up to six neurons on up to six inputs; `update` moves everything."""

    def __init__(self):
        with style():
            self.fig = new_figure(
                1000,
                560,
                "One layer: σ(W a + b)",
                "A row of W holds the weights into one neuron. Blue is positive, orange negative.",
            )
            axes = drawing(self.fig, 0, 72, 1000, 370)
            start = np.zeros((MOST * MOST, 2))
            self.links = edges(axes, start, start, zorder=1)
            self.neurons = circles(axes, np.zeros((2 * MOST, 2)), 15, zorder=2)
            self.levels = Numbers(axes, [(0, 0)], 10)
            self.levels.set_zorder(3)
            self.cells = PolyCollection([], edgecolors=GRID, linewidths=1.2)
            axes.add_collection(self.cells, autolim=False)
            self.lit = PolyCollection([], facecolors="none", edgecolors=POINT, linewidths=3)
            axes.add_collection(self.lit, autolim=False)
            self.entries = Numbers(axes, [(0, 0)], 12)
            self.signs = Numbers(axes, [(0, 0)], 15, weight="bold")
            below = drawing(self.fig, 0, 442, 1000, 118)
            card(below, 24, 14, 952, 92)
            self.written = Numbers(below, [(44, 78), (44, 40)], 13, align="left")
        self.moving = [
            *(self.links, self.neurons, self.levels, self.cells, self.lit, self.entries),
            *(self.signs, self.written),
        ]

    def update(self, weights, inputs, biases, z, a, shown, chosen, lines):
        """Show a layer.

        weights: (k, n); inputs: (n,); biases, z, a: (k,).
        shown: (k, 2) truth, whether z and a of each neuron are uncovered.
        chosen: ("row", j) or ("column", i), which part of W is lit.
        lines: two texts that stand below.
        """
        self.rows, self.inputs = weights.shape
        self._show_diagram(weights, inputs, a, shown[:, 1], chosen)
        self._show_grids(weights, inputs, biases, z, a, shown, chosen)
        self.written.write(lines)

    def weight(self, j, i):
        """Return the spots of a weight: its line, and its cell."""
        n = self.inputs
        return spot(self.links, j * n + i), spot(self.cells, j * n + i)

    def input(self, i):
        """Return the spots of an input: its disc, and its cell."""
        return spot(self.neurons, i), spot(self.cells, self.rows * self.inputs + i)

    def neuron(self, j):
        """Return the spots of neuron j: its disc, and its cells in b, z and σ(z)."""
        n, k = self.inputs, self.rows
        cells = (spot(self.cells, k * n + n + k * column + j) for column in range(3))
        return spot(self.neurons, n + j), *cells

    def _show_diagram(self, weights, inputs, a, shown, chosen):
        k, n = weights.shape
        left, right = _column(INPUT_X, n), _column(NEURON_X, k)
        starts, ends = np.tile(left, (k, 1)), np.repeat(right, n, axis=0)
        self.links.set_segments(np.stack([starts, ends], axis=1))
        show_weights(self.links, weights.ravel(), LARGEST)
        kind, index = chosen
        j, i = np.divmod(np.arange(k * n), n)
        lit = (j if kind == "row" else i) == index
        colours = self.links.get_colors()
        colours[:, 3] = np.where(lit, 0.95, 0.16)
        self.links.set_colors(colours)
        fills = np.concatenate([grey(inputs), np.where(shown[:, None], grey(a), to_rgb(CARD))])
        self.neurons.set_offsets(np.concatenate([left, right]))
        if kind == "column":
            reached = [m == index or m >= n for m in range(n + k)]
        else:
            reached = [m < n or m == n + index for m in range(n + k)]
        self.neurons.set(
            facecolors=fills,
            edgecolors=[POINT if r else QUIET for r in reached],
            linewidths=[2.6 if r else 1.0 for r in reached],
        )
        told = [short(value) for value in inputs]
        told += [near(v) if s else COVERED for v, s in zip(a, shown, strict=True)]
        self.levels.write(told, ink_on(fills), np.concatenate([left, right]))

    def _show_grids(self, weights, inputs, biases, z, a, shown, chosen):
        k, n = weights.shape
        wide, high = min(84, 288 / n), min(64, 288 / max(k, n))
        columns = _Columns(wide, high, n)
        w_at = columns.places("W", k)
        texts = [[short(v) for v in weights.ravel()], [short(v) for v in inputs]]
        texts += [[short(v) for v in biases]]
        texts += [_maybe(z, shown[:, 0], hundredths), _maybe(a, shown[:, 1], _fourth)]
        places = [w_at, columns.places("a", n), *(columns.places(c, k) for c in ("b", "z", "σ"))]
        fills = [
            0.5 + 0.5 * signed_colours(weights.ravel(), LARGEST),
            *(np.tile(to_rgb(CARD), (len(at), 1)) for at in places[1:]),
        ]
        boxes = [
            _boxes(at, columns.width(c), high)
            for c, at in zip(("W", "a", "b", "z", "σ"), places, strict=True)
        ]
        self.cells.set_verts(np.concatenate(boxes))
        self.cells.set_facecolor(np.concatenate(fills))
        told = [text for column in texts for text in column]
        self.entries.write(told, positions=np.concatenate(places))
        kind, index = chosen
        if kind == "row":
            row = _hull(boxes[0][index * n : (index + 1) * n])
            self.lit.set_verts([row, _hull(boxes[1]), *(box[index] for box in boxes[2:])])
        else:
            self.lit.set_verts([_hull(boxes[0][index::n]), boxes[1][index]])
        top = MIDDLE + high * max(k, n) / 2 + 20
        heads = [(columns.middle[c], top) for c in ("W", "a", "b", "z", "σ")]
        between = [(x, MIDDLE) for x in columns.between]
        self.signs.write(
            ["W", "a", "b", "z", "σ(z)", "·", "+", "=", "→"], positions=[*heads, *between]
        )


class _Columns:
    """Where the five grids of the formula stand, from left to right."""

    def __init__(self, wide, high, n):
        self.high, self.n, self.wide = high, n, wide
        widths = {"W": wide * n, "a": 52, "b": 52, "z": 60, "σ": 72}
        gap = (GRID_RIGHT - GRID_LEFT - sum(widths.values())) / 4
        gap = min(gap, 46)
        x = (GRID_LEFT + GRID_RIGHT - sum(widths.values()) - 4 * gap) / 2
        self.middle, self.between, self._widths = {}, [], widths
        for name, width in widths.items():
            self.middle[name] = x + width / 2
            x += width + gap
            self.between.append(x - gap / 2)
        self.between.pop()

    def width(self, name):
        return self.wide if name == "W" else self._widths[name]

    def places(self, name, rows):
        """Return the middles of a grid's cells, row by row from the top."""
        across = self.n if name == "W" else 1
        x = self.middle[name] + self.width(name) * (np.arange(across) - (across - 1) / 2)
        y = MIDDLE + self.high * ((rows - 1) / 2 - np.arange(rows))
        return np.column_stack([np.tile(x, rows), np.repeat(y, across)])


def _column(x, count):
    spacing = min(80, 320 / count)
    return np.column_stack(
        [np.full(count, x), MIDDLE + spacing * ((count - 1) / 2 - np.arange(count))]
    )


def _boxes(places, width, height):
    """Return a rectangle around each place, (m, 4, 2)."""
    corners = np.array([(-1, -1), (1, -1), (1, 1), (-1, 1)]) * (width / 2, height / 2)
    return places[:, None] + corners


def _hull(boxes):
    low, high = boxes.min(axis=(0, 1)), boxes.max(axis=(0, 1))
    return np.array([low, (high[0], low[1]), high, (low[0], high[1])])


def _maybe(values, shown, write):
    return [write(value) if s else COVERED for value, s in zip(values, shown, strict=True)]


def _fourth(value):
    return activation(value, 4)
