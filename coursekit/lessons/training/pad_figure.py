"""A square to draw on, what the network sees of it, every activation, and who decided."""

import numpy as np
from matplotlib.collections import PolyCollection

from coursekit.lessons.pad import Sheet
from coursekit.pictures.charts import boxes
from coursekit.pictures.colours import GOOD, GRID, INK, NEGATIVE, POINT, POSITIVE, QUIET, grey
from coursekit.pictures.notation import activation
from coursekit.pictures.parts import Numbers, drawing, edges, headline, new_figure, panel, style

SIDE = 28
ROWS = 20  # neurons in a column of a layer
BAR_LEFT, BAR_LENGTH, BAR_STEP = 40, 180, 31
SPOKESMEN = 3  # neurons that are named
LONGEST_SAY = 8.0  # of a contribution to z; longer bars end there


class PadFigure:
    """The pad, the 28 × 28 image made of it, the middle layers, ten outputs, three neurons named.

    sizes: of the middle layers, of which the last two are shown.
    """

    def __init__(self, sizes):
        self.sizes = sizes[-2:]
        with style():
            self.fig = new_figure(
                *(1000, 620),
                "Draw a digit",
                "On the black square, by mouse, pen or finger. Everything else follows your line.",
            )
            self.sheet = Sheet(self.fig, 24, 92, 330)
            self._draw_seen()
            self._draw_layers()
            self._draw_outputs()
            self._draw_spokesmen()
        self.moving = [
            *(*self.sheet.moving, self.seen, self.neurons, self.marks, self.numbers),
            *(self.bars, self.outputs, self.says, self.who),
        ]

    def update(self, strokes, own, image, layers, reading, spokesmen):
        """Show a drawing on its way through the network.

        strokes: lists of points in 0 … 1 from the top left; own: whether the learner drew them;
        image: (784,), what the network sees; layers: activations of the middle layers and of the
        last; reading: the brightest output; spokesmen: up to three (neuron, what it said).
        """
        self.sheet.update(strokes, own)
        self.seen.set_data(np.reshape(image, (SIDE, SIDE)))
        *middle, last = layers
        middle = middle[len(middle) - len(self.sizes) :]
        self.neurons.set_facecolor(grey(np.concatenate(middle)) if middle else [])
        places = [self.places[-1][j] for j, _ in spokesmen] if middle else []
        self.marks.set_verts(_squares(places, self.cell - 1))
        beside = [(x + 0.8 * self.cell, y) for x, y in places]
        names = [str(j) for j, _ in spokesmen] if self.sizes and self.sizes[-1] <= ROWS else []
        self.numbers.write(names, positions=np.reshape(beside[: len(names)], (-1, 2)))
        self._show_outputs(last, reading)
        self._show_spokesmen(spokesmen)

    def _show_outputs(self, values, reading):
        y = BAR_STEP * (9.5 - np.arange(10))
        self.bars.set_verts(boxes(BAR_LEFT, BAR_LEFT + BAR_LENGTH * values, y - 10, y + 10))
        self.bars.set_facecolor([GOOD if d == reading else POSITIVE for d in range(10)])
        self.outputs.write([activation(value) for value in values])

    def _show_spokesmen(self, spokesmen):
        y = 128 - 34 * np.arange(len(spokesmen))
        ends = np.clip([said / LONGEST_SAY for _, said in spokesmen], -0.4, 1)
        self.says.set_verts(boxes(150, 150 + 300 * ends, y - 10, y + 10))
        self.says.set_facecolor(np.where(ends >= 0, POSITIVE, NEGATIVE))
        texts = [f"neuron {j}" for j, _ in spokesmen]
        texts += [f"{said:+.1f}".replace("-", "−") for _, said in spokesmen]
        spots = [(x, height) for x in (62, 490) for height in y]
        self.who.write(texts, positions=np.reshape(spots, (-1, 2)))

    def _draw_seen(self):
        axes = panel(self.fig, 24, 456, 140, 140)
        axes.set_axis_off()
        how = {"cmap": "gray", "vmin": 0, "vmax": 1, "interpolation": "nearest"}
        self.seen = axes.imshow(np.zeros((SIDE, SIDE)), **how)
        for line, text in enumerate(
            ("what the network sees:", "your line, scaled and", "centred in 28 × 28")
        ):
            self.fig.text(0.18, 0.2 - 0.037 * line, text, fontsize=12.5, color=QUIET)

    def _draw_layers(self):
        axes = drawing(self.fig, 376, 60, 300, 366)
        names = ("middle",) if len(self.sizes) == 1 else ("middle 1", "middle 2")
        self.cell = 20 if max(self.sizes, default=0) <= 16 else 15
        self.places, heads = [], []
        for k, size in enumerate(self.sizes):
            columns = -(-size // ROWS)
            middle = 150 if len(self.sizes) == 1 else 75 + 150 * k
            left = middle - self.cell * (columns - 1) / 2
            n = np.arange(size)
            rows = min(size, ROWS)
            y = 164 + self.cell * ((rows - 1) / 2 - n % ROWS)
            self.places.append(np.column_stack([left + self.cell * (n // ROWS), y]))
            heads.append((middle, names[k], size))
        for x, name, size in heads:
            axes.text(x, 342, f"{name}: {size}", fontsize=12.5, weight="bold", ha="center")
        squares = _squares([spot for places in self.places for spot in places], self.cell - 2)
        self.neurons = PolyCollection(squares, edgecolors=QUIET, linewidths=0.8)
        self.marks = PolyCollection([], facecolors="none", edgecolors=POINT, linewidths=3)
        for collection in (self.neurons, self.marks):
            axes.add_collection(collection, autolim=False)
        self.numbers = Numbers(
            axes, np.zeros((0, 2)), 12, weight="bold", align="left", colour=POINT
        )

    def _draw_outputs(self):
        axes = drawing(self.fig, 690, 60, 300, 366)
        axes.text(BAR_LEFT + 80, 342, "last: 10", fontsize=12.5, weight="bold", ha="center")
        y = BAR_STEP * (9.5 - np.arange(10))
        for digit, height in enumerate(y):
            axes.text(12, height, str(digit), fontsize=15, weight="bold", va="center")
        ends = np.column_stack([np.full(10, BAR_LEFT), y])
        edges(axes, ends, ends + np.array([BAR_LENGTH, 0]), color=GRID, lw=1, zorder=0)
        self.bars = PolyCollection([], zorder=1)
        axes.add_collection(self.bars, autolim=False)
        self.outputs = Numbers(
            axes, ends + np.array([BAR_LENGTH + 12, 0]), 12, align="left", colour=INK
        )

    def _draw_spokesmen(self):
        axes = drawing(self.fig, 392, 436, 600, 180)
        headline(axes, 20, 164, "Who spoke loudest for this answer, over the next best")
        self.says = PolyCollection([], alpha=0.6)
        axes.add_collection(self.says, autolim=False)
        text = "activation × (its weight to the answer − its weight to the next)"
        axes.text(20, 20, text, fontsize=12, color=QUIET, va="center")
        self.who = Numbers(axes, np.zeros((0, 2)), 13)


def _squares(centres, side):
    x, y = np.reshape(centres, (-1, 2)).T
    half = side / 2
    return boxes(x - half, x + half, y - half, y + half)
