"""A whole network from afar: pixels in front, digits at the end, and a riddle between."""

from itertools import pairwise

import numpy as np
from matplotlib.collections import PatchCollection
from matplotlib.patches import Rectangle

from coursekit.lessons.image_choice import OfImages, image_strip
from coursekit.network.network import Network
from coursekit.pictures.colours import GRID, INK, POINT, POSITIVE, QUIET, grey, ink_on
from coursekit.pictures.controls import choice_buttons
from coursekit.pictures.handles import Handle, between, box, spot
from coursekit.pictures.parts import (
    Numbers,
    circles,
    drawing,
    edges,
    label,
    new_figure,
    panel,
    style,
)

SIDE = 28
SHOWN_PIXELS = 10  # the column of inputs shows as many; between its halves stand the dots
MIDDLE = 14  # the column of the image from which they are
ROWS = np.linspace(7, 21, SHOWN_PIXELS).astype(int)  # and their rows
LAYERS = ("first", "middle", "last")
LEFT = 266  # where the network begins
COLUMNS = (350, 540, 700, 870)  # x of pixels, two middle layers, digits
HEIGHT = 430
MEANINGS = {
    "first": "The first layer is the image itself: 784 neurons, each as bright as its pixel.",
    "middle": "The middle layers: 16 and 16 neurons. Nobody has told them what to look for.",
    "last": "The last layer has a neuron for each digit. The image is {called}; untrained, "
    "all ten answer between {low:.2f} and {high:.2f}.",
}
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
        self.moving = [
            self.image,
            self.framed,
            *self.links,
            *self.columns,
            self.levels,
            self.captions,
        ]

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
        boxes = [Rectangle((MIDDLE - 0.5, row - 0.5), 1, 1) for row in ROWS]
        look = {"facecolors": "none", "edgecolors": POINT, "linewidths": 1.4}
        self.framed = axes.add_collection(PatchCollection(boxes, **look))
        label(axes, SIDE / 2 - 0.5, SIDE + 1.6, "the ten framed pixels stand", 11.5, color=QUIET)
        label(axes, SIDE / 2 - 0.5, SIDE + 3.6, "for all 784 in the first layer", 11.5, color=QUIET)

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
            middle, 14, "what will these neurons look for?", fontsize=13, ha="center", color=QUIET
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


class Layers(OfImages):
    """An image on its way through a network that has learned nothing yet."""

    name = "neurons.layers"
    main = "image"

    def __init__(self):
        self.figure = LayersFigure()
        self.network = Network.random([784, 16, 16, 10], np.random.default_rng(0))
        self.controls = {
            "image": image_strip(0, "which image the network sees"),
            "layer": choice_buttons("layer", LAYERS, 80, 400),
        }
        self.open()

    def refresh(self):
        values = self.values
        image = self.image
        _, *middle, outputs = self.network.forward(image)
        shown = image[SIDE * ROWS + MIDDLE]
        self.figure.update(image, shown, middle, outputs, values["layer"])
        return MEANINGS[values["layer"]].format(
            called=self.called, low=outputs.min(), high=outputs.max()
        )

    def handles(self):
        f = self.figure
        yield Handle("image", spot(f.image), "x")
        for k, layer in enumerate(LAYERS):
            yield Handle("layer", spot(f.captions, k), "press", value=layer)

    def together(self):
        """Pair each framed pixel with its neuron."""
        f = self.figure
        for k, row in enumerate(ROWS):
            pixel = box(f.image.axes, MIDDLE - 0.5, row - 0.5, MIDDLE + 0.5, row + 0.5)
            yield [pixel, spot(f.columns[0], k)]

    def motion(self, before):
        """Let pixels go to their places, or what a layer computes come out of the one before."""
        lit, image = self.values["layer"], self.values["image"]
        if lit == before["layer"] and (lit != "first" or image == before["image"]):
            return []
        f = self.figure
        column = {"first": 0, "middle": 2, "last": 3}[lit]
        circles = [spot(f.columns[column], n) for n in range(len(f.columns[column].get_offsets()))]
        if not column:
            return [[between(*pair) for pair in self.together()], circles]
        into = f.links[column - 1]
        return [[spot(into, n) for n in range(0, len(into.get_paths()), 5)], circles]


def layers():
    """Open a whole network from pixels to digits: choose the image, and the layer to speak of."""
    return Layers()
