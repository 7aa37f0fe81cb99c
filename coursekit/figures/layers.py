"""A whole network from afar: pixels in front, digits at the end, and a riddle between."""

from itertools import pairwise

import numpy as np

from coursekit.figures.parts import (
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
    ink_on,
    new_figure,
    panel,
    style,
)

SIDE = 28
SHOWN_PIXELS = 10  # the column of inputs shows as many; between its halves stand the dots
LAYERS = ("first", "middle", "last")
LEFT = 266  # where the network begins
COLUMNS = (350, 540, 700, 870)  # x of pixels, two middle layers, digits
HEIGHT = 430
OUTLINED = {True: (POINT, 2.6), False: (QUIET, 1.0)}


class LayersFigure:
    """784 pixels → 16 → 16 → 10 digits, one of the three kinds of layer lit at a time."""

    def __init__(self):
        with style():
            self.fig = new_figure(
                1000,
                520,
                "What the layers of a network are for",
                "Every circle is a neuron and holds one activation: black is 0, white is 1.",
            )
            self._draw_image()
            self._draw_network()
        self.moving = [self.image, *self.links, *self.columns, self.levels, self.captions]

    def update(self, image, shown_pixels, middle, digits, lit):
        """Show one image on its way through the network.

        image: (784,); shown_pixels: (10,) of them; middle: two (16,); digits: (10,), all in 0 … 1;
        lit: which of `LAYERS` is spoken of.
        """
        self.image.set_data(np.reshape(image, (SIDE, SIDE)))
        kinds = ("first", "middle", "middle", "last")
        for column, kind, values in zip(
            self.columns, kinds, (shown_pixels, *middle, digits), strict=True
        ):
            colour, width = OUTLINED[kind == lit]
            column.set(facecolors=grey(np.asarray(values)), edgecolors=colour, linewidths=width)
        for links, kind in zip(self.links, ("first", "middle", "last"), strict=True):
            links.set_visible(kind == lit)
        self.levels.write([f"{value:.2f}" for value in digits], ink_on(grey(np.asarray(digits))))
        self.captions.set_facecolor([POINT if kind == lit else INK for kind in LAYERS])

    def _draw_image(self):
        axes = panel(self.fig, 40, 203, 224, 224)
        axes.set(xticks=[], yticks=[])
        axes.set_title("28 × 28 pixels", fontsize=12, pad=8)
        self.image = axes.imshow(
            np.zeros((SIDE, SIDE)), cmap="gray", vmin=0, vmax=1, interpolation="nearest"
        )

    def _draw_network(self):
        # it begins beside the image: two axes that both move must not overlap
        axes = drawing(self.fig, LEFT, 90, 1000 - LEFT, HEIGHT)
        axes.set_xlim(LEFT, 1000)
        counts = (SHOWN_PIXELS, 16, 16, 10)
        places = [_column(x, n) for x, n in zip(COLUMNS, counts, strict=True)]
        gap = np.where(np.arange(SHOWN_PIXELS) < SHOWN_PIXELS // 2, 18, -18)
        places[0][:, 1] += gap  # room for the dots
        self.links = [_all_to_all(axes, a, b) for a, b in pairwise(places)]
        self.columns = [
            circles(axes, at, radius, zorder=2)
            for at, radius in zip(places, (6.5, 7, 7, 12), strict=True)
        ]
        self.levels = Numbers(axes, places[3], 8.5)
        self.levels.set_zorder(3)
        for digit, (x, y) in enumerate(places[3]):
            axes.text(x + 32, y, str(digit), fontsize=15, weight="bold", va="center")
        axes.text(COLUMNS[0], 205, "⋮", fontsize=18, ha="center", va="center")
        axes.annotate(
            "", (328, 205), (274, 205), arrowprops={"arrowstyle": "->", "color": QUIET, "lw": 1.6}
        )
        middle = (COLUMNS[1] + COLUMNS[2]) / 2
        self.captions = Numbers(
            axes, [(COLUMNS[0], 412), (middle, 412), (COLUMNS[3], 412)], 13, weight="bold"
        )
        axes.text(
            middle, 8, "what will these neurons look for?", fontsize=13, ha="center", color=QUIET
        )
        self.captions.write(["first layer: 784", "middle layers: 16 and 16", "last layer: 10"])


def _column(x, count):
    """Places from top to bottom, (count, 2)."""
    spacing = min(34, 350 / count)
    return np.column_stack(
        [np.full(count, x), 205 + spacing * ((count - 1) / 2 - np.arange(count))]
    )


def _all_to_all(axes, starts, ends):
    """Join every neuron to every neuron of the next layer, above a pale band that always shows."""
    axes.fill(
        *np.array([starts[0], ends[0], ends[-1], starts[-1]]).T, color=GRID, alpha=0.5, zorder=0
    )
    first, second = np.repeat(starts, len(ends), axis=0), np.tile(ends, (len(starts), 1))
    return edges(axes, first, second, linewidths=0.7, colors=POSITIVE, alpha=0.35, zorder=1)
