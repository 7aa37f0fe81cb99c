"""A trained network reading a digit: every activation visible, one neuron's weights in view."""

import numpy as np
from matplotlib.collections import PolyCollection

from coursekit.figures.parts import (
    GOOD,
    GRID,
    INK,
    POINT,
    POSITIVE,
    QUIET,
    Numbers,
    circles,
    drawing,
    edges,
    grey,
    new_figure,
    panel,
    show_weights,
    signed_colours,
    style,
)

SIDE = 28
LAYERS = ("first middle", "second middle", "last")
COLUMNS = (78, 260, 450)  # x of the two middle layers and of the digits
BAR_LEFT, BAR_LENGTH = 512, 180
COUNTS = (16, 16, 10)
CENTRE = 226


class ReaderFigure:
    """An image, 16 and 16 hidden neurons, ten outputs as bars; `update` moves them all."""

    def __init__(self):
        with style():
            self.fig = new_figure(
                1000,
                560,
                "784-16-16-10: a trained network reads a digit",
                "Every circle is a neuron: black is 0, white is 1. Lines are the chosen weights.",
            )
            self.image = self._draw_image(104, "the image: 784 pixels", np.zeros((SIDE, SIDE)))
            self.weights = self._draw_image(346, "weights on the pixels", np.zeros((SIDE, SIDE, 3)))
            self._draw_network()
        self.moving = [
            *(self.image, self.weights, self.links, *self.columns, self.levels),
            *(self.bars, self.outputs),
        ]

    def update(self, image, layers, pixels, incoming, chosen, reading):
        """Show one image on its way through the network.

        image: (784,); layers: the activations (16,), (16,), (10,), all in 0 … 1.
        pixels: (784,), weights of a neuron of the first middle layer, to be seen as a picture.
        incoming: the chosen neuron's weights from the layer before, None where those are pixels.
        chosen: (which of the three layers, which neuron); reading: the brightest output.
        """
        self.image.set_data(np.reshape(image, (SIDE, SIDE)))
        colours = signed_colours(np.reshape(pixels, (SIDE, SIDE)), np.abs(pixels).max() or 1.0)
        self.weights.set_data(colours)
        self._show_links(incoming, chosen)
        for place, (column, values) in enumerate(zip(self.columns, layers, strict=True)):
            lit = [chosen == (place, j) for j in range(len(values))]
            column.set(
                facecolors=grey(values),
                edgecolors=[POINT if one else QUIET for one in lit],
                linewidths=[3.2 if one else 1.0 for one in lit],
            )
        self.levels.write([f"{value:.2f}" for values in layers[:2] for value in values])
        self._show_outputs(layers[2], reading)

    def _show_links(self, incoming, chosen):
        place, j = chosen
        self.links.set_visible(incoming is not None)
        if incoming is not None:
            before, here = self.places[place - 1], self.places[place][j]
            ends = np.tile(here, (len(before), 1))
            self.links.set_segments(np.stack([before + np.array([54, 0]), ends], axis=1))
            show_weights(self.links, incoming, np.abs(incoming).max() or 1.0)

    def _show_outputs(self, values, reading):
        boxes = self.places[2][:, None] + np.array([(0, -11), (1, -11), (1, 11), (0, 11)])
        boxes[..., 0] = BAR_LEFT + np.outer(BAR_LENGTH * values, [0, 1, 1, 0])
        self.bars.set_verts(boxes)
        lit = np.arange(len(values)) == reading
        self.bars.set_facecolor([GOOD if one else POSITIVE for one in lit])
        self.outputs.write([f"{value:.2f}" for value in values])

    def _draw_image(self, top, title, blank):
        axes = panel(self.fig, 30, top, 196, 196)
        axes.set(xticks=[], yticks=[])
        axes.set_title(title, fontsize=12, pad=6)
        for spine in axes.spines.values():
            spine.set_visible(False)
        how = {"interpolation": "nearest"}
        if blank.ndim == 2:
            how |= {"cmap": "gray", "vmin": 0, "vmax": 1}
        return axes.imshow(blank, **how)

    def _draw_network(self):
        axes = drawing(self.fig, 240, 72, 760, 488)
        self.places = [_column(x, n) for x, n in zip(COLUMNS, COUNTS, strict=True)]
        start = np.zeros((16, 2))
        self.links = edges(axes, start, start, zorder=1)
        self.columns = [
            circles(axes, at, radius, zorder=2)
            for at, radius in zip(self.places, (8, 8, 11), strict=True)
        ]
        beside = np.concatenate([at + np.array([16, 0]) for at in self.places[:2]])
        self.levels = Numbers(axes, beside, 11, align="left")
        self.levels.set_zorder(3)
        for digit, (x, y) in enumerate(self.places[2]):
            axes.text(x + 24, y, str(digit), fontsize=15, weight="bold", va="center")
            axes.plot([BAR_LEFT, BAR_LEFT + BAR_LENGTH], [y, y], color=GRID, lw=1, zorder=0)
        self.bars = PolyCollection([], zorder=1)
        axes.add_collection(self.bars, autolim=False)
        ends = [(BAR_LEFT + BAR_LENGTH + 10, y) for _, y in self.places[2]]
        self.outputs = Numbers(axes, ends, 12, align="left", colour=INK)
        heads = [(COLUMNS[0] + 10, 462), (COLUMNS[1] + 14, 462), (550, 462)]
        for (x, y), text in zip(
            heads, ("first middle: 16", "second middle: 16", "last: 10"), strict=True
        ):
            axes.text(x, y, text, fontsize=12.5, weight="bold", ha="center", va="center")


def _column(x, count):
    spacing = min(42, 412 / count)
    return np.column_stack(
        [np.full(count, float(x)), CENTRE + spacing * ((count - 1) / 2 - np.arange(count))]
    )
